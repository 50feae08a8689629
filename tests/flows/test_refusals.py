"""What an officer reads of a run that was refused: why, on its page too, and no traceback."""

import logging
from datetime import date
from typing import Any

import pytest
from prefect.states import Failed

from flows.answer_idea import answer_idea
from flows.cancel_meeting import cancel_meeting
from flows.check_connections import check_connections
from flows.deliver import deliver
from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from flows.move_meeting import move_meeting
from flows.newsletter import newsletter
from flows.owner_reminders import owner_reminders
from flows.read_mailbox import read_mailbox
from flows.subgroup_review import subgroup_review
from flows.work_batch import work_batch
from tasks.refusals import RefusedInput
from terugkom.meetings.model import CancelReason
from terugkom.report import RunReport
from tests.flows.conftest import FlowHome, artifacts_of, run_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.flows.test_meetings import INVITED, linde  # noqa: F401  a fixture

DAY = date(2027, 3, 15)  # on which the subgroup meets
COMING = "Energie/2027-03, Energie/2027-09, Energie/2028-03, Energie/2028-09, Energie/2029-03"


def refuse(flow: Any, *given: Any, **more: Any) -> tuple[str, str]:
    """Return the message of a run that is refused, and its page."""
    state = flow(*given, return_state=True, **more)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    return str(state.message), artifacts_of(run_of(state))["refused"]


def test_a_refusal_says_in_full_what_names_nobody_and_its_page_says_what_to_do(
    linde: FlowHome,  # noqa: F811
    lines: list[str],
) -> None:
    refused = {
        "Energie/2027-03 blijft zoals het was: 15/03/2027": (move_meeting, "Energie/2027-03", DAY),
        f"er is geen overleg Energie/2027-05; er zijn: {COMING}": (move_meeting, "Energie/2027-05", DAY),
        "er is geen gemeente “gent”; er zijn: linde": (owner_reminders, None, None),
    }
    for said, (flow, meeting, day) in refused.items():
        given = ("linde", meeting, day) if meeting else ("gent",)
        message, page = refuse(flow, *given, today=INVITED)
        assert message == said
        assert page == (
            f"## Geweigerd\n\n- **{said}**\n\nEr is niets gewijzigd en niets verstuurd.\n\n"
            "Wat u nu doet: start opnieuw, met de juiste waarden. Wat u had ingevuld, staat op het tabblad "
            "*Parameters*."
        )
    assert not (linde.folder / "errors.log").exists(), "nothing is left out"
    assert [line for line in lines if "Traceback" in line or "NoneType" in line] == []
    assert any("blijft zoals het was" in line for line in lines)


@pytest.mark.long
def test_what_may_be_a_name_is_not_repeated(linde: FlowHome) -> None:  # noqa: F811
    for typed in ("Xaverine", "0475123456", "X@Y.EXAMPLE", "XAVERINE"):
        message, page = refuse(move_meeting, "linde", typed, DAY, today=INVITED)
        assert message.startswith("er is geen overleg …; er zijn: ")
        assert typed not in message + page
    for code, said in (("I7", "“I7”"), ("Xaverine", "“…”")):
        message, _ = refuse(answer_idea, "linde", code, "no", "Te duur.", today=INVITED)
        assert message.startswith(f"er is geen idee {said}; open ideeën zijn: geen")


@pytest.mark.long
def test_a_meeting_that_is_cancelled_already_and_a_group_of_another_kind_are_called_so(
    linde: FlowHome,  # noqa: F811
) -> None:
    why = CancelReason.ROOM_NOT_FREE
    cancel_meeting("linde", "Energie/2027-03", why, today=INVITED, return_state=True)
    message, _ = refuse(cancel_meeting, "linde", "Energie/2027-03", why, today=INVITED)
    assert message.startswith("Energie/2027-03 is afgelast. Gaat het toch door? Verplaats het dan met ")
    message, _ = refuse(subgroup_review, "linde", "Kop", today=INVITED)
    wanted = "Kop heeft een ander soort overleg (overleg van de kopgroep). Start daarvoor core-group-review."
    assert message == wanted
    message, _ = refuse(move_meeting, "linde", "XX/2027-03", DAY, today=INVITED)
    assert message.startswith("er is geen overleg XX/2027-03; er zijn: ")
    assert "/2025-" not in message
    assert "/2026-" not in message, "a meeting that was is not offered"


