"""Identifiers that have a form of their own: NHS and pupil numbers, phones, email addresses."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

import phonenumbers
from stdnum.gb import nhs, upn

from dialogs.language.privacy.codes import of_an_office, of_the_police
from dialogs.language.privacy.kinds import Found, Kind
from dialogs.language.privacy.seen import as_seen
from dialogs.language.privacy.vocabulary import ANY_NAME, known

NOT_GLUED = r"(?:(?<![^\W_])|(?<=[nN][hH][sS])|(?<=\D[nN][oO]))"
"""Begins no later than its word does: rk01-20221128 is a file of the 28th."""
# Looked ahead for, so that a number which begins within another candidate is found too.
NHS_NUMBERS = (
    re.compile(rf"{NOT_GLUED}(?=(\d{{3}}[\W_]{{0,3}}\d{{3}}[\W_]{{0,3}}\d{{4}})(?!\d))"),
    re.compile(rf"{NOT_GLUED}(?=(\d(?:[\s\u2010-\u2015-]?\d){{9}})(?!\d))"),
)
NHS_GROUPED = re.compile(r"(?<![\d/-])(?<!\d[.\s])[1-9]\d{2}([ .-])\d{3}\1\d{4}(?![\d/-])")
NHS_LABELLED = re.compile(
    r"\b(?:nhs|patient|chi)(?:'s)?(?:\s*(?:numbers?|nums?|nos?|nr|id|ref|record))?\s*[.:#=-]*\s*(?:is|was)?\s*"
    r"(\d(?:[\s./\u2010-\u2015-]{0,3}\d){9}|\d{8,12})(?!\d)",
    re.IGNORECASE,
)
NHS_INVENTED = re.compile(r"(?<![\w/.-])999[\s().-]{0,3}\d{3}[\s.-]?\d{4}(?![\w/-])")
"""Begins as numbers do that are never given out: whoever types one means a patient."""
NHS_BARE = re.compile(r"(?<![\w/.-])(?:[467]\d\d)\d{7}(?![\w/-])")
OF_HEALTH = re.compile(
    r"\b(?:gp|nhs|patient|child|chronolog\w+|records?|summar\w+|health|notes?|referrals?|pupil|case|hv|midwife"
    r"|discharge|sibs?|siblings?|spine|pds)\b"
)
PHONE_BEGINS = re.compile(r"(?<!\d)(?:0|\+|\(0)")
PHONE_SHAPE = re.compile(r"\+?\(?0?[\d\s().\u2010-\u2015/-]{9,}")
ENOUGH_DIGITS = re.compile(r"\d(?:\D{0,6}\d){8}")
"""No identifier has fewer digits, nor more between two of them."""
LONGEST_PHONE = 30
SHORTEST_PHONE = 10
MANY = 12
"""So many numbers that begin as a phone number does are not all looked up: one is enough."""
PUPIL = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?:[\s-]?\d){11}[\s-]?[\dA-Za-z](?![A-Za-z0-9])")
PUPIL_LABELLED = re.compile(
    r"\b(?:upn|pupil\s+(?:number|no|id))\s*[.:#=-]*\s*(?:is|was)?\s*"
    r"([a-z](?:[\s-]?\d){11}[\s-]?[\da-z]|[a-z]?\d{11,13}[a-z]?)(?!\w)",
    re.IGNORECASE,
)
OF_A_PUPIL = re.compile(
    r"\b(?:pupils?|child\w*|school\w*|student|sibs?|siblings?)\b", re.IGNORECASE
)
# Begun only where the local part begins, or one long word would be read from each of its letters.
EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@((?:[\w-]+\.)+[A-Za-z]{2,})")
EMAIL_HIDDEN = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+\s{0,3}(?:\(at\)|\[at\])\s{0,3}(?:[\w-]+\.)+[A-Za-z]{2,}", re.IGNORECASE
)
AT = re.compile(r"[(\[]at[)\]]", re.IGNORECASE)
PUBLIC_SECTOR = ("gov.uk", "nhs.uk", "nhs.net", "police.uk", "sch.uk", "ac.uk", "cjsm.net")
MAILBOX = re.compile(
    r"(?:^|[._+-])(?:team|teams|duty|mash|info|admin|enquir\w+|referrals?|safeguarding|office|help\w*|hub|"
    r"support|programme|improvement|partnership|board|service\w*|contact|mail\w*|inbox|training|hr|finance|"
    r"comms|performance|audit|quality|reception|front\w*door|probation|police|business|noreply|no-reply|edt|"
    r"lado|data|recruitment|workforce|participation|panel|secure|notifications?)(?:$|[._+\d-])"
)
PARTED = re.compile(r"[\W\d_]+")
FREE_MAIL = re.compile(
    r"(?:^|\.)(?:gmail|googlemail|hotmail|outlook|live|yahoo|ymail|icloud|me|mac|aol|btinternet|sky|"
    r"virginmedia|talktalk|protonmail|proton|gmx|msn|blueyonder|ntlworld|tiscali|mail)\."
)
PART_OF_A_CODE = re.compile(r"[-/]\d")
A_LINE = re.compile(r"(?<!land)(?<!land\s)line(?:\s+(?:no|number|is|on|now))*[\s:]*\Z")
NOT_OF_A_PLACE = re.compile(r"0[38]\d\d")
"""No household has a number that begins so."""
SERVICE = re.compile(
    r"\b(?:duty|line|helpline|hotline|switchboard|reception|office|team|service|main|script|front\s*door|mash|edt|"
    r"desk|emergency|freephone|freefone|hotlines?|campaign|clinic|school|station|surgery|hospital|supplier|out\s+of\s+hours|ooh|dial\s*in|conference|landline|council|hub|rota|advice|shift|bleep|"
    r"oncall|on\s+call|contact\s+centre|customer)\b"
)
FAMILY = re.compile(
    r"\b(?:mums?|mother|dads?|father|nans?|gran\w*|carers?|parents?|family(?!\s+(?:hub|centre|help|support|service|safeguarding|team|line))|child|girl|boy|kids?|her|his|aunt\w*|uncle|"
    r"sister|brother|home|partner|boyfriend|girlfriend|pupil|patient|neighbour|mam|mom|lad)\b"
)
AROUND = 40


def held_kinds(text: str, work_domains: Callable[[], Collection[str]]) -> tuple[Kind, ...]:
    """The kinds of identifiers in a text, or nothing; for texts that are no messages.

    `work_domains` gives the email domains of the people in the plan; it is asked only when the
    text has an email address.
    """
    seen = as_seen(text).text
    kinds = [Kind.NHS_NUMBER for _ in _valid_nhs(seen)] + [Kind.UPN for _ in _valid_upn(seen)]
    if Kind.NHS_NUMBER not in kinds:
        kinds += [Kind.PHONE for _ in _phones(seen)]
    if EMAIL_HIDDEN.search(seen):
        kinds.append(Kind.EMAIL)
    elif "@" in seen:
        private = [m for m in EMAIL.finditer(seen) if not _public_sector(m[1].casefold())]
        if private and not {m[1].casefold() for m in private} <= set(work_domains()):
            kinds.append(Kind.EMAIL)
    return tuple(dict.fromkeys(kinds))


def identifiers(
    text: str, work_domains: Collection[str], *, typed: bool = True
) -> Iterator[tuple[Found, bool]]:
    """Each identifier, and whether it is surely a person's and not a service's.

    `typed` is false of the name of a file: there a number may be anything.
    """
    numbers: list[Found] = []
    if ENOUGH_DIGITS.search(text):
        numbers = [*_nhs(text, typed=typed), *_upns(text)]
        taken = [(one.start, one.end) for one in numbers]
        yield from ((one, True) for one in numbers)
        for start, end in _phones(text):
            if not any(start < until and since < end for since, until in taken):
                yield Found(Kind.PHONE, start, end), not _of_a_service(text, start, end)
    if "@" in text or AT.search(text):
        yield from _emails(text, work_domains)


def _nhs(text: str, *, typed: bool) -> Iterator[Found]:
    spans = dict.fromkeys([*_valid_nhs(text), *(m.span(1) for m in NHS_LABELLED.finditer(text))])
    for pattern in (NHS_GROUPED, NHS_INVENTED) if typed else (NHS_GROUPED,):
        spans |= dict.fromkeys(match.span() for match in pattern.finditer(text))
    if spans or OF_HEALTH.search(text.lower()):
        spans |= dict.fromkeys(match.span() for match in NHS_BARE.finditer(text))
    until = 0
    for start, end in sorted(spans)[:MANY]:
        if end <= until:
            continue
        in_a_code = PART_OF_A_CODE.match(text, end) or text[max(0, start - 1) : start] in {"-", "/"}
        if not in_a_code and not of_an_office(text, start):
            yield Found(Kind.NHS_NUMBER, start, end)
            until = end


def _valid_nhs(text: str) -> Iterator[tuple[int, int]]:
    for pattern in NHS_NUMBERS:
        for match in pattern.finditer(text):
            if _valid(re.sub(r"\D", "", match[1])):
                yield match.span(1)


@lru_cache(maxsize=1024)
def _valid(number: str) -> bool:
    return bool(nhs.is_valid(number))


def _upns(text: str) -> Iterator[Found]:
    spans = dict.fromkeys([*_valid_upn(text), *(m.span(1) for m in PUPIL_LABELLED.finditer(text))])
    if OF_A_PUPIL.search(text):
        spans |= dict.fromkeys(match.span() for match in PUPIL.finditer(text))
    yield from (Found(Kind.UPN, start, end) for start, end in spans)


def _valid_upn(text: str) -> Iterator[tuple[int, int]]:
    for match in PUPIL.finditer(text):
        if upn.is_valid(re.sub(r"[\s-]", "", match[0])):
            yield match.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    # From each place where a number may begin: the library gives up a number that a date precedes.
    if not ENOUGH_DIGITS.search(text):
        return
    until = looked_up = 0
    for begins in PHONE_BEGINS.finditer(text):
        start = begins.start()
        shape = PHONE_SHAPE.match(text, start, start + LONGEST_PHONE)
        if start < until or not shape or sum(map(str.isdigit, shape[0])) < SHORTEST_PHONE:
            continue
        looked_up += 1
        end = start + LONGEST_PHONE if looked_up > MANY else _phone_at(text, start)
        if end and not (of_an_office(text, start) or of_the_police(text, start)):
            until = min(end, len(text))
            alone = text[start] == "(" and ")" not in text[start:until]
            yield start + alone, until


def _phone_at(text: str, start: int) -> int:
    """Where the phone number that begins here ends; 0 where none begins."""
    # The reserved drama numbers are possible, not valid; so is a number with a digit mistyped.
    matcher = phonenumbers.PhoneNumberMatcher(
        text[start : start + LONGEST_PHONE], "GB", leniency=phonenumbers.Leniency.POSSIBLE
    )
    for match in matcher:
        raw = match.raw_string
        long_enough = len(re.sub(r"\D", "", raw)) >= SHORTEST_PHONE
        if long_enough and raw.lstrip("(").startswith(("0", "+")):
            return start + int(match.end)
    return 0


def _of_a_service(text: str, start: int, end: int) -> bool:
    if NOT_OF_A_PLACE.match(text, start):
        return True
    before, after = text[max(0, start - AROUND) : start].lower(), text[end : end + AROUND].lower()
    if A_LINE.search(before):
        return True
    if FAMILY.search(before):
        return False
    if SERVICE.search(before):
        return True
    return bool(SERVICE.search(after)) and not FAMILY.search(after)


def _emails(text: str, work_domains: Collection[str]) -> Iterator[tuple[Found, bool]]:
    for match in EMAIL_HIDDEN.finditer(text):
        yield Found(Kind.EMAIL, *match.span()), True
    for match in EMAIL.finditer(text):
        domain = match[1].casefold()
        if _public_sector(domain) or domain in work_domains:
            continue
        local = match[0].partition("@")[0].casefold()
        mailbox = MAILBOX.search(local) or _of_ordinary_words(local)
        yield Found(Kind.EMAIL, *match.span()), bool(FREE_MAIL.search(domain)) or not mailbox


def _of_ordinary_words(local: str) -> bool:
    """Whether an address is called after work and not after somebody: gp.chronologies."""
    bits = [known().get(word, 0) for word in PARTED.split(local) if word]
    return bool(bits) and all(one and not one & ANY_NAME for one in bits)


def _public_sector(domain: str) -> bool:
    return any(domain == suffix or domain.endswith(f".{suffix}") for suffix in PUBLIC_SECTOR)
