"""Each kind of wrong cell: where it is reported, what still imports, and what stays as it was."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, ActionStatus, Group, Municipality, Person
from tests.workbook.conftest import SMALL_PLAN

WRONG = [
    ("Acties", "Trekkers", "zoe", "unknown-person"),
    ("Acties", "Groep", "nergens", "unknown-group"),
    ("Acties", "Deadline", "31/02/2027", "impossible-date"),
    ("Acties", "Deadline", date(1905, 7, 18), "impossible-date"),
    ("Acties", "Deadline", "doorlopend", "no-deadline"),
    ("Acties", "Start", "binnenkort", "impossible-date"),
    ("Acties", "Status", "half", "unknown-status"),
    ("Acties", "Titel", None, "missing-value"),
    ("Acties", "Titel", "x" * 501, "too-long"),
    ("Acties", "Thema", "#REF!", "excel-error"),
    ("Acties", "Nieuws van", "maart 2027", "impossible-date"),
    ("Mensen", "E-mail", "an@gemeente@example.be", "bad-email"),
    ("Mensen", "E-mail", "an@gemeente.be\nBcc: x@y.be", "bad-email"),
    ("Mensen", "E-mail", "An Peeters", "bad-email"),
    ("Mensen", "E-mail", "an.@gemeente.be", "bad-email"),
    ("Mensen", "E-mail", "an..peeters@gemeente.be", "bad-email"),
    ("Mensen", "E-mail", "an@-gemeente.be", "bad-email"),
    ("Mensen", "E-mail", "an@gemeente!.be", "bad-email"),
    ("Mensen", "Groepen", "energie; nergens", "unknown-group"),
    ("Mensen", "Vervanger", "zoe", "unknown-person"),
    ("Mensen", "Vervanger", "an", "stand-in-self"),
    ("Mensen", "Afwezig van", "30/02/2027", "impossible-date"),
    ("Mensen", "Naam", "", "missing-value"),
    ("Groepen", "Soort", "kliek", "unknown-kind"),
    ("Groepen", "Om de hoeveel maanden", "halfjaarlijks", "not-a-whole-number"),
    ("Groepen", "Eerste terugkom-moment", "maart", "impossible-date"),
    ("Groepen", "Beginuur", "halfdrie", "not-a-time"),
    ("Groepen", "Beginuur", "25:00", "not-a-time"),
    ("Groepen", "Duur in minuten", "anderhalf uur", "not-a-whole-number"),
    ("Indicatoren", "Streefwaarde", "veel", "not-a-number"),
    ("Indicatoren", "Streefwaarde", "1.234", "not-a-number"),
    ("Indicatoren", "Actie", "A9", "unknown-action"),
    ("Indicatoren", "Laatste meting", 5, "measurement-incomplete"),
]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("sheet", "column", "value", "code"), WRONG)
def test_a_wrong_cell_is_reported_where_it_stands(
    desk: Any, places: Any, sheet: str, column: str, value: Any, code: str
) -> None:
    desk.import_file(desk.plan())

    report = desk.import_file(desk.plan(**{sheet: {column: value}}))

    where = "Gemeten op" if code == "measurement-incomplete" else column
    assert places(report) == [(sheet, 2, where, code)]
    assert {fate: count for fate, count in report.rows.items() if count} == {"header": 4, "imported": 4}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("sheet", "column", "value", "code"), [w for w in WRONG if w[3] != "no-deadline"])
def test_what_stood_where_a_wrong_cell_is_stays(
    desk: Any, sheet: str, column: str, value: Any, code: str
) -> None:
    full: dict[str, dict[str, Any]] = {
        "Acties": {
            "Deadline": date(2027, 6, 30),
            "Start": date(2027, 1, 1),
            "Status": "lopend",
            "Thema": "energie",
        },
        "Mensen": {"Groepen": "energie", "Afwezig van": date(2027, 1, 1), "Functie": "technicus"},
        "Groepen": {
            "Eerste terugkom-moment": date(2027, 3, 15),
            "Om de hoeveel maanden": 6,
            "Beginuur": "9u30",
            "Duur in minuten": 60,
        },
        "Indicatoren": {"Eenheid": "gebouwen", "Nulmeting": 2},
    }
    desk.import_file(desk.plan(**full))
    before = desk.all_rows()

    desk.import_file(desk.plan(**{**full, sheet: {**full[sheet], column: value}}))

    assert desk.all_rows() == before


def test_the_other_cells_and_rows_of_a_sheet_import_beside_a_wrong_one(desk: Any) -> None:
    actions = [
        {"Code": "A1", "Titel": "Led", "Trekkers": "an; zoe", "Deadline": "31/02/2027", "Thema": "energie"},
        {"Code": "A2", "Titel": "Fietsen", "Trekkers": "An Peeters", "Status": "Lopend"},
    ]
    people = [{"Code": "an", "Naam": "An Peeters"}]

    report = desk.import_file(desk.workbook(Acties=actions, Mensen=people))

    assert report.actions["added"] == 2
    assert (desk.action("A1")["theme"], desk.action("A1")["owners"]) == ("energie", ["an"])
    assert (desk.action("A2")["status"], desk.action("A2")["owners"]) == (ActionStatus.RUNNING, ["an"])


def test_a_typing_error_takes_no_owner_off_an_action(desk: Any) -> None:
    people = [{"Code": "an", "Naam": "An"}, {"Code": "bob", "Naam": "Bob"}]
    desk.import_file(desk.workbook(Acties=[{"Code": "A1", "Titel": "Led", "Trekkers": "an"}], Mensen=people))

    desk.import_file(desk.workbook(Acties=[{"Code": "A1", "Titel": "Led", "Trekkers": "bbo; bob"}]))

    assert desk.action()["owners"] == ["an", "bob"]


def test_the_second_row_with_a_code_is_refused_and_the_first_stays(desk: Any, places: Any) -> None:
    actions = [
        {"Code": "A1", "Titel": "Eerste"},
        {"Code": "A2", "Titel": "B"},
        {"Code": "A1", "Titel": "Tweede"},
    ]

    report = desk.import_file(desk.workbook(Acties=actions))

    assert places(report) == [("Acties", 4, "Code", "duplicate-code")]
    assert "rij 2" in report.findings[0].message
    assert (report.rows["imported"], report.rows["refused"]) == (2, 1)
    assert desk.action()["title"] == "Eerste"


def test_rows_without_code_or_with_an_impossible_one_are_refused(desk: Any, places: Any) -> None:
    actions = [{"Titel": "Zonder code"}, {"Code": "A;1", "Titel": "x"}, {"Code": "x" * 61, "Titel": "x"}]

    report = desk.import_file(desk.workbook(Acties=[*actions, {"Code": "A4"}]))

    assert places(report) == [
        ("Acties", 2, "Code", "missing-code"),
        ("Acties", 3, "Code", "bad-code"),
        ("Acties", 4, "Code", "too-long"),
        ("Acties", 5, "Titel", "missing-value"),
    ]
    assert (report.rows["imported"], report.rows["refused"]) == (0, 4)


@pytest.mark.parametrize("code", ["an@gemeente.example", "A1 (an@gemeente.example)", "an＠gemeente.example"])
@pytest.mark.parametrize("sheet", ["Acties", "Mensen", "Groepen", "Indicatoren"])
def test_a_code_with_an_address_is_refused_with_its_row(
    desk: Any, places: Any, sheet: str, code: str
) -> None:
    rows = [{**SMALL_PLAN[sheet][0], "Code": code}]
    more = {"Acties": [{"Code": "A1", "Titel": "Led"}]} if sheet != "Acties" else {}
    report = desk.import_file(desk.workbook(**{**more, sheet: rows}))
    assert places(report) == [(sheet, 2, "Code", "bad-code")]
    assert report.rows["refused"] == 1
    with desk.database.read_session() as session:
        for kind in (Action, Person, Group, Indicator):
            assert not [each for each in session.scalars(select(kind.code)) if each != "A1"]


def test_an_absence_that_ends_before_it_begins_is_not_taken(desk: Any, places: Any) -> None:
    absent = {"Afwezig van": date(2027, 2, 1), "Afwezig tot en met": date(2027, 1, 1)}

    report = desk.import_file(desk.plan(Mensen=absent))

    assert places(report) == [("Mensen", 2, "Afwezig tot en met", "absent-until-before-from")]
    with desk.database.read_session() as session:
        person = session.scalars(select(Person)).one()
        assert (person.absent_from, person.absent_until) == (None, None)


def test_a_snooze_needs_a_reason(desk: Any, places: Any) -> None:
    report = desk.import_file(desk.plan(Acties={"Uitstel tot": date(2027, 2, 1)}))

    assert places(report) == [("Acties", 2, "Reden van uitstel", "snooze-without-reason")]
    assert desk.action()["snoozed_until"] is None

    report = desk.import_file(
        desk.plan(Acties={"Uitstel tot": date(2027, 2, 1), "Reden van uitstel": "levering"})
    )

    assert report.findings == ()
    assert (desk.action()["snoozed_until"], desk.action()["snooze_reason"]) == (date(2027, 2, 1), "levering")


def test_news_and_figures_from_the_future_are_not_taken(desk: Any, places: Any) -> None:
    later = {"Nieuws": "Klaar", "Nieuws van": date(2026, 11, 24)}
    figure = {"Laatste meting": 5, "Gemeten op": date(2026, 11, 24)}

    report = desk.import_file(desk.plan(Acties=later, Indicatoren=figure))

    assert places(report) == [
        ("Acties", 2, "Nieuws van", "report-in-future"),
        ("Indicatoren", 2, "Gemeten op", "measurement-in-future"),
    ]
    rows = desk.all_rows()
    assert (rows["progress_reports"], rows["measurements"]) == ([], [])


SETTINGS = [
    ("Dag van de herinneringsmail", "zaterdag", "Waarde", "unknown-choice"),
    ("Taal", "klingon", "Waarde", "unknown-choice"),
    ("Coördinator", "zoe", "Waarde", "unknown-person"),
    ("Sluitingsdagen", "24/12/2026; 32/12/2026", "Waarde", "impossible-date"),
    ("Afzender (e-mail)", "mvo", "Waarde", "bad-email"),
    ("Afmelden met één klik (adres)", "http://linde.example.org/weg?t=", "Waarde", "bad-https"),
    ("Afmelden met één klik (adres)", "https://", "Waarde", "bad-https"),
    ("Afmelden met één klik (adres)", "https://a.be@kwaad.be/?t=", "Waarde", "bad-https"),
    ("Webpagina (adres)", "www.linde.example.org", "Waarde", "bad-web"),
    ("Webpagina (adres)", "javascript:alert(1)", "Waarde", "bad-web"),
    ("Intranet (adres)", "https://in tranet/", "Waarde", "bad-web"),
    ("Perslijst (e-mails)", "een@krant.example.org; twee krant", "Waarde", "bad-email"),
    ("Eerste herinnering", "5", "Waarde", "impossible-lead-times"),
    ("Links blijven geldig (dagen)", "367", "Waarde", "too-many-link-days"),
    ("Links blijven geldig (dagen)", "0", "Waarde", "not-a-whole-number"),
    ("Over een latere datum beslist", "de burgemeester", "Waarde", "unknown-choice"),
    ("Eerste herinnering", "gauw", "Waarde", "not-a-whole-number"),
    ("Hoofdkleur", "blauw", "Waarde", "bad-colour"),
    ("Hoofdkleur", "#f28c28", "Waarde", "unreadable-colour"),
    ("Tweede kleur", "#12345", "Waarde", "bad-colour"),
    ("Lettertype", "Open'Sans", "Waarde", "bad-font"),
    ("Kleur", "groen", "Instelling", "unknown-setting"),
]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("name", "value", "column", "code"), SETTINGS)
def test_a_wrong_setting_is_reported_and_the_old_one_stays(
    desk: Any, places: Any, name: str, value: str, column: str, code: str
) -> None:
    right = {
        "Dag van de herinneringsmail": "dinsdag",
        "Sluitingsdagen": "2026-12-24; 31/12/2026",
        "Coördinator": "an",
        "Afzender (e-mail)": "mvo@gemeente.example",
        "Eerste herinnering": 28,
    }
    people = [{"Code": "an", "Naam": "An"}]
    rows = [{"Instelling": key, "Waarde": told} for key, told in right.items()]
    assert desk.import_file(desk.workbook(Mensen=people, Instellingen=rows)).findings == ()
    before = desk.all_rows()
    assert len(before["closing_days"]) == 2
    with desk.database.read_session() as session:
        assert session.scalars(select(Municipality)).one().lead_times == {"first_reminder": 28}

    report = desk.import_file(desk.workbook(Instellingen=[{"Instelling": name, "Waarde": value}]))

    assert places(report) == [("Instellingen", 2, column, code)]
    assert desk.all_rows() == before


def test_people_groups_and_stand_ins_may_be_named_before_they_are_defined(desk: Any) -> None:
    people = [
        {"Code": "an", "Naam": "An", "Vervanger": "bob", "Groepen": "kern; energie"},
        {"Code": "bob", "Naam": "Bob"},
    ]
    groups = [{"Code": c, "Naam": c, "Soort": k} for c, k in (("energie", "deelgroep"), ("kern", "kopgroep"))]

    report = desk.import_file(desk.workbook(Mensen=people, Groepen=groups))

    assert report.findings == ()
    with desk.database.read_session() as session:
        an = session.scalars(select(Person).where(Person.code == "an")).one()
        assert an.stand_in is not None
        assert (an.stand_in.code, [group.code for group in an.groups]) == ("bob", ["energie", "kern"])
        assert session.scalars(select(Group.code)).all() == ["energie", "kern"]
        assert session.scalars(select(Indicator)).all() == session.scalars(select(Action)).all() == []


def test_a_sheet_that_we_do_not_know_is_said_not_to_be_read(desk: Any, places: Any) -> None:
    import openpyxl

    path = desk.plan()
    book = openpyxl.load_workbook(path)
    book.create_sheet("Kladblad")["B2"] = "los"
    book.save(path)

    assert places(desk.import_file(path)) == [("Kladblad", 1, "", "unknown-sheet")]


@pytest.mark.parametrize(
    "cell", ["14:30", "14u30", "14.30", "14:30:00", "14.30 uur", "14h30", time(14, 30), 14.5 / 24]
)
def test_an_hour_is_read_as_people_write_it(desk: Any, cell: Any) -> None:
    desk.import_file(desk.plan(Groepen={"Beginuur": cell}))

    with desk.database.read_session() as session:
        assert session.scalars(select(Group.meets_at)).one() == time(14, 30)
