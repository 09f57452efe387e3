"""Risks and issues: in the author's words, with scores as typed."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Any

from rapidfuzz import fuzz, process, utils

from dialogs.language.clauses import SPACE, Clause
from dialogs.language.marks import Mark
from dialogs.language.meaning import About, Clarify, IssueSaid, RiskAdd, RiskUpdate
from dialogs.language.naming import roles_named, themes_named
from dialogs.language.situation import Situation
from dialogs.language.updates.notes import note_of, words_of
from storage.directory import Directory, ListedRisk

OPENS = re.compile(
    r"\A[\s,;:.–—-]*(?:(?:please|pls|can\s(?:you|we|i)|could\s(?:you|we|i)|also|and|but|so|i\s?'?d\slike\sto|i\s(?:would|should)\s(?:also\s)?like\sto|want\sto|need\sto)\s+)*(?:(?:raise|raising|log|logging|add|adding|record|register|flag|put\sin|put\son|new|another|there'?s|there\sis|got|have|i\shave|we\shave|we'?ve\sgot)\s+)*(?:(?:a|an|another|this\sas\sa|the|big|new|further|as\sa)\s+)*risks?(?:\sto\s(?:add|log|raise|flag))?(?:\sfor\sme)?(?:\s(?:on|for|to|in|re|with|about|around)\s(?=@|[a-z]{2,4}[\s-]?\d))?[\s,;:–—-]*",
)
MITIGATION = re.compile(
    r"(?<!\w)(?:mitigat(?:ed|ing|ion|ions|e)(?:\sactions?|\splan)?(?:\sis|\sare|\swith|\sby|\sthrough|\svia)?|being\smanaged\sby|manag(?:ed|ing)\s(?:it\s)?(?:by|through|with)|control(?:led)?(?:s)?(?:\sis|\sare|\sby)|treat(?:ed|ing)?\s(?:by|with)|plan\sis\sto|countered\sby|we\sare\scovering\sby|covered\sby|cover\sby|offset\sby)[\s:–—-]*"
)
AS_MITIGATION = re.compile(
    r"(?<![^\s,;.–—-])(?P<what>[^,;.]+?)\s(?:as|for|is\sthe|is\sour)\s(?:a\s|the\s|our\s)?mitigation(?!\w)"
)
RESIDUAL = re.compile(
    r"(?<!\w)(?:residual|resid|after\sthat|leaving|brings?\sit\s(?:down\s)?to|takes?\sit\s(?:down\s)?to|down\sto|net|target)(?:\s(?:risk|score|of|is|at|to|would\sbe|becomes|rating))*\W*\Z"
)
OWNER = re.compile(r"(?<!\w)(?:owner|owned\sby|risk\sowner)(?:\sis|\swould\sbe|:)?\s+(?:the\s)?")
SCORE_WORDS = re.compile(
    r"[\s,;:(]*(?:so|at|scor(?:e|ed|ing)|i'?d\s(?:say|score|put)\sit(?:\sat)?|rated|=|-|its|it's|and|x|by|now|that's)?[\s,;:(]*\Z"
)
FOR_THEME = re.compile(r"(?<!\w)risk\s(?:for|in|on|to|under)\s(?!@)[a-z]")
LIKELY = 60
ONE_WORD, TWO_WORDS = 1, 2
RESPONSES = {
    "treat": re.compile(r"(?<!\w)(?:treat|treating|treated)(?!\w)"),
    "tolerate": re.compile(
        r"(?<!\w)(?:tolerat\w+|live\swith\s(?:it|this|that)|accept(?:ing|ed)?(?:\sit|\sthis|\sthe\srisk|\sthat)?|put\sup\swith)(?!\w)"
    ),
    "transfer": re.compile(
        r"(?<!\w)(?:transfer(?:red|ring)?|insur\w+|pass(?:ed|ing)?\s(?:it|this)\sto\s(?:the\s)?(?:supplier|partner|insurer|contractor|provider))(?!\w)"
    ),
    "terminate": re.compile(
        r"(?<!\w)(?:terminat\w+|stop(?:ped|ping)?\sthe\s(?:activity|work|thing)|avoid(?:ing|ed)?\s(?:it|this|the\srisk))(?!\w)"
    ),
}
CLOSING = re.compile(
    r"(?<!\w)(?:close|closed|closing|shut|retire[d]?|remove[d]?|drop(?:ped)?|take\soff|come\soff|delete|gone|no\slonger\s(?:a\srisk|applies|relevant)|expired|passed)(?!\w)"
)
REOPENING = re.compile(r"(?<!\w)(?:re-?open\w*|back\sopen|live\sagain)(?!\w)")
HAPPENED = re.compile(
    r"(?<!\w)(?:happened|happening|(?:it'?s|its|now|is|are)\sreal|materiali[sz]ed|come\strue|came\strue|occurred|crystalli[sz]ed|hit\sus|now\san\sissue|an\sissue\snow|is\sreal\snow|come\shome)(?!\w)"
)


class Scores:
    """What likelihood and impact some clauses give, inherent and residual."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.likelihood: int | None = None
        self.impact: int | None = None
        self.residual_likelihood: int | None = None
        self.residual_impact: int | None = None
        self.marks: list[Mark] = []
        for clause in clauses:
            for mark in clause.marks("score"):
                self._take(clause, mark)

    def _take(self, clause: Clause, mark: Mark) -> None:
        before = clause.message.folded[clause.start : mark.start]
        last_part = before.rpartition(",")[2]
        residual = bool(re.search(r"(?<!\w)resid", last_part)) or (
            self.likelihood is not None
            and self.impact is not None
            and bool(RESIDUAL.search(before))
        )
        likelihood, impact = mark.value
        self.marks.append(mark)
        if residual:
            self.residual_likelihood = (
                self.residual_likelihood if likelihood is None else likelihood
            )
            self.residual_impact = self.residual_impact if impact is None else impact
        else:
            self.likelihood = self.likelihood if likelihood is None else likelihood
            self.impact = self.impact if impact is None else impact

    @property
    def possible(self) -> bool:
        """Every score is from 1 to 5."""
        given = (self.likelihood, self.impact, self.residual_likelihood, self.residual_impact)
        return all(score is None or 1 <= score <= 5 for score in given)

    @property
    def score(self) -> int | None:
        """Likelihood x impact."""
        return self.likelihood * self.impact if self.likelihood and self.impact else None

    @property
    def residual(self) -> int | None:
        """What is left of it."""
        if not (self.residual_likelihood and self.residual_impact):
            return None
        return self.residual_likelihood * self.residual_impact

    @property
    def span(self) -> tuple[int, int] | None:
        """Where they stand."""
        return (self.marks[0].start, self.marks[-1].end) if self.marks else None


