"""A message about several actions is divided between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.updates.parts import parts_of
from tests.dialogs.language.meant import clauses


def divided(text: str) -> list[tuple[tuple[str, ...], list[str]]]:
    """(references, clauses) of each part."""
    return [(part.refs, [c.text for c in part.clauses]) for part in parts_of(clauses(text))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("14 interviews done, 75%", [((), ["14 interviews done", "75%"])]),
        ("WF-01 75%, 14 interviews done", [(("WF-01",), ["WF-01 75%", "14 interviews done"])]),
        ("14 interviews done, WF-01 75%", [(("WF-01",), ["14 interviews done", "WF-01 75%"])]),
        ("QP-01 85% amber; pt3 90%, signed by all",
         [(("QP-01",), ["QP-01 85% amber"]), (("PT-03",), ["pt3 90%", "signed by all"])]),
        ("WF-01 70%, WF-01 interviews done",
         [(("WF-01",), ["WF-01 70%", "WF-01 interviews done"])]),
        ("no change on PT-01 and RK-04", [(("PT-01", "RK-04"), ["no change on PT-01 and RK-04"])]),
        ("WF-01 & WF-02 green", [(("WF-01", "WF-02"), ["WF-01 & WF-02 green"])]),
        ("PT-04 amber, still waiting for RK-02",
         [(("PT-04",), ["PT-04 amber", "still waiting for RK-02"])]),
        ("PT-04 amber, blocked by RK-02", [(("PT-04",), ["PT-04 amber", "blocked by RK-02"])]),
    ],
)  # fmt: skip
def test_clauses_belong_to_the_action_named_before_them(
    text: str, parts: list[tuple[tuple[str, ...], list[str]]]
) -> None:
    """A clause that only mentions another action begins no part."""
    assert divided(text) == parts


def test_what_is_said_before_several_actions_belongs_to_none() -> None:
    """It is no news of the first of them."""
    first, second = parts_of(clauses("s47 timeliness 84%. WF-01 no change; WF-02 70%"))
    assert [c.text for c in first.prefix] == ["s47 timeliness 84%"]
    assert [c.text for c in first.clauses] == ["WF-01 no change"]
    assert (second.refs, second.prefix) == (("WF-02",), ())


def test_a_reference_that_the_plan_has_not_got_is_kept_apart() -> None:
    """So that it can be asked back."""
    (part,) = parts_of(clauses("WF-11 70% green"))
    assert part.refs == ()
    assert [mark.value.ref for mark in part.unknown] == ["WF-11"]


SCRAPS = st.lists(
    st.sampled_from(["WF-01", "PT-03", "WF-99", "75%", "amber", "and", ",", ";", ". ", "by",
     "done", "&"]),
    max_size=16,
).map(" ".join)  # fmt: skip


@given(st.text() | SCRAPS)
def test_every_clause_is_in_one_part(text: str) -> None:
    """None is lost and none is said of two."""
    found = clauses(text)
    parts = parts_of(found)
    assert [c for part in parts for c in (*part.prefix, *part.clauses)] == list(found)
