"""A row that another process added first: it is left, and what stands beside it is kept."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from terugkom.database.add_if_absent import add_if_absent
from terugkom.database.connection_pool import Database
from terugkom.leases import HeldLease
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment, MomentState

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def build_lease(holder: str) -> HeldLease:
    return HeldLease(name="sender", holder=holder, run_id="", acquired_at=NOW, expires_at=NOW)


def test_a_row_is_added_once_and_what_was_written_beside_it_stays(database: Database) -> None:
    with database.write_session() as session:
        assert add_if_absent(session, build_lease("first"))
    with database.write_session() as session:
        session.add(Municipality(slug="before", name="Before"))
        assert not add_if_absent(session, build_lease("second"))
        session.add(Municipality(slug="behind", name="Behind"))
    with database.read_session() as session:
        assert session.scalars(select(HeldLease.holder)).all() == ["first"]
        assert set(session.scalars(select(Municipality.slug))) == {"before", "behind"}


def test_a_row_that_refers_to_nothing_is_refused_and_not_said_to_be_there(database: Database) -> None:
    lost = Moment(
        municipality_id=7, kind="x", subject="", period="2026", day=NOW.date(), state=MomentState.OPEN
    )
    with pytest.raises(IntegrityError), database.write_session() as session:
        add_if_absent(session, lost)


def test_a_refused_row_of_before_is_no_answer_about_this_one(database: Database) -> None:
    with database.write_session() as session:
        session.add(Municipality(slug="taken", name="Taken"))
    with database.read_session() as session:
        session.add(Municipality(slug="taken", name="Again"))
        with pytest.raises(IntegrityError):
            add_if_absent(session, build_lease("first"))
