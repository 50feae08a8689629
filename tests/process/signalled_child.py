"""A child that works for a second in Python, whatever it is asked meanwhile: for `test_child_process`."""

import time
from multiprocessing.connection import Connection

from terugkom.process.child_process import is_child_stopping, run_child


def _work(_given: None, parent: Connection) -> None:
    parent.send("begun")
    ends_at = time.monotonic() + 1
    while time.monotonic() < ends_at:
        pass
    parent.send(is_child_stopping())
    parent.recv()  # signals that come while Python ends would end it as the system does


if __name__ == "__main__":
    run_child(_work)
