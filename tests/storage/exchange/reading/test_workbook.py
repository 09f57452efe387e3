"""A plan workbook is taken as a whole or refused with every mistake in it, cell by cell."""

import json
import random
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from storage.exchange.reading.workbook import PlanRejected, PlanSheets, read_plan
from storage.vocabulary import Rating, Stage, Standing
from tests.databases import SAMPLE
from tests.storage.workbooks import (
    GARBAGE,
    Sheets,
    as_bytes,
    put,
    saved,
    small_plan,
    with_cell,
    with_part,
)

ACTIONS_PART = "xl/worksheets/sheet5.xml"


def mistakes(content: bytes | Path) -> list[str]:
    with pytest.raises(PlanRejected) as refusal:
        read_plan(content)
    return list(refusal.value.mistakes)


def test_the_sample_plan_is_read_whole() -> None:
    """The workbook that ships is a correct one: Arden's plan with all that belongs to it."""
    plan = read_plan(SAMPLE)
    assert plan.programme.name == "Arden Children's Services Improvement Plan"
    assert plan.programme.as_at == date(2022, 11, 14)
    assert [theme.code for theme in plan.themes] == ["LG", "PT", "WF", "QP", "QA", "RK"]
    counts = (plan.people, plan.actions, plan.risks, plan.meetings, plan.organisations)
    assert [len(rows) for rows in counts] == [32, 24, 6, 7, 7]


def test_the_sample_says_what_the_mock_ups_say() -> None:
    """PT-01 and RK-04 open with their owner's words of 9 November, WF-03 as implemented."""
    actions = {action.ref: action for action in read_plan(SAMPLE).actions}
    assert actions["PT-01"].last_note == "3 of 5 posts filled, vetting under way for the rest"
    assert actions["RK-04"].last_note == "new form briefed to response teams"
    assert actions["PT-01"].last_note_date == date(2022, 11, 9)
    assert (actions["WF-03"].rating, actions["WF-03"].stage) == (Rating.BLUE, Stage.IMPLEMENTED)
    assert actions["WF-02"].owner_role == "HR Business Partner – Children's"


def test_everybody_in_the_sample_can_be_signed_in_locally() -> None:
    """The workbook's people are those of the list that local mode takes accounts from."""
    listed = json.loads(SAMPLE.with_name("people.json").read_text(encoding="utf-8"))
    people = read_plan(SAMPLE).people
    assert {person.email: (person.name, person.organisation) for person in people} == {
        entry["email"]: (entry["name"], entry["organisation"]) for entry in listed
    }
    assert {person.email.rpartition(".")[2] for person in people} == {"example"}


def test_the_sample_has_an_office_a_chair_and_deputies() -> None:
    """So that every right of the table can be tried."""
    people = read_plan(SAMPLE).people
    standings = {person.standing: person.role for person in people if person.standing != "member"}
    assert standings == {
        Standing.PROGRAMME_OFFICE: "Improvement Programme Manager",
        Standing.BOARD: "Independent Chair of the Improvement Board",
    }
    deputies = {person.role: person.deputy_for for person in people if person.deputy_for}
    assert deputies["MASH Team Manager"] == ("Head of MASH and Front Door",)
    assert len(deputies) == 4


def test_every_cell_is_read_as_what_it_means() -> None:
    """Dates, ticks, choices and lists of a correct plan arrive typed; gaps take defaults."""
    plan = read_plan(as_bytes(small_plan()))
    recruit, posts = plan.actions
    assert (recruit.priority, recruit.percent, recruit.supporting) == (True, 65, ("Mercia Police",))
    assert (recruit.original_due, recruit.due) == (date(2022, 12, 30), date(2023, 1, 31))
    assert (posts.priority, posts.percent, posts.last_note) == (False, None, "")
    assert [(theme.summary_weekday, theme.summary_time) for theme in plan.themes] == [
        (4, time(11, 0)),
        (3, time(16, 30)),
    ]
    assert plan.people[2].deputy_for == ("Owner – A",)
    assert plan.risks[1].action is None


