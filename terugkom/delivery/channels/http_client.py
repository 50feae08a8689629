"""HTTP for the publishing channels: which hosts are allowed, time limits, and the meaning of each answer.

One `HttpClient` serves one publication. Redirects are refused, and so are private addresses unless
the settings allow them: the check is on the address that is really connected to. No proxy and no
``.netrc`` of the machine is used. A reason never holds a secret, nor an address beyond its host.
"""

import contextlib
import json
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util import ssl_wrap_socket

from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.name_lookup import look_up
from terugkom.delivery.channels.public_addresses import is_public

_CONFIGURATION_STATUSES = (401, 403)  # the server refuses our settings: the publication is not the cause
_RETRY_STATUSES = (408, 423, 425, 429)  # too slow, locked, too early, too many
# The server may close a kept-alive connection just as the next request is sent.
_HEADERS = {"User-Agent": "Terugkom", "Accept-Encoding": "identity", "Connection": "close"}
_GATEWAY_STATUSES = (502, 504)  # the server behind the gateway may have done it all the same


@dataclass(frozen=True)
class RequestLimits:
    """Limits of the requests for one publication. Times in seconds, `total` for all; `answer` in bytes.

    `private`: whether it may be on a private network; then TLS is not required either.
    """

    connect_timeout: float = 10
    read_timeout: float = 30
    total_timeout: float = 120
    max_response_bytes: int = 1_000_000
    allow_private: bool = False


DEFAULT_LIMITS = RequestLimits()


@dataclass(frozen=True)
class HttpResponse:
    """A server's response."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """Return the content parsed as JSON, or None if it is not JSON."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None


