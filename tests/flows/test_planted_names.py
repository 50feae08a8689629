"""Nothing personal in Prefect: a whole cycle in which much fails, with odd names planted everywhere."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL

from flows.answer_idea import answer_idea
from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from flows.move_meeting import move_meeting
from flows.newsletter import newsletter
from flows.subgroup_review import subgroup_review
from tasks.installation import get_installation
from terugkom.workbook.own_layout import ACTIONS
from tests.editions import edition_municipality
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.flows import planted_names as planted
from tests.flows.conftest import FlowHome, artifacts_of, children_of, run_of
from tests.mail_server import MailServer

PEOPLE = [{"code": "LW", "name": planted.PERSON, "email": planted.ADDRESS}]
GROUPS = [
    {"code": "ENERGIE", "name": planted.GROUP, "kind": "deelgroep", "interval_months": 6, "anchor": ASKED}
]
ACTION = {"title": planted.TITLE, "group": "ENERGIE", "deadline": ASKED}


@pytest.fixture
def town(home: FlowHome, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> EditionMunicipality:
    """A municipality with planted names, whose mails are refused by a server that repeats a name."""
    mail_server.at_rcpt[planted.ADDRESS] = f"550 5.1.1 <{planted.ADDRESS}>: {planted.PERSON} has left"
    monkeypatch.setenv("TERUGKOM_SMTP_URL", f"smtp://127.0.0.1:{mail_server.port}")
    get_installation.cache_clear()
    monkeypatch.setattr(edition_municipality, "PEOPLE_ROWS", PEOPLE)
    room = EditionMunicipality(home.database, get_installation().settings.municipalities)
    room.home.mkdir(parents=True, exist_ok=True)
    more: dict[str, Any] = {"groups": GROUPS, "chief": "LW", "coordinator": "LW"}
    room.import_actions(FIRST, *(each | ACTION for each in BEFORE), **more)
    room.import_actions(ASKED, *(each | ACTION for each in NOW), **more)
    return room


def write_hostile_inbox(folder: Path) -> None:
    """Write an inbox with files that are refused, and one with findings."""
    folder.mkdir(parents=True)
    for suffix in ("xlsx", "xls", "ods", "docx", "csv"):
        (folder / f"{planted.FILE}-1.{suffix}").write_bytes(b"no document")
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = planted.SHEET
    page.append(["Nr", "Actie", "Deadline", "Status", planted.COLUMN])
    page.append(["1", planted.TITLE, "gisteren of zo", planted.PERSON, planted.PERSON])
    book.save(folder / f"{planted.FILE}-2.xlsx")
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = ACTIONS.title
    page.append([planted.COLUMN])
    book.save(folder / f"{planted.FILE}-3.xlsx")


def write_wrong_stories(folder: Path) -> None:
    """Add a story that cannot be read, and one with a photo that is none, to the folder of an edition."""
    (folder / f"{planted.STORY}.md").write_text(f"---\n{planted.TITLE}: [\n---\n# {planted.PERSON}\n")
    (folder / f"{planted.PICTURE}.png").write_bytes(b"no picture")
    for path in folder.glob("*.md"):
        path.write_text(path.read_text().replace("foto:", f"foto: {planted.PICTURE}.png"))


@pytest.mark.long
def test_nothing_of_what_people_wrote_stands_in_prefect_after_a_cycle_with_failures(
    town: EditionMunicipality, lines: list[str]
) -> None:
    write_hostile_inbox(town.home / "linde" / "inbox")
    write_hostile_inbox(town.home / "zwin" / "inbox")
    states = [
        newsletter("linde", today=ASKED, dry_run=True, return_state=True),
        follow_up_calendar(today=ASKED, really=True, return_state=True),
    ]
    write_wrong_stories(town.folder)
    states += [
        newsletter("linde", today=ASKED, really=True, return_state=True),
        import_plan("linde", today=ASKED, return_state=True),
        subgroup_review("linde", "ENERGIE", today=ASKED, early=True, really=True, return_state=True),
        subgroup_review("linde", planted.GROUP[:9], today=ASKED, really=True, return_state=True),
        move_meeting("linde", "ENERGIE/2031-01", day=ASKED, today=ASKED, really=True, return_state=True),
        answer_idea("linde", "I7", "no", "Te duur.", today=ASKED, return_state=True),
    ]
    failed = [state for state in states if state.is_failed()]
    assert len(failed) >= 4, "else it proves little"
    runs = [run_of(state) for state in states]
    runs += [child for state in states for child in children_of(state)]
    shown = [text for run in runs for text in artifacts_of(run).values()]
    assert any("geweigerd" in text for text in shown)

    database = Path(PREFECT_SERVER_DATABASE_CONNECTION_URL.value().removeprefix("sqlite+aiosqlite:///"))
    assert planted.list_planted(planted.list_cells(town.home.parent / "terugkom.db")), (
        "else it proves nothing"
    )
    assert planted.list_planted(planted.list_cells(database)) == []
    assert planted.list_planted(iter(lines)) == []
    assert planted.list_planted(str(state.message) for state in states) == []
    assert any("blad 1" in text for text in shown)