def test_columns_and_sheets_may_stand_in_any_order() -> None:
    """What counts is a column's name, in any spelling of spaces and capitals."""
    sheets = {
        f" {title.upper()}": [row[::-1] for row in rows]
        for title, rows in reversed(small_plan().items())
    }
    sheets[" ACTIONS"][0] = [f"  {str(name).upper()} " for name in sheets[" ACTIONS"][0]]
    sheets["My notes"] = [["anything"]]
    assert read_plan(as_bytes(sheets)).sha256 == read_plan(as_bytes(small_plan())).sha256


def test_empty_rows_do_not_matter() -> None:
    """A gap between rows is no row, and the rows beneath it keep their numbers."""
    sheets = small_plan()
    sheets["Actions"].insert(2, [None, "   ", ""])
    put(sheets, "Actions", 4, "Percent", 140)
    assert mistakes(as_bytes(sheets)) == [
        "Actions, row 4, column O (Percent): “140” is not a whole number from 0 to 100."
    ]


@pytest.mark.parametrize(
    ("header", "value", "meant"),
    [
        ("Due", "30/12/2022", date(2022, 12, 30)),
        ("Due", " 5/6/2023 ", date(2023, 6, 5)),
        ("Due", "2023-06-05", date(2023, 6, 5)),
        ("Due", datetime(2023, 6, 5, 14, 30), date(2023, 6, 5)),  # noqa: DTZ001 -- as Excel has it
        ("Percent", "65%", 65),
        ("Percent", 65.0, 65),
        ("Percent", "0", 0),
        ("Rating", " aMBer ", Rating.AMBER),
        ("Stage", "in  progress", Stage.IN_PROGRESS),
        ("Priority", True, True),
        ("Priority", "no", False),
        ("Reference", "wf-01", "WF-01"),
        ("Theme", "wf", "WF"),
        ("Owner role", "owner - a", "Owner – A"),
        ("Short title", 2023, "2023"),
        ("Action", "two\nlines", "two\nlines"),
        ("Short title", "two\nlines", "two lines"),
        ("Last note", "Zoe\u0308 said =1+1", "Zo\u00eb said =1+1"),
        ("Supporting organisations", "Mercia Police;; mercia police ;", ("Mercia Police",)),
    ],
)
def test_a_cell_may_be_written_in_several_ways(header: str, value: object, meant: object) -> None:
    """What a careful reader would understand is understood."""
    plan = read_plan(as_bytes(with_cell("Actions", 2, header, value)))
    assert meant in dict(plan.actions[0]).values()


def test_a_percentage_is_read_as_it_is_shown() -> None:
    """Excel keeps 65% as 0.65; the plan means 65."""
    workbook = load_workbook(BytesIO(as_bytes(small_plan())))
    workbook["Actions"]["O2"] = 0.65
    workbook["Actions"]["O2"].number_format = "0%"
    assert read_plan(saved(workbook)).actions[0].percent == 65


@pytest.mark.parametrize("clock", [time(9, 30), timedelta(hours=9, minutes=30), "9.30", "09:30"])
def test_a_time_is_read_in_every_way_excel_keeps_it(clock: object) -> None:
    """A time, a duration and a text are the same time of day."""
    plan = read_plan(as_bytes(with_cell("Themes", 2, "Summary time", clock)))
    assert plan.themes[0].summary_time == time(9, 30)


def test_a_formula_counts_as_its_value() -> None:
    """What Excel last worked out is what the cell says."""
    content = as_bytes(with_cell("Actions", 2, "Percent", "=60+5"))
    shown = with_part(content, ACTIONS_PART, lambda xml: xml.replace(b"<v />", b"<v>65</v>"))
    assert read_plan(shown).actions[0].percent == 65


def test_a_person_may_hold_two_roles_and_a_role_two_people() -> None:
    """One row for each person in each role."""
    sheets = small_plan()
    sheets["People"] += [
        ["Ann Alder", "Ann@arden.example", "Inspector", "Mercia Police", None, None],
    ]
    assert len(read_plan(as_bytes(sheets)).people) == 4


