"""Minutes from a form, which others can read afterwards: people by known codes, and no names in texts."""

from dataclasses import replace
from datetime import date

import pytest

from terugkom.meetings.minutes.check_decisions import check_decisions
from terugkom.meetings.minutes.checked_minutes import PlanSnapshot
from terugkom.meetings.minutes.written_minutes import (
    AGENDA,
    ATTENDANCE,
    RowLocation,
    WrittenAttendance,
    WrittenDecision,
    WrittenMinutes,
    WrittenPointAnswer,
)
from terugkom.meetings.model import DecisionKind, Presence
from terugkom.plan.model import Action, Person
from terugkom.workbook.import_context import NameIndex

AN = Person(id=1, code="AN", name="An Wijn", email="an@linde.example.org")
PLAN = PlanSnapshot(
    {"E1": Action(id=1, code="E1", title="Led")},
    NameIndex([AN]),
    (),
    date(2027, 3, 15),
    "nl",
    frozenset(),
    codes_only=True,
)
AT = RowLocation("Besluiten", 1)


def attends(who: str) -> WrittenMinutes:
    return WrittenMinutes(present=(WrittenAttendance(AT, who, Presence.PRESENT),))


def decides(
    kind: DecisionKind, value: str = "", reason: str = "", owners: tuple[str, ...] = ()
) -> WrittenMinutes:
    action = "" if kind is DecisionKind.NEW_ACTION else "E1"
    return WrittenMinutes(entries=(WrittenDecision(AT, kind, action, value, reason, owners),))


@pytest.mark.parametrize(
    "written",
    [
        attends("An Wijn"),
        decides(DecisionKind.STATUS, "Peeters"),
        attends("an wijn"),
        attends("an"),
        attends("Wijn"),
        decides(DecisionKind.OWNER, "An Wijn"),
        decides(DecisionKind.OWNER, "AN en Bo Peeters"),
        decides(DecisionKind.NEW_ACTION, "Warmtescan", owners=("An Wijn",)),
        decides(DecisionKind.NEW_ACTION, "Warmtescan met an  WIJN"),
        decides(DecisionKind.STOP, reason="An Wijn heeft geen tijd."),
        decides(DecisionKind.NOTE, reason="(An Wijn) vraagt het na"),
        decides(DecisionKind.DEADLINE, "als An Wijn terug is"),
        decides(DecisionKind.STATUS, "volgens Bo Peeters klaar"),
    ],
)
def test_a_name_is_refused_and_not_repeated(written: WrittenMinutes) -> None:
    problems = check_decisions(written, PLAN).problems
    assert problems
    for each in problems:
        assert "wijn" not in each.lower()
        assert "peeters" not in each.lower()
        assert each.startswith("Beslissingen, nummer 1, ")


def test_a_problem_is_told_by_the_fields_of_the_form() -> None:
    rows = (("AN", Presence.PRESENT), ("XX", Presence.PRESENT), ("YY", Presence.EXCUSED))
    present = tuple(
        WrittenAttendance(RowLocation(ATTENDANCE, row), who, presence)
        for row, (who, presence) in enumerate(rows, 1)
    )
    points = (WrittenPointAnswer(RowLocation(AGENDA, 1), "P12", is_closed=True),)
    written = replace(decides(DecisionKind.STATUS, "bijna"), present=present, answers=points)
    unknown = (
        "deze code staat niet in het plan. De codes van mensen staan in het werkboek, op het tabblad Mensen."
    )
    assert check_decisions(written, PLAN).problems == [
        f"Aanwezig, nummer 2: {unknown}",
        f"Verontschuldigd, nummer 1: {unknown}",
        "Beslissingen, nummer 1, Waarde: “…” kennen we niet. Schrijf gepland, lopend, klaar of gestopt.",
        "Afgehandelde punten, nummer 1: het punt “P12” staat niet op de agenda van dit overleg. De nummers "
        "staan in het document van het overleg.",
    ]


def test_members_read_a_day_as_everywhere_else() -> None:
    (decision,) = check_decisions(decides(DecisionKind.DEADLINE, "2027-09-01"), PLAN).decisions
    assert decision.text == "deadline: 1 september 2027"


@pytest.mark.parametrize(
    "written",
    [
        attends("AN"),
        decides(DecisionKind.OWNER, " AN "),
        decides(DecisionKind.NOTE, reason="Een glas wijn voor an en alleman"),
        decides(DecisionKind.STOP, reason="Te duur."),
    ],
)
def test_codes_and_texts_without_names_are_taken(written: WrittenMinutes) -> None:
    assert check_decisions(written, PLAN).problems == []


def test_a_document_may_use_names() -> None:
    assert check_decisions(attends("an wijn"), replace(PLAN, codes_only=False)).problems == []


def test_a_new_action_gets_no_code_with_an_address_whoever_writes_it() -> None:
    written = WrittenMinutes(
        entries=(WrittenDecision(AT, DecisionKind.NEW_ACTION, "an@linde.example.org", "Warmtescan", "", ()),)
    )
    checked = check_decisions(written, replace(PLAN, codes_only=False))
    (problem,) = checked.problems
    assert "in de code staat een @" in problem
    assert "linde" not in problem