def risk_raised(
    clauses: Sequence[Clause], ref: str | None, theme: str | None, situation: Situation
) -> tuple[RiskAdd | None, Clarify | None]:
    """A risk in its author's words; asked back are scores that are missing or not on the scale."""
    scores = Scores(clauses)
    if not scores.possible:
        return None, Clarify(about=About.SCORE_RANGE, action=ref, span=scores.span)
    words, mitigation = _divided(clauses)
    desc = _without_scores(words, clauses)
    if not any(map(str.isalnum, desc)):
        return None, None
    days = [
        mark
        for clause in clauses
        for mark in clause.marks("date")
        if mark.value.day >= situation.today
    ]
    code = theme or _theme_of(situation.directory, ref)
    alike = alike_risk(desc, ref, code, situation.directory)
    slots: dict[str, Any] = {
        "likelihood": scores.likelihood,
        "impact": scores.impact,
        "score": scores.score,
        "residual_likelihood": scores.residual_likelihood,
        "residual_impact": scores.residual_impact,
        "residual_score": scores.residual,
    }
    named = (
        themes_named(" ".join(c.text for c in clauses[:1]), situation.directory)
        if code is None or FOR_THEME.search(clauses[0].plain)
        else []
    )
    if len(named) == 1:
        code, ref = named[0].what, None
    item = RiskAdd(
        action=ref,
        theme=code,
        desc=desc,
        mitigation=mitigation,
        owner_role=_owner(clauses, situation),
        proximity=days[0].value.day if days else None,
        dedupe_candidate=alike.ref if alike else None,
        **slots,
    )
    unscored = scores.likelihood is None and scores.impact is None
    return item, Clarify(about=About.RISK_SCORES, action=ref) if unscored else None


def risk_updates(
    clauses: Sequence[Clause], situation: Situation
) -> tuple[list[RiskUpdate], Clarify | None]:
    """What is new about risks that are named by reference; one that there is not is asked back."""
    marks = [mark for clause in clauses for mark in clause.marks("risk")]
    refs = list(dict.fromkeys(mark.value.ref for mark in marks))
    known = {risk.ref for risk in situation.directory.risks}
    if strange := [mark for mark in marks if mark.value.ref not in known]:
        span = (strange[0].start, strange[0].end)
        return [], Clarify(about=About.ACTION_REF, span=span)
    scores = Scores(clauses)
    if not scores.possible:
        return [], Clarify(about=About.SCORE_RANGE, span=scores.span)
    said = " ".join(clause.plain for clause in clauses)
    slots: dict[str, Any] = {
        "likelihood": scores.likelihood,
        "impact": scores.impact,
        "score": scores.score,
        "response": next((name for name, words in RESPONSES.items() if words.search(said)), None),
        "status": _status(said),
    }
    note = note_of(clauses, marks)
    return [RiskUpdate(risk=ref, note=note, **slots) for ref in refs], None


