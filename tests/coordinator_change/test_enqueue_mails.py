"""A new coordinator is told once that they took over and what waits, and the former one who does it now."""

import re
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from terugkom.coordinator_change.enqueue_mails import render_change_mails
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.editions.model import Edition, EditionState
from terugkom.plan.coordinator_change import CoordinatorChange
from terugkom.plan.model import Municipality, Ownership, Person
from terugkom.plan.page_links import LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question
from terugkom.schedule.model import Moment, MomentState
from terugkom.workbook.undo.undo_import import undo_last_import
from tests.clock import clock_on
from tests.coordinator_change.conftest import SITE_URL, ChangingMunicipality
from tests.documents.accessibility import problems
from tests.refused_rows import refused_deliveries

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

MONDAY = date(2027, 3, 1)
TUESDAY, WEDNESDAY = date(2027, 3, 2), date(2027, 3, 3)
TOOK_OVER = "U bent nu de coördinator van het actieplan"
NO_MORE = "U bent niet meer de coördinator van het actieplan"
BOTH = [("an", TOOK_OVER), ("co", NO_MORE)]


def read(mail: EmailMessage) -> str:
    """Return the text of a mail on one line; its page says the same and is accessible."""
    page, part = mail.get_body(("html",)), mail.get_body(("plain",))
    assert page
    assert part
    assert problems(page.get_content()) == []
    return " ".join(str(part.get_content()).split())


def texts(town: ChangingMunicipality) -> list[str]:
    return [read(mail) for _, mail in town.mails()]


@pytest.mark.long
def test_the_new_coordinator_and_the_former_one_are_told_once(town: ChangingMunicipality) -> None:
    assert (town.tell(MONDAY), town.told()) == (False, [])
    report = town.name_coordinator(MONDAY, "AN")
    assert report.new_coordinator
    assert (report.new_coordinator.name, report.new_coordinator.is_reachable) == ("An Wijn, jr", True)
    assert town.name_coordinator(MONDAY, "AN").new_coordinator == report.new_coordinator
    assert town.tell(TUESDAY)
    assert town.told() == BOTH
    assert town.name_coordinator(TUESDAY, "AN").new_coordinator is None
    assert not town.tell(TUESDAY)
    assert not town.tell(WEDNESDAY)
    assert town.told() == BOTH


def test_the_mails_say_what_the_program_does_what_waits_and_who_does_it_now(
    town: ChangingMunicipality,
) -> None:
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        be = session.scalars(select(Person).where(Person.code == "BE")).one()
        new = NewQuestion(municipality.id, QuestionKind.OTHER_MAIL, "mail", "Wanneer?", raised_by_id=be.id)
        ask_question(session, new, MONDAY, clock_on(MONDAY))
        moment = Moment(
            municipality_id=municipality.id, kind="newsletter", subject="linde", period="2027-Q1", day=MONDAY,
            state=MomentState.OPEN, run_id="", opened_at=clock_on(MONDAY),
        )  # fmt: skip
        waiting = EditionState.APPROVAL_REQUESTED
        session.add(Edition(moment=moment, since=MONDAY, until=MONDAY, state=waiting))
    town.name_coordinator(MONDAY, "AN")
    assert town.tell(TUESDAY)
    new_text, former_text = texts(town)
    for said in (
        "Beste An Wijn, jr U bent nu de coördinator van het actieplan duurzaamheid (MVO) van de gemeente "
        "Linde, in de plaats van Co Ordinator.",
        "Terugkom volgt het actieplan op.",
        "- 1 vraag zonder antwoord",
        "- de nieuwsbrief van het eerste kwartaal van 2027 wacht op goedkeuring",
        "- maandag 15 maart 2027: Deelgroep energie",
    ):
        assert said in new_text
    assert "An Wijn, jr is nu de coördinator" in former_text
    assert ", in de plaats van u." in former_text
    assert "U krijgt ze niet meer." in former_text
    (token,) = re.findall(rf"{SITE_URL}/c/([0-9a-f]+)", new_text)
    assert SITE_URL not in former_text
    with town.database.read_session() as session:
        link = find_page_link(session, token, PageLinkPurpose.COORDINATOR, TUESDAY)
        assert link.state is LinkState.VALID
        assert link.link
        assert session.get_one(Person, link.link.person_id).code == "AN"


def test_what_waits_is_all_that_the_summary_of_that_week_asks_for(town: ChangingMunicipality) -> None:
    """The mail named questions, ideas and editions, and neither press releases nor actions without owner."""
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        session.execute(delete(Ownership))
        moment = Moment(
            municipality_id=municipality.id, kind="newsletter", subject="linde", period="2026-Q4", day=MONDAY,
            state=MomentState.DONE, run_id="", opened_at=clock_on(MONDAY),
        )  # fmt: skip
        press = Document(
            municipality_id=municipality.id, kind="edition-press", subject="Persbericht", path="pers.eml",
            sha256="0" * 64, created_at=clock_on(MONDAY),
        )  # fmt: skip
        session.add_all([moment, press])
        session.flush()
        for at in range(2):
            held = Delivery(
                municipality_id=municipality.id, document_id=press.id, moment_id=moment.id, key=f"pers-{at}",
                channel="folder", role="press", recipient=f"pers{at}@example.org", headers="",
                message_id=f"<{at}@example.org>", created_at=clock_on(MONDAY), state=DeliveryState.HELD,
            )  # fmt: skip
            session.add(held)
    town.name_coordinator(MONDAY, "AN")
    found = town.find(TUESDAY)
    assert found
    assert (found.waiting.unreleased, found.waiting.orphaned) == (1, 1)
    with town.database.read_session() as session:
        (new, _) = render_change_mails(town.desk, town.municipality(session), found, TUESDAY).documents
    mail = message_from_bytes(new.content, policy=default)
    assert isinstance(mail, EmailMessage)
    text = read(mail)
    assert "- 1 bericht bij een nieuwsbrief, zoals het persbericht: dat vertrekt pas als u het zegt" in text
    assert "- 1 actie zonder bereikbare trekker" in text


