"""One message: what it is as a whole, then what it puts right, asks, changes or reports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogs.language.clauses import Clause, clauses_of, is_numbered
from dialogs.language.courtesies import body_of, only_courtesies
from dialogs.language.lazily import lazily
from dialogs.language.marks import Marked, marked
from dialogs.language.meaning import (
    About,
    Clarify,
    Confirmed,
    Intent,
    Item,
    Query,
    Understanding,
)
from dialogs.language.phrases import rules, words
from dialogs.language.questions import Asked, asked
from dialogs.language.situation import Situation
from dialogs.language.spelling import Spelt, spelt
from dialogs.language.updates.amounts import BESIDE_CLAIM, CLAIMS
from dialogs.language.updates.corrections import corrected, taken_back
from dialogs.language.updates.notes import BETWEEN
from dialogs.language.updates.planning import added, merged
from dialogs.language.updates.reading import Read, read_update
from dialogs.language.updates.requests import decided
from dialogs.language.updates.targets import owns_group
from storage.vocabulary import Standing

INTENTS = {
    "progress": Intent.PROGRESS_UPDATE,
    "no_change": Intent.PROGRESS_UPDATE,
    "completion_claim": Intent.COMPLETION_CLAIM,
    "sign_off": Intent.SIGN_OFF,
    "reopen": Intent.REOPEN,
    "due_change_request": Intent.DUE_CHANGE_REQUEST,
    "due_change_decision": Intent.DUE_CHANGE_DECISION,
    "risk_add": Intent.RISK_RAISE,
    "risk_update": Intent.RISK_UPDATE,
    "issue": Intent.ISSUE_RAISE,
    "issue_resolve": Intent.ISSUE_RESOLVE,
    "escalate": Intent.ESCALATE,
    "evidence_add": Intent.EVIDENCE_ADD,
    "evidence_promised": Intent.EVIDENCE_PROMISED,
    "correct": Intent.CORRECTION,
    "retarget": Intent.CORRECTION,
    "withdraw": Intent.CORRECTION,
    "confirm": Intent.CONFIRM,
    "delegate": Intent.DELEGATE,
    "snooze": Intent.SNOOZE,
    "reassign": Intent.REASSIGN,
    "reassign_request": Intent.REASSIGN,
    "plan_change": Intent.PLAN_CHANGE,
    "plan_change_suggestion": Intent.PLAN_CHANGE,
}
ASKED_FOR = {
    About.EXACT_DATE: Intent.DUE_CHANGE_REQUEST,
    About.SCORE_RANGE: Intent.RISK_RAISE,
    About.RISK_SCORES: Intent.RISK_RAISE,
    About.NEW_OWNER: Intent.REASSIGN,
}
REQUEST = re.compile(
    r"\A\W*(?:(?:please|pls|hi|hello|hey)\W+)*(?:(?:can|could|cld|would|will)\s(?:you|u|i|we|someone)|any\schance\s(?:you|u|we|i|of|someone)|any\sgood|anyone|anybody|show\s(?:me|us|all|the|updates?|everything|any)|what|whats|what's|who|whos|who's|when|whens|where|wheres|where's|why|how|hows|how's|which|is|are|does|do|did|tell\sme|show\sme|write|book|order|find|send\sme|give\sme|remind\sme\sto|call|translate|draft\sme|play|sing|order)(?!\w)"
)


@dataclass(frozen=True)
class Whole:
    """A message as a whole: its words with every mark as its kind, its clauses, its sayings."""

    message: Marked
    shape: str

    @lazily
    def clauses(self) -> tuple[Clause, ...]:
        """What stands between its separators."""
        return clauses_of(self.message)

    @lazily
    def acts(self) -> frozenset[str]:
        """Everything that its clauses do."""
        return frozenset().union(*(clause.acts for clause in self.clauses))

    @lazily
    def _said(self) -> Sequence[tuple[str, re.Match[str]]]:
        return [(rule.name, match) for rule, match in rules("sayings").all(self.shape)]

    @lazily
    def sayings(self) -> frozenset[str]:
        """The sayings that are found in it."""
        return frozenset(name for name, _ in self._said)

    def is_only(self, name: str) -> bool:
        """Whether each of its several parts is this saying, or a courtesy beside it."""
        if len(self._parts) < 2:
            return False
        saying, said = _saying_of(name), False
        for part in self._parts:
            if saying.fullmatch(part):
                said = True
            elif not only_courtesies(part):
                return False
        return said

    @lazily
    def _parts(self) -> Sequence[str]:
        parts = map(str.strip, BETWEEN_PARTS.split(self.message.shape()))
        return [part for part in parts if part]

    @lazily
    def is_all(self) -> frozenset[str]:
        """The sayings that it consists of, without the little pictures around them."""
        found = frozenset(name for name, match in self._said if len(match[0]) == len(self.shape))
        spoken = self.shape
        if not spoken.isascii():
            spoken = " ".join(EMOJI.sub(" ", spoken).split())
        if not spoken or spoken == self.shape:
            return found
        return found | frozenset(
            rule.name
            for rule, match in rules("sayings").all(spoken)
            if len(match[0]) == len(spoken)
        )


BETWEEN_PARTS = re.compile(r"[,.;!?]+|\s-\s")


@lru_cache
def _saying_of(name: str) -> re.Pattern[str]:
    return next(rule.pattern for rule in rules("sayings").rules if rule.name == name)


def understand(text: str, situation: Situation) -> Understanding:
    """What a message means. It never raises, and never fills in what the text does not say.

    It is read with its slips put right; the author's words are given back as they were typed.
    """
    start, end = body_of(text)
    read = spelt(" " * start + text[start:end], situation.directory)
    found = _understood(read.text, situation)
    return _as_typed(found, read) if read.slips else found


def _as_typed(found: Understanding, read: Spelt) -> Understanding:
    clarify = found.clarify
    if clarify and clarify.span:
        clarify = clarify.model_copy(update={"span": read.span(*clarify.span)})
    items = tuple(
        item.in_words(lambda words: read.as_typed(words, BETWEEN)) for item in found.items
    )
    return found.model_copy(update={"items": items, "clarify": clarify})


def _understood(text: str, situation: Situation) -> Understanding:
    message = marked(text, situation)
    shape = shape_of(message)
    if not shape:
        return Understanding(intent=Intent.UNCLEAR)
    whole = Whole(message, shape)
    return (
        _saying(whole, situation)
        or _decided(whole, situation)
        or _order(whole)
        or _put_right(whole, situation)
        or _only_courtesies(whole)
        or _plan_change(whole, situation)
        or _asked_and_reported(whole, situation)
    )


PUNCTUATION = re.compile(r"[:=()\"“”\[\],;.!]")


def shape_of(message: Marked) -> str:
    """A whole message in folded words, every mark as its kind; "" if it says nothing at all."""
    shape = message.shape()
    words = " ".join(PUNCTUATION.sub(" ", shape).split())
    return words if words == "?" or any(char.isalnum() for char in words) else _signs(words)


def _signs(words: str) -> str:
    """Of a message without a word only the signs that mean something alone: a thumb, a tick."""
    return (
        words
        if any(rule.name in {"confirm", "refuse"} for rule, _ in rules("sayings").all(words))
        else ""
    )


def _saying(whole: Whole, situation: Situation) -> Understanding | None:
    if len(whole.shape) > LONGEST_SAYING:
        return None
    earlier, found = situation.earlier, whole.is_all
    if "confirm" in found or whole.is_only("confirm"):
        return _confirmed(whole.shape, situation)
    if "refuse" in found and (earlier.awaiting_confirm or not earlier.pending):
        return Understanding(intent=Intent.CORRECTION)
    if "greeting" in found:
        return Understanding(intent=Intent.GREETING)
    help_ = "help" in found or whole.is_only("help")
    return Understanding(intent=Intent.HELP) if help_ else None


def _only_courtesies(whole: Whole) -> Understanding | None:
    spoken = only_courtesies(whole.message.folded) and any(map(str.isalpha, whole.shape))
    return Understanding(intent=Intent.GREETING) if spoken else None


LONGEST_SAYING = 80
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")


def _decided(whole: Whole, situation: Situation) -> Understanding | None:
    """Yes or no to the request that waits for the sender, with the reason that is given."""
    pending = situation.earlier.pending
    if not pending or situation.earlier.awaiting_confirm:
        return None
    refs = {mark.value.ref for mark in whole.message.marks if mark.kind == "ref"}
    first = next(iter(whole.clauses[0].words), "") if whole.clauses else ""
    if refs - {pending.get("action")} or not (first in YES | NO or whole.acts & DECISIONS):
        return None
    another = any(c.marks("date") and "approve" in c.acts for c in whole.clauses[1:])
    says_no = first in NO or any(NO_TO_IT.match(clause.shape) for clause in whole.clauses)
    refused = not another and (says_no or bool(whole.acts & {"reject", "not_signed_off"}))
    item = decided(pending, whole.clauses, situation, refused=refused)
    return Understanding(intent=INTENTS[item.op], items=(item,))


NO_TO_IT = re.compile(
    r"(?:no|nope|nah)(?!\w)(?!\s(?:problem|issue|objection|worries|concern|rush))"
)
YES = words("yes")
NO = words("no")
DECISIONS = frozenset({"approve", "reject", "sign_off", "not_signed_off"})


def _confirmed(shape: str, situation: Situation) -> Understanding:
    earlier = situation.earlier
    if not any(map(str.isalnum, shape)) and not (earlier.awaiting_confirm or earlier.pending):
        return Understanding(intent=Intent.UNCLEAR)
    if earlier.pending and not earlier.awaiting_confirm:
        decision = decided(earlier.pending, (), situation, refused=False)
        return Understanding(intent=INTENTS[decision.op], items=(decision,))
    return Understanding(intent=Intent.CONFIRM, items=(Confirmed(),))


def _order(whole: Whole) -> Understanding | None:
    """What the bot does not do, whoever asks."""
    found = whole.sayings
    if "orders" in found:
        return Understanding(intent=Intent.REFUSED)
    if "delete" in found:
        return Understanding(intent=Intent.DELETE_REQUEST)
    if "help_inside" in found and not (_figures(whole.message) or whole.acts & MOVING):
        return Understanding(intent=Intent.HELP)
    if "bulk" in found and not _names_some(whole):
        ask = Clarify(about=About.BULK_CHANGE)
        return Understanding(intent=_bulk_intent(whole.message.folded), clarify=ask)
    return None


def _names_some(whole: Whole) -> bool:
    """Whether actions are named, their owner's own are meant, or it is only asked about them."""
    named = any(mark.kind in {"ref", "risk"} for mark in whole.message.marks)
    return named or any(map(_asks, whole.clauses)) or owns_group(whole.clauses)


