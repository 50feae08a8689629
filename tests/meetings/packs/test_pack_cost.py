"""What a pack costs, in counts: statements sent, statements built, and how often progress is looked up."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState, Session

from terugkom.database.connection_pool import Database
from terugkom.documents.templates import Templates
from terugkom.editions.coverage import load_coverage
from terugkom.meetings.kinds import CORE_GROUP, SUBGROUP
from terugkom.meetings.model import Meeting
from terugkom.meetings.pack_letter import render_pack
from terugkom.meetings.packs import progress
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from tests.meetings.packs.core_town import TODAY, add_municipality

ACTIONS = 100
TOWNS = ("linde", "eik")


@pytest.fixture
def towns(sqlite_database: Database) -> Database:
    with sqlite_database.write_session() as session:
        for slug in TOWNS:
            add_municipality(session, slug, ACTIONS)
    return sqlite_database


def list_statements(database: Database, slug: str, kind: str) -> list[Any]:
    """Return the statements of the pack of the last meeting of a kind, as they were built."""
    found: list[Any] = []

    def keep(state: ORMExecuteState) -> None:
        found.append(state.statement)

    with database.read_session() as session:
        town = get_municipality(session, slug)
        last = select(Meeting).join(Moment).where(Moment.municipality_id == town.id, Moment.kind == kind)
        meeting = session.scalars(last.order_by(Moment.day.desc(), Moment.id).limit(1)).one()
        coverage = load_coverage(session, town, TODAY)
        assert meeting.group
        event.listen(Session, "do_orm_execute", keep)
        try:
            render_pack(session, Templates("nl"), town, meeting, TODAY, coverage)
        finally:
            event.remove(Session, "do_orm_execute", keep)
    return found


@pytest.mark.parametrize(("kind", "most"), [(CORE_GROUP, 32), (SUBGROUP, 19)])
def test_no_statement_of_a_pack_is_sent_twice_or_built_for_each_pack(
    towns: Database, kind: str, most: int
) -> None:
    first, second = (list_statements(towns, slug, kind) for slug in TOWNS)
    assert len(first) == len(second) <= most
    assert len({id(each) for each in second}) == len(second)
    assert {id(each) for each in second} == {id(each) for each in first}


def test_the_progress_of_an_action_on_a_day_is_found_once(
    towns: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[tuple[str, date, date]] = Counter()
    classify = progress.classify_progress

    def count(fact: ActionFacts, day: date, since: date) -> progress.ProgressState | None:
        asked[fact.code, day, since] += 1
        return classify(fact, day, since)

    monkeypatch.setattr(progress, "classify_progress", count)
    list_statements(towns, "linde", CORE_GROUP)
    days = {day for _, day, _ in asked}
    assert len(days) == 6  # today, the last meeting, and the ends of four years
    assert set(asked.values()) == {1}
    assert asked.total() == ACTIONS * len(days)