A_CELL_IS_WRONG: list[tuple[str, int, str, object, str]] = [
    ("Programme", 2, "As at", "soon", "B (As at): “soon” is not a date; write it as 30/12/2022."),
    ("Programme", 2, "As at", None, "B (As at): this cell is empty."),
    ("People", 3, "Name", None,
     "A (Name): this cell is empty, and a role must be held by somebody."),
    ("People", 3, "Email", "ben at arden", "B (Email): this is not an email address."),
    ("People", 3, "Email", "ben@arden", "B (Email): this is not an email address."),
    ("People", 3, "Email", "a@b.example, c@d.example", "B (Email): this is not an email address."),
    ("People", 4, "Email", "BEN@arden.example",
     "B (Email): this email address belongs to somebody else in row 3."),
    ("People", 3, "Organisation", "Arden Council",
     "D (Organisation): there is no organisation “Arden Council” on the sheet Organisations. "
     "Did you mean “Arden Borough Council”?"),
    ("People", 3, "Standing", "boss",
     "E (Standing): “boss” is not possible here; use Member, Programme office or Board."),
    ("People", 3, "Deputy for", "Chief",
     "F (Deputy for): there is no role “Chief” on the sheet People."),
    ("People", 4, "Deputy for", "inspector",
     "F (Deputy for): a role cannot stand in for itself."),
    ("People", 2, "Name", "Ann\u202e",
     "A (Name): this cell holds an invisible character (U+202E); type its text again."),
    ("Themes", 3, "Name", "workforce", "B (Name): “workforce” stands in row 2 already."),
    ("Themes", 2, "Lead role", "Nobody",
     "C (Lead role): there is no role “Nobody” on the sheet People."),
    ("Themes", 2, "Summary day", "Sunday",
     "D (Summary day): “Sunday” is not a working day; use Monday to Friday."),
    ("Themes", 2, "Summary time", "noon",
     "E (Summary time): “noon” is not a time; write it as 11:00."),
    ("Themes", 2, "Summary time", "25:00",
     "E (Summary time): “25:00” is not a time; write it as 11:00."),
    ("Themes", 2, "Summary time", time(7, 0),
     "E (Summary time): this time is not between 08:30 and 17:30, when planbot may speak."),
    ("Actions", 3, "Reference", "PT-1A",
     "A (Reference): “PT-1A” is not a reference like WF-01."),
    ("Actions", 3, "Reference", "WF-02",
     "A (Reference): the reference “WF-02” must begin with its theme's code, PT-."),
    ("Actions", 3, "Theme", "XX", "B (Theme): there is no theme “XX” on the sheet Themes."),
    ("Actions", 3, "Short title", "x" * 41,
     "C (Short title): this text has 41 characters; at most 40 are possible."),
    ("Actions", 3, "Action", "x" * 2001,
     "D (Action): this text has 2001 characters; at most 2000 are possible."),
    ("Actions", 3, "Findings", date(2022, 1, 1),
     "E (Findings): this cell holds a date or a tick, not a text."),
    ("Actions", 3, "Findings", "#N/A", "E (Findings): Excel shows the error #N/A in this cell."),
    ("Actions", 3, "Owner role", "Owner – B",
     "F (Owner role): there is no role “Owner – B” on the sheet People. "
     "Did you mean “Owner – A”?"),
    ("Actions", 3, "Organisation", "Schools",
     "G (Organisation): there is no organisation “Schools” on the sheet Organisations."),
    ("Actions", 3, "Supporting organisations", "Mercia Police; Schools",
     "H (Supporting organisations): "
     "there is no organisation “Schools” on the sheet Organisations."),
    ("Actions", 3, "Priority", "maybe", "I (Priority): “maybe” is neither Yes nor No."),
    ("Actions", 3, "Due", "31/02/2023",
     "K (Due): “31/02/2023” is not a date; write it as 30/12/2022."),
    ("Actions", 3, "Due", "12/30/2022",
     "K (Due): “12/30/2022” is not a date; write it as 30/12/2022."),
    ("Actions", 3, "Due", 4491, "K (Due): “4491” is not a date; write it as 30/12/2022."),
    ("Actions", 3, "Due", "Dec 2022",
     "K (Due): “Dec 2022” is only part of a date; write day, month and year, such as 30/12/2022."),
    ("Actions", 3, "Due", "TBC",
     "K (Due): “TBC” is not a date: give the date that is worked to, such as 30/12/2022."),
    ("Actions", 3, "Success measure", "n/a",
     "L (Success measure): “n/a” is not enough here: give what holds today; it can be changed "
     "later."),
    ("Actions", 3, "Stage", "TBD",
     "M (Stage): “TBD” is not possible here; "
     "use Not started, In progress, Completion claimed, Implemented or Embedded."),
    ("Actions", 3, "Due", True, "K (Due): “True” is not a date; write it as 30/12/2022."),
    ("Actions", 3, "Due", date(1922, 12, 9),
     "K (Due): this date is not between the years 2000 and 2100."),
    ("Actions", 3, "Stage", "finished",
     "M (Stage): “finished” is not possible here; "
     "use Not started, In progress, Completion claimed, Implemented or Embedded."),
    ("Actions", 3, "Rating", "purple",
     "N (Rating): “purple” is not possible here; use Grey, Green, Amber, Red or Blue."),
    ("Actions", 2, "Rating", "Blue",
     "N (Rating): Blue means complete and signed off: "
     "the stage must be Implemented or Embedded."),
    ("Actions", 3, "Percent", 101,
     "O (Percent): “101” is not a whole number from 0 to 100."),
    ("Actions", 3, "Percent", -5, "O (Percent): “-5” is not a whole number from 0 to 100."),
    ("Actions", 3, "Percent", 62.5,
     "O (Percent): “62.5” is not a whole number from 0 to 100."),
    ("Actions", 3, "Percent", "most",
     "O (Percent): “most” is not a whole number from 0 to 100."),
    ("Actions", 3, "Percent", "٦٥", "O (Percent): “٦٥” is not a whole number from 0 to 100."),
    ("Actions", 2, "Last note date", None,
     "P (Last note): the last note needs the date on which it was given."),
    ("Actions", 2, "Last note date", date(2022, 11, 15),
     "Q (Last note date): the last note is dated after the plan's as-at day."),
    ("Risks", 2, "Reference", "R 1", "A (Reference): “R 1” is not a reference like WF-01."),
    ("Risks", 3, "Reference", "R-01", "A (Reference): “R-01” stands in row 2 already."),
    ("Risks", 3, "Reference", "WF-01",
     "A (Reference): “WF-01” is the reference of an action already; "
     "a risk needs its own, such as R-01."),
    ("Risks", 2, "Action", "WF-09",
     "C (Action): there is no action “WF-09” on the sheet Actions. Did you mean “WF-01”?"),
    ("Risks", 2, "Action", "PT-01",
     "C (Action): the action PT-01 belongs to the theme PT, not to WF."),
    ("Risks", 2, "Likelihood", 6,
     "E (Likelihood): “6” is not a whole number from 1 to 5."),
    ("Risks", 2, "Impact", 0, "F (Impact): “0” is not a whole number from 1 to 5."),
    ("Risks", 2, "Owner role", "Ghost",
     "G (Owner role): there is no role “Ghost” on the sheet People."),
    ("Board meetings", 2, "Date", None, "B (Date): this cell is empty."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "row", "header", "value", "sentence"), A_CELL_IS_WRONG)