def _bulk_intent(plain: str) -> Intent:
    """What was to be done to many actions at once."""
    moves, decides = bool(MOVES.search(plain)), bool(CONSENTS.search(plain))
    if moves:
        return Intent.DUE_CHANGE_DECISION if decides else Intent.DUE_CHANGE_REQUEST
    return Intent.SIGN_OFF if SIGNS.search(plain) else Intent.PROGRESS_UPDATE


MOVES = re.compile(r"(?<!\w)(?:due|dates?|deadlines?|back|extend|push|extensions?)(?!\w)")
CONSENTS = re.compile(r"(?<!\w)(?:approve|agree|accept|grant|reject|refuse|yes|turn\sdown)(?!\w)")
SIGNS = re.compile(r"(?<!\w)sign\s?-?off(?!\w)")


def _figures(message: Marked) -> bool:
    return any(mark.kind in {"percent", "rating", "score", "fraction"} for mark in message.marks)


def _put_right(whole: Whole, situation: Situation) -> Understanding | None:
    message, sayings = whole.message, whole.sayings
    items = corrected(message, whole.shape, sayings, situation)
    if not items and (withdrawn := taken_back(message, whole.shape, sayings, situation)):
        items = [withdrawn]
    return Understanding(intent=Intent.CORRECTION, items=tuple(items)) if items else None


