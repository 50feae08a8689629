"""Refuses what may not be entered in a form, before Prefect keeps it: an ASGI middleware.

What is typed in a form of Prefect stays in its history, also where the run refuses it. A form says which
values it takes, but whoever sends them may leave that check out (`enforce_parameter_schema`). So a mail
address is refused here, before anything is kept; so is a field that the form does not have, on which Prefect
would crash before a line of ours is run, and words, such as a person's name, where a code belongs. A code
that the form does not offer is let through, for its list may be old: the run answers it. So is the answer to
a form of approval: it is deleted after it was read.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from deployments.access_guard import Application, Receive, Scope, Send
from terugkom.documents.messages import translate
from terugkom.overview.form_words import describe_expected

_ADDRESS = re.compile(r"[^\s@]@[^\s@.]+(\.[^\s@.]+)+")
_TYPED = ("parameters", "name", "tags", "state")  # what a person enters to start or schedule a run
_CODE = re.compile(r"\S{0,70}")  # also a day, a month or an hour; a name has a space
_FREE_TEXT = 100  # characters: a field that takes as many takes prose
_MAX_SHOWN = 12  # codes
_KIND = "__prefect_kind"  # of a value that Prefect's form does not send as it is
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
        given = list_parameters(body) if _find_deployment_path(scope) else []
        if not any(given):
            return []
        answered = await self._ask_for_form(scope)
        if answered[0]["status"] != HTTPStatus.OK:  # there is no such deployment, no login, or it is busy
            return answered
        found = json.loads(b"".join(each.get("body", b"") for each in answered))
        form = found["parameter_openapi_schema"] or {}
        fields = form.get("properties", {})
        for parameters in given:
            if not parameters.keys() <= fields.keys():
                names = ", ".join(fields)
                return build_refusal(translate("form.unknown", self._language, fields=names))
            for name, value in parameters.items():
                if has_words(value, fields[name], form.get("definitions", {})):
                    return build_refusal(self._describe_expected(name, fields[name]))
        return []

    def _describe_expected(self, name: str, field: Mapping[str, Any]) -> str:
        """Return what belongs in a field: what it offers, else its help; never what was typed."""
        offered = [str(each) for part in (field, *field.get("anyOf", ())) for each in part.get("enum", ())]
        hint = ", ".join(offered[:_MAX_SHOWN])
        hint = hint or describe_expected(name, self._language, field.get("description", " "))
        return translate("form.expected", self._language, field=field.get("title", name), hint=hint)

    async def _ask_for_form(self, scope: Scope) -> list[Any]:
        """Return the events with which the application answers, to the same login, what a deployment is."""
        path = _find_deployment_path(scope)
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


def _find_deployment_path(scope: Scope) -> str:
    """Return the path of the deployment that a request is about; empty if it is about none in particular."""
    parts = [part for part in scope["path"].split("/") if part]
    return "/" + "/".join(parts[:3]) if len(parts) > 2 else ""


def list_parameters(body: bytes) -> list[dict[str, Any]]:
    """Return what the fields of each run or schedule are filled in with, in a request for one or several."""
    try:
        found = json.loads(body)
    except ValueError:
        return []
    requests = found if isinstance(found, list) else [found]
    given = [each.get("parameters") for each in requests if isinstance(each, dict)]
    return [each for each in given if isinstance(each, dict)]


def has_words(value: Any, field: Mapping[str, Any], definitions: Mapping[str, Any]) -> bool:
    """Return whether there are words in a field that takes codes, and not one of those that it offers."""
    if isinstance(value, dict) and value.get(_KIND) == "json":  # typed as JSON instead of in the field itself
        try:
            value = json.loads(value.get("value") or "null")
        except (ValueError, TypeError):
            return True
    parts = _resolve(field, definitions)
    if any(part.get("maxLength", 0) >= _FREE_TEXT for part in parts):
        return False
    if isinstance(value, str):
        offered = any(value in part.get("enum", ()) for part in parts)
        return not offered and not _CODE.fullmatch(value.strip())
    if isinstance(value, list):
        items: Mapping[str, Any] = next((part["items"] for part in parts if "items" in part), {})
        return any(has_words(each, items, definitions) for each in value)
    if isinstance(value, dict):
        fields = {name: each for part in parts for name, each in part.get("properties", {}).items()}
        typed = [
            *((name, {}) for name in value),
            *((each, fields.get(name, {})) for name, each in value.items()),
        ]
        return any(has_words(each, its, definitions) for each, its in typed)
    return False


def _resolve(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return a field with all that it may be instead, or is defined by."""
    name = str(field.get("$ref", "")).rpartition("/")[2]
    within = [definitions[name]] if name in definitions else []
    within += [*field.get("anyOf", ()), *field.get("allOf", ())]
    return [field, *(part for each in within for part in _resolve(each, definitions))]


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
