"""What all pages share: the installation and its clock, rendering, errors that explain themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.delivery.enqueue import RunContext
from terugkom.documents.messages import translate
from terugkom.installation import Installation
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_municipality

STYLE_PATH = "/style.css"
_NO_MOMENT = 0
_RUN = "site"  # by which a mail or a moment is known that no run of Prefect made


@dataclass(frozen=True)
class Site:
    """The installation whose pages these are, and its clock; `lease_clock` is the one of leases,
    if it is another one."""

    installation: Installation
    today: Callable[[], date]
    now: Callable[[], datetime]
    lease_clock: Callable[[], datetime] | None = None

    def lease_now(self) -> datetime:
        """Return the time by which leases are judged."""
        return (self.lease_clock or self.now)()


@dataclass(frozen=True)
class PageOwner:
    """Whose page it is: the municipality, and the language in which it is shown."""

    slug: str
    name: str
    language: str


def describe_owner(municipality: Municipality, language: str = "") -> PageOwner:
    """Return whose page it is, in the given language or else in the municipality's own."""
    return PageOwner(municipality.slug, municipality.name, language or municipality.language)


def find_owner(site: Site, slug: str) -> PageOwner | None:
    """Return whose page it is by the short name of the municipality; None if there is no such."""
    with site.installation.database.read_session() as session:
        municipality = find_municipality(session, slug) if slug else None
        return describe_owner(municipality) if municipality else None


def get_site(request: Request) -> Site:
    """Return the site that handles this request."""
    site: Site = request.app.state.site
    return site


def render_page(
    site: Site, owner: PageOwner | None, name: str, context: dict[str, Any], status: int = 200
) -> HTMLResponse:
    """Render ``site/<name>.html``; the municipality's own template first. Without an owner: nobody's."""
    language = owner.language if owner else DEFAULT_LANGUAGE
    load = site.installation
    templates = load.load_templates(owner.slug, language) if owner else load.load_common_templates(language)
    values = {"municipality": owner.name if owner else "", "style": _style_path(owner), **context}
    return HTMLResponse(templates.render_page(f"site/{name}.html", values).html, status)


def render_message(
    site: Site, owner: PageOwner | None, message: str, status: int = 200, **values: object
) -> HTMLResponse:
    """Render a page that only says something: the texts ``site.<message>.title`` and ``.text``."""
    language = owner.language if owner else DEFAULT_LANGUAGE
    context = {
        "title": translate(f"site.{message}.title", language, **values),
        "paragraphs": translate(f"site.{message}.text", language, **values).split("\n"),
    }
    return render_page(site, owner, "message", context, status)


def build_page_run_context(site: Site, municipality: Municipality) -> RunContext:
    """Return what a mail is enqueued with that follows from a page; its moment is still to be opened."""
    channel = site.installation.choose_mail_channel()
    return RunContext(municipality, _NO_MOMENT, channel, _RUN, site.now(), site.today())


def redirect_after_post(path: str, query: str = "") -> Response:
    """Return the answer to a form that was taken: the browser gets `path` and never sends it twice.

    The caller has encoded the query.
    """
    return Response(
        status_code=303, headers={"Location": quote(path, safe="/") + (f"?{query}" if query else "")}
    )


def _style_path(owner: PageOwner | None) -> str:
    return f"/{owner.slug}{STYLE_PATH}" if owner else STYLE_PATH
