"""Names in texts: found however they are typed, and replaced."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import models as m
from storage.database import Database
from storage.names import Names, Text, same_name, texts_naming
from tests.databases import NOW

CLAIRE = Names(
    {"Claire O'Donnelly-Lee": "the lead", "claire.odonnelly@arden.example": "her address"}
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "typed",
    [
        "Claire O'Donnelly-Lee",
        "CLAIRE o'donnelly-lee",
        "Claire  O’Donnelly–Lee",
        "Claire\nO'Donnelly\N{NON-BREAKING HYPHEN}Lee",
        "Claire\N{NO-BREAK SPACE}O'Donnelly-Lee",
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str) -> None:
    """Case, spaces, and the shapes of apostrophes and dashes are not the name."""
    assert CLAIRE.found_in(f"Met {typed}'s team")
    assert CLAIRE.replaced(f"({typed}'s team)") == "(the lead's team)"
    assert same_name("Claire O'Donnelly-Lee", typed)


@pytest.mark.parametrize(
    "text", ["", "Claire", "Donnelly", "Claire O'Donnelly-Leeds", "Eclaire O'Donnelly-Lee"]
)
def test_half_a_name_is_not_the_name(text: str) -> None:
    """A given name is many people's; a longer word is another word."""
    assert not CLAIRE.found_in(text)
    assert CLAIRE.replaced(text) == text
    assert not same_name("Claire O'Donnelly-Lee", text)


def test_an_accent_may_be_typed_in_two_ways() -> None:
    """As one character, or as a letter with a mark after it."""
    zoe = Names({"Zo\N{LATIN SMALL LETTER E WITH DIAERESIS} Ng": "she"})
    assert zoe.replaced("Zoe\N{COMBINING DIAERESIS} Ng said") == "she said"


def test_an_address_is_found_in_any_case() -> None:
    """In brackets, before a full stop, after a comma."""
    told = CLAIRE.replaced("write to <Claire.ODonnelly@arden.example>.")
    assert told == "write to <her address>."


def test_the_longer_of_two_names_goes_first() -> None:
    """Ann Lee-Smith is not Ann Lee with something after her name."""
    both = Names({"Ann Lee": "one", "Ann Lee-Smith": "two"})
    assert both.replaced("Ann Lee-Smith met Ann Lee") == "two met one"


def test_json_is_searched_to_its_depth() -> None:
    """Keys are found too, but stay: they are what programs look for."""
    value = {"rows": [{"note": "Claire O'Donnelly-Lee"}, 3, None], "claire o'donnelly-lee": True}
    assert list(CLAIRE.passages(value)) == ["Claire O'Donnelly-Lee", "claire o'donnelly-lee"]
    assert CLAIRE.replaced(value) == {
        "rows": [{"note": "the lead"}, 3, None],
        "claire o'donnelly-lee": True,
    }


@pytest.mark.parametrize("known", [{}, {"": "nobody"}, {" ": "nobody"}])
def test_nobody_is_found_nowhere(known: dict[str, str]) -> None:
    """A blank name would be in every text."""
    assert not Names(known).found_in("Claire")
    assert Names(known).replaced(["Claire"]) == ["Claire"]


@given(name=st.text(min_size=1), value=JSON)
def test_no_name_and_no_value_breaks_it(name: str, value: Any) -> None:
    """Whatever a name is made of, it is found as it is; and nothing is found after replacing."""
    names = Names({name: "*"})
    if name.strip():
        assert names.found_in([f"{name}"])
    if "*" not in name:
        assert not names.found_in(_without_keys(names.replaced(value)))


def _without_keys(value: Any) -> Any:
    """The same value with its keys, which are never replaced, left out."""
    if isinstance(value, dict):
        return [_without_keys(inner) for inner in value.values()]
    return [_without_keys(inner) for inner in value] if isinstance(value, list) else value


def test_every_text_of_the_record_is_searched(database: Database) -> None:
    """Plain texts and JSON; the table of people is not, there the name is a name."""
    finding = m.Finding(ref="F-99", words="Claire Donnelly is overworked.")
    content = {"note": ["Claire Donnelly"]}
    with database.transaction() as session:
        session.add(finding)
        session.add(m.Draft(conversation_id="a:1", person_id=7, token="t", content=content, at=NOW))
        session.flush()
        found = {text.table: text for text in texts_naming(session, Names({"Claire Donnelly": ""}))}
    assert found == {
        "findings": Text("findings", finding.id, "words", finding.words),
        "drafts": Text("drafts", 7, "content", content),
    }
