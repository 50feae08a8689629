"""Undo an answer by mail: the link in its receipt. GET only asks, for mail scanners open links."""

from dataclasses import dataclass
from hmac import compare_digest

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from terugkom.inbox.owner_answer import AnswerEntry, undo_mail
from terugkom.plan.incoming_mails import IncomingMail
from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import LinkState, PageLinkPurpose, compute_page_tokens, find_page_link
from terugkom.record_numbers import parse_record_number
from terugkom.reminders.answer_receipts import UNDO_PATH, build_receipt_key
from terugkom.site.pages import (
    PageOwner,
    Site,
    describe_owner,
    get_site,
    redirect_after_post,
    render_message,
    render_page,
)

_UNKNOWN, _GONE = 404, 410


@dataclass(frozen=True)
class _OpenedReceipt:
    owner: PageOwner
    state: LinkState
    mail: IncomingMail
    person: Person


def list_undo_routes() -> list[Route]:
    """Return the routes of the page that takes back what followed from a mail."""
    path = f"{UNDO_PATH}{{number}}/{{token}}"
    return [Route(path, show_undo, methods=["GET"]), Route(path, undo, methods=["POST"])]


def show_undo(request: Request) -> Response:
    """Show what was noted, with a button to undo it; once it is undone, say so."""
    site = get_site(request)
    with site.installation.database.read_session() as session:
        opened = _open(session, site, request)
    if opened is None:
        return render_message(site, None, "link-unknown", _UNKNOWN)
    if opened.state is not LinkState.VALID:
        return render_message(site, opened.owner, f"link-{opened.state.value}", _GONE)
    noted = [each for each in opened.mail.outcome if "undo" in each]
    return render_page(site, opened.owner, "undo", {"noted": noted, "undone_on": opened.mail.undone_on})


def undo(request: Request) -> Response:
    """Take back what followed from the mail, once."""
    site = get_site(request)
    with site.installation.database.write_session() as session:
        opened = _open(session, site, request)
        if opened and opened.state is LinkState.VALID and opened.mail.undone_on is None:
            municipality = session.get_one(Municipality, opened.mail.municipality_id)
            entry = AnswerEntry(municipality, site.today(), site.now())
            outcome = undo_mail(session, opened.mail, opened.person, entry)
            if not all(each["undone"] for each in outcome):
                return render_message(site, opened.owner, "undo-too-late", _GONE)
    return redirect_after_post(request.url.path)


def _open(session: Session, site: Site, request: Request) -> _OpenedReceipt | None:
    number, token = parse_record_number(request.path_params["number"]), request.path_params["token"]
    found = find_page_link(session, token, PageLinkPurpose.ANSWER, site.today())
    mail = session.get(IncomingMail, number) if found.link and number is not None else None
    if found.link is None or mail is None or mail.person_id != found.link.person_id:
        return None
    key = build_receipt_key(mail.municipality_id, mail.id)
    expected = compute_page_tokens(session, PageLinkPurpose.ANSWER, [key])[key]
    if not compare_digest(expected, token):
        return None
    owner = describe_owner(session.get_one(Municipality, mail.municipality_id))
    return _OpenedReceipt(owner, found.state, mail, session.get_one(Person, mail.person_id))
