"""The page on which somebody confirms that they read the code of conduct. GET never changes anything."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from terugkom.errors import InputError
from terugkom.plan.code_of_conduct import load_code_of_conduct
from terugkom.plan.model import Municipality
from terugkom.plan.site_links import CONDUCT_PATH
from terugkom.site.pages import (
    PageOwner,
    Site,
    describe_owner,
    get_site,
    redirect_after_post,
    render_message,
    render_page,
)
from terugkom.subscribers.answer_tokens import AnswerPurpose, AnswerToken, find_page_token
from terugkom.subscribers.confirmations import record_confirmation
from terugkom.subscribers.model import Confirmation, Subscriber

_UNKNOWN, _GONE = 404, 410


@dataclass(frozen=True)
class OpenedConfirmation:
    """Whose link was opened, for which version, and when it was confirmed."""

    owner: PageOwner
    version: str
    confirmed_on: date | None
    is_expired: bool


def list_conduct_routes() -> list[Route]:
    """Return the routes of the page on which a reader confirms to have read the code of conduct."""
    path = f"{CONDUCT_PATH}{{token}}"
    return [Route(path, show_conduct, methods=["GET"]), Route(path, submit_confirmation, methods=["POST"])]


def show_conduct(request: Request) -> Response:
    """Show the code of conduct with a button to confirm it, or when it was confirmed."""
    site = get_site(request)
    with site.installation.database.read_session() as session:
        page = _open_page(session, request.path_params["token"], site.today())
    return _render(site, page)


def submit_confirmation(request: Request) -> Response:
    """Record the confirmation, once; what stands in the body does not matter."""
    site, token = get_site(request), request.path_params["token"]
    with site.installation.database.read_session() as session:
        page = _open_page(session, token, site.today())
    if page is None or page.is_expired:  # who guesses never waits for the write lock, nor makes others wait
        return _render(site, page)
    with site.installation.database.write_session() as session:
        page = _open_page(session, token, site.today())
        asked = _find_request(session, token)
        if page is not None and asked is not None and not page.is_expired:
            record_confirmation(asked, site.today())
    if page is None or page.is_expired:
        return _render(site, page)
    return redirect_after_post(f"{CONDUCT_PATH}{token}")


def _find_token(session: Session, token: str) -> AnswerToken | None:
    return find_page_token(session, token, AnswerPurpose.CONFIRM)


def _find_request(session: Session, token: str) -> Confirmation | None:
    found = _find_token(session, token)
    if found is None:
        return None
    asked = select(Confirmation).where(Confirmation.subscriber_id == found.subscriber_id)
    return session.scalar(asked.where(Confirmation.version == found.version))


def _open_page(session: Session, token: str, today: date) -> OpenedConfirmation | None:
    found, asked = _find_token(session, token), _find_request(session, token)
    if found is None or asked is None:
        return None
    subscriber = session.get_one(Subscriber, found.subscriber_id)
    municipality = session.get_one(Municipality, subscriber.municipality_id)
    is_expired = found.expires_on is not None and found.expires_on <= today
    owner = describe_owner(municipality, subscriber.language)
    return OpenedConfirmation(owner, found.version, asked.confirmed_on, is_expired)


def _render(site: Site, page: OpenedConfirmation | None) -> Response:
    if page is None:
        return render_message(site, None, "link-unknown", _UNKNOWN)
    if page.is_expired and page.confirmed_on is None:
        return render_message(site, page.owner, "conduct-expired", _GONE)
    context: dict[str, object] = {
        "version": page.version,
        "confirmed_on": page.confirmed_on,
        **_load_text(site, page),
    }
    return render_page(site, page.owner, "conduct", context)


def _load_text(site: Site, page: OpenedConfirmation) -> dict[str, object]:
    """Return the title and text of the version that was mailed; empty where it is another one by now."""
    try:
        found = load_code_of_conduct(site.installation.get_municipality_folder(page.owner.slug))
    except InputError:  # it can be confirmed without: it was in the mail
        found = None
    if found is None or found.version != page.version:
        return {"conduct_title": "", "text": ""}
    return {"conduct_title": found.title, "text": found.text}
