"""Mentions as the daily run fetches them; a server that fails is told, and stops nothing else."""

from collections.abc import Iterator

import pytest
from prefect.client.schemas.objects import State
from sqlalchemy import select

from flows.follow_up_calendar import follow_up_calendar
from tasks.channel_blocks import BlockChannels, MastodonSettings
from terugkom.mentions.model import Mention
from tests.delivery.fake_servers import Mastodon
from tests.flows.conftest import FlowHome, report_of
from tests.flows.plan_workbooks import MONDAY
from tests.flows.state_names import name_state


@pytest.fixture
def mastodon(home: FlowHome) -> Iterator[Mastodon]:
    home.town()
    with Mastodon() as server:
        MastodonSettings.register_type_and_schema()
        saved = MastodonSettings(url=server.url, token=server.token, allow_private_addresses=True)
        saved.save("lievegem")
        yield server
        MastodonSettings.delete("lievegem")


@pytest.mark.long
def test_a_daily_run_fetches_them_and_is_red_when_the_server_fails(
    home: FlowHome, mastodon: Mastodon, lines: list[str]
) -> None:
    mastodon.mention("zeepkist, zei piet@example.org")
    follow_up_calendar(today=MONDAY, dry_run=True, return_state=True)
    assert mastodon.asked == []
    mastodon.scopes = Mastodon.WRITING
    state: State[object] = follow_up_calendar(today=MONDAY, really=True, return_state=True)
    assert (state.type, state.name) == ("FAILED", name_state("partly-done"))
    (outage,) = report_of(state).outages
    assert (outage.channel, outage.municipality) == ("mentions", "lievegem")
    assert "read:notifications" in outage.reason
    assert home.states(), "reminders are written all the same"
    mastodon.scopes |= Mastodon.READING
    assert follow_up_calendar(today=MONDAY, really=True, return_state=True).type == "COMPLETED"
    with home.database.read_session() as session:
        assert len(session.scalars(select(Mention)).all()) == 1
    assert not [line for line in lines if "zeepkist" in line]


def test_who_wants_no_mentions_is_not_asked_for_any(home: FlowHome, mastodon: Mastodon) -> None:
    saved = MastodonSettings.load("lievegem")
    assert isinstance(saved, MastodonSettings)
    assert BlockChannels().load_mentions_account("lievegem") is not None
    saved.mentions = False
    saved.save("lievegem", overwrite=True)
    assert BlockChannels().load_mentions_account("lievegem") is None
    assert BlockChannels().load_mentions_account("zulte") is None
