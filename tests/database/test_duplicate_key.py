"""A row that the database refuses: only one whose key is there is a duplicate, however it is written."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terugkom.database.bulk_insert import insert_many
from terugkom.database.connection_pool import Database
from terugkom.database.duplicate_key import is_duplicate_key
from terugkom.delivery.model import Delivery
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment
from tests.refused_rows import refused_deliveries

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
MOMENT = {"id": 1, "municipality_id": 1, "kind": "x", "subject": "", "period": "2026", "day": NOW.date()}
MOMENT |= {"state": "open", "run_id": "", "opened_at": NOW}
DELIVERY = {"municipality_id": 1, "document_id": 7, "key": "k", "channel": "folder", "role": "owner"}
DELIVERY |= {"recipient": "an@x.example", "headers": "", "message_id": "m", "created_at": NOW}

Write = Callable[[Session, type[Any], dict[str, Any]], object]


def write_many(session: Session, table: type[Any], row: dict[str, Any]) -> None:
    insert_many(session, table.__table__, [row])


def write_one(session: Session, table: type[Any], row: dict[str, Any]) -> None:
    session.execute(insert(table), row)


def write_object(session: Session, table: type[Any], row: dict[str, Any]) -> None:
    session.add(table(**row))
    session.flush()


@pytest.mark.parametrize("write", [write_many, write_one, write_object])
@pytest.mark.parametrize(
    ("table", "row", "is_duplicate"),
    [
        (Moment, MOMENT | {"id": 2}, True),
        (Moment, MOMENT | {"period": "2027"}, True),
        (Moment, MOMENT | {"id": 2, "period": "2027", "municipality_id": 9}, False),
        (Moment, MOMENT | {"id": 2, "period": "2027", "day": None}, False),
        (Delivery, DELIVERY, False),
    ],
    ids=["unique", "primary key", "foreign key", "not null", "rule"],
)
def test_only_a_key_that_is_there_is_a_duplicate(
    database: Database, write: Write, table: type[Any], row: dict[str, Any], is_duplicate: bool
) -> None:
    with database.write_session() as session:
        session.add(Municipality(id=1, slug="zb", name="Zilverbeke"))
        session.flush()
        write_many(session, Moment, MOMENT)
    with refused_deliveries(database, "an@x.example"):
        with pytest.raises(IntegrityError) as refused, database.write_session() as session:
            write(session, table, row)
        assert is_duplicate_key(refused.value) is is_duplicate
