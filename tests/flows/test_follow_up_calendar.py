"""The daily tick, in this process, on a real Prefect server."""

from ast import literal_eval
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from prefect.client.schemas.objects import FlowRun
from sqlalchemy import select, update

from flows.deliver import deliver
from flows.follow_up_calendar import follow_up_calendar
from flows.owner_reminders import owner_reminders
from tasks.due_today import clean_up_expired
from tasks.installation import get_installation
from terugkom import clock
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.sender import SendResult
from terugkom.reminders import digest
from terugkom.retention.clean_up import clean_up
from terugkom.retention.find_expired import list_days
from tests.damaged_database import overwrite_table
from tests.flows.conftest import FlowHome, artifacts_of, children_of, report_of, run_of
from tests.flows.plan_workbooks import MONDAY, address
from tests.flows.state_names import name_state
from tests.mail_server import MailServer

LATER = datetime(2026, 11, 23, 7, tzinfo=UTC)


def tick(day: date = MONDAY, **more: Any) -> Any:
    return follow_up_calendar(today=day, return_state=True, **more)


def test_a_tick_without_a_municipality_is_not_green_and_says_why(home: FlowHome) -> None:
    for state in (tick(), tick(dry_run=True)):
        assert (state.type, state.name) == ("FAILED", name_state("no-municipality"))
        assert "nog geen enkele gemeente: lees een plan in met `terugkom import`" in state.message
        assert report_of(state).needs_attention


def test_a_tick_makes_each_inbox_and_counts_what_belongs_to_nobody(home: FlowHome) -> None:
    home.town()
    tick(MONDAY - timedelta(days=90), dry_run=True)
    assert not (home.folder / "municipalities").exists()
    (home.folder / "Xaverine Markeer.xlsx").write_text("")
    (home.folder / "municipalities" / "Linde").mkdir(parents=True)
    state = tick(MONDAY - timedelta(days=90))
    assert (home.folder / "municipalities" / "lievegem" / "inbox").is_dir()
    assert state.type == "COMPLETED"
    assert report_of(state).attention["unclaimed"] == 2
    assert "Markeer" not in "".join(artifacts_of(run_of(state)).values())


def test_with_nothing_due_a_tick_says_so_and_starts_nothing(home: FlowHome) -> None:
    home.town()
    state = tick(MONDAY - timedelta(days=90))
    assert (state.type, state.name) == ("COMPLETED", name_state("nothing-due"))
    assert state.message == "volgende keer: 2026-09-16", "the edition of the third quarter"
    assert children_of(state) == []
    assert home.states() == []


def test_what_is_due_is_delivered_and_shown_and_a_second_tick_that_day_does_nothing(home: FlowHome) -> None:
    home.town()
    state = tick()
    assert (state.type, state.name, state.message) == (
        "COMPLETED",
        name_state("delivered"),
        "3 documenten gemaakt; 3 verstuurd; 1 mail voor de coördinator zonder ontvanger; "
        "volgende keer: 2026-11-30",
    )
    assert run_of(state).name == "dagelijkse ronde · alle gemeenten · 2026-11-23"
    (child,) = children_of(state)
    assert child.name == "herinneringen aan de trekkers · 2026-11-23 · 1/1"
    assert child.state_name == name_state("delivered")
    assert home.states() == ["sent"] * 3
    assert {each.run_id for each in home.deliveries()} == {str(child.id)}
    shows_its_summary_and_the_coming_year_and_its_child_the_deliveries(state, child)

    before = home.all_files()
    again = tick()
    assert (again.name, children_of(again)) == (name_state("nothing-due"), [])
    assert home.all_files() == before


def shows_its_summary_and_the_coming_year_and_its_child_the_deliveries(state: Any, child: FlowRun) -> None:
    own = artifacts_of(run_of(state))
    assert own.keys() == {"follow-up-calendar", "coming-year", "gate-lievegem"}
    assert "data:image/svg+xml;base64," in own["follow-up-calendar"]
    assert "herinneringen aan de trekkers, lievegem, 2026-W48" in own["follow-up-calendar"]
    childs = artifacts_of(child)
    assert childs.keys() == {"batch", "municipality-lievegem"}
    (row,) = (line for line in childs["batch"].splitlines() if line.startswith("| Verstuurd |"))
    assert row.startswith("| Verstuurd | 3 documenten gemaakt; 3 verstuurd;")
    assert row.endswith(" | lievegem | herinneringen aan de trekkers |")
    assert "| trekker 1 |" in childs["municipality-lievegem"]
    assert "lievegem.example" not in "".join(childs.values())


