"""A plan to understand messages against, and who writes when: written by hand, without a record."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dialogs.language.situation import Earlier
from storage.directory import Directory, ListedAction, ListedRisk, ListedRole, ListedTheme
from storage.people import Person, Role
from storage.plan import Action, Position
from storage.vocabulary import ImpactRating, Rating, Stage, Standing, UpdateKind

PLAN: dict[str, Any] = json.loads(Path(__file__).with_name("plan.json").read_text(encoding="utf-8"))
PROGRAMME_OFFICE = "Improvement Programme Manager"
DEPUTIES: dict[str, str] = PLAN["deputies"]


def _posts() -> dict[str, str]:
    """Every role of the plan with its organisation."""
    posts = {theme["lead_role"]: theme["lead_org"] for theme in PLAN["themes"]}
    posts |= {action["owner_role"]: action["organisation"] for action in PLAN["actions"]}
    return posts | {deputy: posts[role] for role, deputy in DEPUTIES.items() if role in posts}


POSTS = _posts()
ROLE_IDS = {title: number for number, title in enumerate(POSTS, start=1)}


def _organisations() -> tuple[str, ...]:
    supporting = (name for action in PLAN["actions"] for name in action["supporting"])
    return tuple(dict.fromkeys([*POSTS.values(), *supporting]))


def _sources() -> tuple[str, ...]:
    names = (action["finding_source"] for action in PLAN["actions"])
    return tuple(dict.fromkeys(name.partition(":")[0].partition(" (")[0] for name in names))


def _listed_action(row: Mapping[str, Any]) -> ListedAction:
    return ListedAction(
        ref=row["ref"],
        theme=row["theme"],
        short_title=row["short_title"],
        title=row["action"],
        success_measure=row["success_measure"],
        owner_role=row["owner_role"],
        organisation=row["organisation"],
    )


def directory(people: Iterable[str] = ()) -> Directory:
    """What the plan calls things."""
    return Directory(
        themes=tuple(ListedTheme(t["code"], t["name"], t["lead_role"]) for t in PLAN["themes"]),
        actions=tuple(map(_listed_action, PLAN["actions"])),
        risks=tuple(
            ListedRisk(r["ref"], r["theme"], r["action"], r["description"], r["owner_role"])
            for r in PLAN["risks"]
        ),
        roles=tuple(
            ListedRole(ROLE_IDS[title], title, organisation, DEPUTIES.get(title))
            for title, organisation in POSTS.items()
        ),
        people=tuple(people),
        organisations=_organisations(),
        sources=_sources(),
        email_domains=frozenset({"arden.example"}),
        meetings=tuple(
            sorted(
                (
                    (board, date.fromisoformat(day))
                    for board, days in PLAN["boards"].items()
                    for day in days
                ),
                key=lambda meeting: meeting[1],
            )
        ),
    )


def _action(number: int, row: Mapping[str, Any]) -> Action:
    codes = [theme["code"] for theme in PLAN["themes"]]
    reported = date.fromisoformat(row["last_update"])
    return Action(
        id=number,
        ref=row["ref"],
        short_title=row["short_title"],
        title=row["action"],
        theme_id=codes.index(row["theme"]) + 1,
        theme_code=row["theme"],
        theme=PLAN["themes"][codes.index(row["theme"])]["name"],
        owner_role_id=ROLE_IDS[row["owner_role"]],
        owner_role=row["owner_role"],
        organisation=row["organisation"],
        start=None,
        due=date.fromisoformat(row["due"]),
        original_due=date.fromisoformat(row["original_due"]),
        slips=0,
        success_measure=row["success_measure"],
        priority=False,
        position=Position(
            update_id=number,
            place=number,
            submission_id=None,
            kind=UpdateKind.OPENING,
            rating=Rating(row["rag"]),
            impact_rating=ImpactRating.UNKNOWN,
            stage=Stage(row["stage"]),
            percent=row["percent"],
            forecast=None,
            author_role=row["owner_role"],
            reported_on=reported,
            at=datetime.combine(reported, datetime.min.time(), tzinfo=UTC),
        ),
        words=None,
    )


DIRECTORY = directory()
ACTIONS = {
    row["ref"]: _action(number, row)
    for number, row in enumerate(sorted(PLAN["actions"], key=lambda row: row["ref"]), start=1)
}


@dataclass(frozen=True)
class At:
    """A situation of which everything is said beforehand."""

    today: date
    person: Person
    directory: Directory
    earlier: Earlier
    own: Sequence[Action]

    def actions(self, refs: Collection[str]) -> Mapping[str, Action]:
        """These actions as they stand in the plan."""
        return {ref: ACTIONS[ref] for ref in refs if ref in ACTIONS}


def situation(sender: str, today: date | str, role: str = "action_owner", **context: object) -> At:
    """Who writes (a role's title), when, and after what."""
    person = _person(sender, role)
    return At(
        today=date.fromisoformat(today) if isinstance(today, str) else today,
        person=person,
        directory=DIRECTORY,
        earlier=Earlier.model_validate(context),
        own=tuple(a for a in ACTIONS.values() if a.owner_role_id in person.own_role_ids),
    )


def _person(sender: str, role: str) -> Person:
    title = DEPUTIES.get(sender, sender) if role == "deputy" else sender
    held = Role(
        id=ROLE_IDS.get(title, len(ROLE_IDS) + 1),
        title=title,
        organisation=POSTS.get(title, "Arden Borough Council"),
        standing=_standing(title, role),
        leads=frozenset(t["code"] for t in PLAN["themes"] if t["lead_role"] == title),
        deputises=frozenset(
            ROLE_IDS[stood_in_for]
            for stood_in_for, deputy in DEPUTIES.items()
            if deputy == title and stood_in_for in ROLE_IDS
        ),
    )
    return Person(id=held.id, name="", email="someone@arden.example", roles=(held,))


def _standing(title: str, role: str) -> Standing:
    if title == PROGRAMME_OFFICE or role == "programme_manager":
        return Standing.PROGRAMME_OFFICE
    return Standing.BOARD if role == "board_member" else Standing.MEMBER
