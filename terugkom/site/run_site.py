"""Serve the pages until interrupted."""

import uvicorn

from terugkom import clock
from terugkom.installation import Installation
from terugkom.site.application import build_application

_KEEP_ALIVE_SECONDS = 20


def run_site(installation: Installation, host: str, port: int) -> None:
    """Listen on this address. Behind a reverse proxy the client's address is the last of X-Forwarded-For."""
    uvicorn.run(
        build_application(installation, clock.today, clock.now),
        host=host,
        port=port,
        access_log=False,  # a path holds a token
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        log_level="warning",
    )
