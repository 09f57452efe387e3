"""What each clause of an update does: reports, asks for a date, raises a risk, decides."""

import re
from collections.abc import Sequence
from enum import StrEnum

from dialogs.language.clauses import Clause
from dialogs.language.phrases import words
from dialogs.language.situation import Situation
from dialogs.language.updates.amounts import COMPLETION_MOVED


class Deed(StrEnum):
    """What a clause does; SAYS only adds words to what stands beside it."""

    REPORTS = "reports"
    SAYS = "says"
    ASKS_DATE = "asks_date"
    MISSES = "misses"
    DECIDES = "decides"
    SIGNS_OFF = "signs_off"
    REOPENS = "reopens"
    RISK = "risk"
    RISK_UPDATE = "risk_update"
    ISSUE = "issue"
    RESOLVES = "resolves"
    ESCALATES = "escalates"
    EVIDENCE = "evidence"
    PROMISES = "promises"
    AWAY = "away"
    SNOOZES = "snoozes"
    REASSIGNS = "reassigns"


def deeds_of(clauses: Sequence[Clause], situation: Situation) -> list[Deed]:
    """One deed for each clause; what only goes on with a risk belongs to it."""
    found: list[Deed] = []
    for clause in clauses:
        deed = _deed(clause, situation)
        last = found[-1] if found else Deed.SAYS
        if last in {Deed.RISK, Deed.RISK_UPDATE} and _goes_on(clause, deed):
            deed = last
        elif last is Deed.SNOOZES and deed in {Deed.SAYS, Deed.AWAY, Deed.MISSES}:
            deed = Deed.SAYS
        found.append(deed)
    if Deed.REASSIGNS in found:
        found = [
            Deed.SAYS if deed is Deed.AWAY and not LEAVE.search(clause.shape) else deed
            for clause, deed in zip(clauses, found, strict=True)
        ]
    found = _with_the_link(clauses, _with_the_next(clauses, found), situation)
    return _as_one_decision(clauses, _told_with_figures(clauses, found))


LEAVE = re.compile(r"(?<!\w)(?:leave|a/?l|hol(?:s|iday\w*)|back|until|till?)(?!\w)")
"""Away for a while: without one of these, who hands an action over is off for good."""


def _with_the_next(clauses: Sequence[Clause], deeds: list[Deed]) -> list[Deed]:
    """A risk that is only named goes with what is said next: R-01 and R-06 to the board."""
    joined = list(deeds)
    for place, clause in reversed(list(enumerate(clauses[:-1]))):
        if set(clause.words) == {"@risk"} and deeds[place + 1] is Deed.ESCALATES:
            joined[place] = Deed.ESCALATES
    return joined


def _with_the_link(
    clauses: Sequence[Clause], deeds: list[Deed], situation: Situation
) -> list[Deed]:
    """What names the evidence goes with the link or the file: "WF-02 evidence", then the link."""
    if Deed.EVIDENCE not in deeds:
        return deeds
    alone = set(deeds) <= {Deed.EVIDENCE, Deed.SAYS} and situation.earlier.attachments
    return [
        Deed.EVIDENCE
        if deed is Deed.SAYS and ("evidence" in clause.acts or (alone and _only_names(clause)))
        else deed
        for clause, deed in zip(clauses, deeds, strict=True)
    ]


def _only_names(clause: Clause) -> bool:
    return all(mark.kind == "ref" for mark in clause.found)


def _goes_on(clause: Clause, deed: Deed) -> bool:
    """Whether a clause still speaks of the risk before it."""
    if deed in {Deed.RISK, Deed.SAYS, Deed.ISSUE, Deed.MISSES}:
        return not clause.marks("ref") or not clause.stop
    if deed is Deed.REPORTS and SHARE.search(clause.shape) and not clause.marks("ref", "rating"):
        return True
    risky = bool(clause.marks("score")) or "no_change" in clause.acts
    return deed is Deed.REPORTS and risky and not clause.marks("percent", "ref")


