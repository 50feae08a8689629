"""A municipality with five groups and a plan of some years, all of its people and places invented."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from terugkom.ideas.model import Idea, IdeaState
from terugkom.meetings.kinds import CORE_GROUP, SUBGROUP
from terugkom.meetings.minutes.minutes_model import Attendance, Decision, OpenPoint
from terugkom.meetings.model import DecisionKind, Meeting, MeetingState, Presence
from terugkom.peers.model import SharedAction
from terugkom.plan.history import ADDED, NOTE
from terugkom.plan.history_model import ActionChange
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import (
    Action,
    ActionStatus,
    Group,
    GroupKind,
    Municipality,
    Person,
    Precision,
    ProgressReport,
)
from terugkom.schedule.model import Moment
from tests.clock import clock_on

TODAY, DAY, LAST = date(2027, 3, 8), date(2027, 3, 15), date(2026, 3, 16)
GROUPS = (
    "Deelgroep energie",
    "Deelgroep mobiliteit",
    "Deelgroep aankoop",
    "Deelgroep groen",
    "Deelgroep zorg",
)
THEMES = ("Energie", "Mobiliteit", "Duurzaam aankopen", "Groen en water", "Welzijn")
_TITLES = (
    "Het dak van de sporthal isoleren (1.200 m²)",
    "Veertig overdekte fietsplaatsen aan het station",
    "Milieucriteria in elk bestek voor schoonmaak",
    "Regenwater van het gemeentehuis hergebruiken",
    "Ledverlichting in de gemeentelijke basisschool",
    "Herbruikbare bekers op gemeentelijke evenementen",
    "Zonnepanelen op de bibliotheek (60 kWp)",
    "Schoolstraat aan de Kouterstraat",
)
_STATES = ("done", "running", "late", "silent", "stopped", "planned", "done before", "late")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def add_municipality(session: Session, slug: str, actions: int, told: bool = True) -> Municipality:
    """Write a municipality that follows its plan since 2023; `told` with all that meetings and peers left."""
    town = Municipality(slug=slug, name=f"Gemeente {slug.title()}", lead_times={}, column_map={})
    session.add(town)
    session.flush()
    people = [
        Person(
            municipality_id=town.id, code=f"P{n}", name=f"An Peeters {n}", email=f"p{n}@{slug}.example.org"
        )
        for n in range(12)
    ]
    groups = [
        Group(municipality_id=town.id, code=f"G{n}", name=name, kind=GroupKind.SUB, interval_months=6,
              anchor=date(2026, 4, 10) + timedelta(days=7 * n))
        for n, name in enumerate(GROUPS)
    ]  # fmt: skip
    core = Group(municipality_id=town.id, code="KOP", name="Kopgroep MVO", kind=GroupKind.CORE,
                 interval_months=12, anchor=LAST)  # fmt: skip
    session.add_all([*people, *groups, core])
    meetings = list(_meetings(town.id, groups, core, slug))
    session.add_all(meetings)
    made = [_action(town.id, n, groups, people) for n in range(actions)]
    session.add_all(made)
    session.flush()
    for n, action in enumerate(made):
        session.add_all(_history(n, action))
    if told and made:
        session.add_all(_left(town, meetings, made, people))
    return town


def _meetings(town: int, groups: list[Group], core: Group, slug: str) -> Iterator[Meeting]:
    def one(kind: str, group: Group, day: date, state: MeetingState) -> Meeting:
        moment = Moment(municipality_id=town, kind=kind, subject=group.code, period=f"{day:%Y-%m}", day=day,
                        opened_at=at(day - timedelta(days=30)))  # fmt: skip
        uid = f"{group.code}-{day}@{slug}.example.org"
        return Meeting(moment=moment, group=group, starts_at=time(14), duration_minutes=120, uid=uid,
                       state=state,
                       place="Raadzaal")  # fmt: skip

    yield one(CORE_GROUP, core, LAST, MeetingState.MINUTED)
    yield one(CORE_GROUP, core, DAY, MeetingState.PLANNED)
    for n, group in enumerate(groups[:4]):  # the last one never met
        for month in (4, 10):
            state = MeetingState.HELD if (n, month) == (1, 10) else MeetingState.MINUTED
            yield one(SUBGROUP, group, date(2026, month, 10 + n), state)


def _action(town: int, n: int, groups: list[Group], people: list[Person]) -> Action:
    state, g = _STATES[n % 8], n % 6
    open_until = {"late": TODAY - timedelta(days=20 + n % 90), "done": date(2026, 11, 30),
                  "done before": date(2025, 6, 30), "stopped": date(2026, 12, 31)}  # fmt: skip
    action = Action(
        municipality_id=town, code=f"A-{n + 1:03}", title=_TITLES[(n * 3 + n // 8) % 8],
        theme=THEMES[g] if g < 5 else "", group=groups[g] if g < 5 else None,
        status={"done": ActionStatus.DONE, "done before": ActionStatus.DONE, "stopped": ActionStatus.STOPPED,
                "planned": ActionStatus.PLANNED}.get(state, ActionStatus.RUNNING),
        deadline=open_until.get(state, DAY + timedelta(days=40 + n * 5 % 300)),
        deadline_precision=Precision.DAY,
        start=date(2027, 4, 1) if state == "planned" else None,
    )  # fmt: skip
    action.owners = [] if n % 17 == 11 else [people[n % 12]]
    if state in ("running", "late") and g != 4:
        text = "De aannemer wacht op een premie van de netbeheerder; zodra die er is, beginnen we."
        action.reports = [ProgressReport(reported_on=date(2026, 12, 20) + timedelta(days=n % 60), text=text)]
    return action


def _history(n: int, action: Action) -> Iterator[ActionChange]:
    def change(field: str, old: str, new: str, day: date) -> ActionChange:
        return ActionChange(action_id=action.id, field=field, old=old, new=new, changed_on=day,
                            changed_at=clock_on(day), source="test")  # fmt: skip

    state = _STATES[n % 8]
    yield change(ADDED, "", "", date(2023 + n % 4, 2, 1) if state != "planned" else date(2027, 1, 4))
    if state in ("done", "stopped"):
        yield change("status", "running", state, _stopped_on(n))
    if state == "done before":
        yield change("status", "running", "done", date(2025, 5, 20))
    if state == "late" and n % 3 == 0:
        yield change("deadline", "2026-06-30", "2026-12-31", date(2026, 6, 20))
        yield change("deadline", "2026-12-31", str(action.deadline), date(2026, 12, 15))


def _stopped_on(n: int) -> date:
    return date(2026, 11 if n % 16 else 12, 20)


def _left(
    town: Municipality, meetings: list[Meeting], made: list[Action], people: list[Person]
) -> Iterator[object]:
    last, _, *others = meetings
    stopped = [each for each in made if each.status is ActionStatus.STOPPED]
    yield OpenPoint(municipality_id=town.id, group_id=last.group_id, raised_moment_id=last.moment_id,
                    times_postponed=3, text="Wie volgt de deelgroep zorg op?")  # fmt: skip
    yield Decision(moment_id=last.moment_id, number=1, action=made[0], kind=DecisionKind.DEADLINE,
                   text="De datum gaat naar eind november")  # fmt: skip
    reasons = ("het gebouw wordt verkocht", "de premie verviel", "geen plaats op het plein")
    for number, (each, why) in enumerate(zip(stopped, reasons, strict=False), 2):
        yield Decision(moment_id=others[0].moment_id, number=number, action=each, kind=DecisionKind.STOP,
                       text=f"Gestopt: {why}")  # fmt: skip
        yield ActionChange(action_id=each.id, field=NOTE, new=f"Gestopt: {why}", source="test",
                           changed_at=clock_on(_stopped_on(made.index(each))),
                           changed_on=_stopped_on(made.index(each)))  # fmt: skip
    yield OpenPoint(municipality_id=town.id, group_id=others[0].group_id,
                    raised_moment_id=others[0].moment_id,
                    text="Een deelwagen voor de diensten, samen met de buren")  # fmt: skip
    yield Decision(moment_id=others[2].moment_id, number=1, kind=DecisionKind.NOTE,
                   text="Bewoners vragen een fietsenstalling bij de kerk")  # fmt: skip
    for meeting in others:
        if meeting.state is MeetingState.MINUTED:
            for n, person in enumerate(people[:6]):
                presence = Presence.PRESENT if n < 4 else Presence.EXCUSED
                yield Attendance(moment_id=meeting.moment_id, person_id=person.id, presence=presence)
    yield from _of_peers(town)
    yield from _ideas(town, people[0])
    yield from _figures(town, made)


def _of_peers(town: Municipality) -> Iterator[SharedAction]:
    rows = (
        (
            "Repaircafé in de bibliotheek",
            "done",
            "Elke maand 40 herstellingen; de vrijwilligers bleven.",
            210,
        ),
        ("Warmtenet onder de markt", "stopped", "", None),
        ("Zwerfvuil in kaart met de scholen", "running", "", None),
    )
    for n, (title, status, worked, days) in enumerate(rows, 1):
        yield SharedAction(
            municipality_id=town.id, source="Gemeente Wilgenbeke", code=f"W{n}", title=title, theme="Welzijn",
            status=status, worked=worked, took_days=days, imported_at=at(TODAY), sha256="0" * 64,
        )  # fmt: skip


def _ideas(town: Municipality, person: Person) -> Iterator[Idea]:
    rows = (
        ("Een leenkast met gereedschap\nNu koopt elke dienst een boor.", IdeaState.NEW, ""),
        ("Het licht in de sporthal vanzelf doven", IdeaState.LATER, "Eerst meten."),
        ("Vrijdag vegetarisch", IdeaState.NOT_TAKEN_UP, "Elke dag is er keuze."),
    )
    for n, (text, state, answer) in enumerate(rows, 1):
        yield Idea(
            municipality_id=town.id, code=f"I{n}", text=text, normalized_text_sha256=f"{n:064}",
            person=person,
            submitted_on=date(2027, 1, n), answer_by=TODAY + timedelta(days=30), state=state, answer=answer,
        )  # fmt: skip


def _figures(town: Municipality, made: list[Action]) -> Iterator[Indicator]:
    for n, (name, unit, base, goal, values) in enumerate((
        ("Gasverbruik van de gebouwen", "MWh", 2140.0, 1700.0, (2100.0, 2050.5, 1985.0)),
        ("Papier per jaar", "riemen", 1240.0, 620.0, (1200.0, 1010.0)),
    )):  # fmt: skip
        found = Indicator(municipality_id=town.id, action=made[n], code=f"I{n}", name=name, unit=unit,
                          baseline=base, target=goal, target_on=date(2027, 12, 31))  # fmt: skip
        days = (date(2026, 3, 1), date(2026, 9, 1), date(2027, 2, 1))
        found.measurements = [
            Measurement(measured_on=day, value=value) for day, value in zip(days, values, strict=False)
        ]
        yield found
