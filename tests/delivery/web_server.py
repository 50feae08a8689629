"""HTTP servers on loopback that keep what they are asked, check it, and misbehave on request.

`FakeServer` answers as its subclass says (`tests.delivery.fake_servers`). What a request does against the
published API is a complaint, and a complaint fails the test.
"""

import json
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
HUGE = b'{"id": "1", "x": "' + b"x" * 3_000_000 + b'"}'

# What a server can do wrong, once, with the next request that is meant.
LOST = "do it, and drop the connection"
DROPPED = "drop the connection before reading"
RESET = "read half, and drop the connection"
HANG = "do it, and say nothing"
DRIP = "do it, and answer a byte at a time"
HUGE_ANSWER = "do it, and answer without end"
NONSENSE = "do it, and answer something else"
GATEWAY = "do it, and have a gateway answer 504"


def refused(status: int, **headers: str) -> tuple[int, dict[str, str]]:
    """Do nothing, and answer this."""
    return status, {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True)
class ReceivedRequest:
    """One request, whole."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        assert self.headers["Content-Type"] == "application/json"
        return json.loads(self.content)

    def form(self) -> dict[str, list[str]]:
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        return parse_qs(self.content.decode("ascii"), strict_parsing=True)

    def parts(self) -> dict[str, EmailMessage]:
        """The parts of a multipart form, by name."""
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = message_from_bytes(head + self.content, policy=policy.HTTP)
        assert message.get_content_type() == "multipart/form-data"
        return {
            str(part.get_param("name", header="content-disposition")): part
            for part in message.iter_parts()
        }  # fmt: skip


Reply = tuple[int, Any]  # a status, and what is sent as JSON
Fault = str | tuple[int, dict[str, str]]


@dataclass
class FakeServer:
    """A server in a thread. `faults` are how a request begins, as in "POST /hook", and what goes wrong."""

    faults: list[tuple[str, Fault]] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self.asked: list[ReceivedRequest] = []
        self.complaints: list[str] = []
        self.over = threading.Event()
        self._server = _Server((HOST, 0), _Handler)
        self._server.stand_in = self
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        assert kind is not None or self.complaints == []

    def answer(self, asked: ReceivedRequest) -> Reply:
        """Do what is asked."""
        return 200, {"ok": True}

    def build_headers(self, asked: ReceivedRequest, what: Any) -> Mapping[str, str]:
        """The headers of an answer, besides its type and length."""
        return {}

    def fault(self, request: str) -> Fault | None:
        """Take the first fault that is meant for this request."""
        for each in self.faults:
            if request.startswith(each[0]):
                self.faults.remove(each)
                return each[1]
        return None

    def methods(self) -> list[str]:
        return [f"{each.method} {each.path}" for each in self.asked]


class _Server(ThreadingHTTPServer):
    stand_in: FakeServer
    daemon_threads = False
    block_on_close = True

    def handle_error(self, *_: Any) -> None:
        """Complain of what went wrong here; a client that went away is no news."""
        if not isinstance(error := sys.exception(), OSError | ValueError):
            self.stand_in.complaints.append(repr(error))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 20

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._do
        raise AttributeError(name)

    def log_message(self, *_: Any) -> None: ...

    def _do(self) -> None:
        stand_in = self.server.stand_in
        parts = urlsplit(self.path)
        fault = stand_in.fault(f"{self.command} {parts.path}")
        length = int(self.headers.get("Content-Length", 0))
        if fault == DROPPED:
            return self._drop()
        if fault == RESET:
            self.rfile.read(length // 2)
            return self._drop()
        query = {name: value for name, [value] in parse_qs(parts.query, keep_blank_values=True).items()}
        asked = ReceivedRequest(self.command, parts.path, query, dict(self.headers), self.rfile.read(length))
        stand_in.asked.append(asked)
        if isinstance(fault, tuple):
            status, headers = fault
            return self._send(status, json.dumps({"message": "as asked"}).encode(), headers)
        try:
            status, what = stand_in.answer(asked)
        except Exception as error:
            stand_in.complaints.append(f"{asked.method} {asked.path}: {error!r}")
            status, what = 400, {"message": repr(error), "error": repr(error)}
        content = b"" if what is None else json.dumps(what).encode()
        self._answer(fault, status, content, stand_in.build_headers(asked, what))

    def _answer(self, fault: str | None, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        if fault == LOST:
            self._drop()
        elif fault == HANG:
            self.server.stand_in.over.wait(20)
            self._drop()
        elif fault == DRIP:
            self._drip()
        elif fault == GATEWAY:
            self._send(504, b"<html>gateway</html>")
        else:
            sent = {HUGE_ANSWER: HUGE, NONSENSE: b"<html>Hallo</html>"}.get(fault or "", content)
            self._send(status, sent, headers)

    def _send(self, status: int, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _drip(self) -> None:
        self.close_connection = True
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2000:
            if self.server.stand_in.over.is_set():
                return
            self.wfile.write(bytes([byte]))
            time.sleep(0.05)

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
