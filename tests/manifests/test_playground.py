"""The Playground's people are the sample plan's, so what they say there is theirs to say."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from openpyxl import load_workbook

MANIFESTS = Path(__file__).parents[2] / "manifests"
Person = dict[str, str]


@pytest.fixture(scope="module")
def people() -> list[Person]:
    loaded: list[Person] = json.loads((MANIFESTS / "sample/people.json").read_text())
    return loaded


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((MANIFESTS / "playground/planbot.yml").read_text())
    return loaded


def users(config: dict[str, Any]) -> list[dict[str, str]]:
    return [config["currentUser"], *config["users"]]


def sheet(name: str) -> list[dict[str, Any]]:
    rows = list(load_workbook(MANIFESTS / "sample/plan.xlsx")[name].values)
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def as_in_the_list(role: str) -> str:
    """The workbook writes an en dash where the list has a hyphen."""
    return role.replace("–", "-")


def test_every_role_of_the_sample_plan_has_one_person(people: list[Person]) -> None:
    """Owners, leads and deputies are in the list, each once, and with them the board's chair."""
    roles = {row["Owner role"] for row in sheet("Actions")}
    roles |= {row["Lead role"] for row in sheet("Themes")}
    roles |= {row["Role"] for row in sheet("People") if row["Deputy for"]}
    roles.add("Independent Chair of the Improvement Board")
    assert Counter(person["role"] for person in people) == Counter(map(as_in_the_list, roles))


def test_the_workbook_and_the_list_name_the_same_people(people: list[Person]) -> None:
    """Name, email, role and organisation are the same in both."""
    in_workbook = {
        (row["Name"], row["Email"], as_in_the_list(row["Role"]), row["Organisation"])
        for row in sheet("People")
    }
    in_list = {(p["name"], p["email"], p["role"], p["organisation"]) for p in people}
    assert in_workbook == in_list


def test_people_are_invented_and_told_apart(people: list[Person]) -> None:
    """Everyone has an address that can belong to nobody, and an id of their own."""
    assert all(person["email"].endswith(".example") for person in people)
    for key in ("name", "email", "entra_id"):
        assert len({person[key] for person in people}) == len(people)
    assert all(UUID(person["entra_id"]).version == 4 for person in people)


def test_the_playgrounds_users_are_people_of_the_list(
    people: list[Person], config: dict[str, Any]
) -> None:
    """Name, id and address in the configuration are those of the list."""
    listed = {p["entra_id"]: (p["name"], p["email"]) for p in people}
    for user in users(config):
        assert listed[user["aadObjectId"]] == (user["name"], user["email"])
        assert user["userPrincipleName"] == user["email"]
        assert f"{user['givenName']} {user['surname']}" == user["name"]
        assert user["id"] == f"29:{user['aadObjectId']}"


def test_the_newcomer_owns_wf_01_and_meets_all_of_workforce(
    people: list[Person], config: dict[str, Any]
) -> None:
    """In the team are the theme's owners, the first as current user, its lead and the office."""
    role_of = {person["entra_id"]: person["role"] for person in people}
    actions = [row for row in sheet("Actions") if row["Theme"] == "WF"]
    lead = next(row["Lead role"] for row in sheet("Themes") if row["Code"] == "WF")
    expected = [row["Owner role"] for row in actions] + [lead, "Improvement Programme Manager"]
    roles = [role_of[user["aadObjectId"]] for user in users(config)]
    assert roles == list(map(as_in_the_list, expected))


def test_the_team_keeps_within_what_the_playground_takes(config: dict[str, Any]) -> None:
    """With another user or channel it would end at once; the one channel is a theme's."""
    assert len(config["users"]) == 5
    (channel,) = config["team"]["channels"]
    assert channel["name"] in {row["Name"] for row in sheet("Themes")}
