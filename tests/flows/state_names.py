"""What the states of runs are called in the language of the installation of these tests, Dutch."""

from tasks.outcomes import Outcome
from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.documents.messages import translate


def name_state(outcome: str) -> str:
    """Return the name of the state of a run that came to this outcome, such as ``nothing-due``."""
    return translate(f"state.{Outcome(outcome)}", DEFAULT_LANGUAGE)
