"""Keeps mail addresses out of Prefect's database: an ASGI middleware around its application.

What is typed in a form of Prefect stays in its history, also where the run refuses it. A form says which
values it takes, but whoever sends them may leave that check out (`enforce_parameter_schema`). So an address
is refused here, before anything is kept. The answer to a form of approval is let through: it is deleted after
it was read.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from deployments.access_guard import Application, Receive, Scope, Send
from terugkom.documents.messages import translate

_ADDRESS = re.compile(r"[^\s@]@[^\s@.]+(\.[^\s@.]+)+")
_TYPED = ("parameters", "name", "tags", "state")  # what a person enters to start or schedule a run
_METHODS = frozenset({"POST", "PATCH", "PUT"})


class AddressGuard:
    """Passes to the application what starts, schedules or changes runs, unless there is an address in it."""

    def __init__(self, application: Application, language: str) -> None:
        """Guard this application; it answers in this language."""
        self._application = application
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if not is_checked(scope):
            await self._application(scope, receive, send)
            return
        events = [await receive()]
        while events[-1]["type"] == "http.request" and events[-1].get("more_body"):
            events.append(await receive())
        if has_address(b"".join(each.get("body", b"") for each in events)):
            await _send_refusal(send, translate("form.address", self._language))
            return

        async def replay() -> Any:
            return events.pop(0) if events else await receive()

        await self._application(scope, replay, send)


def is_checked(scope: Scope) -> bool:
    """Return whether a request may start or schedule a run of a deployment, or change its parameters."""
    if scope["type"] != "http" or scope["method"] not in _METHODS:
        return False
    parts = [part for part in scope["path"].split("/") if part]
    return parts[:2] == ["api", "deployments"]


def has_address(body: bytes) -> bool:
    """Return whether there is a mail address in what a person entered; what is no JSON holds none."""
    try:
        found = json.loads(body)
    except ValueError:
        return False
    requests = found if isinstance(found, list) else [found]
    typed = [each.get(key) for each in requests if isinstance(each, dict) for key in _TYPED]
    return any(_ADDRESS.search(unicodedata.normalize("NFKC", text)) for text in _list_texts(typed))


def _list_texts(value: Any) -> Iterator[str]:
    """Yield the texts in a JSON value, the names of its fields included."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each


async def _send_refusal(send: Send, reason: str) -> None:
    body = json.dumps({"detail": reason, "exception_message": reason}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 422, "headers": headers})
    await send({"type": "http.response.body", "body": body})
