"""Whether the programme can work with the record: roles held, people and channels reached."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from storage import models as m
from storage.calendar import london_date
from storage.checks.trouble import Trouble, What
from storage.details import Details
from storage.outbox import State

RECENT = timedelta(weeks=2)

NOBODY = "Nobody holds the role {role} today, which {duties}."
NAME_SOMEBODY = "Name who holds it in the plan, then run: python -m bot import PLAN.xlsx"
TWICE = "{person} holds the role {role} twice at once, from {one} and from {other}."
BACKWARDS = "{person} holds the role {role} from {one}, and until {other}, which is earlier."
PUT_HOLDING_RIGHT = "Put the dates right in the plan, then run: python -m bot import PLAN.xlsx"
NEVER_WROTE = "{person} ({roles}) cannot be written to: there is no chat with the bot yet."
NOT_BOUND = "{person} ({roles}) cannot be written to: no Teams account is known for {email}."
INSTALL = "Install the app for them, or ask them to say hello to the bot."
INSTALL_OR_CORRECT = f"{INSTALL} If they did, put the address right in the plan."
UNANSWERED = "No action answers the finding {ref}: {words}"
ANSWER = "Name the finding at an action in the plan, then run: python -m bot import PLAN.xlsx"
UNLINKED = "{theme} has no channel: its weekly summary is not posted."
LINK = "In the theme's channel: @planbot link this channel to {theme}"
UNDELIVERABLE = "{count} to {to} could not be delivered since {since}: {reason}."
INSTALL_AGAIN = "If it happens again, see that the app is still installed there."
UNKNOWN = "It is not known whether {count} to {to} since {since} arrived: {reason}."
LOOK = "Look there. If the week's summary is missing: @planbot post the summary now"


def roles_without_holder(session: Session, today: date) -> Iterator[Trouble]:
    """Roles that own actions or lead themes and that nobody holds today."""
    held = exists().where(m.RoleHolding.role_id == m.Role.id, _held(today))
    owns = _duties(m.Action.owner_role_id, m.Action.ref).where(m.Action.vanished_on.is_(None))
    leads = _duties(m.Theme.lead_role_id, m.Theme.name)
    duties: dict[str, list[str]] = {}
    for verb, query in (("owns", owns), ("leads", leads)):
        for role, names in groupby(session.execute(query.where(~held)), lambda row: row[0]):
            listed = ", ".join(name for _, name in names)
            duties.setdefault(role, []).append(f"{verb} {listed}")
    for role, done in sorted(duties.items()):
        sentence = NOBODY.format(role=role, duties=" and ".join(done))
        yield Trouble(What.ROLES, sentence, NAME_SOMEBODY)


def _duties(
    role_id: InstrumentedAttribute[int], name: InstrumentedAttribute[str]
) -> Select[str, str]:
    return select(m.Role.title, name).join(m.Role, m.Role.id == role_id).order_by(m.Role.id, name)


def unanswered_findings(session: Session) -> Iterator[Trouble]:
    """Findings that no action answers (seed 2.2)."""
    for finding in Details(session).unanswered_findings():
        sentence = UNANSWERED.format(ref=finding.ref, words=finding.words)
        yield Trouble(What.FINDINGS, sentence, ANSWER)


def odd_holdings(session: Session) -> Iterator[Trouble]:
    """People who hold a role twice at once, or until before they began. Two may share a role."""
    one, other = m.RoleHolding, aliased(m.RoleHolding)
    who = select(m.Person.name, m.Role.title, one.held_from).select_from(one)
    who = who.join(m.Person, m.Person.id == one.person_id).join(m.Role, m.Role.id == one.role_id)
    again = and_(
        other.id > one.id,
        other.role_id == one.role_id,
        other.person_id == one.person_id,
        or_(one.held_to.is_(None), other.held_from <= one.held_to),
        or_(other.held_to.is_(None), one.held_from <= other.held_to),
    )
    odd = (
        (TWICE, who.add_columns(other.held_from).join(other, again)),
        (BACKWARDS, who.add_columns(one.held_to).where(one.held_to < one.held_from)),
    )
    for sentence, query in odd:
        for person, role, first, second in session.execute(query.order_by(one.id)):
            said = sentence.format(person=person, role=role, one=_day(first), other=_day(second))
            yield Trouble(What.ROLES, said, PUT_HOLDING_RIGHT)


def unreachable_people(session: Session, today: date) -> Iterator[Trouble]:
    """Owners and leads of today whom the bot cannot write to by itself."""
    busy = union(
        select(m.Action.owner_role_id).where(m.Action.vanished_on.is_(None)),
        select(m.Theme.lead_role_id),
    )
    rows = session.execute(
        select(m.Person.name, m.Person.email, m.Person.entra_id, m.Role.title)
        .join(m.RoleHolding, m.RoleHolding.person_id == m.Person.id)
        .join(m.Role, m.Role.id == m.RoleHolding.role_id)
        .where(
            _held(today),
            m.Role.id.in_(busy),
            ~exists().where(m.Address.person_id == m.Person.id),
        )
        .order_by(m.Person.id, m.Role.id)
    )
    for (name, email, bound), group in groupby(rows, lambda row: row[:3]):
        roles = ", ".join(dict.fromkeys(row.title for row in group))
        sentence, remedy = (NEVER_WROTE, INSTALL) if bound else (NOT_BOUND, INSTALL_OR_CORRECT)
        said = sentence.format(person=name, roles=roles, email=email)
        yield Trouble(What.PEOPLE, said, remedy)


def unlinked_themes(session: Session) -> Iterator[Trouble]:
    """Themes whose summary has nowhere to go."""
    linked = exists().where(m.LinkedChannel.theme_id == m.Theme.id)
    for name in session.scalars(select(m.Theme.name).where(~linked).order_by(m.Theme.id)):
        yield Trouble(What.CHANNELS, UNLINKED.format(theme=name), LINK.format(theme=name))


def unsent_messages(session: Session, now: datetime) -> Iterator[Trouble]:
    """What of the last two weeks did not arrive, or may not have arrived."""
    since = now - RECENT
    sentences = {
        State.UNDELIVERABLE: (UNDELIVERABLE, INSTALL_AGAIN),
        State.UNKNOWN: (UNKNOWN, LOOK),
    }
    for row in session.execute(_unsent(since)):
        sentence, remedy = sentences[State(row.state)]
        count = f"{row.number:,} message{'s' * (row.number > 1)}"
        to = row.person or (f"the channel of {row.theme}" if row.theme else "a channel")
        reason = row.reason or "no reason was given"
        said = sentence.format(count=count, to=to, since=_day(london_date(since)), reason=reason)
        yield Trouble(What.MESSAGES, said, remedy)


def _unsent(since: datetime) -> Select[str, str | None, str | None, str | None, int]:
    message = m.OutboxMessage
    to = (message.state, message.reason, m.Person.name, m.Theme.name)
    return (
        select(
            message.state,
            message.reason,
            m.Person.name.label("person"),
            m.Theme.name.label("theme"),
            func.count().label("number"),
        )
        .select_from(message)
        .outerjoin(m.Person, m.Person.id == message.person_id)
        .outerjoin(m.Digest, m.Digest.id == message.digest_id)
        .outerjoin(m.Theme, m.Theme.id == m.Digest.theme_id)
        .where(message.state.in_([State.UNDELIVERABLE, State.UNKNOWN]), message.at >= since)
        .group_by(*to)
        .order_by(func.min(message.id))
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _held(today: date) -> ColumnElement[bool]:
    return and_(
        m.RoleHolding.held_from <= today,
        or_(m.RoleHolding.held_to.is_(None), m.RoleHolding.held_to >= today),
    )
