"""A text that looks forward to a day that passed is not fresh; one that looks back is."""

from datetime import date

import pytest

from terugkom.claims.passed_dates import find_dates, find_passed_dates

TODAY, WRITTEN = date(2026, 12, 5), date(2026, 12, 1)


def passed(text: str, language: str = "nl") -> list[str]:
    return [each.words for each in find_passed_dates(text, language, WRITTEN, TODAY)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Op 3 december komt de aannemer.", "3 december"),
        ("De aannemer komt op donderdag 3 december 2026, als het weer meezit.", "3 december 2026"),
        ("Op 3 december, als het weer meezit, komt de aannemer.", "3 december"),
        ("Het moet klaar zijn tegen 30 november 2026.", "30 november 2026"),
        ("De levering is gepland op 03/12/2026.", "03/12/2026"),
        ("U kunt tot 3/12 inschrijven.", "3/12"),
        ("In november begint de bouw.", "november"),
        ("- donderdag 3 december 2026: Kopgroep", "3 december 2026"),
        ("Op 1 december 2026 besliste de raad: alles moet er zijn tegen 3 december 2026.", "3 december 2026"),
        ("De aannemer kwam in oktober, en op 3 december komt hij terug.", "3 december"),
    ],
)
def test_a_day_that_was_to_come_and_passed_is_found(text: str, words: str) -> None:
    assert passed(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "De aannemer kwam op 3 december.",
        "De fietsen zijn op 3 december geleverd.",
        "De gemeenteraad besliste op 3 december.",
        "- Op 3 december 2026 besliste de kopgroep, die volgende week komt: de bus komt later.",
        "De stroom komt sinds 1 januari van een leverancier met garanties van oorsprong.",
        "Drie dienstfietsen moest klaar zijn op 30 november 2026 en is er nog niet.",
        "Verbruik: 412.500 kWh op 30 november 2026 (bron: facturen).",
        "Wie met de fiets komt, telt mee (telling van 14 oktober).",
        "In 2025 kwamen 41 collega's; in 2026 komen er 52 (telling van 14 oktober).",
        "Op 12 december komt de aannemer.",
        "Op 5 december komt de sint.",
        "In september komt de aannemer.",
        "Tegen maart 2027 moet het klaar zijn.",
        "1/3 van de gebouwen komt later aan de beurt.",
        "Op 31 februari komt niemand.",
        "Vanaf 2/11 kunnen inwoners hun oude fiets binnenbrengen.",
        "Vanaf maandag 2 november 2026 kunnen inwoners hun oude fiets binnenbrengen.",
        "De poetsdienst gebruikt sinds maart producten die beter afbreken.",
    ],
)
def test_a_day_to_come_or_looked_back_on_is_not(text: str) -> None:
    assert passed(text) == []


@pytest.mark.parametrize(
    ("language", "late", "fair"),
    [
        ("fr", "Le chantier commence le 3 décembre.", "Depuis le 3 décembre, les vélos sont là."),
        ("de", "Am 3. Dezember kommt die Firma.", "Am 3. Dezember wurde geliefert."),
        ("en", "The contractor will come on December 3.", "The contractor came on 3 December."),
    ],
)
def test_it_is_found_in_each_language(language: str, late: str, fair: str) -> None:
    assert len(passed(late, language)) == 1
    assert passed(fair, language) == []


def test_a_date_without_a_year_is_the_one_near_by() -> None:
    found = find_dates("Op 20 december, 3 januari en 1 februari 2025, in mei.", date(2026, 12, 28))
    days = [date(2026, 12, 20), date(2027, 1, 3), date(2025, 2, 1), date(2027, 5, 31)]
    assert [each.day for each in found] == days
