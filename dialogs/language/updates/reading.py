"""An update: which actions it is about, and what is to be recorded of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogs.language.clauses import Clause
from dialogs.language.marks import Marked
from dialogs.language.meaning import (
    About,
    Clarify,
    EvidenceAdd,
    EvidencePromised,
    Intent,
    IssueResolve,
    Item,
    Progress,
)
from dialogs.language.references import action_references
from dialogs.language.situation import Situation
from dialogs.language.updates.absences import delegated, reassigned, snoozed
from dialogs.language.updates.amounts import claims_completion
from dialogs.language.updates.deeds import Deed, deeds_of
from dialogs.language.updates.notes import words_of
from dialogs.language.updates.parts import Part, parts_of
from dialogs.language.updates.progress import Spoken, report_on
from dialogs.language.updates.requests import (
    due_decision,
    due_requests,
    escalated,
    evidence_added,
    reopened,
    sign_off,
)
from dialogs.language.updates.risks import issue_said, risk_raised, risk_updates
from dialogs.language.updates.targets import (
    asked_about,
    by_due_day,
    by_shared_words,
    by_words,
    open_own,
    own_words,
    owns_group,
    theme_group,
    wider,
)
from storage.vocabulary import Stage

NAME_JOINS = re.compile(r"[_.\-]+")
FILE_REF = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,4})[_ -]?(\d{2})(?=[_. -]|\Z)")


@dataclass(slots=True)
class Read:
    """What an update says: items, what must be asked, and in which order it was said."""

    items: list[Item] = field(default_factory=list)
    clarify: Clarify | None = None
    hint: Intent | None = None
    """What it would have been, where the action had to be asked for."""

    def add(self, items: Sequence[Item | None], clarify: Clarify | None = None) -> None:
        """Take over what was read; the first question is the one that is asked."""
        self.items += [item for item in items if item is not None]
        self.clarify = self.clarify or clarify


def read_update(message: Marked, clauses: Sequence[Clause], situation: Situation) -> Read:
    """Everything that an update says, action by action."""
    read = Read()
    for part in _told_first(_by_their_words(parts_of(clauses), situation)):
        if part.unknown and not part.refs:
            mark = part.unknown[0]
            near = near_references(mark.value.ref, situation)
            read.add(
                [], Clarify(about=About.ACTION_REF, candidates=near, span=(mark.start, mark.end))
            )
            continue
        _Part(part, message, situation, read).read()
    return read


def _told_first(parts: list[Part]) -> list[Part]:
    """What was said before several actions were named is a part of its own where it does more."""
    first = parts[0] if parts else None
    if first is None or not any(c.marks("risk") or c.acts for c in first.prefix):
        return parts
    own = Part((), (), first.prefix)
    return [own, first._replace(prefix=()), *parts[1:]]


def _by_their_words(parts: list[Part], situation: Situation) -> list[Part]:
    """A message that gives figures of several own actions by their words, one clause each."""
    every = [action.ref for action in situation.own]
    if len(parts) != 1 or parts[0].refs or parts[0].unknown or len(every) < 2:
        return parts
    found: list[tuple[str, list[Clause]]] = []
    for clause in parts[0].clauses:
        figures = clause.marks("percent", "rating", "fraction") or "no_change" in clause.acts
        ref = by_words(clause.text, situation, every) if figures else None
        if ref and (not found or found[-1][0] != ref):
            found.append((ref, []))
        if not found:
            return parts
        found[-1][1].append(clause)
    if len({ref for ref, _ in found}) < 2:
        return parts
    return [Part((ref,), (), tuple(clauses)) for ref, clauses in found]


def near_references(ref: str, situation: Situation) -> tuple[str, ...]:
    """The actions that were probably meant by a reference that the plan has not got."""
    code = ref.partition("-")[0]
    own = [
        a.ref for a in open_own(situation) if a.theme_code == code or a.ref.startswith(f"{code}-")
    ]
    if own:
        return tuple(own)
    return tuple(a.ref for a in situation.directory.actions if a.ref.startswith(f"{code}-"))


class _Part:
    """Reads one part: what each clause does, then what that makes for the actions meant."""

    def __init__(self, part: Part, message: Marked, situation: Situation, read: Read) -> None:
        self.part = part
        self.message = message
        self.situation = situation
        self.into = read
        self.deeds = deeds_of(part.clauses, situation)
        self.refs = part.refs or self._meant()
        if self._claims():
            self.deeds = [Deed.SAYS if d is Deed.EVIDENCE else d for d in self.deeds]

    def read(self) -> None:
        """Every deed in turn."""
        if self._says_too_little():
            return
        if not self.refs and self._needs_action():
            candidates = tuple(action.ref for action in open_own(self.situation))
            self.into.add([], Clarify(about=About.ACTION_REF, candidates=candidates))
            self.into.hint = self._hint()
            return
        if self._accepts():
            self.deeds = [
                Deed.SIGNS_OFF if claims else deed for deed, claims in self._with_claims()
            ]
        self._requests()
        self._risks()
        self._progress()

    def _says_too_little(self) -> bool:
        """A word or two that name nothing and give no figure: no update that anybody would want."""
        clauses = self.part.clauses
        if self.part.refs or set(self.deeds) != {Deed.SAYS} or len(clauses) > 1:
            return False
        words = [word for word in clauses[0].words if word.isalpha()]
        known = frozenset().union(*(own_words(self.situation, ref) for ref in self.refs))
        claims = claims_completion(clauses[0], known)
        figures = [mark for mark in clauses[0].marks() if words or mark.kind != "number"]
        answers = clauses[0].marks() and self.situation.earlier.bot_asked
        return (
            len(words) < 3
            and not figures
            and not answers
            and not claims
            and not known.intersection(words)
        )

    # ---- which action ----------------------------------------------------------------------------

    def _meant(self) -> tuple[str, ...]:
        situation, clauses = self.situation, self.part.clauses
        own = [action.ref for action in open_own(situation)]
        every = [action.ref for action in situation.own]
        if owns_group(clauses) and own:
            return tuple(own)
        for clause in clauses:
            code = theme_group(clause.text, clause.plain, situation)
            group = [a.ref for a in situation.own if a.open and a.theme_code == code]
            if group:
                return tuple(group)
        one = (
            next(iter(asked_about(situation)), None)
            or self._of_context()
            or (own[0] if len(every) == 1 and own and not wider(situation) else None)
            or self._by_words(own, every)
        )
        return (one,) if one else ()

    def _of_context(self) -> str | None:
        earlier = self.situation.earlier
        if Deed.SIGNS_OFF in self.deeds and earlier.pending:
            return earlier.pending.get("action")
        if Deed.RESOLVES in self.deeds and earlier.open_issue:
            return earlier.open_issue.get("action")
        if Deed.DECIDES in self.deeds and earlier.pending:
            return earlier.pending.get("action")
        return None

    def _by_words(self, own: list[str], every: list[str]) -> str | None:
        situation, clauses = self.situation, self.part.clauses
        text = self.message.text[clauses[0].start : clauses[-1].end]
        others = wider(situation)
        found = _attached_to(situation) or (by_words(text, situation, every) if every else None)
        if found is None and any(c.marks("percent", "fraction", "number") for c in clauses):
            found = by_shared_words(text, situation, own)
        if found is None and Deed.MISSES in self.deeds:
            found = by_due_day(clauses, situation)
        found = found or (by_words(text, situation, others) if others else None)
        return found or (own[0] if len(own) == 1 else None)

    def _needs_action(self) -> bool:
        alone = {Deed.RISK_UPDATE, Deed.AWAY, Deed.SNOOZES, Deed.RISK}
        return bool(
            set(self.deeds) - alone - ({Deed.SAYS} if set(self.deeds) & alone else set())
        ) and not (
            set(self.deeds) <= {Deed.ESCALATES, Deed.SAYS}
            and any(c.marks("risk") for c in self.part.clauses)
        )

    def _claims(self) -> bool:
        """Whether it is said that an action is done: links beside that are its evidence."""
        known = frozenset().union(*(own_words(self.situation, ref) for ref in self.refs))
        said = [
            c for c in self._of(Deed.REPORTS, Deed.SAYS, Deed.EVIDENCE) if not c.marks("rating")
        ]
        return any(
            claims_completion(clause, known) or "ready_for_sign_off" in clause.acts
            for clause in said
        )

    def _accepts(self) -> bool:
        """Whether somebody who decides says that what an owner claims is done, is done."""
        person = self.situation.person
        actions = self.situation.actions(self.refs).values()
        return bool(actions) and all(
            action.position.stage is Stage.COMPLETION_CLAIMED
            and action.owner_role_id not in person.own_role_ids
            and (person.in_programme_office or person.leads(action.theme_code))
            for action in actions
        )

    def _with_claims(self) -> list[tuple[Deed, bool]]:
        known = frozenset().union(*(own_words(self.situation, ref) for ref in self.refs))
        return [
            (deed, deed in {Deed.SAYS, Deed.REPORTS} and claims_completion(clause, known))
            for clause, deed in zip(self.part.clauses, self.deeds, strict=True)
        ]

    def _hint(self) -> Intent:
        """What kind of message it is, whatever action it is about."""
        for deed, intent in HINTS:
            if deed in self.deeds:
                return intent
        claims = (
            c
            for c in self.part.clauses
            if claims_completion(c, frozenset()) or "ready_for_sign_off" in c.acts
        )
        return Intent.COMPLETION_CLAIM if any(claims) else Intent.PROGRESS_UPDATE

    # ---- clauses by deed -------------------------------------------------------------------------

    def _of(self, *deeds: Deed) -> list[Clause]:
        return [c for c, deed in zip(self.part.clauses, self.deeds, strict=True) if deed in deeds]

    def _reasons(self, deed: Deed) -> list[Clause]:
        """The plain clauses that stand beside a deed and say why."""
        if deed is not Deed.REOPENS and (Deed.REPORTS in self.deeds or not self._takes_words(deed)):
            places = [n for n, d in enumerate(self.deeds) if d is deed]
            after = places[-1] + 1
            rest = list(zip(self.part.clauses, self.deeds, strict=True))[after:]
            said = []
            for clause, other in rest:
                if other is not Deed.SAYS:
                    break
                said.append(clause)
            return said
        return self._of(Deed.SAYS)

    def _takes_words(self, deed: Deed) -> bool:
        """Whether all plain words of the part belong to this deed: the first that takes any."""
        return next((d for d in self.deeds if d in TAKES_WORDS), None) is deed

    def _used(self) -> list[Clause]:
        return [
            clause
            for deed in dict.fromkeys(self.deeds)
            if deed in TAKES_WORDS
            for clause in self._reasons(deed)
        ]

    # ---- what it makes ---------------------------------------------------------------------------

    def _requests(self) -> None:
        for deed in dict.fromkeys(self.deeds):
            clauses = self._of(deed)
            if make := MAKERS.get(deed):
                make(self, clauses)
        if Deed.MISSES in self.deeds and not self._of(Deed.ASKS_DATE, Deed.REPORTS):
            self._due(self._of(Deed.MISSES))

    def _due(self, clauses: list[Clause]) -> None:
        actions = self.situation.actions(self.refs)
        wanted = [actions[ref] for ref in self.refs if ref in actions]
        reasons = self._reasons(Deed.ASKS_DATE if Deed.ASKS_DATE in self.deeds else Deed.MISSES)
        self.into.add(*due_requests(clauses, reasons, wanted, self.situation))

    def _decides(self, clauses: list[Clause]) -> None:
        reasons = self._reasons(Deed.DECIDES)
        vague = [mark for clause in clauses for mark in clause.marks("vague")]
        if vague and not any(clause.marks("date") or "reject" in clause.acts for clause in clauses):
            span = (vague[0].start, vague[0].end)
            asked = Clarify(
                about=About.EXACT_DATE, action=self.refs[0] if self.refs else None, span=span
            )
            self.into.add([], asked)
            self.into.hint = Intent.DUE_CHANGE_DECISION
            return
        for ref in self.refs or (None,):
            self.into.add([due_decision(clauses, reasons, ref, self.situation)])

    def _signs_off(self, clauses: list[Clause]) -> None:
        actions = self.situation.actions(self.refs)
        reasons = self._reasons(Deed.SIGNS_OFF)
        for ref in self.refs:
            self.into.add([sign_off(clauses, reasons, actions.get(ref), self.situation)])

    def _reopens(self, clauses: list[Clause]) -> None:
        self.into.add([reopened(clauses, self._reasons(Deed.REOPENS), ref) for ref in self.refs])

    def _escalates(self, clauses: list[Clause]) -> None:
        risks = [m.value.ref for c in self._of(Deed.RISK_UPDATE) for m in c.marks("risk")]
        risk = risks[0] if risks and not self.part.refs else None
        refs = () if risk else self.refs
        reasons = self._reasons(Deed.ESCALATES)
        self.into.add(escalated(clauses, reasons, refs, risk, self.situation))

    def _evidence(self, clauses: list[Clause]) -> None:
        ref = self.refs[0] if self.refs else None
        self.into.add([evidence_added(clauses, ref, self.situation)])

    def _promises(self, clauses: list[Clause]) -> None:
        self.into.add([EvidencePromised(action=ref) for ref in self.refs])

    def _away(self, clauses: list[Clause]) -> None:
        everything = [*clauses, *self._of(Deed.SAYS)]
        self.into.add([delegated(everything, self.part.refs, self.situation)])

    def _snoozes(self, clauses: list[Clause]) -> None:
        refs = self.part.refs or (self.refs if Deed.REPORTS in self.deeds else ())
        dated = any(clause.marks("date", "vague") for clause in clauses)
        said = clauses if dated else [*clauses, *self._of(Deed.SAYS)]
        self.into.add(*_with_one(snoozed(said, refs, self.situation)))

    def _reassigns(self, clauses: list[Clause]) -> None:
        self.into.add(*reassigned([*clauses, *self._of(Deed.SAYS)], self.refs, self.situation))

    def _resolves(self, clauses: list[Clause]) -> None:
        said = words_of([*clauses, *self._reasons(Deed.RESOLVES)]) or None
        self.into.add([IssueResolve(action=ref, note=said) for ref in self.refs])

    def _risks(self) -> None:
        ref = self.refs[0] if self.refs else None
        if clauses := self._of(Deed.RISK_UPDATE):
            reasons = self._reasons(Deed.RISK_UPDATE)
            everything = [*clauses, *(c for c in reasons if c not in clauses)]
            updated, clarify = risk_updates(everything, self.situation)
            self.into.hint = Intent.RISK_UPDATE
            self.into.add(updated, clarify)
        if clauses := self._of(Deed.RISK):
            risk, clarify = risk_raised(clauses, ref, None, self.situation)
            self.into.add([risk], clarify)
        if clauses := self._of(Deed.ISSUE):
            reasons = self._reasons(Deed.ISSUE)
            everything = sorted([*clauses, *reasons], key=lambda clause: clause.start)
            self.into.add([issue_said(everything, ref, self.situation)])

    def _progress(self) -> None:
        used = self._used()
        said = [c for c in self._of(Deed.REPORTS, Deed.SAYS, Deed.MISSES) if c not in used]
        taken = bool(set(self.deeds) & TAKES_WORDS)
        reports = Deed.REPORTS in self.deeds
        if not said or (taken and not reports and not _tells(said)):
            return
        if Deed.MISSES in self.deeds and not reports:
            return
        if not reports and set(self.deeds) & {
            Deed.AWAY,
            Deed.SNOOZES,
            Deed.REASSIGNS,
            Deed.PROMISES,
        }:
            return
        for ref in self.refs:
            behalf = _behalf(ref, self.situation)
            misses = Deed.MISSES in self.deeds
            spoken = Spoken(ref, said, self.part.prefix, behalf, misses)
            reported = report_on(spoken, self.situation)
            self.into.add(self._with_evidence(reported.items), reported.clarify)

    def _with_evidence(self, items: Sequence[Item]) -> list[Item]:
        """A bare update that only named an action beside evidence is none."""
        empty = [i for i in items if isinstance(i, Progress) and _is_empty(i)]
        others = [i for i in self.into.items if isinstance(i, EvidenceAdd)]
        return [] if empty and (others or self.into.items) else list(items)


TAKES_WORDS = frozenset(
    {
        Deed.ASKS_DATE,
        Deed.MISSES,
        Deed.DECIDES,
        Deed.SIGNS_OFF,
        Deed.REOPENS,
        Deed.ESCALATES,
        Deed.RISK_UPDATE,
        Deed.ISSUE,
        Deed.RESOLVES,
    }
)
HINTS = (
    (Deed.ASKS_DATE, Intent.DUE_CHANGE_REQUEST),
    (Deed.DECIDES, Intent.DUE_CHANGE_DECISION),
    (Deed.SIGNS_OFF, Intent.SIGN_OFF),
    (Deed.REOPENS, Intent.REOPEN),
    (Deed.RISK, Intent.RISK_RAISE),
    (Deed.ISSUE, Intent.ISSUE_RAISE),
    (Deed.RESOLVES, Intent.ISSUE_RESOLVE),
    (Deed.ESCALATES, Intent.ESCALATE),
    (Deed.EVIDENCE, Intent.EVIDENCE_ADD),
    (Deed.PROMISES, Intent.EVIDENCE_PROMISED),
    (Deed.REASSIGNS, Intent.REASSIGN),
    (Deed.MISSES, Intent.DUE_CHANGE_REQUEST),
)
MAKERS = {
    Deed.ASKS_DATE: _Part._due,
    Deed.DECIDES: _Part._decides,
    Deed.SIGNS_OFF: _Part._signs_off,
    Deed.REOPENS: _Part._reopens,
    Deed.ESCALATES: _Part._escalates,
    Deed.EVIDENCE: _Part._evidence,
    Deed.PROMISES: _Part._promises,
    Deed.AWAY: _Part._away,
    Deed.SNOOZES: _Part._snoozes,
    Deed.REASSIGNS: _Part._reassigns,
    Deed.RESOLVES: _Part._resolves,
}


def _with_one(
    found: tuple[Item | None, Clarify | None],
) -> tuple[list[Item | None], Clarify | None]:
    return [found[0]], found[1]


def _attached_to(situation: Situation) -> str | None:
    """The action that the name of a file gives, by reference or by words."""
    names = " ".join(situation.earlier.attachments)
    if not names:
        return None
    words = NAME_JOINS.sub(" ", names)
    named = [
        r.ref
        for r in action_references(FILE_REF.sub(r"\1-\2", names), situation.directory)
        if r.known
    ]
    own = [action.ref for action in open_own(situation)]
    return next(iter(named), None) or by_words(words, situation, own)


def _tells(clauses: Sequence[Clause]) -> bool:
    """Whether plain clauses give figures of their own."""
    return any(clause.marks("percent", "fraction", "rating") for clause in clauses)


def _is_empty(item: Progress) -> bool:
    return all(getattr(item, name) is None for name in SAID_OF_AN_ACTION)


SAID_OF_AN_ACTION = frozenset(Progress.model_fields) - {"op", "action", "on_behalf_of"}


def _behalf(ref: str, situation: Situation) -> str | None:
    """The role that is spoken for, where it is not the sender's own."""
    action = situation.actions([ref]).get(ref)
    if action is None or action.owner_role_id in {role.id for role in situation.person.roles}:
        return None
    return action.owner_role
