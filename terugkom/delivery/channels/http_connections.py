"""The connections of an `HttpClient`: how `requests` and `urllib3` get theirs through it."""

import ssl
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import ssl_wrap_socket

if TYPE_CHECKING:
    from terugkom.delivery.channels.http_client import HttpClient


class Session(requests.Session):
    """Ignores redirects: to inspect one, it would first read a response of any size."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: no response is one."""
        return None


class Adapter(HTTPAdapter):
    """Opens its connections through a client, trusts the system's certificates, and retries nothing."""

    def __init__(self, client: "HttpClient") -> None:
        """Adapt to a client; nothing is opened."""
        super().__init__(max_retries=0)
        self.poolmanager.pool_classes_by_scheme = _build_pools(client)


def _build_pools(client: "HttpClient") -> dict[str, type[HTTPConnectionPool]]:
    """Return the pools whose connections get their sockets from the client.

    What they override is documented by urllib3 and `http.client`: `connect` and `request` of a connection,
    `ConnectionCls` of a pool; but for `response_class`, by which `http.client` reads an answer.
    """

    class NoticedResponse(HTTPResponse):
        def begin(self) -> None:
            client.answer_began = bool(self.fp.peek(1))  # it waits for the first byte
            super().begin()

    class Plain(HTTPConnection):
        response_class = NoticedResponse

        def connect(self) -> None:
            self.sock = client.open_socket(self.host, self.port)

        def request(self, *args: Any, **more: Any) -> None:
            super().request(*args, **more)
            client.request_sent = True

    class Safe(HTTPSConnection):
        response_class = NoticedResponse

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
