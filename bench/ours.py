"""One run of a flow in a process of its own, as a worker would run it. `python -m bench.ours FLOW TIMES`.

The home, the database and the mail server come from the environment. Prints seconds a run (the start of
Python and of Prefect's client left out), task runs and peak memory in MiB.
"""

import json
import resource
import sys
import time

from bench.mailing import mailing
from bench.plans import TODAY
from flows.follow_up_calendar import follow_up_calendar
from flows.owner_reminders import owner_reminders
from terugkom.report import RunReport


def main(flow: str, times: int) -> None:
    run = {each.name: each for each in (owner_reminders, follow_up_calendar, mailing)}[flow]
    seconds, sent = [], 0
    for _ in range(times):
        started = time.perf_counter()
        state = run("bench", TODAY, return_state=True)
        seconds.append(time.perf_counter() - started)
        report = state.result(raise_on_failure=False)
        sent += report.deliveries["sent"] if isinstance(report, RunReport) else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "sent": sent, "peak": peak, "state": state.name}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
