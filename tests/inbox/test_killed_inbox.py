"""The process is killed between reading a mail and filing it: nothing is lost, nothing is taken twice."""

import signal
import subprocess
import sys
from itertools import product
from pathlib import Path
from random import Random

import pytest

from terugkom.inbox.process_inbox import process_inbox
from tests.inbox.answering import AnsweringMunicipality
from tests.inbox.every_kind import check_taken_once, list_mails, open_town
from tests.inbox.kill_inbox import POINTS
from tests.soak import often

EACH_POINT = [(f"{when} {place}",) for when, place in product(("before", "after"), POINTS)]
IN_A_ROW = (
    "after mailbox.skip_pending_deliveries",
    "after mailbox.save_mailed_files",
    "before mailbox._archive",
)


def kill_at(one: AnsweringMunicipality, point: str) -> None:
    """Process the inbox in a process that is killed there."""
    folder = str(one.town.folder)
    program = [
        sys.executable,
        "-m",
        "tests.inbox.kill_inbox",
        point,
        f"sqlite:///{folder}/terugkom.db",
        folder,
    ]
    ended = subprocess.run(program, cwd=Path(__file__).parents[2], capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.long
@pytest.mark.parametrize("seed", often([1], soak=[1, 2, 3]))
@pytest.mark.parametrize("points", often([IN_A_ROW], soak=[IN_A_ROW, *EACH_POINT]))
def test_after_each_kill_the_next_run_goes_on(
    sqlite_template: Path, tmp_path: Path, points: tuple[str, ...], seed: int
) -> None:
    with open_town(sqlite_template, tmp_path) as one:
        mails = [bytes(each) for each in list_mails(one)] * 2
        Random(seed).shuffle(mails)
        for number, mail in enumerate(mails):
            one.drop(mail, f"{number:02d}.eml")
        for point in points:
            kill_at(one, point)
        process_inbox(one.run)
        check_taken_once(one, len(mails))
