"""The history of actions: each value stored in the type of its field, also what earlier versions wrote."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from terugkom.database.connection_pool import Database
from terugkom.plan.history import (
    DatedReport,
    FieldChange,
    IndicatorValue,
    MeasuredValue,
    UnparsedText,
    decode_value,
    encode_value,
    format_value,
    record_changes,
)
from terugkom.plan.history_model import ActionChange
from terugkom.plan.indicator_model import Indicator
from terugkom.plan.model import Action, ActionStatus, Municipality, Precision, Priority
from terugkom.tables import Base

DAY = date(2027, 3, 1)
# field, the text of version 0011 and earlier, the value
OLD_TEXTS: tuple[tuple[str, str, Any], ...] = (
    ("added", "", None),
    ("added", "Led in alle gebouwen", "Led in alle gebouwen"),
    ("title", "", ""),
    ("title", "2027", "2027"),
    ("title", "null", "null"),
    ("title", '"tussen aanhalingstekens"', '"tussen aanhalingstekens"'),
    ("note", "Te duur – zie “studie”.", "Te duur – zie “studie”."),
    ("code", "1", "1"),
    ("deadline", "", None),
    ("deadline", "2027-03-01", DAY),
    ("deadline", "ergens in 2027", UnparsedText("ergens in 2027")),
    ("start", "2027-03-01", DAY),
    ("snoozed_until", "2027-03-01", DAY),
    ("missing_since", "2027-03-01", DAY),
    ("deadline_text", "1.000", "1.000"),
    ("deadline_precision", "half", Precision.HALF),
    ("status", "stopped", ActionStatus.STOPPED),
    ("priority", "high", Priority.HIGH),
    ("priority", "", None),
    ("budget", "12500.0", 12500.0),
    ("budget", "0.1", 0.1),
    ("budget", "veel", UnparsedText("veel")),
    ("public", "", False),
    ("public", "yes", True),
    ("group", "", None),
    ("group", "energie", "energie"),
    ("owners", "", ()),
    ("owners", "an; bob", ("an", "bob")),
    ("extra", "", {}),
    ("extra", '{"unparsed": "x"}', {"unparsed": "x"}),
    ("report", "", None),
    ("report", "2027-03-01: Gegund: ja\ndus", DatedReport(DAY, "Gegund: ja\ndus")),
    ("report", "Gegund", UnparsedText("Gegund")),
    ("indicator", "I: 1: Led", IndicatorValue("I: 1", "Led")),
    ("indicator.target", "I: 1: 12.0", IndicatorValue("I: 1", 12.0)),
    ("indicator.target", "I: ", IndicatorValue("I", None)),
    ("indicator.target", "weg: 12.0", UnparsedText("weg: 12.0")),
    ("indicator.target_on", "I: 2027-03-01", IndicatorValue("I", DAY)),
    ("indicator.unit", "I: ", IndicatorValue("I", "")),
    ("indicator.action", "I: A2", IndicatorValue("I", "A2")),
    ("measurement", "I: 1 2027-03-01: 5", MeasuredValue("I: 1", DAY, 5.0)),
    ("measurement", "I veel", UnparsedText("I veel")),
    ("a field of nobody", "x", "x"),
)


def plan(database: Database) -> None:
    with database.write_session() as session:
        town = Municipality(slug="linde", name="Linde", lead_times={}, column_map={})
        session.add(town)
        session.flush()
        action = Action(municipality_id=town.id, code="A", title="t")
        session.add(action)
        for code in ("I", "I: 1"):
            session.add(Indicator(municipality_id=town.id, action=action, code=code, name="n"))


@pytest.mark.long
def test_upgrading_gives_each_text_its_type_and_loses_none(database: Database) -> None:
    plan(database)
    database.downgrade("0011")
    with database.write_session() as session:
        action = session.execute(text("SELECT id FROM actions")).scalar_one()
        for field, old, _ in OLD_TEXTS:
            told = {"action": action, "field": field, "old": old, "new": old}
            session.execute(
                text(
                    "INSERT INTO action_changes (action_id, field, old, new, changed_at, source)"
                    " VALUES (:action, :field, :old, :new, :at, 'import plan.xlsx')"
                ),
                {**told, "at": "2027-01-01 00:00:00+00:00"},
            )
    database.upgrade()
    with database.read_session() as session:
        rows = session.scalars(select(ActionChange).order_by(ActionChange.id)).all()
        for row, (field, old, value) in zip(rows, OLD_TEXTS, strict=True):
            read = [decode_value(row.field, each) for each in (row.old, row.new)]
            assert read == [value, value], field
            assert [type(each) for each in read] == [type(value)] * 2, field
            assert field.startswith(("budget", "indicator.target")) or format_value(read[0]) == old
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []
    database.downgrade("0011")
    with database.read_session() as session:
        rows = session.execute(text("SELECT field, old, new FROM action_changes ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [(field, old, old) for field, old, _ in OLD_TEXTS]
    database.upgrade()


def test_what_is_recorded_is_read_back_in_its_type(database: Database) -> None:
    plan(database)
    with database.write_session() as session:
        action = session.scalars(select(Action)).one()
        changes = [(action, FieldChange("A", field, value, None)) for field, _, value in OLD_TEXTS]
        record_changes(
            session, changes, today=date(2026, 11, 24), changed_at=datetime.now(UTC), through="test"
        )
    with database.read_session() as session:
        rows = session.scalars(select(ActionChange).order_by(ActionChange.id)).all()
    for row, (field, _, value) in zip(rows, OLD_TEXTS, strict=True):
        read = decode_value(row.field, row.old)
        assert (field, read, type(read), row.new) == (row.field, value, type(value), None)


@given(
    st.one_of(
        st.tuples(st.just("deadline"), st.dates() | st.none()),
        st.tuples(st.just("status"), st.sampled_from(ActionStatus)),
        st.tuples(st.just("owners"), st.lists(st.text(min_size=1)).map(tuple)),
        st.tuples(st.just("budget"), st.floats(allow_nan=False, allow_infinity=False)),
        st.tuples(st.just("title"), st.text()),
        st.tuples(st.just("extra"), st.dictionaries(st.text(), st.text())),
        st.tuples(st.just("report"), st.builds(DatedReport, st.dates(), st.text())),
        st.tuples(st.just("indicator.name"), st.builds(IndicatorValue, st.text(), st.text())),
        st.tuples(st.just("indicator.target_on"), st.builds(IndicatorValue, st.text(), st.dates())),
    )
)
def test_a_value_comes_back_as_what_it_was(pair: tuple[str, Any]) -> None:
    field, value = pair
    assert decode_value(field, encode_value(value)) == value
