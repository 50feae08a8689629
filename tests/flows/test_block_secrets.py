"""Secrets of blocks: set by `terugkom secret`, never typed in a form, kept by a form that is saved again."""

import io
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from prefect.blocks.core import Block
from prefect.settings import PREFECT_API_URL

from deployments.apply import prepare_server
from deployments.prefect_request import request_prefect
from tasks.block_secrets import SECRET_PLACES, set_secret
from tasks.channel_blocks import CHANNEL_BLOCKS, MastodonSettings, WebhookSettings, WordpressSettings
from tasks.mail_blocks import MailboxSettings, OAuthClientSettings, SmtpSettings
from terugkom.command_line import main
from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.errors import InputError
from tests.flows.conftest import FlowHome

BLOCKS = (SmtpSettings, MailboxSettings, OAuthClientSettings, *CHANNEL_BLOCKS.values())
SECRET = "geheim-van-het-bestuur"
SHOWN = "********"


@pytest.fixture(scope="module")
def block_types(prefect_server: str) -> None:
    prepare_server()


@pytest.fixture(autouse=True)
def blocks(block_types: None, home: FlowHome) -> Iterator[None]:
    yield
    for block in BLOCKS:
        for document in asked("POST", "block_documents/filter", block_types=of(block)):
            asked("DELETE", f"block_documents/{document['id']}")


def of(block: type[Block]) -> dict[str, Any]:
    return {"slug": {"any_": [block.get_block_type_slug()]}}


def asked(method: str, path: str, **what: Any) -> Any:
    answer = request_prefect(method, f"{PREFECT_API_URL.value()}/{path}", what)
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


def save_form(block: type[Block], name: str, **data: Any) -> str:
    """Save a new block as the form does; return its id."""
    kind = asked("POST", "block_types/filter", block_types=of(block))[0]["id"]
    content = {"name": name, "block_type_id": kind, "block_schema_id": str(block._block_schema_id)}
    return str(asked("POST", "block_documents/", **content, data=data)["id"])


def shown(block: type[Block], field: str) -> str:
    (document,) = asked("POST", "block_documents/filter", block_types=of(block))
    return str(document["data"].get(field))


def test_no_form_lets_a_secret_be_typed_or_asks_for_one() -> None:
    settable = {(place.block, place.field) for place in SECRET_PLACES.values()}
    for block in BLOCKS:
        schema = block.model_json_schema()
        assert all((block, field) in settable for field in schema["secret_fields"])
    for name, place in SECRET_PLACES.items():
        schema = place.block.model_json_schema()
        field = schema["properties"][place.field]
        assert field["enum"] == [SHOWN], "one choice, so that nothing can be typed"
        assert f"`terugkom secret {name}`" in field["description"]
        assert place.field not in schema.get("required", [])


def test_a_mail_server_gets_its_password_on_the_terminal_and_keeps_it_when_the_form_is_saved_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ) | {"PREFECT_API_URL": str(PREFECT_API_URL.value())})
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\n"))
    assert main(["secret", "mail-server"]) == 2
    assert "save it in the UI first" in capsys.readouterr().err
    block = save_form(SmtpSettings, "terugkom", host="smtp.example.org", username="ann", password=None)
    with pytest.raises(ChannelUnavailable, match=r"run `terugkom secret mail-server`$"):
        SmtpSettings.load_server()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\n"))
    assert main(["secret", "mail-server"]) == 0
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    assert shown(SmtpSettings, "password") == SHOWN
    server = SmtpSettings.load_server()
    assert server is not None
    assert (server.host, server.username, server.password) == ("smtp.example.org", "ann", SECRET)
    asked("PATCH", f"block_documents/{block}", data={"host": "mail.example.org", "password": SHOWN})
    server = SmtpSettings.load_server()
    assert server is not None
    assert (server.host, server.password) == ("mail.example.org", SECRET)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("given", [None, SHOWN])
