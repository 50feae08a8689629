"""Lists, people, answers and bounces in any order: who unsubscribed is never written to, and stays so."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, true, update

from terugkom.database.connection_pool import Database
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.editions.media.newsletter import format_unsubscribe_subject
from terugkom.errors import InputError
from terugkom.plan.model import Person
from terugkom.plan.suppressed_addresses import build_suppression_reason
from terugkom.subscribers.model import Subscriber
from terugkom.subscribers.subscription_status import SubscriptionStatus, skip_pending_deliveries
from tests.inbox.test_mailbox import answer, postfix
from tests.soak import often
from tests.subscribers.conftest import MAIL_SERVER, VOUCHED, SubscriberMunicipality

UNSUBSCRIBE_SUBJECT = format_unsubscribe_subject("nl")

WHO = [f"{name}@zb.example.org" for name in ("an", "bo", "cas", "dora")]
_who = st.sampled_from(WHO)
_day = st.sampled_from(["", "1/1/2020", "20/11/2026", "5/12/2026", "31/02/2026"])
_rows = st.lists(st.tuples(st.sampled_from(["An", "Bo", "Cas", ""]), _who, _day, _day), max_size=5)
_happenings = st.lists(
    st.one_of(
        st.tuples(st.just("list"), _rows),
        st.tuples(st.sampled_from(["unsubscribe", "undo", "bounce", "answer", "report", "gone"]), _who),
        st.tuples(st.sampled_from(["mail", "day"]), st.none()),
    ),
    max_size=20,
)


@pytest.mark.long
@settings(
    max_examples=often(8, soak=400),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_happenings)
def test_nobody_who_does_not_read_is_written_to_and_no_list_has_anybody_read_again(
    sqlite_template: Path, happenings: list[tuple[str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copyfile(sqlite_template, folder / "terugkom.db")
        town = SubscriberMunicipality(Database(f"sqlite:///{folder}/terugkom.db"), folder)
        town.person("dora", WHO[3])
        town.add_subscribers()
        unsubscribed: dict[int, date] = {}  # readers, by what happened alone
        for number, (what, of) in enumerate(happenings):
            happen(town, number, what, of, unsubscribed)
            check(town, unsubscribed)
        town.database.close()


def happen(
    town: SubscriberMunicipality, number: int, what: str, of: object, unsubscribed: dict[int, date]
) -> None:
    if what == "day":
        town.today += timedelta(days=4)
    elif what == "mail":
        town.mail(readers=town.readers())
    elif what == "list":
        try:
            town.import_staff(*of)  # type: ignore[misc]
        except InputError:
            return  # a list without addresses
    elif found := reader(town, str(of)):
        if what in ("unsubscribe", "answer"):
            if what == "answer":
                town.drop(f"{number}.eml", answer(UNSUBSCRIBE_SUBJECT, sender=found.email, **VOUCHED))
                assert town.answers(MAIL_SERVER) == {"unsubscribed": 1}
            else:
                town.unsubscribe(found.email)
            unsubscribed.setdefault(found.id, town.today)
        elif what == "undo":
            town.resume(found.email)
            unsubscribed.pop(found.id, None)
        elif what == "bounce":
            town.bounce(found.email)
        elif what == "report":
            mailed = town.deliveries().get(found.email)
            town.drop(f"{number}.eml", postfix(found.email, mailed.message_id if mailed else ""))
            assert town.answers() == ({"bounced": 1} if mailed else {"refused": 1})
        elif what == "gone":
            with town.database.write_session() as session:
                session.execute(update(Person).values(departed_on=town.today))


def reader(town: SubscriberMunicipality, address: str) -> Subscriber | None:
    with town.database.read_session() as session:
        return session.scalar(select(Subscriber).where(Subscriber.email == address))


def check(town: SubscriberMunicipality, unsubscribed: dict[int, date]) -> None:
    with town.database.read_session() as session:
        stored = {each.id: each for each in session.scalars(select(Subscriber))}
    said = {number: each.unsubscribed_on for number, each in stored.items() if each.unsubscribed_on}
    assert said == unsubscribed, "only a person or an answer changes who unsubscribed"
    standing = {each.email: each.status for each in town.readers()}
    assert len(standing) == len(stored), "one address is one reader"
    for number in unsubscribed:
        assert standing[stored[number].email] in (
            SubscriptionStatus.UNSUBSCRIBED,
            SubscriptionStatus.DEPARTED,
        )
    assert not unsubscribed.keys() & {number_of(each) for each in waiting(town)}
    with town.database.write_session() as session:
        skip_pending_deliveries(
            session, town.today
        )  # as before sending: who departs today did not when it was recorded
    assert all(standing[each.recipient] is SubscriptionStatus.SUBSCRIBED for each in waiting(town))
    assert listed(town) == {
        address: None if status is SubscriptionStatus.SUBSCRIBED else status.value
        for address, status in standing.items()
    }, "the list that is read at the claim says the same"


def listed(town: SubscriberMunicipality) -> dict[str, str | None]:
    """Return by subscriber why the claim of a mailing would skip them, or None."""
    reason = build_suppression_reason(
        Subscriber.__table__.c.municipality_id,
        Subscriber.__table__.c.email,
        Subscriber.__table__.c.person_id,
        true(),
        town.today,
    )
    with town.database.read_session() as session:
        return dict(session.execute(select(Subscriber.email, reason)).tuples().all())


def waiting(town: SubscriberMunicipality) -> Sequence[Delivery]:
    with town.database.read_session() as session:
        return session.scalars(select(Delivery).where(Delivery.state == DeliveryState.PENDING)).all()


def number_of(delivery: Delivery) -> int:
    return int(delivery.key.rpartition(":")[2])
