"""What went through which channel, for the officer and the core group."""

from datetime import date

from terugkom.editions.coverage import load_coverage
from terugkom.editions.model import Edition, EditionState
from terugkom.plan.media import Medium
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from tests.clock import clock_on
from tests.editions.edition_municipality import EditionMunicipality


def told(room: EditionMunicipality, period: str, state: EditionState, *media: str) -> None:
    with room.database.write_session() as session:
        town = get_municipality(session, room.slug)
        day = date(2026, 1, 5)
        moment = Moment(
            municipality_id=town.id,
            kind="newsletter",
            subject="linde",
            period=period,
            day=day,
            opened_at=clock_on(day),
        )
        session.add(Edition(moment=moment, since=day, until=day, state=state, published_media=list(media)))


def test_the_last_four_quarters_are_mapped_and_what_is_neglected_is_named(
    edition_municipality: EditionMunicipality,
) -> None:
    told(edition_municipality, "2025-Q4", EditionState.PUBLISHED, "press")  # too long ago
    told(edition_municipality, "2026-Q1", EditionState.PUBLISHED, "newsletter", "website")
    told(edition_municipality, "2026-Q2", EditionState.DROPPED, "social")  # it never went out
    told(edition_municipality, "2026-Q3", EditionState.PUBLISHED, "newsletter")
    with edition_municipality.database.read_session() as session:
        found = load_coverage(session, get_municipality(session, "linde"), date(2026, 12, 17))
    assert found.quarters == ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
    rows = dict(found.rows)
    assert rows[Medium.NEWSLETTER] == (True, False, True, False)
    assert rows[Medium.WEBSITE] == (True, False, False, False)
    assert set(found.unused_media) == set(Medium) - {Medium.NEWSLETTER, Medium.WEBSITE}
