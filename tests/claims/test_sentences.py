"""Sentences that are judged as a reader would: twenty one by one, ours and the labelled ones as a whole.

What is kept aside was measured before these tests were written; docs/claims.md has that figure.
"""

from pathlib import Path

import pytest

from terugkom.claims.check_text import check_text
from tests.claims.labelled import Measured, judge, language_of, measure

OWN = Path(__file__).parent / "sentences"
LABELLED = (
    "claims-nl-seen",
    "claims-nl-kept",
    "claims-fr",
    "claims-de",
    "claims-en",
    "second-claims-nl-seen",
    "third-claims-nl",
    "third-claims-fr",
    "third-claims-de",
    "third-claims-en",
    "fourth-claims-nl",
    "fourth-claims-fr",
    "fourth-claims-de",
    "fourth-claims-en",
    "fifth-claims-nl",
    "fifth-claims-fr",
    "fifth-claims-de",
    "fifth-claims-en",
    "sixth-claims-nl",
    "sixth-claims-fr",
    "sixth-claims-de",
    "sixth-claims-en",
    "seventh-claims-nl",
    "seventh-claims-fr",
    "seventh-claims-de",
    "seventh-claims-en",
)


def read_sentences(name: str) -> list[tuple[str, bool]]:
    """Return sentences of ours, and whether each misleads; the columns are label and sentence."""
    lines = (OWN / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [
        (sentence, label == "misleading") for label, _, sentence in (line.partition("\t") for line in lines)
    ]


def is_good(measured: Measured) -> bool:
    return measured.precision >= 0.9 and measured.recall >= 0.9


@pytest.mark.parametrize(("sentence", "misleads"), read_sentences("twenty"))
def test_each_of_the_twenty_sentences_is_judged_as_labelled(sentence: str, misleads: bool) -> None:
    assert bool(check_text(sentence, "nl")) == misleads


@pytest.mark.parametrize(
    ("language", "sentence", "misleads"),
    [
        ("nl", "Het fietspad kreeg groen asfalt.", True),
        ("fr", "La route est en asphalte vert.", True),
        ("nl", "Rood asfalt voor fietsers en groen asfalt voor voetgangers.", False),
        ("nl", "Het fietspad kreeg groen asfalt, zodat het opvalt.", False),
    ],
)
def test_green_asphalt_is_asked_like_green_concrete_unless_it_is_a_colour(
    language: str, sentence: str, misleads: bool
) -> None:
    assert bool(check_text(sentence, language)) == misleads


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_each_kind_of_claim_is_found_and_its_fair_neighbours_are_not(language: str) -> None:
    sentences = read_sentences(f"{language}-kinds")
    wrong = [text for text, misleads in sentences if bool(check_text(text, language)) != misleads]
    assert sentences
    assert wrong == []


@pytest.mark.parametrize("name", ["nl", "nl-second", "fr", "de", "en"])
def test_our_own_sentences_are_judged_as_labelled(name: str) -> None:
    sentences, language = read_sentences(name), name[:2]
    assert is_good(judge([(text, label, bool(check_text(text, language))) for text, label in sentences]))


def test_the_language_of_a_labelled_file_stands_in_its_name() -> None:
    names = ("claims-nl-seen", "claims-fr", "second-claims-nl-seen", "second-claims-de", "third-claims-en")
    assert [language_of(name) for name in names] == ["nl", "fr", "nl", "de", "en"]


@pytest.mark.parametrize("name", LABELLED)
def test_labelled_sentences_stay_as_well_judged_as_they_were(name: str) -> None:
    assert is_good(measure(name))


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("count", ["fourth", "fifth", "seventh"])
def test_the_last_sets_are_judged_as_labelled(count: str, language: str) -> None:
    measured = measure(f"{count}-claims-{language}")
    assert (measured.false_alarms, measured.missed) == ([], [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Het gasverbruik daalde van 2.140 naar 1.985 MWh en wij zijn klimaatneutraal.", ["klimaatneutraal"]),
        ("We haalden ons doel niet, maar zijn wel de groenste gemeente.", ["groenste gemeente"]),
        ("Met het EU Ecolabel poetst onze dienst milieuvriendelijk.", []),
        ("Onze dienst poetst met het EU Ecolabel en is dus milieuvriendelijk.", ["milieuvriendelijk"]),
        ("We wilden klimaatneutraal zijn, maar dat lukte niet.", []),
        ("We zijn niet klimaatneutraal.", []),
        ("Onze bussen hebben geen uitstoot.", ["geen uitstoot"]),
        ("Een groene gemeente. Het groen op de markt krijgt water.", ["groene gemeente"]),
    ],
)
def test_support_counts_for_its_own_clause(text: str, found: list[str]) -> None:
    assert [each.words for each in check_text(text, "nl")] == found


def test_a_name_is_no_claim_and_a_figure_of_the_plan_is_a_source() -> None:
    assert check_text("Morgen opent duurzaam bouwen van zijn deuren.", "nl")
    assert not check_text("Morgen opent duurzaam bouwen van zijn deuren.", "nl", names=["Duurzaam bouwen"])
    assert not check_text("De leden van De Groene Valk ruimen zwerfvuil.", "nl")
    assert not check_text("Het gasverbruik daalde tot {E-03}, volgens de facturen.", "nl")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wij redden de Aarde.", ["redden de Aarde"]),
        ("De planeet redden? Bij ons doen we dat elke dag.", ["planeet redden"]),
        ("De planeet redden? Daarover gaat het debat.", []),
        ("Een milieuvriendelijk feest? Wij doen het gewoon.", ["milieuvriendelijk"]),
        ("Een milieuvriendelijk feest? De lezing is op 4 mei.", []),
    ],
)
def test_a_question_that_is_answered_and_a_common_word_with_a_capital_are_claims(
    text: str, found: list[str]
) -> None:
    assert [each.words for each in check_text(text, "nl")] == found


def test_a_negation_that_is_itself_a_claim_takes_no_other_claim_back() -> None:
    text = "De bus is gecompenseerd met bomen, zodat hij geen enkel effect heeft op het klimaat."
    assert [each.rule for each in check_text(text, "nl")] == ["offset"]
    assert not check_text("De bus is niet gecompenseerd met bomen.", "nl")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De raad vergaderde. De planeet redden?\n\nWij doen het elke dag in de bib.", []),
        ("De raad vergaderde. De planeet redden? Wij doen het elke dag.\n\nTot gauw.", ["planeet redden"]),
        ("De planeet redden?\n\nWij doen het elke dag.", ["planeet redden"]),  # a heading
    ],
)
def test_a_question_is_answered_in_its_own_paragraph_or_below_its_heading(
    text: str, found: list[str]
) -> None:
    assert [each.words for each in check_text(text, "nl")] == found
