"""What the coordinator was told of a published claim is kept until the claim holds again."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from terugkom.claims.claim_rows import ClaimKind, PublishedClaim
from terugkom.claims.outdated_claims import has_outdated_news, record_reported
from terugkom.database.connection_pool import Database
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from tests.clock import clock_on

TODAY = date(2027, 1, 20)
PAST, AHEAD = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def add_claims(database: Database, *claims: dict[str, Any]) -> int:
    """Add claims of one edition that stay on the website; return the id of the municipality."""
    unused = dict.fromkeys(
        ("title", "rule", "text", "rests_on", "action", "indicator", "figure", "source", "given_through"), ""
    )
    with database.write_session() as session:
        session.add(town := Municipality(slug="linde", name="Linde"))
        session.flush()
        moment = Moment(
            municipality_id=town.id, kind="newsletter", subject="", period="2026-Q4", day=PAST,
            opened_at=clock_on(PAST),
        )  # fmt: skip
        session.add(moment)
        session.flush()
        for claim in claims:
            shared = {"municipality_id": town.id, "moment_id": moment.id, "kind": ClaimKind.FIGURE}
            where = {"public": True, "media": ["website"], "stays_on": ["website"], "published_on": PAST}
            session.add(PublishedClaim(**{**unused, **shared, **where, **claim}))
        return town.id


def test_one_that_holds_again_is_forgotten_and_one_that_does_not_is_not_told_twice(
    sqlite_database: Database,
) -> None:
    town = add_claims(
        sqlite_database,
        {"story": "again", "holds_until": AHEAD, "reported_as": "expired", "reported_on": PAST},
        {"story": "before", "holds_until": PAST, "reported_as": "expired", "reported_on": PAST},
        {"story": "now", "holds_until": PAST},
    )
    with sqlite_database.write_session() as session:
        assert has_outdated_news(session, town, TODAY)
        (now,) = session.scalars(select(PublishedClaim.id).where(PublishedClaim.story == "now"))
        record_reported(session, town, {now: "expired"}, TODAY)
    with sqlite_database.read_session() as session:
        rows = session.scalars(select(PublishedClaim).order_by(PublishedClaim.id)).all()
        assert [(each.story, each.reported_as, each.reported_on) for each in rows] == [
            ("again", "", PAST),
            ("before", "expired", PAST),
            ("now", "expired", TODAY),
        ]
        assert not has_outdated_news(session, town, TODAY)
