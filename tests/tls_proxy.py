"""A reverse proxy with TLS on another address of this machine, as nginx or Caddy is before `serve`."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

ADDRESS = "127.0.0.2"  # for the server, another computer than 127.0.0.1
_CHUNK = 65536


@dataclass(frozen=True)
class Certificate:
    """The files of a certificate for that address, and of the authority that a client has to trust."""

    authority: Path
    chain: Path
    key: Path

    @classmethod
    def issue(cls, folder: Path) -> "Certificate":
        """Write the three files into a folder."""
        authority, files = trustme.CA(), cls(*(folder / name for name in ("ca.pem", "chain.pem", "key.pem")))
        issued = authority.issue_cert(ADDRESS, "mvo.example.org")
        authority.cert_pem.write_to_path(str(files.authority))
        issued.private_key_pem.write_to_path(str(files.key))
        files.chain.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
        return files


def find_free_port() -> int:
    """Return a port of the other address that nothing listens on."""
    with socket.create_server((ADDRESS, 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def running_proxy(port: int, certificate: Certificate, server_port: int) -> Iterator[str]:
    """Pass what comes to this port on to the server, bytes as they are; give the address for a browser."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.chain, certificate.key)
    loop = asyncio.new_event_loop()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, to_there = await asyncio.open_connection("127.0.0.1", server_port)
        except OSError:  # the server was stopped
            writer.close()
            return
        try:
            await asyncio.gather(_pump(reader, to_there), _pump(there, writer))
        finally:  # whoever was cut off by the end of the block leaves no socket open
            writer.transport.abort()
            to_there.transport.abort()

    listening = loop.run_until_complete(asyncio.start_server(handle, ADDRESS, port, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"https://{ADDRESS}:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(_stop(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.IncompleteReadError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
    with suppress(OSError):
        writer.close()


async def _stop(listening: asyncio.Server) -> None:
    listening.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def find_program(name: str) -> str:
    """Return where a proxy is; the test is skipped if there is none."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"there is no {name} here")
    return found


def write_nginx_settings(folder: Path, example: str) -> Path:
    """Write the settings in which the example is included, with all files in this folder."""
    folders = "".join(
        f"{name}_temp_path {folder};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # else its workers cannot write to the folder
    main = folder / "nginx.conf"
    main.write_text(
        f"{user}pid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{folders}{example}}}\n"
    )
    return main


@contextmanager
def running_program(command: list[str], port: int, **environment: str) -> Iterator[str]:
    """Run a proxy in the foreground until the end of the block; give its address."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )

    def listens() -> bool:
        if process.poll() is not None:
            raise AssertionError(str(process.stdout and process.stdout.read()))
        try:
            socket.create_connection((ADDRESS, port), timeout=5).close()
        except OSError:
            return False
        return True

    until = time.monotonic() + 20
    try:
        while not listens():
            assert time.monotonic() < until, f"{command[0]} does not listen"
            time.sleep(0.05)
        yield f"https://{ADDRESS}:{port}"
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()
