"""Whatever is public and whatever stops being so: nothing of an internal action stands on the website."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from terugkom.action_pages.publish_pages import enqueue_action_pages
from terugkom.database.connection_pool import Database
from terugkom.delivery.publication import Publication
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, ActionStatus, Municipality, ProgressReport
from terugkom.schedule.run_stamp import RunStamp
from tests.action_pages.website import WITH_WEBSITE
from tests.clock import clock_on
from tests.soak import often

SECRET = "GEHEIM"  # stands in all that an internal action or free text says
FIRST = date(2026, 9, 1)
NUMBERS = count(1)
TEXTS = st.text(st.sampled_from("<>&\"'{}%#*_[]() -aé😀\u202e\n"), max_size=12)


@dataclass(frozen=True)
class Planned:
    """An action as it is on one day after the other: public or not."""

    public: tuple[bool, ...]
    status: ActionStatus
    text: str
    late: bool


ACTIONS = st.lists(
    st.builds(
        Planned, st.tuples(st.booleans(), st.booleans()), st.sampled_from(ActionStatus), TEXTS, st.booleans()
    ),
    min_size=1,
    max_size=5,
)


def write(database: Database, planned: Sequence[Planned], day: int) -> Municipality:
    """Write the plan as it is on a day; an action that is internal that day has its mark in all it says."""
    with database.write_session() as session:
        town = session.scalar(select(Municipality).order_by(Municipality.id.desc()).limit(1))
        if day == 0 or town is None:
            town = Municipality(slug=f"m{next(NUMBERS)}", name="Gemeente Linde", lead_times={}, column_map={})
            session.add(town)
            session.flush()
        for n, each in enumerate(planned):
            mark = "" if each.public[day] else SECRET
            known = session.scalar(select(Action).filter_by(municipality_id=town.id, code=f"A-{n}"))
            action = known or Action(municipality_id=town.id, code=f"A-{n}", sdgs="7")
            action.title = f"{mark} Actie {n} {each.text}"
            action.theme = f"{mark}{each.text}"
            action.description = action.snooze_reason = action.deadline_text = f"{SECRET} {each.text}"
            action.status, action.public = each.status, each.public[day]
            action.deadline = FIRST - timedelta(days=9) if each.late else None
            session.add(action)
            session.flush()
            if known is None:
                session.add(ProgressReport(action_id=action.id, reported_on=FIRST, text=SECRET))
                figure = Indicator(municipality_id=town.id, action_id=action.id, code=f"I{n}", name="")
                figure.measurements = [Measurement(measured_on=FIRST, value=n)]
                session.add(figure)
                session.flush()
            shown = session.scalars(select(Indicator).filter_by(action_id=action.id)).one()
            shown.name, shown.source = f"{mark} meter", f"{mark} bron"
        return town


def published(database: Database, documents: DocumentStore, town: Municipality) -> dict[str, str]:
    """The content of each path, as it was published last."""
    query = select(Document).where(Document.municipality_id == town.id).order_by(Document.id)
    with database.read_session() as session:
        found = [
            Publication.from_bytes(documents.read(each.path, each.sha256)) for each in session.scalars(query)
        ]
    return {each.path: each.html + each.text + each.title for each in found}


@pytest.mark.long
@settings(
    max_examples=often(15, soak=200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(planned=ACTIONS)
def test_nothing_internal_is_on_the_website(
    sqlite_database: Database, tmp_path: Path, planned: list[Planned]
) -> None:
    context = RenderContext(sqlite_database, DocumentStore(tmp_path), Templates("nl"))
    for n in (0, 1):
        day = FIRST + timedelta(days=n)
        town = write(sqlite_database, planned, n)
        enqueue_action_pages(context, town, WITH_WEBSITE, RunStamp(day, clock_on(day), "run"))
        pages = published(sqlite_database, context.documents, town)
        assert SECRET not in "".join(pages.values())
        for number, each in enumerate(planned):
            page = pages.get(f"acties/a-{number}.html", "")
            assert (f"Actie {number}" in page) is each.public[n]
            assert ("ingetrokken" in page) is (n == 1 and each.public == (True, False))
