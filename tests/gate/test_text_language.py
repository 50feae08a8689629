"""A text is checked by the rules of its own language, however short it is."""

from datetime import date

import pytest

from terugkom.gate.check_plan import check_plan
from terugkom.gate.text_language import detect_language, detect_plan_language
from terugkom.plan.queries import get_municipality
from tests.reminders.tick_calendar import CalendarMunicipality


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Réduire les déchets", "fr"),
        ("Encourager la mobilité douce", "fr"),
        ("Promotion of an active lifestyle", "en"),
        ("Lead by example", "en"),
        ("Förderung des Radverkehrs", "de"),
        ("Bürgerbeteiligung", "de"),
        ("Participatie in de wijk", "nl"),
        ("Communicatie", "nl"),
        ("Deelname aan Earth Hour", "nl"),
        ("Witgoedactie", "nl"),
        ("2027", "nl"),
    ],
)
def test_a_short_title_is_known_by_its_words(title: str, language: str) -> None:
    assert detect_language(title, "nl") == language


def test_a_title_that_says_nothing_of_its_language_is_in_that_of_the_plan() -> None:
    titles = ["Planter des haies", "Isoler la toiture de l'école", "Plan canicule"]
    assert detect_plan_language(titles, "nl") == "fr"
    assert detect_plan_language(["Hagen planten", "Het dak isoleren", "Bike to work"], "nl") == "nl"
    assert detect_plan_language([], "de") == "de"


def test_a_title_is_read_in_the_language_of_the_other_titles(town: CalendarMunicipality) -> None:
    for code, title in enumerate(["Planter des haies", "Isoler la toiture de l'école", "Projet innovation"]):
        town.action(f"A{code}", date(2027, 5, 31), title=title)
    with town.database.read_session() as session:
        found = {each.title: each for each in check_plan(session, get_municipality(session, town.slug))}
    assert [hit.rule for hit in found["Projet innovation"].findings] == ["not-measurable"]
    assert "Bij “innovation”" in found["Projet innovation"].findings[0].message
