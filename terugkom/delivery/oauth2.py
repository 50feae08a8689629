"""Access tokens by OAuth2 client credentials (RFC 6749, 4.4), for mail servers that take no password.

The token of one client is kept in memory until it runs out. Exchange Online wants it for IMAP and SMTP; see
docs/microsoft-365.md.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from terugkom.delivery.channels.base import ChannelError, ChannelUnavailable, Reason
from terugkom.delivery.channels.http_response import HttpResponse
from terugkom.errors import Message, PublicInputError
from terugkom.web_address import is_web_address

if TYPE_CHECKING:  # most commands ask no server, and the HTTP library takes long to import
    from terugkom.delivery.channels.http_client import RequestLimits

MICROSOFT_AUTHORITY = "https://login.microsoftonline.com"
MAIL_SCOPE = "https://outlook.office365.com/.default"  # of IMAP and SMTP alike

_REFUSALS = (400, 401, 403, 404)  # the token server says why in JSON
# By the number after AADSTS in the answers of Microsoft's token server.
_CAUSES = {
    7000215: Message("channel.oauth2.secret-wrong"),
    7000222: Message("channel.oauth2.secret-expired"),
    700016: Message("channel.oauth2.client-unknown"),
    90002: Message("channel.oauth2.tenant-unknown"),
    900023: Message("channel.oauth2.tenant-invalid"),
    90013: Message("channel.oauth2.tenant-invalid"),
    7000229: Message("channel.oauth2.no-consent"),
    53003: Message("channel.oauth2.blocked"),
    500011: Message("channel.oauth2.no-exchange"),
}


@dataclass(frozen=True)
class OAuthClient:
    """An application that is registered with a token server."""

    tenant: str
    client_id: str
    client_secret: str = field(repr=False)
    authority: str = MICROSOFT_AUTHORITY

    def __post_init__(self) -> None:
        """Raise PublicInputError for what no token server could take."""
        if not is_web_address(self.authority, ["https"]):
            raise PublicInputError("error.oauth2.authority")
        if not self.client_id or not self.tenant or "/" in self.tenant or not self.tenant.isprintable():
            raise PublicInputError("error.oauth2.client")


class TokenSource:
    """The tokens of one client, for one process; threads may share it."""

    def __init__(self, client: OAuthClient) -> None:
        """Ask nothing yet. A token server of one's own may be on a private network."""
        from terugkom.delivery.channels.http_client import RequestLimits

        is_own = client.authority.rstrip("/") != MICROSOFT_AUTHORITY
        self._client = client
        self._limits = RequestLimits(total_timeout=60, allow_private=is_own)
        self._lock = Lock()
        self._application: Any = None
        self._token = ""

    @property
    def secrets(self) -> Sequence[str]:
        """What no text may hold: the client's secret, and the last token."""
        return [each for each in (self._client.client_secret, self._token) if each]

    def get_token(self) -> str:
        """Return a token that holds, asked anew if there is none. Raises ChannelUnavailable."""
        with self._lock:
            try:
                self._token = self._ask()
            except BaseException:
                self._application = None  # msal would repeat a refusal for a minute, from memory
                raise
            return self._token

    def renew_token(self, refused: str) -> str:
        """Return another token than one that a mail server refused. Raises ChannelUnavailable."""
        with self._lock:
            if self._token == refused:  # else another thread has renewed it
                self._application = None
        return self.get_token()

    def _ask(self) -> str:
        host = urlsplit(self._client.authority).hostname
        try:
            if self._application is None:
                self._application = _build_application(self._client, self._limits)
            answer = self._application.acquire_token_for_client(scopes=[MAIL_SCOPE])
        except ChannelUnavailable as error:
            raise ChannelUnavailable(Message("channel.oauth2.no-token", why=error)) from None
        except ChannelError as error:
            raise ChannelUnavailable(Message("channel.oauth2.no-answer", why=error)) from None
        except ValueError:  # its text repeats the answer
            raise ChannelUnavailable(Message("channel.oauth2.no-token-server", host=host)) from None
        except Exception as error:
            kind = type(error).__name__
            raise ChannelUnavailable(Message("channel.oauth2.failed", host=host, kind=kind)) from None
        match answer:
            case {"access_token": str(token)} if token:
                return token
        raise ChannelUnavailable(Message("channel.oauth2.no-token", why=_describe_refusal(answer)))


