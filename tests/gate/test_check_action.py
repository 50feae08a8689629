"""What any text must hold to, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.gate.check_action import ActionToCheck, check_action, check_action_text
from terugkom.language_rules.lexicon import Lexicon
from terugkom.language_rules.name_detection import find_names

_WORDS = (
    "Stimuleren|van|meer|waar mogelijk|Week van de duurzaamheid|50%|(nu 12%)|\n- |; |plaatsen|Meer Mobiel vzw"
)
FRAGMENTS = st.sampled_from([*_WORDS.split("|"), "‘", "’", "2030", "tegen", "É", "İ", "{words}", ":", "\x00"])
TEXTS = st.lists(FRAGMENTS | st.text(max_size=8), max_size=12).map(" ".join)


def rules(title: str, description: str = "", language: str = "nl") -> set[str]:
    return {
        hit.rule for hit in check_action(ActionToCheck(title, description, ("An Peeters",), True), language)
    }


@given(TEXTS, TEXTS, st.sampled_from(["nl", "fr", "en", "de", ""]))
def test_any_text_is_checked_and_each_rule_trips_at_most_once(title: str, body: str, language: str) -> None:
    hits = check_action(ActionToCheck(title, body), language)
    assert len({hit.rule for hit in hits}) == len(hits)
    assert hits == check_action(ActionToCheck(title, body), language)


@given(TEXTS)
def test_words_shown_stand_in_the_text(title: str) -> None:
    text = " ".join(ActionToCheck(title).text.split())
    for hit in check_action_text(title, "", False, False, "nl"):
        assert all(words.rstrip("…") in text for words in hit.words.split(", "))


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Een duurzame gemeente", "not-measurable"),
        ("De duurzaamste school", "not-measurable"),
        ("Fietsgebruik wordt gestimuleerd", "promises-nothing"),
        ("Gesensibiliseerde burgers", "promises-nothing"),
        ("Een gezond binnenklimaat bevorderende maatregelen", "promises-nothing"),
        ("Erfgoed waaraan aandacht besteed wordt", "promises-nothing"),
        ("De stad moedigt ondernemers aan", "promises-nothing"),
        ("Strevend naar een afvalarme werking", "hedge"),
        ("We trachtten het verbruik te meten", "hedge"),
        ("Verminderde uitstoot", "comparative"),
        ("Het verbruik wordt teruggedrongen", "comparative"),
        ("De mobiliteit wordt verduurzaamd", "comparative"),
    ],
)
def test_inflected_forms_count(title: str, rule: str) -> None:
    assert rule in rules(title)


@pytest.mark.parametrize(
    "title",
    [
        "Week van de duurzaamheid",
        "Stand op de Week van de duurzaamheid",
        "Een wandeling in de week van de duurzaamheid",
        "Groendienst",
        "De groendienst snoeit de hagen van het kerkhof",
        "Lokaal van Meer Mobiel vzw schilderen",
        "Het stuk ‘Beter Samen Leven’ op de markt spelen",
        "Aansluiten bij het Klimaatpact",
        "Banken op het Duurzaamheidsplein",
    ],
)
def test_names_do_not(title: str) -> None:
    assert rules(title) == set()


def test_the_case_of_letters_does_not_matter_where_all_are_capitals() -> None:
    assert "promises-nothing" in rules("STIMULEREN VAN HET FIETSGEBRUIK")


def test_a_decomposed_accent_is_the_same_letter() -> None:
    assert "promises-nothing" in rules("Draagvlak cree\u0308ren voor het klimaat")


def test_a_text_in_another_language_is_read_by_the_rules_of_that_language() -> None:
    french = "Encourager les citoyens et les entreprises à utiliser le vélo dans la commune"
    assert {"promises-nothing", "not-measurable"} <= rules(french, language="nl")
    english = "Encouraging the use of the bicycle by the staff of the town"
    [hit] = [
        hit for hit in check_action_text(english, "", False, False, "nl") if hit.rule == "promises-nothing"
    ]
    assert hit.words == "Encouraging"


def test_names_are_found_by_their_capitals_quotes_and_legal_form() -> None:
    def names(text: str) -> set[str]:
        return {text[start:end] for start, end in find_names(text)}

    assert "Meer Mobiel" in names("Subsidie voor Meer Mobiel")
    assert "'Laat de motor niet draaien'" in names("Campagne 'Laat de motor niet draaien' voeren")
    assert "Beter vzw" in names("Beter vzw huurt een lokaal")
    assert names("Minder afval in de wijken") == set()
    assert names("MINDER AFVAL IN DE WIJKEN") == set()


def test_the_notation_of_patterns() -> None:
    lexicon = Lexicon(
        {
            "stem": ["(ge)?stimul(eer|er)*"],
            "end": ["*studie"],
            "phrase": ["zoveel mogelijk", "naar ... gestreefd"],
            "number": ["minder dan #*"],
        }
    )

    def found(text: str) -> dict[str, str]:
        return {name: text[spans[0][0] : spans[0][1]] for name, spans in lexicon.find(text).items()}

    assert found("er wordt gestimuleerd") == {"stem": "gestimuleerd"}
    assert found("een haalbaarheidsstudie, zoveel  mogelijk") == {
        "end": "haalbaarheidsstudie",
        "phrase": "zoveel  mogelijk",
    }
    assert found("naar een betere wereld gestreefd") == {"phrase": "naar een betere wereld gestreefd"}
    assert found("minder dan 2,5%") == {"number": "minder dan 2,5"}
    assert found("stim en studies") == {}


@pytest.mark.parametrize(
    ("deadline", "rule"),
    [("doorlopend", "ongoing-unchecked"), ("na de winter", "no-deadline"), ("", "no-deadline")],
)
def test_a_deadline_that_is_no_day_trips_the_one_rule_of_its_words(deadline: str, rule: str) -> None:
    draft = ActionToCheck("Fietscontrole in acht scholen", "", ("An Peeters",), False, deadline)
    assert [hit.rule for hit in check_action(draft, "nl")] == [rule]
