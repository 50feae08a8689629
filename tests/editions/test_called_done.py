"""What a sentence calls done: all actions, so many of them, or something else beside which they are named."""

from datetime import date

import pytest

from terugkom.editions.consistency_checks import PlanFacts, PlannedAction, check_story
from terugkom.editions.story_file import StoryDraft, StoryKind
from terugkom.plan.model import ActionStatus

PLAN = {
    f"A-{n:02}": PlannedAction(
        f"Titel {n}", ActionStatus.DONE if n < 8 else ActionStatus.RUNNING, date(2027, 6, 30), True
    )
    for n in range(24)
}
OF_ALL = {
    "nl": (
        "Alle acties uit het plan zijn klaar.",
        "Alle acties rond energie, mobiliteit en afval zijn klaar.",
        "Alle acties, groot en klein, zijn klaar.",
        "Alle acties die we planden, zijn klaar.",
        "Alle acties zijn, met dank aan u, klaar.",
        "In 2026 zijn alle acties klaar.",
        "Klaar: alle acties uit het plan.",
        "Het is gelukt: alle acties!",
        "Klaar zijn nu alle acties.",
        "We hebben alle acties uitgevoerd.",
        "Daarom zijn alle maatregelen nu afgerond.",
        "De uitvoering van het hele actieplan is voltooid.",
        "Elke actie telt en is klaar.",
        "De waterpunten lopen goed en alle acties zijn afgerond.",
        "De acties uit ons plan zijn klaar.",
        "Het actieplan is volledig uitgevoerd.",
        "Er loopt geen enkele actie meer.",
        "Er is geen actie meer open.",
        "Geen actie staat nog open.",
        "Er zijn geen acties meer open.",
        "Geen enkele maatregel is nog bezig.",
        "Twaalf van de vierentwintig acties zijn klaar.",
        "Twaalf van de 24 acties zijn klaar.",
        "12 van de vierentwintig acties zijn klaar.",
        "12 acties van de 24 zijn klaar.",
        "12 acties op 24 zijn klaar.",
        "Van de 24 acties zijn er 12 klaar.",
        "Van de vierentwintig acties zijn er twaalf afgerond.",
        "Eenentwintig van onze vierentwintig maatregelen zijn uitgevoerd.",
        "100 % van onze acties is gerealiseerd.",
        "Elke actie telt: 24 van de 24 acties zijn klaar.",
        "Eén van de 24 acties is klaar.",
        "Geen actie is nog bezig.",
        "Alle acties liepen goed en zijn klaar.",
    ),
    "fr": (
        "12 actions sur 24 sont terminées.",
        "Douze des vingt-quatre actions sont terminées.",
        "Douze actions sur vingt-quatre sont terminées.",
        "Vingt et une actions sur 24 sont terminées.",
        "Sur 24 actions, 12 sont terminées.",
        "Toutes les actions prévues sont terminées.",
        "Terminé : toutes les actions du plan.",
        "Nous avons réalisé toutes les actions.",
        "Chaque mesure est achevée.",
    ),
    "de": (
        "12 Maßnahmen von 24 sind abgeschlossen.",
        "Zwölf der vierundzwanzig Maßnahmen sind abgeschlossen.",
        "Von den 24 Maßnahmen sind 12 abgeschlossen.",
        "Alle Maßnahmen sind fertig.",
        "Fertig sind alle Maßnahmen.",
        "Jede Maßnahme ist umgesetzt.",
        "Keine Maßnahme ist mehr offen.",
        "Wir haben alle Maßnahmen umgesetzt.",
        "Dass alle Maßnahmen abgeschlossen sind, freut uns.",
    ),
    "en": (
        "Twelve of the twenty-four actions are done.",
        "12 actions of the 24 are done.",
        "Of the 24 actions, 12 are done.",
        "Of the twenty-four actions, twelve are finished.",
        "Every action is completed.",
        "We have completed all actions.",
        "No action is still open.",
        "All of the actions, big and small, are done.",
    ),
}
OF_OTHERS = {
    "nl": (
        "Elke actie telt: de waterpunten zijn klaar.",
        "Elke actie telt, vijf waterpunten zijn klaar.",
        "Elke actie telt; de waterpunten zijn klaar.",
        "Elke actie telt – de waterpunten zijn klaar.",
        "Elke actie telt en de waterpunten zijn klaar.",
        "Elke actie telt en zo zijn de waterpunten klaar.",
        "Elke maatregel helpt, en nu zijn de waterpunten klaar.",
        "De waterpunten zijn klaar: elke actie telt.",
        "De waterpunten zijn klaar, want elke actie telt.",
        "Klaar: elke actie telt.",
        "Dankzij alle acties samen zijn de waterpunten klaar.",
        "Zoals bij elke actie is de evaluatie klaar.",
        "De waterpunten zijn klaar, zoals alle acties met zorg gedaan.",
        "Het hele plan leeft: de waterpunten zijn klaar.",
        "De waterpunten uit het volledige plan zijn klaar.",
        "Twee acties uit ons plan zijn klaar.",
        "Vijf nieuwe projecten uit ons plan zijn klaar.",
        "We vieren alle acties die klaar zijn.",
        "Het overzicht van alle acties is klaar.",
        "Het is geen project meer, het is een gewoonte.",
        "Dit is geen project meer.",
        "Het is geen actie meer, maar een gewoonte.",
        "Geen project is meer dan een begin.",
        "Het staat er: geen actie meer.",
        "Acht van de vierentwintig acties zijn klaar.",
        "Acht acties van de 24 zijn klaar.",
        "Van de 24 acties zijn er acht klaar.",
        "Twaalf van de 24 acties lopen: de waterpunten zijn klaar.",
        "Bij twaalf van de 24 acties zijn de werken klaar.",
        "Half van de acties is klaar.",
        "Negen acties op schema zijn klaar.",
        "Elk project begint klein, het fietspad is nu klaar.",
        "Zo dragen alle acties bij, en is het dak klaar.",
    ),
    "fr": (
        "Chaque action compte : les points d'eau sont terminés.",
        "Chaque action compte, cinq points d'eau sont terminés.",
        "Grâce à toutes les actions, les points d'eau sont terminés.",
        "Les points d'eau sont terminés, car chaque action compte.",
        "Deux actions de notre plan sont terminées.",
        "Huit actions sur 24 sont terminées.",
        "Sur 24 actions, huit sont terminées.",
        "Ce n'est plus un projet, c'est une habitude.",
        "Toutes les actions comptent et les travaux sont terminés.",
    ),
    "de": (
        "Jede Maßnahme zählt: Die Wasserstellen sind fertig.",
        "Jede Maßnahme zählt, fünf Wasserstellen sind fertig.",
        "Die Wasserstellen sind fertig, denn jede Maßnahme zählt.",
        "Zwei Maßnahmen aus unserem Plan sind fertig.",
        "Acht Maßnahmen von 24 sind abgeschlossen.",
        "Das ist keine Maßnahme mehr, das ist eine Gewohnheit.",
        "Es ist keine Aktion mehr, sondern Alltag.",
    ),
    "en": (
        "Every action counts: the water points are finished.",
        "Every action counts, five water points are finished.",
        "The water points are finished, because every action counts.",
        "Two actions of our plan are finished.",
        "Eight actions of the 24 are done.",
        "Thanks to all actions the water points are finished.",
        "It is no project any more, it is a habit.",
    ),
}


def list_problems(text: str, language: str, kind: str, *actions: str) -> list[str]:
    story = StoryDraft("kort", StoryKind(kind), "Kort", text, public=True, actions=actions)
    return [each.text for each in check_story(story, PlanFacts(PLAN, {}, language))]


@pytest.mark.parametrize(("kind", "actions"), [("other", ()), ("done", ("A-01",))])
@pytest.mark.parametrize(("language", "text"), [(each, text) for each in OF_ALL for text in OF_ALL[each]])
def test_what_is_said_of_all_or_of_their_number_is_held_against_the_plan(
    language: str, text: str, kind: str, actions: tuple[str, ...]
) -> None:
    (problem,) = list_problems(text, language, kind, *actions)
    assert text in problem


@pytest.mark.parametrize(("kind", "actions"), [("other", ()), ("done", ("A-01",))])
@pytest.mark.parametrize(
    ("language", "text"), [(each, text) for each in OF_OTHERS for text in OF_OTHERS[each]]
)
def test_what_only_names_all_beside_what_is_done_passes(
    language: str, text: str, kind: str, actions: tuple[str, ...]
) -> None:
    assert list_problems(text, language, kind, *actions) == []
