"""Is what was understood what was meant? Compares a result with what a message expects."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

Json = dict[str, Any]

MESSAGES = Path(__file__).with_name("messages")
EITHER_OP = {
    "risk_add_or_update": {"risk_add", "risk_update"},
    "issue_or_risk": {"issue", "risk_add"},
}
NOT_JUDGED = {"op", "expect", "max_lines", "unit"}


def messages(*names: str) -> Iterator[Json]:
    """The messages of these files, each with what is expected of it."""
    for name in names:
        yield from json.loads((MESSAGES / f"{name}.json").read_text(encoding="utf-8"))


def mistakes(case: Json, got: Json) -> list[str]:
    """What is wrong with a result, in a few words each; nothing if it is as expected."""
    expected = case["expected"]
    if expected["privacy"]["block"]:
        return list(_of_held(expected, got))
    return list(_of_understood(case, expected, got))


def _of_held(expected: Json, got: Json) -> Iterator[str]:
    privacy, verdict = expected["privacy"], got["privacy"]
    soft = privacy.get("level") == "warn_or_block" and verdict["warn"]
    if not (verdict["block"] or soft):
        yield "not held"
    kept = "".join(map(_text, (got["items"], verdict["redacted"], got["query"])))
    if leaks := [span for span in privacy.get("must_not_persist", ()) if span.casefold() in kept]:
        yield f"keeps {len(leaks)} of the words"
    if "salvage" in expected and not _all_there(expected["salvage"] or [], got["items"]):
        yield f"salvage {got['items']}"


def _of_understood(case: Json, expected: Json, got: Json) -> Iterator[str]:
    verdict = got["privacy"]
    if verdict["block"]:
        yield "held"
    if verdict["warn"] and expected["privacy"].get("warn_ok") is False:
        yield "warned"
    if got["intent"] != case["intent"]:
        yield f"intent {got['intent']}"
    if not _all_there(expected.get("items") or [], got["items"]):
        yield f"items {got['items']}"
    if "query" in expected and not _answers(expected["query"], got["query"]):
        yield f"query {got['query']}"
    wanted, asked = expected.get("clarify") or {}, got["clarify"] or {}
    if bool(wanted.get("needed")) != bool(asked):
        yield f"asks {asked.get('about')}"
    elif wanted.get("candidates") and sorted(wanted["candidates"]) != sorted(asked["candidates"]):
        yield f"candidates {asked['candidates']}"


def _all_there(wanted: Sequence[Json], got: Sequence[Json]) -> bool:
    if len(wanted) != len(got):
        return False
    if len(wanted) > 6:
        return all(any(_same_item(one, other) for other in got) for one in wanted)
    orders = permutations(got)
    return any(all(map(_same_item, wanted, order)) for order in orders)


def _same_item(wanted: Json, got: Json) -> bool:
    if got["op"] not in EITHER_OP.get(wanted["op"], {wanted["op"]}):
        return False
    return all(_slot(name, value, got) for name, value in wanted.items() if name not in NOT_JUDGED)


def _answers(wanted: Json, got: Json | None) -> bool:
    if got is None:
        return False
    refs = got.get("result_refs") or []
    for name, value in wanted.items():
        if name == "result_refs":
            right = refs == value if "sort" in wanted else sorted(refs) == sorted(value)
        elif name == "result_refs_all":
            right = set(value) <= set(refs)
        elif name == "result_refs_any_of":
            right = sorted(refs) in [sorted(one) for one in value]
        else:
            right = name in NOT_JUDGED or _slot(name, value, got)
        if not right:
            return False
    return True


def _slot(name: str, wanted: Any, item: Json) -> bool:
    if name.endswith("_has"):
        said = _text(item.get(name.removesuffix("_has")))
        return all(any(alike.casefold() in said for alike in word.split("|")) for word in wanted)
    if name.endswith("_any_of"):
        return _folded(item.get(name.removesuffix("_any_of"))) in map(_folded, wanted)
    return _value(wanted, item.get(name))


def _value(wanted: Any, got: Any) -> bool:
    if wanted is None:
        return got is None
    if isinstance(wanted, Mapping):
        if "window" in wanted:
            first, last = wanted["window"]
            return isinstance(got, str) and first <= got <= last
        return isinstance(got, dict) and all(
            _slot(name, value, got) for name, value in wanted.items() if name not in NOT_JUDGED
        )
    if isinstance(wanted, list):
        return sorted(map(str, got or [])) == sorted(map(str, wanted))
    return bool(_folded(got) == _folded(wanted))


def _folded(value: Any) -> Any:
    return value.strip().casefold() if isinstance(value, str) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).casefold()