SHARE = re.compile(r"@percent\s(?:of|on|in)(?!\w)")
"""A share of something, no completion: drops 2% of rows, 100% on time."""


def _told_with_figures(clauses: Sequence[Clause], deeds: list[Deed]) -> list[Deed]:
    """What went wrong explains the figures beside it; only what blocks is an issue there too."""
    figures = any(clause.marks("percent", "rating") for clause in clauses)
    if not figures and not any(COMPLETION_MOVED.search(clause.shape) for clause in clauses):
        return deeds
    return [
        Deed.SAYS
        if deed is Deed.ASKS_DATE and MOVED_BY_OTHERS.match(clause.shape)
        else Deed.SAYS
        if deed is Deed.ISSUE and not clause.acts & {"blocked", "issue_named"}
        else Deed.SAYS
        if deed in {Deed.SIGNS_OFF, Deed.DECIDES} and set(clause.words) <= TURNED_DOWN
        else deed
        for clause, deed in zip(clauses, deeds, strict=True)
    ]


TURNED_DOWN = frozenset(
    {"payment", "bid", "funding", "offer", "offers", "request", "case", "money", "post", "it"}
    | {"turned", "knocked", "down", "back", "rejected", "refused", "declined", "was", "the"}
)
"""Said without a decision of one's own."""
MOVED_BY_OTHERS = re.compile(
    r"(?:the\s)?(?!(?:date|deadline|it|this|that|due|completion|also|please|pls|can|could|need|needs|i|we)\s)[a-z][\w'-]*\s"
    r"(?:\w+\s)?(?:is\s|was\s|has\sbeen\s|have\sbeen\s|got\s)?(?:moved|pushed|put|postponed|rescheduled|delayed|slipped)"
    r"\s(?:back\s)?(?:to|til|till|until)\s@date"
)
"""Interviews moved to 9 Dec: beside figures that is news, and no request."""


def _as_one_decision(clauses: Sequence[Clause], deeds: list[Deed]) -> list[Deed]:
    """Dates and consent beside a decision belong to it; so do figures beside a reopening."""
    decided = [c for c, deed in zip(clauses, deeds, strict=True) if deed is Deed.DECIDES]
    of_date = any(ABOUT_DATE.search(c.plain) or "due_request" in c.acts for c in decided)
    if Deed.SIGNS_OFF in deeds and decided and not of_date:
        deeds = [Deed.SIGNS_OFF if deed is Deed.DECIDES else deed for deed in deeds]
    if Deed.DECIDES in deeds:
        joined = [Deed.DECIDES if deed in BESIDE_DECISION else deed for deed in deeds]
        return [Deed.SAYS if deed in {Deed.PROMISES, Deed.EVIDENCE} else deed for deed in joined]
    if Deed.SIGNS_OFF in deeds:
        return [Deed.SAYS if deed in BESIDE_SIGN_OFF else deed for deed in deeds]
    if Deed.ASKS_DATE in deeds:
        return [Deed.SAYS if deed is Deed.ISSUE else deed for deed in deeds]
    if Deed.REOPENS in deeds:
        return [Deed.SAYS if deed in BESIDE_REOPENING else deed for deed in deeds]
    return deeds


BESIDE_DECISION = frozenset({Deed.ASKS_DATE, Deed.SIGNS_OFF, Deed.MISSES})
BESIDE_SIGN_OFF = frozenset({Deed.ASKS_DATE, Deed.MISSES, Deed.ISSUE, Deed.REPORTS})
BESIDE_REOPENING = frozenset(
    {Deed.SNOOZES, Deed.REPORTS, Deed.RESOLVES, Deed.ISSUE, Deed.MISSES, Deed.SIGNS_OFF}
)


