"""Which municipalities a daily run looks at for reminders: what came since the last digest counts."""

from datetime import date, timedelta

import pytest

from terugkom.plan.incoming_mails import IncomingMail, MailKind
from terugkom.plan.queries import get_municipality
from terugkom.reminders.week import select_with_possible_work
from tests.clock import clock_on
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY = date(2027, 1, 11)
LAST_DIGEST = MONDAY - timedelta(days=7)


@pytest.mark.parametrize("weekday", [0, 4, 6])
@pytest.mark.parametrize(("received_on", "is_asked"), [(LAST_DIGEST, True), (date(2027, 1, 3), False)])
def test_a_mail_over_the_limit_counts_from_the_day_of_the_last_digest_on(
    town: CalendarMunicipality, received_on: date, is_asked: bool, weekday: int
) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        session.add(
            IncomingMail(
                municipality_id=municipality.id, fingerprint="1", kind=MailKind.OVER_LIMIT,
                received_on=received_on, received_at=clock_on(received_on),
            )
        )  # fmt: skip
    with town.database.read_session() as session:
        asked = session.scalars(select_with_possible_work(MONDAY + timedelta(days=weekday))).all()
    assert bool(asked) is is_asked
