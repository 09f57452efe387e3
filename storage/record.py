"""The record as a dialog sees it: questions and changes in the programme's words."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage.absence import Absences
from storage.audit import Audit
from storage.challenges import Challenges
from storage.channels import Channels
from storage.closures import Closures
from storage.conversations import Conversations
from storage.decisions import Decisions
from storage.details import Details
from storage.digests import Digests
from storage.directory import Directories
from storage.handover import Handovers
from storage.histories import Histories
from storage.issues import Issues
from storage.lately import Lately
from storage.leavers import Leavers
from storage.outbox import Outbox
from storage.people import People
from storage.plan import Plan
from storage.requests import Requests
from storage.retention import Keeping
from storage.risks import Risks
from storage.selection import Selections
from storage.stand_ins import StandIns
from storage.subject_access import SubjectAccess
from storage.submissions import Submissions
from storage.succession import Successions
from storage.updates import Updates
from storage.working_days import WorkingDays


class Record:
    """Everything that can be asked and changed within one transaction, at one moment."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.now = now
        self.people = People(session, now)
        self.handovers = Handovers(session, now)
        self.successions = Successions(session, now)
        self.leavers = Leavers(session, now)
        self.absences = Absences(session, now)
        self.closures = Closures(session, now)
        self.working_days = WorkingDays(session, now)
        self.stand_ins = StandIns(session, now)
        self.subject_access = SubjectAccess(session, now)
        self.keeping = Keeping(session, now)
        self.plan = Plan(session)
        self.details = Details(session)
        self.directory = Directories(session).now
        self.selections = Selections(session)
        self.histories = Histories(session)
        self.lately = Lately(session, now)
        self.submissions = Submissions(session, now)
        self.updates = Updates(session, now)
        self.risks = Risks(session, now)
        self.issues = Issues(session, now)
        self.requests = Requests(session, now)
        self.decisions = Decisions(session, now)
        self.challenges = Challenges(session, now)
        self.conversations = Conversations(session, now)
        self.channels = Channels(session, now)
        self.digests = Digests(session, now)
        self.outbox = Outbox(session, now)
        self.audit = Audit(session, now)
