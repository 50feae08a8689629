"""An owner's page: how each of their actions stands, answered with one choice and one sentence.

GET shows the page with the choice of the link filled in and never changes anything: mail scanners open links.
"""

from dataclasses import dataclass, replace
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from terugkom.plan.model import Municipality, Person
from terugkom.plan.owned_actions import find_owned_actions
from terugkom.plan.page_links import OWNER_PAGE_PATH, LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.report_progress import ProgressChoice, list_progress_choices
from terugkom.site.form_fields import PageForm, describe_fields
from terugkom.site.fresh_link_page import render_invalid_link
from terugkom.site.owner_actions import ActionView, describe_actions
from terugkom.site.pages import (
    PageOwner,
    Site,
    describe_owner,
    get_site,
    redirect_after_post,
    render_page,
)
from terugkom.site.progress_form import build_progress_form, read_progress
from terugkom.site.progress_photo import ask_photo_again, read_photo
from terugkom.site.read_form import read_form
from terugkom.site.receipt import Receipt, find_receipt
from terugkom.site.store_report import ShownAction, StoreProblem, store_report

_CONFLICT, _INVALID = 409, 422
_NOT_OPEN = "action-not-open"  # any more, of a link in an older mail


@dataclass(frozen=True)
class OpenedPage:
    """Whose link was opened, what it opens, and what is shown of it.

    `chosen` is the action with its form; `problem` is what is said above it; `receipt` is what follows from
    the report that was just sent.
    """

    owner: PageOwner
    reader: str
    state: LinkState
    actions: tuple[ActionView, ...] = ()
    chosen: ActionView | None = None
    form: PageForm | None = None
    problem: str = ""
    receipt: Receipt | None = None
    answer_to: str = ""  # where an answer to our mails arrives, if anywhere


def list_owner_routes() -> list[Route]:
    """Return the routes of the page on which an owner reports about their actions."""
    return [
        Route(f"{OWNER_PAGE_PATH}{{token}}", show_owner_page, methods=["GET"]),
        Route(f"{OWNER_PAGE_PATH}{{token}}", submit_report, methods=["POST"]),
    ]


def show_owner_page(request: Request) -> Response:
    """Show the actions of whose link it is, one of them with its form."""
    site, asked, token = get_site(request), request.query_params, request.path_params["token"]
    sent = (asked.get("sent", ""), asked.get("choice", ""))
    with site.installation.database.read_session() as session:
        page = _open_page(session, site, token, sent)
    if page is None:
        return render_invalid_link(site, None, LinkState.UNKNOWN, token)
    if page.state is not LinkState.VALID:
        return render_invalid_link(site, page.owner, page.state, token)
    wanted, choice = asked.get("action", ""), asked.get("choice", "")
    chosen = _find_action(page, wanted)
    problem = _NOT_OPEN if wanted and chosen is None else ""
    if chosen is None and not wanted and len(page.actions) == 1 and not page.receipt:
        chosen, choice = page.actions[0], ""  # what the link chooses is of no other action
    form = _build_empty_form(site, page, chosen, choice) if chosen else None
    return _render(site, replace(page, chosen=chosen, form=form, problem=problem))


async def submit_report(request: Request) -> Response:
    """Take what was reported; what is wrong is said beside its field, and nothing of it is stored then."""
    async with read_form(request, max_fields=200, file_fields=("photo",)) as given:
        return await run_in_threadpool(_take_report, request, given)


def _take_report(request: Request, given: FormData) -> Response:
    site, token = get_site(request), request.path_params["token"]
    with site.installation.database.read_session() as session:
        page = _open_page(session, site, token)
    if page is None or page.state is not LinkState.VALID:
        return show_owner_page(request)
    chosen = _find_action(page, str(given.get("action", "")))
    if chosen is None:
        return _render(site, replace(page, problem=StoreProblem.ACTION_CLOSED), _CONFLICT)
    form = build_progress_form(page.owner.language, site.today(), chosen, given)
    is_valid = form.validate()
    photo = read_photo(form, page.owner.language)
    if not is_valid or form.errors:
        return _render(site, replace(page, chosen=chosen, form=form), _INVALID)
    reported = read_progress(form, chosen.indicators, page.owner.language)
    problem = store_report(site, token, ShownAction(chosen.code, form["seen_deadline"].data), reported, photo)
    if problem:
        if photo:
            ask_photo_again(form, page.owner.language)
        return _explain_problem(request, chosen.code, form, problem)
    code = quote(chosen.code, safe="")
    return redirect_after_post(f"{OWNER_PAGE_PATH}{token}", f"sent={code}&choice={reported.choice.value}")


def _explain_problem(request: Request, code: str, form: PageForm, problem: StoreProblem) -> Response:
    """Say why a report was not stored, by what is true now; a deadline that moved is shown in the form."""
    site = get_site(request)
    with site.installation.database.read_session() as session:
        now = _open_page(session, site, request.path_params["token"])
    if now is None or now.state is not LinkState.VALID:
        return show_owner_page(request)
    chosen = _find_action(now, code) if problem is StoreProblem.DEADLINE_MOVED else None
    if chosen is None:
        return _render(site, replace(now, problem=StoreProblem.ACTION_CLOSED), _CONFLICT)
    form["seen_deadline"].data = _format_seen(chosen)
    return _render(site, replace(now, chosen=chosen, form=form, problem=problem), _CONFLICT)


def _open_page(
    session: Session, site: Site, token: str, sent: tuple[str, str] = ("", "")
) -> OpenedPage | None:
    """Return what a link opens; None for a token that is not ours. `sent`: an action, and what was chosen."""
    today = site.today()
    found = find_page_link(session, token, PageLinkPurpose.OWNER, today)
    if found.link is None:
        return None
    person = session.get_one(Person, found.link.person_id)
    municipality = session.get_one(Municipality, person.municipality_id)
    page = OpenedPage(
        describe_owner(municipality), person.name, found.state, answer_to=municipality.answer_address
    )
    if found.state is not LinkState.VALID:
        return page
    owned = find_owned_actions(session, person, today)
    actions = describe_actions(session, municipality, person, owned, today)
    return replace(page, actions=actions, receipt=find_receipt(session, person, *sent, today))


def _find_action(page: OpenedPage, code: str) -> ActionView | None:
    return next((each for each in page.actions if each.code == code), None)


def _build_empty_form(site: Site, page: OpenedPage, action: ActionView, choice: str) -> PageForm:
    offered = list_progress_choices(action.deadline, site.today())
    if choice == ProgressChoice.ON_TRACK and choice not in offered:
        choice = ProgressChoice.LATER  # the mail is older than the deadline: it asks for a new date now
    known = choice if choice in list(offered) else None
    preset = {"action": action.code, "seen_deadline": _format_seen(action), "choice": known}
    preset["photographer"] = page.reader
    return build_progress_form(page.owner.language, site.today(), action, **preset)


def _format_seen(action: ActionView) -> str:
    return action.deadline.isoformat() if action.deadline else ""


def _render(site: Site, page: OpenedPage, status: int = 200) -> Response:
    context = {
        "reader": page.reader,
        "actions": page.actions,
        "chosen": page.chosen,
        "fields": describe_fields(page.form) if page.form else {},
        "problem": page.problem,
        "receipt": page.receipt,
        "answer_to": page.answer_to,
    }
    return render_page(site, page.owner, "owner", context, status)
