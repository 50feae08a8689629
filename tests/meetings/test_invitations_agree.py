"""Members, hours, rhythms, addresses and absences change at any time between ticks: after the last tick the
last calendar mail that each person got agrees with what is true."""

import shutil
import tempfile
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from terugkom.meetings.invitation_differences import is_pack_out
from terugkom.meetings.model import Meeting, MeetingState
from terugkom.meetings.occurrences import MeetingOccurrence, list_occurrences
from terugkom.meetings.open_meeting import build_step_calendar
from terugkom.plan.model import Group, GroupKind, Municipality, Person
from terugkom.schedule.moments import list_meetings_between
from tests.meetings.conftest import MeetingMunicipality
from tests.meetings.test_invitation_bytes import read_calendar
from tests.soak import often

CODES = ("AN", "BE", "CO", "GEEN")
ANCHORS = (date(2027, 3, 15), date(2027, 3, 22), date(2027, 4, 12), date(2027, 2, 8), date(2027, 5, 31), None)
HOURS = (time(10), time(14), None)
PLACES = ("Zaal 1", "Zaal 2", "")
KINDS = (GroupKind.SUB, GroupKind.FOCUS)
BEGIN = date(2027, 2, 22)  # the day of the first invitation; the story goes on from there
HORIZONS = (10, 18, 18, 18, 60)  # days of a story; the meeting is on the 21st, unless it moves

_events = st.lists(
    st.tuples(
        st.integers(0, 59),
        st.sampled_from(
            (
                *("tick", "tick", "join", "leave", "join", "leave", "address", "absent", "back", "departed"),
                *("employed", "hour", "place", "rhythm", "interval", "kind", "move", "move hour", "cancel"),
            )
        ),
        st.integers(0, 11),
    ),
    min_size=12,
    max_size=40,
)


@dataclass
class CalendarMail:
    """One mail as its reader's calendar program took it."""

    method: str
    sequence: int
    start: str
    place: str
    to: str = field(default="", compare=False)


@dataclass
class Story:
    """The municipality, and who was ever said to have departed."""

    town: MeetingMunicipality
    departed: set[str] = field(default_factory=set)

    def happen(self, today: date, what: str, which: int) -> None:
        if what == "tick":
            self.town.tick(today)
            assert self.town.tick(today) == [], "a tick that comes twice does nothing twice"
        elif what in ("move", "move hour", "cancel"):
            with suppress(InputError):
                self._decide(today, what, which)
        else:
            with self.town.database.write_session() as session:
                self._change(session, today, what, which)

    def _decide(self, today: date, what: str, which: int) -> None:
        if what == "cancel":
            self.town.cancel(today)
        elif what == "move":
            self.town.move(today, to=today + timedelta(days=3 * which))
        else:
            self.town.move(today, to=today + timedelta(days=25), starts_at=time(8 + which))

    def _change(self, session: Session, today: date, what: str, which: int) -> None:
        person = session.scalars(select(Person).where(Person.code == CODES[which % 4])).one()
        group = session.scalars(select(Group).where(Group.code == "ENERGIE")).one()
        match what:
            case "join" | "leave":
                person.groups = [each for each in person.groups if each is not group]
                person.groups += [group] if what == "join" else []
            case "address":  # a new one, or that of a colleague
                person.email = ("Be@linde.example.org", f"{person.code}{which}@linde.example.org", "")[
                    which % 3
                ]
            case "absent":
                others = session.scalars(select(Person).where(Person.id != person.id).order_by(Person.code))
                person.stand_in = others.all()[which % 3]
                person.absent_until = today + timedelta(days=10 * which)
            case "back":
                person.absent_until = None
            case "departed" | "employed":
                person.departed_on = today if what == "departed" else None
                self.departed.add(person.code)
            case "hour":
                group.meets_at = HOURS[which % 3]
            case "place":
                group.meets_in = PLACES[which % 3]
            case "rhythm":
                group.anchor = ANCHORS[which % 6]
            case "interval":
                group.interval_months = (1, 3, 6, 12)[which % 4]
            case "kind":
                group.kind = KINDS[which % 2]

    def read_mails(self) -> dict[tuple[str, str], list[CalendarMail]]:
        """Return the calendar mails by address and UID, in the order in which they were sent."""
        found: dict[tuple[str, str], list[CalendarMail]] = defaultdict(list)
        for delivery, mail in self.town.mails():
            for part in mail.walk():
                if part.get_content_type() == "text/calendar":
                    calendar = read_calendar(part.get_content())
                    event = calendar.events[0]
                    read = CalendarMail(
                        str(calendar.method),
                        event.sequence,
                        f"{event.dtstart:%Y-%m-%d %H:%M}",
                        event.location or "",
                        str(mail["To"]),
                    )
                    found[delivery.recipient.lower(), event.uid].append(read)
        return found

    def list_packs(self, moment_id: int | None) -> set[str]:
        return {
            delivery.recipient.lower()
            for delivery, _ in self.town.mails()
            if delivery.moment_id == moment_id and "pack:" in delivery.key
        }


