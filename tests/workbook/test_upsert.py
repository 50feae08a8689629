"""Importing again: what changes, what is kept of it, what is missing and comes back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.errors import InputError, UnknownMunicipality
from terugkom.plan.history import decode_value, format_value
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import ActionStatus, Group, Municipality, Person
from terugkom.plan.queries import get_municipality, get_only_municipality, list_actions_as_json


def text_of(row: ActionChange, value: Any) -> str:
    return format_value(decode_value(row.field, value))


def test_importing_twice_changes_nothing(desk: Any) -> None:
    path = desk.plan(Acties={"Deadline": "Q2 2027", "Nieuws": "Offertes gevraagd"})
    first = desk.import_file(path)
    before = desk.all_rows()

    second = desk.import_file(path, today=desk.today + timedelta(days=9))

    assert first.actions == {"added": 1, "changed": 0, "unchanged": 0, "missing": 0}
    assert second.actions == {"added": 0, "changed": 0, "unchanged": 1, "missing": 0}
    assert (second.changes, second.findings) == ((), ())
    assert desk.all_rows() == before


def test_every_change_of_an_action_is_kept_with_its_time_and_way(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Deadline": "2027"}))
    people = [{"Code": "an", "Naam": "An"}, {"Code": "bob", "Naam": "Bob"}]
    changed = {
        "Code": "A1",
        "Titel": "Led overal",
        "Trekkers": "an; bob",
        "Deadline": date(2027, 3, 1),
        "Status": "lopend",
    }
    later = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    report = desk.import_file(desk.workbook("nieuw.xlsx", Acties=[changed], Mensen=people), now=later)

    kept = {(c.field, c.old_text, c.new_text) for c in report.changes}
    assert kept == {
        ("title", "Led in alle gebouwen", "Led overal"),
        ("owners", "an", "an; bob"),
        ("group", "energie", ""),
        ("deadline", "2027-12-31", "2027-03-01"),
        ("deadline_precision", "year", "day"),
        ("deadline_text", "2027", "01/03/2027"),
        ("status", "planned", "running"),
    }
    with desk.database.read_session() as session:
        rows = session.scalars(select(ActionChange).order_by(ActionChange.id)).all()
        assert (rows[0].field, rows[0].new, rows[0].source) == (
            "added",
            "Led in alle gebouwen",
            "import plan.xlsx",
        )
        assert {(row.field, text_of(row, row.old), text_of(row, row.new)) for row in rows[1:]} == kept
        assert {(row.changed_at, row.source) for row in rows[1:]} == {(later, "import nieuw.xlsx")}
    assert report.actions == {"added": 0, "changed": 1, "unchanged": 0, "missing": 0}


def test_a_target_that_is_lowered_leaves_a_trace(desk: Any) -> None:
    desk.import_file(desk.plan())

    report = desk.import_file(desk.plan(Indicatoren={"Streefwaarde": 6}))

    assert [(c.code, c.field, c.old_text, c.new_text) for c in report.changes] == [
        ("A1", "indicator.target", "I1: 12.0", "I1: 6.0")
    ]


def test_figures_add_up_by_day_and_the_same_day_is_corrected(desk: Any) -> None:
    for day, figure in ((1, 2), (2, 4), (2, 5)):
        desk.import_file(desk.plan(Indicatoren={"Laatste meting": figure, "Gemeten op": date(2026, 11, day)}))

    rows = desk.all_rows()["measurements"]

    assert [row[2:] for row in rows] == [(date(2026, 11, 1), 2.0), (date(2026, 11, 2), 5.0)]


@pytest.mark.long
def test_an_action_that_left_the_workbook_is_flagged_and_comes_back(desk: Any) -> None:
    both = [{"Code": "A1", "Titel": "Led"}, {"Code": "A2", "Titel": "Fietsen"}]
    desk.import_file(desk.workbook(Acties=both))

    gone = desk.import_file(desk.workbook(Acties=both[:1]))
    still = desk.import_file(desk.workbook(Acties=both[:1]), today=desk.today + timedelta(days=5))

    assert gone.actions == {"added": 0, "changed": 0, "unchanged": 1, "missing": 1}
    assert [(c.code, c.field, c.new_text) for c in gone.changes] == [("A2", "missing_since", "2026-11-23")]
    assert (still.actions["missing"], still.changes) == (1, ())
    assert desk.action("A2")["missing_since"] == desk.today

    back = desk.import_file(desk.workbook(Acties=both))

    assert back.actions == {"added": 0, "changed": 1, "unchanged": 1, "missing": 0}
    assert desk.action("A2")["missing_since"] is None


def test_a_workbook_without_a_sheet_of_actions_says_nothing_of_them(desk: Any) -> None:
    desk.import_file(desk.plan())

    report = desk.import_file(desk.workbook(Mensen=[{"Code": "an", "Naam": "An Claes"}]))

    assert report.actions == {"added": 0, "changed": 0, "unchanged": 1, "missing": 0}
    assert desk.action()["missing_since"] is None


def test_a_change_of_status_is_heard_but_not_the_first_import(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Status": "gepland"}))
    assert desk.action()["last_update_on"] is None

    desk.import_file(desk.plan(Acties={"Status": "lopend"}))
    assert desk.action()["last_update_on"] == desk.today


def test_news_is_heard_on_its_day_and_never_takes_back_what_was_heard_later(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Nieuws": "B", "Nieuws van": date(2026, 11, 20)}))
    desk.import_file(desk.plan(Acties={"Nieuws": "A", "Nieuws van": date(2026, 10, 1)}))

    assert desk.action()["last_update_on"] == date(2026, 11, 20)
    assert len(desk.all_rows()["progress_reports"]) == 2


def test_the_clock_is_set_anew_by_a_deadline_a_status_or_the_lead_times(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Deadline": date(2027, 6, 30)}))
    assert desk.action()["next_reminder_on"] == date(2027, 5, 31)

    rows = [{"Instelling": "Eerste herinnering", "Waarde": 20}]
    desk.import_file(desk.workbook(Instellingen=rows))
    assert desk.action()["next_reminder_on"] == date(2027, 6, 10)

    desk.import_file(desk.plan(Acties={"Deadline": date(2027, 6, 30), "Status": "klaar"}))
    assert desk.action()["next_reminder_on"] is None


def test_a_secretary_is_somebody_of_the_plan_and_an_empty_cell_takes_the_role_back(desk: Any) -> None:
    people = [{"Code": "an", "Naam": "An Peeters"}]
    findings = []
    for who in ("An Peeters", "niemand bekend", ""):
        groups = [{"Code": "kern", "Naam": "Kern", "Soort": "kopgroep", "Verslaggever": who}]
        findings.append(
            [each.code for each in desk.import_file(desk.workbook(Mensen=people, Groepen=groups)).findings]
        )
        with desk.database.read_session() as session:
            secretary = session.scalars(select(Group)).one().secretary
            assert (secretary is not None) is bool(who)
    assert findings == [[], ["unknown-person"], []]


def test_an_address_outside_ascii_is_kept_with_advice_and_never_that_of_the_municipality(desk: Any) -> None:
    people = [{"Code": "do", "Naam": "Dörte", "E-mail": "Dörte <DÖRTE@x.example>"}]
    settings = [{"Instelling": "Afzender (e-mail)", "Waarde": "klimaat-één@x.example"}]
    report = desk.import_file(desk.workbook(Mensen=people, Instellingen=settings))
    assert [(each.sheet, each.row, each.code) for each in report.findings] == [
        ("Mensen", 2, "email-letters"),
        ("Instellingen", 2, "own-email-letters"),
    ]
    with desk.database.read_session() as session:
        assert session.scalars(select(Person.email)).all() == ["dörte@x.example"]
        assert session.scalars(select(Municipality.sender)).one() == ""


def test_an_empty_cell_clears_what_was_there(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Deadline": "2027", "Thema": "energie"}))

    desk.import_file(desk.plan(Acties={"Trekkers": None, "Groep": None}))

    action = desk.action()
    assert (action["deadline"], action["deadline_text"], action["theme"]) == (None, "", "")
    assert (action["owners"], action["group"]) == ([], None)


def test_columns_of_ones_own_behind_ours_are_kept(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Budget": 1200.0, "Dossier": "=1+1 a"}))

    assert desk.action()["extra"]["Budget"] == "1200"


def test_a_dry_run_reports_the_same_and_writes_nothing(desk: Any) -> None:
    before = desk.all_rows()

    tried = desk.import_file(desk.plan(Acties={"Deadline": "31/02/2027"}), dry_run=True)

    assert desk.all_rows() == before
    done = desk.import_file(desk.plan(Acties={"Deadline": "31/02/2027"}))
    assert tried.as_json() == done.as_json()


def test_the_report_as_json_has_what_the_command_line_promises(desk: Any) -> None:
    told = desk.import_file(desk.plan(Acties={"Status": "half"})).as_json()

    names = {
        "rows",
        "total",
        "actions",
        "findings",
        "changes",
        "columns",
        "unread",
        "tables",
        "omitted",
        "replaced",
        "has_coordinator",
        "has_answer_address",
        "new_coordinator",
    }
    assert set(told) == names
    assert told["findings"][0] | {"message": ""} == {
        "sheet": "Acties",
        "row": 2,
        "column": "Status",
        "code": "unknown-status",
        "message": "",
    }
    assert told["changes"] == [{"code": "A1", "field": "added", "old": "", "new": "Led in alle gebouwen"}]


@pytest.mark.parametrize("slug", ["", "Gent", "-a", "a b", "../x", "a" * 61, "gent\n"])
def test_a_short_name_that_is_none_is_refused(desk: Any, slug: str) -> None:
    before = desk.all_rows()

    with pytest.raises(InputError, match="short name"):
        desk.import_file(desk.plan(), slug=slug)

    assert desk.all_rows() == before


def test_two_municipalities_never_touch(desk: Any) -> None:
    desk.import_file(desk.plan())

    other = desk.import_file(desk.plan(), slug="elders")

    assert other.actions["added"] == 1
    with desk.database.read_session() as session:
        assert session.scalars(select(Municipality.slug)).all() == ["demo", "elders"]
        with pytest.raises(UnknownMunicipality, match="demo, elders"):
            get_only_municipality(session)
        with pytest.raises(UnknownMunicipality, match="demo, elders"):
            get_municipality(session, "nergens")


@pytest.mark.long
def test_the_plan_as_it_stands_names_owners_and_group(desk: Any) -> None:
    desk.import_file(desk.plan(Acties={"Deadline": "eerste helft 2027", "Status": "lopend"}))

    with desk.database.read_session() as session:
        assert list_actions_as_json(session, get_only_municipality(session)) == [
            {
                "code": "A1",
                "title": "Led in alle gebouwen",
                "owners": ["An Peeters"],
                "group": "Deelgroep energie",
                "status": ActionStatus.RUNNING.value,
                "deadline": "2027-06-30",
                "deadline_precision": "half",
                "deadline_text": "eerste helft 2027",
            }
        ]


def test_a_group_that_a_file_leaves_out_is_named_for_it_goes_on_meeting(desk: Any) -> None:
    """A group was retired by taking its row away: nothing was said, and its meetings went on."""
    both = [
        {"Code": "energie", "Naam": "Deelgroep energie", "Eerste terugkom-moment": date(2027, 3, 15)},
        {"Code": "aankoop", "Naam": "Deelgroep aankoop", "Eerste terugkom-moment": date(2027, 4, 20)},
    ]
    rows = [each | {"Soort": "deelgroep", "Om de hoeveel maanden": 6} for each in both]
    assert desk.import_file(desk.workbook("plan.xlsx", Groepen=rows)).findings == ()
    (finding,) = desk.import_file(desk.workbook("plan.xlsx", Groepen=rows[:1])).findings
    assert (finding.sheet, finding.column) == ("Groepen", "Eerste terugkom-moment")
    assert finding.message == (
        "De groep “Deelgroep aankoop” staat niet meer in dit bestand, en blijft samenkomen. Stopt ze? "
        "Zet haar rij dan terug, met een lege kolom “Eerste terugkom-moment”."
    )
    stopped = [rows[0], rows[1] | {"Eerste terugkom-moment": None}]
    assert desk.import_file(desk.workbook("plan.xlsx", Groepen=stopped)).findings == ()
    assert desk.import_file(desk.workbook("plan.xlsx", Groepen=rows[:1])).findings == ()
