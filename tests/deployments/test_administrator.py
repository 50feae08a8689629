"""The administrator's hour from the text of the README alone: from a clone to a service that others reach.

The commands are read out of the README, and an ordinary user runs them in a new home folder. What the machine
of the tests does not have stands in: the repository is this one, the names of mail server and UI are
replaced, and a program called systemctl does what the unit says. It installs all packages: so in `make soak`.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from terugkom import clock
from tests.deployments.serving import wait_for
from tests.flows.plan_workbooks import write_small_plan
from tests.mail_server import MailServer
from tests.tls_proxy import ADDRESS, Certificate, find_free_port, running_proxy

pytestmark = pytest.mark.soak
ROOT = Path(__file__).parents[2]
PASSWORD = "een-lang-wachtwoord"
TYPED = {"secret login": PASSWORD + "\n"}  # what a command asks for, on the terminal or as its input
SYSTEMCTL = """#!/bin/sh
# In the place of systemd: `--user enable --now NAME` starts what the unit says, in the background.
[ "$1 $2 $3" = "--user enable --now" ] || exit 3
unit="$HOME/.config/systemd/user/$4.service"
say() { sed -n "s/^$1=//p" "$unit" | sed "s,%h,$HOME,g"; }
file=$(say EnvironmentFile)
if [ -f "${file#-}" ]; then set -a; . "${file#-}"; set +a; fi
umask "$(say UMask)"
cd "$(say WorkingDirectory)" || exit 4
setsid $(say ExecStart) > "$HOME/journal" 2>&1 < /dev/null &
echo $! > "$HOME/pid"
"""


def list_commands() -> list[str]:
    """Return the commands with which the README has an administrator install a service, in order."""
    section = (
        (ROOT / "README.md").read_text().partition("## Go on with your own plan")[2].partition("\n## ")[0]
    )
    block = re.search(r"((?:^    .+\n)*^    git clone .+\n(?:^    .+\n)+)", section, re.MULTILINE)
    assert block, "it begins with a clone"
    return [line.strip().partition("  #")[0].rstrip() for line in block[1].splitlines()]


class User:
    """An ordinary user with a new home folder."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home
        programs = home / "programs"
        programs.mkdir()
        for name, text in (("systemctl", SYSTEMCTL), ("loginctl", "#!/bin/sh\n")):
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        clone = ["git", "clone", "--quiet", "--bare", str(ROOT), str(home / "repository.git")]
        subprocess.run(clone, check=True)
        kept = {name: text for name, text in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        folders = os.pathsep.join([str(programs), "/usr/local/bin", "/usr/bin", "/bin"])
        self.environment = {**kept, "HOME": str(home), "PATH": folders, "LANG": "C.UTF-8"}
        if os.geteuid() == 0:
            self.account = pwd.getpwnam("nobody")
            for path in (home, *home.rglob("*")):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def run(self, command: str) -> str:
        """Run a line of a shell where the last one ended; return what it printed."""
        typed = next((text for name, text in TYPED.items() if name in command), "")
        identity = {"user": "nobody", "group": self.account.pw_gid} if os.geteuid() == 0 else {}
        done = subprocess.run(
            ["bash", "-ec", f"{command}\npwd > {self.home}/folder"],
            cwd=self.folder,
            env=self.environment,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=1500,
            **identity,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        self.folder = Path((self.home / "folder").read_text().strip())
        return str(done.stdout)


@pytest.fixture
def user() -> Iterator[User]:
    home = Path(tempfile.mkdtemp(prefix="administrator-", dir="/tmp"))  # pytest's own is closed to others
    user = User(home)
    try:
        yield user
    finally:
        if (home / "pid").exists():
            process = int((home / "pid").read_text())
            with suppress(ProcessLookupError):  # it ended by itself: the assertion says so
                os.kill(process, signal.SIGTERM)
            wait_for(lambda: not Path(f"/proc/{process}").exists() or _is_zombie(process), 90)
        shutil.rmtree(home, ignore_errors=True)


def _is_zombie(process: int) -> bool:
    return " Z " in Path(f"/proc/{process}/stat").read_text()


def test_an_administrator_gets_from_a_clone_to_a_service_by_the_readme_alone(
    user: User, tmp_path: Path
) -> None:
    """What each step printed, and after how many seconds, goes to a folder as the pictures of others do."""
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as free:
        inner = int(free.getsockname()[1])
    outer, certificate = find_free_port(), Certificate.issue(tmp_path)
    url = f"https://{ADDRESS}:{outer}"
    report = (Path(os.environ.get("TERUGKOM_PICTURES", tmp_path)) / "administrator.txt").open("w")
    with report, MailServer() as mail, running_proxy(outer, certificate, inner):
        here = {
            "ADDRESS-OF-THIS-REPOSITORY": str(user.home / "repository.git"),
            "smtp+starttls://smtp.example.org:587": f"smtp://127.0.0.1:{mail.port}",
            "https://mvo.example.org": url,
            "systemctl --user": f"echo TERUGKOM_PORT={inner} >> ~/.config/terugkom.env; systemctl --user",
        }
        for command in list_commands():
            for given, instead in here.items():
                command = command.replace(given, instead)
            said = user.run(command)
            report.write(f"{time.monotonic() - started:6.0f} s  {command}\n{said}\n")
            report.flush()
            if " template " in command:  # which she fills in
                _fill_in(user)
        journal = user.home / "journal"
        wait_for(lambda: "Stop with Ctrl-C" in journal.read_text(), 300)
        assert url in journal.read_text()
        assert PASSWORD not in journal.read_text()
        session = requests.Session()
        session.trust_env = False  # REQUESTS_CA_BUNDLE would be taken for the next line
        session.verify = str(certificate.authority)
        assert session.get(f"{url}/ui-settings", timeout=30).json()["api_url"] == f"{url}/api"
        assert session.post(f"{url}/api/flow_runs/filter", json={}, timeout=30).status_code == 401
        session.auth = ("terugkom", PASSWORD)
        found = session.get(f"{url}/api/deployments/name/owner-reminders/owner-reminders", timeout=30).json()
        asked = {"parameters": {"municipality": "my-town"}, "state": {"type": "SCHEDULED"}}
        run = session.post(f"{url}/api/deployments/{found['id']}/create_flow_run", json=asked, timeout=30)
        assert run.ok, run.text
        wait_for(lambda: len(mail.mails) >= 3 or "process exited" in journal.read_text(), 300)
        assert len(mail.mails) >= 3, journal.read_text()
        report.write(f"{time.monotonic() - started:6.0f} s  the mails are there\n")


def _fill_in(user: User) -> None:
    plan = write_small_plan(user.folder / "plan.xlsx", day=clock.today())
    if os.geteuid() == 0:
        os.chown(plan, user.account.pw_uid, user.account.pw_gid)
