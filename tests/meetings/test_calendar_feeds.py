"""The calendars of the groups: an odd name, or one group that fails, keeps no other group without its own."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.meetings import calendar_feed
from terugkom.meetings.calendar_feed import write_feeds
from terugkom.meetings.model import Meeting
from terugkom.meetings.occurrences import list_occurrences
from terugkom.meetings.open_meeting import build_meeting, build_uid, find_uids
from terugkom.plan.model import Group, GroupKind
from tests.delivery.delivery_rows import NOON
from tests.meetings.conftest import FIRST, MeetingMunicipality
from tests.meetings.packs.conftest import queries_of

MOSTLY_SQLITE = True


def list_feeds(outbox: Path) -> list[str]:
    return sorted(path.name for path in outbox.rglob("*.ics"))


@pytest.mark.parametrize("odd", ["Energie\nen mobiliteit", "Energie\x00\u2028en mobiliteit", "a\tb\x1b"])
def test_a_name_with_a_line_break_that_was_stored_earlier_is_one_line(
    town: MeetingMunicipality, tmp_path: Path, odd: str
) -> None:
    odd = odd if town.database.is_sqlite else odd.replace("\0", "\x01")  # PostgreSQL stores no NUL
    town.import_plan()
    with town.database.write_session() as session:
        for group in session.scalars(select(Group)):
            group.name = odd
            group.meets_in = odd
        town.municipality(session).name = odd
        assert write_feeds(session, town.desk.templates, town.municipality(session), tmp_path, FIRST) > 0
    for path in tmp_path.rglob("*.ics"):
        name = next(line for line in path.read_text().splitlines() if line.startswith("X-WR-CALNAME"))
        assert not set(name) & set("\n\t\x00\x1b\u2028")
        assert ": " in name


def test_one_group_that_fails_keeps_its_calendar_and_the_others_get_theirs(
    town: MeetingMunicipality, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.import_plan()
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        groups = session.scalars(select(Group)).all()
        failing = groups[0].id
        session.add(
            Group(
                municipality_id=municipality.id,
                code="TWEEDE",
                name="Tweede",
                kind=groups[0].kind,
                anchor=groups[0].anchor,
                interval_months=groups[0].interval_months,
            )
        )
        session.flush()
        build = calendar_feed.build_calendar_event

        def fail(templates: object, of: object, meeting: Meeting, stamp: object) -> object:
            if meeting.group and meeting.group.id == failing:
                raise ValueError("out of order")
            return build(templates, of, meeting, stamp)  # type: ignore[arg-type]

        monkeypatch.setattr(calendar_feed, "build_calendar_event", fail)
        with pytest.raises(ExceptionGroup) as raised:
            write_feeds(session, town.desk.templates, municipality, tmp_path, FIRST)
        assert [str(each) for each in raised.value.exceptions] == ["out of order"]
    assert "tweede.ics" in list_feeds(tmp_path)


def test_a_feed_of_many_meetings_takes_as_many_statements_as_one_of_few(
    town: MeetingMunicipality, tmp_path: Path
) -> None:
    town.import_plan()

    def count(months: int) -> tuple[int, int]:
        with town.database.write_session() as session:
            for group in session.scalars(select(Group)):
                group.interval_months = months
        with town.database.read_session() as session:
            of, folder = town.municipality(session), tmp_path / str(months)
            write = partial(write_feeds, session, town.desk.templates, of, folder, FIRST)
            statements = queries_of(town.database, write)
        return statements, sum(path.read_text().count("BEGIN:VEVENT") for path in folder.rglob("*.ics"))

    (few_statements, few), (many_statements, many) = count(6), count(1)
    assert many > few * 3
    assert many_statements == few_statements


def test_a_new_meeting_gets_another_uid_where_an_earlier_one_kept_it(town: MeetingMunicipality) -> None:
    town.import_plan()
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        planned = list_occurrences(session, municipality, FIRST, FIRST + timedelta(days=800))
        first, second = [each for each in planned if each.moment_id is None and each.group_id][:2]
        kept = build_uid(session, municipality.slug, first)
        meeting = build_meeting(session, municipality, replace(first, period="2001-01"), kept)
        meeting.moment.opened_at = NOON
        session.add(meeting)
        session.flush()
        found = find_uids(session, municipality.slug, [first, second])
        assert found == {each.key: build_uid(session, municipality.slug, each) for each in (first, second)}
        assert found[first.key] != kept
        assert len({kept, *found.values()}) == 3


def write(town: MeetingMunicipality, outbox: Path) -> dict[str, int]:
    """Write the feeds; return by file how many meetings stand in it."""
    with town.database.read_session() as session:
        write_feeds(session, town.desk.templates, town.municipality(session), outbox, FIRST)
    return {path.name: path.read_text().count("BEGIN:VEVENT") for path in outbox.rglob("*.ics")}


@pytest.mark.parametrize("is_gone", [True, False])
def test_the_feed_of_a_group_that_meets_no_more_becomes_empty(
    town: MeetingMunicipality, tmp_path: Path, is_gone: bool
) -> None:
    """Its meetings stayed in the calendar of whoever follows it, for ever."""
    town.import_plan()
    assert write(town, tmp_path) == {"energie.ics": 3}
    with town.database.write_session() as session:
        group = session.scalars(select(Group).where(Group.code == "ENERGIE")).one()
        was = group.anchor, group.interval_months
        if is_gone:
            group.code = "KLIMAAT"
        else:
            group.anchor = group.interval_months = None
    town.align(FIRST)
    left = {"klimaat.ics": 3} if is_gone else {}
    assert write(town, tmp_path) == write(town, tmp_path) == {"energie.ics": 0} | left
    text = next(tmp_path.rglob("energie.ics")).read_text()
    assert "X-WR-CALNAME:Gemeente Linde\n" in text.replace("\r", "")
    with town.database.write_session() as session:
        group = session.scalars(select(Group).where(Group.meets_in != "")).one()
        group.code, (group.anchor, group.interval_months) = "ENERGIE", was
    assert write(town, tmp_path)["energie.ics"] == 3


def test_a_cancelled_meeting_of_another_kind_is_in_the_feed_of_its_group(
    town: MeetingMunicipality, tmp_path: Path
) -> None:
    """Each kind made a file of the same name, and the last one replaced the other."""
    town.import_plan(anchor=FIRST + timedelta(days=14))
    town.tick(FIRST)
    town.cancel(FIRST)  # those who were invited are not told yet
    with town.database.write_session() as session:
        group = session.scalars(select(Group).where(Group.code == "ENERGIE")).one()
        group.kind = GroupKind.FOCUS
    town.align(FIRST)
    assert write(town, tmp_path) == {"energie.ics": 3}
    text = next(tmp_path.rglob("energie.ics")).read_text()
    assert (text.count("STATUS:CANCELLED"), text.count("STATUS:CONFIRMED")) == (1, 2)


def test_the_calendar_of_the_exchange_is_named_after_it(town: MeetingMunicipality, tmp_path: Path) -> None:
    """It was called *Gemeente Linde: Gemeente Linde*, and its meetings those of a group of our own."""
    town.import_plan()
    with town.database.write_session() as session:
        municipality = town.municipality(session)
        municipality.peer_anchor = FIRST + timedelta(days=30)
        write_feeds(session, town.desk.templates, municipality, tmp_path, FIRST)
    text = next(tmp_path.rglob("linde.ics")).read_text().replace("\n ", "")
    assert "X-WR-CALNAME:Gemeente Linde: Uitwisseling met andere gemeenten\n" in text
    assert "met andere gemeenten: wat lukte\\, wat niet\\, en wie kan wie helpen?" in text
    assert "hoe staat het met onze acties" not in text