def test_a_wrong_cell_is_named_with_its_place(
    title: str, row: int, header: str, value: object, sentence: str
) -> None:
    """Sheet, row, column letter and header, and what to put right, in one sentence."""
    content = as_bytes(with_cell(title, row, header, value))
    assert mistakes(content) == [f"{title}, row {row}, column {sentence}"]


def test_every_mistake_is_told_at_once() -> None:
    """A row with three mistakes and three more sheets with one: all of them, top to bottom."""
    sheets = small_plan()
    put(sheets, "Programme", 2, "As at", "tomorrow")
    put(sheets, "People", 3, "Email", "x")
    put(sheets, "Actions", 2, "Percent", 140)
    put(sheets, "Actions", 2, "Rating", "purple")
    put(sheets, "Actions", 2, "Owner role", "Ghost")
    put(sheets, "Risks", 2, "Likelihood", 9)
    assert mistakes(as_bytes(sheets)) == [
        "Programme, row 2, column B (As at): “tomorrow” is not a date; write it as 30/12/2022.",
        "People, row 3, column B (Email): this is not an email address.",
        "Actions, row 2, column F (Owner role): there is no role “Ghost” on the sheet People.",
        "Actions, row 2, column N (Rating): “purple” is not possible here; "
        "use Grey, Green, Amber, Red or Blue.",
        "Actions, row 2, column O (Percent): “140” is not a whole number from 0 to 100.",
        "Risks, row 2, column E (Likelihood): “9” is not a whole number from 1 to 5.",
    ]