def find_invited(session: Session, day: date, today: date) -> dict[str, str]:
    """Return by code who is to come on a day, with their address: told apart from the code under test."""
    people = session.scalars(select(Person)).all()

    def is_absent(person: Person) -> bool:
        return person.absent_until is not None and person.absent_until >= day

    def can_come(person: Person) -> bool:
        return bool(person.email) and not (person.departed_on and person.departed_on <= day)

    found = {}
    for person in people:
        if not any(each.code == "ENERGIE" for each in person.groups):
            continue
        if person.departed_on and person.departed_on <= day:
            continue
        at, seen = person, {person.id}
        while is_absent(at) and at.stand_in and at.stand_in.id not in seen:
            at = at.stand_in
            seen.add(at.id)
        comes = at if not is_absent(at) and can_come(at) else person
        if can_come(comes):
            found[comes.code] = comes.email.lower()
    return found


@pytest.mark.long
@settings(
    max_examples=often(10, soak=1000),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make a story shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_events, st.sampled_from(HORIZONS))
def test_the_last_calendar_mail_of_everyone_agrees_with_the_truth(
    sqlite_template: Path, events: list[tuple[int, str, int]], horizon: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copyfile(sqlite_template, folder / "terugkom.db")
        town = MeetingMunicipality(Database(f"sqlite:///{folder}/terugkom.db"), folder)
        town.import_plan()
        story = Story(town)
        story.happen(BEGIN, "tick", 0)
        days = sorted(each[0] % horizon for each in events)
        for after, (_, what, which) in zip(days, events, strict=True):
            story.happen(BEGIN + timedelta(days=after), what, which)
        last = BEGIN + timedelta(days=days[-1])
        with town.database.read_session() as session:
            last = town.municipality(session).working_days.on_or_after(last)
        story.happen(last, "tick", 0)
        check(story, last)
        town.database.close()


# Each with the events that a fault of its kind needs: days after the first invitation, what happens, and to
# whom or which (as above). Chance does not bring them together in ten stories.
STORIES = {
    "a member leaves": [(1, "leave", 1)],
    "a member leaves and comes back": [(1, "leave", 1), (2, "tick", 0), (3, "join", 1)],
    "somebody joins": [(1, "join", 2)],
    "somebody joins once the pack is out": [(15, "tick", 0), (16, "join", 2)],
    "a new address": [(1, "address", 4)],
    "a new address once the pack is out": [(15, "tick", 0), (16, "address", 4)],
    "the address of a colleague, then out": [
        (1, "address", 0),
        (2, "tick", 0),
        (3, "leave", 0),
    ],
    "an absence with a stand-in": [(1, "absent", 4)],
    "an absence that ends": [(1, "absent", 4), (2, "tick", 0), (3, "back", 0)],
    "a departure that was none": [(1, "departed", 1), (2, "hour", 0), (2, "tick", 0), (3, "employed", 1)],
    "another hour": [(1, "hour", 0)],
    "another place": [(1, "place", 1)],
    "another hour, and somebody joins": [(1, "hour", 0), (1, "join", 2)],
    "another rhythm": [(1, "rhythm", 1)],
    "no rhythm": [(1, "rhythm", 5)],
    "no rhythm, and again": [(1, "rhythm", 5), (2, "tick", 0), (3, "rhythm", 0)],
    "another interval": [(1, "interval", 3)],
    "another kind": [(1, "kind", 1)],
    "moved by hand, then by the plan": [(1, "move", 8), (2, "rhythm", 1)],
    "moved by hand, then the hour of the plan": [(1, "move", 8), (2, "hour", 0)],
    "cancelled": [(1, "cancel", 0)],
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", STORIES)
def test_a_short_story_ends_in_the_truth(name: str, sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "terugkom.db")
    town = MeetingMunicipality(Database(f"sqlite:///{tmp_path}/terugkom.db"), tmp_path)
    town.import_plan()
    story = Story(town)
    story.happen(BEGIN, "tick", 0)
    for after, what, which in STORIES[name]:
        story.happen(BEGIN + timedelta(days=after), what, which)
    last = BEGIN + timedelta(days=17)  # the pack went out two days ago
    story.happen(last, "tick", 0)
    check(story, last)
    if name in ("no rhythm", "cancelled"):
        got = [each for mails in story.read_mails().values() for each in mails]
        counts = {(each.method, each.sequence) for each in got}
        assert counts == {("REQUEST", 0), ("CANCEL", 1)}, "a calendar takes a cancellation that counts on"
    town.database.close()


def check(story: Story, today: date) -> None:
    mails = story.read_mails()
    with story.town.database.read_session() as session:
        municipality = story.town.municipality(session)
        for meeting in session.scalars(select(Meeting)):
            if meeting.moment.day >= today:
                check_meeting(story, session, meeting, today, mails)
        coming = list_occurrences(session, municipality, today, today + timedelta(days=500))
        check_rhythm(session, [each for each in coming if each.day >= today], today)
        calendar = build_step_calendar(municipality)
        for each in coming:
            if each.day >= today and each.state is MeetingState.PLANNED and is_pack_out(each, calendar):
                packs = story.list_packs(each.moment_id)
                assert set(find_invited(session, each.day, today).values()) <= packs


def check_meeting(
    story: Story,
    session: Session,
    meeting: Meeting,
    today: date,
    mails: dict[tuple[str, str], list[CalendarMail]],
) -> None:
    """Compare what each person got last about a meeting with what is true of it."""
    announced = any(uid == meeting.uid for _, uid in mails)
    is_on = meeting.state is MeetingState.PLANNED
    invited = find_invited(session, meeting.moment.day, today) if is_on and announced else {}
    start = f"{meeting.moment.day} {meeting.starts_at:%H:%M}"
    for address in invited.values():
        got = mails.get((address, meeting.uid), [])
        assert got, f"{address} was not invited"
        assert got[-1] == CalendarMail("REQUEST", max(each.sequence for each in got), start, meeting.place)
        assert got[-1].sequence == meeting.sequence
    people = session.scalars(select(Person)).all()
    gone = {each.email.lower() for each in people if each.departed_on and each.departed_on <= today}
    for person in people:
        address = person.email.lower()
        if address in {*invited.values(), *gone, ""}:  # a colleague reads it too, or is told nothing any more
            continue
        if not is_on and person.code in story.departed:  # perhaps on the day on which the others were told
            continue
        got = mails.get((address, meeting.uid), [])
        if not any(person.name in each.to for each in got):  # of a colleague who had this address before
            continue
        assert got[-1].method == "CANCEL", f"{person.code} still has it in their calendar"


def check_rhythm(session: Session, coming: list[MeetingOccurrence], today: date) -> None:
    """Each coming meeting is one of the rhythm, or on a day that a person chose; and each only once."""
    group = session.scalars(select(Group).where(Group.code == "ENERGIE")).one()
    assert len({each.period for each in coming}) == len(coming)
    days = set()
    if group.anchor and group.interval_months:
        working_days = session.get_one(Municipality, group.municipality_id).working_days
        found = list_meetings_between(
            group.anchor, group.interval_months, working_days, today, today + timedelta(days=1200)
        )
        days = {each.day for each in found}
    for each in coming:
        if each.moment_id is None:
            continue
        meeting = session.get_one(Meeting, each.moment_id)
        if meeting.state is MeetingState.PLANNED and "day" not in meeting.own_fields:
            assert meeting.moment.day in days
            if "starts_at" not in meeting.own_fields:
                assert meeting.starts_at == (group.meets_at or time(14))
            if "place" not in meeting.own_fields:
                assert meeting.place == group.meets_in
