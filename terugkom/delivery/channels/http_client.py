"""HTTP for the publishing channels: which hosts are allowed, time limits, and the meaning of each answer.

One `HttpClient` serves one publication. Redirects are refused, and so are private addresses unless
the settings allow them: the check is on the address that is really connected to. No proxy and no
``.netrc`` of the machine is used. A reason never holds a secret, nor an address beyond its host.
"""

import contextlib
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    HostSilent,
    PermanentFailure,
    Reason,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_connections import Adapter, Session
from terugkom.delivery.channels.http_response import HttpResponse, find_error, parse_retry_after
from terugkom.delivery.channels.name_lookup import look_up
from terugkom.delivery.channels.public_addresses import is_public
from terugkom.delivery.channels.silent_hosts import SILENT_HOSTS, SilentHosts, is_silence
from terugkom.errors import Message

_CONFIGURATION_STATUSES = (401, 403)  # the server refuses our settings: the publication is not the cause
# How the address of a webhook is refused with another status: by Mattermost if it or its channel was deleted,
# by Power Automate (Teams) if the workflow is switched off.
_CONFIGURATION_ERRORS = (
    "web.incoming_webhook.invalid.app_error",
    "web.incoming_webhook.channel.app_error",
    "web.incoming_webhook.disabled.app_error",
    "WorkflowTriggerIsNotEnabled",
)
# Nothing is there, or nothing that does what we ask. Each address is made from the settings; where one is of
# a post, its channel accepts these.
_WRONG_ADDRESS_STATUSES = (404, 405, 410, 501)
_RETRY_STATUSES = (408, 423, 425, 429)  # too slow, locked, too early, too many
# The server may close a kept-alive connection just as the next request is sent.
_HEADERS = {"User-Agent": "Terugkom", "Accept-Encoding": "identity", "Connection": "close"}
_GATEWAY_STATUSES = (502, 504)  # the server behind the gateway may have done it all the same


@dataclass(frozen=True)
class RequestLimits:
    """Limits of the requests for one publication. Times are in seconds; `total_timeout` is for all.

    `allow_private`: whether it may be on a private network; then TLS is not required either.
    """

    connect_timeout: float = 10
    read_timeout: float = 30
    total_timeout: float = 120
    max_response_bytes: int = 1_000_000
    allow_private: bool = False


DEFAULT_LIMITS = RequestLimits()


