"""An owner's deadlines stand in their own calendar, where the municipality switched that on."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from icalendar import Calendar, Component

from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import ActionStatus
from terugkom.plan.queries import get_municipality
from terugkom.reminders import deadline_icalendar
from terugkom.reminders.deadline_calendar import FOLDER, write_deadline_feeds
from tests.clock import clock_on
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY = date(2027, 3, 1)
IN_A_WEEK = MONDAY + timedelta(days=7)


@pytest.fixture
def switched_on(town: CalendarMunicipality) -> CalendarMunicipality:
    switch(town, on=True)
    return town


def switch(town: CalendarMunicipality, *, on: bool) -> None:
    with town.database.write_session() as session:
        get_municipality(session, town.slug).deadline_calendar = on


def write(town: CalendarMunicipality, today: date = MONDAY) -> int:
    with town.database.read_session() as session:
        return write_deadline_feeds(session, get_municipality(session, town.slug), town.folder, today)


def read_feeds(town: CalendarMunicipality) -> dict[str, list[tuple[str, str, date, int]]]:
    """Return by owner the parts of their feed: kind, summary, day, SEQUENCE."""
    folder = town.folder / town.slug / Path(FOLDER)
    return {
        path.name.partition("-")[0]: read_parts(path.read_bytes()) for path in sorted(folder.glob("*.ics"))
    }


def read_parts(content: bytes) -> list[tuple[str, str, date, int]]:
    found: list[Component] = [each for each in Calendar.from_ical(content).walk() if each.name != "VCALENDAR"]
    assert len({str(each["uid"]) for each in found}) == len(found)
    return [
        (
            str(each.name),
            str(each["summary"]),
            (each["due"] if each.name == "VTODO" else each["dtstart"]).dt,
            int(each["sequence"]),
        )
        for each in found
    ]


def record_move(town: CalendarMunicipality, day: date) -> None:
    town.change("E-01", deadline=day)
    with town.database.write_session() as session:
        session.add(
            ActionChange(
                action_id=1,
                field="deadline",
                old=str(IN_A_WEEK),
                new=str(day),
                changed_on=MONDAY,
                changed_at=clock_on(MONDAY),
                source="-",
            )
        )


def test_each_owner_has_a_feed_of_their_open_deadlines(switched_on: CalendarMunicipality) -> None:
    switched_on.action("E-01", IN_A_WEEK, ["an", "bo"], title="Het dak, isoleren; met kurk")
    switched_on.action("E-02", None)
    switched_on.action("E-03", IN_A_WEEK, status=ActionStatus.DONE)
    assert write(switched_on) == 2
    summary = "Deadline: Het dak, isoleren; met kurk (E-01)"
    parts = [("VEVENT", summary, IN_A_WEEK, 0), ("VTODO", summary, IN_A_WEEK, 0)]
    assert read_feeds(switched_on) == {"an": parts, "bo": parts}
    assert write(switched_on) == 0
    path = next((switched_on.folder / switched_on.slug / FOLDER).glob("an-*.ics"))
    (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["dtend"].dt == IN_A_WEEK + timedelta(days=1), "one whole day: its end is not in it"


def test_a_feed_follows_the_plan_and_goes_with_who_leaves(switched_on: CalendarMunicipality) -> None:
    switched_on.action("E-01", IN_A_WEEK, ["an", "bo"])
    write(switched_on)
    record_move(switched_on, IN_A_WEEK + timedelta(days=30))
    switched_on.person("bo", departed_on=MONDAY)
    assert write(switched_on) == 1
    (name, parts), *others = read_feeds(switched_on).items()
    assert (name, others) == ("an", [])
    assert [each[2:] for each in parts] == [(IN_A_WEEK + timedelta(days=30), 1)] * 2
    switch(switched_on, on=False)
    assert write(switched_on) == 0
    assert read_feeds(switched_on) == {}


@pytest.mark.parametrize("on", [True, False])
def test_a_digest_carries_the_deadlines_that_are_to_come(town: CalendarMunicipality, on: bool) -> None:
    switch(town, on=on)
    town.action("E-01", IN_A_WEEK)
    town.action("E-02", MONDAY - timedelta(days=21))
    town.tick(MONDAY)
    attached = {delivery.role: read_attached(town, document) for delivery, document in town.mails()}
    assert attached["owner"] == ([("VEVENT", "Deadline: Titel van E-01 (E-01)", IN_A_WEEK, 0)] if on else [])
    assert attached["coordinator-copy"] == []


def read_attached(town: CalendarMunicipality, document: object) -> list[tuple[str, str, date, int]]:
    content = town.documents.read(document.path, document.sha256)  # type: ignore[attr-defined]
    mail = message_from_bytes(content, policy=default)
    files = [each for each in mail.iter_attachments() if each.get_filename() == "deadlines.ics"]
    return [part for each in files for part in read_parts(each.get_payload(decode=True))]


def test_feeds_are_rendered_again_for_what_changed_and_only_then(
    switched_on: CalendarMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = switched_on
    town.action("E-01", IN_A_WEEK, ["an", "bo"])
    write(town)
    before = read_feeds(town)
    with monkeypatch.context() as nothing_changed:
        nothing_changed.delattr(deadline_icalendar, "render_deadlines")
        assert write(town) == 0
        assert read_feeds(town) == before
    town.change("E-01", title="Een andere titel")
    assert write(town) > 0
    assert "Een andere titel" in str(read_feeds(town))
    next((town.folder / town.slug / FOLDER).glob("*.ics")).write_bytes(b"")
    assert write(town) == 1
