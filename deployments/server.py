"""Prefect's server behind the access guard: started by `serve` on one machine, by `terugkom server` on many.

It replaces `prefect server start`, which has no place for the guard. The settings are those of the
environment that `configure_environment` made; nothing secret is an argument.
"""

import os
import sys

import uvicorn

from deployments.access_guard import AccessGuard, build_rules
from deployments.form_guard import FormGuard
from deployments.prefect_database import check_database_encoding, close_failed_cursors
from terugkom.errors import CommandError
from terugkom.installation import load_settings
from terugkom.web_address import is_web_address

_URL_VARIABLES = (
    "PREFECT_UI_API_URL",
    "PREFECT_API_URL",
)  # the first follows from TERUGKOM_PREFECT_URL


def list_public_urls() -> list[str]:
    """Return the URLs at which this server is reached. Raises InputError for what is none."""
    given = {name: os.environ[name] for name in _URL_VARIABLES if os.environ.get(name)}
    for name, url in given.items():
        if not is_web_address(url):
            raise CommandError(f"{name} must read https://HOST/api")
    return list(given.values())


def run_server(host: str, port: int) -> None:
    """Run the server on this address until it is interrupted.

    Raises InputError if the environment names an address that is none, or a database that is not UTF-8.
    """
    login = os.environ["PREFECT_SERVER_API_AUTH_STRING"]  # without one there is no server
    rules = build_rules(login, port, list_public_urls())
    os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] = ",".join(sorted(rules.origins))
    import prefect  # not earlier: it reads its settings when it is imported
    from prefect.server.api.server import create_app
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, get_current_settings

    check_database_encoding(PREFECT_API_DATABASE_CONNECTION_URL.value())
    close_failed_cursors()
    settings = get_current_settings().server
    # Where its files are not found, the V2 interface is not offered either.
    prefect.__ui_v2_static_path__ = prefect.__ui_v2_static_path__.with_name("not-offered")
    uvicorn.run(
        AccessGuard(FormGuard(create_app(final=True), load_settings().language), rules),
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