class HttpClient:
    """An HTTP client for the requests of one publication. A context manager: on exit all is closed."""

    def __init__(
        self,
        limits: RequestLimits,
        login: tuple[str, str] = ("", ""),
        token: str = "",
        secrets: Collection[str] = (),
    ) -> None:
        """Nothing is opened yet. `secrets` are what no reason may hold, beside the login and the token."""
        self.request_sent = False  # whether the last request was sent completely
        self._limits = limits
        self._expired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(limits.total_timeout, self._abort)
        self._timer.daemon = True
        self._session = _Session()
        self._session.trust_env = False
        self._session.headers.update(_HEADERS)
        adapter = _Adapter(self)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)
        basic = b64encode(":".join(login).encode()).decode("ascii") if login[0] else ""
        if basic or token:
            self._session.headers["Authorization"] = f"Basic {basic}" if basic else f"Bearer {token}"
        self._secrets = [each for each in (login[1], token, basic, *secrets) if each]

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._abort()
        self._session.close()
        for each in self._sockets:
            each.close()

    def request(
        self, method: str, url: str, *, creates: bool = False, accepted: Collection[int] = (), **options: Any
    ) -> HttpResponse:
        """Send a request, and return the response with a status of success, or one of `accepted`.

        `creates`: whether repeating the request would publish twice; then a missing answer means in doubt
        where it is retried otherwise. Raises the `ChannelError` that fits the failure.
        """
        host, self.request_sent = self._check_host(url), False
        self._session.close()  # not every server announces that it closes the connection
        times = (self._limits.connect_timeout, self._limits.read_timeout)
        try:
            with self._session.request(
                method, url, timeout=times, allow_redirects=False, stream=True, **options
            ) as response:
                content = response.raw.read(self._limits.max_response_bytes + 1, decode_content=True)
                answer = HttpResponse(response.status_code, response.headers, content)
            if self._expired:  # the content may end where the request was aborted
                raise TimeoutError
        except ChannelError:
            raise
        except (OSError, HTTPError, ValueError) as error:  # their texts hold the whole address
            raise self._build_connection_error(host, error, creates) from None
        self._raise_for_status(host, answer, creates, accepted)
        return answer

    def open_socket(self, host: str, port: int) -> socket.socket:
        """Open a socket to an allowed address of a host. Raises ChannelUnavailable if it has none."""
        found = [str(each[3][0]) for each in look_up(host, port, self._limits.connect_timeout)]
        allowed = [each for each in found if self._limits.allow_private or is_public(each)]
        if not allowed:
            raise ChannelUnavailable(f"{host} has a private address, which the settings do not allow")
        for number, address in enumerate(allowed, 1):
            try:
                opened = socket.create_connection((address, port), self._limits.connect_timeout)
            except OSError:
                if number == len(allowed) or self._expired:
                    raise
            else:
                break
        self._sockets.append(opened.dup())  # TLS takes the first one over, and it could not be shut down
        if self._expired:
            opened.close()
            raise TimeoutError
        return opened

    def _abort(self) -> None:
        self._expired = True
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _check_host(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            raise ChannelUnavailable("the URL in the settings is not a valid URL") from None
        if not host or parts.scheme not in ("https", "http"):
            raise ChannelUnavailable("the address in the settings must read https:// and then a host")
        if parts.scheme == "http" and not self._limits.allow_private:
            raise ChannelUnavailable(f"{host} must be used over https://")
        return host

    def _build_connection_error(self, host: str, error: Exception, creates: bool) -> ChannelError:
        """Return the ChannelError for a request that got no answer."""
        if self._expired:
            reason = f"not done within {self._limits.total_timeout:g} seconds"
        else:
            causes = list(_list_causes(error))
            for each in causes:
                if isinstance(each, ssl.SSLCertVerificationError):
                    return ChannelUnavailable(
                        f"{host} has a certificate that is not trusted: {each.verify_message}"
                    )
            if isinstance(error, ValueError):
                return ChannelUnavailable(
                    "the address, the user or the password in the settings cannot be sent"
                )
            reason = next(
                (text for text in map(_describe_error, reversed(causes)) if text), "the connection broke"
            )
        if creates and self.request_sent:
            return DeliveryInDoubt(f"{host}: no answer after all was sent: {reason}")
        return TemporaryFailure(f"{host}: {reason}")

    def _raise_for_status(
        self, host: str, answer: HttpResponse, creates: bool, also: Collection[int]
    ) -> None:
        """Raise the ChannelError for a response that is not a success."""
        status, said = answer.status, f"{host} answered {answer.status}{self._describe_refusal(answer)}"
        if 200 <= status < 300 or status in also:
            if len(answer.content) <= self._limits.max_response_bytes:
                return
            said = f"{host} answered more than {self._limits.max_response_bytes} bytes"
            raise DeliveryInDoubt(said) if creates else TemporaryFailure(said)
        if 300 <= status < 400:
            raise ChannelUnavailable(f"{said}: a redirect, which is refused; set the final URL")
        if status in _CONFIGURATION_STATUSES:
            raise ChannelUnavailable(said)
        if creates and (status in _GATEWAY_STATUSES or status < 200):
            raise DeliveryInDoubt(said)
        if status in _RETRY_STATUSES or status >= 500 or status < 200:
            raise TemporaryFailure(said, _parse_retry_after(answer.headers))
        raise PermanentFailure(said)

    def _describe_refusal(self, answer: HttpResponse) -> str:
        """Return the reason that an API gives for a refusal, with any secret in it masked."""
        found = answer.json()
        message = found.get("message") or found.get("error") if isinstance(found, dict) else ""
        if not isinstance(message, str) or not message:
            return ""
        for secret in self._secrets:
            message = message.replace(secret, "***")
        return f": {' '.join(message.split())[:200]}"


class _Session(requests.Session):
    """Ignores redirects: to inspect one, it would first read a response of any size."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class _Adapter(HTTPAdapter):
    """Opens its connections through a client, trusts the system's certificates, and retries nothing."""

    def __init__(self, client: HttpClient) -> None:
        super().__init__(max_retries=0)
        self.poolmanager.pool_classes_by_scheme = _build_pools(client)


def _build_pools(client: HttpClient) -> dict[str, type[HTTPConnectionPool]]:
    """Return the pools whose connections get their sockets from the client.

    What they override is documented by urllib3 and `http.client`: `connect` and `request` of a connection,
    `ConnectionCls` of a pool.
    """

    class Plain(HTTPConnection):
        def connect(self) -> None:
            self.sock = client.open_socket(self.host, self.port)

        def request(self, *args: Any, **more: Any) -> None:
            super().request(*args, **more)
            client.request_sent = True

    class Safe(HTTPSConnection):
        def connect(self) -> None:
            self.sock = opened = client.open_socket(self.host, self.port)  # closed with the connection
            trusting_system = ssl.create_default_context()  # only here: it reads some hundred certificates
            self.sock = ssl_wrap_socket(
                opened, ssl_context=trusting_system, ca_certs=self.ca_certs, server_hostname=self.host
            )
            self.is_verified = True  # by the context, which requires it

        def request(self, *args: Any, **more: Any) -> None:
            super().request(*args, **more)
            client.request_sent = True

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    return {"http": PlainPool, "https": SafePool}


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes, the first cause last."""
    while error is not None:
        yield error
        error = error.__context__


def _describe_error(error: BaseException) -> str:
    """Return the system's message, which holds no address and no secret; empty for other errors."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
        return error.strerror or ""
    return ""


def _parse_retry_after(headers: Mapping[str, str]) -> float:
    """Return how many seconds a server asks us to wait, by its own clock, or 0.

    By Retry-After (RFC 9110, 10.2.3), else by X-RateLimit-Reset, a time, as Mastodon gives.
    """
    asked = headers.get("Retry-After", "")
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        now = parsedate_to_datetime(headers.get("Date", ""))
        if asked:
            return max((parsedate_to_datetime(asked) - now).total_seconds(), 0)
        until = datetime.fromisoformat(headers.get("X-RateLimit-Reset", ""))
        return max((until - now).total_seconds(), 0)
    except (ValueError, TypeError):
        return 0
