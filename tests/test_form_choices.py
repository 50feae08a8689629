"""What the forms in Prefect's UI offer is what there is, by code."""

from datetime import date
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.ideas.model import Idea, IdeaState
from terugkom.overview.form_choices import FormChoices, load_form_choices
from terugkom.plan.model import GroupKind
from terugkom.plan.queries import get_municipality
from tests.reminders.tick_calendar import CalendarMunicipality

TODAY = date(2027, 3, 1)


@pytest.fixture
def town(sqlite_database: Database, tmp_path: Path) -> CalendarMunicipality:
    return CalendarMunicipality.new(sqlite_database, tmp_path)


def offered(town: CalendarMunicipality) -> FormChoices:
    with town.database.read_session() as session:
        return load_form_choices(session, TODAY)


def hand_in(town: CalendarMunicipality, code: str, state: IdeaState) -> None:
    with town.database.write_session() as session:
        slug = get_municipality(session, town.slug)
        session.add(
            Idea(
                municipality_id=slug.id,
                code=code,
                text=f"Naam {code}",
                normalized_text_sha256=code,
                submitted_on=TODAY,
                state=state,
            )
        )


def test_groups_are_offered_by_kind_and_meetings_by_their_day(town: CalendarMunicipality) -> None:
    town.group("ENERGIE", anchor=date(2027, 3, 15), interval_months=6)
    town.group("LEEG")
    town.group("KOP", anchor=date(2026, 12, 14), interval_months=12)
    with town.database.write_session() as session:
        session.connection().exec_driver_sql("UPDATE groups SET kind = 'core' WHERE code = 'KOP'")
    found = offered(town)
    assert found.municipalities == (town.slug,)
    assert found.groups == {"subgroup-review": ("ENERGIE", "LEEG"), "core-group-review": ("KOP",)}
    assert found.coming_meetings == ("ENERGIE/2027-03", "ENERGIE/2027-09", "KOP/2027-12")
    assert found.past_meetings == ("KOP/2026-12",)
    assert GroupKind.FOCUS not in found.groups


def test_open_ideas_are_offered_in_the_order_of_their_numbers(town: CalendarMunicipality) -> None:
    for code, state in (("I10", IdeaState.NEW), ("I2", IdeaState.LATER), ("I3", IdeaState.TAKEN_UP)):
        hand_in(town, code, state)
    assert offered(town).open_ideas == ("I2", "I10")


def test_of_very_many_none_is_offered(town: CalendarMunicipality, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("terugkom.overview.form_choices.MAX_CHOICES", 2)
    for code in ("A", "B", "C"):
        town.group(code)
    assert offered(town).groups["subgroup-review"] == ()


def test_names_and_texts_are_not_offered(town: CalendarMunicipality) -> None:
    town.group("ENERGIE", anchor=date(2027, 3, 15), interval_months=6)
    town.person("an")
    hand_in(town, "I1", IdeaState.NEW)
    shown = repr(offered(town))
    for text in ("Lotte", "Energie'", "An'", "Naam", "lievegem.example", "Lievegem"):
        assert text not in shown
