"""Compare the figures that are typed in a text with the values of indicators."""

from collections.abc import Sequence

from terugkom.claims.model import ComparedFigure, IndicatorValues


def compare_figures(
    text: str, indicators: Sequence[IndicatorValues], language: str
) -> tuple[ComparedFigure, ...]:
    """Return each figure of a text that has the unit of an indicator, in whatever size of that unit.

    A figure that is a value of several indicators is returned once, with the first; one that is of none, with
    the indicator whose name the sentence resembles most.
    """
    return ()
