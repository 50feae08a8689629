"""Of what changed before its mail left only the newest is mailed, however often it changed."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.editions.model import EditionStep
from tests.editions.conftest import NOW
from tests.editions.edition_municipality import ASKED, EditionMunicipality
from tests.editions.test_not_ready import edit
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
NOT_READY, REMINDED, ESCALATED = EditionStep.NOT_READY, EditionStep.REMINDED, EditionStep.ESCALATED
RUNNING, PLANNED = "lopend", "gepland"
SAID = {RUNNING: "“Drie dienstfietsen” loopt", PLANNED: "“Drie dienstfietsen” is gepland"}


@pytest.fixture
def room(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """Linde with an edition of which somebody edited what the plan says otherwise since."""

    def fill() -> None:
        edition_municipality.compile()
        edit(edition_municipality, "klaar-m-01", "Kom ze proberen.")

    fill_once(edition_municipality.database, edition_municipality.home, "room of unsent_requests", fill)
    return edition_municipality


def report(room: EditionMunicipality, status: str, days: int) -> EditionStep | None:
    """Have the plan say that the action of the story has this status; take the step that is due."""
    day = ASKED + timedelta(days=days)
    room.import_actions(day, NOW[0] | {"status": status}, *NOW[1:])
    return room.take_due_step(day)


def settle(room: EditionMunicipality) -> None:
    with room.database.write_session() as session:
        mine = Delivery.moment_id == room.edition(session).moment_id
        for each in session.scalars(select(Delivery).where(mine, Delivery.state == DeliveryState.PENDING)):
            each.state = DeliveryState.SENT


def list_mails(room: EditionMunicipality) -> list[tuple[str, str, str]]:
    """Return (role, state, status that it says the plan has) of each mail that was not skipped."""
    with room.database.read_session() as session:
        mine = Delivery.moment_id == room.edition(session).moment_id
        query = select(Delivery, Document.path).join(Document, Document.id == Delivery.document_id)
        rows = session.execute(query.where(mine).order_by(Delivery.id)).tuples().all()
    found = []
    for each, path in rows:
        if each.state is not DeliveryState.SKIPPED:
            mail = message_from_bytes((room.desk.documents.folder / path).read_bytes(), policy=default)
            part = mail.get_body(("plain",))
            assert part is not None
            says = [status for status, words in SAID.items() if words in part.get_content()]
            found.append((each.role, each.state.value, " ".join(says)))
    return found


@pytest.mark.long
@pytest.mark.parametrize("rounds", [2, 3, 4])
def test_of_lists_of_problems_before_the_first_mail_left_the_newest_is_mailed(
    room: EditionMunicipality, rounds: int
) -> None:
    for n in range(rounds):
        status = (RUNNING, PLANNED)[n % 2]
        report(room, status, 0)
        assert list_mails(room) == [("coordinator", "pending", status)]
        assert room.take_due_step(ASKED) is None


@pytest.mark.long
def test_a_list_that_changed_back_to_the_one_that_was_mailed_is_not_mailed(room: EditionMunicipality) -> None:
    report(room, RUNNING, 0)
    settle(room)
    report(room, PLANNED, 0)
    assert list_mails(room)[1:] == [("coordinator", "pending", PLANNED)]
    report(room, RUNNING, 0)
    assert list_mails(room) == [("coordinator", "sent", RUNNING)]
    assert room.take_due_step(ASKED) is None


@pytest.mark.long
def test_a_reminder_takes_the_place_of_an_earlier_list_that_has_not_left(room: EditionMunicipality) -> None:
    report(room, RUNNING, 0)
    assert report(room, PLANNED, 5) is REMINDED
    assert list_mails(room) == [("coordinator", "pending", PLANNED)]
    assert report(room, RUNNING, 6) is NOT_READY
    assert list_mails(room) == [("coordinator", "pending", RUNNING)]


@pytest.mark.long
def test_the_mail_to_the_chief_is_not_skipped_for_no_other_one_follows(room: EditionMunicipality) -> None:
    report(room, RUNNING, 0)
    settle(room)
    days = [(date(2026, 12, 22) - ASKED).days, (date(2026, 12, 29) - ASKED).days]
    for each in days:
        room.take_due_step(ASKED + timedelta(days=each))
        settle(room)
    last = (date(2027, 1, 4) - ASKED).days
    assert room.take_due_step(ASKED + timedelta(days=last)) is ESCALATED
    assert list_mails(room)[3:] == [("chief", "pending", RUNNING)]
    for n in range(1, 12):
        report(room, PLANNED, last + n)
    assert list_mails(room)[3:] == [
        ("chief", "pending", RUNNING),
        ("coordinator", "pending", PLANNED),
    ]
