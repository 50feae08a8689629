"""A run of another day than today reaches no mail server, unless it is asked to."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import prefect
import pytest
from prefect.context import FlowRunContext
from sqlalchemy import func, select

from flows.deliver import deliver
from flows.follow_up_calendar import follow_up_calendar
from tasks import approval, start_deployment
from tasks.channel_blocks import BlockChannels
from tasks.installation import get_installation
from tasks.other_day import refuse_other_day
from terugkom import clock
from terugkom.command_line import main
from terugkom.daily_runs.daily_run_status import DailyRunResult
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.editions.publish_channels import PublishChannels
from terugkom.errors import PublicInputError
from terugkom.schedule.model import Moment, Reminder
from tests.flows.conftest import FlowHome
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state
from tests.mail_server import MailServer

EVE = MONDAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def the_day_before(home: FlowHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: EVE)


@pytest.fixture
def mailing(home: FlowHome, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> FlowHome:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{mail_server.port}")
    get_installation.cache_clear()
    home.town(owners=1)
    return home


def tick(**more: Any) -> Any:
    return follow_up_calendar(today=MONDAY, return_state=True, **more)


def count_stages(home: FlowHome) -> int:
    with home.database.read_session() as session:
        return sum(session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Moment, Reminder))


@refuse_other_day
def run(municipality: str | None, today: date, dry_run: bool = False, really: bool = False) -> str:
    return "was run"


@pytest.mark.long
def test_a_future_day_is_refused_before_anything_is_used_up_and_really_sends_where_that_is_asked(
    mailing: FlowHome, mail_server: MailServer
) -> None:
    state = tick()
    assert state.type == "FAILED"
    assert "23/11/2026 moet nog komen" in state.message
    assert "“Echt versturen”" in state.message
    assert (mail_server.mails, mailing.deliveries(), count_stages(mailing)) == ([], [], 0)
    assert tick(really=True).name == name_state("delivered")
    assert [mail.recipient for mail in mail_server.mails] == ["trekker1@lievegem.example"]


@pytest.mark.long
def test_a_day_in_the_past_is_refused_before_anything_is_used_up_too(
    mailing: FlowHome, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: MONDAY + timedelta(days=1))
    state = tick()
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert "23/11/2026 is voorbij, en dit zou echt vertrekken, via smtp: er is niets gedaan" in state.message
    assert "Laat “Vandaag” leeg om vandaag te werken" in state.message
    assert "“Echt versturen”" in state.message
    assert (mail_server.mails, mailing.deliveries(), count_stages(mailing)) == ([], [], 0)
    assert tick(dry_run=True).name == name_state("dry-run")
    assert mailing.deliveries() == []
    assert tick(really=True).name == name_state("delivered")
    assert [mail.recipient for mail in mail_server.mails] == ["trekker1@lievegem.example"]


def test_what_began_on_its_day_goes_on_later(mailing: FlowHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that waits for an approval is executed again, with the same day, once it is given."""
    here = get_installation()
    monkeypatch.setattr(clock, "today", lambda: MONDAY + timedelta(days=30))
    here.refuse_other_day(MONDAY, began_on=MONDAY)
    with pytest.raises(PublicInputError, match="is in the past"):
        here.refuse_other_day(EVE, began_on=MONDAY)

    @prefect.flow(name="began-before")
    def go_on(day: date) -> str:
        context = FlowRunContext.get()
        assert context
        assert context.flow_run
        context.flow_run.start_time = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # on Monday, in Brussels
        return run("lievegem", day)

    assert go_on(MONDAY) == "was run"
    with pytest.raises(PublicInputError, match="is in the past"):
        go_on(EVE)


def test_today_a_dry_run_and_a_run_that_really_sends_are_not_refused(mailing: FlowHome) -> None:
    assert run("lievegem", EVE) == "was run"
    assert run("lievegem", MONDAY, dry_run=True) == "was run"
    assert run("lievegem", MONDAY, really=True) == "was run"
    for slug in ("lievegem", None):
        with pytest.raises(PublicInputError, match="through smtp"):
            run(slug, MONDAY)


