"""Look up the addresses of a host, in limited time.

The system's own lookup has no limit that can be set: where a name server is away it takes minutes, and no
other mail is sent meanwhile. So it is asked in a thread that is left behind when its time is up.
"""

import socket
from threading import Thread
from typing import Any

from terugkom.errors import Message

SocketAddress = tuple[int, int, int, tuple[Any, ...]]  # family, kind, protocol, address


def look_up(host: str, port: int, seconds: float) -> list[SocketAddress]:
    """Return the addresses of a host, in the order in which they should be tried.

    Raises TimeoutError if they are not known within `seconds`, and OSError if there are none.
    """
    found: list[SocketAddress] = []
    errors: list[Exception] = []

    def ask() -> None:
        try:
            answer = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            errors.append(error)
        else:
            found.extend((family, kind, protocol, where) for family, kind, protocol, _, where in answer)

    thread = Thread(target=ask, name="name lookup", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(Message("channel.name-lookup-timed-out", seconds=seconds))
    if errors:
        raise errors[0]
    if not found:
        raise OSError(Message("channel.no-address"))
    return found
