"""The first guard: identifiers that must reach neither store nor log nor channel.

It holds NHS numbers, unique pupil numbers, phone numbers and private email addresses. Names of
children, addresses and telling combinations are not found yet; the README says so.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from enum import StrEnum

import phonenumbers
from stdnum.gb import nhs, upn


class Kind(StrEnum):
    """A kind of personal data, as it is named to the person; the words are never repeated."""

    NHS_NUMBER = "an NHS number"
    UPN = "a unique pupil number"
    PHONE = "a phone number"
    EMAIL = "a private email address"


# Looked ahead for, so that a number which begins within another candidate is found too.
NHS_NUMBERS = (
    re.compile(r"(?<!\d)(?=(\d{3}[\W_]{0,3}\d{3}[\W_]{0,3}\d{4})(?!\d))"),
    re.compile(r"(?<!\d)(?=(\d(?:[\s\u2010-\u2015-]?\d){9})(?!\d))"),
)
PHONE_BEGINS = re.compile(r"(?<!\d)(?:0|\+|\(0)")
LONGEST_PHONE = 30
PUPIL = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?:[\s-]?\d){11}[\s-]?[\dA-Za-z](?![A-Za-z0-9])")
# Begun only where the local part begins, or one long word would be read from each of its letters.
EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@((?:[\w-]+\.)+[A-Za-z]{2,})")
EMAIL_HIDDEN = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+\s*(?:\(at\)|\[at\])\s*(?:[\w-]+\.)+[A-Za-z]{2,}", re.IGNORECASE
)
PUBLIC_SECTOR = ("gov.uk", "nhs.uk", "nhs.net", "police.uk", "sch.uk", "ac.uk")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
FOREIGN_DIGIT = re.compile(r"[^\D0-9]")


def held_kinds(text: str, work_domains: Callable[[], Collection[str]]) -> tuple[Kind, ...]:
    """The kinds of personal data in a text, or nothing.

    `work_domains` gives the email domains of the people in the plan; it is asked only when the
    text has an email address.
    """
    seen = _as_seen(text)
    found = []
    if _has_nhs_number(seen):
        found.append(Kind.NHS_NUMBER)
    if any(upn.is_valid(re.sub(r"[\s-]", "", code)) for code in PUPIL.findall(seen)):
        found.append(Kind.UPN)
    if Kind.NHS_NUMBER not in found and _has_phone(seen):
        found.append(Kind.PHONE)
    if _has_private_email(seen, work_domains):
        found.append(Kind.EMAIL)
    return tuple(found)


def _as_seen(text: str) -> str:
    """The text as a reader sees it: nothing invisible in it, every digit an ordinary one."""
    if text.isascii():
        return text
    seen = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), seen)


def _has_nhs_number(text: str) -> bool:
    candidates = (number for pattern in NHS_NUMBERS for number in pattern.findall(text))
    return any(nhs.is_valid(re.sub(r"\D", "", number)) for number in candidates)


def _has_phone(text: str) -> bool:
    # From each place where a number may begin: the library gives up a number that a date precedes.
    if sum(char.isdigit() for char in text) < 10:
        return False
    begins = (match.start() for match in PHONE_BEGINS.finditer(text))
    return any(_begins_with_phone(text[start : start + LONGEST_PHONE]) for start in begins)


def _begins_with_phone(text: str) -> bool:
    # The reserved drama numbers are possible, not valid; so is a number with a digit mistyped.
    matcher = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    return any(
        match.raw_string.lstrip("(").startswith(("0", "+"))
        and len(re.sub(r"\D", "", match.raw_string)) >= 10
        for match in matcher
    )


def _has_private_email(text: str, work_domains: Callable[[], Collection[str]]) -> bool:
    if EMAIL_HIDDEN.search(text):
        return True
    domains = [match[1].casefold() for match in EMAIL.finditer(text)]
    private = [domain for domain in domains if not _public_sector(domain)]
    return bool(private) and not set(private) <= set(work_domains())


def _public_sector(domain: str) -> bool:
    return any(domain == suffix or domain.endswith(f".{suffix}") for suffix in PUBLIC_SECTOR)
