"""Every kind of mail, twice and in any order, with the process cut off: nothing lost, nothing taken twice."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from terugkom.database import Database
from terugkom.inbox import mailbox
from terugkom.plan.model import ActionStatus
from tests.inbox.answering import MONDAY, AnsweringMunicipality, reply_to, write
from tests.reminders.tick_calendar import CalendarMunicipality
from tests.soak import often


class Killed(BaseException):
    """The process died."""


def make_mails(one: AnsweringMunicipality) -> list[EmailMessage]:
    digest = one.digest()
    return [
        reply_to(digest, "E-01: klaar"),
        reply_to(digest, "E-02: ik zit vast"),
        reply_to(digest, "Het loopt niet zoals gehoopt."),
        reply_to(digest, "Ik ben afwezig tot en met 19 maart.", Auto_Submitted="auto-replied"),
        write("Iets heel anders", "Koop nu", "spam@elders.example"),
        write("E-02", "Een vraag over E-02", vouched=False),
    ]


def open_town(template: Path, folder: Path) -> Iterator[AnsweringMunicipality]:
    path = folder / "terugkom.db"
    copyfile(template, path)
    database = Database(f"sqlite:///{path}")
    town = CalendarMunicipality.new(database, folder)
    town.action("E-01", date(2027, 3, 20))
    town.action("E-02", date(2027, 3, 25))
    town.tick(MONDAY)
    yield AnsweringMunicipality(town)
    database.close()


@settings(max_examples=often(6, soak=200), deadline=None)
@given(
    order=st.permutations([*range(6), *range(6)]),
    cuts=st.lists(st.sampled_from(["enqueue_receipts", "_archive", ""]), max_size=3),
)
def test_nothing_is_lost_and_nothing_taken_twice(
    sqlite_template: Path, order: list[int], cuts: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        for one in open_town(sqlite_template, Path(folder)):
            mails = [bytes(each) for each in make_mails(one)]
            for number, which in enumerate(order):
                one.drop(mails[which], f"{number:02d}.eml")
            for place in filter(None, cuts):
                with suppress(Killed), mock.patch.object(mailbox, place, side_effect=Killed):
                    mailbox.handle_mails(one.run)
            mailbox.handle_mails(one.run)
            assert one.status("E-01") is ActionStatus.DONE
            assert (one.reports("E-01"), one.reports("E-02")) == (["klaar"], ["ik zit vast"])
            kinds = sorted(each.kind.value for each in one.questions())
            assert kinds == ["absence", "mail", "mail", "stuck"]
            assert one.mails() == 5
            assert len(one.sent("owner-stuck")) == 1
            assert len(one.sent("answer-receipt")) == 3
            assert len(one.names()) == 2, "what nobody of ours wrote stays"
            assert len(one.names("done")) == len(order) - 2
