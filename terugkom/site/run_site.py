"""Serve the pages until interrupted."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import uvicorn

from terugkom import clock
from terugkom.demo_day import find_today
from terugkom.installation import Installation
from terugkom.site.application import build_application

_KEEP_ALIVE_SECONDS = 20
_STOP_SECONDS = 10  # for what is being answered; an upload that never ends is not waited for


def run_site(installation: Installation, host: str, port: int) -> None:
    """Listen on this address until interrupted."""
    uvicorn.Server(
        build_server_config(installation, host, port, partial(find_today, installation.is_demo), clock.now)
    ).run()


def build_server_config(
    installation: Installation,
    host: str,
    port: int,
    today: Callable[[], date],
    now: Callable[[], datetime],
) -> uvicorn.Config:
    """Return how the pages are served.

    Where a request comes from is the last address in X-Forwarded-For that is no trusted proxy's, if a trusted
    proxy passes the request on, and else the address that it comes from: limits count by it.
    """
    return uvicorn.Config(
        build_application(installation, today, now, installation.now),
        host=host,
        port=port,
        access_log=False,  # a path holds a token
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=installation.settings.site_trusted_proxies,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
        log_level="warning",
    )
