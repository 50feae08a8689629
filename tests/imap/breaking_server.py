"""A mail server for tests that breaks off, or drips, at some of its mails."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_MAIL = b"Message-ID: <%d@example.org>\r\nFrom: ann@example.org\r\nSubject: antwoord %d\r\n\r\nJa.\r\n"


@dataclass
class BreakingServer:
    """A mailbox of `count` mails, numbered from 1. `breaking`: at which it closes the connection, `dripping`:
    which it sends a byte at a time; `seen` are those that were marked as read."""

    count: int
    breaking: frozenset[int] = frozenset()
    dripping: frozenset[int] = frozenset()
    seen: set[int] = field(default_factory=set)
    logins: int = 0
    port: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        """Answer one connection after the other, until the listener is closed."""
        while not self.ended.is_set():
            try:
                opened, _ = listener.accept()
            except OSError:
                return
            with opened, opened.makefile("rwb", buffering=0) as stream:
                try:
                    self._answer_all(stream)
                except (OSError, ValueError):
                    continue

    def _answer_all(self, stream: socket.SocketIO) -> None:
        stream.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        while line := stream.readline():
            tag, _, command = line.strip().partition(b" ")
            if not self._answer(stream, command):
                return
            stream.write(tag + b" OK done\r\n")

    def _answer(self, stream: socket.SocketIO, command: bytes) -> bool:
        """Send what comes before the end of an answer; return False to break off."""
        name = command.upper()
        self.logins += name.startswith(b"LOGIN")
        if name.startswith(b"CAPABILITY"):
            stream.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif name.startswith((b"SELECT", b"EXAMINE")):
            stream.write(b"* %d EXISTS\r\n" % self.count)
        elif name.startswith(b"UID SEARCH"):
            waiting = sorted({*range(1, self.count + 1)} - self.seen)
            stream.write(b"* SEARCH %s\r\n" % b" ".join(b"%d" % each for each in waiting))
        elif found := re.match(rb"UID (FETCH|STORE) (\d+)", name):
            return self._answer_uid(stream, name, int(found[2]))
        return True

    def _answer_uid(self, stream: socket.SocketIO, name: bytes, uid: int) -> bool:
        content = _MAIL % (uid, uid)
        if b"STORE" in name:
            self.seen.add(uid)
        elif b"SIZE" in name:
            stream.write(b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, uid, len(content)))
        elif uid in self.breaking:
            return False
        else:
            stream.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (uid, uid, len(content)))
            for byte in content if uid in self.dripping else b"":
                if self.ended.wait(0.05):
                    return False
                stream.write(bytes([byte]))
            stream.write(b")\r\n" if uid in self.dripping else content + b")\r\n")
        return True


@contextmanager
def running_server(server: BreakingServer) -> Iterator[BreakingServer]:
    """Run a server on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = int(listener.getsockname()[1])
        thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
        thread.start()
        yield server
        server.ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)
