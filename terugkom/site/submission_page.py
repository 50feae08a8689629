"""The pages for an idea and for a remark: a form, and at once a receipt with a number and a day.

They are open to the staff of a municipality, by the code in their links, or to all: a setting.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from terugkom.documents.image_file import JPEG, InvalidImage, detect_media_type, encode_upload_again
from terugkom.documents.messages import translate
from terugkom.ideas.pictures import write_idea_picture
from terugkom.ideas.remarks import submit_idea_or_remark, submit_remark
from terugkom.ideas.submission import Submission, SubmissionReceipt
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality
from terugkom.plan.queries import find_municipality
from terugkom.plan.site_links import IDEA_PATH, REMARK_PATH, is_staff_code
from terugkom.site.form_fields import PageForm, add_error, describe_fields
from terugkom.site.pages import PageOwner, Site, describe_owner, get_site, render_message, render_page
from terugkom.site.read_form import read_form
from terugkom.site.submission_form import (
    STAMP,
    TRAP,
    build_idea_form,
    build_remark_form,
    parse_about,
    read_submission,
)
from terugkom.site.submission_guard import GuardProblem, check_form, count_submission, stamp_form

MAX_PICTURE_BYTES = 10_000_000
_REFUSED, _INVALID, _TOO_MANY = 403, 422, 429


@dataclass(frozen=True)
class SubmissionPage:
    """What one of the two pages does: its address, template, form, and where what is sent goes."""

    name: str
    path: str
    build_form: Callable[..., PageForm]
    submit: Callable[[Session, Municipality, Submission, date], SubmissionReceipt]


IDEA = SubmissionPage("idea", IDEA_PATH, build_idea_form, submit_idea_or_remark)
REMARK = SubmissionPage("remark", REMARK_PATH, build_remark_form, submit_remark)


@dataclass(frozen=True)
class OpenedForm:
    """Whose form it is, and what is shown of it."""

    kind: SubmissionPage
    owner: PageOwner
    form: PageForm
    about: str = ""
    problem: GuardProblem | None = None
    receipt: SubmissionReceipt | None = None


def list_submission_routes() -> list[Route]:
    """Return the routes of both pages."""
    return [route for kind in (IDEA, REMARK) for route in _list_routes(kind)]


def _list_routes(kind: SubmissionPage) -> list[Route]:
    def show(request: Request) -> Response:
        return _show_form(request, kind)

    async def take(request: Request) -> Response:
        async with read_form(request, max_fields=30, file_fields=("picture",)) as given:
            return await run_in_threadpool(_take_submission, request, kind, given)

    path = f"{kind.path}{{slug}}"
    return [Route(path, show, methods=["GET"]), Route(path, take, methods=["POST"])]


def _show_form(request: Request, kind: SubmissionPage) -> Response:
    site = get_site(request)
    owner = _find_open(site, request)
    if isinstance(owner, Response):
        return owner
    about = parse_about(request.query_params.get("over", ""))
    form = kind.build_form(owner.language, about=about, opened=stamp_form(site, owner.slug))
    return _render(site, OpenedForm(kind, owner, form, about))


def _take_submission(request: Request, kind: SubmissionPage, given: FormData) -> Response:
    site = get_site(request)
    owner = _find_open(site, request)
    if isinstance(owner, Response):
        return owner
    form = kind.build_form(owner.language, given)
    page = OpenedForm(kind, owner, form, parse_about(str(given.get("about", ""))))
    stamp, trap = str(given.get(STAMP, "")), str(given.get(TRAP, ""))
    if problem := check_form(site, owner.slug, stamp, trap):
        if problem is GuardProblem.TOO_OLD:
            form[STAMP].data = stamp_form(site, owner.slug)
        return _render_again(site, replace(page, problem=problem), given, _INVALID)
    is_valid = form.validate()
    uploaded = _read_picture(form, given, owner.language) if kind is IDEA else None
    if not is_valid or _has_errors(form):
        return _render_again(site, page, given, _INVALID)
    with site.installation.database.write_session() as session:  # before a picture is decoded, which is work
        problem = count_submission(session, request, owner.slug, site.now())
    if problem:
        return _render_again(site, replace(page, problem=problem), given, _TOO_MANY)
    picture = _encode_picture(form, uploaded, owner.language) if uploaded else None
    if _has_errors(form):
        return _render(site, page, _INVALID)
    submission = read_submission(form)
    if picture:
        submission = replace(submission, picture="jpg" if detect_media_type(picture) == JPEG else "png")
    with site.installation.database.write_session() as session:
        receipt = _store(session, site, owner, kind, submission, picture)
    if receipt is None:
        return render_message(site, None, "not-found", 404)
    return _render(site, replace(page, receipt=receipt))


def _store(
    session: Session,
    site: Site,
    owner: PageOwner,
    kind: SubmissionPage,
    submission: Submission,
    picture: bytes | None,
) -> SubmissionReceipt | None:
    municipality = find_municipality(session, owner.slug)
    if municipality is None:
        return None
    receipt = kind.submit(session, municipality, submission, site.today())
    if picture and receipt.picture:
        folder = site.installation.get_municipality_folder(owner.slug)
        write_idea_picture(folder, receipt.picture, picture)
    return receipt


def _find_open(site: Site, request: Request) -> PageOwner | Response:
    """Return whose page it is, or what is said to who may not open it."""
    slug = request.path_params["slug"]
    with site.installation.database.read_session() as session:
        municipality = find_municipality(session, slug)
        if municipality is None:
            return render_message(site, None, "not-found", 404)
        owner = describe_owner(municipality)
        is_open = MediaSettings.from_overrides(municipality.media_settings).ideas_open_to_all
        code = request.query_params.get("code", "")
        if not (is_open or is_staff_code(session, slug, code)):
            return render_message(site, owner, "staff-only", _REFUSED)
    return owner


def _render_again(site: Site, page: OpenedForm, given: FormData, status: int) -> Response:
    """Show a form that was not accepted; no browser keeps a file that was chosen, so that is asked again."""
    if "picture" in page.form and _find_upload(given) and not page.form["picture"].errors:
        add_error(page.form["picture"], translate("site.field.photo-again", page.owner.language))
    return _render(site, page, status)


def _find_upload(given: FormData) -> UploadFile | None:
    """Return the picture that was sent; an empty field is none."""
    uploaded = given.get("picture")
    return uploaded if isinstance(uploaded, UploadFile) and uploaded.filename and uploaded.size else None


def _read_picture(form: PageForm, given: FormData, language: str) -> bytes | None:
    """Return the picture as it was sent; what is missing or too large is said beside its field."""
    uploaded = _find_upload(given)
    if uploaded is None:
        return None
    content = uploaded.file.read(MAX_PICTURE_BYTES + 1)
    if len(content) > MAX_PICTURE_BYTES:
        add_error(form["picture"], translate("site.idea.picture.too-large", language))
        return None
    if not form["picture_allowed"].data:
        add_error(form["picture_allowed"], translate("site.idea.picture-allowed.missing", language))
        return None
    return content


def _encode_picture(form: PageForm, content: bytes, language: str) -> bytes | None:
    """Return a picture encoded anew; what is wrong with it is said beside its field."""
    try:
        return encode_upload_again(content)
    except InvalidImage as error:
        add_error(form["picture"], translate(f"site.idea.picture.{error.problem}", language))
        return None


def _has_errors(form: PageForm) -> bool:
    return any(field.errors for field in form)


def _render(site: Site, page: OpenedForm, status: int = 200) -> Response:
    context: Mapping[str, object] = {
        "fields": describe_fields(page.form),
        "about": page.about,
        "problem": page.problem.value if page.problem else "",
        "receipt": page.receipt,
        "trap": TRAP,
    }
    return render_page(site, page.owner, page.kind.name, dict(context), status)
