"""Prefect's server behind the access guard: started by `serve` on one machine, by `terugkom server` on many.

It replaces `prefect server start`, which has no place for the guard. The settings are those of the
environment that `configure_environment` made; nothing secret is an argument.
"""

import os
import sys

import uvicorn

from deployments.access_guard import AccessGuard, build_rules
from deployments.address_guard import AddressGuard
from terugkom.settings import Settings


def run_server(host: str, port: int) -> None:
    """Run the server on this address until it is interrupted."""
    login = os.environ["PREFECT_SERVER_API_AUTH_STRING"]  # without one there is no server
    public = [os.environ[name] for name in ("PREFECT_UI_API_URL", "PREFECT_API_URL") if os.environ.get(name)]
    rules = build_rules(login, port, public)
    os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] = ",".join(sorted(rules.origins))
    import prefect  # not earlier: it reads its settings when it is imported
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    settings = get_current_settings().server
    # Where its files are not found, the V2 interface is not offered either.
    prefect.__ui_v2_static_path__ = prefect.__ui_v2_static_path__.with_name("not-offered")
    uvicorn.run(
        AccessGuard(AddressGuard(create_app(final=True), Settings().language), rules),
        host=host,
        port=port,
        timeout_keep_alive=settings.api.keepalive_timeout,
        ws_ping_interval=settings.api.websocket_ping_interval,
        ws_ping_timeout=settings.api.websocket_ping_timeout,
        log_level=settings.logging_level.lower(),
        lifespan="on",
    )


if __name__ == "__main__":
    run_server(sys.argv[1], int(sys.argv[2]))