def test_a_repeated_reference_names_the_first() -> None:
    """Also in a row that has another mistake."""
    sheets = small_plan()
    sheets["Actions"].append(list(sheets["Actions"][1]))
    put(sheets, "Actions", 4, "Percent", 140)
    assert mistakes(as_bytes(sheets)) == [
        "Actions, row 4, column A (Reference): “WF-01” stands in row 2 already.",
        "Actions, row 4, column O (Percent): “140” is not a whole number from 0 to 100.",
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ["Ben Beech", "ben@arden.example", "owner – A", "Arden Borough Council", None, None],
            "column C (Role): “owner – A” stands in row 3 already.",
        ),
        (
            ["Dan Dale", "dan@arden.example", "Inspector", "Arden Borough Council", None, None],
            "column D (Organisation): this role has another organisation in row 4.",
        ),
        (
            ["Dan Dale", "dan@arden.example", "Inspector", "Mercia Police", "Board", None],
            "column E (Standing): this role has another standing in row 4.",
        ),
        (
            ["Dan Dale", "dan@arden.example", "D", "Mercia Police", None, "Owner – A"],
            "column F (Deputy for): the role “Owner – A” has another deputy in row 4 already.",
        ),
    ],
)
def test_rows_about_people_must_agree(row: list[object], sentence: str) -> None:
    """A role has one organisation, one standing and one deputy, whoever holds it."""
    sheets = small_plan()
    sheets["People"].append(row)
    assert mistakes(as_bytes(sheets)) == [f"People, row 5, {sentence}"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("wf", "“wf” stands in row 2 already."),
        ("PART5", "“PART5” is not a code of one to four letters."),
    ],
)
def test_a_theme_has_a_code_of_its_own(code: str, sentence: str) -> None:
    """A few letters that no other theme has, for its actions' references."""
    sheets = small_plan()
    sheets["Themes"].append([code, "Third theme", "Manager", None, None])
    assert mistakes(as_bytes(sheets)) == [f"Themes, row 4, column A (Code): {sentence}"]


def test_a_meeting_is_there_once() -> None:
    """The same board on the same day, however the day is written."""
    sheets = small_plan()
    sheets["Board meetings"].append(["board", "29/11/2022"])
    assert mistakes(as_bytes(sheets)) == [
        "Board meetings, row 3, column B (Date): “29/11/2022” stands in row 2 already."
    ]


def test_somebody_must_look_after_the_plan() -> None:
    """A plan without a programme office could never be run."""
    assert mistakes(as_bytes(with_cell("People", 2, "Standing", None))) == [
        "People: nobody has the standing Programme office, so nobody could look after the plan."
    ]


@pytest.mark.parametrize("title", ["Programme", "Organisations", "People", "Themes", "Actions"])
def test_a_sheet_that_is_needed_has_rows(title: str) -> None:
    """An empty sheet is said once, above what follows from it."""
    sheets = small_plan()
    del sheets[title][1:]
    assert f"{title}: there is no row beneath the headers." in mistakes(as_bytes(sheets))


def test_a_plan_needs_no_risks_and_no_meetings() -> None:
    """Those sheets may be empty, but they are there."""
    sheets = small_plan()
    del sheets["Risks"][1:], sheets["Board meetings"][1:]
    plan = read_plan(as_bytes(sheets))
    assert (plan.risks, plan.meetings) == ((), ())


def test_there_is_one_programme() -> None:
    """A second row would be ignored, so it is refused."""
    sheets = small_plan()
    sheets["Programme"].append(["Another", date(2022, 11, 14)])
    assert mistakes(as_bytes(sheets)) == [
        "Programme: there must be one row beneath the headers; here are 2."
    ]


@pytest.mark.parametrize("title", list(small_plan()))
def test_a_missing_sheet_is_the_only_complaint(title: str) -> None:
    """What other sheets take from it is not held against them."""
    sheets = small_plan()
    del sheets[title]
    assert mistakes(as_bytes(sheets)) == [f"{title}: there is no sheet with this name."]


def rename(sheets: Sheets, title: str, old: str, new: str | None) -> Sheets:
    sheets[title][0][sheets[title][0].index(old)] = new
    return sheets


