"""The one place where an action changes, for a stored action and for a row of an import alike."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.plan.action_rows import ActionRow
from terugkom.plan.change_action import ActionValues, NewReport, add_action, change_action
from terugkom.plan.history import DatedReport, FieldChange
from terugkom.plan.model import Action, ActionStatus, Group, Person, Precision, ProgressReport
from terugkom.schedule.lead_times import LeadTimes

ROOT = Path(__file__).parents[2]
DAY, LEAD_TIMES = date(2027, 3, 15), LeadTimes()
AN, BO, CO = (Person(code=code, name=code) for code in ("an", "bo", "co"))
ENERGY, GREEN = Group(code="energie"), Group(code="groen")
Make = Callable[..., Action | ActionRow]


def _row(**values: Any) -> ActionRow:
    reports = {each.on: each.text for each in values.pop("told", ())}
    return ActionRow("A", owners=tuple(values.pop("owners", ())), reports=reports, **values)


def _stored(**values: Any) -> Action:
    told = [
        ProgressReport(reported_on=each.on, text=each.text, source="x") for each in values.pop("told", ())
    ]
    given = {"title": "", "description": "", "theme": "", "sdgs": "", "deadline_text": "", "budget_text": "",
             "part_of": "", "snooze_reason": "", "public": False, "extra": {},
             "status": ActionStatus.PLANNED}  # fmt: skip
    return Action(code="A", owners=list(values.pop("owners", ())), reports=told, **(given | values))


@pytest.fixture(params=[_row, _stored], ids=["row", "stored"])
def make(request: pytest.FixtureRequest) -> Make:
    found: Make = request.param
    return found


def change(action: Action | ActionRow, values: ActionValues, **more: Any) -> list[FieldChange]:
    return change_action(action, values, day=DAY, lead_times=LEAD_TIMES, **more)


def reports_of(action: Action | ActionRow) -> dict[date, str]:
    if isinstance(action, ActionRow):
        return action.reports
    return {each.reported_on: each.text for each in action.reports}


def test_another_deadline_sets_the_reminder_anew(make: Make) -> None:
    action = make(status=ActionStatus.RUNNING, deadline=date(2027, 6, 1), deadline_precision=Precision.DAY)
    changes = change(action, {"deadline": date(2027, 9, 30), "deadline_precision": Precision.QUARTER,
                              "deadline_text": "Q3"})  # fmt: skip
    assert changes == [
        FieldChange("A", "deadline", date(2027, 6, 1), date(2027, 9, 30)),
        FieldChange("A", "deadline_precision", Precision.DAY, Precision.QUARTER),
        FieldChange("A", "deadline_text", "", "Q3"),
    ]
    assert action.next_reminder_on == date(2027, 8, 31)
    assert action.last_update_on is None


def test_the_same_exact_day_in_other_words_is_no_change(make: Make) -> None:
    action = make(deadline=DAY, deadline_precision=Precision.DAY, deadline_text="15 maart 2027")
    same: ActionValues = {
        "deadline": DAY,
        "deadline_precision": Precision.DAY,
        "deadline_text": "15/03/2027",
    }
    assert change(action, same) == []
    assert action.deadline_text == "15 maart 2027"
    year: ActionValues = {**same, "deadline_precision": Precision.YEAR}
    assert [each.field for each in change(action, year)] == ["deadline_precision", "deadline_text"]


def test_a_change_of_status_is_an_update_and_never_takes_back_a_later_one(make: Make) -> None:
    action = make(status=ActionStatus.PLANNED)
    change(action, {"status": ActionStatus.RUNNING})
    assert action.last_update_on == DAY
    later = date(2027, 5, 1)
    action.last_update_on = later
    change(action, {"status": ActionStatus.DONE})
    assert action.last_update_on == later
    assert action.next_reminder_on is None


def test_of_a_new_action_only_its_creation_is_recorded_and_its_status_is_no_update(make: Make) -> None:
    action = make()
    values: ActionValues = {"title": "Led", "status": ActionStatus.RUNNING, "deadline": date(2027, 6, 1)}
    assert add_action(action, values, day=DAY, lead_times=LEAD_TIMES) == [
        FieldChange("A", "added", None, "Led")
    ]
    assert (action.last_update_on, action.next_reminder_on) == (None, date(2027, 5, 2))


def test_owners_and_group_are_told_by_their_codes_and_owners_lie_by_code(make: Make) -> None:
    action = make(owners=[AN], group=ENERGY)
    assert change(action, {"owners": [CO, BO], "group": GREEN}) == [
        FieldChange("A", "group", "energie", "groen"),
        FieldChange("A", "owners", ("an",), ("bo", "co")),
    ]
    assert list(action.owners) == [BO, CO]
    assert change(action, {"owners": [CO, BO], "group": GREEN}) == []
    assert change(action, {"owners": [], "group": None})[0] == FieldChange("A", "group", "groen", None)


def test_a_report_is_an_update_of_its_day_and_told_once(make: Make) -> None:
    action = make(status=ActionStatus.RUNNING, deadline=date(2027, 6, 1))
    report = DatedReport(date(2027, 3, 1), "Gegund")
    given = NewReport(report.on, report.text, "page")
    assert change(action, {}, report=given) == [FieldChange("A", "report", None, report)]
    assert change(action, {}, report=given) == []
    other = DatedReport(report.on, "Toch niet")
    again = NewReport(other.on, other.text)
    assert change(action, {}, report=again) == [FieldChange("A", "report", report, other)]
    assert (reports_of(action), action.last_update_on) == ({report.on: "Toch niet"}, report.on)
    assert [each.field for each in change(action, {}, report=NewReport(date(2027, 1, 4), "Vroeger"))] == [
        "report"
    ]
    assert action.last_update_on == report.on


def test_what_does_not_bear_on_the_reminder_leaves_it(make: Make) -> None:
    sent_until = date(2027, 5, 25)  # as the last digest left it
    action = make(deadline=date(2027, 6, 1), next_reminder_on=sent_until, owners=[AN])
    change(action, {"title": "Anders", "missing_since": DAY}, reason="Zo heet het nu.")
    assert action.next_reminder_on == sent_until
    change(action, {"owners": [BO]})
    assert action.next_reminder_on == date(2027, 5, 2)


def test_a_reason_stands_beside_the_changes(make: Make) -> None:
    changes = change(make(), {"status": ActionStatus.STOPPED}, reason="Te duur.")
    assert [(each.field, each.new) for each in changes] == [
        ("status", ActionStatus.STOPPED),
        ("note", "Te duur."),
    ]


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["", "x", "y"]),
        "status": st.sampled_from(ActionStatus),
        "deadline": st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        "deadline_precision": st.none() | st.sampled_from(Precision),
        "snoozed_until": st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        "owners": st.lists(st.sampled_from([AN, BO, CO]), unique=True),
        "public": st.booleans(),
    },
)


@given(st.lists(st.tuples(VALUES, st.none() | st.builds(NewReport, st.dates(), st.just("Nieuws")))))
def test_a_row_and_a_stored_action_change_alike(steps: list[tuple[Any, NewReport | None]]) -> None:
    row, stored = _row(), _stored()
    for values, report in steps:
        assert change(row, values, report=report) == change(stored, values, report=report)
    for field in ("status", "deadline", "last_update_on", "next_reminder_on", "snoozed_until", "title"):
        assert getattr(row, field) == getattr(stored, field)
    assert (list(row.owners), reports_of(row)) == (list(stored.owners), reports_of(stored))


# Nobody else changes an action

FIELDS = {*ActionValues.__annotations__, "last_update_on"}
ITS_HOME = {"terugkom/plan/change_action.py", "terugkom/plan/action_rows.py"}


def changed_elsewhere(path: Path) -> Iterator[str]:
    """Yield where a field of an action is set: as an attribute, or by an UPDATE of its table."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = [each for one in node.targets for each in getattr(one, "elts", [one])]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for each in targets:
            if isinstance(each, ast.Attribute) and each.attr in FIELDS:
                owner = ast.unparse(each.value)
                if owner.rpartition(".")[2] in ("action", "stored_action"):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: {owner}.{each.attr}"
        if isinstance(node, ast.Call) and re.match(
            r"update\(Action\).*\.values$", ast.unparse(node.func), re.DOTALL
        ):
            yield from (
                f"{path.relative_to(ROOT)}:{node.lineno}: UPDATE {each.arg}"
                for each in node.keywords
                if each.arg not in ("next_reminder_on", "followed_from")  # what the reminders keep themselves
            )


@pytest.mark.long
def test_an_action_changes_in_one_place_only() -> None:
    paths = [path for room in ("terugkom", "tasks", "flows") for path in (ROOT / room).rglob("*.py")]
    found = [
        line
        for path in paths
        if str(path.relative_to(ROOT)) not in ITS_HOME
        for line in changed_elsewhere(path)
    ]
    assert found == []


def test_a_change_elsewhere_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "a.py"
    path.write_text(
        "decision.action.status = 1\naction.deadline, x = 1, 2\nupdate(Action).values(title='')\n"
    )
    assert len(list(changed_elsewhere(path))) == 3
