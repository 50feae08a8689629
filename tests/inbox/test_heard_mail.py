"""What the coordinator forwards with *Gehoord:* is kept whole, once, and answered; of nobody else."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.inbox.process_inbox import process_inbox
from terugkom.mentions.model import Mention
from tests.inbox.answering import AnsweringMunicipality, read_text, write
from tests.reminders.tick_calendar import CalendarMunicipality

COORDINATOR = "lw@lievegem.example"
FORWARDED = """Zie hieronder.

---------- Forwarded message ---------
Van: Buurtgroep <groep@buurt.example>
Onderwerp: Fietsstraat

Ik ben afwezig geweest, maar de fietsstraat is top!
> en dit stond er al
"""


@pytest.fixture
def one(sqlite_database: Database, tmp_path: Path) -> AnsweringMunicipality:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.action("E-01", date(2027, 3, 20))
    return AnsweringMunicipality(town)


def mentions(one: AnsweringMunicipality) -> list[Mention]:
    with one.town.database.read_session() as session:
        return list(session.scalars(select(Mention)))


@pytest.mark.parametrize(
    "subject", ["Gehoord: op Facebook", "FW: Fwd: gehoord : op Facebook", "Entendu: op Facebook",
                "WG: Gehört: op Facebook", "RE: heard: op Facebook"],
)  # fmt: skip
def test_it_is_kept_whole_and_once_and_answered(one: AnsweringMunicipality, subject: str) -> None:
    mail = write(subject, FORWARDED, COORDINATOR)
    for _ in range(2):
        assert one.take(mail) == {"heard": 1}
    (mention,) = mentions(one)
    assert (mention.source, mention.said_on, mention.author) == ("mail", one.today, "")
    assert mention.text == f"op Facebook\n\n{FORWARDED.strip()}"
    assert one.questions() == []
    (answer,) = one.sent("answer-receipt")
    assert answer["To"] == "Lotte W <lw@lievegem.example>"
    assert "Wat u hoorde, is bewaard." in read_text(answer)
    assert "ongedaan" not in read_text(answer)


def test_a_file_that_comes_with_it_is_not_read_as_a_plan_and_the_receipt_says_so(
    one: AnsweringMunicipality,
) -> None:
    mail = write("Gehoord: aan de toog", "Zie de lijst.", COORDINATOR)
    mail.add_attachment(b"Code;Actie\nE-09;Bomen\n", maintype="text", subtype="csv", filename="lijst.csv")
    one.drop(mail)
    result = process_inbox(one.run)
    assert (result.answers, result.plans, result.errors) == ({"heard": 1}, [], [])
    assert len(mentions(one)) == 1
    (answer,) = one.sent("answer-receipt")
    assert "De bijlagen lazen wij niet" in read_text(answer)


@pytest.mark.parametrize(
    ("subject", "sender", "vouched"),
    [
        ("Gehoord: iets", COORDINATOR, False),
        ("Gehoord: iets", "an@x.example", True),
        ("Gehoord: iets", "wie@elders.example", True),
        ("Gehoord dat het klaar is", COORDINATOR, True),
        ("Ongehoord: wat nu", COORDINATOR, True),
        ("RE: FW: " * 60 + "iets", COORDINATOR, True),
    ],
)
def test_anything_else_is_no_mention(
    one: AnsweringMunicipality, subject: str, sender: str, vouched: bool
) -> None:
    assert "heard" not in one.take(write(subject, "De fietsstraat is top.", sender, vouched=vouched))
    assert mentions(one) == []