def test_an_unknown_column_is_reported_with_the_missing_one() -> None:
    """A misspelt header is both."""
    assert mistakes(as_bytes(rename(small_plan(), "Actions", "Owner role", "Ownr"))) == [
        "Actions, row 1: the column “Owner role” is missing.",
        "Actions, row 1, column F (Ownr): this column is not known. Did you mean “Owner role”?",
    ]


def test_a_column_stands_once() -> None:
    """Of two columns with one name neither is guessed to be the right one."""
    assert mistakes(as_bytes(rename(small_plan(), "Actions", "Priority", "due")))[0] == (
        "Actions, row 1, column K (Due): this column is there twice."
    )


def test_cells_without_a_header_are_reported() -> None:
    """What stands outside the columns would be lost."""
    sheets = small_plan()
    sheets["Board meetings"][1].append("postponed")
    assert mistakes(as_bytes(sheets)) == [
        "Board meetings, row 2, column C (no name): "
        "this cell is filled, but its column has no name in row 1."
    ]


@pytest.mark.parametrize("number", [b"10001", b"1048576", b"999999999999"])
def test_rows_far_below_are_refused_at_once(number: bytes) -> None:
    """Neither a million formatted rows nor an invented row number keeps the bot busy."""
    content = with_part(
        as_bytes(small_plan()),
        ACTIONS_PART,
        lambda xml: xml.replace(b'<row r="3"', b'<row r="' + number + b'"'),
    )
    assert mistakes(content)[0] == (
        "Actions: there is something below row 10,000; delete the rows that are not needed."
    )


def test_a_decorated_workbook_is_read_without_a_warning() -> None:
    """The sample carries lists to choose from, frozen headers and filters."""
    workbook = load_workbook(SAMPLE)
    assert workbook["Actions"].freeze_panes == "B2"
    assert workbook["Actions"].data_validations.count >= 8
    assert workbook["Actions"]["P2"].number_format == "dd/mm/yyyy"
    assert isinstance(read_plan(SAMPLE), PlanSheets)


def test_a_refusal_quotes_no_cell_by_itself() -> None:
    """What the log may show of the exception holds nobody's words; its sentences do."""
    with pytest.raises(PlanRejected) as refusal:
        read_plan(as_bytes(with_cell("Actions", 2, "Owner role", "Bobby")))
    assert "Bobby" in refusal.value.mistakes[0]
    assert "Bobby" not in str(refusal.value)


def test_a_long_cell_is_quoted_in_part() -> None:
    """A sentence stays a sentence."""
    sentence = mistakes(as_bytes(with_cell("Actions", 2, "Owner role", "x" * 30_000)))[0]
    assert len(sentence) < 200
    assert "x…”" in sentence


@st.composite
def broken_plans(draw: st.DrawFn) -> bytes:
    """The small plan with up to six cells, headers included, replaced by anything."""
    sheets = small_plan()
    for _ in range(draw(st.integers(1, 6))):
        rows = sheets[draw(st.sampled_from(list(sheets)))]
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(GARBAGE)
    return as_bytes(sheets)


def outcome(content: bytes) -> PlanSheets | tuple[str, ...]:
    try:
        return read_plan(content)
    except PlanRejected as refusal:
        return refusal.mistakes


@given(broken_plans())
def test_whatever_stands_in_the_cells_the_answer_is_a_plan_or_sentences(content: bytes) -> None:
    """No cell makes the import fail in another way, and no mistake is without words."""
    answer = outcome(content)
    if not isinstance(answer, PlanSheets):
        assert answer
        assert all(sentence.endswith((".", "?")) and len(sentence) < 400 for sentence in answer)


WHOLE_FILE = as_bytes(small_plan())


@given(st.integers(0), st.integers(1, 40))
def test_whatever_happens_to_the_file_the_answer_is_a_plan_or_sentences(
    seed: int, changes: int
) -> None:
    """A file damaged on its way is refused like any other that is no workbook."""
    chance = random.Random(seed)  # a file is too long to be drawn byte by byte
    content = bytearray(WHOLE_FILE)
    for _ in range(changes):
        content[chance.randrange(len(content))] = chance.randrange(256)
    answer = outcome(bytes(content))
    assert isinstance(answer, PlanSheets) or answer
