"""What programs that watch an installation ask: /health, /health/live and /metrics.

Unhealthy (503) is an installation whose database does not answer, or whose daily run is late and not at work.
One that failed is told and stays healthy: a restart would not mend it. `/health/live` says only that this
process and its database answer, for what would start it again.
"""

import ipaddress
from datetime import timedelta

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from terugkom.daily_runs.daily_run_status import DailyRunStatus, load_daily_run_status
from terugkom.site.metrics import render_metrics
from terugkom.site.pages import Site, get_site

_OF_PROXIES = ("x-forwarded-for", "forwarded", "x-real-ip")


def list_operation_routes() -> list[Route]:
    """Return the routes of what monitoring asks: whether all is well, whether we live, and the metrics."""
    return [
        Route("/health", show_health, methods=["GET"]),
        Route("/health/live", show_liveness, methods=["GET"]),
        Route("/metrics", show_metrics, methods=["GET"]),
    ]


def show_health(request: Request) -> Response:
    """Answer when the daily run last ended, with status 503 if it is late or the database cannot be read."""
    site = get_site(request)
    try:
        with site.installation.database.read_session() as session:
            status = load_daily_run_status(session, site.now(), _get_grace(site), lease_now=site.lease_now())
    except SQLAlchemyError:
        return JSONResponse({"status": "unhealthy", "problem": "database"}, 503)
    problem = "daily-run-missed" if status.is_missed else ""
    content = {"status": "unhealthy" if problem else "ok", "last_daily_run": _describe(status)}
    return JSONResponse(content | ({"problem": problem} if problem else {}), 503 if problem else 200)


def show_liveness(request: Request) -> Response:
    """Answer whether the database can be read."""
    try:
        with get_site(request).installation.database.read_session() as session:
            session.execute(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return JSONResponse({"status": "unhealthy", "problem": "database"}, 503)
    return JSONResponse({"status": "ok"})


def show_metrics(request: Request) -> Response:
    """Return the metrics, to the addresses of the settings; for all others there is no such page:
    raises HTTPException 404.

    Without the database there are none: status 503, by which Prometheus sets `up` of this target to 0.
    """
    site = get_site(request)
    if not _may_read_metrics(request, site.installation.settings.metrics_from):
        raise HTTPException(404)
    try:
        with site.installation.database.read_session() as session:
            content = render_metrics(session, site.now(), site.lease_now(), _get_grace(site))
    except SQLAlchemyError:
        return PlainTextResponse("the database cannot be read\n", 503)
    return Response(content, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _may_read_metrics(request: Request, allowed: str) -> bool:
    """Return whether a request comes from one of these networks, and through no proxy: behind one, everybody
    may seem to come from this machine."""
    if not allowed or request.client is None or any(name in request.headers for name in _OF_PROXIES):
        return False
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:  # a socket of this machine has none
        return False
    return any(address in ipaddress.ip_network(each) for each in allowed.split(","))


def _get_grace(site: Site) -> timedelta:
    return timedelta(minutes=site.installation.settings.alert_after_minutes)


def _describe(status: DailyRunStatus) -> dict[str, object] | None:
    if status.last_day is None or status.last_ended_at is None:
        return None
    return {
        "day": status.last_day.isoformat(),
        "ended_at": status.last_ended_at.isoformat(timespec="seconds"),
        "failed": status.is_failed,
    }