def test_a_form_that_was_saved_without_its_secret_makes_deliveries_wait(given: str | None) -> None:
    save_form(WordpressSettings, "zulte", url="https://a.be", username="u", password=given)
    save_form(MastodonSettings, "zulte", url="https://a.be", token=given)
    save_form(WebhookSettings, "terugkom", url=given, secret=given)
    for block, secret in (
        (WordpressSettings, "wordpress-site --municipality zulte"),
        (MastodonSettings, "mastodon-account --municipality zulte"),
        (WebhookSettings, "webhook"),
    ):
        with pytest.raises(ChannelUnavailable, match=f"run `terugkom secret {secret}`$"):
            block.load_site("zulte")
    set_secret("mastodon-account", SECRET, "zulte")
    site = MastodonSettings.load_site("zulte")
    assert site is not None
    assert site.token == SECRET
    set_secret("webhook", f"https://a.be/{SECRET}")
    hook = WebhookSettings.load_site("zulte")
    assert hook is not None
    assert (hook.url, hook.secret) == (f"https://a.be/{SECRET}", "")
    assert SECRET not in json.dumps(asked("POST", "block_documents/filter", include_secrets=False))


@pytest.mark.parametrize(
    ("name", "secret", "municipality"),
    [("webhook", "a.be/x", None), ("mail-server", SECRET, "zulte"), ("webhook", SHOWN, None)],
)
def test_a_secret_that_cannot_be_one_is_refused(name: str, secret: str, municipality: str | None) -> None:
    save_form(WebhookSettings, "terugkom", url=None)
    with pytest.raises(InputError) as refused:
        set_secret(name, secret, municipality)
    assert secret not in str(refused.value)


def test_a_block_of_an_earlier_version_gets_the_form_of_this_one_and_keeps_its_secret() -> None:
    kind = asked("POST", "block_types/filter", block_types=of(MastodonSettings))[0]["id"]
    (now,) = asked("POST", "block_schemas/filter", block_schemas={"block_type_id": {"any_": [kind]}})
    del now["fields"]["properties"]["token"]["enum"]
    earlier = asked("POST", "block_schemas/", fields=now["fields"], block_type_id=kind, version="earlier")
    content = {"name": "zulte", "block_type_id": kind, "block_schema_id": earlier["id"]}
    asked("POST", "block_documents/", **content, data={"url": "https://a.be", "token": SECRET})
    prepare_server()
    (saved,) = asked("POST", "block_documents/filter", block_types=of(MastodonSettings))
    assert saved["block_schema_id"] == str(MastodonSettings._block_schema_id)
    assert saved["data"]["token"] == SHOWN
    site = MastodonSettings.load_site("zulte")
    assert site is not None
    assert (site.url, site.token) == ("https://a.be", SECRET)


@pytest.mark.long
def test_a_mailbox_and_an_oauth2_client_are_blocks_with_a_secret_each() -> None:
    save_form(MailboxSettings, "zulte", host="imap.example.org", username="mvo@example.org", password=None)
    with pytest.raises(ChannelUnavailable, match=r"run `terugkom secret mailbox --municipality zulte`$"):
        MailboxSettings.load_server("zulte")
    set_secret("mailbox", SECRET, "zulte")
    mailbox = MailboxSettings.load_server("zulte")
    assert mailbox is not None
    assert (mailbox.password, mailbox.port, mailbox.processed_folder) == (SECRET, 993, "Verwerkt")
    assert MailboxSettings.load_server("lievegem") is None
    save_form(
        MailboxSettings, "terugkom", host="imap.example.org", username="mvo@example.org", login="oauth2"
    )
    with pytest.raises(ChannelUnavailable, match="no block Terugkom OAuth2 client"):
        MailboxSettings.load_server("terugkom")
    save_form(OAuthClientSettings, "terugkom", tenant="example.org", client_id="id", client_secret=None)
    with pytest.raises(ChannelUnavailable, match=r"run `terugkom secret oauth2-client`$"):
        MailboxSettings.load_server("terugkom")
    set_secret("oauth2-client", SECRET)
    mailbox = MailboxSettings.load_server("terugkom")
    assert mailbox is not None
    assert mailbox.tokens is not None
    assert mailbox.tokens.secrets == [SECRET]
    assert SECRET not in repr(mailbox)
    assert SECRET not in json.dumps(asked("POST", "block_documents/filter", include_secrets=False))