@pytest.mark.long
def test_an_edition_before_the_open_one_is_not_promised(home: FlowHome) -> None:
    home.town()
    newsletter("lievegem", today=MONDAY, return_state=True)
    message, _ = refuse(newsletter, "lievegem", "2019-Q1", today=MONDAY)
    assert message == (
        "de nieuwsbrief van 2026-Q4 is al begonnen: een vroegere, van 2019-Q1, kan niet meer. Kies 2026-Q4."
    )


@pytest.mark.long
def test_files_and_mails_of_a_municipality_that_there_is_not_are_refused(linde: FlowHome) -> None:  # noqa: F811
    outside = linde.folder / "elsewhere" / "inbox"
    outside.mkdir(parents=True)
    (outside / "plan.csv").write_text("Nr;Actie;Deadline\n1;Led plaatsen;2027\n")
    for flow in (import_plan, read_mailbox):
        for more in ({}, {"dry_run": True}):
            assert (
                refuse(flow, "lind", today=INVITED, **more)[0] == "er is geen gemeente “lind”; er zijn: linde"
            )
            message, _ = refuse(flow, "../elsewhere", today=INVITED, **more)
            assert message.startswith("“…” is geen geldige korte naam")
    assert [path.name for path in outside.iterdir()] == ["plan.csv"]


@pytest.mark.long
def test_an_empty_text_is_nothing_given_where_a_field_may_be_empty(linde: FlowHome) -> None:  # noqa: F811
    state = follow_up_calendar(today="", dry_run=True, return_state=True)  # type: ignore[arg-type]
    assert state.type == "COMPLETED"
    message, _ = refuse(owner_reminders, "", today="")
    assert message == "Gemeente: dit veld is verplicht"


def test_an_empty_text_is_not_all_municipalities(linde: FlowHome) -> None:  # noqa: F811
    """A variable that was empty in what starts a run would mail everybody."""
    for flow in (follow_up_calendar, deliver, read_mailbox, check_connections):
        message, _ = refuse(flow, "")
        assert message.startswith("Gemeente: verwacht wordt: ")


def test_a_preview_of_an_edition_that_cannot_be_made_is_refused(linde: FlowHome) -> None:  # noqa: F811
    message, _ = refuse(newsletter, "linde", "2099-Q4", today=INVITED, dry_run=True)
    assert message == refuse(newsletter, "linde", "2099-Q4", today=INVITED)[0]
    assert "2099-Q4" in message


def test_a_batch_of_a_number_that_no_database_has_is_refused(home: FlowHome) -> None:
    message, _ = refuse(work_batch, 10**20)
    assert message.startswith("Deel: verwacht wordt: Het nummer")


@pytest.mark.parametrize("name", ["prefect.flow_runs", "prefect.task_runs", "prefect.engine"])
def test_what_prefect_adds_to_a_refusal_stays_out_of_its_logs(
    name: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As its engine does in the process of a run that a worker started."""
    logger = logging.getLogger(name)
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    monkeypatch.setattr(logger, "propagate", False)
    states = [
        Failed(name="Geweigerd", message="kort", data=RefusedInput("kort", "lang")),
        Failed(name="Geweigerd", message="Aanwezig, nummer 2: deze code staat niet in het plan."),
        Failed(name="Deels gelukt", message="1 bestand geweigerd", data=RunReport()),
        Failed(message="fout", data=ValueError("ons")),
    ]
    for state in states:
        try:
            state.result()
        except Exception:
            logger.error("Engine execution exited with unexpected exception", exc_info=True)
    logger.error("Task run failed with state: Geweigerd", exc_info=True)
    assert "ValueError: ons" in caplog.text
    assert "RefusedInput" not in caplog.text
    assert [each.getMessage().split()[0] for each in caplog.records] == ["Engine", "Task"]
    assert "NoneType: None" not in caplog.text
