"""Doubts about a rating, a summary or a report, and what was answered (seed 2.9)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import models as m
from storage.errors import NotAllowed, NothingAsked, ReasonMissing
from storage.people import Person
from storage.plan import Action
from storage.rights import Operation, may
from storage.rows import add
from storage.said import Author
from storage.submissions import Submission


@dataclass(frozen=True, slots=True)
class Challenge:
    """A doubt in its author's words; `answers_id` where it is an answer to another."""

    id: int
    update_id: int | None
    digest_id: int | None
    report_id: int | None
    answers_id: int | None
    author_role: str
    words: str
    at: datetime


class Challenges:
    """Keeps what was doubted and answered; nothing of what was doubted changes by it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def challenge(self, submission: Submission, person: Person, action: Action, words: str) -> int:
        """Doubt how an action is rated, and return the challenge's id.

        Raises:
            NotAllowed: only the theme's lead and the programme office challenge (Rights).
            ReasonMissing: it does not say why.
        """
        if not may(person, Operation.DECIDE, theme_code=action.theme_code):
            raise NotAllowed
        if not words.strip():
            raise ReasonMissing
        author = Author(person.id, person.roles[0].id)
        about = {"action_id": action.id, "update_id": action.position.update_id}
        return self._add(submission, author, words, **about)

    def challenge_paper(
        self,
        submission: Submission,
        person: Person,
        words: str,
        *,
        digest_id: int | None = None,
        report_id: int | None = None,
    ) -> int:
        """Record a doubt about a summary or a report: the programme office keeps the board's.

        Raises:
            NotAllowed: somebody else than the programme office.
            NothingAsked: no paper is named.
            ReasonMissing: it does not say why.
        """
        if not may(person, Operation.RECORD_BOARD_DECISION):
            raise NotAllowed
        if digest_id is None and report_id is None:
            raise NothingAsked
        if not words.strip():
            raise ReasonMissing
        author = Author(person.id, person.roles[0].id)
        return self._add(submission, author, words, digest_id=digest_id, report_id=report_id)

    def answer(
        self, submission: Submission, author: Author, challenge: Challenge, words: str
    ) -> int:
        """Answer a doubt, and return the answer's id.

        Raises:
            ReasonMissing: the answer is empty.
        """
        if not words.strip():
            raise ReasonMissing
        about = {
            "answers_id": challenge.id,
            "update_id": challenge.update_id,
            "digest_id": challenge.digest_id,
            "report_id": challenge.report_id,
        }
        return self._add(submission, author, words, **about)

    def of_action(self, action: Action) -> tuple[Challenge, ...]:
        """Everything doubted and answered about an action, the oldest first."""
        doubts = select(m.Challenge.id).where(m.Challenge.action_id == action.id)
        rows = self._session.execute(
            select(m.Challenge, m.Role.title)
            .join(m.Role, m.Role.id == m.Challenge.author_role_id)
            .where(m.Challenge.id.in_(doubts) | m.Challenge.answers_id.in_(doubts))
            .order_by(m.Challenge.id)
        )
        return tuple(_challenge(row, title) for row, title in rows)

    def _add(self, submission: Submission, author: Author, words: str, **about: int | None) -> int:
        id_: int = add(
            self._session,
            m.Challenge,
            submission_id=submission.id,
            author_id=author.person_id,
            author_role_id=author.role_id,
            words=words,
            at=self._now,
            **about,
        )
        return id_


def _challenge(row: m.Challenge, role: str) -> Challenge:
    return Challenge(
        id=row.id,
        update_id=row.update_id,
        digest_id=row.digest_id,
        report_id=row.report_id,
        answers_id=row.answers_id,
        author_role=role,
        words=row.words,
        at=row.at,
    )
