"""Requests as a server of HTTP gives them to the pages, byte by byte: also what no client would send."""

import asyncio
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.types import ASGIApp

from tests.site.conftest import SITE_URL

_HOST = (urlsplit(SITE_URL).hostname or "").encode()


@dataclass(frozen=True)
class RawRequest:
    """One request. `path` and `query` are percent-encoded; a body comes in pieces of `piece` bytes."""

    method: str
    path: str
    query: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    piece: int = 50_000
    is_interrupted: bool = False  # the connection is lost before the end of the body


@dataclass
class RawAnswer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    bytes_read: int = 0  # of the request, when the answer began

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(application: ASGIApp, request: RawRequest) -> RawAnswer:
    """Return the answer to a request; an error that the application lets through is raised."""
    return asyncio.run(_ask(application, request))


async def _ask(application: ASGIApp, request: RawRequest) -> RawAnswer:
    pieces = [request.body[at : at + request.piece] for at in range(0, len(request.body), request.piece)]
    messages = [{"type": "http.request", "body": each, "more_body": True} for each in pieces]
    end = {"type": "http.disconnect"} if request.is_interrupted else {"type": "http.request", "body": b""}
    waiting = iter([*messages, end])
    answer = RawAnswer()
    taken = 0

    async def receive() -> MutableMapping[str, Any]:
        nonlocal taken
        message = dict(next(waiting, {"type": "http.disconnect"}))
        taken += len(message.get("body", b""))
        return message

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.bytes_read = taken
            answer.headers = {
                name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]
            }
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")

    await application(_build_scope(request), receive, send)
    return answer


def _build_scope(request: RawRequest) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "https",
        "path": unquote_to_bytes(request.path).decode("utf-8", "replace"),
        "raw_path": request.path.encode(),
        "query_string": request.query,
        "root_path": "",
        "headers": list(_with_host(request.headers)),
        "client": ("192.0.2.1", 50_000),
        "server": ("127.0.0.1", 80),
    }


def _with_host(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes]]:
    given = list(headers)
    if not any(name == b"host" for name, _ in given):
        yield b"host", _HOST
    yield from given
