"""How many requests of one source are taken: counted in the database, a window at a time."""

from datetime import timedelta

from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.request_counts import RequestCount
from terugkom.site.request_limits import RequestLimit, count_request
from tests.clock import clock_on
from tests.site.conftest import TODAY

LIMIT = RequestLimit("ideas", count=2, seconds=3600)
NOW = clock_on(TODAY)


def count(database: Database, source: str, minutes: int = 0) -> bool:
    with database.write_session() as session:
        return count_request(session, LIMIT, source, NOW + timedelta(minutes=minutes))


def test_more_than_the_limit_is_refused_for_that_source_alone(database: Database) -> None:
    assert [count(database, "192.0.2.1") for _ in range(3)] == [True, True, False]
    assert count(database, "192.0.2.2")


def test_the_next_window_begins_anew_and_the_past_is_forgotten(database: Database) -> None:
    for _ in range(3):
        count(database, "192.0.2.1")
    assert count(database, "192.0.2.1", minutes=180)
    with database.read_session() as session:
        assert len(session.scalars(select(RequestCount)).all()) == 1


def test_the_address_itself_is_not_kept(database: Database) -> None:
    count(database, "192.0.2.1")
    with database.read_session() as session:
        kept = session.scalars(select(RequestCount)).one()
    assert len(kept.source_sha256) == 64
    assert "192" not in kept.limit_name
