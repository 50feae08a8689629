"""The daily tick checks each plan that changed, shows and keeps what it found, and never stops for it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tasks.installation import get_installation
from terugkom.documents.model import Document
from terugkom.gate.model import GateSnapshot
from terugkom.gate.report_page import DOCUMENT
from terugkom.plan.model import Action
from terugkom.schedule.agenda_model import AgendaPoint
from tests.flows.conftest import FlowHome, artifacts_of, children_of, run_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.flows.test_follow_up_calendar import tick

QUIET = MONDAY - timedelta(days=90)  # no reminder is due
SHOWN = "gate-lievegem"


@pytest.fixture
def town(home: FlowHome) -> FlowHome:
    """A town of three actions, the first of which is vague; its owner's name must stay at home."""
    home.town(names=["Xaverine Markeer", "Bart Claes", "An Peeters"])
    with home.database.write_session() as session:
        vague = update(Action).where(Action.code == "A1")
        session.execute(vague.values(title="Stimuleren van fietsgebruik | door Xaverine Markeer"))
        concrete = update(Action).where(Action.code != "A1")
        session.execute(concrete.values(title="Tien laadpalen plaatsen"))
    return home


def pages(home: FlowHome) -> list[str]:
    with home.database.read_session() as session:
        kept = session.scalars(select(Document.path).where(Document.kind == DOCUMENT).order_by(Document.id))
        [folder] = {
            path.parent
            for path in home.folder.rglob("lievegem")
            if path.is_dir() and path.parent.name == "documents"
        }
        return [(folder / path).read_text(encoding="utf-8") for path in kept]


@pytest.mark.long
def test_a_tick_shows_what_it_found_names_nobody_keeps_it_and_checks_no_plan_twice(town: FlowHome) -> None:
    state = tick(QUIET)
    assert state.name == name_state("nothing-due")
    shown = artifacts_of(run_of(state))[SHOWN]
    assert "Acties per graad: 2 A, 1 D" in shown
    vague = (
        "“…” zegt nog niet wat er op het einde zal zijn. Bij “…” staat niets waaraan u ziet of het gelukt is."
    )
    assert f"| A1 | D | {vague} |" in shown
    assert "not-measurable" not in shown
    assert "data:image/svg+xml;base64," in shown
    assert "Markeer" not in shown
    assert "Stimuleren" not in shown
    it_keeps_the_page_the_grades_and_the_point_for_the_agenda(town)

    before = town.all_files()
    again = tick(QUIET + timedelta(days=1))
    assert SHOWN not in artifacts_of(run_of(again))
    assert town.all_files() == before


def it_keeps_the_page_the_grades_and_the_point_for_the_agenda(town: FlowHome) -> None:
    [page] = pages(town)
    assert "Wat is er op de einddatum dat er nu niet is?" in page
    with town.database.read_session() as session:
        [grades] = session.scalars(select(GateSnapshot.grades))
        points = session.execute(
            select(Action.code, AgendaPoint.reason, AgendaPoint.raised_on).join(
                Action, Action.id == AgendaPoint.action_id
            )
        ).all()
    assert grades == {"": {"A": 2, "B": 0, "C": 0, "D": 1}}
    assert [tuple(each) for each in points] == [("A1", "vague", QUIET)]


def test_a_dry_run_checks_nothing(town: FlowHome) -> None:
    before = town.all_files()
    assert SHOWN not in artifacts_of(run_of(tick(QUIET, dry_run=True)))
    assert town.all_files() == before


@pytest.mark.long
def test_a_check_that_crashes_stops_nothing(town: FlowHome, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ValueError("Xaverine Markeer")

    monkeypatch.setattr("tasks.gate.review_plan", breaks)
    state = tick()
    assert (state.type, state.name) == ("FAILED", name_state("partly-done")), (
        "all else was done, and the run says so"
    )
    assert "1 stap die voor een gemeente mislukte" in str(state.message)
    assert [each.state_name for each in children_of(state)] == [name_state("delivered")]
    assert town.states() == ["sent"] * 3
    assert SHOWN not in artifacts_of(run_of(state))
    assert "Markeer" not in str(state.message)


@pytest.mark.long
def test_a_plan_that_cannot_be_checked_does_not_stop_the_check_of_others(home: FlowHome) -> None:
    for slug in ("aalter", "brakel"):
        home.town(slug, owners=1)
    own = get_installation().settings.municipalities / "aalter" / "templates" / DOCUMENT
    own.mkdir(parents=True)
    (own / "body.html").write_text("{{ no_such_word }}", encoding="utf-8")
    assert artifacts_of(run_of(tick(QUIET))).keys() >= {"gate-brakel"}
    assert "no_such_word" in (home.folder / "errors.log").read_text(encoding="utf-8")
