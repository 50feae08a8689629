"""What tests read of processes that end while they are looked at."""

import subprocess
import sys

import psutil
import pytest

from tests.processes import is_alive, kill_all, list_listening, list_with_children, read_command_line

LISTENING = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(flush=True); input()"


def start(program: str) -> psutil.Popen:
    return psutil.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_one_that_goes_on_shows_what_it_was_started_with() -> None:
    with start(LISTENING) as child:
        child.stdout.readline()
        assert is_alive(child)
        assert "create_server" in read_command_line(child)
        assert list(list_listening(child)) == ["127.0.0.1"]
        assert list_with_children(child) == [child]
        kill_all([child])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no process that has ended")
def test_one_that_has_ended_shows_nothing_whether_or_not_its_parent_has_waited() -> None:
    with start("") as child:
        child.stdout.read()
        ended = psutil.Process(child.pid)
        while ended.status() != psutil.STATUS_ZOMBIE:
            pass
        for _ in range(2):
            assert not is_alive(ended)
            assert read_command_line(ended) == ""
            assert list(list_listening(ended)) == []
            child.wait()
        kill_all([ended])