def test_there_and_back_before_the_run_tells_nobody(town: ChangingMunicipality) -> None:
    town.name_coordinator(MONDAY, "AN")
    town.change_coordinator("CO")
    assert not town.tell(TUESDAY)
    assert town.told() == []


def test_an_import_that_is_taken_back_before_the_run_tells_nobody(town: ChangingMunicipality) -> None:
    town.name_coordinator(TUESDAY, "AN")
    undo_last_import(town.database, DocumentStore(town.folder / "documents"), town.slug)
    assert not town.tell(TUESDAY)
    assert town.told() == []


def test_two_changes_before_the_run_are_one(town: ChangingMunicipality) -> None:
    town.name_coordinator(MONDAY, "BE")
    town.name_coordinator(MONDAY, "AN")
    assert town.tell(TUESDAY)
    assert town.told() == BOTH


@pytest.mark.long
def test_back_after_the_mails_is_told_too(town: ChangingMunicipality) -> None:
    town.name_coordinator(MONDAY, "AN")
    assert town.tell(MONDAY)
    with town.database.write_session() as session:
        session.execute(update(Delivery).values(state=DeliveryState.SENT))
    town.change_coordinator("CO")
    assert town.tell(TUESDAY)
    assert town.told()[2:] == [("co", TOOK_OVER), ("an", NO_MORE)]


@pytest.mark.long
def test_of_a_change_whose_mails_never_left_nobody_reads(town: ChangingMunicipality) -> None:
    town.name_coordinator(MONDAY, "AN")
    assert town.tell(MONDAY)
    town.change_coordinator("CO")
    assert not town.tell(TUESDAY)
    assert [delivery.state for delivery, _ in town.mails()] == [DeliveryState.SKIPPED] * 2
    assert not town.tell(WEDNESDAY)
    town.change_coordinator("AN")
    assert town.tell(WEDNESDAY)
    assert town.told()[2:] == BOTH


@pytest.mark.long
def test_a_new_coordinator_without_an_address_waits_and_the_import_says_so(
    town: ChangingMunicipality,
) -> None:
    report = town.name_coordinator(MONDAY, "GEEN")
    assert report.new_coordinator
    assert not report.new_coordinator.is_reachable
    assert not town.tell(TUESDAY)
    found = town.find(TUESDAY)
    assert found
    assert found.reader is None
    town.name_coordinator(TUESDAY, "GEEN", GEEN="zonder@linde.example.org")
    assert town.tell(WEDNESDAY)
    assert town.told() == [("zonder", TOOK_OVER), ("co", NO_MORE)]


def test_who_left_is_not_written_to_and_a_stand_in_reads_for_whom(town: ChangingMunicipality) -> None:
    town.name_coordinator(MONDAY, "AN")
    with town.database.write_session() as session:
        people = {each.code: each for each in session.scalars(select(Person))}
        people["CO"].departed_on = MONDAY
        people["AN"].absent_from, people["AN"].stand_in = MONDAY, people["BE"]
    assert town.tell(TUESDAY)
    assert town.told() == [("be", TOOK_OVER)]
    (text,) = texts(town)
    assert "An Wijn, jr is nu de coördinator" in text
    assert "U vervangt An Wijn, jr: daarom krijgt u deze mail." in text


def test_nobody_is_told_on_a_day_off(town: ChangingMunicipality) -> None:
    town.name_coordinator(MONDAY, "AN")
    assert not town.tell(MONDAY + timedelta(days=5))
    assert town.tell(MONDAY + timedelta(days=7))


def test_the_successor_of_a_coordinator_who_was_taken_out_is_told(town: ChangingMunicipality) -> None:
    town.change_coordinator("")
    assert not town.tell(MONDAY)
    town.change_coordinator("AN")
    assert town.tell(MONDAY)
    assert town.told() == BOTH


def test_the_first_coordinator_of_a_plan_follows_nobody(town: ChangingMunicipality) -> None:
    with town.database.read_session() as session:
        assert session.scalars(select(CoordinatorChange)).all() == []
    with town.database.write_session() as session:
        session.execute(update(Municipality).values(coordinator_id=None))
    town.site_url = ""
    town.change_coordinator("AN")
    assert town.tell(MONDAY)
    (text,) = texts(town)
    assert "U bent nu de coördinator van het actieplan duurzaamheid (MVO) van de gemeente Linde. WAT" in text
    assert "Op dit moment niets." in text


def test_a_dry_run_of_an_import_says_who_would_be_told_and_keeps_nothing(town: ChangingMunicipality) -> None:
    assert town.name_coordinator(MONDAY, "AN", dry_run=True).new_coordinator
    assert not town.tell(TUESDAY)


def test_a_mail_that_the_database_refuses_is_no_mail_that_was_sent(town: ChangingMunicipality) -> None:
    town.name_coordinator(MONDAY, "AN")
    with refused_deliveries(town.database, "co@linde.example.org"):
        with pytest.raises(IntegrityError):
            town.tell(TUESDAY)
        assert town.told() == []
    assert town.tell(WEDNESDAY)
    assert town.told() == BOTH
