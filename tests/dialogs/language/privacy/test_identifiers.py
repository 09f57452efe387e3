"""The first guard holds identifiers, and lets figures, dates and references through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import nhs, upn

from dialogs.language.privacy import Kind, held_kinds

ZERO_WIDTH = "\u200b"
FULL_WIDTH = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
FULL_WIDTH_PHONE = "07700900123".translate(FULL_WIDTH)


def an_nhs_number(base: int) -> str:
    """A number of the 999 range, which is never issued, with its check digit."""
    return next(
        number for step in range(20) for digit in range(10)
        if nhs.is_valid(number := f"{999_000_000 + base + step}{digit}")
    )  # fmt: skip


def a_pupil_number(serial: int) -> str:
    """A unique pupil number with its check letter."""
    rest = f"801200005{serial:03d}"
    return f"{upn.calc_check_digit(rest)}{rest}"


NUMBER = an_nhs_number(123_450)
PUPIL = a_pupil_number(1)
GROUPS = (NUMBER[:3], NUMBER[3:6], NUMBER[6:])


def kinds(text: str) -> tuple[Kind, ...]:
    return held_kinds(text, lambda: {"arden.example", "mercia-police.example"})


@pytest.mark.parametrize(
    "separator", ["", " ", "-", "–", "\u2011", ".", "/", "\u00a0", "  ", " - ", "\n"]
)
def test_an_nhs_number_is_held_in_any_spacing(separator: str) -> None:
    """In the three groups that it is written in."""
    assert kinds(f"notes for {separator.join(GROUPS)} late, 75%") == (Kind.NHS_NUMBER,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" ".join(NUMBER), "digit by digit"),
        (f"{NUMBER[:2]} {NUMBER[2:6]} {NUMBER[6:]}", "in groups of somebody's own"),
        (f"on 14 Nov 2022 {' '.join(GROUPS)}", "after a year"),
        (f"WF-01 75% {' '.join(GROUPS)} 12", "between other figures"),
        (f"NHS{NUMBER}", "stuck to a word"),
        (ZERO_WIDTH.join(NUMBER), "zero-width characters between"),
        ("\u2066".join(NUMBER), "direction marks between"),
        ("\ufe0f\u20e3".join(NUMBER), "as keycaps"),
        (NUMBER.translate(FULL_WIDTH), "full-width digits"),
        (NUMBER.translate({48 + n: 0x660 + n for n in range(10)}), "another script's digits"),
    ],
)  # fmt: skip
def test_an_nhs_number_is_held_where_it_hides(text: str, why: str) -> None:
    """What a reader would see as the number is the number."""
    assert Kind.NHS_NUMBER in kinds(text), why


@given(st.integers(0, 999_970), st.sampled_from(["", " ", "-"]))
def test_every_nhs_number_is_held(base: int, separator: str) -> None:
    """The check digit decides, not a list."""
    number = an_nhs_number(base)
    text = separator.join((number[:3], number[3:6], number[6:]))
    assert kinds(f"seen {text} today") == (Kind.NHS_NUMBER,)


@pytest.mark.parametrize(
    "text",
    [PUPIL, PUPIL.lower(), f"{PUPIL[0]} {PUPIL[1:4]} {PUPIL[4:8]} {PUPIL[8:]}", f"UPN:{PUPIL}.",
     ZERO_WIDTH.join(PUPIL)],
)  # fmt: skip
def test_a_unique_pupil_number_is_held(text: str) -> None:
    """Its check letter tells it from a cost code."""
    assert kinds(f"pupil {text} moved") == (Kind.UPN,)


@given(st.integers(0, 999))
def test_a_pupil_number_with_a_wrong_letter_is_a_code_like_another(serial: int) -> None:
    """Otherwise every long code would be held."""
    right = a_pupil_number(serial)
    wrong = ("A" if right[0] != "A" else "B") + right[1:]
    assert kinds(right) == (Kind.UPN,)
    assert kinds(wrong) == ()


@pytest.mark.parametrize(
    "number",
    ["07700 900123", "07700900123", "+44 7700 900123", "0044 7700 900123", "+44 (0)7700 900123",
     "01632 960123", "(01632) 960 123", "0161 496 0123", "020 7946 0123", "07700-900-123",
     "0770\u200b0900123", FULL_WIDTH_PHONE],
)  # fmt: skip
@pytest.mark.parametrize("text", ["{}", "ring {} today", "on 14/11/2022 {}", "75%, {}."])
def test_a_phone_number_is_held(number: str, text: str) -> None:
    """The numbers reserved for drama stand for all."""
    assert kinds(text.format(number)) == (Kind.PHONE,)


@pytest.mark.parametrize(
    "address",
    ["a.person@gmail.com", "A.PERSON@HOTMAIL.CO.UK", "me+home@outlook.com",
     "a.person (at) gmail.com", "a.person@\u200bgmail.com", "a.person\uff20gmail.com",
     "x@evilgov.uk", "x@notarden.example"],
)  # fmt: skip
def test_a_private_email_address_is_held(address: str) -> None:
    """Whatever is neither of the plan's organisations nor of the public sector."""
    assert kinds(f"write to {address}.") == (Kind.EMAIL,)


def test_a_private_address_beside_a_work_address_is_held() -> None:
    """One does not excuse the other."""
    assert kinds("a@arden.example, b@gmail.com") == (Kind.EMAIL,)


def test_several_kinds_are_all_named() -> None:
    """So that the person takes out all of them at once."""
    text = f"{NUMBER}, {PUPIL}, b@gmail.com"
    assert kinds(text) == (Kind.NHS_NUMBER, Kind.UPN, Kind.EMAIL)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("75% 65% 100%, was 80%", "percentages"),
        ("from 01/12/2022 to 31/03/2023", "dates"),
        ("03/11/2022, 04/11/2022 and 05.11.2022", "dates"),
        ("2022-11-14 10:12, 08:30-17:30", "times"),
        ("2021/22, 2022/23 and 2023/24", "financial years"),
        ("£1,250,000 and £1 250 000", "budgets"),
        ("approved on cost code 4010234567, 60%", "a cost code without an NHS check digit"),
        ("emailed to improvement.programme@arden.example", "a work address"),
        ("a@kent.gov.uk, b@nhs.net, c@met.police.uk, d@arden.sch.uk", "the public sector"),
        ("R-01 R-02 R-05 reviewed, WF-01 WF-02 PT-03", "references"),
        ("paper no. 22/11/03, item 7", "a paper"),
        ("https://arden.example/v1/file/50177948", "a link"),
        ("14 interviews, 6 offers, 12/20 audits, 3 of 5 posts", "counts"),
        ("likelihood 4 × impact 5 = 20", "scores"),
    ],
)
def test_what_an_update_is_made_of_is_let_through(text: str, why: str) -> None:
    """A guard that holds ordinary updates is soon switched off."""
    assert kinds(text) == (), why


def test_a_number_without_a_right_check_digit_is_no_nhs_number() -> None:
    """One digit off is another number."""
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    assert kinds(f"code {wrong}") == ()


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    """Nothing that is typed raises."""
    assert set(kinds(text)) <= set(Kind)
