"""What decisions and statuses are called in minutes."""

from terugkom.documents.messages import DEFAULT_LANGUAGE, translate
from terugkom.meetings.model import DecisionKind
from terugkom.plan.model import ActionStatus


def format_decision_name(kind: DecisionKind, next_time: bool, language: str) -> str:
    """Return the name of a kind of decision in minutes."""
    return translate("decision.next-meeting" if next_time else f"decision.{kind.value}", language)


def format_status_names() -> str:
    """Return the statuses as they are called in minutes, which are Dutch."""
    return ", ".join(translate(f"choice.status.{each}", DEFAULT_LANGUAGE) for each in ActionStatus)
