"""Typed figures against the plan, in any unit and any way of writing."""

from datetime import date

import pytest

from terugkom.claims.compare_figures import compare_figures
from terugkom.claims.model import FigureRole, IndicatorValues, PlanValue

GAS = IndicatorValues(
    "E-01",
    "Gasverbruik van het gemeentehuis",
    "MWh",
    (
        PlanValue(1500, FigureRole.MEASURED, date(2026, 10, 1)),
        PlanValue(2000, FigureRole.BASELINE),
        PlanValue(1200, FigureRole.TARGET, date(2030, 12, 31)),
    ),
)
WASTE = IndicatorValues("A-01", "Restafval", "kg/inwoner", (PlanValue(128, FigureRole.MEASURED),))
CO2 = IndicatorValues("C-01", "Uitstoot", "ton CO2", (PlanValue(4600, FigureRole.MEASURED),))
HAGEN = IndicatorValues("N-01", "Onthard", "m²", (PlanValue(25000, FigureRole.MEASURED),))
BIKES = IndicatorValues("M-01", "Dienstfietsen", "fietsen", (PlanValue(12, FigureRole.MEASURED),))
SHARE = IndicatorValues("F-01", "Aandeel fietsers", "%", (PlanValue(32.5, FigureRole.MEASURED),))


def found(
    text: str, *indicators: IndicatorValues, language: str = "nl"
) -> list[tuple[str, FigureRole | None]]:
    compared = compare_figures(text, indicators, language)
    assert [text[slice(*each.span)] for each in compared] == [each.words for each in compared]
    return [(each.words, each.matched and each.matched.role) for each in compared]


@pytest.mark.parametrize(
    ("language", "text", "words", "role"),
    [
        ("nl", "We verbruikten 1,5 GWh.", "1,5 GWh", FigureRole.MEASURED),
        ("nl", "We verbruikten 1.500 MWh.", "1.500 MWh", FigureRole.MEASURED),
        ("nl", "We verbruikten 1\u00a0500\u00a0MWh.", "1\u00a0500\u00a0MWh", FigureRole.MEASURED),
        ("nl", "We verbruikten 1500 megawattuur.", "1500 megawattuur", FigureRole.MEASURED),
        ("nl", "We verbruikten anderhalf miljoen kWh.", "anderhalf miljoen kWh", FigureRole.MEASURED),
        ("nl", "We verbruikten 1,5 miljoen kilowattuur.", "1,5 miljoen kilowattuur", FigureRole.MEASURED),
        ("nl", "We verbruikten 1.500.000 kWh.", "1.500.000 kWh", FigureRole.MEASURED),
        ("nl", "Ons doel is 1,2 GWh.", "1,2 GWh", FigureRole.TARGET),
        ("nl", "Vroeger was dat twee GWh.", "twee GWh", FigureRole.BASELINE),
        ("nl", "Het gasverbruik daalde tot 1.200 MWh.", "1.200 MWh", None),
        ("nl", "Ons doel is 1.500 MWh.", "1.500 MWh", None),
        ("nl", "We willen naar 1.200 MWh.", "1.200 MWh", FigureRole.TARGET),
        ("fr", "Notre objectif est de 1,2 million de kWh.", "1,2 million de kWh", FigureRole.TARGET),
        ("de", "Unser Ziel sind 1,2 GWh.", "1,2 GWh", FigureRole.TARGET),
        ("nl", "We verbruikten 1,7 GWh.", "1,7 GWh", None),
        ("nl", "We verbruikten 15 GWh.", "15 GWh", None),
        ("nl", "We verbruikten 1.501 MWh.", "1.501 MWh", None),
        ("nl", "We verbruikten ongeveer 1.480 MWh.", "1.480 MWh", FigureRole.MEASURED),
        ("nl", "We verbruikten ongeveer 1.000 MWh.", "1.000 MWh", None),
        ("nl", "We verbruikten 2 GWh.", "2 GWh", FigureRole.BASELINE),
        ("nl", "We verbruikten 500 MWh minder.", "500 MWh", FigureRole.CHANGE),
        ("nl", "Het gasverbruik daalde met 25 %.", "25 %", FigureRole.CHANGE),
        ("nl", "Het gasverbruik daalde met 30 procent.", "30 procent", None),
        ("fr", "Nous avons consommé 1 500 MWh.", "1 500 MWh", FigureRole.MEASURED),
        ("fr", "Nous avons consommé 1,5 gigawattheures.", "1,5 gigawattheures", FigureRole.MEASURED),
        ("fr", "Nous avons consommé 1,6 GWh.", "1,6 GWh", None),
        ("de", "Es waren anderthalb Millionen kWh.", "anderthalb Millionen kWh", FigureRole.MEASURED),
        ("en", "We used 1,500 MWh.", "1,500 MWh", FigureRole.MEASURED),
        ("en", "We used 1.5 GWh.", "1.5 GWh", FigureRole.MEASURED),
        ("en", "We used 1.500 MWh.", "1.500 MWh", None),
        ("en", "We used one and a half million kWh.", "one and a half million kWh", FigureRole.MEASURED),
    ],
)  # fmt: skip
def test_a_figure_is_the_plans_in_any_unit_and_language(
    language: str, text: str, words: str, role: FigureRole | None
) -> None:
    assert found(text, GAS, language=language) == [(words, role)]


