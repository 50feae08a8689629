"""A real WebDAV server on loopback: WsgiDAV on a folder, served by Cheroot."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from cheroot.wsgi import Server
from wsgidav.fs_dav_provider import FilesystemProvider
from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "redactie", "geheim-webdav-€"


_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")  # RFC 3986, appendix A


def find_complaint(environ: dict[str, Any]) -> str:
    """Return what is wrong with the addresses of a request, by RFC 3986 and RFC 4918, 10.3."""
    target = environ.get("HTTP_DESTINATION", "")
    if not _URI.fullmatch(environ["REQUEST_URI"]) or not _URI.fullmatch(target):
        return "an address holds what must be encoded"
    if target and urlsplit(target).netloc != environ["HTTP_HOST"]:
        return "moved to another server"
    return ""


class WebdavServer:
    """Keeps what it is asked as pairs of method and path; answers a request in `instead` with that status.

    At the request of number `breaks_at` it answers 503, either instead of doing it, or with `done` after.
    """

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, str]] = []
        self.instead: dict[tuple[str, str], str] = {}
        self.refused: dict[str, str] = {}  # the status that a method always gets
        self.breaks_at, self.done = 0, False
        self.after: Callable[[str, str], None] = lambda method, path: None
        self._app = WsgiDAVApp(
            {
                "provider_mapping": {"/": FilesystemProvider(str(folder))},
                "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
                "http_authenticator": {"accept_basic": True, "accept_digest": False},
                "logging": {"enable": False},
                "verbose": 0,
            }
        )
        self._server = Server(("127.0.0.1", 0), self._answer, timeout=5, shutdown_timeout=2)
        self._server.expiration_interval = 0.02  # seconds until it sees that it is to stop
        self._thread = threading.Thread(target=self._server.serve)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.bind_addr[1]}"

    def __enter__(self) -> Self:
        self._server.prepare()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        asked = (environ["REQUEST_METHOD"], environ["PATH_INFO"].encode("latin-1").decode())
        if complaint := find_complaint(environ):
            start_response("400 Bad Request", [("Content-Length", "0"), ("X-Complaint", complaint)])
            return [b""]
        self.asked.append(asked)
        broken = len(self.asked) == self.breaks_at
        if broken and self.done:
            list(self._app(environ, lambda *_: None))
        instead = self.refused.get(asked[0]) or self.instead.pop(asked, "")
        if status := instead or ("503 Service Unavailable" if broken else ""):
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start_response(status, [("Content-Length", "0")])
            return [b""]
        answer = list(self._app(environ, start_response))
        self.after(*asked)
        return answer
