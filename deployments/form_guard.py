"""Refuses what may not be entered in a form, before Prefect keeps it: an ASGI middleware.

What is typed in a form of Prefect stays in its history, also where the run refuses it. A form says which
values it takes, but whoever sends them may leave that check out (`enforce_parameter_schema`). So a mail
address is refused here, before anything is kept; and a field that the form does not have, on which Prefect
would crash before a line of ours is run. The answer to a form of approval is let through: it is deleted after
it was read.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from deployments.access_guard import Application, Receive, Scope, Send
from terugkom.documents.messages import translate

_ADDRESS = re.compile(r"[^\s@]@[^\s@.]+(\.[^\s@.]+)+")
_TYPED = ("parameters", "name", "tags", "state")  # what a person enters to start or schedule a run
_METHODS = frozenset({"POST", "PATCH", "PUT"})


class FormGuard:
    """Passes to the application what starts, schedules or changes runs, unless it is to be refused."""

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
        body = b"".join(each.get("body", b"") for each in events)
        refusals = await self._find_refusal(scope, body)
        if refusals:
            for each in refusals:
                await send(each)
            return

        async def replay() -> Any:
            return events.pop(0) if events else await receive()

        await self._application(scope, replay, send)

    async def _find_refusal(self, scope: Scope, body: bytes) -> list[Any]:
        """Return the events that answer a request which is refused; none if it is not."""
        if has_address(body):
            return build_refusal(translate("form.address", self._language))
        given = find_field_names(body) if scope["path"].rstrip("/").endswith("/create_flow_run") else set()
        if not given:
            return []
        answered = await self._ask_for_form(scope)
        if answered[0]["status"] != HTTPStatus.OK:  # there is no such deployment, no login, or it is busy
            return answered
        found = json.loads(b"".join(each.get("body", b"") for each in answered))
        fields = list((found["parameter_openapi_schema"] or {}).get("properties", {}))
        if given <= set(fields):
            return []
        return build_refusal(translate("form.unknown", self._language, fields=", ".join(fields)))

    async def _ask_for_form(self, scope: Scope) -> list[Any]:
        """Return the events with which the application answers, to the same login, what a deployment is."""
        path = scope["path"].rstrip("/").removesuffix("/create_flow_run")
        left_out = (b"content-length", b"content-type", b"transfer-encoding", b"accept-encoding")
        headers = [each for each in scope["headers"] if each[0].lower() not in left_out]
        asked = {**scope, "method": "GET", "path": path, "raw_path": path.encode(), "headers": headers}
        answered: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(event: Any) -> None:
            answered.append(event)

        await self._application(asked, receive, send)
        return answered


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


def find_field_names(body: bytes) -> set[str]:
    """Return the names of the fields that a run is started with."""
    try:
        return set(json.loads(body)["parameters"])
    except (ValueError, TypeError, KeyError):
        return set()


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


def build_refusal(reason: str) -> list[Any]:
    """Return the ASGI events that answer with this reason."""
    body = json.dumps({"detail": reason, "exception_message": reason}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    start = {"type": "http.response.start", "status": HTTPStatus.UNPROCESSABLE_ENTITY, "headers": headers}
    return [start, {"type": "http.response.body", "body": body}]
