"""Days, quarters and names of municipalities as a sentence has them."""

from datetime import date

import pytest

from terugkom.documents.formatting import (
    format_day_and_month,
    format_long_date,
    format_quarter,
    format_short_date,
    format_short_quarter,
    join_clauses,
    join_label,
    name_as_subject,
    name_in_sentence,
)


@pytest.mark.parametrize(
    ("language", "long", "without_year", "short"),
    [
        ("nl", "maandag 1 maart 2027", "maandag 1 maart", "1 maart 2027"),
        ("fr", "lundi 1er mars 2027", "lundi 1er mars", "1er mars 2027"),
        ("de", "Montag, 1. März 2027", "Montag, 1. März", "1. März 2027"),
        ("en", "Monday 1 March 2027", "Monday 1 March", "1 March 2027"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(
    language: str, long: str, without_year: str, short: str
) -> None:
    day = date(2027, 3, 1)
    assert format_long_date(day, language) == long
    assert format_day_and_month(day, language) == without_year
    assert format_short_date(day, language) == short


def test_only_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert format_long_date(date(2027, 3, 11), "fr") == "jeudi 11 mars 2027"
    assert format_short_date(date(2027, 3, 2), "fr") == "2 mars 2027"


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("nl", "eerste kwartaal van 2027", "vierde kwartaal van 2027"),
        ("fr", "premier trimestre 2027", "quatrième trimestre 2027"),
        ("de", "1. Quartal 2027", "4. Quartal 2027"),
        ("en", "first quarter of 2027", "fourth quarter of 2027"),
    ],
)
def test_a_quarter_is_said_in_words(language: str, first: str, last: str) -> None:
    for month in (1, 2, 3):
        assert format_quarter(date(2027, month, 28), language) == first
        assert format_quarter(date(2027, month + 9, 30), language) == last


@pytest.mark.parametrize(
    ("language", "labelled", "joined"),
    [
        ("nl", "E-01: klaar", "klaar; 2 gestopt"),
        ("fr", "E-01\u00a0: klaar", "klaar\u202f; 2 gestopt"),
        ("de", "E-01: klaar", "klaar; 2 gestopt"),
        ("en", "E-01: klaar", "klaar; 2 gestopt"),
    ],
)
def test_labels_and_clauses_are_joined_by_the_marks_of_the_language(
    language: str, labelled: str, joined: str
) -> None:
    assert join_label("E-01", "klaar", language) == labelled
    assert join_clauses(("klaar", "", None, "2 gestopt"), language) == joined
    assert join_clauses((), language) == ""


def test_a_column_has_the_quarter_in_short() -> None:
    assert format_short_quarter(date(2027, 4, 1), "nl") == "2e kwartaal 2027"


@pytest.mark.parametrize(
    ("name", "inside", "first"),
    [
        ("Gemeente Zilverbeke", "de gemeente Zilverbeke", "De gemeente Zilverbeke"),
        ("Stad Zilverbeke", "de stad Zilverbeke", "De stad Zilverbeke"),
        ("OCMW Zilverbeke", "het OCMW Zilverbeke", "Het OCMW Zilverbeke"),
        ("Deelgroep energie", "de deelgroep energie", "De deelgroep energie"),
        ("Kopgroep MVO", "de kopgroep MVO", "De kopgroep MVO"),
        ("Groene ploeg", "Groene ploeg", "Groene ploeg"),
        ("Zilverbeke", "Zilverbeke", "Zilverbeke"),
        ("Gemeente", "Gemeente", "Gemeente"),
        ("Sint-Gillis {aan} zee", "Sint-Gillis {aan} zee", "Sint-Gillis {aan} zee"),
        ("", "", ""),
    ],
)
def test_the_name_of_a_municipality_or_a_group_has_its_article_in_a_sentence(
    name: str, inside: str, first: str
) -> None:
    assert name_in_sentence(name, "nl") == inside
    assert name_as_subject(name, "nl") == first


def test_another_language_leaves_the_name_as_it_is() -> None:
    assert name_in_sentence("Gemeente Zilverbeke", "en") == "Gemeente Zilverbeke"
