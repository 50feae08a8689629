"""A subscriber's page: one click out without a cookie or redirect, undone as easily."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from terugkom.delivery.model import SUBSCRIBER_ROLE, Delivery, DeliveryState
from terugkom.documents import built_in_templates
from terugkom.documents.model import Document
from terugkom.documents.templates import Templates
from terugkom.plan.model import Municipality
from terugkom.plan.suppressed_addresses import SuppressedAddress
from terugkom.subscribers.answer_tokens import AnswerPurpose, TokenTerms, create_tokens
from terugkom.subscribers.confirmations import count_confirmations, record_requests
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.subscription_status import (
    MailingRecipient,
    SubscriptionStatus,
    iterate_recipients,
)
from tests.clock import clock_on
from tests.rows import dump
from tests.site.conftest import TODAY, ServedPages

MOSTLY_SQLITE = True

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def subscribe(pages: ServedPages, terms: TokenTerms | None = None, path: str = "/u/") -> str:
    """Return the link of the subscriber An; she is made if needed."""
    terms = terms or TokenTerms()
    with pages.database.write_session() as session:
        an = session.scalar(select(Subscriber))
        if an is None:
            an = Subscriber(municipality_id=1, email="an@zb.example.org", name="An")
            session.add(an)
            session.flush()
        return path + create_tokens(session, terms, {f"m:{an.id}": an.id})[f"m:{an.id}"]


def load(pages: ServedPages) -> Subscriber:
    with pages.database.read_session() as session:
        return session.scalars(select(Subscriber)).one()


def statuses(pages: ServedPages, *, for_newsletter: bool) -> list[SubscriptionStatus]:
    found = iterate_recipients(pages.database, 1, TODAY, for_newsletter=for_newsletter)
    return [each.status for each in found]


def test_looking_changes_nothing(pages: ServedPages) -> None:
    link = subscribe(pages)
    before = dump(pages.database)
    answer = pages.browser.get(link)
    assert (answer.status_code, "Afmelden</button>" in answer.text) == (200, True)
    assert pages.browser.head(link).status_code in (200, 405)
    assert dump(pages.database) == before
    assert "an@zb" not in answer.text


@pytest.mark.each_database
def test_one_click_unsubscribes_without_cookie_and_redirect(pages: ServedPages) -> None:
    link = subscribe(pages)
    answer = pages.browser.post(link, data=ONE_CLICK)
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    assert load(pages).unsubscribed_on == TODAY
    with pages.database.read_session() as session:
        assert session.scalars(select(SuppressedAddress.email)).all() == ["an@zb.example.org"]
    again = pages.browser.post(link, files={"List-Unsubscribe": (None, "One-Click")})  # multipart is allowed
    assert (again.status_code, load(pages).unsubscribed_on) == (200, TODAY)


@pytest.mark.each_database
def test_it_is_undone_with_one_button(pages: ServedPages) -> None:
    link = subscribe(pages)
    pages.browser.post(link, data={"action": "preferences", "mails": "code-of-conduct"})
    pages.browser.post(link, data={"action": "unsubscribe"})
    assert 'value="undo"' in pages.browser.get(link).text
    assert pages.browser.post(link, data={"action": "undo"}).status_code == 200
    assert load(pages).unsubscribed_on is None
    assert statuses(pages, for_newsletter=False) == [SubscriptionStatus.SUBSCRIBED]
    assert statuses(pages, for_newsletter=True) == [SubscriptionStatus.UNSUBSCRIBED], "as it was before"


def test_undoing_nothing_changes_nothing(pages: ServedPages) -> None:
    link = subscribe(pages)
    pages.browser.post(link, data={"action": "preferences", "mails": "code-of-conduct"})
    before = dump(pages.database)
    pages.browser.post(link, data={"action": "undo"})
    assert dump(pages.database) == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"action": "x"},
        {"action": "preferences"},
        {"action": "preferences", "mails": "x"},
        {"mails": "none"},
    ],
)
def test_what_is_not_clear_changes_nothing(pages: ServedPages, body: dict[str, str]) -> None:
    link = subscribe(pages)
    before = dump(pages.database)
    assert pages.browser.post(link, data=body).status_code == 422
    assert dump(pages.database) == before


@pytest.mark.each_database
def test_who_wants_no_newsletter_gets_none_that_waits_already(pages: ServedPages) -> None:
    link = subscribe(pages)
    with pages.database.write_session() as session:
        for number, kind in enumerate(("newsletter", "code-of-conduct"), 1):
            document = {"subject": "", "path": str(number), "sha256": "", "run_id": ""}
            session.add(
                Document(id=number, municipality_id=1, kind=kind, created_at=clock_on(TODAY), **document)
            )
            session.flush()
            delivery = {"channel": "folder", "headers": "", "message_id": "", "run_id": ""}
            session.add(
                Delivery(
                    municipality_id=1,
                    document_id=number,
                    key=f"k{number}",
                    role=SUBSCRIBER_ROLE,
                    recipient="an@zb.example.org",
                    created_at=clock_on(TODAY),
                    **delivery,
                )
            )
    answer = pages.browser.post(link, data={"action": "preferences", "mails": "code-of-conduct"})
    assert (answer.status_code, "alleen de gedragscode" in answer.text) == (200, True)
    with pages.database.read_session() as session:
        found = session.scalars(select(Delivery.state).order_by(Delivery.id)).all()
    assert found == [DeliveryState.SKIPPED, DeliveryState.PENDING]


def test_a_token_for_something_else_opens_nothing(pages: ServedPages) -> None:
    subscribe(pages)
    other = subscribe(pages, TokenTerms(AnswerPurpose.CONFIRM, "1"))
    for link in (other, "/u/" + "0" * 32, "/u/x", f"{subscribe(pages)}0"):
        assert pages.browser.get(link).status_code == 404
        assert pages.browser.post(link, data=ONE_CLICK).status_code == 404
    assert load(pages).unsubscribed_on is None


def test_the_language_is_asked_once_there_are_several(
    pages: ServedPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = subscribe(pages)
    assert "In welke taal" not in pages.browser.get(link).text
    monkeypatch.setattr(built_in_templates, "LANGUAGES", ("fr", "nl"))
    assert "In welke taal" in pages.browser.get(link).text
    chosen = {"action": "preferences", "mails": "all", "language": "fr"}
    assert pages.browser.post(link, data={**chosen, "language": "xx"}).status_code == 422
    monkeypatch.setattr(pages.installation.__class__, "load_templates", lambda *_: Templates("nl"))
    assert pages.browser.post(link, data=chosen).status_code == 200
    assert load(pages).language == "fr"


def ask(pages: ServedPages, days: int = 10) -> str:
    link = subscribe(pages, TokenTerms(AnswerPurpose.CONFIRM, "2027-01", TODAY + timedelta(days)), "/g/")
    with pages.database.write_session() as session:
        an = session.scalars(select(Subscriber)).one()
        recipient = MailingRecipient(an.id, None, an.name, an.email, SubscriptionStatus.SUBSCRIBED)
        record_requests(session, [recipient], "2027-01", TODAY)
    return link


def confirmed(pages: ServedPages) -> int:
    with pages.database.read_session() as session:
        (found,) = count_confirmations(session, session.get_one(Municipality, 1), TODAY)
        return found.confirmed


@pytest.mark.each_database
def test_the_code_of_conduct_is_confirmed_with_a_button(pages: ServedPages) -> None:
    link = ask(pages)
    folder = pages.installation.get_municipality_folder("zb")
    folder.mkdir(parents=True)
    text = "---\nversie: 2027-01\n---\n# Gedragscode\n\nNeem de **trein**.\n"
    (folder / "gedragscode.md").write_text(text, encoding="utf-8")
    before = dump(pages.database)
    assert "<strong>trein</strong>" in pages.browser.get(link).text
    assert dump(pages.database) == before
    answer = pages.browser.post(link)
    assert (answer.status_code, answer.headers["location"], confirmed(pages)) == (303, link, 1)
    pages.today = date(2027, 3, 5)
    pages.browser.post(link)
    assert "1 maart 2027" in pages.browser.get(link).text


def test_another_version_is_confirmed_by_the_mail_it_came_with(pages: ServedPages) -> None:
    link = ask(pages)
    assert "in bijlage bij de mail" in pages.browser.get(link).text
    assert pages.browser.post(link).status_code == 303


def test_a_late_confirmation_explains_itself(pages: ServedPages) -> None:
    link = ask(pages, days=3)
    pages.today = TODAY + timedelta(3)
    assert pages.browser.post(link).status_code == 410
    assert "te oud" in pages.browser.get(link).text
    assert confirmed(pages) == 0
    assert pages.browser.get(link.replace("/g/", "/u/")).status_code == 404
