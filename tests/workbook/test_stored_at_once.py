"""Plain rows into the database at once: what is new, what changed, and nothing else; on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.plan.history import decode_value, format_value
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, Person, ProgressReport

HEADER = ["Nr", "Titel", "Trekker", "Klaar tegen", "Status", "Laatste nieuws", "Deelgroep"]
MAP = {"Laatste nieuws": "news", "Deelgroep": "group"}
FIRST = [
    [
        "1",
        "Led in alle gebouwen",
        "An Peeters, Bo Maes",
        "31/12/2027",
        "gepland",
        "Offerte gevraagd",
        "Energie",
    ],
    ["2", "Fietsenstalling aan het station", "An Peeters", "eind 2028", "lopend", "", "Mobiliteit"],
    ["3", "Dak van de school isoleren", "", "doorlopend", "lopend", "Studie klaar", ""],
]


@pytest.fixture(params=["desk", "postgres_desk"])
def each_desk(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def _history(desk: Any) -> list[tuple[str, str, str, str]]:
    with desk.database.read_session() as session:
        kept = select(Action.code, ActionChange.field, ActionChange.old, ActionChange.new)
        found = session.execute(kept.join(Action, Action.id == ActionChange.action_id))
        return sorted(
            (code, field, *(format_value(decode_value(field, value)) for value in values))
            for code, field, *values in found
        )


def test_new_actions_are_stored_with_their_owners_group_news_and_history(each_desk: Any) -> None:
    report = each_desk.import_file(each_desk.table([HEADER, *FIRST]), column_map=MAP)

    assert report.actions == {"added": 3, "changed": 0, "unchanged": 0, "missing": 0}
    led = each_desk.action("1")
    assert (led["owners"], led["group"]) == (["an-peeters", "bo-maes"], "energie")
    assert led["next_reminder_on"] == each_desk.today, "nobody of its owners can be reached"
    assert _history(each_desk) == [(row[0], "added", "", row[1]) for row in FIRST]
    with each_desk.database.read_session() as session:
        told = select(Action.code, ProgressReport.reported_on, ProgressReport.text, ProgressReport.source)
        found = session.execute(told.join(ProgressReport.action).order_by(Action.code)).all()
    assert [tuple(each) for each in found] == [
        ("1", each_desk.today, "Offerte gevraagd", "import plan.csv"),
        ("3", each_desk.today, "Studie klaar", "import plan.csv"),
    ]


def test_owners_group_and_news_of_a_changed_action_follow_the_file(each_desk: Any) -> None:
    each_desk.import_file(each_desk.table([HEADER, *FIRST]), column_map=MAP)
    changed = [
        [
            "1",
            "Led in alle gebouwen",
            "An Peeters, Cas Dils",
            "31/12/2027",
            "gepland",
            "Gegund",
            "Mobiliteit",
        ],
        FIRST[1],
    ]
    report = each_desk.import_file(each_desk.table([HEADER, *changed]))

    assert report.actions == {"added": 0, "changed": 1, "unchanged": 1, "missing": 1}
    today = each_desk.today.isoformat()
    assert [(each.code, each.field, each.old_text, each.new_text) for each in report.changes] == [
        ("1", "group", "energie", "mobiliteit"),
        ("1", "owners", "an-peeters; bo-maes", "an-peeters; cas-dils"),
        ("1", "report", f"{today}: Offerte gevraagd", f"{today}: Gegund"),
        ("3", "missing_since", "", today),
    ]
    led = each_desk.action("1")
    assert (led["owners"], led["group"]) == (["an-peeters", "cas-dils"], "mobiliteit")
    assert each_desk.action("3")["missing_since"] == each_desk.today
    with each_desk.database.read_session() as session:
        assert session.scalars(select(ProgressReport.text).order_by(ProgressReport.id)).all() == [
            "Gegund",
            "Studie klaar",
        ]
        assert session.scalars(select(Person.code).order_by(Person.code)).all() == [
            *("an-peeters", "bo-maes", "cas-dils")
        ]


@pytest.mark.long
def test_importing_again_writes_nothing_at_all(each_desk: Any) -> None:
    path = each_desk.table([HEADER, *FIRST])
    each_desk.import_file(path, column_map=MAP)
    before = each_desk.all_rows()

    report = each_desk.import_file(path)

    assert report.actions == {"added": 0, "changed": 0, "unchanged": 3, "missing": 0}
    assert each_desk.all_rows() == before


def test_an_action_that_gets_another_code_keeps_its_news_and_hears_it_only_once(each_desk: Any) -> None:
    each_desk.import_file(each_desk.table([HEADER, *FIRST]), column_map=MAP)
    renamed = [["E-1", *FIRST[0][1:]], *FIRST[1:]]
    later = each_desk.today + timedelta(days=40)

    report = each_desk.import_file(each_desk.table([HEADER, *renamed]), today=later)

    assert [(each.code, each.field, each.old_text, each.new_text) for each in report.changes] == [
        ("E-1", "code", "1", "E-1")
    ]
    assert each_desk.action("E-1")["last_update_on"] == each_desk.today
    with each_desk.database.read_session() as session:
        assert len(session.scalars(select(ProgressReport)).all()) == 2
