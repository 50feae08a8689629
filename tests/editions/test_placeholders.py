"""What was not filled in, or fills nothing in, stops the edition: readers would get it as it stands."""

from dataclasses import replace

import pytest

from terugkom.editions.consistency_checks import check_story
from terugkom.editions.plan_facts import PlanFacts
from terugkom.editions.story_file import StoryDraft, StoryKind

STORY = StoryDraft("kort", StoryKind.OTHER, "Kort", "Het verbruik daalt.", public=True)
PLAN = PlanFacts({}, {}, "nl")


@pytest.mark.parametrize(
    "text",
    [
        *("{ KWH } kWh", "{KWH kWh", "KWH} kWh", "{KWH } kWh", "{}"),
        *(
            "[Vul in]",
            "[vul hier aan: waarom]",
            "[VUL HIER AAN]",
            "[Vul hier aan waarom het later",
            "[citaat]",
        ),
        "Vul hier aan waarom het later wordt, of vraag het aan de trekker.",
        *(
            "XXX kWh",
            "TODO",
            "<aantal>",
            "___ kWh",
            "op ?? maart",
            "[datum]",
            "[nog te bepalen]",
            "..... kWh",
        ),
    ],
)
@pytest.mark.parametrize("field", ["text", "quote", "title", "alt"])
def test_a_gap_stops_a_story(text: str, field: str) -> None:
    written = f"Het verbruik is {text} nu"
    assert len(check_story(replace(STORY, **{field: written}), PLAN)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Zie [de datum](https://linde.example.org/datum) en [Datum](https://linde.example.org).",
        "“Het [dak] lekte [...] al jaren”, zegt An [1].",
        "Maat XXL, de 20e eeuw, en **__echt__** veel ... bomen! Waarom? Daarom.",
        "Vult u de enquête in? Vul ze hier in: de link staat onderaan.",
    ],
)
def test_what_only_looks_like_a_gap_passes(text: str) -> None:
    assert check_story(replace(STORY, text=text), PLAN) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "[à compléter]"), ("fr", "[Date]"), ("de", "[Bitte ergänzen]"), ("en", "[insert number]")],
)
def test_gaps_are_known_in_each_language(language: str, text: str) -> None:
    assert len(check_story(replace(STORY, text=text), replace(PLAN, language=language))) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("nl", text) for text in ("op ?? maart", "**??** kWh", "?? kWh", "de 2026-??-?? meting", "(??)")),
        *(
            ("nl", text)
            for text in ("We starten op ??", "Datum: ???", "Het kost € ??", "Nog ?? weken.", "???")
        ),
        *(("fr", text) for text in ("Le ?? mars", "Nous commençons le ??", "Prix : ?? euros")),
        *(("de", text) for text in ("Am ?? März", "Wir haben ?? Bäume gepflanzt.", "Es kostet ?? Euro.")),
        *(("en", text) for text in ("On ?? March", "It costs ?? euro.", "We start on ???")),
    ],
)
def test_question_marks_in_the_place_of_a_word_are_a_gap(language: str, text: str) -> None:
    assert len(set(check_story(replace(STORY, text=text), replace(PLAN, language=language)))) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("nl", text) for text in ("Echt waar???", "Echt waar??", "Hoe kan dat?!??", "**Echt waar**???")),
        *(
            ("nl", text)
            for text in ("“Echt waar”?? Ja!", "Echt waar ??? Ja.", "Echt waar ???", "Waar (echt)??")
        ),
        *(("nl", text) for text in ("Kijk eens aan………", "Nou ja.....", "Wat nu…?? We wachten.")),
        *(("fr", text) for text in ("Vraiment ??", "Vraiment ??? Oui.", "« Vraiment » ?? Oui.")),
        *(("de", text) for text in ("Wirklich??? Ja.", "Wirklich??")),
        *(("en", text) for text in ("Really???", "Really?? Yes.", "Really?!?!??")),
    ],
)
def test_question_marks_behind_a_question_are_no_gap(language: str, text: str) -> None:
    assert check_story(replace(STORY, text=text), replace(PLAN, language=language)) == ()
