"""The day of a run that was given none."""

from datetime import date

from tasks.installation import get_installation
from terugkom import demo_day


def find_today() -> date:
    """Return today; in the home of the demo the working day on which it acts."""
    return demo_day.find_today(get_installation().is_demo)