def _plan_change(whole: Whole, situation: Situation) -> Understanding | None:
    message = whole.message
    item = merged(message, situation) if "merge" in whole.acts else None
    if item is None and "add_action" in whole.acts and not _figures(message):
        change = added(message, whole.clauses, situation)
        return Understanding(intent=Intent.PLAN_CHANGE, items=(change,)) if change else None
    return Understanding(intent=Intent.PLAN_CHANGE, items=(item,)) if item else None


def _asked_and_reported(whole: Whole, situation: Situation) -> Understanding:
    """Questions and updates, sentence by sentence."""
    message = whole.message
    question = None if _states(whole, situation) else _asked(whole, situation)
    if question:
        return Understanding(intent=question.intent, query=question.query, clarify=question.clarify)
    query, rest = _divided(whole, situation)
    if query is None and _is_out_of_scope(message, rest):
        return Understanding(intent=Intent.OUT_OF_SCOPE)
    read = read_update(message, rest, situation) if rest else Read()
    if query and not read.items:
        return Understanding(intent=Intent.QUERY, query=query)
    if not read.items and read.clarify is None:
        return _neither(message, situation)
    return Understanding(
        intent=_intent(read, query, message.text),
        items=tuple(read.items),
        query=query,
        clarify=read.clarify,
    )


