"""What Prefect's settings cannot refuse: an ASGI middleware around its application.

Prefect checks the password itself. This refuses before it, for HTTP and WebSocket alike: a foreign `Host` (a
page whose name was pointed at this machine, "DNS rebinding"), a foreign `Origin` (a page of somebody else in
the same browser), the descriptions of the API, which Prefect shows without the password, and the V2
interface, which contacts an analytics service.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from terugkom.web_address import LOOPBACK_NAMES, build_origin, find_requested_host

_DESCRIPTIONS = frozenset({"docs", "redoc", "openapi.json"})
_API, _V2 = "api", "v2"
_UNAUTHORIZED = 401
_POLICY_VIOLATION = 1008  # RFC 6455, section 7.4.1

Scope = MutableMapping[str, Any]


class Receive(Protocol):
    """ASGI: return the next event of the client."""

    async def __call__(self) -> Any: ...  # noqa: D102


class Send(Protocol):
    """ASGI: send an event to the client."""

    async def __call__(self, event: Any, /) -> None: ...  # noqa: D102


class Application(Protocol):
    """An ASGI application."""

    async def __call__(self, scope: Any, receive: Any, send: Any, /) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class AccessRules:
    """Who is let through: names of this server, origins of its interface, and the login."""

    hosts: frozenset[str]
    origins: frozenset[str]
    login: str = field(repr=False)


def build_rules(login: str, port: int, public_urls: Iterable[str]) -> AccessRules:
    """Return the rules of a server on this port, that is also reached at these URLs.

    Loopback names always pass: a program of this machine that knows the login is its user's.
    Raises ValueError if one of the URLs is none.
    """
    hosts = set(LOOPBACK_NAMES)
    urls = [f"http://{f'[{name}]' if ':' in name else name}:{port}" for name in LOOPBACK_NAMES]
    origins = {build_origin(url) for url in (*urls, *public_urls)}
    hosts.update(urlsplit(origin).hostname or "" for origin in origins)
    return AccessRules(frozenset(hosts), frozenset(origins), login)


class AccessGuard:
    """Passes to the application only what the rules allow."""

    def __init__(self, application: Application, rules: AccessRules) -> None:
        """Guard this application by these rules."""
        self._application = application
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection; what is neither HTTP nor WebSocket is the server's own."""
        refusal = find_refusal(scope, self._rules) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._application(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})  # before it is accepted: 403
        else:
            await _send_refusal(send, *refusal, _get_headers(scope, b"origin"))


def find_refusal(scope: Scope, rules: AccessRules) -> tuple[int, str] | None:
    """Return the status and the reason for which a request is refused, or None if it is not."""
    hosts, origins = _get_headers(scope, b"host"), _get_headers(scope, b"origin")
    if find_requested_host(hosts) not in rules.hosts:
        return 403, "this server does not have that name"
    if len(origins) > 1 or (origins and origins[0].lower() not in rules.origins):
        return 403, "requests of other websites are refused"
    if is_closed_path(scope["path"]):
        return 403, "this page is not available"
    given = _get_headers(scope, b"authorization")
    if given and not (len(given) == 1 and _is_login(given[0], rules.login)):
        return _UNAUTHORIZED, "Unauthorized"  # Prefect answers 500 where a password is not ASCII
    return None


def is_closed_path(path: str) -> bool:
    """Return whether a path is of a description of the API or of the V2 interface."""
    parts = [part for part in path.lower().split("/") if part]
    if parts and parts[0] == _API:
        del parts[0]
        return bool(parts) and parts[0] in _DESCRIPTIONS
    return bool(parts) and (parts[0] == _V2 or parts[0] in _DESCRIPTIONS)


def _get_headers(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == name]


def _is_login(header: str, login: str) -> bool:
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given = base64.b64decode(credentials.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(given, login.encode())


async def _send_refusal(send: Send, status: int, reason: str, origins: list[str]) -> None:
    """Answer with a refusal; the UI at another of our addresses may read that a password is wrong."""
    body = f'{{"exception_message": "{reason}"}}'.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == _UNAUTHORIZED and origins:
        headers += [(b"access-control-allow-origin", origins[0].encode("latin-1")), (b"vary", b"Origin")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