@cache
def get_token_source(client: OAuthClient) -> TokenSource:
    """Return the one source of this client's tokens in this process."""
    return TokenSource(client)


def format_xoauth2(username: str, token: str) -> str:
    """Return the answer of the SASL mechanism XOAUTH2, before base64."""
    return f"user={username}\x01auth=Bearer {token}\x01\x01"


def describe_missing_right(token: str, right: str) -> Message | None:
    """Return what a refused token lacks; None if it has this right, or cannot be read.

    Tokens are made for the mail server and not for us: this is for a hint alone.
    """
    roles = _read_roles(token)
    if roles is None or right in roles:
        return None
    return Message("channel.oauth2.missing-right", right=right)


def _read_roles(token: str) -> list[str] | None:
    """Return the rights in a token (a JWT of Microsoft's), None if it is none."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return None
    roles = claims.get("roles", []) if isinstance(claims, dict) else None
    return [str(each) for each in roles] if isinstance(roles, list) else None


def _describe_refusal(answer: Any) -> Reason:
    if not isinstance(answer, dict):
        return Message("channel.oauth2.unreadable")
    codes = answer.get("error_codes")
    for code in codes if isinstance(codes, list) else []:
        if code in _CAUSES:
            return Message("channel.oauth2.numbered", why=_CAUSES[code], numbers=f"AADSTS{code}")
    numbers = ", ".join(f"AADSTS{each}" for each in codes) if isinstance(codes, list) else ""
    why = _describe_error_code(str(answer.get("error", ""))[:100])
    return Message("channel.oauth2.numbered", why=why, numbers=numbers) if numbers else why


def _describe_error_code(code: str) -> Reason:
    """Return what a code of RFC 6749 means, the code itself where that says it."""
    if code == "invalid_client":
        return Message("channel.oauth2.invalid-client")
    return code or Message("channel.oauth2.empty")


def _build_application(client: OAuthClient, limits: "RequestLimits") -> Any:
    """Return msal's application, which asks where the token server's pages are. Raises ValueError."""
    from msal import ConfidentialClientApplication  # few installations need it, and it takes long to import

    return ConfidentialClientApplication(
        client.client_id,
        client_credential=client.client_secret,
        authority=f"{client.authority.rstrip('/')}/{client.tenant}",
        http_client=_MsalHttpClient(limits),
        instance_discovery=False,  # else it asks Microsoft about a token server of one's own
    )


class _MsalHttpClient:
    """What msal needs of an HTTP client (its `oauth2cli.http.HttpClient`), with our limits."""

    def __init__(self, limits: "RequestLimits") -> None:
        self._limits = limits

    def get(self, url: str, **options: Any) -> "_MsalResponse":
        return self._request("GET", url, options)

    def post(self, url: str, **options: Any) -> "_MsalResponse":
        return self._request("POST", url, options)

    def close(self) -> None:
        """Nothing is held open."""

    def _request(self, method: str, url: str, options: Mapping[str, Any]) -> "_MsalResponse":
        known = {key: options[key] for key in ("params", "data", "headers") if options.get(key)}
        from terugkom.delivery.channels.http_client import HttpClient

        with HttpClient(self._limits) as client:
            return _MsalResponse(client.request(method, url, accepted=_REFUSALS, **known))


class _MsalResponse:
    """What msal needs of a response."""

    def __init__(self, answer: HttpResponse) -> None:
        self.status_code, self.headers = answer.status, answer.headers
        self.text = answer.content.decode("utf-8", "replace")

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise ValueError("the token server refused")
