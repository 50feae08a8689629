"""A process beside the run, asked to stop by the system."""

import signal
from contextlib import suppress

from terugkom.process.child_process import end_child, start_child


def test_a_child_that_is_asked_to_stop_by_many_signals_at_once_stops() -> None:
    process, connection = start_child("tests.process.signalled_child", None)
    assert connection.recv() == "begun"
    with suppress(ProcessLookupError):
        while not connection.poll():
            for number in (signal.SIGTERM, signal.SIGINT):
                process.send_signal(number)
            if process.poll() is not None:
                break
    assert connection.recv() is True
    connection.send("end")
    assert process.wait(timeout=5) == 0
    end_child(process, connection)
