"""Every kind of mail, twice and in any order, with the process cut off: nothing lost, nothing taken twice."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terugkom.inbox import mailbox
from terugkom.inbox.process_inbox import process_inbox
from tests.inbox.every_kind import check_taken_once, list_mails, open_town
from tests.soak import often


class Killed(BaseException):
    """The process died."""


KINDS = 10
POINTS = ("save_mailed_files", "enqueue_file_receipts", "enqueue_receipts", "_archive", "")


@pytest.mark.long
@settings(max_examples=often(4, soak=200), deadline=None)
@given(
    order=st.permutations([*range(KINDS), *range(KINDS)]),
    cuts=st.lists(st.sampled_from(POINTS), max_size=3),
)
def test_nothing_is_lost_and_nothing_taken_twice(
    sqlite_template: Path, order: list[int], cuts: list[str]
) -> None:
    with TemporaryDirectory() as folder, open_town(sqlite_template, Path(folder)) as one:
        mails = [bytes(each) for each in list_mails(one)]
        assert len(mails) == KINDS
        for number, which in enumerate(order):
            one.drop(mails[which], f"{number:02d}.eml")
        for place in filter(None, cuts):
            with suppress(Killed), mock.patch.object(mailbox, place, side_effect=Killed):
                process_inbox(one.run)
        process_inbox(one.run)
        check_taken_once(one, len(order))
