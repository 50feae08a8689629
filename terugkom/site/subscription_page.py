"""The page of a subscriber: one click out, undone as easily, and which mails in which language.

GET never changes anything. The header List-Unsubscribe of each newsletter has the address of this page; a
POST to it with ``List-Unsubscribe=One-Click`` unsubscribes, without a cookie and a redirect (RFC 8058).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from wtforms import RadioField
from wtforms.validators import InputRequired

from terugkom.documents import built_in_templates
from terugkom.documents.messages import translate
from terugkom.plan.departures import is_departed
from terugkom.plan.model import Municipality, Person
from terugkom.plan.site_links import UNSUBSCRIBE_PATH
from terugkom.site.form_fields import PageForm, build_choice, describe_fields
from terugkom.site.pages import PageOwner, Site, describe_owner, get_site, render_message, render_page
from terugkom.site.read_form import read_form
from terugkom.subscribers.answer_tokens import AnswerPurpose, AnswerToken, find_page_token
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.preferences import (
    WantedMails,
    choose_mails,
    get_wanted_mails,
    undo_unsubscribe,
)

REASON = "chosen on the page"
_UNKNOWN, _INVALID = 404, 422
_ONE_CLICK = ("list-unsubscribe", "one-click")


class _Action(StrEnum):
    UNSUBSCRIBE = "unsubscribe"
    UNDO = "undo"
    PREFERENCES = "preferences"


@dataclass(frozen=True)
class OpenedSubscription:
    """Whose link was opened, and what they chose."""

    owner: PageOwner
    wanted: WantedMails
    language: str
    has_departed: bool


def list_subscription_routes() -> list[Route]:
    """Return the routes of the page on which a reader unsubscribes, or chooses which mails to get."""
    path = f"{UNSUBSCRIBE_PATH}{{token}}"
    return [
        Route(path, show_subscription, methods=["GET"]),
        Route(path, submit_choice, methods=["POST"]),
    ]


def show_subscription(request: Request) -> Response:
    """Show what somebody chose, with a button to unsubscribe."""
    site = get_site(request)
    with site.installation.database.read_session() as session:
        page = _open_page(session, request.path_params["token"], site.today())
    return _render(site, page)


async def submit_choice(request: Request) -> Response:
    """Unsubscribe, undo that, or take the preferences; the answer is the page as it is then."""
    async with read_form(request, max_fields=30) as given:
        return await run_in_threadpool(_take_choice, request, given)


def _take_choice(request: Request, given: FormData) -> Response:
    site, token = get_site(request), request.path_params["token"]
    with site.installation.database.read_session() as session:
        page = _open_page(session, token, site.today())
    if page is None:
        return _render(site, None)
    action = _read_action(given)
    form = build_preferences_form(page.owner.language, given)
    if action is None or (action is _Action.PREFERENCES and not form.validate()):
        return _render(site, page, form=form if action else None, status=_INVALID)
    with site.installation.database.write_session() as session:
        found = find_subscription(session, token)
        if found is not None:
            _apply(session, session.get_one(Subscriber, found.subscriber_id), action, form, site)
            session.flush()
        page = _open_page(session, token, site.today())
    return _render(site, page, is_changed=True)


def _read_action(given: FormData) -> _Action | None:
    pairs = [(name.lower(), str(value).strip().lower()) for name, value in given.multi_items()]
    if _ONE_CLICK in pairs:
        return _Action.UNSUBSCRIBE
    asked = str(given.get("action", ""))
    return _Action(asked) if asked in list(_Action) else None


def _apply(session: Session, subscriber: Subscriber, action: _Action, form: PageForm, site: Site) -> None:
    if action is _Action.UNDO:
        undo_unsubscribe(subscriber, site.now(), REASON)
        return
    wanted = WantedMails.NONE if action is _Action.UNSUBSCRIBE else WantedMails(form.data["mails"])
    choose_mails(session, subscriber, wanted, site.today(), site.now(), REASON)
    if action is _Action.PREFERENCES and "language" in form:
        subscriber.language = str(form.data["language"])


def find_subscription(session: Session, token: str) -> AnswerToken | None:
    """Return the token in the address of this page; None for one that is not ours or for something else."""
    return find_page_token(session, token, AnswerPurpose.UNSUBSCRIBE)


def build_preferences_form(shown_in: str, given: Any = None, **preset: Any) -> PageForm:
    """Return the form of preferences, bound to what was given or preset.

    The language is asked once there are templates in more than one.
    """

    class PreferencesForm(PageForm):
        mails = RadioField(
            translate("site.subscription.mails", shown_in),
            choices=[
                build_choice(each.value, translate(f"site.subscription.mails.{each.value}", shown_in))
                for each in WantedMails
            ],
            validators=[InputRequired(translate("site.subscription.missing", shown_in))],
        )

    if len(built_in_templates.LANGUAGES) > 1:
        PreferencesForm.language = RadioField(
            translate("site.subscription.language", shown_in),
            choices=[
                build_choice(each, translate(f"site.subscription.language.{each}", each))
                for each in built_in_templates.LANGUAGES
            ],
            validators=[InputRequired(translate("site.subscription.missing", shown_in))],
        )
    return PreferencesForm(given, data=preset, meta={"locales": [shown_in]})


def _open_page(session: Session, token: str, today: date) -> OpenedSubscription | None:
    found = find_subscription(session, token)
    if found is None:
        return None
    subscriber = session.get_one(Subscriber, found.subscriber_id)
    municipality = session.get_one(Municipality, subscriber.municipality_id)
    person = session.get(Person, subscriber.person_id) if subscriber.person_id else None
    return OpenedSubscription(
        describe_owner(municipality, subscriber.language),
        get_wanted_mails(subscriber),
        subscriber.language or municipality.language,
        is_departed(subscriber, today) or (person is not None and is_departed(person, today)),
    )


def _render(
    site: Site,
    page: OpenedSubscription | None,
    *,
    form: PageForm | None = None,
    is_changed: bool = False,
    status: int = 200,
) -> Response:
    if page is None:
        return render_message(site, None, "link-unknown", _UNKNOWN)
    if page.has_departed:
        return render_message(site, page.owner, "subscription-departed")
    language = page.owner.language
    form = form or build_preferences_form(language, mails=page.wanted.value, language=page.language)
    context = {
        "wanted": page.wanted.value,
        "is_changed": is_changed,
        "fields": describe_fields(form),
    }
    return render_page(site, page.owner, "subscription", context, status)