def test_a_clock_far_from_that_of_the_latest_daily_runs_sends_nothing_until_a_person_says_so(
    mailing: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A year ahead for one run, it mailed the reminders of that year and called each action overdue."""
    now = datetime(2027, 3, 1, 5, tzinfo=UTC)
    with mailing.database.write_session() as session:
        for days in (366, 365, 364):
            at = now - timedelta(days=days)
            session.add(DailyRunResult(started_at=at, ended_at=at, state="x", is_failed=False))
    monkeypatch.setattr(clock, "now", lambda: now)
    state = follow_up_calendar(return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert "het is hier 01/03/2027, en de vorige dagelijkse ronde begon op 02/03/2026" in state.message
    assert (mailing.deliveries(), count_stages(mailing)) == ([], 0)
    state = deliver(return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    with pytest.raises(PublicInputError, match="through smtp: nothing was done"):
        watch()
    with pytest.raises(PublicInputError, match="through smtp: nothing was done"):
        watch(today=clock.today())  # as `terugkom run` gives it
    assert watch(really=True) == "was run"
    assert run(None, clock.today()) == "was run", "a person asked for it"


def test_the_help_of_the_option_says_that_it_is_for_a_clock_that_was_refused_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "or the clock is far from that of the latest daily runs" in said


@partial(refuse_other_day, is_unasked=True)
def watch(municipality: str | None = None, today: date | None = None, really: bool = False) -> str:
    return "was run"


def test_with_the_folder_alone_a_future_day_goes_on_as_ever(home: FlowHome) -> None:
    home.town(owners=1)
    assert run("lievegem", MONDAY) == "was run"
    assert run(None, MONDAY) == "was run"


def fail(_: object, slug: str = "") -> Any:
    raise ChannelUnavailable("the block cannot be read")


@pytest.mark.parametrize("source", ["load_smtp_server", "load_publish_channels"])
def test_a_channel_that_cannot_be_read_counts_as_one_that_sends(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    home.town(owners=1)
    monkeypatch.setattr(BlockChannels, source, fail)
    with pytest.raises(PublicInputError, match="is in the future"):
        get_installation().refuse_other_day(MONDAY)


@pytest.mark.parametrize("kind", ["public", "internal"])
def test_a_publishing_channel_is_a_real_channel_for_its_own_municipality(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    home.town("aalter", owners=1)
    home.town("brakel", owners=1)

    def load(_: object, slug: str) -> PublishChannels:
        return PublishChannels(**{kind: frozenset({"mastodon"} if slug == "brakel" else ())})

    monkeypatch.setattr(BlockChannels, "load_publish_channels", load)
    here = get_installation()
    here.refuse_other_day(MONDAY, "aalter")
    here.refuse_other_day(EVE)
    here.refuse_other_day(EVE - timedelta(days=1), "aalter")
    for slug in ("brakel", None):
        for day in (MONDAY, EVE - timedelta(days=1)):
            with pytest.raises(PublicInputError, match="through mastodon"):
                here.refuse_other_day(day, slug)


def test_an_edition_that_is_started_apart_is_asked_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, Any]] = []

    def run_deployment(*_: Any, **given: Any) -> SimpleNamespace:
        started.append(given["parameters"])
        return SimpleNamespace(id="a-run")

    monkeypatch.setattr(start_deployment, "run_deployment", run_deployment)

    @refuse_other_day
    def start(municipality: str | None, today: date, really: bool = False) -> bool:
        return approval.start_separate_run("lievegem", "2026-Q4", today, dry_run=False)

    assert start(None, MONDAY, really=True)
    assert start(None, MONDAY)
    assert start(None, EVE - timedelta(days=1), really=True)
    monkeypatch.setattr(clock, "today", lambda: MONDAY)  # at midnight, after this run was asked
    assert approval.start_separate_run("lievegem", "2026-Q4", EVE, dry_run=False)
    assert [each["really"] for each in started] == [True, False, True, True]


def test_each_flow_that_sends_has_the_field() -> None:
    from tests.flows.test_forms import FLOWS

    for flow in FLOWS:
        properties = flow.parameters.properties
        sends = "today" in properties and flow.name not in ("import-plan", "answer-idea", "read-mailbox")
        assert ("really" in properties) is sends, flow.name
