"""The application of the pages: its routes, and what is said where something goes wrong.

It keeps nothing in its process, so several can run beside one another on one database.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from terugkom.installation import Installation
from terugkom.secret_keys import create_missing_keys, has_all_keys
from terugkom.site.conduct_page import list_conduct_routes
from terugkom.site.coordinator_page import list_coordinator_routes
from terugkom.site.decide_submission_page import list_decide_submission_routes
from terugkom.site.fresh_link_page import list_fresh_link_routes
from terugkom.site.operation_pages import list_operation_routes
from terugkom.site.owner_page import list_owner_routes
from terugkom.site.pages import STYLE_PATH, Site, find_owner, get_site, render_message
from terugkom.site.request_body import BodyTooLarge
from terugkom.site.security_headers import Refusal, SecurityHeaders, build_site_address
from terugkom.site.submission_page import list_submission_routes
from terugkom.site.subscription_page import list_subscription_routes
from terugkom.site.undo_page import list_undo_routes

_LOG = logging.getLogger(__name__)
_PUBLIC_PATHS = ("/robots.txt", STYLE_PATH)


def build_application(
    installation: Installation,
    today: Callable[[], date],
    now: Callable[[], datetime],
    lease_now: Callable[[], datetime] | None = None,
) -> SecurityHeaders:
    """Return the ASGI application of the pages of this installation.

    `lease_now` is the time by which leases are judged, if that is not `now`.

    Their secret keys are made here, so that no page that is read makes one.
    """
    with installation.database.read_session() as session:
        has_keys = has_all_keys(session)
    if not has_keys:
        with installation.database.write_session() as session:
            create_missing_keys(session)
    application = Starlette(
        routes=list_routes(),
        exception_handlers={
            HTTPException: _explain_status,
            BodyTooLarge: _explain_size,
            ClientDisconnect: _end_lost_request,
            Exception: _explain_failure,
        },
    )
    site = application.state.site = Site(installation, today, now, lease_now)

    def explain(refusal: Refusal) -> Response:
        return render_message(site, None, str(refusal), refusal.status)

    address = build_site_address(installation.get_site_url())
    return SecurityHeaders(application, address, _PUBLIC_PATHS, explain)


def list_routes() -> list[Route]:
    """Return the routes of all pages."""
    return [
        Route("/", show_start, methods=["GET"]),
        *list_operation_routes(),
        Route("/robots.txt", show_robots, methods=["GET"]),
        Route(STYLE_PATH, show_style, methods=["GET"]),
        Route(f"/{{slug}}{STYLE_PATH}", show_style, methods=["GET"]),
        *list_owner_routes(),
        *list_subscription_routes(),
        *list_conduct_routes(),
        *list_submission_routes(),
        *list_fresh_link_routes(),
        *list_coordinator_routes(),
        *list_undo_routes(),
        *list_decide_submission_routes(),
    ]


def show_start(request: Request) -> Response:
    """Say what these pages are for; everything else is behind a link that somebody got."""
    return render_message(get_site(request), None, "start")


def show_robots(_: Request) -> Response:
    """Keep search engines away from all pages; the headers of each page say the same."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


def show_style(request: Request) -> Response:
    """Return the style of the pages: a municipality's own, or ours."""
    slug = request.path_params.get("slug", "")
    site = get_site(request)
    owner = find_owner(site, slug)
    load = site.installation
    templates = load.load_templates(slug, owner.language) if owner else load.load_common_templates("nl")
    style = templates.render_text("style.css", {})
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(style, media_type="text/css", headers=headers)


def _explain_status(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return render_message(get_site(request), None, "not-found" if status in (404, 405) else "refused", status)


def _explain_size(request: Request, _: Exception) -> Response:
    return render_message(get_site(request), None, "too-large", 413)


def _end_lost_request(_: Request, __: Exception) -> Response:
    """Answer who is not there any more: a connection that is lost is no failure of ours."""
    return Response(status_code=400)


def _explain_failure(request: Request, error: Exception) -> Response:
    """Say that it is our fault; where, and of what kind, stands in the log, without what was sent."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}, line {last.lineno}"
    _LOG.error("a page failed with %s in %s", type(error).__name__, where)  # the path may hold a token
    return render_message(get_site(request), None, "failed", 500)