class HttpClient:
    """An HTTP client for the requests of one publication. A context manager: on exit all is closed."""

    def __init__(
        self,
        limits: RequestLimits,
        login: tuple[str, str] = ("", ""),
        token: str = "",
        secrets: Collection[str] = (),
        silent_hosts: SilentHosts = SILENT_HOSTS,
    ) -> None:
        """Nothing is opened yet. `secrets` are what no reason may hold, beside the login and the token.

        `silent_hosts`: those that are not asked again, by default those of this process.
        """
        self._silent_hosts = silent_hosts
        self.request_sent = False  # whether the last request was sent completely
        self.answer_began = False  # whether a byte of the answer to it came
        self._has_answered = False  # whether an earlier request was answered
        self._address = ""  # that it was sent to
        self._limits = limits
        self._expired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(limits.total_timeout, self._abort)
        self._timer.daemon = True
        self._session = Session()
        self._session.trust_env = False
        self._session.headers.update(_HEADERS)
        adapter = Adapter(self)
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
        host, port = self._check_host(url), _find_port(url)
        self.request_sent = self.answer_began = False
        self._address = ""
        if why := self._silent_hosts.find(host, port):
            raise HostSilent(Message("channel.silent-before", host=host, why=why))
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
            if is_silence(error) or self._expired:
                self._record_silence(host, port)
            raise self._build_connection_error(host, error, creates) from None
        self._has_answered = True
        self._silent_hosts.record_answer(self._address, port)
        self._raise_for_status(host, answer, creates, accepted)
        return answer

    def open_socket(self, host: str, port: int) -> socket.socket:
        """Open a socket to an allowed address of a host that was not silent before.

        Raises ChannelUnavailable if none is allowed, HostSilent if each that is was silent.
        """
        found = [str(each[3][0]) for each in look_up(host, port, self._limits.connect_timeout)]
        allowed = [each for each in found if self._limits.allow_private or is_public(each)]
        if not allowed:
            raise ChannelUnavailable(Message("channel.private-address", host=host))
        why = {each: self._silent_hosts.find_address(each, port) for each in allowed}
        asked = [each for each in allowed if why[each] is None]
        if not asked:
            silent = f"{host} ({allowed[0]})"
            raise HostSilent(Message("channel.silent-before", host=silent, why=why[allowed[0]]))
        for number, address in enumerate(asked, 1):
            try:
                opened = socket.create_connection((address, port), self._limits.connect_timeout)
            except OSError as error:
                if isinstance(error, TimeoutError) and not self._expired:
                    self._silent_hosts.record(address, port, self._describe_silence())
                if number == len(asked) or self._expired:
                    raise
            else:
                self._address = address
                break
        self._sockets.append(opened.dup())  # TLS takes the first one over, and it could not be shut down
        if self._expired:
            opened.close()
            raise TimeoutError
        return opened

    def _record_silence(self, host: str, port: int) -> None:
        """Record a host if the request that failed got no byte in its own time; that it had what was left of
        the time for all requests says nothing of the host."""
        if self.answer_began or (self._expired and self._has_answered):
            return
        why = self._describe_silence()
        self._silent_hosts.record(host, port, why, self._address)
        if self._address and not self.request_sent:  # it answers nobody, whatever host is asked for
            self._silent_hosts.record(self._address, port, why)

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
            raise ChannelUnavailable(Message("channel.url.invalid")) from None
        if not host or parts.scheme not in ("https", "http"):
            raise ChannelUnavailable(Message("channel.url.scheme"))
        if parts.scheme == "http" and not self._limits.allow_private:
            raise ChannelUnavailable(Message("channel.url.plain", host=host))
        return host

    def _build_connection_error(self, host: str, error: Exception, creates: bool) -> ChannelError:
        """Return the ChannelError for a request that got no answer."""
        if self._expired:
            reason: Reason = self._describe_silence()
        else:
            causes = list(_list_causes(error))
            for each in causes:
                if isinstance(each, socket.gaierror) and each.errno == socket.EAI_NONAME:
                    return ChannelUnavailable(Message("channel.host-unknown", host=host))
                if isinstance(each, ssl.SSLCertVerificationError):
                    return ChannelUnavailable(
                        Message("channel.certificate", host=host, why=each.verify_message)
                    )
            if isinstance(error, ValueError):
                return ChannelUnavailable(Message("channel.cannot-be-sent"))
            described = (_describe_error(each) for each in reversed(causes))
            reason = next((each for each in described if each), Message("channel.connection-broke"))
        if creates and self.request_sent:
            return DeliveryInDoubt(Message("channel.no-answer", host=host, why=reason))
        return TemporaryFailure(Message("channel.host-failed", host=host, why=reason))

    def _describe_silence(self) -> Message:
        if self._expired:
            return Message("channel.too-slow", seconds=self._limits.total_timeout)
        return Message("channel.no-answer-in-time")

    def _raise_for_status(
        self, host: str, answer: HttpResponse, creates: bool, also: Collection[int]
    ) -> None:
        """Raise the ChannelError for a response that is not a success."""
        status, said = answer.status, self._describe_answer(host, answer)
        if 200 <= status < 300 or status in also:
            if len(answer.content) <= self._limits.max_response_bytes:
                return
            said = Message("channel.answer.too-large", host=host, limit=self._limits.max_response_bytes)
            raise DeliveryInDoubt(said) if creates else TemporaryFailure(said)
        if 300 <= status < 400:
            raise ChannelUnavailable(Message("channel.redirect", answer=said))
        if status in _CONFIGURATION_STATUSES or find_error(answer).get("code") in _CONFIGURATION_ERRORS:
            raise ChannelUnavailable(said)
        if status in _WRONG_ADDRESS_STATUSES:
            raise ChannelUnavailable(Message("channel.wrong-address", answer=said))
        if creates and (status in _GATEWAY_STATUSES or status < 200):
            raise DeliveryInDoubt(said)
        if status in _RETRY_STATUSES or status >= 500 or status < 200:
            raise TemporaryFailure(said, parse_retry_after(answer.headers))
        raise PermanentFailure(said)

    def _describe_answer(self, host: str, answer: HttpResponse) -> Message:
        """Return the status, and the reason that an API gives for a refusal, with any secret in it masked."""
        said = find_error(answer).get("message")
        if not isinstance(said, str) or not said:
            return Message("channel.answer", host=host, status=answer.status)
        for secret in self._secrets:
            said = said.replace(secret, "***")
        said = " ".join(said.split())[:200]
        return Message("channel.answer.why", host=host, status=answer.status, said=said)


def _find_port(url: str) -> int:
    """Return the port of a URL; 0 for one that it cannot have, which is refused later."""
    parts = urlsplit(url)
    with contextlib.suppress(ValueError):
        return parts.port or (443 if parts.scheme == "https" else 80)
    return 0


def encode_url(url: str) -> str:
    """Return a URL as it is sent: its letters outside ASCII and its spaces encoded, what is encoded left so.

    One that cannot be sent is returned as it is: its request is refused with the reason.
    """
    prepared = requests.PreparedRequest()
    try:
        prepared.prepare_url(url, None)
    except ValueError:
        return url
    return prepared.url or url


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes, the first cause last."""
    while error is not None:
        yield error
        error = error.__context__


def _describe_error(error: BaseException) -> Reason:
    """Return the system's message, which holds no address and no secret; empty for other errors."""
    if isinstance(error, TimeoutError):
        return Message("channel.no-answer-in-time")
    if isinstance(error, OSError) and not isinstance(error, requests.RequestException):
        return error.strerror or ""
    return ""
