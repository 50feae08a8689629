"""Calendars are rendered again if anything changed that they are made of, and only then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents import rendered_files
from terugkom.documents.look import DEFAULT_LOOK
from terugkom.documents.templates import Templates
from terugkom.meetings import calendar_feed
from terugkom.meetings.calendar_feed import write_feeds
from terugkom.meetings.model import Meeting
from terugkom.plan.model import ClosingDay, Group
from tests.meetings.conftest import MeetingMunicipality

MOSTLY_SQLITE = True
INVITED = date(2027, 2, 22)


@pytest.fixture
def outbox(town: MeetingMunicipality, tmp_path: Path) -> Path:
    """An outbox with the calendars of a municipality, whose meeting on 15 March was announced."""
    town.import_plan()
    town.tick_once(INVITED)
    write(town, tmp_path, INVITED)
    return tmp_path


def write(
    town: MeetingMunicipality, outbox: Path, today: date = INVITED, templates: Templates | None = None
) -> int:
    with town.database.read_session() as session:
        of = town.municipality(session)
        return write_feeds(session, templates or town.desk.templates, of, outbox, today)


def read(outbox: Path) -> str:
    (path,) = outbox.rglob("*.ics")
    return path.read_text().replace("\r\n ", "")


def test_nothing_is_rendered_where_nothing_changed(
    town: MeetingMunicipality, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(outbox)

    def fail(*_: object) -> None:
        raise AssertionError("rendered")

    monkeypatch.setattr(calendar_feed, "build_calendar_event", fail)
    assert write(town, outbox) == 0
    assert write(town, outbox, INVITED + timedelta(days=1)) == 0
    assert read(outbox) == before
    with pytest.raises(ExceptionGroup):  # a day later the meeting was held
        write(town, outbox, date(2027, 3, 16))


def move(session: Session, town: MeetingMunicipality) -> None:
    session.scalars(select(Meeting)).one().starts_at = time(16, 45)


def move_all(session: Session, town: MeetingMunicipality) -> None:
    session.scalars(select(Group).where(Group.code == "ENERGIE")).one().meets_at = time(16, 45)


def rename(session: Session, town: MeetingMunicipality) -> None:
    town.municipality(session).name = "Stad 16:45"


def close(session: Session, town: MeetingMunicipality) -> None:
    of = town.municipality(session)
    of.closing_days.append(ClosingDay(day=date(2027, 9, 15), name="Kermis"))


def rename_coordinator(session: Session, town: MeetingMunicipality) -> None:
    coordinator = town.municipality(session).coordinator
    assert coordinator
    coordinator.name = "Iemand Anders"


@pytest.mark.parametrize("change", [move, move_all, rename, close, rename_coordinator])
def test_a_change_in_plan_or_settings_stands_in_them(
    town: MeetingMunicipality, outbox: Path, change: Callable[[Session, MeetingMunicipality], None]
) -> None:
    with town.database.write_session() as session:
        change(session, town)
    write(town, outbox)
    fresh = outbox / "fresh"
    write(town, fresh)
    assert read(outbox / "linde") == read(fresh)


def test_the_day_decides_which_meetings_are_to_come(town: MeetingMunicipality, outbox: Path) -> None:
    assert read(outbox).count("BEGIN:VEVENT") == 3
    assert "DTSTART;TZID=Europe/Brussels:20270315" in read(outbox)
    assert write(town, outbox, date(2027, 3, 16)) == 1
    assert "DTSTART;TZID=Europe/Brussels:20270315" not in read(outbox)


def test_templates_of_its_own_and_its_look_are_followed(town: MeetingMunicipality, outbox: Path) -> None:
    own = outbox / "own"
    own.mkdir()
    (own / "meeting-event.txt").write_text("{{ meeting.name }}\nKom erbij.\n")
    assert write(town, outbox, templates=Templates("nl", own)) == 1
    assert "Kom erbij." in read(outbox)
    (own / "meeting-event.txt").write_text("{{ meeting.name }}\nKom er bij.\n")
    assert write(town, outbox, templates=Templates("nl", own)) == 1
    assert "Kom er bij." in read(outbox)
    assert write(town, outbox, templates=Templates("nl", look=DEFAULT_LOOK)) == 1


def test_another_program_renders_them_again(
    town: MeetingMunicipality, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = calendar_feed.build_calendar_event
    elsewhere = lambda *given: replace(build(*given), place="Elders")  # noqa: E731
    monkeypatch.setattr(rendered_files, "_stamp_program", lambda: "the next version")
    monkeypatch.setattr(calendar_feed, "build_calendar_event", elsewhere)
    assert write(town, outbox) == 1
    assert "LOCATION:Elders" in read(outbox)


def test_the_program_is_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "event.txt").write_text("a")
    before = list(rendered_files.list_stamps(tmp_path))
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "event.txt").write_text("a")
    assert [name for name, *_ in rendered_files.list_stamps(tmp_path)] == ["event.txt", "nl/event.txt"]
    (tmp_path / "event.txt").write_text("ab")
    assert before[0] not in rendered_files.list_stamps(tmp_path)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("BEGIN:VCALENDAR")])
def test_a_calendar_that_somebody_deleted_or_changed_is_written_again(
    town: MeetingMunicipality, outbox: Path, spoil: Callable[[Path], object]
) -> None:
    before = read(outbox)
    (path,) = outbox.rglob("*.ics")
    spoil(path)
    assert write(town, outbox) == 1
    assert read(outbox) == before


def test_a_record_that_cannot_be_read_is_none(town: MeetingMunicipality, outbox: Path) -> None:
    (record,) = outbox.rglob(".rendered.json")
    for spoiled in (b"", b"[]", b"{}", b'["a", 3]', b"\xff"):
        record.write_bytes(spoiled)
        (path,) = outbox.rglob("*.ics")
        path.write_text("")
        assert write(town, outbox) == 1
