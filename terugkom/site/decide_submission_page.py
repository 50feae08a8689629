"""The coordinator's page of one idea or remark: what it says, its picture, and the form that decides.

GET shows it with the choice of the link filled in and never changes anything. The answer is mailed to who
left an address, in the transaction of the decision.
"""

from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from terugkom.documents.messages import translate
from terugkom.errors import InputError
from terugkom.ideas.answer_mail import AnswerRun, enqueue_answer
from terugkom.ideas.decide_submission import AlreadyDecided, SubmissionDecision, decide_submission
from terugkom.ideas.pictures import read_idea_picture
from terugkom.ideas.unanswered import UnansweredSubmission, find_submission, find_unanswered
from terugkom.plan.model import Municipality
from terugkom.plan.page_links import COORDINATOR_PAGE_PATH
from terugkom.plan.queries import find_municipality
from terugkom.site.coordinator_page import (
    OpenedCoordinatorPage,
    find_opener,
    open_coordinator_page,
    render_coordinator_page,
)
from terugkom.site.decide_submission_form import build_decision_form, read_decision
from terugkom.site.form_fields import PageForm, add_error, describe_fields
from terugkom.site.pages import Site, get_site, redirect_after_post, render_message, render_page
from terugkom.site.read_form import read_form

_CONFLICT, _INVALID, _NOT_FOUND = 409, 422, 404
_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True)
class OpenedSubmission:
    """What the coordinator's link opened, and the idea or remark that is decided about."""

    opened: OpenedCoordinatorPage
    token: str
    submission: UnansweredSubmission


def list_decide_submission_routes() -> list[Route]:
    """Return the routes of the page on which the coordinator decides about an idea or a remark."""
    path = f"{COORDINATOR_PAGE_PATH}{{token}}/inzending"
    return [
        Route(path, show_submission, methods=["GET"]),
        Route(path, submit_decision, methods=["POST"]),
        Route(f"{COORDINATOR_PAGE_PATH}{{token}}/foto", show_picture, methods=["GET"]),
    ]


def show_submission(request: Request) -> Response:
    """Show what was handed in, with the form."""
    site, page = get_site(request), _open(request)
    if isinstance(page, Response):
        return page
    chosen = request.query_params.get("choice", "")
    known = chosen if chosen in page.submission.choices else None
    form = build_decision_form(
        page.opened.owner.language, page.submission, choice=known, seen_state=page.submission.state
    )
    return _render(site, page, form)


async def submit_decision(request: Request) -> Response:
    """Take a decision; what is wrong is said beside its field, and nothing is changed then."""
    async with read_form(request, max_fields=20) as given:
        return await run_in_threadpool(_take_decision, request, given)


def show_picture(request: Request) -> Response:
    """Return the picture that came with what was handed in."""
    site, page = get_site(request), _open(request)
    if isinstance(page, Response):
        return page
    folder = site.installation.get_municipality_folder(page.opened.owner.slug)
    content = read_idea_picture(folder, page.submission.picture)
    media_type = _MEDIA_TYPES.get(page.submission.picture.rpartition(".")[2])
    if content is None or media_type is None:
        return render_message(site, page.opened.owner, "not-found", _NOT_FOUND)
    return Response(content, media_type=media_type)


def _take_decision(request: Request, given: FormData) -> Response:
    site, page = get_site(request), _open(request)
    if isinstance(page, Response):
        return page
    language = page.opened.owner.language
    form = build_decision_form(language, page.submission, given)
    decision = read_decision(form, language)
    if decision is None:
        return _render(site, page, form, _INVALID)
    seen = replace(page.submission, state=str(form["seen_state"].data or ""))
    try:
        is_decided = _decide(site, page.token, seen, decision)
    except AlreadyDecided:
        return _explain_decided(request)
    except InputError:  # the action is not in the plan
        add_error(form["action"], translate("site.decide.action.missing", language))
        return _render(site, page, form, _INVALID)
    if not is_decided:
        return show_submission(request)
    return redirect_after_post(f"{COORDINATOR_PAGE_PATH}{page.token}", f"decided={page.submission.code}")


def _decide(site: Site, token: str, seen: UnansweredSubmission, decision: SubmissionDecision) -> bool:
    """Record the decision and enqueue the mail with the answer; return False if the link opens no more."""
    today, installation = site.today(), site.installation
    run = AnswerRun(installation.choose_mail_channel(), today, site.now())
    with installation.database.write_session() as session:
        person = find_opener(session, token, today)
        if person is None:
            return False
        municipality = session.get_one(Municipality, person.municipality_id)
        decided = decide_submission(session, municipality, seen, decision, today)
        enqueue_answer(session, installation.build_render_context(municipality), municipality, decided, run)
    return True


def _open(request: Request) -> OpenedSubmission | Response:
    """Return what is decided about, or the page that explains why there is nothing."""
    site, token = get_site(request), request.path_params["token"]
    opened = open_coordinator_page(site, token)
    if isinstance(opened, Response):
        return opened
    asked = request.query_params
    kind, code = asked.get("kind", ""), asked.get("code", "")
    with site.installation.database.read_session() as session:
        municipality = find_municipality(session, opened.owner.slug)
        found = find_unanswered(session, municipality, kind, code, site.today()) if municipality else None
        is_known = municipality and find_submission(session, municipality, kind, code)
    if found is None:
        return _explain_decided(request) if is_known else _explain_unknown(site, opened)
    return OpenedSubmission(opened, token, found)


def _explain_unknown(site: Site, opened: OpenedCoordinatorPage) -> Response:
    """Return the coordinator's page for a link that names nothing, as one that a mail program cut off."""
    return render_coordinator_page(site, replace(opened, problem="unknown"), _CONFLICT)


def _explain_decided(request: Request) -> Response:
    """Return the coordinator's page as it is now: what was asked about does not wait any more."""
    site = get_site(request)
    opened = open_coordinator_page(site, request.path_params["token"])
    if isinstance(opened, Response):
        return opened
    return render_coordinator_page(site, replace(opened, problem="decided"), _CONFLICT)


def _render(site: Site, page: OpenedSubmission, form: PageForm, status: int = 200) -> Response:
    context = {
        "item": page.submission,
        "fields": describe_fields(form),
        "page": f"{COORDINATOR_PAGE_PATH}{page.token}",
    }
    return render_page(site, page.opened.owner, "decide-submission", context, status)
