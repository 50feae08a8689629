"""One run of a flow in its own process, as `terugkom run FLOW` has it: `python -m bench.ours FLOW TIMES`.

The home, the database and the mail server come from the environment. Prints the seconds of each run without
its start, how many mails were sent, and the processor seconds of the flow's process and of the sender's.
"""

import json
import resource
import sys
import time

from terugkom.process.gc_paused import import_and_freeze
from terugkom.process.memory import return_large_blocks
from terugkom.report import RunReport

_FLOWS = {
    "owner-reminders": ("flows.owner_reminders", "owner_reminders"),
    "follow-up-calendar": ("flows.follow_up_calendar", "follow_up_calendar"),
    "bench-mailing": ("bench.mailing", "mailing"),
}


def main(flow: str, times: int) -> None:
    return_large_blocks()
    module, name = _FLOWS[flow]  # the others are not imported: their libraries are not its memory
    run = getattr(import_and_freeze(module), name)
    from bench.plans import TODAY
    from deployments.interrupted_runs import tag_runs

    # the day of the plans has gone by; a flow of bench/ sends on any
    more = {} if module.startswith("bench.") else {"really": True}
    seconds, sent = [], 0
    for _ in range(times):
        started = time.perf_counter()
        with tag_runs():
            state = run("bench", TODAY, **more, return_state=True)
        seconds.append(time.perf_counter() - started)
        report = state.result(raise_on_failure=False)
        sent += report.deliveries["sent"] if isinstance(report, RunReport) else 0
    own, others = (
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    print(json.dumps({"seconds": seconds, "sent": sent, "flow": own, "sender": others, "state": state.name}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
