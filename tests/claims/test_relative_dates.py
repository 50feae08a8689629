"""Words that count from the day on which they were written: true up to a last day, and stale after it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.claims.passed_dates import find_passed_words
from terugkom.claims.relative_dates import find_relative_dates, load_relative_words

WRITTEN = date(2026, 10, 7)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "words", "last_day"),
    [
        ("De politieraad beslist volgende maand over de paaltjes", "volgende maand", date(2026, 11, 30)),
        ("De aannemer komt volgende week.", "volgende week", date(2026, 10, 18)),
        ("Morgen komt de aannemer.", "Morgen", date(2026, 10, 8)),
        ("Deze week leveren ze de kast.", "Deze week", date(2026, 10, 11)),
        ("De levering volgt aanstaande maandag.", "aanstaande maandag", date(2026, 10, 14)),
        ("Binnenkort start de bevraging.", "Binnenkort", date(2026, 12, 8)),
        ("Deze winter plaatsen ze de pomp, dat kan niet vroeger.", "Deze winter", date(2027, 3, 20)),
        ("Wij zullen ze deze zomer plaatsen.", "deze zomer", date(2027, 9, 20)),
        ("Dit najaar komt er een infoavond.", "Dit najaar", date(2026, 12, 20)),
        ("De komende maanden wordt er gewerkt.", "De komende maanden", date(2027, 1, 31)),
        ("Volgend kwartaal gaat het open.", "Volgend kwartaal", date(2027, 3, 31)),
        ("Dit jaar moet het nog lukken.", "Dit jaar", date(2026, 12, 31)),
        ("Volgend jaar is er geld.", "Volgend jaar", date(2027, 12, 31)),
        ("Over twee weken weten we meer.", "Over twee weken", date(2026, 11, 11)),
        ("De vergunning was er, en volgende maand komt de aannemer.", "volgende maand", date(2026, 11, 30)),
    ],
)
def test_it_holds_until_its_last_day_and_not_after_it(text: str, words: str, last_day: date) -> None:
    assert list(find_passed_words(text, "nl", WRITTEN, last_day)) == []
    (found,) = find_passed_words(text, "nl", WRITTEN, last_day + timedelta(days=1))
    assert (found.words, found.day, found.sentence) == (words, last_day, text)


@pytest.mark.parametrize(
    ("written", "last_day"),
    [
        (date(2026, 9, 20), date(2026, 9, 20)),
        (date(2026, 9, 21), date(2027, 9, 20)),
    ],
)
def test_a_season_is_the_one_that_goes_on_until_its_last_day(written: date, last_day: date) -> None:
    text = "Wij zullen ze deze zomer plaatsen."
    assert list(find_passed_words(text, "nl", written, last_day)) == []
    (found,) = find_passed_words(text, "nl", written, last_day + timedelta(days=1))
    assert found.day == last_day


@pytest.mark.parametrize(
    "text",
    [
        "Deze zomer plaatsten we de fietsenstalling.",
        "Deze week was er een vergadering.",
        "Wij hebben deze maand twaalf gebouwen bezocht.",
        "In maart was er overleg, de volgende maand begon de bouw.",
        "Dit jaar daalde het verbruik.",
        "Elke morgenstond telt.",
    ],
)
def test_what_looks_back_or_tells_of_then_stays_true(text: str) -> None:
    assert list(find_passed_words(text, "nl", WRITTEN, date(2030, 1, 1))) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L’entrepreneur vient le mois prochain."),
        ("fr", "Nous commençons bientôt."),
        ("fr", "Le conseil décidera cet automne."),
        ("de", "Der Unternehmer kommt nächsten Monat."),
        ("de", "Demnächst beginnt der Bau."),
        ("de", "Kommende Woche wissen wir mehr."),
        ("en", "The contractor comes next month."),
        ("en", "We will start this autumn."),
        ("en", "More news soon."),
    ],
)
def test_in_the_other_languages(language: str, text: str) -> None:
    assert list(find_passed_words(text, language, WRITTEN, WRITTEN)) == []
    assert len(list(find_passed_words(text, language, WRITTEN, date(2028, 1, 1)))) == 1


@given(
    language=st.sampled_from(sorted(load_relative_words())),
    written_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    words=st.sampled_from(
        ("morgen", "volgende week", "deze zomer", "demain", "next year", "bald", "dit kwartaal")
    ),
)
def test_no_word_is_stale_on_the_day_that_it_is_written(language: str, written_on: date, words: str) -> None:
    for found in find_relative_dates(words, language, written_on):
        assert written_on <= found.last_day <= written_on + timedelta(days=731)


def test_each_language_has_the_same_words() -> None:
    assert {frozenset(words) for words in load_relative_words().values()} == {
        frozenset(load_relative_words()["nl"])
    }
