"""A plan whose codes or titles were written anew: an action is known by its title, never by its place."""

from collections.abc import Sequence
from typing import Any

import pytest

from terugkom.plan.decide_question import PLAN_EFFECTS, QuestionLapsed, decide_question
from terugkom.plan.model import Action, ActionStatus
from terugkom.plan.queries import get_municipality
from terugkom.plan.question_json import question_as_json
from terugkom.plan.questions import GivenAnswer, list_pending_questions

HEADER = ("Nr", "Actie", "Trekker", "Deadline", "Status")
LED = ("Led in de sporthal", "An Peeters", "2027", "uitgevoerd")
SUN = ("Zonnepanelen op de loods", "Bart Claes", "2028", "gepland")
BIKES = ("Fietsenstalling aan het station", "An Peeters", "2029", "lopend")
TREES = ("Bomen planten in het park", "Bart Claes", "2030", "gepland")


def table(desk: Any, *rows: tuple[str, Sequence[str]], name: str = "plan.csv") -> Any:
    return desk.table([HEADER, *((code, *row) for code, row in rows)], name)


def plan(desk: Any) -> dict[str, tuple[str, ActionStatus]]:
    """Return the title and status of each action that is not missing, by code."""
    with desk.database.read_session() as session:
        found = session.query(Action).filter(Action.missing_since.is_(None)).all()
        return {each.code: (each.title, each.status) for each in found}


def identities(desk: Any) -> dict[str, int]:
    with desk.database.read_session() as session:
        return {each.title: each.id for each in session.query(Action).all()}


def questions(desk: Any) -> list[dict[str, Any]]:
    with desk.database.read_session() as session:
        municipality = get_municipality(session, "demo")
        return [question_as_json(each) for each in list_pending_questions(session, municipality.id)]


def answer(desk: Any, choice: str) -> None:
    (asked,) = questions(desk)
    with desk.database.write_session() as session:
        municipality = get_municipality(session, "demo")
        given = GivenAnswer(choice, "An", desk.today, desk.now)
        decide_question(session, municipality, asked["number"], given, PLAN_EFFECTS)


def test_a_plan_that_was_numbered_anew_is_proposed_and_no_action_gets_the_facts_of_another(desk: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN), ("3", BIKES)))
    before = identities(desk)
    anew = table(desk, ("1", TREES), ("2", LED), ("3", SUN), ("4", BIKES))

    report = desk.import_file(anew)

    assert plan(desk)["1"] == (LED[0], ActionStatus.DONE)
    assert plan(desk)["2"] == (SUN[0], ActionStatus.PLANNED)
    assert [each.code for each in report.findings].count("renumbered") == 4
    (asked,) = questions(desk)
    assert (asked["kind"], asked["choices"]) == ("import-codes", ["file", "plan"])
    answer(desk, "file")
    assert {code: title for code, (title, _) in plan(desk).items()} == {
        "1": TREES[0],
        "2": LED[0],
        "3": SUN[0],
        "4": BIKES[0],
    }
    assert {title: number for title, number in identities(desk).items() if title in before} == before
    again = desk.import_file(anew)
    assert (again.changes, questions(desk)) == ((), [])
    assert "renumbered" not in [each.code for each in again.findings]


def test_codes_of_actions_that_were_deleted_are_freed(desk: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN), ("3", BIKES)))
    desk.import_file(table(desk, ("1", SUN), ("2", BIKES)))
    answer(desk, "file")
    assert {code: title for code, (title, _) in plan(desk).items()} == {"1": SUN[0], "2": BIKES[0]}
    assert LED[0] in identities(desk)


def test_two_actions_that_change_codes_and_a_refusal_that_is_remembered(desk: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN)))
    swapped = table(desk, ("2", LED), ("1", SUN))
    desk.import_file(swapped)
    answer(desk, "plan")

    desk.import_file(swapped)

    assert questions(desk) == []
    assert plan(desk) == {"1": (LED[0], ActionStatus.DONE), "2": (SUN[0], ActionStatus.PLANNED)}


