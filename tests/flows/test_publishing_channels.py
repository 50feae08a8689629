"""The ways out as blocks in a real Prefect server: forms, secrets, and whose is whose."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import MagicMock

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL
from sqlalchemy import select

from deployments.prefect_request import request_prefect
from flows.deliver import deliver
from tasks.channel_blocks import (
    CHANNEL_BLOCKS,
    BlockChannels,
    ChannelBlock,
    MastodonSettings,
    WebdavSettings,
    WebhookSettings,
    WordpressSettings,
)
from tasks.installation import get_installation
from tasks.mail_blocks import SmtpSettings
from tasks.saved_blocks import remember_block_names
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.delivery.channels.webhook import WebhookFormat
from terugkom.delivery.enqueue import RunContext, build_publication, enqueue_documents, write_documents
from terugkom.delivery.publication import Publication
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from tests.delivery.fake_servers import FakeWebhook, Mastodon, WordPress
from tests.delivery.publications import PAGE, POST
from tests.flows.conftest import FlowHome, report_of
from tests.flows.prefect_requests import note_requests

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight in Brussels


@pytest.fixture(scope="module")
def block_types(prefect_server: str) -> None:
    for block in CHANNEL_BLOCKS.values():
        block.register_type_and_schema()


@pytest.fixture
def blocks(block_types: None, home: FlowHome) -> Iterator[None]:
    yield
    for block in CHANNEL_BLOCKS.values():
        for name in ("lievegem", "zulte", "terugkom"):
            try:
                block.delete(name)
            except ValueError:
                continue


def asked(path: str, **what: Any) -> Any:
    answer = request_prefect("POST", f"{PREFECT_API_URL.value()}/{path}", what)
    answer.raise_for_status()
    return answer.json()


def publish(publication: Publication, channel: str, slug: str) -> str:
    """Record a publication as a flow does; return the channel that was chosen."""
    here = get_installation()
    with here.database.write_session() as session:
        town = session.scalars(select(Municipality).where(Municipality.slug == slug)).one()
        chosen = channel if channel in here.load_publish_channels(town).public else "folder"
        what = [build_publication(publication, f"{slug}/2026-11-23", chosen)]
        write_documents(here.documents, what)
        moment = Moment(
            municipality_id=town.id, kind="newsletter", subject=publication.key, period="2026-Q4",
            day=TODAY, opened_at=NOW,
        )  # fmt: skip
        session.add(moment)
        session.flush()
        enqueue_documents(session, RunContext(town, moment.id, chosen, "", NOW, TODAY), what)
    return chosen


@pytest.mark.parametrize("block", CHANNEL_BLOCKS.values())
def test_each_way_out_has_a_form_that_explains_itself(block_types: None, block: type[ChannelBlock]) -> None:
    (kind,) = asked("block_types/filter", block_types={"slug": {"any_": [block._block_type_slug]}}) or [None]
    assert kind["name"].startswith("Terugkom ")
    assert "short name" in kind["description"]
    schemas = asked("block_schemas/filter", block_schemas={"block_type_id": {"any_": [kind["id"]]}})
    fields = schemas[0]["fields"]
    for field in fields["properties"].values():
        choice = fields.get("definitions", {}).get(field.get("$ref", "").rpartition("/")[2], {})
        assert field.get("description") or choice["description"]
    assert fields["secret_fields"], "each way out has something that is a secret"


def test_secrets_stay_secret(blocks: None) -> None:
    WebdavSettings(url="https://a.be/dav", username="u", password="geheim-1").save("zulte")
    WordpressSettings(url="https://a.be", username="u", password="geheim-2").save("zulte")
    MastodonSettings(url="https://a.be", token="geheim-3").save("zulte")
    WebhookSettings(url="https://a.be/geheim-4", secret="geheim-5").save("zulte")
    shown = json.dumps(asked("block_documents/filter", include_secrets=False))
    assert '"https://a.be/dav"' in shown
    assert "geheim" not in shown
    sites = [
        block.load_site("zulte")
        for block in (WebdavSettings, WordpressSettings, MastodonSettings, WebhookSettings)
    ]
    assert "geheim" not in repr(sites)
    assert [site.password for site in sites[:2]] == ["geheim-1", "geheim-2"]  # type: ignore[union-attr]


@pytest.mark.long
def test_a_municipality_has_its_own_way_out_or_the_one_for_all_or_the_folder(
    home: FlowHome, blocks: None
) -> None:
    home.town("lievegem")
    home.town("zulte")
    with WordPress() as own, FakeWebhook() as shared:
        WordpressSettings(
            url=own.url, username=own.login[0], password=own.login[1], allow_private_addresses=True
        ).save("zulte")
        WebhookSettings(url=shared.address, form=WebhookFormat.FULL, allow_private_addresses=True).save(
            "terugkom"
        )
        chosen = {
            (channel, slug): publish(
                Publication(f"{slug}/{channel}", "page", PAGE.title, PAGE.path, html=PAGE.html), channel, slug
            )
            for channel in ("wordpress", "webhook")
            for slug in ("lievegem", "zulte")
        }
        assert chosen == {
            ("wordpress", "lievegem"): "folder",
            ("wordpress", "zulte"): "wordpress",
            ("webhook", "lievegem"): "webhook",
            ("webhook", "zulte"): "webhook",
        }
        report = report_of(deliver(return_state=True))
        assert report.deliveries == {"sent": 4}
        assert not report.attention, "what is not set is no error"
        assert [post["status"] for post in own.posts] == ["draft"]
        assert len(shared.taken) == 2
    (page,) = (home.folder / "outbox").rglob("index.html")
    assert page.read_text() == PAGE.html


@pytest.mark.long
def test_each_municipality_posts_with_its_own_account(home: FlowHome, blocks: None) -> None:
    home.town("lievegem")
    home.town("zulte")
    with Mastodon(token="van-lievegem") as lievegem, Mastodon(token="van-zulte") as zulte:
        for server, name in ((lievegem, "lievegem"), (zulte, "zulte")):
            MastodonSettings(
                url=server.url, token=f"van-{name}", allow_private_addresses=True, longest=500
            ).save(name)
            told = {"kind": "post", "title": POST.title, "path": POST.path, "media_type": "text/plain"}
            publish(Publication(f"{name}/mastodon", **told, text=f"Groet van {name}"), "mastodon", name)
        assert report_of(deliver(return_state=True)).deliveries == {"sent": 2}
        assert [each["status"] for each in lievegem.statuses] == [["Groet van lievegem"]]
        assert [each["status"] for each in zulte.statuses] == [["Groet van zulte"]]


def test_a_folder_for_all_has_a_place_for_each(blocks: None) -> None:
    WebdavSettings(url="https://cloud.be/dav/{municipality}/site").save("terugkom")
    site = WebdavSettings.load_site("zulte")
    assert site is not None
    assert site.file_url("a.html") == "https://cloud.be/dav/zulte/site/a.html"


def test_a_block_that_cannot_be_read_is_not_passed_over_for_the_one_for_all(
    blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    MastodonSettings(url="https://a.be", token="geheim").save("terugkom")

    def broken(name: str) -> MastodonSettings:
        raise ValueError(f"geheim in {name}")

    monkeypatch.setattr(MastodonSettings, "load", broken)
    with pytest.raises(
        ChannelUnavailable, match=r"^the block Terugkom Mastodon account cannot be read: ValueError$"
    ):
        MastodonSettings.load_site("zulte")
    with pytest.raises(ChannelUnavailable, match=r"account cannot be read: ValueError$"):
        BlockChannels().load_publish_channels("zulte")


def test_a_mail_server_block_that_cannot_be_read_is_not_taken_for_none(
    prefect_server: str, home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SmtpSettings.load_server() is None

    def broken(name: str) -> SmtpSettings:
        raise ValueError(f"geheim in {name}")

    monkeypatch.setattr(SmtpSettings, "load", broken)
    with pytest.raises(
        ChannelUnavailable, match=r"^the block Terugkom mail server cannot be read: ValueError$"
    ):
        SmtpSettings.load_server()


def test_blocks_are_listed_once_where_many_municipalities_are_looked_up(
    blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    MastodonSettings(url="https://a.be", token="geheim").save("zulte")
    asked_for = note_requests(monkeypatch)
    load = BlockChannels().load_mentions_account
    with remember_block_names():
        assert [site.url for slug in ("lievegem", "zulte", "deinze") if (site := load(slug))] == [
            "https://a.be"
        ]
    assert len(asked_for) == 2, "the list, and the one that is saved"
    MastodonSettings(url="https://b.be", token="geheim").save("terugkom")
    with remember_block_names():
        assert [site and site.url for site in map(load, ("lievegem", "zulte"))] == [
            "https://b.be",
            "https://a.be",
        ]
    with remember_block_names(), monkeypatch.context() as none_registered:
        none_registered.setattr(MastodonSettings, "_block_type_slug", "never-registered")
        asked_for.clear()
        assert [load(slug) for slug in ("lievegem", "zulte", "deinze")] == [None, None, None]
        assert len(asked_for) == 1, "the list alone, also where there is none"


def test_blocks_that_cannot_be_listed_are_asked_for_one_by_one(
    blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise PrefectHTTPStatusError("500", request=MagicMock(), response=MagicMock())

    MastodonSettings(url="https://a.be", token="geheim").save("zulte")
    monkeypatch.setattr(SyncPrefectClient, "read_block_documents_by_type", fail)
    with remember_block_names():
        site = BlockChannels().load_mentions_account("zulte")
        assert BlockChannels().load_mentions_account("deinze") is None
    assert site is not None
