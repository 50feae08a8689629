"""A Message-ID follows from the delivery, so that one made again after a restore has its old one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select

from terugkom.database.connection_pool import Database
from terugkom.delivery import restore_hold
from terugkom.delivery.due_deliveries import list_channels_due
from terugkom.delivery.enqueue import Recipient, RunContext, build_mail, enqueue_documents
from terugkom.delivery.model import Delivery
from terugkom.documents.letter import Address, Letter
from terugkom.documents.model import Document
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from terugkom.secret_keys import SecretKey

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
TODAY = date(2027, 3, 1)
LETTER = Letter("Vergadering", "Tekst", "<p>Tekst</p>")


def add_moment(database: Database, period: str) -> tuple[Municipality, int]:
    with database.write_session() as session:
        found = session.query(Municipality).first()
        if found is None:
            found = Municipality(
                slug="linde", name="Linde", language="nl", lead_times={}, column_map={}, media_settings={}
            )
            session.add(found)
            session.flush()
        moment = Moment(
            municipality_id=found.id, kind="review", subject="A", period=period, day=TODAY, opened_at=NOW
        )
        session.add(moment)
        session.flush()
        assert found.coordinator is None  # loaded while it can be
        return found, moment.id


def enqueue(
    database: Database, municipality: Municipality, moment: int, *addresses: str, letter: Letter = LETTER
) -> list[str]:
    people = [
        Recipient(f"1:invitation:{moment}:0:{n}", "member", None, Address("", address), f"invitation:0:{n}")
        for n, address in enumerate(addresses)
    ]
    mail = build_mail(letter, "invitation", "linde/2027-03-01", "A", people)
    with database.write_session() as session:
        context = RunContext(municipality, moment, "smtp", "run", NOW, TODAY)
        ((*ids,),) = enqueue_documents(session, context, [mail])
    with database.read_session() as session:
        return [session.get_one(Delivery, each).message_id for each in ids]


def test_a_delivery_that_is_made_again_has_its_old_message_id_whatever_the_number_of_its_moment(
    database: Database,
) -> None:
    municipality, moment = add_moment(database, "2027-03")
    first = enqueue(database, municipality, moment, "an@linde.example", "bo@linde.example")
    assert len(set(first)) == 2
    with database.write_session() as session:  # as in a backup from before it
        for table in (Delivery, Document, Moment):
            session.execute(delete(table))
    _, other = add_moment(database, "2027-09")  # takes the number that the first one had
    _, again = add_moment(database, "2027-03")
    second = enqueue(database, municipality, again, "an@linde.example", "bo@linde.example")
    assert second == first
    assert not set(enqueue(database, municipality, other, "an@linde.example")) & set(first)


def test_message_ids_cannot_be_computed_without_the_key_of_the_installation(database: Database) -> None:
    municipality, moment = add_moment(database, "2027-03")
    (first,) = enqueue(database, municipality, moment, "an@linde.example")
    with database.write_session() as session:
        for table in (Delivery, Document, SecretKey):
            session.execute(delete(table))
    (second,) = enqueue(database, municipality, moment, "an@linde.example")
    assert first != second


def test_what_is_enqueued_until_a_daily_run_caught_up_with_a_restore_is_held(database: Database) -> None:
    municipality, moment = add_moment(database, "2027-03")
    with database.write_session() as session:
        restore_hold.start_hold(session, NOW, NOW)
    enqueue(database, municipality, moment, "an@linde.example")
    with database.write_session() as session:
        assert [each.recipient for each in restore_hold.list_held(session)] == ["an@linde.example"]
        assert list_channels_due(session, NOW) == []
        restore_hold.end_hold(session, NOW - timedelta(hours=2))
        assert restore_hold.release_held(session) == 1
        assert list_channels_due(session, NOW) == ["smtp"]
    _, other = add_moment(database, "2027-09")
    enqueue(database, municipality, other, "an@linde.example")
    with database.read_session() as session:
        assert restore_hold.count_held(session) == 0


def test_a_subject_that_is_longer_than_what_is_recorded_stops_no_mail(database: Database) -> None:
    municipality, moment = add_moment(database, "2027-03")
    long = replace(LETTER, subject="Rechtzetting: " + "x" * 500)
    assert len(enqueue(database, municipality, moment, "an@linde.example", letter=long)) == 1
    with database.read_session() as session:
        assert session.scalars(select(Document.subject)).one() == long.subject[:500]
