"""Where an action comes from, what shows that it works, and who has a part in it."""

from datetime import date
from decimal import Decimal

from storage.database import Database
from storage.details import ActionDetails, Details, Finding
from storage.record import Record
from storage.said import Change, Link, Reading
from storage.vocabulary import Better
from tests.databases import NOW
from tests.storage.conftest import HR_PARTNER, MINUTE, WEDNESDAY, action, author, turn

JTAI = "JTAI Statement of Action"


def of(record: Record, ref: str) -> ActionDetails:
    return record.details.of(action(record, ref))


def refs(found: tuple[object, ...]) -> list[str]:
    return [one.ref for one in found]  # type: ignore[attr-defined]


def test_an_action_says_where_it_comes_from(record: Record) -> None:
    """Source, finding, what it was called there, and what it belongs to (seed 2.2 to 2.4)."""
    found = of(record, "WF-02")
    assert found.findings == (Finding("F-06", "Turnover and pressure on staff", JTAI),)
    assert (found.sources, found.former_references) == ((JTAI,), ((JTAI, "2.3"),))
    assert found.focus_areas == ("A strong focus on retention, recruitment, and staff development",)
    assert found.council_priorities == ("Good value for public money",)
    assert set(of(record, "WF-04").supporting) > {"Mercia Police", "Probation Service"}


def test_a_measure_without_a_reading_says_so(record: Record) -> None:
    """Mock-up 8.2: no reading yet, target below 25%."""
    (measure,) = of(record, "WF-02").measures
    assert (measure.name, measure.target) == (
        "Agency share of the social work workforce",
        Decimal(25),
    )
    assert (measure.latest, measure.better) == (None, Better.LOWER)


def test_a_measures_latest_reading_counts(database: Database) -> None:
    """Of standing updates, by the day that it was read; yesterday's answer stays yesterday's."""
    with turn(database, WEDNESDAY) as record:
        about, partner = action(record, "WF-02"), author(record, HR_PARTNER)
        (measure,) = record.details.of(about).measures
        readings = (
            Reading(measure.id, Decimal("28.5"), None, date(2022, 11, 1)),
            Reading(measure.id, Decimal("29.1"), None, date(2022, 10, 1)),
        )
        change = Change(readings=readings, evidence=(Link("https://arden.example/a", "Return"),))
        submission = record.submissions.begin(partner.person_id, "update", "token")
        basis = about.position.update_id
        record.updates.report(submission, partner, about, basis, change)
        after = record.details.of(about)
        before = record.details.of(about, WEDNESDAY - MINUTE)
        record.submissions.take_back(submission, partner.person_id, "undo")
        undone = record.details.of(about)
    assert (after.measures[0].latest, after.measures[0].read_on) == (
        Decimal("28.5"),
        date(2022, 11, 1),
    )
    assert [(one.title, one.url) for one in after.evidence] == [
        ("Return", "https://arden.example/a")
    ]
    for other in (before, undone):
        assert (other.measures[0].latest, other.evidence) == (None, ())


def test_milestones_come_in_the_order_of_their_days(record: Record) -> None:
    """Reached or not."""
    assert [(one.title, one.done_on) for one in of(record, "WF-01").milestones] == [
        ("Shortlist complete", date(2022, 11, 4)),
        ("Offers made", None),
    ]


def test_findings_that_no_action_answers(record: Record) -> None:
    """A programme office looks for these first (seed 2.2)."""
    assert record.details.unanswered_findings() == (
        Finding("F-13", "Partners do not understand thresholds in the same way", JTAI),
    )


def test_actions_by_what_they_belong_to(record: Record) -> None:
    """Of a partner, owned or supported; of a source; of a focus area; of nothing known."""
    details = record.details
    assert {"PT-01", "RK-04", "LG-01"} <= set(refs(details.of_organisation("Mercia Police")))
    assert "WF-02" not in refs(details.of_organisation("Mercia Police"))
    assert refs(details.of_source("National review")) == [
        "PT-04", "QP-03", "QP-04", "RK-03", "RK-04",
    ]  # fmt: skip
    assert refs(details.of_focus_area("Managing workloads")) == ["WF-03"]
    assert details.of_organisation("Nobody") == ()


def test_details_of_many_actions_are_asked_in_one_way(record: Record) -> None:
    """Every action of the plan has them."""
    assert isinstance(record.details, Details)
    assert all(of(record, ref).sources for ref in record.plan.refs())
    assert record.now == NOW