REPORT = re.compile(r"(?<!\w)(?:export|report|extract|download|summary|highlights?)(?!\w)")


def _report_at_the_end(whole: Whole, situation: Situation) -> Asked | None:
    """First why, then which report is wanted: "FOI came in, need an export of all QP updates"."""
    last = whole.clauses[-1] if len(whole.clauses) > 1 else None
    if last is None or last.acts or not REPORT.search(last.plain) or _figures(whole.message):
        return None
    question = asked(last.text, situation)
    return question if question and question.intent is Intent.REPORT_REQUEST else None


def _asked(whole: Whole, situation: Situation) -> Asked | None:
    """What the whole message asks, or its beginning, where the rest only says what for."""
    spoken = whole.message.spoken
    if question := asked(spoken, situation):
        return question
    if ending := _report_at_the_end(whole, situation):
        return ending
    first, rest = whole.clauses[:1], whole.clauses[1:]
    if not rest or any(clause.found or clause.acts for clause in rest):
        return None
    polite = POLITE_REQUEST.search(first[0].plain) or first[0].first in SURELY_ASKS
    return asked(spoken[: first[0].end], situation) if polite else None


POLITE_REQUEST = re.compile(r"(?<!\w)(?:please|pls|plz|remind\sme|tell\sme|know)(?!\w)")


def _divided(whole: Whole, situation: Situation) -> tuple[Query | None, list[Clause]]:
    """The first question among the sentences, and all that is none."""
    sentences = _sentences(whole.clauses)
    if len(sentences) < 2:
        return None, list(whole.clauses)
    query: Query | None = None
    rest: list[Clause] = []
    for sentence in sentences:
        found = asked(_text(sentence), situation) if _asks_all(sentence) else None
        if found and query is None:
            query = found.query
        else:
            rest += sentence
    return query, rest


def _states(whole: Whole, situation: Situation) -> bool:
    """Whether a message surely tells something: a figure of an action, a request, no change."""
    message, clauses = whole.message, whole.clauses
    figures = any(mark.kind == "percent" for mark in message.marks)
    rated = any(mark.kind == "rating" for mark in message.marks)
    named = any(mark.kind == "ref" for mark in message.marks)
    if WONDERS.search(message.folded) or any(clause.first in WHY for clause in clauses):
        return False
    asked_first = any(clause.first in SURELY_ASKS for clause in clauses)
    sends = bool(situation.earlier.attachments) and "evidence" in whole.acts
    if _is_claim(clauses) or sends or (figures and (named or rated or not asked_first)):
        return True
    if len(clauses) > 1 and not _leads(situation) and not any(map(_asks, clauses)):
        return not message.text.rstrip().endswith("?")
    acts = whole.acts
    asks = message.text.rstrip().endswith("?") and not MAY.search(message.folded)
    if acts & MOVING and not asks and not any(clause.first in INTERROGATIVE for clause in clauses):
        return True
    if any(map(_asks, clauses)) or message.text.rstrip().endswith("?"):
        return False
    return (rated and (named or not _leads(situation))) or bool(acts & TELLING)


def _is_claim(clauses: Sequence[Clause]) -> bool:
    """Done or more time, and nothing else: complete now, another 3 wks on RK-02."""
    if len(clauses) != 1:
        return False
    said = set(clauses[0].words)
    more = any(mark.value.relative_to_due for mark in clauses[0].marks("date"))
    return more or (not said.isdisjoint(CLAIMS) and said <= CLAIMS | BESIDE_CLAIM)


