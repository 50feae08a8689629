"""A server on loopback that takes what is posted to it, as a chat server's webhook does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class WebhookServer:
    """Keeps the messages; `status` is its answer, None for none at all after it took one."""

    def __init__(self) -> None:
        self.messages, self.asked = list[dict[str, Any]](), list[str]()
        self.status: int | None = 200
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                kept.asked.append(self.path)
                if kept.status in (200, None):
                    kept.messages.append(json.loads(content))
                if kept.status is None:
                    self.close_connection = True
                    return
                self.send_response(kept.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hooks/geheim"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