def test_what_a_unit_is_of_counts() -> None:
    assert found("Er is 128 kg restafval per inwoner.", WASTE) == [("128 kg", FigureRole.MEASURED)]
    assert found("We haalden 142 kg per inwoner op.", WASTE) == [("142 kg", None)]
    assert found("We haalden 142 kg textiel op.", WASTE) == []
    assert found("Dat is 4,6 kiloton CO₂.", CO2) == [("4,6 kiloton", FigureRole.MEASURED)]
    assert found("Er kwam 4 ton textiel binnen.", CO2) == []
    assert found("Er is 2,5 ha onthard.", HAGEN) == [("2,5 ha", FigureRole.MEASURED)]
    assert found("Er is 3 hectare onthard.", HAGEN) == [("3 hectare", None)]
    assert found("Er is 25.000 vierkante meter onthard.", HAGEN) == [
        ("25.000 vierkante meter", FigureRole.MEASURED)
    ]


def test_units_that_only_count() -> None:
    assert found("Er rijden twaalf fietsen rond.", BIKES) == [("twaalf fietsen", FigureRole.MEASURED)]
    assert found("Er rijden 14 fietsen rond.", BIKES) == [("14 fietsen", None)]
    assert found("32,5 % komt met de fiets.", SHARE) == [("32,5 %", FigureRole.MEASURED)]
    assert found("Een derde komt met de fiets.", SHARE) == []


def test_money_stands_behind_its_sign_too() -> None:
    budget = IndicatorValues("B-01", "Budget", "euro", (PlanValue(2_500_000, FigureRole.MEASURED),))
    assert found("€ 2.500.000 voor het dak", budget) == [("€ 2.500.000", FigureRole.MEASURED)]
    assert found("Dat kost 2,5 miljoen euro.", budget) == [("2,5 miljoen euro", FigureRole.MEASURED)]
    assert found("Dat kost €2,6 miljoen.", budget) == [("€2,6 miljoen", None)]


def test_only_the_indicator_that_the_sentence_names_counts() -> None:
    power = IndicatorValues("E-02", "Stroom van de bib", "kWh", (PlanValue(41000, FigureRole.MEASURED),))
    (one,) = compare_figures("Het gasverbruik was 41 MWh.", (power, GAS), "nl")
    assert (one.indicator.code, one.matched) == ("E-01", None)
    (two,) = compare_figures("De stroom kwam op 41 MWh.", (GAS, power), "nl")
    assert (two.indicator.code, two.value) == ("E-02", 41000)
    assert two.matched


def test_no_figure_is_found_where_there_is_none() -> None:
    for text in ("Actie E-01 loopt.", "In 2026 meten we.", "Een ketel van 30 kW.", "{E-01} MWh", "Kamer 12b"):
        assert found(text, GAS) == []
    assert found("We verbruikten 1.500 MWh.") == []
