"""Which years a date of a plan can have, in a workbook and on a page."""

from datetime import date

PLAUSIBLE_YEARS = range(1950, 2200)  # outside these a year is a typing error, or no year


def is_plausible(day: date) -> bool:
    """Return whether a date can be one of a plan."""
    return day.year in PLAUSIBLE_YEARS