def issue_said(clauses: Sequence[Clause], ref: str | None, situation: Situation) -> IssueSaid:
    """Something that stands in the way, and what or whom it waits for."""
    acts = frozenset().union(*(clause.acts for clause in clauses))
    refs = [mark for clause in clauses for mark in clause.marks("ref") if mark.value.known]
    desc = words_of(clauses) or ""
    days = [
        mark
        for clause in clauses
        for mark in clause.marks("date")
        if mark.value.day >= situation.today and not mark.value.vague
    ]
    days.sort(key=lambda mark: bool(mark.value.relative_to_due))
    related = alike_risk(desc, ref, None, situation.directory, enough=ONE_WORD) if ref else None
    others = [mark.value.ref for mark in refs if mark.value.ref != ref]
    return IssueSaid(
        action=ref,
        desc=desc,
        blocked="blocked" in acts,
        depends_on=others[0] if others else _depends(clauses),
        decision_needed_from=_decider(clauses),
        forecast=_not_before(days[0]) if days else None,
        related_risk=related.ref if related else None,
    )


def _not_before(mark: Mark) -> date:
    """The day named; of "not before March" its first."""
    later = mark.value.lead == "before" and mark.value.last < date.max
    day: date = mark.value.last + timedelta(days=1) if later else mark.value.day
    return day


DEPENDS = re.compile(
    r"(?<!\w)(?:blocked|stuck|held\sup|stalled|on\shold|waiting|hinges|depends|depending|dependent|hanging)\s(?:by|on|for|waiting\s(?:for|on)|pending|behind)\s(?P<what>[^,;.]+)"
)
UNTIL_DONE = re.compile(
    r"(?<!\w)(?:until|till?|before)\s(?P<what>(?!@)(?:\w[\w'&-]*\s){1,4}?(?:sets?|sorts?|gets?|gives?|sends?|fix(?:es)?|"
    r"provides?|does|do|delivers?|grants?|releases?|replies|reply|responds?|finish(?:es)?|comes?|has|have)(?!\w)[^,;.]*)"
)
DECIDER = re.compile(
    r"(?<!\w)(?:decision|steer|ruling|answer|approval|sign[\s-]?off|say\sso|go-?ahead|yes)\s(?:is\s)?(?:needed|required|awaited|due|outstanding)?\s?(?:from|by|of)\s(?:the\s)?(?P<who>[^,;.]+)"
    r"|(?<!\w)(?:until|till|til)\s(?:the\s)?(?P<until>[^,;.]+?)\s(?:decides?|makes?\sa\sdecision|makes?\sup|agrees?|signs?|says?|approves?|rules?)(?!\w)"
    r"|(?:\A|,|(?<!\w)(?:as|because|cos|since)\s)\s?(?:the\s)?(?P<has>\w[^,;.]{1,30}?)\s(?:has|have|needs?|still\shas|still\shave)\sto\s(?:decide|agree|approve|rule|choose|pick)(?!\w)"
    r"|(?<!\w)(?:need|needs|want)\s(?:the\s)?(?P<need>[^,;.]+?)\sto\s(?:decide|agree|approve|sign|rule|make\sa\s(?:decision|call))(?!\w)"
)


def _depends(clauses: Sequence[Clause]) -> str | None:
    for pattern, clause in product((DEPENDS, UNTIL_DONE, DECIDER), clauses):
        match = pattern.search(clause.plain)
        name = "until" if pattern is DECIDER else "what"
        if match and match[name]:
            start, end = match.span(name)
            return clause.message.text[clause.start + start : clause.start + end].strip(SPACE)
    return None


def _decider(clauses: Sequence[Clause]) -> str | None:
    for clause in clauses:
        if match := DECIDER.search(clause.plain):
            name = match.lastgroup or "who"
            start, end = match.span(name)
            return clause.message.text[clause.start + start : clause.start + end].strip(SPACE)
    return None


def alike_risk(
    words: str, ref: str | None, theme: str | None, directory: Directory, enough: int = TWO_WORDS
) -> ListedRisk | None:
    """The risk of the register, of the same action or theme, that these words most likely mean.

    Of a risk of the same action, so many telling words in common are enough.
    """
    near = (
        [risk for risk in directory.risks if risk.action == ref or risk.theme == theme]
        if ref or theme
        else []
    )
    found = process.extractOne(
        words,
        {risk.ref: risk.description for risk in near},
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=LIKELY,
    )
    if found is None:
        return _by_shared_words(words, [risk for risk in near if risk.action == ref], enough)
    return next(risk for risk in near if risk.ref == found[2])


