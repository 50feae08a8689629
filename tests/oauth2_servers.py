"""Servers on loopback for a login by OAuth2, which check each request against the published protocol.

Microsoft, "Microsoft identity platform and the OAuth 2.0 client credentials flow" (the token), "Authenticate
an IMAP, POP or SMTP connection using OAuth" (XOAUTH2: base64 of user=...^Aauth=Bearer ...^A^A; a refusal is a
challenge that the client answers with an empty line). What breaks the protocol is kept in `faults`.
"""

import base64
import binascii
import json
import socketserver
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

from tests.mail_server import HOST, Certificates

TENANT, CLIENT, SECRET = "gemeente.example.org", "11111111-2222-3333-4444-555555555555", "geheim~é/+waarde"
USER = "mvo@gemeente.example.org"
RIGHTS = ("IMAP.AccessAsApp", "SMTP.SendAsApp")
_REFUSAL = base64.b64encode(b'{"status":"400","schemes":"bearer","scope":"https://outlook.office365.com/"}')


def make_token(number: int, roles: tuple[str, ...]) -> str:
    def encode(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    return f"{encode({'alg': 'none'})}.{encode({'roles': roles, 'number': number})}.handtekening"


@dataclass
class TokenServer:
    """Gives a token for each right request; `refusal` is the AADSTS number that it gives instead."""

    certificates: Certificates
    roles: tuple[str, ...] = RIGHTS
    refusal: int = 0
    expires_in: int = 3599
    is_down: bool = False
    tokens: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def authority(self) -> str:
        return f"https://{HOST}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer((HOST, 0), _build_token_handler(self))
        self._server.socket = self.certificates.context().wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer_form(self, content_type: str, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        wanted = {
            "grant_type": "client_credentials",
            "client_id": CLIENT,
            "scope": "https://outlook.office365.com/.default",
        }
        for key, value in wanted.items():
            if form.get(key) != [value]:
                self.faults.append(f"{key}: {form.get(key)}")
        if content_type.split(";")[0] != "application/x-www-form-urlencoded":
            self.faults.append(f"content type {content_type}")
        refusal = self.refusal or (7000215 if form.get("client_secret") != [SECRET] else 0)
        if refusal:
            text = f"AADSTS{refusal}: refused for app {CLIENT}. Trace ID: 1"
            error = "invalid_client" if refusal > 7000000 else "unauthorized_client"
            return 401, {"error": error, "error_description": text, "error_codes": [refusal]}
        self.tokens.append(make_token(len(self.tokens), self.roles))
        return 200, {
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "ext_expires_in": self.expires_in,
            "access_token": self.tokens[-1],
        }


def _build_token_handler(rules: TokenServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            rules.paths.append(self.path)
            if self.path != f"/{TENANT}/v2.0/.well-known/openid-configuration":
                self._answer(400, {"error": "invalid_tenant", "error_codes": [90002]})
                return
            base = f"{rules.authority}/{TENANT}"
            pages = {"token_endpoint": f"{base}/oauth2/v2.0/token", "issuer": f"{base}/v2.0"}
            self._answer(200, {**pages, "authorization_endpoint": f"{base}/oauth2/v2.0/authorize"})

        def do_POST(self) -> None:
            rules.paths.append(self.path)
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path != f"/{TENANT}/oauth2/v2.0/token":
                rules.faults.append(self.path)
            form = parse_qs(content.decode(), strict_parsing=True)
            self._answer(*rules.answer_form(self.headers["Content-Type"], form))

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode() if not rules.is_down else b"gateway"
            self.send_response(503 if rules.is_down else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    return Handler


@dataclass
class LoginServer:
    """A mail server that takes tokens: `accepted` is asked whether one is good; subclasses converse."""

    accepted: Callable[[str], bool]
    tls: ssl.SSLContext | None = None
    logins: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        converse = self.converse

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    converse(self.rfile.readline, lambda line: self.wfile.write(line + b"\r\n") and None)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer((HOST, 0), Handler)
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def converse(self, read: Callable[[], bytes], say: Callable[[bytes], None]) -> None:
        raise NotImplementedError

    def is_good(self, sent: bytes) -> bool:
        """Return whether a login is accepted; a malformed one is a fault."""
        try:
            decoded = base64.b64decode(sent.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            self.faults.append(f"no base64: {sent!r}")
            return False
        begin, end = f"user={USER}\x01auth=Bearer ", "\x01\x01"
        if not (decoded.startswith(begin) and decoded.endswith(end)):
            self.faults.append(f"malformed: {decoded!r}")
            return False
        token = decoded.removeprefix(begin).removesuffix(end)
        self.logins.append(token)
        return self.accepted(token)


class TokenImapServer(LoginServer):
    """A few lines of IMAP: a login by XOAUTH2, and one mail in INBOX.

    `is_granted`: whether the app may open the mailbox; without it Exchange lets the app in, and then opens
    nothing.
    """

    is_granted = True

    def converse(self, read: Callable[[], bytes], say: Callable[[bytes], None]) -> None:
        say(b"* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR MOVE] ready")
        while line := read():
            tag, _, rest = line.strip().partition(b" ")
            command = rest.upper()
            if command.startswith(b"CAPABILITY"):
                say(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR MOVE")
                say(tag + b" OK done")
            elif command.startswith(b"AUTHENTICATE XOAUTH2"):
                say(b"+ ")
                if self.is_good(read()):
                    say(tag + b" OK AUTHENTICATE completed.")
                    continue
                say(b"+ " + _REFUSAL)
                if (empty := read()) != b"\r\n":
                    self.faults.append(f"no empty line: {empty!r}")
                say(tag + b" NO AUTHENTICATE failed.")
            elif command.startswith(b"LOGIN") or command.startswith(b"AUTHENTICATE"):
                self.faults.append(command.decode())
                say(tag + b" NO basic authentication is off")
            elif command.startswith(b"LOGOUT"):
                say(b"* BYE")
                say(tag + b" OK done")
                return
            elif not self.is_granted:
                say(tag + b" BAD User is authenticated but not connected.")
            elif command.startswith((b"SELECT", b"EXAMINE")):
                say(f"* {len(self.mails)} EXISTS".encode())
                say(tag + b" OK [READ-WRITE] done")
            elif command.startswith(b"UID SEARCH"):
                say(b"* SEARCH " + b" ".join(str(each + 1).encode() for each in range(len(self.mails))))
                say(tag + b" OK done")
            elif command.startswith(b"UID FETCH") and b"RFC822.SIZE" in command:
                say(f"* 1 FETCH (UID 1 RFC822.SIZE {len(self.mails[0])})".encode())
                say(tag + b" OK done")
            elif command.startswith(b"UID FETCH"):
                say(f"* 1 FETCH (UID 1 BODY[] {{{len(self.mails[0])}}}".encode())
                say(self.mails[0] + b")")
                say(tag + b" OK done")
            elif command.startswith(b"UID STORE"):
                self.mails.clear()
                say(tag + b" OK done")
            else:
                self.faults.append(rest.decode())
                say(tag + b" BAD unknown")


class TokenSmtpServer(LoginServer):
    """A few lines of SMTP: AUTH XOAUTH2, and mails. `disabled`: what Exchange says where SMTP AUTH is off."""

    disabled = b""

    def converse(self, read: Callable[[], bytes], say: Callable[[bytes], None]) -> None:
        say(b"220 here")
        while line := read():
            verb = line[:4].upper()
            if verb == b"EHLO":
                say(b"250-here")
                say(b"250 AUTH LOGIN XOAUTH2")
            elif verb == b"AUTH":
                mechanism, _, initial = line.strip()[5:].partition(b" ")
                if mechanism != b"XOAUTH2" or not initial:
                    self.faults.append(line.decode())
                if self.is_good(initial) and not self.disabled:
                    say(b"235 2.7.0 Authentication successful")
                    continue
                if self.disabled:
                    say(self.disabled)
                    continue
                say(b"334 " + _REFUSAL)
                if (empty := read()) != b"\r\n":
                    self.faults.append(f"no empty line: {empty!r}")
                say(b"535 5.7.3 Authentication unsuccessful")
            elif verb == b"DATA":
                say(b"354 go on")
                content = b""
                while (each := read()) not in (b".\r\n", b""):
                    content += each
                self.mails.append(content)
                say(b"250 OK")
            elif verb == b"QUIT":
                say(b"221 bye")
                return
            else:
                say(b"250 OK")
