"""Why an action was stopped, rests or is late, as a pack says it: in whose words, and of when."""

from datetime import date

from terugkom.claims.dated_text import add_day_written, describe_day_written
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.reasons import find_reason


def write_reason(fact: ActionFacts, today: date, language: str, since: date | None = None) -> str:
    """Return the reason, with the day on which it was written where its words count from it; may be empty."""
    found = find_reason(fact, today, since)
    return add_day_written(found.text, found.written_on, today, language)


def is_reason_dated(fact: ActionFacts, today: date, language: str, since: date | None = None) -> bool:
    """Return whether the reason begins with the day on which it was written."""
    found = find_reason(fact, today, since)
    return describe_day_written(found.text, found.written_on, today, language) != ""
