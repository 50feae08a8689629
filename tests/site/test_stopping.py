"""The pages stop when they are asked to, whatever a stranger keeps open."""

import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from terugkom.installation import Installation
from terugkom.settings import Settings
from terugkom.site import run_site
from tests.clock import clock_on
from tests.site.conftest import TODAY, ServedPages


@pytest.mark.long
def test_an_upload_that_never_ends_keeps_no_server_from_stopping(
    pages: ServedPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_site, "_STOP_SECONDS", 1)
    installation = Installation(Settings(home=tmp_path / "home"), pages.database)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        config = run_site.build_server_config(
            installation, "127.0.0.1", port, lambda: TODAY, lambda: clock_on(TODAY)
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        with socket.create_connection(("127.0.0.1", port)) as stranger:
            head = "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
            stranger.sendall(head.encode())
            while not (server.started and server.server_state.tasks):
                time.sleep(0.02)
            server.should_exit = True
            thread.join(timeout=15)
            assert not thread.is_alive()
