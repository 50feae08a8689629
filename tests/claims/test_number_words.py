"""Figures that are written in words are compared with the plan like those in digits."""

import pytest

from terugkom.claims.compare_figures import compare_figures
from terugkom.claims.model import FigureRole, IndicatorValues, PlanValue

USE = IndicatorValues("KWH", "Verbruik", "kWh", (PlanValue(412_500, FigureRole.MEASURED, None),))


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("nl", "vierhonderdduizend", 400_000),
        ("nl", "driehonderdvijftigduizend", 350_000),
        ("nl", "tweehonderdvijfentwintigduizend", 225_000),
        ("nl", "honderd en twintig", 120),
        ("nl", "tweeëntwintig", 22),
        ("nl", "vijf-en-twintig", 25),
        ("nl", "twaalfhonderd", 1_200),
        ("nl", "een kwart miljoen", 250_000),
        ("nl", "anderhalf miljoen", 1_500_000),
        ("nl", "tien en twintig", 20),  # two numbers
        ("fr", "quatre cent mille", 400_000),
        ("fr", "quatre-vingt-dix mille", 90_000),
        ("fr", "vingt et un", 21),
        ("fr", "nonante mille", 90_000),
        ("de", "zweihundertfünfzigtausend", 250_000),
        ("de", "einundzwanzig", 21),
        ("en", "two hundred and fifty thousand", 250_000),
        ("en", "twenty-five thousand", 25_000),
        ("en", "ten and twenty", 20),
    ],
)
def test_a_figure_in_words_that_the_plan_does_not_have_is_found(
    language: str, words: str, value: int
) -> None:
    (found,) = compare_figures(f"X {words} kWh.", [USE], language)
    assert (found.value, found.matched) == (value, None)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "vierhonderdtwaalfduizendvijfhonderd"),
        ("nl", "vierhonderdtwaalf duizend vijfhonderd"),
        ("nl", "ongeveer vierhonderdduizend"),
        ("fr", "quatre cent douze mille cinq cents"),
        ("de", "vierhundertzwölftausendfünfhundert"),
        ("en", "four hundred and twelve thousand five hundred"),
    ],
)
def test_a_figure_in_words_that_the_plan_has_is_matched(language: str, words: str) -> None:
    (found,) = compare_figures(f"X {words} kWh.", [USE], language)
    assert found.matched is not None
