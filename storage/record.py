"""The record as a dialog sees it: questions and changes in the programme's words."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage.audit import Audit
from storage.channels import Channels
from storage.conversations import Conversations
from storage.digests import Digests
from storage.outbox import Outbox
from storage.people import People
from storage.plan import Plan
from storage.risks import Risks
from storage.submissions import Submissions
from storage.updates import Updates


class Record:
    """Everything that can be asked and changed within one transaction, at one moment."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.now = now
        self.people = People(session, now)
        self.plan = Plan(session)
        self.submissions = Submissions(session, now)
        self.updates = Updates(session, now)
        self.risks = Risks(session, now)
        self.conversations = Conversations(session, now)
        self.channels = Channels(session, now)
        self.digests = Digests(session, now)
        self.outbox = Outbox(session, now)
        self.audit = Audit(session, now)
