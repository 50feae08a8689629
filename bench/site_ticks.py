"""One tick after the other, each a week later: what the pages are measured beside.

On SIGTERM the tick that is at work is the last.
"""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta


def main(first: str) -> None:
    day, is_asked_to_end = date.fromisoformat(first), False

    def end_soon(*_: object) -> None:
        nonlocal is_asked_to_end
        is_asked_to_end = True

    signal.signal(signal.SIGTERM, end_soon)
    while not is_asked_to_end:
        command = [sys.executable, "-m", "terugkom", "run", "--today", str(day), "--really"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode not in (0, 1):  # 1: something needs a person
            sys.stderr.write(done.stdout[-2000:])
            sys.exit(done.returncode)
        day += timedelta(days=7)


if __name__ == "__main__":
    os.environ.setdefault("COLUMNS", "200")
    main(sys.argv[1])
