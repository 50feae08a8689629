"""Codes that were typed anew with other capitals or spaces are those of the plan, and the report says so."""

from typing import Any

from sqlalchemy import select

from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, Group, Person

PEOPLE = [{"Code": "an", "Naam": "An Peeters", "E-mail": "an@linde.example.org"}]
ACTIONS = [
    {"Code": "E 01", "Titel": "Led plaatsen", "Trekkers": "an"},
    {"Code": "E-02", "Titel": "Zon leggen"},
]
GROUPS = [{"Code": "energie", "Naam": "Energie", "Soort": "deelgroep"}]


def codes(desk: Any, kind: Any) -> list[str]:
    with desk.database.read_session() as session:
        return sorted(session.scalars(select(kind.code)))


def test_a_code_in_other_capitals_makes_no_second_row(desk: Any, places: Any) -> None:
    desk.import_file(desk.workbook(Acties=ACTIONS, Mensen=PEOPLE, Groepen=GROUPS))
    actions = [
        {"Code": "e01", "Titel": "Led plaatsen", "Trekkers": "An", "Deadline": "2027"},
        {"Code": "E-02", "Titel": "Zon leggen", "Groep": "Energie"},
    ]
    people = [{**PEOPLE[0], "Code": "AN"}]
    groups = [{**GROUPS[0], "Code": "Energie "}]

    report = desk.import_file(desk.workbook(Acties=actions, Mensen=people, Groepen=groups))

    assert places(report) == [
        ("Acties", 2, "Code", "similar-code-read"),
        ("Mensen", 2, "Code", "similar-code-read"),
        ("Groepen", 2, "Code", "similar-code-read"),
    ]
    assert "“e01”" in report.findings[0].message
    assert "“E 01”" in report.findings[0].message
    assert (report.actions["added"], report.actions["missing"]) == (0, 0)
    assert (codes(desk, Action), codes(desk, Person), codes(desk, Group)) == (
        ["E 01", "E-02"],
        ["an"],
        ["energie"],
    )
    assert str(desk.action("E 01")["deadline"]) == "2027-12-31"


def test_two_codes_in_one_file_that_are_alike_stay_two_and_are_asked_about(desk: Any, places: Any) -> None:
    actions = [{"Code": "E1", "Titel": "Led plaatsen"}, {"Code": "e1", "Titel": "Zon leggen"}]

    report = desk.import_file(desk.workbook(Acties=actions))

    assert places(report) == [("Acties", 2, "Code", "similar-code"), ("Acties", 3, "Code", "similar-code")]
    assert codes(desk, Action) == ["E1", "e1"]
    assert desk.import_file(desk.workbook(Acties=actions)).findings == (), "both are in the plan now"


def test_an_indicator_in_other_capitals_and_what_names_an_action_so_are_those_of_the_plan(
    desk: Any, places: Any
) -> None:
    actions = [*ACTIONS, {"Code": "E-03", "Titel": "Zon op het dak", "Onderdeel van": "e-02"}]
    lamps = {"Code": "I 1", "Actie": "E 01", "Naam": "Lampen", "Streefwaarde": 3}
    desk.import_file(desk.workbook(Acties=actions, Mensen=PEOPLE, Indicatoren=[lamps]))
    assert desk.action("E-03")["part_of"] == "E-02"

    changed = {**lamps, "Code": "i1", "Actie": "e01", "Streefwaarde": 4}
    more = {"Code": "I2", "Actie": "e-02", "Naam": "Panelen", "Streefwaarde": 8}
    report = desk.import_file(desk.workbook(Acties=actions, Mensen=PEOPLE, Indicatoren=[changed, more]))

    assert places(report) == [("Indicatoren", 2, "Code", "similar-code-read")]
    with desk.database.read_session() as session:
        found = select(Indicator.code, Indicator.target, Action.code).join(Action).order_by(Indicator.code)
        assert session.execute(found).tuples().all() == [("I 1", 4, "E 01"), ("I2", 8, "E-02")]


def test_a_reference_that_is_like_two_actions_is_a_finding(desk: Any, places: Any) -> None:
    actions = [{"Code": "EE1", "Titel": "Led plaatsen"}, {"Code": "Ee1", "Titel": "Zon leggen"}]
    lamps = {"Code": "I1", "Actie": "ee1", "Naam": "Lampen", "Streefwaarde": 3}

    report = desk.import_file(desk.workbook(Acties=actions, Indicatoren=[lamps]))

    assert ("Indicatoren", 2, "Actie", "unknown-action") in places(report)


FOREIGN = ["Nr", "Actie", "Deadline"]


def test_codes_of_a_foreign_file_that_differ_in_a_sign_stay_their_own_and_are_asked_about(
    desk: Any, places: Any
) -> None:
    written = ["B-3", "b-3", "B3", "B 3", "B-03", "B-4", "C-3", "B-3.1", "7", "007"]
    titles = ["Led", "Fietsen", "Warmtepomp", "Bomen", "Haag", "Zon", "Deelauto", "Poetsen", "Bank", "Vijver"]
    rows = [
        FOREIGN,
        *([code, f"{title} op school", "2027"] for code, title in zip(written, titles, strict=True)),
    ]

    report = desk.import_file(desk.table(rows))

    assert codes(desk, Action) == sorted(written)
    assert places(report) == [("plan.csv", row, "Nr", "similar-code-signs") for row in range(2, 7)]
    assert desk.import_file(desk.table(rows)).findings == (), "all are in the plan now"


def test_a_code_of_the_plan_that_was_typed_without_its_sign_is_asked_about(desk: Any, places: Any) -> None:
    desk.import_file(desk.table([FOREIGN, ["E-01", "Led op school", "2027"], ["E-02", "Zon", "2027"]]))

    changed = [FOREIGN, ["E1", "Fietsen stallen", "2027"], ["E-02", "Zon", "2027"]]
    report = desk.import_file(desk.table(changed, name="later.csv"))

    assert ("later.csv", 2, "Nr", "similar-code-signs") in places(report)


def test_our_own_workbook_asks_about_codes_that_differ_in_a_sign(desk: Any, places: Any) -> None:
    actions = [{"Code": "E-01", "Titel": "Led plaatsen"}, {"Code": "E1", "Titel": "Zon leggen"}]

    report = desk.import_file(desk.workbook(Acties=actions))

    found = [("Acties", 2, "Code", "similar-code-signs"), ("Acties", 3, "Code", "similar-code-signs")]
    assert places(report) == found
    assert codes(desk, Action) == ["E-01", "E1"]
