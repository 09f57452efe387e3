"""What personal data there is, what is done about it, and how it is named to the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """A kind of personal data; the words themselves are never repeated."""

    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    DOB = "dob"
    CHILD_NAME = "child_name"
    ADULT_FAMILY_NAME = "adult_family_name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    CASE_ID = "case_id"
    POLICE_REF = "police_ref"
    INDIRECT = "indirect"
    STAFF_HEALTH = "staff_health"
    LIVE_SAFEGUARDING = "live_safeguarding"


class Ruling(StrEnum):
    """What is done with a text: kept out, kept with a soft note, or kept."""

    HOLD = "hold"
    WARN = "warn"
    PASS = "pass"  # noqa: S105 -- a ruling


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data, and where in the original text it stands."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a text, what was found, and the text without it if any of it is left."""

    ruling: Ruling
    found: tuple[Found, ...] = ()
    cleaned: str | None = field(default=None, repr=False)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Each kind once, in the order of the text."""
        return tuple(dict.fromkeys(one.kind for one in self.found))


PASSED = Verdict(Ruling.PASS)

NAMES: Mapping[Kind, str] = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.UPN: "a unique pupil number",
    Kind.DOB: "a date of birth",
    Kind.CHILD_NAME: "a child's name",
    Kind.ADULT_FAMILY_NAME: "the name of a family member",
    Kind.ADDRESS: "a home address",
    Kind.POSTCODE: "the postcode of a home",
    Kind.PHONE: "a phone number",
    Kind.EMAIL: "a private email address",
    Kind.CASE_ID: "a case number",
    Kind.POLICE_REF: "a police reference",
    Kind.INDIRECT: "details that single out a child or a family",
    Kind.STAFF_HEALTH: "a colleague's health",
    Kind.LIVE_SAFEGUARDING: "a child who may be at risk now",
}
"""As in "Not saved: this seems to hold an NHS number"."""

INSTEAD: Mapping[Kind, str] = {
    Kind.NHS_NUMBER: "[an NHS number]",
    Kind.UPN: "[a pupil number]",
    Kind.DOB: "[a date of birth]",
    Kind.CHILD_NAME: "[a child]",
    Kind.ADULT_FAMILY_NAME: "[a family member]",
    Kind.ADDRESS: "[an address]",
    Kind.POSTCODE: "[a postcode]",
    Kind.PHONE: "[a phone number]",
    Kind.EMAIL: "[an email address]",
    Kind.CASE_ID: "[a case number]",
    Kind.POLICE_REF: "[a police reference]",
    Kind.INDIRECT: "[a child]",
    Kind.STAFF_HEALTH: "[a colleague]",
    Kind.LIVE_SAFEGUARDING: "[a concern]",
}
"""What stands in a cleaned text in its place."""
