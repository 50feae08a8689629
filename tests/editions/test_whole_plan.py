"""What a story says of all actions of the plan is held against all of them, whatever actions it is about."""

from datetime import date

import pytest

from terugkom.editions.consistency_checks import check_story
from terugkom.editions.plan_facts import PlanFacts, PlannedAction
from terugkom.editions.story_file import StoryDraft, StoryKind
from terugkom.plan.model import ActionStatus

PLAN = {
    "M-01": PlannedAction("Drie dienstfietsen", ActionStatus.DONE, date(2026, 11, 30), True, "Mobiliteit"),
    "M-02": PlannedAction("Fietsstalling", ActionStatus.DONE, date(2026, 11, 30), True, "Mobiliteit"),
    "E-02": PlannedAction("Ledverlichting", ActionStatus.RUNNING, date(2027, 6, 30), True, "Energie"),
    "I-04": PlannedAction("Papierloos vergaderen", ActionStatus.STOPPED, None, False, "Intern"),
}
WRONG = {
    "nl": (
        "Alle acties zijn klaar.",
        "Elke actie is afgerond.",
        "Ons hele actieplan is uitgevoerd.",
        "Alles uit het actieplan is klaar.",
        "De acties zijn allemaal klaar.",
        "Geen enkele actie loopt nog.",
        "100 % van onze acties is gerealiseerd.",
        "Drie van de vier acties zijn klaar.",
        "Alle acties rond energie zijn klaar.",
    ),
    "fr": (
        "Toutes les actions sont terminées.",
        "L'ensemble du plan est réalisé.",
        "Quatre des quatre actions sont terminées.",
    ),
    "de": (
        "Alle Maßnahmen sind abgeschlossen.",
        "Unser gesamter Klimaplan ist umgesetzt.",
        "Keine Maßnahme läuft mehr.",
    ),
    "en": (
        "All actions are completed.",
        "Our entire plan has been carried out.",
        "Three of the four actions are done.",
    ),
}
RIGHT = {
    "nl": (
        "Bijna alle acties zijn klaar.",
        "Binnenkort zijn alle acties klaar.",
        "Niet alle acties zijn klaar.",
        "Alle acties lopen op schema.",
        "Alle acties rond mobiliteit zijn klaar.",
        "Twee van de vier acties zijn klaar.",
        "Drie van de vijf acties zijn klaar.",  # of another list: the plan has four
        "Tegen 2030 zijn vier van de vier acties klaar.",
        "Het nieuwe actieplan is klaar.",
    ),
    "fr": ("Toutes les actions avancent.", "Deux des quatre actions sont terminées."),
    "de": ("Alle Maßnahmen laufen.", "Zwei der vier Maßnahmen sind fertig."),
    "en": ("All actions are on track.", "Two of the four actions are done."),
}


def list_problems(text: str, language: str, kind: StoryKind, *actions: str) -> list[str]:
    story = StoryDraft("kort", kind, "Kort", text, public=True, actions=actions)
    return [each.text for each in check_story(story, PlanFacts(PLAN, {}, language))]


@pytest.mark.parametrize(("kind", "actions"), [("other", ()), ("other", ("M-01",)), ("done", ("M-01",))])
@pytest.mark.parametrize(("language", "text"), [(each, text) for each in WRONG for text in WRONG[each]])
def test_what_is_said_of_all_is_held_against_all(
    language: str, text: str, kind: str, actions: tuple[str, ...]
) -> None:
    (problem,) = list_problems(text, language, StoryKind(kind), *actions)
    assert text in problem


@pytest.mark.parametrize(("language", "text"), [(each, text) for each in RIGHT for text in RIGHT[each]])
def test_what_is_right_or_not_said_of_all_passes(language: str, text: str) -> None:
    assert list_problems(text, language, StoryKind.OTHER) == []


def test_all_actions_are_those_of_the_story_if_it_is_about_several() -> None:
    assert list_problems("Alle acties zijn klaar.", "nl", StoryKind.OTHER, "M-01", "M-02") == []
    named = list_problems("Alle acties uit ons plan zijn klaar.", "nl", StoryKind.OTHER, "M-01", "M-02")
    assert "“Ledverlichting” loopt nog" in named[0]
    assert "“Papierloos vergaderen” is gestopt" in named[0]


def test_a_story_that_is_called_done_names_its_action() -> None:
    (problem,) = list_problems("Wat een kwartaal.", "nl", StoryKind.DONE)
    assert problem.startswith("soort: dit verhaal heet klaar en noemt geen actie")


def test_of_many_actions_the_first_are_named() -> None:
    many = {f"A-{n}": PlannedAction(f"Actie {n}", ActionStatus.RUNNING, None, True) for n in range(20)}
    story = StoryDraft("kort", StoryKind.OTHER, "Kort", "Alle acties zijn klaar.")
    (problem,) = check_story(story, PlanFacts(many, {}, "nl"))
    assert problem.plan.count("loopt nog") == 4
    assert problem.plan.endswith("en nog 16 andere")
