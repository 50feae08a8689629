"""Ideas from the files of online forms: recognised by their headers, each taken once, wrong cells named."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from terugkom.errors import InputError
from terugkom.ideas.detect_ideas_table import detect_ideas_file, detect_ideas_table
from terugkom.ideas.model import Idea, IdeaState
from terugkom.workbook.file_formats.read_tables import Table, read_tables
from tests.ideas.conftest import TODAY, IdeaBox
from tests.soak import often
from tests.workbook.conftest import samples_folder

MOSTLY_SQLITE = True

HALF_PAST = datetime.fromisoformat("2027-03-01T09:30:00")  # Excel knows no zones
LAMP = "Het licht in de sporthal vanzelf laten doven"


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        (
            ["Tijdstempel", "Wat is uw idee?", "Uw naam, als u wil", "Mogen we uw idee bekendmaken?"],
            ["2027/03/01 2:22:11 p.m. CET", LAMP, "An Wijn", "Ja, dat mag"],
        ),
        (
            ["Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Beschrijf uw voorstel", "Openbaar"],
            [1, HALF_PAST, HALF_PAST, "an@linde.example.org", "Wijn A.",
             LAMP, "ja"],
        ),
        (["Horodateur", "Votre idée", "Votre nom", "Public"], ["01/03/2027 14:22:11", LAMP, "AN", "oui"]),
        (["Datum", "Suggestie", "Wie", "Publiek"], [date(2027, 3, 1), LAMP, "an wijn", "x, ja"]),
    ],
    ids=["Google Forms", "Microsoft Forms", "in French", "by hand"],
)  # fmt: skip
def test_the_columns_of_a_form_are_recognised(box: IdeaBox, headers: list[str], row: list[Any]) -> None:
    received = box.import_file(box.xlsx(["Ideeënbus van Linde"], headers, row))
    (idea,) = box.ideas()
    assert (idea.code, idea.title, idea.submitted_on) == ("I1", LAMP, date(2027, 3, 1))
    assert idea.person
    assert (idea.person.code, idea.submitted_by, idea.source) == ("AN", "", "import ideeen.xlsx")
    assert idea.public is not bool(received.findings)
    assert [each.column for each in received.findings] == (["Publiek"] if row[-1] == "x, ja" else [])


def test_what_a_form_asks_in_several_columns_is_one_idea(box: IdeaBox) -> None:
    box.import_file(
        box.csv(["Titel van uw idee", "Thema", "Toelichting"], [LAMP, "Energie", "Nu brandt het."])
    )
    (idea,) = box.ideas()
    assert (idea.text, idea.title, idea.theme) == (f"{LAMP}\nNu brandt het.", LAMP, "Energie")


def test_nobody_is_named_who_did_not_say_so_and_nothing_is_public_in_doubt(box: IdeaBox) -> None:
    rows = [["A", "", ""], ["B", "anoniem", "nee"], ["C", "n.v.t.", "misschien"], ["D", "Rik, buur", "Ja"]]
    received = box.import_file(box.csv(["Idee", "Naam", "Openbaar?"], *rows))
    ideas = box.ideas()
    assert [(each.person, each.submitted_by) for each in ideas] == [(None, "")] * 3 + [(None, "Rik, buur")]
    assert [each.public for each in ideas] == [False, False, False, True]
    assert [(each.row, each.column) for each in received.findings] == [(4, "Openbaar?")]


def test_wrong_rows_are_named_by_row_and_column_and_the_others_go_in(box: IdeaBox) -> None:
    path = box.csv(
        ["Idee", "Datum", "E-mail", "Wat vindt u van het formulier"],
        ["Meer bomen", "31/02/2027", "geen adres", "prima"],
        ["  ", "01/03/2027", "", "een lege"],
        [],
        ["?!", "", "", ""],
        ["x" * 10_001, "", "", ""],
        ["Meer banken", "01/03/2031", "", ""],
    )
    received = box.import_file(path)
    assert received.rows == {"new": 2, "known": 0, "refused": 3, "blank": 1}
    assert sum(received.rows.values()) == 6
    assert [(each.row, each.column, each.code) for each in received.findings] == [
        (2, "Datum", "impossible-date"),
        (2, "E-mail", "bad-email"),
        (3, "Idee", "no-idea"),
        (5, "Idee", "no-idea"),
        (6, "Idee", "too-long"),
        (7, "Datum", "idea-in-future"),
    ]
    assert [each.submitted_on for each in box.ideas()] == [TODAY, TODAY]
    assert received.unread == ("Wat vindt u van het formulier",)


@pytest.mark.each_database
def test_an_idea_handed_in_twice_is_one_and_keeps_its_answer(box: IdeaBox) -> None:
    path = box.csv(["Idee", "Naam"], [LAMP, "An Wijn"], [f"  {LAMP.upper()}. ", "Bo Vos"])
    assert box.import_file(path).rows == {"new": 1, "known": 1, "refused": 0, "blank": 0}
    box.answer("I1", IdeaState.LATER, "Eerst meten.")
    again = box.import_file(box.csv(["Voorstel"], [f"“{LAMP}”"], ["Meer bomen"], name="later.csv"))
    assert (again.new, again.rows["known"]) == (("I2",), 1)
    first, second = box.ideas()
    assert (first.state, first.answer, second.text) == (IdeaState.LATER, "Eerst meten.", "Meer bomen")


def test_times_of_a_form_with_the_month_first_are_read_so(box: IdeaBox) -> None:
    rows = [("2/3/2026 10:12:33", "Led"), ("11/20/2026 9:00:00", "Zon"), ("12/1/2026", "Wind")]
    result = box.import_file(box.csv(("Timestamp", "Your idea"), *rows))
    assert [each.submitted_on for each in box.ideas()] == [
        *(date(2026, 2, 3), date(2026, 11, 20), date(2026, 12, 1)),
    ]
    assert [(each.row, each.column, each.code) for each in result.findings] == [
        (3, "Timestamp", "month-first")
    ]


def test_an_address_in_the_file_gets_the_answer_as_one_of_a_page_does(box: IdeaBox) -> None:
    kim = ["Meer bomen", "Kim", "kim@example.org"]
    received = box.import_file(box.csv(["Idee", "Naam", "E-mail"], kim, [LAMP, "An Wijn", ""]))
    assert received.findings == ()
    assert [each.reply_address for each in box.ideas()] == ["kim@example.org", ""]
    later = [["MEER BOMEN", "Kim", "Kim@example.org"], [LAMP, "", "an@linde.example.org"]]
    again = box.import_file(box.csv(["Idee", "Naam", "E-mail"], *later, ["Meer bomen", "", "bo@example.org"]))
    assert [(each.row, each.column, each.code) for each in again.findings] == [
        (4, "E-mail", "idea-of-another")
    ], "who comes second with the same words gets no answer, which is said"
    assert "I1" in again.findings[0].message
    assert [each.reply_address for each in box.ideas()] == ["kim@example.org", "an@linde.example.org"]
    box.answer("I1", IdeaState.LATER, "Eerst het plein.")
    box.answer("I2", IdeaState.NOT_TAKEN_UP, "Dat gebeurt al.")
    with box.database.write_session() as session:  # as after the retention period
        for idea in session.scalars(select(Idea)):
            idea.reply_address = ""
    assert box.import_file(box.csv(["Idee", "Naam", "E-mail"], *later, name="nog.csv")).findings == ()
    assert [each.reply_address for each in box.ideas()] == ["", ""], "who was answered is not kept again"


def test_a_file_without_ideas_is_refused_and_says_which_columns_it_has(box: IdeaBox) -> None:
    with pytest.raises(InputError, match=r"plan\.csv: no column is called Idee .* are: Nr, Wat"):
        box.import_file(box.csv(["Nr", "Wat"], ["1", "x"], name="plan.csv"))


@pytest.mark.each_database
@settings(max_examples=often(8, soak=250), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(
        st.lists(st.sampled_from(["Bomen", "bomen!", "Banken", "Fietsen", "ФИЕТС", "фиетс", "é", "…"])),
        max_size=4,
    )
)
def test_however_files_come_each_idea_is_there_once_with_a_code_of_its_own(
    box: IdeaBox, files: list[list[str]]
) -> None:
    with box.database.write_session() as session:
        session.execute(delete(Idea))
    for texts in files:
        received = box.import_file(box.csv(["Idee"], *([text] for text in texts)))
        assert sum(received.rows.values()) == len(texts)
    ideas = box.ideas()
    said = {text.casefold().strip("!") for texts in files for text in texts} - {"…"}
    assert {each.text.casefold().strip("!") for each in ideas} == said
    assert [each.code for each in ideas] == [f"I{number}" for number in range(1, len(said) + 1)]


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (["Tijdstempel", "Wat is uw idee?"], True),
        (["Idee", "Status"], True),
        (["Code", "Titel", "Trekkers", "Deadline"], False),
        (["Idee", "Trekker", "Deadline"], False),
        (["Nr", "Voorstel", "Wie"], False),
        (["Maatregel", "Omschrijving"], False),
    ],
)
def test_a_file_of_ideas_is_told_from_a_plan_by_its_header(headers: list[str], told: bool) -> None:
    found = detect_ideas_file([Table("x.csv", [list(headers), ["a"] * len(headers)])])
    assert (found is not None) is told


def test_no_real_plan_is_taken_for_ideas() -> None:
    for path in sorted((samples_folder() / "plans").iterdir()):
        assert detect_ideas_file(read_tables(path)) is None, path.name


def test_an_answer_of_many_words_is_no_header() -> None:
    rows: list[Any] = [["Idee"], ["Mijn idee: " + "meer bomen " * 30]]
    form = detect_ideas_table([Table("x.csv", rows)])
    assert form
    assert form.header_row == 0


def test_an_idea_that_a_delimiter_within_it_moved_is_refused_and_named(box: IdeaBox) -> None:
    path = box.csv(
        ["Datum", "Idee", "Naam", "Publiek"],
        ["01/03/2027", "Meer bomen", " en banken op het plein", "An Wijn", "ja"],
        ["02/03/2027", "Fietsen", "Bo", "ja"],
        ["03/03/2027", "Water", "Cas", "ja"],
    )
    received = box.import_file(path)
    assert [(each.row, each.code) for each in received.findings] == [(2, "too-many-cells")]
    assert (received.rows["new"], received.rows["refused"]) == (2, 1)
    assert [each.text for each in box.ideas()] == ["Fietsen", "Water"]
