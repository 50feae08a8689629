"""What the machine of a run gives: a database that is whole, and a clock that is that of the database."""

import platform
from collections import Counter

from tasks.installation import get_installation
from tasks.run_log import log_info
from tasks.steps import step
from terugkom import clock
from terugkom.leases import CLOCK_TOLERANCE, measure_clock_difference
from terugkom.report import RunReport


@step("check the machine")
def check_machine() -> RunReport:
    """Return whether the file of the database is damaged, and whether the clock is not that of the database.

    To read through a file of 50 MB takes a twentieth of a second (measured).
    """
    damaged = 0 if get_installation().database.is_whole() else 1
    return RunReport(attention=+Counter(database_damaged=damaged)) + check_clock()


def check_clock() -> RunReport:
    """Return whether this machine's clock is far from that of the database: its days begin otherwise."""
    with get_installation().database.read_session() as session:
        apart = measure_clock_difference(session, clock.now)
    if abs(apart) <= CLOCK_TOLERANCE:
        return RunReport()
    seconds = apart.total_seconds()
    log_info(f"the clock of {platform.node()} is {seconds:+.0f} seconds from that of the database")
    return RunReport(attention=Counter(clock_differs=1))