def lease_to_a_sender_that_died(home: FlowHome, state: DeliveryState = DeliveryState.PENDING) -> None:
    values = {"state": state, "sent_at": None, "lease": "dead", "lease_until": LATER}
    with home.database.write_session() as session:
        session.execute(update(Delivery).values(values))


@pytest.mark.long
@pytest.mark.sampled(2)
@pytest.mark.parametrize("state_of_mail", [DeliveryState.PENDING, DeliveryState.SENDING])
def test_a_run_says_which_mails_wait_for_the_lease_of_a_sender_that_died(
    home: FlowHome, state_of_mail: DeliveryState, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town()
    tick()
    monkeypatch.setattr(clock, "now", lambda: LATER - timedelta(minutes=4))
    lease_to_a_sender_that_died(home, state_of_mail)
    for run, page in ((tick, "follow-up-calendar"), (lambda: deliver(return_state=True), "deliver")):
        state = run()
        assert (state.type, state.name) == ("COMPLETED", name_state("delivered-later"))
        assert str(state.message).startswith("3 wachten op een andere verzender; volgende ")
        assert report_of(state).deliveries == {"with_another_sender": 3}
        assert "- **3 wachten op een andere verzender**: " in artifacts_of(run_of(state))[page]
    monkeypatch.setattr(clock, "now", lambda: LATER + timedelta(seconds=1))
    assert deliver(return_state=True).name == name_state("delivered")
    assert home.states() == ["sent"] * 3
    assert tick().name == name_state("nothing-due")


def test_a_run_whose_sender_died_is_not_shown_as_delivered(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town()

    def die(*_: Any) -> SendResult:
        lease_to_a_sender_that_died(home)
        return SendResult()

    monkeypatch.setattr(clock, "now", lambda: LATER - timedelta(minutes=4))
    with monkeypatch.context() as broken:
        broken.setattr("terugkom.delivery.sender.send_due", die)
        state = owner_reminders("lievegem", MONDAY, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", name_state("delivered-later"))
    assert "; 3 wachten op een andere verzender; " in str(state.message)
    assert report_of(state).next_try_at == LATER


def test_a_daily_run_on_a_damaged_database_is_not_green_and_says_what_to_do(home: FlowHome) -> None:
    home.town()
    overwrite_table(home.folder / "terugkom.db", "edition_decisions")
    state = tick(MONDAY - timedelta(days=90))
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert report_of(state).attention["database_damaged"] == 1
    shown = artifacts_of(run_of(state))["follow-up-calendar"]
    assert "- **1 beschadigde databank**: stop Terugkom, bewaar het bestand, en zet een back-up" in shown


@pytest.mark.long
def test_a_run_that_meets_the_damage_names_the_file_and_what_to_do(home: FlowHome) -> None:
    home.town()
    overwrite_table(home.folder / "terugkom.db", "actions")
    get_installation().database.close()
    state = owner_reminders("lievegem", MONDAY, return_state=True)
    assert state.type == "FAILED"
    said = f"de databank {home.folder / 'terugkom.db'} is beschadigd: zet een back-up terug met"
    assert said in str(state.message)


@pytest.mark.long
def test_a_daily_run_on_a_machine_with_another_clock_than_the_database_is_not_green(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town()
    apart = timedelta(seconds=-31)
    monkeypatch.setattr("tasks.check_machine.measure_clock_difference", lambda *_: apart)
    state = tick()
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert report_of(state).attention["clock_differs"] == 2, "the daily run, and that of its batch"
    (child,) = [each for each in children_of(state) if each.name.startswith("herinneringen")]
    assert child.state_name == name_state("partly-done")
    monkeypatch.setattr("tasks.check_machine.measure_clock_difference", lambda *_: timedelta(seconds=30))
    assert tick().type == "COMPLETED"


@pytest.mark.long
def test_what_came_of_the_daily_run_is_recorded(home: FlowHome) -> None:
    home.town()
    state = follow_up_calendar(return_state=True)
    with home.database.read_session() as session:
        (found,) = session.scalars(select(DailyRunResult))
    assert (found.run_id, found.state, found.is_failed) == (str(run_of(state).id), state.name, False)
    assert found.started_at < found.ended_at
    follow_up_calendar(return_state=True, dry_run=True)
    follow_up_calendar(return_state=True, municipality="lievegem")
    with home.database.read_session() as session:
        assert session.scalars(select(DailyRunResult.id)).all() == [found.id]


def test_a_dry_run_writes_nothing_and_tells_what_would_be(home: FlowHome) -> None:
    home.town()
    before = home.all_files()
    state = tick(dry_run=True)
    assert (state.name, state.message) == (
        name_state("dry-run"),
        "3 documenten zouden gemaakt worden; volgende keer: 2026-12-17",
    )
    assert run_of(state).name == "dagelijkse ronde · alle gemeenten · 2026-11-23 · alleen tonen"
    assert home.all_files() == before
    shown = artifacts_of(run_of(state))["follow-up-calendar"]
    assert "Alleen getoond" in shown
    assert "- zou vertrekken: 3 × herinnering aan trekker" in shown
    assert address(1) not in shown
    assert [(each.role, each.recipient) for each in report_of(state).planned] == [
        ("owner", address(number)) for number in (1, 2, 3)
    ]
    assert report_of(state).planned[0].subject == "Actie 1: vandaag"
    assert [each.path for each in report_of(state).documents] == [None] * 3


@pytest.mark.long
def test_all_get_one_run_and_a_municipality_that_crashes_does_not_stop_the_others(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("aalter", "brakel", "celles"):
        home.town(slug, owners=1)
    write = digest.enqueue_digests

    def breaks(desk: Any, week: Any, *rest: Any) -> Any:
        if week.municipality.slug == "brakel":
            raise ValueError("Xaverine Markeer <xaverine@markeer.example>")
        return write(desk, week, *rest)

    monkeypatch.setattr(digest, "enqueue_digests", breaks)
    monkeypatch.setattr("tasks.reminders.enqueue_digests.retries", 0)
    state = tick()
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert (
        state.message
        == "2 documenten gemaakt; 2 verstuurd; 1 mislukte run, 2 mails voor de coördinator zonder ontvanger; "
        "volgende keer: 2026-11-30"
    )
    (child,) = children_of(state)
    assert (child.state_type, child.state_name) == ("FAILED", name_state("partly-done"))
    assert home.states() == ["sent"] * 2

    page = artifacts_of(child)["batch"]
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    assert [(each[0], each[2]) for each in rows] == [
        (f"| {name_state('failed')}", "brakel"),
        (f"| {name_state('delivered')}", "aalter"),
        (f"| {name_state('delivered')}", "celles"),
    ], "what failed stands first"
    assert "ValueError in stap “write digests”: zie " in rows[0][1]
    assert "arkeer" not in page
    assert "Xaverine Markeer" in (home.folder / "errors.log").read_text()


def test_one_municipality_can_be_ticked_alone(home: FlowHome) -> None:
    home.town("aalter", owners=1)
    home.town("brakel", owners=1)
    state = tick(municipality="brakel")
    assert [each.name for each in children_of(state)] == ["herinneringen aan de trekkers · 2026-11-23 · 1/1"]
    assert run_of(state).name == "dagelijkse ronde · brakel · 2026-11-23"


@pytest.mark.long
def test_a_tick_sweeps_what_stayed_behind(
    home: FlowHome, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{mail_server.port}")
    get_installation.cache_clear()
    home.town(owners=2)
    mail_server.at_rcpt[address(1)] = "450 4.2.1 come back later"
    tick(really=True)
    assert sorted(home.states()) == ["pending", "sent"]
    mail_server.at_rcpt.clear()
    home.let_time_pass()
    state = tick(really=True)
    assert [each.flow_id != run_of(state).flow_id for each in children_of(state)] == [True]
    assert state.name == name_state("delivered")
    assert home.states() == ["sent"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"municipality": ""},
        {"municipality": "x" * 1000},
        {"today": date(1999, 12, 31)},
        {"today": date(2101, 1, 1)},
    ],
)
def test_parameters_out_of_bounds_are_refused(wrong: dict[str, Any]) -> None:
    right = {"municipality": None, "today": MONDAY, "dry_run": False}
    state = follow_up_calendar.fn(**(right | wrong))
    assert state.is_failed()
    assert "verwacht wordt" in str(state.message)


def test_a_run_with_refused_parameters_fails(home: FlowHome) -> None:
    home.town("lievegem")
    state = follow_up_calendar(municipality="Niet Zo", return_state=True)
    assert state.type == "FAILED"
    assert str(state.message).startswith("er is geen gemeente “…”; er zijn: lievegem; zie ")
    assert "Niet Zo" not in str(state.message)


@pytest.mark.long
def test_a_clean_up_that_fails_is_counted_and_the_run_keeps_its_page(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town()
    assert tick(MONDAY - timedelta(days=90)).type == "COMPLETED"
    installation = get_installation()
    clean_up(installation.build_retention(), dry_run=True)  # a person has seen it
    done = home.folder / "municipalities/lievegem/inbox/done/2020-01-01-060000-plan.xlsx"
    done.mkdir(parents=True)  # what cannot be deleted as a file
    monkeypatch.setattr("terugkom.retention.find_expired._list_inbox_files", lambda _: [done])
    state = tick(MONDAY - timedelta(days=89))
    assert state.type == "FAILED"
    assert report_of(state).attention["failed_steps"] == 1
    assert artifacts_of(run_of(state)), "its page says what was done"
    assert "IsADirectoryError" in (home.folder / "errors.log").read_text()


def test_an_own_template_that_cannot_be_used_makes_the_daily_run_red_and_stands_on_its_page(
    home: FlowHome,
) -> None:
    home.town()
    own = home.folder / "municipalities/lievegem/templates"
    for name, text in {
        "owner-stuck/body.txt": "{{ nobody.knows.this }}",  # it compiles, and ours is mailed instead
        "newsletter/subject.txt": "{% for x in %}",
        "page-link/body.txt": "{{ reader }}",
        "brief-an-peeters.txt": "{% for x in %}",  # of a person, perhaps
    }.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text)
    state = tick(MONDAY - timedelta(days=90))
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    assert "3 eigen sjablonen zijn niet bruikbaar" in state.message
    pages = artifacts_of(run_of(state))
    rows = literal_eval(pages["own-templates"])
    assert {(each["gemeente"], each["bestand"]) for each in rows} == {
        ("lievegem", "owner-stuck/body.txt"),
        ("lievegem", "newsletter/subject.txt"),
        ("lievegem", "een ander bestand; de naam staat in errors.log"),
    }
    assert "peeters" not in str(pages)
    assert "brief-an-peeters.txt" in (home.folder / "errors.log").read_text()
    assert "`terugkom doctor` zegt wat eraan scheelt" in pages["follow-up-calendar"]
    assert "nobody" in (home.folder / "errors.log").read_text()


def test_the_page_of_a_clean_up_counts_every_kind(home: FlowHome) -> None:
    home.town()
    done = home.folder / "municipalities/lievegem/inbox/done"
    done.mkdir(parents=True)
    (done / "2020-01-01-060000-plan.xlsx").write_text("x")
    kinds = list_days(get_installation().build_retention().periods)
    for day in (90, 89):
        rows = literal_eval(artifacts_of(run_of(tick(MONDAY - timedelta(days=day))))["clean-up"])
        assert len(rows) == len(kinds), "each kind, those of which there is nothing too"
        assert {each["aantal"] for each in rows if "inbox" in each["wat"]} == {1}
        assert not any("_" in each["wat"] for each in rows), "in words"
        clean_up(get_installation().build_retention(), dry_run=True)  # a person has seen it
    assert not list(done.iterdir())


def test_a_clock_that_is_years_ahead_for_an_hour_has_nothing_deleted(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = home.folder / "municipalities/lievegem/inbox/done"
    inbox.mkdir(parents=True)
    right = datetime(2027, 3, 1, 5, tzinfo=UTC)
    for day in ("2026-02-28", "2026-03-02", "2027-02-27"):
        (inbox / f"{day}-060000-plan.xlsx").write_text("x")

    def clean_up_at(now: datetime) -> list[str]:
        monkeypatch.setattr(clock, "now", lambda: now)
        assert clean_up_expired.fn().attention == {}
        return sorted(path.name[:10] for path in inbox.iterdir())

    monkeypatch.setattr(clock, "now", lambda: right - timedelta(days=1))
    clean_up(get_installation().build_retention(), dry_run=True)  # a person has seen it
    kept = ["2026-03-02", "2027-02-27"]
    assert clean_up_at(right) == kept
    ahead = right.replace(year=2037)
    assert clean_up_at(ahead) == kept
    assert clean_up_at(ahead + timedelta(hours=2)) == kept, "each run of that hour"
    assert clean_up_at(right + timedelta(days=1)) == kept
    assert clean_up_at(right + timedelta(days=2)) == ["2027-02-27"], "it goes on as before"
    pause = right + timedelta(days=400)
    assert clean_up_at(pause) == ["2027-02-27"]
    assert clean_up_at(pause + timedelta(days=1)) == [], "a pause is made up for a day later"
