"""An owner's page: how each of their actions stands, answered with one choice and one sentence.

GET shows the page with the choice of the link filled in and never changes anything: mail scanners open links.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import OWNER_PAGE_PATH, LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.report_progress import ProgressChoice, ReportEntry, report_progress
from terugkom.site.form_fields import PageForm, describe_fields
from terugkom.site.owner_actions import ActionView, describe_actions, find_owned_actions
from terugkom.site.pages import (
    PageOwner,
    Site,
    describe_owner,
    get_site,
    redirect_after_post,
    render_message,
    render_page,
)
from terugkom.site.progress_form import build_progress_form, read_progress

THROUGH = "page"
_UNKNOWN, _GONE, _CONFLICT, _INVALID = 404, 410, 409, 422


@dataclass(frozen=True)
class OpenedPage:
    """Whose link was opened, what it opens, and what is shown of it.

    `chosen` is the action with its form; `problem` is what is said above it; `sent` is the code of the
    action that was just reported on.
    """

    owner: PageOwner
    reader: str
    state: LinkState
    actions: tuple[ActionView, ...] = ()
    chosen: ActionView | None = None
    form: PageForm | None = None
    problem: str = ""
    sent: str = ""


def list_owner_routes() -> list[Route]:
    """Return the routes of this page."""
    return [
        Route(f"{OWNER_PAGE_PATH}{{token}}", show_owner_page, methods=["GET"]),
        Route(f"{OWNER_PAGE_PATH}{{token}}", take_report, methods=["POST"]),
    ]


def show_owner_page(request: Request) -> Response:
    """Show the actions of whose link it is, one of them with its form."""
    site, asked = get_site(request), request.query_params
    with site.installation.database.read_session() as session:
        page = _open_page(session, site, request.path_params["token"])
    if page is None:
        return render_message(site, None, "link-unknown", _UNKNOWN)
    if page.state is not LinkState.VALID:
        return render_message(site, page.owner, f"link-{page.state.value}", _GONE)
    sent = asked.get("sent", "")
    chosen = _find_action(page, asked.get("action", ""))
    if chosen is None and len(page.actions) == 1 and not sent:
        chosen = page.actions[0]
    form = _build_empty_form(site, page.owner, chosen, asked.get("choice", "")) if chosen else None
    return _render(site, replace(page, chosen=chosen, form=form, sent=sent))


async def take_report(request: Request) -> Response:
    """Take what was reported; what is wrong is said beside its field, and nothing of it is stored then."""
    async with request.form(max_files=1, max_fields=200) as given:
        return await run_in_threadpool(_take_report, request, given)


def _take_report(request: Request, given: FormData) -> Response:
    site, token = get_site(request), request.path_params["token"]
    with site.installation.database.read_session() as session:
        page = _open_page(session, site, token)
    if page is None or page.state is not LinkState.VALID:
        return show_owner_page(request)
    chosen = _find_action(page, str(given.get("action", "")))
    if chosen is None:
        return _render(site, replace(page, problem="action-closed"), _CONFLICT)
    form = build_progress_form(page.owner.language, site.today(), chosen.indicators, given)
    if not form.validate():
        return _render(site, replace(page, chosen=chosen, form=form), _INVALID)
    if _is_deadline_moved(chosen, form):
        form["seen_deadline"].data = _format_seen(chosen)
        return _render(site, replace(page, chosen=chosen, form=form, problem="deadline-moved"), _CONFLICT)
    if not _store(site, token, chosen, form, page.owner.language):
        return _render(site, replace(page, problem="action-closed"), _CONFLICT)
    return redirect_after_post(f"{OWNER_PAGE_PATH}{token}?sent={chosen.code}")


def _store(site: Site, token: str, chosen: ActionView, form: PageForm, language: str) -> bool:
    """Store the report; return False if the link or the action was closed meanwhile."""
    today = site.today()
    with site.installation.database.write_session() as session:
        found = find_page_link(session, token, PageLinkPurpose.OWNER, today)
        if found.link is None or found.state is not LinkState.VALID:
            return False
        person = session.get_one(Person, found.link.person_id)
        municipality = session.get_one(Municipality, person.municipality_id)
        actions = find_owned_actions(session, person, today)
        action = next((each for each in actions if each.code == chosen.code), None)
        if action is None:
            return False
        reported = read_progress(form, chosen.indicators, language)
        entry = ReportEntry(person, THROUGH, today, site.now())
        report_progress(session, municipality, action, reported, entry)
    return True


def _open_page(session: Session, site: Site, token: str) -> OpenedPage | None:
    """Return what a link opens; None for a token that is not ours."""
    today = site.today()
    found = find_page_link(session, token, PageLinkPurpose.OWNER, today)
    if found.link is None:
        return None
    person = session.get_one(Person, found.link.person_id)
    municipality = session.get_one(Municipality, person.municipality_id)
    actions: tuple[ActionView, ...] = ()
    if found.state is LinkState.VALID:
        owned = find_owned_actions(session, person, today)
        actions = describe_actions(session, municipality, person, owned, today)
    return OpenedPage(describe_owner(municipality), person.name, found.state, actions)


def _find_action(page: OpenedPage, code: str) -> ActionView | None:
    return next((each for each in page.actions if each.code == code), None)


def _build_empty_form(site: Site, owner: PageOwner, action: ActionView, choice: str) -> PageForm:
    known = choice if choice in list(ProgressChoice) else None
    preset = {"action": action.code, "seen_deadline": _format_seen(action), "choice": known}
    return build_progress_form(owner.language, site.today(), action.indicators, **preset)


def _format_seen(action: ActionView) -> str:
    return action.deadline.isoformat() if action.deadline else ""


def _is_deadline_moved(action: ActionView, form: PageForm) -> bool:
    """Return whether a later date was proposed for a deadline that is another one by now."""
    is_later = bool(form["choice"].data == ProgressChoice.LATER)
    return is_later and str(form["seen_deadline"].data) != _format_seen(action)


def _render(site: Site, page: OpenedPage, status: int = 200) -> Response:
    context = {
        "reader": page.reader,
        "actions": page.actions,
        "chosen": page.chosen,
        "fields": describe_fields(page.form) if page.form else {},
        "choices": [each.value for each in ProgressChoice],
        "problem": page.problem,
        "sent": page.sent,
    }
    return render_page(site, page.owner, "owner", context, status)
