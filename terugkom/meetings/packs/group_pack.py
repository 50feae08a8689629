"""The pack for a subgroup; the focus group's is the same over the whole plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from terugkom.documents.chart import Chart
from terugkom.documents.formatting import hour, short_date
from terugkom.documents.phrases import days_late, say
from terugkom.gate.check_plan import Checked, checked_plan
from terugkom.meetings.packs.agenda_timing import LEAST, Item, Topic, agenda
from terugkom.meetings.packs.indicators import Figure, figures_of
from terugkom.meetings.packs.meeting_context import Sitting
from terugkom.meetings.packs.open_points import AT_LAST, Carried, Decided, carried, decided
from terugkom.meetings.packs.progress import Place, Standing, picture, place_of, standing_of
from terugkom.plan.action_facts import Fact, facts_of
from terugkom.plan.model import Action, GroupKind, Municipality

_WANTS = {"late": 10, "orphans": 10, "vague": 10}  # minutes, where there are


@dataclass(frozen=True)
class About:
    """One action in a list of the pack. `why` is the reason, in the owner's own words."""

    code: str
    title: str
    owners: str
    state: str = ""
    why: str = ""
    agreed: str = ""


@dataclass(frozen=True)
class Asked:
    """What needs a decision: of which action, for which reason, and which decision."""

    code: str
    title: str
    because: str
    decision: str


@dataclass(frozen=True)
class Question:
    """What the gate asks about an action."""

    code: str
    title: str
    question: str


@dataclass(frozen=True)
class GroupPack:
    """The complete pack of a group. Lists are complete: a template shows what fits."""

    municipality: str
    group: str
    whole_plan: bool
    day: date
    today: date
    starts_at: str
    ends_at: str
    minutes: int
    place: str
    standing: Standing
    chart: Chart
    agenda: tuple[Item, ...]
    asked: tuple[Asked, ...]
    done: tuple[About, ...]  # since the last time
    late: tuple[About, ...]
    silent: tuple[About, ...]
    orphans: tuple[About, ...]
    figures: tuple[Figure, ...]
    decided: tuple[Decided, ...]
    carried: tuple[Carried, ...]
    questions: tuple[Question, ...]


def group_pack(
    session: Session, town: Municipality, sitting: Sitting, today: date, facts: Sequence[Fact] | None = None
) -> GroupPack:
    """Build the pack of a group; a fixed number of queries, whatever the plan's size.

    `facts` are its actions, where the caller has them already.
    """
    language = town.language
    mine = _mine(town, sitting)
    facts = facts_of(session, today, *mine) if facts is None else facts
    standing = standing_of(facts, today, sitting.since, sitting.earlier, language)
    late = _by_place(facts, Place.LATE, today, sitting)
    late.sort(key=lambda each: (each.deadline or date.max, each.code))
    silent = _by_place(facts, Place.SILENT, today, sitting)
    orphans = [each for each in facts if each.orphan]
    points = carried(sitting, language)
    checked = [each for each in checked_plan(session, town, *mine) if each.findings]
    checked.sort(key=lambda each: -max(finding.weight for finding in each.findings))
    figures = figures_of(session, today, language, *mine)
    overdue = [each for each in late if each.action_id in sitting.raised]
    alone = _alone(points, overdue, today, language)
    lists = {
        "late": [each.code for each in late],
        "orphans": [each.code for each in orphans],
        "silent": [each.code for each in silent],
        "vague": [each.code for each in checked],
        "figures": [each.code for each in figures],
    }
    topics = _topics(alone, lists, language)
    ends = datetime.combine(sitting.day, sitting.starts_at) + timedelta(minutes=sitting.minutes)
    return GroupPack(
        municipality=town.name,
        group=sitting.group,
        whole_plan=sitting.kind is not GroupKind.SUB,
        day=sitting.day,
        today=today,
        starts_at=hour(sitting.starts_at, language),
        ends_at=hour(ends.time(), language),
        minutes=sitting.minutes,
        place=sitting.place,
        standing=standing,
        chart=chart_of(standing, language),
        agenda=agenda(topics, sitting.starts_at, sitting.minutes, language),
        asked=(*alone, *_without_owner(alone, orphans, language)),
        done=tuple(about(each, today, language) for each in _done_since(facts, today, sitting)),
        late=tuple(about(each, today, language) for each in late),
        silent=tuple(about(each, today, language) for each in silent),
        orphans=tuple(about(each, today, language) for each in orphans),
        figures=figures,
        decided=decided(session, sitting, {each.action_id: each for each in facts}, today, language),
        carried=points,
        questions=tuple(_question(each) for each in checked),
    )


