"""The period of an edition, as its readers know it."""

from terugkom.documents.formatting import format_quarter
from terugkom.schedule.quarters import Quarter


def format_edition(period: str, language: str) -> str:
    """Return the period of an edition in words: ``vierde kwartaal van 2026`` for ``2026-Q4``."""
    return format_quarter(Quarter.parse(period).last, language)
