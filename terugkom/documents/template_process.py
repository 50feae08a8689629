"""A process of its own for a municipality's own templates, with limited time and memory, and no network.

A template is a program: a loop in a loop has no end, ``"x" * 10**10`` has no room, and Typst fetches what it
imports. None of that can be stopped from inside a thread. So templates that are not ours are rendered by one
process beside this one, which the system ends when it takes too long; the next request starts another.

What is sent to it is pickled; it answers with texts and bytes alone, so that whatever a template may do to
it, its answer cannot do anything here.
"""

import atexit
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from terugkom.documents.socket_filter import forbid_sockets
from terugkom.errors import ERROR_LANGUAGE, Message, TemplateError

_MAX_MEMORY = 700_000_000  # bytes of data
_MAX_RESPONSE = 100_000_000  # bytes of one part of an answer
_START_SECONDS = 60.0  # on a busy machine
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT", "LD_LIBRARY_PATH")
_NOWHERE = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
_RESULT, _ERROR, _SPENT = b"result", b"error", b"spent"  # spent: its memory ran out, so it is of no more use
_TOO_SLOW = (signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU)


@dataclass(frozen=True)
class TimeLimit:
    """How long one document may take, in seconds of the processor and of the clock."""

    cpu_seconds: float = 10
    wall_seconds: float = 60


class TemplateProcess:
    """The process that renders; started by the first request, ended with this process or when it fails."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: Connection | None = None
        self._responses: Connection | None = None
        self._owner = 0

    def render(
        self, name: str, function: Callable[..., list[bytes]], arguments: tuple[Any, ...], limit: TimeLimit
    ) -> list[bytes]:
        """Return what the function returns in the process. Raises TemplateError, which names the template.

        The function is one of a module; it raises TemplateError itself for what a template does wrong.
        """
        try:
            request = pickle.dumps((name, function, arguments, limit), protocol=pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # any object can refuse to be pickled
            raise TemplateError(name, error) from error
        with self._lock:
            parts = self._exchange(name, request, limit)
            if parts[0] == _SPENT:
                self.close()
        if parts[0] != _RESULT:
            raise _decode_error(name, parts[1])
        return parts[1:]

    def close(self) -> None:
        """End the process, if there is one."""
        for pipe in (self._requests, self._responses):
            if pipe is not None:
                pipe.close()
        if self._process is not None:
            if self._owner == os.getpid():
                self._process.kill()
                self._process.wait()
            else:  # of the process that this one was forked from
                self._process.returncode = 0
        self._process = self._requests = self._responses = None

    def _exchange(self, name: str, request: bytes, limit: TimeLimit) -> list[bytes]:
        parts: list[bytes] = []
        try:
            requests, responses = self._start()
            requests.send_bytes(request)
            if responses.poll(limit.wall_seconds + _START_SECONDS):
                count = struct.unpack(">I", responses.recv_bytes(4))[0]
                parts = [responses.recv_bytes(_MAX_RESPONSE) for _ in range(count)]
        except (OSError, EOFError, struct.error):  # it died; why, its exit status says
            pass
        except BaseException:
            self.close()
            raise
        if not parts:
            raise TemplateError(name, self._describe_end(limit))
        return parts

    def _start(self) -> tuple[Connection, Connection]:
        if self._process is not None and (self._owner != os.getpid() or self._process.poll() is not None):
            self.close()
        if self._process is None or self._requests is None or self._responses is None:
            environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
            environment |= _NOWHERE | {
                "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
            }
            theirs, to_them = os.pipe()
            from_them, back = os.pipe()
            self._requests = Connection(to_them, readable=False)
            self._responses = Connection(from_them, writable=False)
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "terugkom.documents.template_process"],
                stdin=theirs,
                stdout=back,
                env=environment,
            )
            os.close(theirs)
            os.close(back)
        return self._requests, self._responses

    def _describe_end(self, limit: TimeLimit) -> Message:
        """End the process, and return why it gave no answer."""
        process = self._process
        with suppress(subprocess.TimeoutExpired):
            if process is not None:
                process.wait(1)
        code = process.returncode if process is not None else None
        self.close()
        if code is None or -code in _TOO_SLOW:
            return Message("error.template.slow", seconds=limit.cpu_seconds)
        return Message("error.template.large")


TEMPLATE_PROCESS = TemplateProcess()
atexit.register(TEMPLATE_PROCESS.close)


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (_MAX_MEMORY, _MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve() -> None:
    """Answer requests until there are no more."""
    requests = Connection(os.dup(0), writable=False)
    responses = Connection(os.dup(1), readable=False)
    os.dup2(2, 1)  # what is printed by accident is no answer
    forbid_sockets()
    _limit_memory()
    for number in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)  # ends the process, also inside a call that Python waits for
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            request = requests.recv_bytes()
            parts = _answer(request)
            responses.send_bytes(struct.pack(">I", len(parts)))
            for part in parts:
                responses.send_bytes(part)
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_PROF, 0)


def _answer(request: bytes) -> list[bytes]:
    """Return the parts of the answer: what it is, and the results or the reason."""
    name = "?"
    try:
        name, function, arguments, limit = pickle.loads(request)  # noqa: S301  from whoever started us
        signal.setitimer(signal.ITIMER_REAL, limit.wall_seconds)
        signal.setitimer(signal.ITIMER_PROF, limit.cpu_seconds)
        return [_RESULT, *function(*arguments)]
    except Exception as error:  # whatever it is, whoever asked must hear of it
        if any(isinstance(each, MemoryError) for each in (error, error.__cause__)):
            return [_SPENT, _encode_error(TemplateError(name, Message("error.template.large")))]
        found = error if isinstance(error, TemplateError) else TemplateError(name, error)
        return [_ERROR, _encode_error(found)]


def _encode_error(error: TemplateError) -> bytes:
    """Return an error as JSON: the template, and why, as a message of ours or in the words of a library."""
    why = error.why
    said = [why.message_id, why.values] if isinstance(why, Message) else str(why)
    return json.dumps([error.name, said], default=str).encode()


def _decode_error(name: str, content: bytes) -> TemplateError:
    """Return the error in an answer; what is none is shown as it came."""
    try:
        at, said = json.loads(content)
        if isinstance(said, str):
            return TemplateError(str(at), said)
        message_id, values = said
        message = Message(str(message_id), **values)
        message.render(ERROR_LANGUAGE)
    except (ValueError, TypeError, KeyError, LookupError):
        return TemplateError(name, content.decode("utf-8", "replace"))
    return TemplateError(str(at), message)


if __name__ == "__main__":
    _serve()