def plan_of(town: Municipality) -> tuple[ColumnElement[bool], ...]:
    """Return the SQL conditions for the actions that are in the plan of a municipality."""
    return (Action.municipality_id == town.id, Action.missing_since.is_(None))


def about(fact: Fact, today: date, language: str) -> About:
    """Return an action as an item of a list."""
    late = (today - fact.deadline).days if fact.deadline else 0
    state = days_late(late, language) if late > 0 and fact.status.is_open else ""
    agreed = fact.agreed_as or (short_date(fact.deadline, language) if fact.deadline else "")
    return About(
        fact.code,
        fact.title,
        ", ".join(fact.owners),
        say(fact.orphan, language) if fact.orphan else state,
        why_of(fact, today) or say("nothing heard", language),
        agreed,
    )


def why_of(fact: Fact, today: date) -> str:
    """Return the reason: that of the snooze while it lasts, else the last report."""
    if fact.snooze_reason and fact.snoozed_until and fact.snoozed_until >= today:
        return fact.snooze_reason
    return fact.reports[-1][1] if fact.reports else fact.snooze_reason


def chart_of(standing: Standing, language: str) -> Chart:
    """Draw the progress now, above that at the last meeting."""
    rows = [(say("now", language), [each.number for each in standing.counts])]
    if standing.before:
        rows.append((short_date(standing.since, language), [each.number for each in standing.before]))
    return picture(say("where we stand", language), rows, language)


def _mine(town: Municipality, sitting: Sitting) -> tuple[ColumnElement[bool], ...]:
    mine = plan_of(town)
    return (*mine, Action.group_id == sitting.group_id) if sitting.kind is GroupKind.SUB else mine


def _by_place(facts: Sequence[Fact], place: Place, today: date, sitting: Sitting) -> list[Fact]:
    return [each for each in facts if place_of(each, today, sitting.since) is place]


def _done_since(facts: Sequence[Fact], today: date, sitting: Sitting) -> list[Fact]:
    return [
        each
        for each in _by_place(facts, Place.DONE, today, sitting)
        if place_of(each, sitting.since, sitting.earlier) not in (Place.DONE, None)
    ]


def _alone(
    points: Sequence[Carried], overdue: Sequence[Fact], today: date, language: str
) -> tuple[Asked, ...]:
    """Return what needs a point of its own, each action once: open points, then actions long overdue."""
    found = [Asked(each.code, each.text, each.often, say(_ask_of(each), language)) for each in points]
    seen = {each.code for each in found if each.code}
    return (
        *found,
        *(
            Asked(each.code, each.title, _days_late(each, today, language), say("ask: overdue", language))
            for each in overdue
            if each.code not in seen
        ),
    )


def _without_owner(alone: Sequence[Asked], orphans: Sequence[Fact], language: str) -> tuple[Asked, ...]:
    seen = {each.code for each in alone}
    return tuple(
        Asked(each.code, each.title, say(each.orphan, language), say("ask: orphans", language))
        for each in orphans
        if each.code not in seen
    )


def _days_late(fact: Fact, today: date, language: str) -> str:
    return days_late((today - fact.deadline).days if fact.deadline else 0, language)


def _ask_of(point: Carried) -> str:
    return "ask: at last" if point.times >= AT_LAST else "ask: open point"


def _topics(alone: Sequence[Asked], lists: Mapping[str, Sequence[str]], language: str) -> list[Topic]:
    """Return the topics, the highest priority first; what has its own point is not in a list again."""
    topics = [Topic(each.title, each.decision, (each.code,) if each.code else ()) for each in alone]
    seen = {each.code for each in alone}
    for name, all_codes in lists.items():
        codes = tuple(code for code in dict.fromkeys(all_codes) if code not in seen)
        if codes:
            title, asks = (say(f"{what}: {name}", language) for what in ("topic", "ask"))
            topics.append(Topic(title, asks, codes, _WANTS.get(name, LEAST)))
    return topics


def _question(checked: Checked) -> Question:
    weightiest = max(checked.findings, key=lambda each: each.weight)
    return Question(checked.code, checked.title, weightiest.question)
