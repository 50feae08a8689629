"""The webhook, against a stand-in: three forms, signed if wanted, and an address that nobody may read."""

import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.webhook import WebhookChannel, WebhookFormat, WebhookSite
from terugkom.delivery.publication import Publication
from tests.delivery.fake_servers import FakeWebhook, card_of, files_of
from tests.delivery.publications import PAGE, PICTURE, POST, parcel
from tests.delivery.web_server import DROPPED, GATEWAY, LOST, refused

HERE = RequestLimits(connect_timeout=2, read_timeout=1, total_timeout=10, allow_private=True)


@pytest.fixture
def hook() -> Iterator[FakeWebhook]:
    with FakeWebhook() as server:
        yield server


def publish(server: FakeWebhook, publication: Publication = POST, **more: Any) -> None:
    site = WebhookSite(**{"url": server.address, "limits": HERE, "secret": server.secret, **more})
    with closing(WebhookChannel(lambda _: site)) as channel:
        channel.send(parcel(publication))


def test_mattermost_gets_a_text(hook: FakeWebhook) -> None:
    publish(hook)
    (message,) = hook.taken
    assert message == {
        "key": POST.idempotency_key,
        "text": f"**Het dak van de school**\n\n{POST.text}\n\n{POST.link}",
    }


def test_teams_gets_a_card(hook: FakeWebhook) -> None:
    publish(hook, PAGE, format=WebhookFormat.CARD)
    card = card_of(hook.taken[0])
    assert card["body"] == [
        {"type": "TextBlock", "wrap": True, "text": f"**{PAGE.title}**\n\nHet dak van de school ligt vol."}
    ]
    assert card["lang"] == "nl"


def test_a_program_of_ones_own_gets_everything(hook: FakeWebhook) -> None:
    publish(hook, PAGE, format=WebhookFormat.FULL)
    (message,) = hook.taken
    assert files_of(message) == {"foto/dak.png": PICTURE.content}
    assert message["files"][0]["alt"] == PICTURE.alt
    assert (message["key"], message["html"], message["path"]) == (PAGE.idempotency_key, PAGE.html, PAGE.path)
    assert message["corrects"] == ""
    publish(hook, replace(PAGE, key="c1", edited_key=PAGE.key), format=WebhookFormat.FULL)
    assert hook.taken[1]["corrects"] == message["key"], "which message it corrects"
    assert (message["kind"], message["language"], message["title"]) == ("page", "nl", PAGE.title)


def test_with_a_secret_it_is_signed() -> None:
    with FakeWebhook(secret="geheim-€") as hook:
        publish(hook)
        assert len(hook.taken) == 1
        with pytest.raises(PermanentFailure):
            publish(hook, secret="")
        assert "KeyError('X-Terugkom-Signature')" in hook.complaints.pop()


def test_each_try_carries_the_same_key(hook: FakeWebhook) -> None:
    publish(hook)
    publish(hook)
    first, second = (message["key"] for message in hook.taken)
    assert first == second != ""


@pytest.mark.parametrize("fault", [LOST, GATEWAY])
def test_what_was_not_heard_is_held_unless_the_webhook_is_internal(hook: FakeWebhook, fault: str) -> None:
    hook.faults += [("POST", fault), ("POST", fault)]
    with pytest.raises(DeliveryInDoubt):
        publish(hook)
    with pytest.raises(TemporaryFailure):
        publish(hook, resend_in_doubt=True)
    assert WebhookChannel.in_doubt_policy is InDoubtPolicy.HOLD


@pytest.mark.parametrize(
    "fault",
    [
        refused(401),
        refused(404),
        refused(429),
        refused(500),
        refused(302, Location="https://a.example/"),
        LOST,
    ],
)
def test_the_address_is_a_secret_and_stands_in_no_reason(hook: FakeWebhook, fault: Any) -> None:
    hook.faults.append(("POST", fault))
    with pytest.raises(ChannelError) as caught:
        publish(hook)
    told = "".join(traceback.format_exception(caught.value)) + repr(WebhookSite(hook.address, secret="xyz"))
    assert ("geheim-adres-42" in told, "xyz" in told) == (False, False)


def test_what_a_server_repeats_of_the_address_is_not_told(hook: FakeWebhook) -> None:
    hook.path = "/hooks/een-ander"
    with pytest.raises(ChannelError) as caught:
        publish(hook, url=f"{hook.url}/hooks/geheim-adres-43")
    assert str(caught.value) == (
        "127.0.0.1 answered 404: no hook /hooks/***; look at the address in the settings"
    )


def test_nothing_was_posted_when_nobody_listened(hook: FakeWebhook) -> None:
    hook.faults.append(("POST", DROPPED))
    with pytest.raises((TemporaryFailure, DeliveryInDoubt)):
        publish(hook)
    assert hook.taken == []


def test_a_private_address_is_refused_unless_the_settings_allow_it(hook: FakeWebhook) -> None:
    with pytest.raises(ChannelUnavailable, match="private address"):
        publish(hook, url=hook.address.replace("http:", "https:"), limits=RequestLimits())
    assert hook.asked == []


def of_mattermost(what: str) -> dict[str, Any]:
    return {"id": f"web.incoming_webhook.{what}.app_error", "message": "Invalid webhook."}


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (400, of_mattermost("invalid"), ChannelUnavailable),
        (400, of_mattermost("text"), PermanentFailure),
        (501, of_mattermost("disabled"), ChannelUnavailable),
        (400, {"error": {"code": "WorkflowTriggerIsNotEnabled", "message": "Off."}}, ChannelUnavailable),
        (400, {"error": {"code": "InvalidRequestContent", "message": "Wrong."}}, PermanentFailure),
        (404, {"error": {"code": "WorkflowNotFound", "message": "Gone."}}, ChannelUnavailable),
        (410, {"message": "channel_is_archived"}, ChannelUnavailable),
    ],
)  # fmt: skip
def test_an_address_that_was_withdrawn_waits_for_the_settings(
    hook: FakeWebhook, status: int, answer: dict[str, Any], error: type[ChannelError]
) -> None:
    """What Mattermost, Power Automate and Slack say of a webhook that is gone, each with its own status."""
    hook.answer = lambda asked: (status, answer)  # type: ignore[method-assign]
    said = answer.get("message") or answer["error"]["message"]
    with pytest.raises(error, match=f"answered {status}: {said}"):
        publish(hook)
