"""One tick after the other, each a week later, until it is ended: what the pages are measured beside."""

import os
import subprocess
import sys
from datetime import date, timedelta


def main(first: str) -> None:
    day = date.fromisoformat(first)
    while True:
        command = [sys.executable, "-m", "terugkom", "run", "--today", str(day), "--really"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode not in (0, 1):  # 1: something needs a person
            sys.stderr.write(done.stdout[-2000:])
            sys.exit(done.returncode)
        day += timedelta(days=7)


if __name__ == "__main__":
    os.environ.setdefault("COLUMNS", "200")
    main(sys.argv[1])
