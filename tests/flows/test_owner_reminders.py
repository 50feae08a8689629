"""The reminders of one week, with mail servers that refuse, put off, or are not there."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from flows.deliver import deliver
from flows.follow_up_calendar import follow_up_calendar
from flows.owner_reminders import owner_reminders
from tasks.artifacts import redact_reason
from tasks.installation import get_installation
from tasks.reminders import describe_quiet_week
from terugkom.delivery.model import Delivery
from terugkom.delivery.sender_process import SenderProcess
from terugkom.overview.report_texts import format_delivery_reason
from terugkom.report import MomentLine, RunReport
from tests.flows.conftest import FlowHome, artifacts_of, report_of, run_of
from tests.flows.plan_workbooks import MONDAY, address
from tests.flows.state_names import name_state
from tests.mail_server import MailServer
from tests.refused_rows import refused_deliveries
from tests.tls_proxy import find_free_port

NO_COORDINATOR = "1 mail voor de coördinator zonder ontvanger"


def next_try(delivery: Delivery) -> datetime:
    assert delivery.next_try_at
    return delivery.next_try_at


def remind() -> Any:
    return owner_reminders("lievegem", MONDAY, really=True, return_state=True)


@pytest.fixture
def mailing(home: FlowHome, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> FlowHome:
    """A home that sends through the mail server."""
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{mail_server.port}")
    get_installation.cache_clear()
    return home


@pytest.fixture
def many_owners(mailing: FlowHome, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of more owners than go into one batch, sorted."""
    monkeypatch.setenv("TERUGKOM_BATCH_SIZE", "5")
    get_installation.cache_clear()
    mailing.town(owners=22)
    return sorted(address(number) for number in range(1, 23))


def test_a_refused_recipient_makes_the_run_red_and_the_others_get_theirs(
    mailing: FlowHome, mail_server: MailServer
) -> None:
    mailing.town()
    mail_server.at_rcpt[address(2)] = f"550 5.1.1 {address(2)}: Trekker 2 does not work here"
    state = remind()
    assert (state.type, state.name) == ("FAILED", name_state("partly-delivered"))
    assert state.message == f"3 documenten gemaakt; 1 mislukt, 2 verstuurd; {NO_COORDINATOR}"
    assert sorted(mail_server.recipients) == [address(1), address(3)]
    shown = artifacts_of(run_of(state))["deliveries"]
    assert [*json.loads(shown)[0]][:3] == ["toestand", "reden", "document"], "what one looks for stands first"
    assert '"reden": "550 5.1.1"' in shown
    assert '"kanaal": "mailserver"' in shown
    assert "Trekker" not in shown


@pytest.mark.long
def test_a_run_sends_and_reports_what_is_its_own_municipalitys_and_deliver_the_rest(
    mailing: FlowHome, mail_server: MailServer
) -> None:
    refused = "an@zulte.example"
    mailing.town("zulte", owners=1, addresses=[refused])
    mail_server.at_rcpt[refused] = "450 4.2.1 come back later"
    assert owner_reminders("zulte", MONDAY, really=True, return_state=True).name == name_state(
        "delivered-later"
    )
    mailing.let_time_pass()
    mail_server.at_rcpt[refused] = "550 5.1.1 there is no such mailbox"
    mailing.town()
    state = remind()
    assert (state.type, state.name) == ("COMPLETED", name_state("delivered"))
    assert state.message == f"3 documenten gemaakt; 3 verstuurd; {NO_COORDINATOR}", (
        "no next attempt either: it is the other's"
    )
    assert refused not in artifacts_of(run_of(state))["deliveries"]
    assert [each.attempts for each in mailing.deliveries() if each.recipient == refused] == [1]
    state = deliver(return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("not-delivered"))
    assert state.message == "1 mislukt"


@pytest.mark.long
def test_a_calendar_of_one_municipality_sends_its_own(mailing: FlowHome, mail_server: MailServer) -> None:
    refused = "an@zulte.example"
    mailing.town("zulte", owners=1, addresses=[refused])
    mail_server.at_rcpt[refused] = "450 4.2.1 come back later"
    owner_reminders("zulte", MONDAY, really=True, return_state=True)
    mail_server.at_rcpt[refused] = "550 5.1.1 there is no such mailbox"
    mailing.town(owners=1)
    mail_server.at_rcpt[address(1)] = "450 4.2.1 come back later"
    remind()
    mailing.let_time_pass()
    del mail_server.at_rcpt[address(1)]
    state = follow_up_calendar("lievegem", MONDAY, really=True, return_state=True)
    assert (state.type, report_of(state).deliveries) == ("COMPLETED", {"sent": 1})
    assert sorted(each.state.value for each in mailing.deliveries()) == ["pending", "sent"]


