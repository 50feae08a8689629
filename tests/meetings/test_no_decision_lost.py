"""Whatever is decided, in whatever order, however late it is written down: none of it is lost."""

import shutil
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.meetings.agenda import list_agenda_points
from terugkom.meetings.minutes.decision_names import describe_decision
from terugkom.meetings.minutes.minutes_model import Decision, OpenPoint
from terugkom.meetings.minutes.parse_minutes import parse_decision, parse_point_answer
from terugkom.meetings.minutes.record_minutes import MinutesRun, record_minutes
from terugkom.meetings.minutes.written_minutes import (
    MeetingReference,
    RowLocation,
    WrittenDecision,
    WrittenMinutes,
)
from terugkom.meetings.model import Meeting
from terugkom.plan.model import Action, ActionStatus
from terugkom.schedule.model import Moment
from tests.clock import clock_on
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.minutes import HELD, planned
from tests.soak import often

ENTRIES = [
    ("deadline", "E1", "30 juni 2029", ""),
    ("trekker", "E1", "BE", "An heeft geen tijd."),
    ("status", "E2", "lopend", ""),
    ("deadline", "E2", "eind 2029", ""),
    ("stopzetten", "E3", "", "Te duur."),
    ("trekker", "E3", "CO", ""),
    ("status", "M1", "klaar", ""),
    ("nota", "M1", "", "Mooi gedaan."),
    ("nota", "", "", "De zaal was koud."),
    ("volgende keer", "", "", "Wie betaalt de laadpalen?"),
    ("volgende keer", "E1", "", "Toch nog eens over de lampen."),
    ("nieuwe actie", "N1", "Warmtescan", ""),
    ("nieuwe actie", "", "Warmtescan", ""),
]
NAMES = {"BE": "Bé Vos", "CO": "Co Ordinator"}  # minutes name people, whatever was typed
_KIND = {"volgende keer": "note", "nota": "note", "trekker": "owner", "stopzetten": "stop"}


@pytest.fixture(scope="module")
def asked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a town that was asked for its minutes, to be copied."""
    folder = tmp_path_factory.mktemp("asked")
    shutil.copyfile(sqlite_template, folder / "terugkom.db")
    with closing(Database(f"sqlite:///{folder}/terugkom.db")) as database:
        planned(MeetingMunicipality(database, folder))
    return folder


@settings(
    max_examples=often(5, soak=250),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    entries=st.lists(st.sampled_from(ENTRIES), unique=True, max_size=len(ENTRIES)).flatmap(st.permutations),
    answer=st.sampled_from(["", "ja", "nee"]),
    late=st.integers(1, 300),
    ticks=st.lists(st.integers(0, 320), max_size=4),
)
def test_no_decision_is_lost(
    asked: Path, entries: list[tuple[str, ...]], answer: str, late: int, ticks: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "town"
        shutil.copytree(asked, folder)
        town = MeetingMunicipality(Database(f"sqlite:///{folder}/terugkom.db"), folder)
        for day in sorted(each for each in ticks if each < late):
            town.tick(HELD + timedelta(days=day))
        today = HELD + timedelta(days=late)
        record(town, entries, answer, today)
        for day in [late, *sorted(each for each in ticks if each >= late)]:
            town.tick(HELD + timedelta(days=day + 2))
        town.tick(_working_day(town, today))
        check(town, entries, answer)
        town.database.close()


def _working_day(town: MeetingMunicipality, day: date) -> date:
    with town.database.read_session() as session:
        return town.municipality(session).working_days.on_or_after(day)


def record(town: MeetingMunicipality, entries: list[tuple[str, ...]], answer: str, today: date) -> None:
    with town.database.read_session() as session:
        point = session.scalars(select(Action.id).where(Action.code == "E1")).one()
    told: list[WrittenDecision] = []
    for row, (kind, action, value, reason) in enumerate(entries, 1):
        told.append(parse_decision(RowLocation("Besluiten", row), kind, action, value, reason))
    answers = (parse_point_answer(RowLocation("Agenda", 1), f"A{point}", "E1", "Ledlampen", answer),)
    written = WrittenMinutes((), answers, tuple(told))
    reference = MeetingReference("linde", "subgroup-review", "ENERGIE", "2027-03")
    if written.is_empty:
        return
    recorded = record_minutes(town.desk, reference, written, MinutesRun(today, clock_on(today)))
    assert recorded.decisions == len(entries)
    again = record_minutes(town.desk, reference, written, MinutesRun(today, clock_on(today)))
    assert again.again


def check(town: MeetingMunicipality, entries: list[tuple[str, ...]], answer: str) -> None:
    if not entries and not answer:
        return
    with town.database.read_session() as session:
        rows = session.scalars(select(Decision).order_by(Decision.number)).all()
        assert [row.kind.value for row in rows] == [
            _KIND.get(kind, kind.replace("nieuwe actie", "new-action")) for kind, *_ in entries
        ]
        for row, (_, _, value, reason) in zip(rows, entries, strict=True):
            assert NAMES.get(value, value) in row.text
            assert reason in row.text
        plan = {each.code: each for each in session.scalars(select(Action))}
        _check_plan(plan, {(kind, code) for kind, code, *_ in entries})
        _check_points(session, entries, answer)
    mails = [mail for delivery, mail in town.mails() if delivery.key.split(":")[1] == "minutes-sent"]
    assert len(mails) == 2, "each member within reach gets the minutes, once"
    body: Any = mails[0].get_body(("plain",))
    text = " ".join(body.get_content().split())
    assert all(describe_decision(row.kind, row.text, "nl") in text for row in rows)
    assert all(NAMES.get(value, value) in text and reason in text for _, _, value, reason in entries)


def _check_plan(plan: dict[str, Action], decided: set[tuple[str, str]]) -> None:
    e1, e2, e3, m1 = (plan[code] for code in ("E1", "E2", "E3", "M1"))
    assert e1.deadline == (date(2029, 6, 30) if ("deadline", "E1") in decided else date(2027, 1, 15))
    assert [each.code for each in e1.owners] == (["BE"] if ("trekker", "E1") in decided else ["AN"])
    assert e2.status is (ActionStatus.RUNNING if ("status", "E2") in decided else ActionStatus.PLANNED)
    assert e2.deadline == (date(2029, 12, 31) if ("deadline", "E2") in decided else None)
    assert e3.status is (ActionStatus.STOPPED if ("stopzetten", "E3") in decided else ActionStatus.PLANNED)
    assert len(e3.owners) == (1 if ("trekker", "E3") in decided else 2)
    assert m1.status is (ActionStatus.DONE if ("status", "M1") in decided else ActionStatus.PLANNED)
    assert len(plan) == 4 + sum(1 for kind, _ in decided if kind == "nieuwe actie")


def _check_points(session: Any, entries: list[tuple[str, ...]], answer: str) -> None:
    kinds = {(kind, code) for kind, code, *_ in entries}
    settled = ("deadline", "E1") in kinds or ("trekker", "E1") in kinds
    again = ("volgende keer", "E1") in kinds
    wanted = {"Wie betaalt de laadpalen?": 0} if ("volgende keer", "") in kinds else {}
    if answer == "nee" or (not answer and (again or not settled)):
        wanted["Ledlampen"] = 1
    elif again:
        wanted["Toch nog eens over de lampen."] = 0
    found = {each.text: each.times_postponed for each in session.scalars(select(OpenPoint))}
    assert found == wanted
    after = session.scalars(select(Meeting).join(Meeting.moment).where(Moment.period == "2027-09"))
    for meeting in after:
        assert {each.title for each in list_agenda_points(session, meeting)} >= set(wanted)
