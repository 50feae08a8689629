"""Names of runs are in the language of the installation, and name nobody."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from deployments.forms import load_deployments
from flows.follow_up_calendar import follow_up_calendar
from flows.move_meeting import move_meeting
from flows.owner_reminders import owner_reminders
from tasks.run_names import build_run_name, format_delivery_run_name
from terugkom import clock
from terugkom.catalogues import list_languages
from terugkom.demo_home import mark_demo_home
from terugkom.documents.messages import has_message
from terugkom.schedule.model import Moment
from tests.flows.conftest import FlowHome, run_of

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 21)
AT = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize("language", list_languages())
def test_each_flow_has_a_name_in_each_language(language: str) -> None:
    flows = [each["name"] for each in load_deployments()]
    assert [each for each in flows if not has_message(f"cycle.{each}", language)] == []


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("nl", ("dagelijkse ronde · alle gemeenten · 2026-11-23", "overleg verzetten · linde · E/2027-03")),
        (
            "fr",
            ("traitement quotidien · toutes les communes · 2026-11-23", "déplacement d’une réunion · linde"),
        ),
        ("de", ("täglicher Lauf · alle Gemeinden · 2026-11-23", "Verschiebung eines Treffens · linde")),
        ("en", ("daily run · all municipalities · 2026-11-23", "move meeting · linde · E/2027-03")),
    ],
)
def test_a_run_is_named_in_the_language_of_the_installation(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch, language: str, names: tuple[str, str]
) -> None:
    monkeypatch.setenv("TERUGKOM_LANGUAGE", language)
    daily, moving = names
    assert run_of(follow_up_calendar(today=MONDAY, return_state=True)).name == daily
    moved = move_meeting("linde", "E/2027-03", date(2027, 3, 9), today=MONDAY, return_state=True)
    assert run_of(moved).name.startswith(moving)
    assert run_of(moved).name.endswith(" · linde · E/2027-03 · 2027-03-09")


def test_a_batch_and_a_delivery_are_named_alike(home: FlowHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERUGKOM_LANGUAGE", "de")
    assert build_run_name("owner-reminders", MONDAY, "1/2").endswith(" · 2026-11-23 · 1/2")
    assert "owner" not in build_run_name("owner-reminders", MONDAY, "1/2")
    assert format_delivery_run_name(AT) == "Versand dessen, was wartet · 2026-11-23 06:00"


def test_a_run_of_the_demo_that_is_started_at_the_weekend_goes_by_its_working_day(
    home: FlowHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.town("zilverbeke", owners=1)
    monkeypatch.setattr(clock, "today", lambda: SATURDAY)
    saturday = owner_reminders("zilverbeke", dry_run=True, return_state=True)
    assert run_of(saturday).name == "herinneringen aan de trekkers · zilverbeke · 2026-11-21 · alleen tonen"
    with home.database.write_session() as session:
        mark_demo_home(session, "zilverbeke")
    demo = owner_reminders("zilverbeke", return_state=True)
    assert run_of(demo).name == "herinneringen aan de trekkers · zilverbeke · 2026-11-23"
    with home.database.read_session() as session:
        assert session.scalars(select(Moment.day)).all() == [MONDAY]