def test_with_the_mail_server_down_all_is_kept_and_tried_later(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{find_free_port()}")
    get_installation.cache_clear()
    home.town()
    state = remind()
    assert (state.type, state.name) == ("FAILED", name_state("not-delivered"))
    assert "; 3 wachten nog; " in str(state.message), (
        "all that wait are counted, not only those that were tried"
    )
    assert "mailserver werkt niet: geen verbinding met de mailserver: [Errno 111] Connection refused" in str(
        state.message
    )
    assert report_of(state).needs_attention, "so the command line exits with 1"
    assert home.states() == ["pending"] * 3
    assert [each.attempts for each in home.deliveries()] == [0] * 3
    pages = artifacts_of(run_of(state))
    assert "mailserver werkt niet: geen verbinding met de mailserver" in pages["owner-reminders"]
    assert "geen verbinding met de mailserver" in pages["deliveries"]
    assert "connection with" not in f"{state.message} {pages}"
    assert {each.reason.partition(":")[0] for each in home.deliveries()} == {
        "no connection with the mail server"
    }, "what is stored is for whoever manages the installation"
    soon = datetime.now(UTC) + timedelta(minutes=6)
    assert all(each.next_try_at and each.next_try_at < soon for each in home.deliveries())
    assert report_of(state).next_try_at == min(
        each.next_try_at for each in home.deliveries() if each.next_try_at
    )
    assert "volgende poging" in artifacts_of(run_of(state))["owner-reminders"]
    again: dict[str, Callable[[], Any]] = {
        "follow-up-calendar": lambda: follow_up_calendar(None, MONDAY, really=True, return_state=True),
        "deliver": lambda: deliver(return_state=True),
        "": remind,
    }
    for page, run in again.items():
        state = run()
        assert (state.type, state.name) == ("FAILED", name_state("not-delivered")), page
        assert "3 wachten nog; mailserver werkt niet: geen verbinding met de mailserver: [Err" in str(
            state.message
        )
        assert "; volgende poging: 20" in str(state.message)
        report = report_of(state)
        assert (report.needs_attention, report.next_try_at) == (True, min(map(next_try, home.deliveries())))
        if page:
            assert "mailserver werkt niet: geen verbinding met" in artifacts_of(run_of(state))[page]
    assert [each.attempts for each in home.deliveries()] == [0] * 3


def test_deliver_leaves_what_is_not_due_yet_alone(mailing: FlowHome, mail_server: MailServer) -> None:
    mailing.town(owners=1)
    mail_server.at_rcpt[address(1)] = "450 4.2.1 come back later"
    remind()
    state = deliver(return_state=True)
    assert (state.type, state.name) == ("COMPLETED", name_state("delivered-later"))
    assert str(state.message).startswith("1 wacht nog; volgende poging: 20"), (
        "it says how many wait, and until when"
    )
    assert not report_of(state).needs_attention
    assert run_of(state).name.startswith("versturen wat wacht · 20")
    assert [each.attempts for each in mailing.deliveries()] == [1]


@pytest.mark.long
def test_many_batches_are_sent_while_others_are_written(
    many_owners: list[str], mail_server: MailServer
) -> None:
    state = remind()
    assert (state.name, state.message) == (
        name_state("delivered"),
        f"22 documenten gemaakt; 22 verstuurd; {NO_COORDINATOR}",
    )
    assert sorted(mail_server.recipients) == many_owners


@pytest.mark.long
def test_a_large_municipality_of_the_daily_run_is_written_in_batches_too(
    many_owners: list[str], mail_server: MailServer
) -> None:
    state = follow_up_calendar(None, MONDAY, really=True, return_state=True)
    assert report_of(state).deliveries == {"sent": 22}
    assert sorted(mail_server.recipients) == many_owners


@pytest.mark.long
def test_what_a_killed_sender_process_was_to_render_is_written_by_the_run(
    many_owners: list[str], mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = SenderProcess.start_rendering

    def kill_first(process: SenderProcess, *arguments: Any) -> None:
        process._process.kill()
        process._process.wait()
        begin(process, *arguments)

    monkeypatch.setattr(SenderProcess, "start_rendering", kill_first)
    state = remind()
    assert state.message == f"22 documenten gemaakt; 22 verstuurd; {NO_COORDINATOR}"
    assert sorted(mail_server.recipients) == many_owners


@pytest.mark.long
def test_mail_that_has_no_server_any_more_waits_for_a_person(
    mailing: FlowHome, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing.town(owners=1)
    mail_server.at_rcpt[address(1)] = "450 4.2.1 come back later"
    remind()
    mailing.let_time_pass()
    monkeypatch.delenv("TERUGKOM_SMTP_URL")
    get_installation.cache_clear()
    state = deliver(return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("not-delivered"))
    assert state.message == "1 wacht nog; 1 kanaal zonder mailserver"
    with mailing.database.write_session() as session:
        later = datetime.now(UTC) + timedelta(hours=1)
        session.execute(update(Delivery).values(next_try_at=later))
    assert deliver(return_state=True).message == state.message, "said though nothing is due yet"
    assert report_of(state).next_try_at is None, "no run is planned that could do no more than this one"
    mailing.town("zulte", owners=1, addresses=["an@zulte.example"])
    state = owner_reminders("zulte", MONDAY, really=True, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("not-delivered"))
    assert {each.channel for each in mailing.deliveries()} == {"smtp"}, (
        "nothing goes to the folder in silence"
    )
    assert not list(mailing.folder.rglob("outbox/**/*.eml"))


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("550 5.1.1 <an@x.example>: An Peeters is unknown", "550 5.1.1"),
        ("452 An Peeters is over quota", "452"),
        ("550 5.7.1 no; a person said: resend", "550 5.7.1"),
        (
            "no connection with the mail server: [Errno 111] refused by an@x.example",
            "no connection with the mail server",
        ),
        ("given up after 8 attempts: 450 4.2.1 An Peeters", "given up after 8 attempts"),
        ("superseded: repeated in 2026-W49", "superseded"),
        ("", ""),
    ],
)
def test_of_a_reason_only_our_own_words_and_the_servers_number_are_shown(reason: str, shown: str) -> None:
    assert redact_reason(reason) == shown


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("superseded", "vervangen door een latere mail"),
        ("not_started", "nog niet in dienst"),
        ("given up after 5 days", "opgegeven na 5 dagen"),
        ("550 5.1.1", "550 5.1.1"),
        ("no connection with the mail server", "geen verbinding met de mailserver"),
        ("cloud.example.org answered 404", "cloud.example.org antwoordde 404"),
        ("not done within 60 seconds", "niet klaar binnen 60 seconden"),
        ("this server takes 4 pictures", "deze server neemt 4 foto's"),
        ("Piet is op reis", "Piet is op reis"),
        ("", ""),
    ],
)
def test_our_own_words_of_a_reason_are_in_the_language_of_the_installation(reason: str, shown: str) -> None:
    assert format_delivery_reason(reason, "nl") == shown


def test_a_week_in_which_nothing_is_new_says_so(home: FlowHome) -> None:
    assert home
    line = MomentLine("linde", "owner-reminders", "linde", "2027-W10")
    quiet = RunReport(moments=(line,))
    assert describe_quiet_week(quiet) == "niets nieuws: geen mail verstuurd"
    assert describe_quiet_week(quiet + RunReport(attention=Counter(orphaned=1))) == ""
    assert describe_quiet_week(RunReport()) == ""


@pytest.mark.long
def test_a_digest_that_the_database_refuses_makes_the_run_red_and_no_batch_is_left(
    many_owners: list[str], mailing: FlowHome, mail_server: MailServer
) -> None:
    with refused_deliveries(mailing.database, address(2)):
        state = remind()
        assert state.type == "FAILED"
    others = [each for each in many_owners if each != address(2)]
    assert sorted(each.recipient for each in mailing.deliveries()) == others
    assert remind().type == "COMPLETED"
    assert sorted(mail_server.recipients) == many_owners
