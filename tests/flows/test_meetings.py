"""The meetings' cycles on a real Prefect server: started by the tick, moved and cancelled by hand."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from sqlalchemy import select

from flows.cancel_meeting import cancel_meeting
from flows.core_group_review import core_group_review
from flows.focus_group_review import focus_group_review
from flows.follow_up_calendar import follow_up_calendar
from flows.move_meeting import move_meeting
from flows.peer_exchange import peer_exchange
from flows.subgroup_review import subgroup_review
from terugkom.meetings.model import CancelReason, Meeting
from terugkom.peers.export_shared import SharedActionData, SharedPlan
from terugkom.peers.import_shared import import_shared_file
from terugkom.peers.share_file import serialize_shared_plan
from terugkom.plan.model import ActionStatus, Group, Person
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from terugkom.workbook.own_layout import ACTIONS, GROUPS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.fill_once import fill_once
from tests.flows.conftest import FlowHome, artifacts_of, children_of, report_of, run_of
from tests.flows.state_names import name_state
from tests.import_workbook import import_workbook

INVITED = date(2027, 2, 22)  # three weeks before 15 March
LATER = date(2027, 6, 15)
ACTION = {"code": "E1", "title": "Zonnepanelen", "theme": "Energie", "status": "gepland", "owners": "AN"}
GROUP = {"code": "Energie", "name": "Deelgroep energie", "kind": "deelgroep", "interval_months": 6}


@pytest.fixture
def linde(home: FlowHome) -> FlowHome:
    """A town with a subgroup of two, a core group, a focus group, a coordinator and an exchange in June."""
    people = [
        {"code": "AN", "name": "An Wijn", "email": "an@linde.example.org", "groups": "Energie; Kop"},
        {"code": "BE", "name": "Bé Vos", "email": "be@linde.example.org", "groups": "Energie; Focus"},
    ]
    groups = [
        GROUP | {"anchor": date(2027, 3, 15)},
        {"code": "Kop", "name": "Kopgroep", "kind": "kopgroep", "interval_months": 12, "anchor": LATER},
        {"code": "Focus", "name": "Focusgroep", "kind": "focusgroep", "interval_months": 3, "anchor": LATER}
        | {"meets_at": "19:00"},  # not when the subgroup meets: both have Bé
    ]
    rows = {PEOPLE.title: people, GROUPS.title: groups, ACTIONS.title: [ACTION]}
    settings: dict[str, Any] = {
        "name": "Gemeente Linde",
        "language": "nl",
        "coordinator": "AN",
        "digest_weekday": "maandag",
    }
    settings["peer_anchor"] = LATER

    def fill() -> None:
        write_plan(home.elsewhere / "linde.xlsx", WorkbookContent(rows, settings=settings))
        told = {"slug": "linde", "today": INVITED, "now": datetime(2027, 2, 22, 5, tzinfo=UTC)}
        assert import_workbook(home.database, home.elsewhere / "linde.xlsx", **told).findings == ()

    fill_once(home.database, home.folder, (rows, settings), fill)
    return home


def tick(day: date, **more: Any) -> Any:
    return follow_up_calendar(today=day, return_state=True, **more)


@pytest.mark.long
def test_a_tick_invites_once_and_the_runs_say_which_meeting_and_how_far_it_is(linde: FlowHome) -> None:
    state = tick(INVITED)
    (run,) = children_of(state)
    assert (run.name, run.state_name) == (
        f"overleg van de deelgroep · {INVITED} · 1/1",
        name_state("invited"),
    )
    assert linde.states() == ["sent"] * 2
    assert len(list((linde.folder / "outbox/linde").rglob("*.eml"))) == 2
    assert (linde.folder / "outbox/linde/calendars/energie.ics").is_file()
    shown = artifacts_of(run)
    assert "| lid " in shown["municipality-linde"], shown
    assert "Wijn" not in str(shown)

    again = tick(INVITED)
    assert (again.name, children_of(again)) == (name_state("nothing-due"), [])

    names = []
    for day in (date(2027, 3, 8), date(2027, 3, 16), date(2027, 3, 23)):
        (run,) = children_of(tick(day), but="nieuwsbrief")
        names.append(run.state_name)
    assert names == [
        name_state("pack-sent"),
        name_state("waiting-for-minutes"),
        name_state("waiting-for-minutes"),
    ]


@pytest.mark.long
def test_the_page_of_a_run_says_in_the_installations_language_why_a_step_was_skipped(linde: FlowHome) -> None:
    after = date(2027, 3, 17)
    (run,) = children_of(tick(after), but="nieuwsbrief")
    page = artifacts_of(run)["municipality-linde"]
    assert "- **overgeslagen: uitnodiging** (het overleg was op 2027-03-15)" in page, page


def test_a_dry_run_begins_nothing(linde: FlowHome) -> None:
    before = linde.all_files()
    state = tick(INVITED, dry_run=True)
    assert (state.name, state.message) == (
        name_state("dry-run"),
        "1 document zou gemaakt worden; volgende keer: 2027-03-08",
    )
    assert linde.all_files() == before


def set_anchor(home: FlowHome, anchor: date | None) -> None:
    with home.database.write_session() as session:
        session.scalars(select(Group).where(Group.code == "Energie")).one().anchor = anchor


def days_of_meetings(home: FlowHome) -> list[tuple[str, date, str]]:
    with home.database.read_session() as session:
        found = session.execute(select(Moment.period, Moment.day, Meeting.state).join(Meeting))
        return sorted((period, day, state.value) for period, day, state in found)


@pytest.mark.long
@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2024, 6, 3)])
def test_a_day_in_the_past_leaves_the_meetings_to_come(linde: FlowHome, day: date) -> None:
    set_anchor(linde, date(2026, 9, 15))
    subgroup_review("linde", "Energie", today=INVITED, return_state=True)
    before = days_of_meetings(linde)
    state = tick(day)
    assert (state.name, "overleg" in state.message) == (name_state("nothing-due"), False)
    assert days_of_meetings(linde) == before == [("2027-03", date(2027, 3, 15), "planned")]


@pytest.mark.long
def test_what_the_plan_changes_of_a_meeting_stands_on_the_page_also_in_a_dry_run(linde: FlowHome) -> None:
    subgroup_review("linde", "Energie", today=INVITED, return_state=True)
    set_anchor(linde, date(2027, 3, 22))
    day = INVITED + timedelta(days=1)
    shown = tick(day, dry_run=True)
    assert "1 overleg zou aangepast worden aan het plan" in shown.message
    line = "- Energie/2027-03 (linde) van 2027-03-15 zou naar 2027-03-22 gaan, zoals in het plan"
    assert line in artifacts_of(run_of(shown))["follow-up-calendar"]
    done = tick(day)
    assert "1 overleg aangepast aan het plan" in done.message
    line = "- Energie/2027-03 (linde) van 2027-03-15 is nu op 2027-03-22, zoals in het plan"
    assert line in artifacts_of(run_of(done))["follow-up-calendar"]
    set_anchor(linde, None)
    off = tick(day)
    line = "- Energie/2027-03 (linde) van 2027-03-22 is afgezegd: het plan heeft dit overleg niet meer"
    assert line in artifacts_of(run_of(off))["follow-up-calendar"]


def test_by_hand_a_step_is_taken_ahead_of_its_day(linde: FlowHome) -> None:
    day = INVITED - timedelta(days=30)
    nothing = subgroup_review("linde", "Energie", today=day, return_state=True)
    assert nothing.name == name_state("nothing-due")
    state = subgroup_review("linde", "Energie", today=day, early=True, return_state=True)
    assert (state.name, linde.states()) == (name_state("invited"), ["sent"] * 2)
    assert state.message == "1 document gemaakt; 2 verstuurd; uitnodiging"


def test_what_changes_a_meeting_never_reads_that_nothing_was_due(linde: FlowHome) -> None:
    """Nobody was invited yet, so no step is due."""
    day = INVITED - timedelta(days=30)
    moved = move_meeting("linde", "Energie/2027-03", date(2027, 3, 22), today=day, return_state=True)
    assert (moved.name, linde.states()) == (name_state("moved"), [])
    assert moved.message == "niemand was al uitgenodigd, en dus krijgt niemand een mail"
    why = CancelReason.ROOM_NOT_FREE
    off = cancel_meeting("linde", "Energie/2027-03", why, today=day, return_state=True)
    assert (off.name, linde.states()) == (name_state("cancelled"), [])
    assert off.message == "niemand was al uitgenodigd, en dus krijgt niemand een mail"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2045, 1, 1), "01/01/2045 is te ver vooruit: dan is de groep al aan een volgend overleg toe"),
        (date(2027, 9, 16), "Kies een dag tot en met 15/09/2027, of zeg dit overleg af"),
    ],
)
def test_a_day_after_the_next_meeting_of_the_group_is_refused(linde: FlowHome, day: date, why: str) -> None:
    state = move_meeting("linde", "Energie/2027-03", day, today=INVITED, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert why in str(state.message)
    assert days_of_meetings(linde) == []


@pytest.mark.long
def test_a_moved_meeting_is_told_and_a_cancelled_one_too(linde: FlowHome) -> None:
    tick(INVITED)
    moved = move_meeting("linde", "Energie/2027-03", date(2027, 3, 22), today=INVITED, return_state=True)
    assert (moved.name, run_of(moved).name) == (
        name_state("moved"),
        "overleg verzetten · linde · Energie/2027-03 · 2027-03-22",
    )
    saturday = move_meeting("linde", "Energie/2027-03", date(2027, 3, 20), today=INVITED, return_state=True)
    assert saturday.name == name_state("moved")
    assert str(saturday.message).endswith(
        "zaterdag 20 maart 2027 valt in het weekend; het overleg gaat die dag toch door"
    )
    why = CancelReason.ROOM_NOT_FREE
    off = cancel_meeting("linde", "Energie/2027-03", why, today=INVITED, return_state=True)
    assert off.name == name_state("cancelled")
    assert report_of(off).deliveries["sent"] == 2
    assert linde.states() == ["sent"] * 8


def test_a_member_without_an_address_counts_once_where_a_move_has_two_mails(linde: FlowHome) -> None:
    subgroup_review("linde", "Energie", today=INVITED, return_state=True)
    with linde.database.write_session() as session:
        group = session.scalars(select(Group).where(Group.code == "Energie")).one()
        group.members.append(Person(municipality_id=group.municipality_id, code="CO", name="Co Maes"))
    state = move_meeting("linde", "Energie", date(2027, 3, 12), today=date(2027, 3, 8), return_state=True)
    assert linde.states() == ["sent"] * 6, "two invitations; an update and a pack for each"
    assert "1 lid zonder bruikbaar mailadres" in state.message
    assert report_of(state).attention["members_out_of_reach"] == 1
    assert "2 leden" not in "".join(artifacts_of(run_of(state)).values())


@pytest.mark.long
def test_who_is_in_two_groups_that_meet_counts_once_in_the_daily_run(linde: FlowHome) -> None:
    with linde.database.write_session() as session:
        groups = session.scalars(select(Group).where(Group.code.in_(["Energie", "Focus"]))).all()
        of = groups[0].municipality_id
        both, one = (Person(municipality_id=of, code=code, name=code) for code in ("CO", "DI"))
        for group in groups:
            group.anchor = date(2027, 3, 15)
            group.members.append(both)
        groups[0].members.append(one)
    state = follow_up_calendar(today=INVITED, return_state=True)
    assert len(report_of(state).moments) == 2
    assert "2 leden zonder bruikbaar mailadres" in state.message
    assert report_of(state).attention["members_out_of_reach"] == 2
    assert "3 leden" not in state.message + "".join(artifacts_of(run_of(state)).values())
    assert "**2 leden zonder bruikbaar mailadres**" in artifacts_of(run_of(state))["follow-up-calendar"]


def test_a_group_of_another_kind_is_refused(linde: FlowHome) -> None:
    state = core_group_review("linde", "Energie", today=INVITED, return_state=True)
    assert state.type == "FAILED"


@pytest.mark.long
@pytest.mark.parametrize(
    ("review", "group", "period", "members"),
    [(core_group_review, "Kop", "2027", 1), (focus_group_review, "Focus", "2027-Q2", 1)],
)
def test_the_core_group_and_the_focus_group_are_invited_get_their_pack_and_are_asked_for_minutes(
    linde: FlowHome, review: Any, group: str, period: str, members: int
) -> None:
    days = [LATER - timedelta(days=21), LATER - timedelta(days=7), LATER + timedelta(days=1)]
    states = [review("linde", group, today=day, return_state=True) for day in days]
    assert [each.name for each in states] == [
        name_state("invited"),
        name_state("pack-sent"),
        name_state("waiting-for-minutes"),
    ]
    what = {"Kop": "overleg van de kopgroep", "Focus": "overleg van de focusgroep"}[group]
    name = f"{what} · linde · {group} · {period}"
    assert [run_of(each).name for each in states] == [name] * 3
    assert [report_of(each).deliveries["sent"] for each in states] == [members, members, 1]
    again = review("linde", group, today=days[-1], return_state=True)
    assert again.name == name_state("nothing-due")


@pytest.mark.long
def test_an_exchange_invites_the_core_group_and_its_pack_shows_who_can_help(linde: FlowHome) -> None:
    share_with_linde(linde)
    days = [LATER - timedelta(days=21), LATER - timedelta(days=7), LATER + timedelta(days=1)]
    states = [peer_exchange("linde", today=day, return_state=True) for day in days]
    assert [each.name for each in states] == [
        name_state("invited"),
        name_state("pack-sent"),
        name_state("waiting-for-minutes"),
    ]
    assert [run_of(each).name for each in states] == ["uitwisseling met andere gemeenten · linde · 2027"] * 3
    assert linde.states() == ["sent"] * 3  # the coordinator is the one member of the core group
    shown = artifacts_of(run_of(states[1]))["peer-exchange"]
    assert "| Kouterdijk 7 | Energie | Gemeente Linde E1 | - |" in shown
    assert "Wijn" not in shown
    (pack,) = (linde.folder / "documents/linde").rglob("meeting-pack*")
    text = message_from_bytes(pack.read_bytes(), policy=default).get_body(("plain",))
    assert text is not None
    assert "Kouterdijk deed al: Zonnepanelen op school; het duurde 40 dagen." in text.get_content()
    again = peer_exchange("linde", today=days[-1], return_state=True)
    assert (again.name, linde.states()) == (name_state("nothing-due"), ["sent"] * 3)


@pytest.mark.long
def test_a_tick_starts_each_kind_of_meeting_that_has_a_step_due(linde: FlowHome) -> None:
    day = LATER - timedelta(days=21)
    runs = children_of(tick(day))
    assert {(run.name, run.state_name) for run in runs} >= {
        (f"{kind} · {day} · 1/1", name_state("invited"))
        for kind in (
            "overleg van de kopgroep",
            "overleg van de focusgroep",
            "uitwisseling met andere gemeenten",
        )
    }


def share_with_linde(home: FlowHome) -> None:
    """Have Linde take in the file of a neighbour."""
    done = SharedActionData("7", "Zonnepanelen op school", "Energie", (7,), ActionStatus.DONE, took_days=40)
    (home.elsewhere / "buur.json").write_bytes(serialize_shared_plan(SharedPlan("Kouterdijk", (done,))))
    with home.database.write_session() as session:
        town = get_municipality(session, "linde")
        import_shared_file(session, town, home.elsewhere / "buur.json", datetime(2027, 2, 22, 5, tzinfo=UTC))


def read_page(state: Any, kind: str = "subgroup-review") -> str:
    found = artifacts_of(run_of(state))[kind]
    assert "Wijn" not in found
    assert "example.org" not in found
    return found


@pytest.mark.long
def test_the_page_of_a_move_says_what_changed_who_was_written_to_and_what_comes_next(linde: FlowHome) -> None:
    subgroup_review("linde", "Energie", today=INVITED, return_state=True)
    day = date(2027, 3, 22)
    page = read_page(move_meeting("linde", "Energie", day, "15:00", today=INVITED, return_state=True))
    for line in (
        "- Verzet van maandag 15 maart 2027, 14.00 uur, naar maandag 22 maart 2027, 15.00 uur; "
        "de plaats bleef dezelfde.",
        "- Mails van deze run: 2 × lid. De tabel hieronder zegt of ze verstuurd zijn.",
        "- Wat er nu komt: stukken op maandag 15 maart 2027; het overleg zelf op maandag 22 maart 2027; "
        "vraag om het verslag op dinsdag 23 maart 2027; "
        "herinnering aan het verslag op dinsdag 30 maart 2027.",
        "- Klopt dit niet? Start `move-meeting` nog eens, met de juiste dag",
    ):
        assert line in page, page
    why = CancelReason.ROOM_NOT_FREE
    page = read_page(cancel_meeting("linde", "Energie/2027-03", why, today=INVITED, return_state=True))
    for line in (
        "- Afgezegd: het overleg van maandag 22 maart 2027, 15.00 uur. Reden: De zaal is niet vrij.",
        "- Mails van deze run: 2 × lid.",
        "- Voor dit overleg komt er niets meer. "
        "Het volgende van de groep: uitnodiging op woensdag 25 augustus",
        "- Klopt dit niet? Een afgezegd overleg komt niet terug.",
    ):
        assert line in page, page


def test_a_move_of_which_nobody_hears_has_a_page_too(linde: FlowHome) -> None:
    day = INVITED - timedelta(days=30)
    page = read_page(move_meeting("linde", "Energie", date(2027, 3, 22), today=day, return_state=True))
    assert "- niemand was al uitgenodigd, en dus krijgt niemand een mail" in page
    assert "- Deze run schreef niemand aan." in page
    assert "- Wat er nu komt: uitnodiging op maandag 1 maart 2027;" in page