def _leads(situation: Situation) -> bool:
    """Whether the sender is one who mostly asks: a lead, the office, a board."""
    person = situation.person
    ordinary = all(role.standing is Standing.MEMBER for role in person.roles)
    return not ordinary or any(role.leads for role in person.roles) or not situation.own


def _asks(clause: Clause) -> bool:
    """Whether a clause begins as a question or a request does; "…, which" only goes on."""
    first = clause.first
    relative = first == "which" and clause.message.folded[: clause.start].rstrip().endswith(",")
    return first in ASKS and not relative


ASKS, INTERROGATIVE = words("asks"), words("interrogative")
STARTS_UPDATE = words("starts_update")
SURELY_ASKS = INTERROGATIVE - STARTS_UPDATE
MAY = re.compile(r"(?<!\w)(?:can|could|cld|may|any|suggest|propose|please|pls)(?!\w)")
WONDERS = re.compile(
    r"(?<!\w)(?:wonder(?:ing)?|(?:like|want|need|glad|happy|grateful|keen|love)\sto\s(?:know|understand|see|hear)|"
    r"(?:understand|explain|tell\sme|let\sme\sknow|remind\sme|know)\s(?:why|what|which|who|how|when|where))(?!\w)"
)
MOVING = frozenset({"due_request", "will_miss", "snooze", "escalate", "reassign", "reopen"})
WHY = frozenset({"why", "whys", "why's"})
TELLING = frozenset(
    {
        "no_change", "due_request", "will_miss", "issue", "risk_told", "escalate",
        "promised", "cover", "snooze", "reassign", "reopen", "ready_for_sign_off", "sign_off",
        "not_signed_off",
    }
)  # fmt: skip


def _sentences(clauses: Sequence[Clause]) -> list[list[Clause]]:
    found: list[list[Clause]] = []
    for clause in clauses:
        if clause.stop or not found:
            found.append([])
        found[-1].append(clause)
    return found


def _asks_all(sentence: Sequence[Clause]) -> bool:
    """Whether a sentence among others is surely a question."""
    return _text(sentence).endswith("?") or sentence[0].first in SURELY_ASKS


def _text(sentence: Sequence[Clause]) -> str:
    message = sentence[0].message
    end = sentence[-1].end
    return message.text[sentence[0].start : end + 1].strip()


def _is_out_of_scope(message: Marked, clauses: Sequence[Clause]) -> bool:
    """Something is asked for that is neither a question about the plan nor an update."""
    about_plan = any(
        mark.kind in {"ref", "risk", "percent", "rating", "score"} for mark in message.marks
    )
    if about_plan or not _is_request(message) or TO_RECORD.match(message.folded):
        return False
    asks = len(clauses) == 1 and clauses[0].first in SURELY_ASKS
    return asks or not any(clause.acts for clause in clauses)


TO_RECORD = re.compile(
    r"\A\W*(?:(?:please|pls|can|could|cld|would|will|you|u)\W+)*(?:note|record|log|save|update|put|mark|add|tell\sthe|let\sthe|pass\son)(?!\w)"
)


def _is_request(message: Marked) -> bool:
    return bool(REQUEST.match(message.folded)) or message.text.rstrip().endswith("?")


def _neither(message: Marked, situation: Situation) -> Understanding:
    return Understanding(intent=Intent.OUT_OF_SCOPE if _is_request(message) else Intent.UNCLEAR)


def _intent(read: Read, query: Query | None, text: str) -> Intent:
    items = read.items
    if query:
        return Intent.MULTI if items or read.clarify else Intent.QUERY
    if not items:
        return read.hint or ASKED_FOR.get(
            read.clarify.about if read.clarify else About.RAG, Intent.PROGRESS_UPDATE
        )
    if is_numbered(text):
        return Intent.MULTI
    kinds = {INTENTS[item.op] for item in items}
    if len(kinds) > 1:
        return Intent.MULTI
    (kind,) = kinds
    if kind is not Intent.PROGRESS_UPDATE or len(items) == 1:
        return kind
    return Intent.MULTI if len({_content(item) for item in items}) > 1 else kind


def _content(item: Item) -> str:
    """What an item says, whatever it is about."""
    return item.model_dump_json(exclude={"action", "on_behalf_of", "from_"})