def _deed(clause: Clause, situation: Situation) -> Deed:
    acts = clause.acts
    if {"cover", "reassign"} <= acts and not FOR_A_WHILE.search(clause.shape):
        return Deed.REASSIGNS
    for wanted, deed in ORDER:
        if wanted in acts:
            of_risk = deed is Deed.REOPENS and clause.marks("risk") and not clause.marks("ref")
            return Deed.RISK_UPDATE if of_risk else deed
    if clause.marks("risk"):
        return Deed.RISK_UPDATE
    decided = _decision(clause, situation)
    if decided:
        return decided
    return _said(clause, situation)


FOR_A_WHILE = re.compile(r"(?<!\w)(?:deputy|cover\w*|until|till?|while|whilst)(?!\w)")
ORDER = (
    ("promised", Deed.PROMISES),
    ("escalate", Deed.ESCALATES),
    ("snooze", Deed.SNOOZES),
    ("cover", Deed.AWAY),
    ("reassign", Deed.REASSIGNS),
    ("reopen", Deed.REOPENS),
)


def may_decide(situation: Situation) -> bool:
    """Whether the sender decides anything: leads a theme or is of the programme office."""
    person = situation.person
    return person.in_programme_office or any(role.leads for role in person.roles)


def _decision(clause: Clause, situation: Situation) -> Deed | None:
    acts = clause.acts
    if not may_decide(situation):
        return None
    waits = situation.earlier.pending is not None
    completion = bool(acts & {"not_signed_off", "sign_off"})
    if "keeps_date" in acts and "approve" not in acts:
        return Deed.DECIDES if waits else Deed.SAYS
    if completion and EMBEDS.search(clause.plain):
        return Deed.SIGNS_OFF
    if "due_request" in acts and "sign_off" not in acts:
        completion = False
    refused = "reject" in acts and (bool(ABOUT_DATE.search(clause.plain)) or not completion)
    if refused or "approve" in acts:
        return Deed.DECIDES
    if completion:
        return Deed.SIGNS_OFF
    return Deed.DECIDES if waits and PLAIN_DECISION.intersection(clause.words) else None


ABOUT_DATE = re.compile(
    r"(?<!\w)(?:extension|extra|dates?|deadline|extend\w*|slip\w*|delay\w*|longer|more\stime)(?!\w)"
)
EMBEDS = re.compile(r"(?<!\w)embed\w*")
PLAIN_DECISION = words("decides")


ATTACHED = re.compile(
    r"\A(?:(?:and|see|please|pls|find|i|i've|ive|have|here|the|is|are|@ref|evidence)\s)*attach"
    r"|(?<!\w)(?:is|are|see|now)\sattached(?!\w)"
)
OWN_ABSENCE = words("own_absence")


def _is_own_absence(clause: Clause) -> bool:
    """Whether the sender is away, not "their manager" or "two staff"."""
    first = next(iter(clause.words), "")
    return first in OWN_ABSENCE or not {"i'm", "im", "i", "i'll"}.isdisjoint(clause.words)


def _said(clause: Clause, situation: Situation) -> Deed:  # noqa: PLR0911 -- one line a deed
    acts = clause.acts
    figures = clause.marks("percent", "rating")
    if "resolved" in acts or ("sorted" in acts and situation.earlier.open_issue):
        return Deed.RESOLVES
    if "due_request" in acts:
        return Deed.ASKS_DATE
    if "will_miss" in acts:
        return Deed.MISSES
    if "risk" in acts:
        return Deed.RISK
    if "issue" in acts:
        return Deed.REPORTS if figures else Deed.ISSUE
    if clause.marks("score") and not figures:
        return Deed.RISK
    if clause.marks("url") and not figures:
        return Deed.EVIDENCE
    if "away" in acts and "covering" not in acts and _is_own_absence(clause):
        return Deed.AWAY
    if "evidence" in acts and (
        clause.marks("url") or situation.earlier.attachments or ATTACHED.search(clause.shape)
    ):
        return Deed.EVIDENCE
    if figures or acts & {"no_change", "ready_for_sign_off"}:
        return Deed.REPORTS
    if clause.marks("ref") and any(mark.value.relative_to_due for mark in clause.marks("date")):
        return Deed.ASKS_DATE
    return Deed.SAYS