@pytest.mark.parametrize("rows", [(("1", LED), ("1", SUN)), (("1", SUN), ("1", LED))])
def test_a_code_that_occurs_twice_never_takes_the_place_of_its_twin(desk: Any, rows: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("1", SUN), ("2", BIKES)))
    before = identities(desk)

    desk.import_file(table(desk, *rows, ("2", BIKES)))
    for one in rows:
        desk.import_file(table(desk, one, ("2", BIKES)))

    assert identities(desk) == before


@pytest.mark.parametrize("rows", [(("1", LED), ("1", BIKES)), (("1", BIKES), ("1", LED))])
def test_a_new_action_with_a_code_of_another_takes_nothing_from_it(desk: Any, rows: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN)))
    before = identities(desk)

    report = desk.import_file(table(desk, *rows, ("2", SUN)))

    assert plan(desk)["1"] == (LED[0], ActionStatus.DONE)
    assert before.items() <= identities(desk).items()
    assert "duplicate-code-kept" in [each.code for each in report.findings]


def test_another_title_under_a_code_is_asked_before_anything_of_its_row_goes_in(desk: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN)))
    changed = table(desk, ("1", BIKES), ("2", SUN))

    report = desk.import_file(changed)

    assert plan(desk)["1"] == (LED[0], ActionStatus.DONE)
    assert [(each.code, each.row) for each in report.findings if each.code == "retitled"] == [("retitled", 2)]
    answer(desk, "plan")
    desk.import_file(changed)
    assert {title for title, _ in plan(desk).values()} == {BIKES[0], SUN[0]}
    assert plan(desk)["1-2"] == (BIKES[0], ActionStatus.RUNNING)


def test_a_title_that_says_the_same_in_other_words_goes_in(desk: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN)))
    longer = ("Led in de sporthal en de bibliotheek", *LED[1:])
    desk.import_file(table(desk, ("1", longer), ("2", SUN)))
    assert plan(desk)["1"][0] == longer[0]
    assert questions(desk) == []


def test_a_title_that_changed_in_a_plan_without_codes_is_proposed(desk: Any) -> None:
    first = desk.table([HEADER[1:], LED, SUN, BIKES])
    desk.import_file(first)
    before = identities(desk)
    changed = ("Fietsenstalling aan het nieuwe station", *BIKES[1:])

    report = desk.import_file(desk.table([HEADER[1:], LED, SUN, changed]))

    assert identities(desk) == before
    assert report.actions["missing"] == 0
    answer(desk, "file")
    assert identities(desk)[changed[0]] == before[BIKES[0]]
    again = desk.import_file(desk.table([HEADER[1:], LED, SUN, changed]))
    assert (again.actions["added"], again.actions["missing"], questions(desk)) == (0, 0, [])


def test_a_copy_of_before_the_codes_changed_still_fits(desk: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN)))
    copy = desk.give_out("kopie.xlsx")
    desk.import_file(table(desk, ("2", LED), ("1", SUN)))
    later = desk.now.replace(hour=9)
    (asked,) = questions(desk)
    with desk.database.write_session() as session:
        given = GivenAnswer("file", "An", desk.today, later)
        decide_question(session, get_municipality(session, "demo"), asked["number"], given, PLAN_EFFECTS)

    report = desk.import_file(copy, now=later)

    assert report.changes == ()
    assert plan(desk) == {"2": (LED[0], ActionStatus.DONE), "1": (SUN[0], ActionStatus.PLANNED)}


def test_proposed_codes_that_others_got_meanwhile_lapse(desk: Any) -> None:
    desk.import_file(table(desk, ("1", LED), ("2", SUN)))
    desk.import_file(table(desk, ("1", TREES), ("2", LED), ("3", SUN)))
    with desk.database.write_session() as session:
        session.query(Action).filter_by(code="2").one().code = "9"

    with pytest.raises(QuestionLapsed):
        answer(desk, "file")
