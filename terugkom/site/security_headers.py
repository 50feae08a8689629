"""Headers of every answer, and what is refused before a page sees the request: foreign hosts, large bodies.

An ASGI middleware. The policy lets a page load its own style and pictures, and send its forms to us, nothing
else: there is no script. Sources: OWASP's "HTTP Headers Cheat Sheet"; HSTS is RFC 6797.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from terugkom.site.request_body import MAX_BODY_BYTES, RequestBody, parse_length
from terugkom.web_address import LOOPBACK_NAMES, find_requested_host

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
_ONE_YEAR = 31_536_000


def _is_text(query: bytes) -> bool:
    """Return whether a query is UTF-8, as the framework reads it, without a NUL that the database refuses."""
    try:
        return "\0" not in unquote(query.decode())
    except UnicodeDecodeError:
        return False


class Refusal(StrEnum):
    """Why no page sees a request; the texts that say so are ``site.<value>``."""

    WRONG_HOST = "wrong-host"
    UNREADABLE = "refused"
    TOO_LARGE = "too-large"

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 413 if self is Refusal.TOO_LARGE else 400


@dataclass(frozen=True)
class SiteAddress:
    """The names under which the pages are reached, and whether that is behind TLS."""

    hosts: frozenset[str]
    is_behind_tls: bool


def build_site_address(site_url: str | None) -> SiteAddress:
    """Return the address of these pages; without a URL they are reached on this machine only."""
    parts = urlsplit(site_url or "")
    names = {parts.hostname} if parts.hostname else set[str]()
    return SiteAddress(LOOPBACK_NAMES | frozenset(names), parts.scheme == "https")


class SecurityHeaders:
    """Adds the headers to each answer, and refuses what no page should have to look at."""

    def __init__(
        self,
        application: ASGIApp,
        address: SiteAddress,
        public_paths: Iterable[str],
        explain: Callable[[Refusal], ASGIApp],
    ) -> None:
        """Guard this application; search engines and caches may have what is at `public_paths` or below.

        `explain` returns what answers a request that is refused, in the language of who reads it.
        """
        self._application = application
        self._explain = explain
        self._address = address
        self._public_paths = tuple(public_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection; only HTTP is guarded, there are no web sockets here."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        headers = self._build_headers(scope["path"])
        body = RequestBody(scope, receive)
        is_answered = False

        async def send_with_headers(message: Message) -> None:
            nonlocal is_answered
            if message["type"] == "http.response.start":
                is_answered = True
                await body.discard_rest()
                given = MutableHeaders(scope=message)
                for name, value in headers.items():
                    given.setdefault(name, value)
                if "server" in given:
                    del given["server"]
            await send(message)

        refusal = self._find_refusal(scope)
        application = refusal or self._application
        try:
            await application(scope, body.receive_limited, send_with_headers)
        except Exception:  # the server would log its message, in which what was sent may stand
            if not is_answered:
                raise

    def _build_headers(self, path: str) -> dict[str, str]:
        is_public = any(
            path == each or path.startswith(f"{each.rstrip('/')}/") for each in self._public_paths
        )
        hsts = {"Strict-Transport-Security": f"max-age={_ONE_YEAR}"} if self._address.is_behind_tls else {}
        return _HEADERS | hsts | ({} if is_public else _PRIVATE)

    def _find_refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if find_requested_host(headers.getlist("host")) not in self._address.hosts:
            return self._explain(Refusal.WRONG_HOST)
        stated = headers.get("content-length", "0")
        if not stated.isascii() or not stated.isdecimal():
            return self._explain(Refusal.UNREADABLE)
        length = parse_length(stated)
        if length is None or length > MAX_BODY_BYTES:
            return self._explain(Refusal.TOO_LARGE)
        if "\0" in scope["path"] or not _is_text(scope["query_string"]):
            return self._explain(Refusal.UNREADABLE)  # no address of ours has a NUL: PostgreSQL takes none
        return None
