"""A real IMAP server on loopback: Debian's dovecot, with users whose mail lies in maildirs."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from terugkom.delivery.channels.smtp import Security
from terugkom.imap.server import ImapServer
from tests.mail_server import HOST, Certificates

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PASSWORD = "wachtwoord-é#%"
_CONFIGURATION = """
protocols = imap
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:~/Maildir
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """The server; each test has a user of its own."""

    folder: Path
    port: int
    tls_port: int
    uid: int
    gid: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add_user(self) -> "DovecotUser":
        name = f"mvo{next(self._numbers)}"
        user = DovecotUser(self, name)
        for each in ("new", "cur", "tmp"):
            (user.maildir / each).mkdir(parents=True)
        for path in (user.maildir.parent, user.maildir, *user.maildir.iterdir()):
            os.chown(path, self.uid, self.gid)
        return user


@dataclass
class DovecotUser:
    """A mailbox on the server."""

    server: Dovecot
    name: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def maildir(self) -> Path:
        return self.server.folder / "mail" / self.name / "Maildir"

    @property
    def settings(self) -> ImapServer:
        return ImapServer(
            HOST,
            self.server.port,
            Security.NONE,
            self.name,
            PASSWORD,
            processed_folder="Verwerkt & klaar é",
            timeout=20,
        )

    @property
    def tls_settings(self) -> ImapServer:
        return replace(self.settings, port=self.server.tls_port, security=Security.TLS)

    def deliver(self, content: bytes) -> None:
        """Put a mail in the mailbox as a delivery agent does."""
        name = f"{1_800_000_000 + next(self._numbers)}.M{next(self._numbers)}.host"
        path = self.maildir / "tmp" / name
        path.write_bytes(content)
        os.chown(path, self.server.uid, self.server.gid)
        path.rename(self.maildir / "new" / name)

    def list_mails(self, folder: str = "") -> list[tuple[bytes, str]]:
        """Return the content of each mail of a folder with its flags, as they lie on the server's disk."""
        root = self.maildir / folder if folder else self.maildir
        paths = [
            path for each in ("new", "cur") if (root / each).is_dir() for path in (root / each).iterdir()
        ]
        return sorted((path.read_bytes(), path.name.partition(":2,")[2]) for path in paths)

    def list_processed(self) -> list[bytes]:
        found = [path for path in self.maildir.iterdir() if path.name.startswith(".Verwerkt")]
        return [content for path in found for content, _ in self.list_mails(path.name)]


@contextmanager
def running_dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    """Run dovecot as an ordinary user, or as root, whose mail it never reads: then as nobody."""
    assert PROGRAM
    is_root = os.geteuid() == 0
    me = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
    folder = Path(tempfile.mkdtemp(prefix="terugkom-dovecot-"))
    try:
        folder.chmod(0o755)
        certificates.write(folder / "certificate.pem", folder / "key.pem")
        users = [f"mvo{number}:{{PLAIN}}{PASSWORD}\n" for number in range(1, 200)]
        (folder / "users").write_text("".join(users), encoding="utf-8")
        (folder / "users").chmod(0o644)  # its login process is another user, whatever umask we have
        (folder / "mail").mkdir()
        os.chown(folder / "mail", me.pw_uid, me.pw_gid)
        port, tls_port = find_free_ports(2)
        internal, login = ("dovecot", "dovenull") if is_root else (me.pw_name, me.pw_name)
        group = internal if is_root else str(me.pw_gid)
        text = _CONFIGURATION.format(
            host=HOST, folder=folder, port=port, tls_port=tls_port, uid=me.pw_uid, gid=me.pw_gid,
            internal=internal, group=group, login=login,
        )  # fmt: skip
        (folder / "dovecot.conf").write_text(text, encoding="utf-8")
        process = subprocess.Popen(
            [PROGRAM, "-F", "-c", str(folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            _wait_until_it_listens(process, port, folder / "log")
            yield Dovecot(folder, port, tls_port, me.pw_uid, me.pw_gid)
        finally:
            process.terminate()
            process.communicate(timeout=20)
    finally:
        shutil.rmtree(folder)


def find_free_ports(number: int) -> list[int]:
    sockets = [socket.create_server((HOST, 0)) for _ in range(number)]
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < until:
        with closing(socket.socket()) as probe:
            probe.settimeout(5)
            if probe.connect_ex((HOST, port)) == 0 and probe.recv(5) == b"* OK ":
                return
        time.sleep(0.05)
    said = process.stderr.read().decode() if process.poll() is not None and process.stderr else ""
    raise AssertionError(f"dovecot did not start: {said} {log.read_text() if log.exists() else ''}")
