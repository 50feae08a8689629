"""After a restore: what fell due since the backup is held until a person sends or drops it."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.deliver import deliver
from flows.follow_up_calendar import follow_up_calendar
from tasks.installation import get_installation
from terugkom.backup.create_backup import create_backup
from terugkom.command_line.main import main
from terugkom.delivery.model import DeliveryState
from tests.flows.conftest import FlowHome, report_of
from tests.flows.plan_workbooks import MONDAY, address
from tests.flows.state_names import name_state
from tests.mail_server import MailServer

MADE = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.long
def test_what_was_mailed_since_the_backup_is_held_and_one_command_sends_or_drops_it(
    home: FlowHome,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{mail_server.port}")
    get_installation.cache_clear()
    home.town()
    backup = home.elsewhere / "backup.tar.gz"
    create_backup(home.database, home.folder, backup, MADE)
    assert follow_up_calendar(today=MONDAY, really=True, return_state=True).name == name_state("delivered")
    before = {each.recipient: each.message_id for each in home.deliveries()}
    assert set(before) == {address(1), address(2), address(3)}

    home.database.close()
    get_installation.cache_clear()
    assert main(["restore", str(backup), "--replace"]) == 0, "no delivery waited in the backup"
    assert home.deliveries() == []
    home.town("aalter", owners=1, addresses=["an@aalter.example"])  # other numbers than the first time
    state = follow_up_calendar(today=MONDAY, really=True, return_state=True)
    assert str(state.message).startswith("4 documenten gemaakt; 4 verzendingen die misschien al vertrokken")
    assert str(state.message).endswith("volgende keer: 2026-11-30")
    assert report_of(state).attention["held_after_restore"] == 4
    assert home.states() == ["held"] * 4
    held = {each.recipient: each for each in home.deliveries()}
    assert {email: held[email].message_id for email in before} == before
    assert len(mail_server.mails) == 3, "those of before the restore"

    capsys.readouterr()
    assert main(["held"]) == 1
    listed = capsys.readouterr().out
    assert all(email in listed for email in held)
    assert main(["held", "drop", *(str(held[address(n)].id) for n in (1, 2))]) == 1
    assert main(["held", "send"]) == 0
    assert deliver(return_state=True).name == name_state("delivered")
    assert sorted(each.recipient for each in mail_server.mails[3:]) == ["an@aalter.example", address(3)]
    sent_again = next(each for each in mail_server.mails[3:] if each.recipient == address(3))
    assert f"Message-ID: {before[address(3)]}".encode() in sent_again.content
    states = {each.recipient: each.state for each in home.deliveries()}
    assert [states[address(n)] for n in (1, 2, 3)] == [
        DeliveryState.DROPPED,
        DeliveryState.DROPPED,
        DeliveryState.SENT,
    ]
    assert (
        follow_up_calendar(today=MONDAY + timedelta(days=1), really=True, return_state=True).type
        == "COMPLETED"
    )
    assert len(mail_server.mails) == 5
