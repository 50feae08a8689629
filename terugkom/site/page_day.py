"""The day by which pages count, and which they store."""

from datetime import date

from terugkom import clock
from terugkom.installation import Installation
from terugkom.schedule.working_days import WorkingDays


def find_page_day(installation: Installation) -> date:
    """Return today; in the home of the demo the working day on which it acts.

    Else its mails would say "in 7 days" at the weekend, and the pages that they link to "in 8".
    """
    today = clock.today()
    if today in WorkingDays() or not installation.is_demo():
        return today
    from terugkom.demo import choose_demo_day  # with what writes workbooks

    return choose_demo_day(today)
