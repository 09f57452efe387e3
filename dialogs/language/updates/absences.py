"""Who answers instead, until when nobody is asked, and who owns an action from now on."""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from dialogs.language.clauses import Clause
from dialogs.language.marks import Mark
from dialogs.language.meaning import About, Clarify, Delegate, Reassign, ReassignRequest, Snooze
from dialogs.language.naming import roles_named
from dialogs.language.situation import Situation
from dialogs.language.updates.requests import mark_before
from dialogs.language.updates.targets import open_own

BACK = re.compile(
    r"(?<!\w)(?:until|till|til|to|back(?:\son)?|through\sto|thru|before|after|by|up\sto|then|return\w*)\s(?:on\s)?(?:the\s)?\Z"
)
FROM = re.compile(r"(?<!\w)(?:from|wef|as\sof|starting|effective|w\.e\.f\.)\s(?:the\s)?\Z")
DEPUTY = re.compile(r"(?<!\w)deputy(?!\w)")


def delegated(clauses: Sequence[Clause], refs: Sequence[str], situation: Situation) -> Delegate:
    """The deputy, or whoever is named, answers for these actions until the sender is back."""
    return Delegate(
        actions=tuple(refs or _own_refs(situation)),
        to_role=_stand_in(clauses, situation),
        until=_until(clauses),
    )


def snoozed(
    clauses: Sequence[Clause], refs: Sequence[str], situation: Situation
) -> tuple[Snooze | None, Clarify | None]:
    """Not to be asked before a day; a day that cannot be told is asked back."""
    until = _until(clauses)
    if until is None:
        until = _after(clauses, situation)
    vague = [mark for clause in clauses for mark in clause.marks("vague")]
    if until is None and vague:
        return None, Clarify(about=About.EXACT_DATE, span=(vague[0].start, vague[0].end))
    return Snooze(actions=tuple(refs or _own_refs(situation)), until=until), None


def reassigned(
    clauses: Sequence[Clause], refs: Sequence[str], situation: Situation
) -> tuple[list[Reassign | ReassignRequest], Clarify | None]:
    """The programme office gives an action to another role; anybody else asks for it."""
    owners = {action.owner_role for action in situation.actions(refs).values()}
    to = _named_role(clauses, situation, owners)
    days = [(clause, mark) for clause in clauses for mark in clause.marks("date")]
    days.sort(key=lambda said: not FROM.search(mark_before(*said)))
    effective = days[0][1].value.day if days else None
    decides = situation.person.in_programme_office
    kind = Reassign if decides else ReassignRequest
    if to is None:
        asked = Clarify(about=About.NEW_OWNER, action=refs[0] if refs else None)
        return [] if decides else [kind(action=ref, effective=effective) for ref in refs], asked
    return [kind(action=ref, to_role=to, effective=effective) for ref in refs], None


def _own_refs(situation: Situation) -> list[str]:
    return [action.ref for action in open_own(situation)]


def _until(clauses: Sequence[Clause]) -> date | None:
    marks: list[Mark] = [mark for clause in clauses for mark in clause.marks("date")]
    marks = [mark for mark in marks if not mark.value.vague]
    if not marks:
        return None
    folded = clauses[0].message.folded
    ends = [mark for mark in marks if BACK.search(folded[max(0, mark.start - 20) : mark.start])]
    mark = (ends or marks)[-1]
    if mark.value.lead == "before":
        return mark.value.last + timedelta(days=1) if mark.value.last < date.max else None
    first: date = mark.value.first
    return first if ends else mark.value.last


def _after(clauses: Sequence[Clause], situation: Situation) -> date | None:
    """From the day on that is named: after 5 Dec."""
    for clause in clauses:
        for mark in clause.marks("vague"):
            if mark.value.lead == "after" and mark.value.first > situation.today:
                day: date = mark.value.first
                return day
    return None


def _stand_in(clauses: Sequence[Clause], situation: Situation) -> str | None:
    return _named_role(clauses, situation) or _deputy(situation)


def _deputy(situation: Situation) -> str | None:
    held = {role.id for role in situation.person.roles}
    deputies = (role.deputy for role in situation.directory.roles if role.id in held)
    return next(filter(None, deputies), None)


def _named_role(
    clauses: Sequence[Clause], situation: Situation, besides: Collection[str] = ()
) -> str | None:
    """A role that is named and is neither the sender's own nor one of `besides`."""
    own = {role.title for role in situation.person.roles}.union(besides)
    deputy = _deputy(situation)
    for clause in clauses:
        named = roles_named(clause.message.text[clause.start : clause.end], situation.directory)
        others = [role.what for role in named if role.what not in own]
        if others:
            return others[0]
        if DEPUTY.search(clause.plain) and deputy:
            return deputy
    return None