def _by_shared_words(words: str, risks: Sequence[ListedRisk], enough: int) -> ListedRisk | None:
    said = set(re.findall(r"[a-z]{4,}", words.lower()))
    for risk in risks:
        if len(said & set(re.findall(r"[a-z]{4,}", risk.description.lower()))) >= enough:
            return risk
    return None


@lru_cache(maxsize=8)
def _themes(directory: Directory) -> dict[str, str]:
    return {action.ref: action.theme for action in directory.actions}


def _theme_of(directory: Directory, ref: str | None) -> str | None:
    return _themes(directory).get(ref) if ref else None


def _status(said: str) -> str | None:
    if HAPPENED.search(said):
        return "materialised"
    if REOPENING.search(said):
        return "open"
    return "closed" if CLOSING.search(said) else None


def _divided(clauses: Sequence[Clause]) -> tuple[str, str | None]:
    """The risk's own words, and what is done about it."""
    message = clauses[0].message
    start, end = clauses[0].start, clauses[-1].end
    folded = message.folded
    if opens := OPENS.match(_as_shape(message, start, end)):
        start += opens.end()
    if mitigated := AS_MITIGATION.search(folded, start, end):
        what = message.text[slice(*mitigated.span("what"))]
        return message.text[start : mitigated.start()], _or_none(what)
    found = MITIGATION.search(folded, start, end)
    if found is None:
        return _before_scores(clauses, start, end)
    words = message.text[start : found.start()]
    rest = folded[found.end() : end]
    stop = re.search(
        r"[,;.]?\s*(?:residual|resid|likelihood|impact|owner|[li]\d)(?!\w)|[.;]\s", rest
    )
    mitigation = message.text[found.end() : found.end() + (stop.start() if stop else len(rest))]
    return words, _or_none(mitigation)


def _before_scores(clauses: Sequence[Clause], start: int, end: int) -> tuple[str, str | None]:
    """What stands after the scores is what is done about it."""
    text = clauses[0].message.text
    scored = [place for place, clause in enumerate(clauses) if clause.marks("score")]
    after = (
        [clause for clause in clauses[scored[0] + 1 :] if not clause.marks("score")]
        if scored
        else []
    )
    if not after or scored[0] == 0:
        return text[start:end], None
    words = text[start : clauses[scored[0]].end]
    said = " … ".join(clause.text for clause in after)
    if not any(map(str.isalnum, _bare(words, clauses))):
        return said, None
    return words, said


def _as_shape(message: Any, start: int, end: int) -> str:
    return str(message.folded[start:end])


THEME_FIRST = re.compile(
    r"\A[\s,;:.–—-]*(?:for|in|on|under)\s[^:,–—-]{2,40}?\s*[:–—-]\s+", re.IGNORECASE
)
REF_FIRST = re.compile(
    r"\A[\s,;:.–—-]*(?:(?:on|for|to|re)\s)?[A-Za-z]{2,4}[ -]?\d{1,2}[\s,;:.–—-]+"
)


def _without_scores(words: str, clauses: Sequence[Clause]) -> str:
    """The words without the scores at their end or beginning; in mid-sentence they stay."""
    return _bare(words, clauses) or words.strip(SPACE)


def _bare(words: str, clauses: Sequence[Clause]) -> str:
    message = clauses[0].message
    text = words
    marks = [mark for clause in clauses for mark in clause.marks("score")]
    for mark in reversed(marks):
        typed = message.text[mark.start : mark.end]
        stripped = text.rstrip(SPACE)
        if stripped.endswith(typed):
            text = SCORE_WORDS.sub("", stripped[: -len(typed)])
    for mark in marks:
        typed = message.text[mark.start : mark.end]
        if text.lstrip(SPACE).startswith(typed):
            text = text.lstrip(SPACE)[len(typed) :]
    if clauses[0].marks("ref") and (first := REF_FIRST.match(text)):
        text = text[first.end() :]
    if FOR_THEME.search(clauses[0].plain) and (theme := THEME_FIRST.match(text)):
        text = text[theme.end() :]
    if again := OPENS.match(text.lower()):
        text = text[again.end() :]
    return text.strip(SPACE)


def _or_none(words: str) -> str | None:
    return words.strip(SPACE) if any(map(str.isalnum, words)) else None


def _owner(clauses: Sequence[Clause], situation: Situation) -> str | None:
    for clause in clauses:
        if match := OWNER.search(clause.plain):
            named = roles_named(
                clause.message.text[clause.start + match.end() : clause.end], situation.directory
            )
            if named:
                return named[0].what
    return None
