"""The pack for the core group: the year of the whole plan, and candidates for new actions."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.chart import Chart
from terugkom.documents.phrases import say
from terugkom.meetings.packs.agenda_timing import Topic, agenda
from terugkom.meetings.packs.candidates import Candidate, Field, candidates, form
from terugkom.meetings.packs.engagement import Shares, Taken, attendance, shares, silence
from terugkom.meetings.packs.group_pack import GroupPack, group_pack, plan_of
from terugkom.meetings.packs.meeting_context import Sitting
from terugkom.meetings.packs.progress import Place, counted, picture, place_of
from terugkom.meetings.packs.stopped_actions import Lesson, dropped, failed
from terugkom.meetings.packs.year_calendar import Quarter, year_to_come
from terugkom.meetings.packs.yearly_trend import trend
from terugkom.plan.action_facts import Fact, facts_of
from terugkom.plan.media import Coverage
from terugkom.plan.model import Group, GroupKind, Municipality

_WANTS = {"groups": 20, "dropped": 10, "engagement": 10, "orphans": 5, "candidates": 120}  # minutes


@dataclass(frozen=True)
class Part:
    """A group or a theme: how many of its actions have which progress, and how its people participated."""

    name: str
    total: int
    done: int
    done_this_year: int
    late: int
    silent: int
    taken: Taken | None = None  # None for a theme or a group that does not meet
    shares: Shares | None = None
    silence: str = ""


@dataclass(frozen=True)
class Told:
    """A publishing channel of the guide, and in which of the last four quarters it was used."""

    name: str
    used: tuple[bool, ...]


@dataclass(frozen=True)
class CorePack:
    """The complete pack of the core group; `plan` is the part that each group's pack has too."""

    plan: GroupPack
    added: int  # in the year
    trend: Chart
    by_group: Chart
    groups: tuple[Part, ...]
    themes: tuple[Part, ...]
    shares: Shares
    silent_groups: tuple[Part, ...]
    dropped: tuple[Lesson, ...]
    failed: tuple[Lesson, ...]
    candidates: tuple[Candidate, ...]
    form: tuple[Field, ...]
    quarters: tuple[Quarter, ...]
    told_in: tuple[str, ...]  # the last four quarters
    told: tuple[Told, ...]  # for each channel in which of them; empty if nothing was published at all


def core_pack(
    session: Session, town: Municipality, sitting: Sitting, today: date, coverage: Coverage
) -> CorePack:
    """Gather the pack of the core group; a fixed number of queries, whatever the plan's size.

    `coverage` says through which media was published in the last four quarters.
    """
    language, since = town.language, sitting.since
    facts = facts_of(session, today, *plan_of(town))
    plan = group_pack(session, town, sitting, today, facts)
    groups = session.scalars(
        select(Group).where(Group.municipality_id == town.id).order_by(Group.name, Group.id)
    ).all()
    parts = _groups(facts, groups, attendance(session, town, since, today), town, sitting, today)
    by_theme = _parted(facts, lambda each: each.theme or say("no theme", language))
    late = [each for each in facts if place_of(each, today, since) is Place.LATE]
    stopped, missed = dropped(session, town, facts, since, language), failed(late, today, language)
    silent_groups = tuple(each for each in parts if each.silence)
    topics = _topics(plan, [*stopped, *missed], language)
    return CorePack(
        plan=replace(plan, agenda=agenda(topics, sitting.starts_at, sitting.minutes, language)),
        added=sum(each.status_on(since) is None for each in facts),
        trend=trend(facts, today, since, language),
        by_group=_by_group(facts, today, since, language),
        groups=parts,
        themes=tuple(_part(name, mine, today, sitting) for name, mine in sorted(by_theme.items())),
        shares=shares(facts, since, today, town.leads.first_reminder),
        silent_groups=silent_groups,
        dropped=stopped,
        failed=missed,
        candidates=candidates(session, town, since, sitting.group_id, language),
        form=form(language),
        told_in=coverage.quarters,
        told=_told(coverage, language),
        quarters=year_to_come(session, town, {each.code: each.name for each in groups}, facts, sitting.day),
    )


def _told(coverage: Coverage, language: str) -> tuple[Told, ...]:
    if not coverage.anything:
        return ()
    return tuple(Told(say(f"told: {medium}", language), used) for medium, used in coverage.rows)


def _parted(facts: Sequence[Fact], name_of: Callable[[Fact], str]) -> Mapping[str, list[Fact]]:
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for each in facts:
        found[name_of(each)].append(each)
    return found


def _groups(
    facts: Sequence[Fact],
    groups: Sequence[Group],
    taken: Mapping[int, Taken],
    town: Municipality,
    sitting: Sitting,
    today: date,
) -> tuple[Part, ...]:
    """Return a summary of each group: those that meet, and the others that have actions."""
    by_code, found = _parted(facts, lambda each: each.group_code), []
    for group in groups:
        mine = by_code.get(group.code, [])
        if not mine and group.kind is not GroupKind.SUB:
            continue
        part = _part(group.name, mine, today, sitting)
        silent = silence(group, mine, taken, sitting.since, today, town.language)
        own = shares(mine, sitting.since, today, town.leads.first_reminder)
        found.append(replace(part, taken=taken.get(group.id, Taken()), shares=own, silence=silent))
    if alone := by_code.get(""):
        found.append(_part(say("nobody", town.language), alone, today, sitting))
    return tuple(found)


def _part(name: str, mine: Sequence[Fact], today: date, sitting: Sitting) -> Part:
    now = counted(mine, today, sitting.since)
    done_before = sum(place_of(each, sitting.since, sitting.earlier) is Place.DONE for each in mine)
    return Part(
        name=name,
        total=now.total(),
        done=now[Place.DONE],
        done_this_year=now[Place.DONE] - done_before,
        late=now[Place.LATE],
        silent=now[Place.SILENT],
    )


def _by_group(facts: Sequence[Fact], today: date, since: date, language: str) -> Chart:
    parted = sorted(_parted(facts, lambda each: each.group or say("nobody", language)).items())
    rows = []
    for name, mine in parted:
        count = counted(mine, today, since)
        rows.append((name, [count[place] for place in Place]))
    return picture(say("by group", language), rows, language)


def _topics(plan: GroupPack, lessons: Sequence[Lesson], language: str) -> list[Topic]:
    """Return the topics: what was left to this group, then the past year, then the coming one."""
    orphans = {each.code for each in plan.orphans}
    left = [each for each in plan.asked if each.code not in orphans]
    topics = [Topic(each.title, each.decision, (each.code,) if each.code else ()) for each in left]
    codes = {
        "dropped": tuple(each.code for each in lessons),
        "orphans": tuple(each.code for each in plan.orphans),
    }
    for name, wants in _WANTS.items():
        if codes.get(name, ("",)):
            title, asks = (say(f"{what}: {name}", language) for what in ("topic", "ask"))
            topics.append(Topic(title, asks, codes.get(name, ()), wants))
    return topics
