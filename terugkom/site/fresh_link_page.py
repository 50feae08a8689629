"""What a link that opens nothing shows, and the fresh one that can be asked for there.

A fresh link goes by mail to the address on record and nowhere else. Who gives an address is answered the same
whether it is known or not, and the mail is made after the answer: neither tells who works here.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from wtforms import EmailField
from wtforms.validators import InputRequired, ValidationError

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.database.each_by_itself import do_each_by_itself
from terugkom.documents.mail_address import parse_address
from terugkom.documents.messages import translate
from terugkom.plan.departures import is_departed
from terugkom.plan.model import Municipality, Person
from terugkom.plan.page_links import (
    COORDINATOR_PAGE_PATH,
    OWNER_PAGE_PATH,
    LinkState,
    PageLinkPurpose,
    find_page_link,
)
from terugkom.plan.reachability import is_coordinator
from terugkom.reminders.fresh_link import (
    enqueue_fresh_link,
    find_coordinators_by_address,
    find_owners_by_address,
)
from terugkom.site.form_fields import PageForm, describe_fields, limit_length
from terugkom.site.pages import (
    PageOwner,
    Site,
    build_page_run_context,
    describe_owner,
    get_site,
    redirect_after_post,
    render_message,
    render_page,
)
from terugkom.site.read_form import read_form
from terugkom.site.request_limits import RequestLimit, count_request, find_source

_LOG = logging.getLogger(__name__)
_LIMIT = RequestLimit("fresh-link", count=20, seconds=3600)
_NO_TOKEN = "unknown"  # noqa: S105  where the token of the link is not ours
_STATUS = {LinkState.UNKNOWN: 404}
_GONE, _INVALID, _TOO_MANY = 410, 422, 429
_PATHS = {
    PageLinkPurpose.OWNER: OWNER_PAGE_PATH,
    PageLinkPurpose.COORDINATOR: COORDINATOR_PAGE_PATH,
}


@dataclass(frozen=True)
class InvalidLink:
    """A link that opens nothing: to which page, why, and its token."""

    purpose: PageLinkPurpose
    state: LinkState
    token: str


def list_fresh_link_routes() -> list[Route]:
    """Return the routes that mail a new link to whoever has an expired one, for each kind of page."""
    return [
        Route(f"{path}{{token}}/link", _build_endpoint(purpose), methods=["POST"])
        for purpose, path in _PATHS.items()
    ]


def render_invalid_link(
    site: Site,
    owner: PageOwner | None,
    state: LinkState,
    token: str,
    purpose: PageLinkPurpose = PageLinkPurpose.OWNER,
) -> Response:
    """Say why a link opens nothing, and offer a fresh one where there is somebody to mail it to."""
    if state is LinkState.DEPARTED or not site.installation.get_site_url():
        return render_message(site, owner, f"link-{state.value}", _STATUS.get(state, _GONE))
    form = _build_address_form(owner) if state is LinkState.UNKNOWN else None
    dead = InvalidLink(purpose, state, token)
    return _render(site, owner, dead, form, _STATUS.get(state, _GONE))


def _build_endpoint(purpose: PageLinkPurpose) -> Callable[[Request], Awaitable[Response]]:
    async def ask_fresh_link(request: Request) -> Response:
        """Mail a fresh link to whose link it was, or to who has the address that was given."""
        async with read_form(request, max_fields=10) as given:
            return await run_in_threadpool(_ask_fresh_link, request, given, purpose)

    return ask_fresh_link


def _ask_fresh_link(request: Request, given: FormData, purpose: PageLinkPurpose) -> Response:
    site, token = get_site(request), request.path_params["token"]
    if not site.installation.get_site_url():
        return render_message(site, None, "not-found", 404)
    with site.installation.database.write_session() as session:
        if not count_request(session, _LIMIT, find_source(request), site.now()):
            return render_message(site, None, "link-too-many", _TOO_MANY)
    with site.installation.database.read_session() as session:
        found = find_page_link(session, token, purpose, site.today())
        person_id = found.link.person_id if found.link else None
        owner, may_open = None, True
        if person_id is not None:
            person = session.get_one(Person, person_id)
            municipality = session.get_one(Municipality, person.municipality_id)
            owner, may_open = (
                describe_owner(municipality),
                purpose is PageLinkPurpose.OWNER
                or is_coordinator(session, municipality, person, site.today()),
            )
    if person_id is None:
        return _ask_by_address(site, given, purpose)
    if found.state is LinkState.VALID:
        return redirect_after_post(f"{_PATHS[purpose]}{token}")
    if found.state is LinkState.DEPARTED:
        return render_invalid_link(site, owner, found.state, token, purpose)
    if not may_open:
        return render_message(site, owner, "not-coordinator", _GONE)
    _mail_links(site, [person_id], purpose)
    return render_message(site, owner, "link-mailed")


def _ask_by_address(site: Site, given: FormData, purpose: PageLinkPurpose) -> Response:
    form = _build_address_form(None, given)
    if not form.validate():
        return _render(site, None, InvalidLink(purpose, LinkState.UNKNOWN, _NO_TOKEN), form, _INVALID)
    answer = render_message(site, None, "link-mailed-if-known")
    answer.background = BackgroundTask(_mail_links_to, site, parse_address(form["address"].data), purpose)
    return answer


def _mail_links_to(site: Site, address: str, purpose: PageLinkPurpose) -> None:
    """Mail a link to who has this address; a failure is logged, for the answer was given already."""
    try:
        with site.installation.database.read_session() as session:
            people = [each.id for each in _find_by_address(session, address, purpose, site.today())]
        _mail_links(site, people, purpose)
    except Exception as error:  # whatever it is, of what the address is must not stand in the log
        _LOG.error("a fresh link was not mailed: %s", type(error).__name__)


def _find_by_address(
    session: Session, address: str, purpose: PageLinkPurpose, today: date
) -> Sequence[Person]:
    if purpose is PageLinkPurpose.OWNER:
        return find_owners_by_address(session, address)
    return find_coordinators_by_address(session, address, today)


def _mail_links(site: Site, person_ids: Sequence[int], purpose: PageLinkPurpose) -> None:
    """Mail each a link; what is wrong with one stops no other, and is raised afterwards."""
    installation, today = site.installation, site.today()

    def mail_link(person_id: int) -> None:
        with installation.database.read_session() as session:
            person = session.get_one(Person, person_id)
            municipality = session.get_one(Municipality, person.municipality_id)
        if not is_departed(person, today):
            context = installation.build_render_context(municipality)
            enqueue_fresh_link(context, build_page_run_context(site, municipality), person, purpose)

    do_each_by_itself(person_ids, mail_link, "links that were not mailed")


def _build_address_form(owner: PageOwner | None, given: Any = None) -> PageForm:
    language = owner.language if owner else DEFAULT_LANGUAGE

    class AddressForm(PageForm):
        address = EmailField(
            translate("site.link.address", language),
            description=translate("site.link.address.help", language),
            validators=[
                InputRequired(translate("site.link.address.wrong", language)),
                limit_length(254, language),
            ],
        )

        def validate_address(self, field: EmailField) -> None:
            if not parse_address(field.data or ""):
                raise ValidationError(translate("site.link.address.wrong", language))

    return AddressForm(given, meta={"locales": [language]})


def _render(
    site: Site, owner: PageOwner | None, dead: InvalidLink, form: PageForm | None, status: int
) -> Response:
    language = owner.language if owner else DEFAULT_LANGUAGE
    context = {
        "title": translate(f"site.link-{dead.state.value}.title", language),
        "paragraphs": translate(f"site.link-{dead.state.value}.text", language).split("\n"),
        "fields": describe_fields(form) if form else {},
        "action": f"{_PATHS[dead.purpose]}{_NO_TOKEN if form else dead.token}/link",
    }
    return render_page(site, owner, "fresh-link", context, status)
