"""French, German and English, read aloud: elisions, blanks, quotation marks, one word for a thing."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from terugkom.catalogues import LOCALE_FOLDER, list_languages
from tests.plain_language.find_faults import find_slips
from tests.plain_language.find_language_slips import (
    FORBIDDEN,
    LANGUAGES,
    build_words_validator,
    find_language_slips,
    find_left_over,
    find_other_words,
    find_wrong_forms,
    list_texts,
)


def find_doubled(text: str, language: str) -> list[str]:
    """Return doubled words, marks and blanks: *Sie sie* and *die die* are right in German."""
    found = find_slips(build_words_validator(text))
    return (
        found if language != "de" else [each for each in found if not re.fullmatch(r"(?i)(Sie|die) \1", each)]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stumbles(language: str) -> None:
    texts = list_texts(language)
    assert len(texts) > 1000
    found = {
        name: slips
        for name, forms in texts.items()
        if (
            slips := [
                slip
                for form in forms
                for slip in (*find_language_slips(form, language), *find_doubled(form, language))
            ]
        )
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_another_language_is_left(language: str) -> None:
    found = {
        name: words
        for name, forms in list_texts(language).items()
        if (words := [word for form in forms for word in find_left_over(form, language)])
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_has_one_name(language: str) -> None:
    found = {
        name: words
        for name, forms in list_texts(language).items()
        if (words := [word for form in forms for word in find_other_words(form, language)])
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_agrees_with_its_count_and_what_is_filled_in(language: str) -> None:
    found = {
        name: wrong
        for name, forms in list_texts(language).items()
        if (wrong := list(find_wrong_forms(forms, language)))
    }
    assert found == {}


@pytest.mark.parametrize("language", list_languages())
def test_no_text_stands_behind_a_blank_line_of_a_catalogue(language: str) -> None:
    """A merge left the new text of one message below another, whose plural ended with it: "2 verhalen die
    niet in het document stondenEen werkboek of ideeën per mail lezen we alleen van de coördinator"."""
    lines = Path(LOCALE_FOLDER, language, "LC_MESSAGES/terugkom.po").read_text(encoding="utf-8").splitlines()
    behind = [
        (number, line)
        for number, (before, line) in enumerate(pairwise(lines), 2)
        if line.startswith('"') and not before.startswith(('"', "msg"))
    ]
    assert behind == []


@pytest.mark.parametrize(
    ("language", "text", "slips"),
    [
        ("fr", "le mail de `x` est là", []),
        ("fr", "la réponse de une action, que il faut lire", ["de u", "que i"]),
        ("fr", "le onze mai, la huitième ligne, que hier", ["que hier"]),
        ("fr", "l'action", ["l'"]),
        ("fr", "Quoi ? Rien ; non", [" ?", " ;"]),
        ("fr", "Quoi? Rien\u202f; cela\u00a0: «\u00a0oui\u00a0»\u202f!", ["i?"]),
        ("fr", "«non»; « oui »", ["« ", " »"]),
        ("fr", "voir https://x.example.org/?a=b et `a ? b`", []),
        ("fr", "Où sont tes actions\u202f?", ["tes"]),
        ("de", "„Das“ ist “falsch”, und deine auch", ["“", "”", "deine"]),
        ("de", "Nein ; doch", ["n ;"]),
        ("en", "an message, a action, an hour, a one-off, a user", ["an me", "a ac"]),
        ("en", 'the code "E-01"', ['"', '"']),
    ],
)
def test_the_slips_are_found(language: str, text: str, slips: list[str]) -> None:
    found = find_language_slips(text, language)
    assert sorted(each.strip() for each in found) == sorted(each.strip() for each in slips)


def test_what_another_language_left_is_found() -> None:
    assert find_left_over("Indiquez le code van het overleg", "fr") == ["het", "overleg"]
    assert find_left_over("Choisissez « nieuwe actie » dans *Subflow Runs*", "fr") == []
    assert find_left_over("The Datei und the file", "de") == ["the", "file"]
    assert find_left_over("Rien dans the plan", "en") == ["dans"]


def test_what_was_replaced_is_found() -> None:
    assert find_other_words("Le coordinateur lit le mail", "fr") == ["mail", "coordinateur"]
    assert find_other_words("Der Text ist bewahrt, die Mail ist versendet", "de") == [
        *("Mail", "versendet", "ist bewahrt"),
    ]
    for patterns in FORBIDDEN.values():
        assert [re.compile(each) for each in patterns]


def test_a_verb_of_one_behind_the_count_of_many_is_found() -> None:
    """ "3 attend un autre expéditeur" was the plural of that message."""
    assert list(find_wrong_forms(("{count} attend", "{count} attend un autre"), "fr")) == ["{count} attend"]
    assert list(find_wrong_forms(("Rappels de {municipality}",), "fr")) == ["de {municipality}"]
    assert list(find_wrong_forms(("{count} wartet", "{count} warten"), "de")) == []
