"""An SMTP sink on loopback: Postfix's `smtp-sink` where it is installed, else a small one of our own."""

import asyncio
import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POSTFIX = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def running_sink() -> Iterator[int]:
    """Give the port of a sink that takes all mail and keeps none."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = [sys.executable, "-m", "bench.sink", str(port)]
    postfix = [str(POSTFIX), "-u", "nobody", f"127.0.0.1:{port}", "100"]
    program = subprocess.Popen(postfix if POSTFIX else own, cwd=Path(__file__).parents[1])
    try:
        _wait_for(port)
        yield port
    finally:
        program.kill()
        program.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("the sink does not answer")


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        while command := (await reader.readline())[:4].upper():
            if command == b"EHLO":
                writer.write(b"250-sink\r\n250 PIPELINING\r\n")
            elif command == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 taken\r\n")
            elif command == b"QUIT":
                break
            else:
                writer.write(b"250 yes\r\n")
    writer.close()


async def _serve(port: int) -> None:
    server = await asyncio.start_server(_talk, "127.0.0.1", port, limit=2**24)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
