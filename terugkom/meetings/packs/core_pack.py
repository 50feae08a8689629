"""The pack for the core group: the year of the whole plan, and candidates for new actions."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from terugkom.documents.chart import Chart
from terugkom.documents.end_sentence import end_sentence
from terugkom.documents.formatting import format_quarter
from terugkom.documents.messages import translate
from terugkom.meetings.owner_responses import AskedOwners, count_asked_by_group
from terugkom.meetings.packs.agenda_timing import AgendaTopic, build_agenda
from terugkom.meetings.packs.candidates import (
    ActionCandidate,
    FormField,
    build_action_fields,
    list_candidates,
)
from terugkom.meetings.packs.decision_request import DecisionRequest
from terugkom.meetings.packs.engagement import (
    MeetingParticipation,
    ReportingPunctuality,
    compute_punctuality,
    describe_silence,
    is_meeting_awaited,
    load_participation,
)
from terugkom.meetings.packs.group_pack import GroupPack, build_group_pack, load_known_actions
from terugkom.meetings.packs.meeting_context import MeetingContext
from terugkom.meetings.packs.owner_statements import OwnerStatements, index_statements
from terugkom.meetings.packs.progress import (
    ProgressByCode,
    ProgressState,
    count_by_progress,
    draw_progress_chart,
)
from terugkom.meetings.packs.stopped_actions import (
    UnfinishedAction,
    list_missed_deadlines,
    list_stopped_actions,
)
from terugkom.meetings.packs.year_calendar import CalendarQuarter, build_year_calendar
from terugkom.meetings.packs.yearly_trend import draw_yearly_trend
from terugkom.plan.action_facts import ActionFacts
from terugkom.plan.action_scope import scope_plan
from terugkom.plan.count_actions import count_actions
from terugkom.plan.media import Coverage
from terugkom.plan.model import Group, GroupKind, Municipality
from terugkom.schedule.quarters import Quarter

_MINUTES_EACH = {"groups": 4, "dropped": 2, "engagement": 2, "orphans": 3, "candidates": 5}
_MIN_CANDIDATES = 4  # new actions are what the core group comes for: time for so many, whatever was handed in


@dataclass(frozen=True)
class PlanPartSummary:
    """A group or a theme: how many of its actions have which progress, and how its people participated."""

    name: str
    total: int
    done: int
    done_this_year: int
    late: int
    silent: int
    participation: MeetingParticipation | None = None  # None for a theme or a group that does not meet
    punctuality: ReportingPunctuality | None = None
    silence_reason: str = ""
    code: str = ""  # of a group
    owners: AskedOwners | None = None  # who were asked about its actions; None for a theme


@dataclass(frozen=True)
class ChannelUsage:
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
    groups: tuple[PlanPartSummary, ...]
    themes: tuple[PlanPartSummary, ...]
    punctuality: ReportingPunctuality
    silent_groups: tuple[PlanPartSummary, ...]
    stopped: tuple[UnfinishedAction, ...]
    missed_deadlines: tuple[UnfinishedAction, ...]
    candidates: tuple[ActionCandidate, ...]
    form: tuple[FormField, ...]
    quarters: tuple[CalendarQuarter, ...]
    usage_quarters: tuple[str, ...]  # the last four quarters
    channel_usage: tuple[
        ChannelUsage, ...
    ]  # for each channel in which of them; empty if nothing was published at all


@dataclass(frozen=True)
class _GroupEngagement:
    """By group who came together, and how many owners were asked and answered."""

    participation: Mapping[int, MeetingParticipation]
    owners: Mapping[int | None, AskedOwners]
    mailed: Collection[int]  # ids of actions of which a mail of the owner waits for the coordinator
    followed_since: date  # the day on which the first action came into the plan: before, nobody can tell


def build_core_pack(
    session: Session, municipality: Municipality, meeting: MeetingContext, today: date, coverage: Coverage
) -> CorePack:
    """Gather the pack of the core group; a fixed number of queries, whatever the plan's size.

    `coverage` says through which media was published in the last four quarters.
    """
    language, since = municipality.language, meeting.last_met_on
    known = load_known_actions(session, municipality, today, scope_plan(municipality.id))
    facts, progress_on = known.facts, known.progress_on
    progress = progress_on(today, since), progress_on(since, meeting.met_before_on)
    plan = build_group_pack(session, municipality, meeting, today, known)
    groups = session.scalars(_select_groups(), {"municipality_id": municipality.id}).all()
    statements = index_statements(known.questions)
    engagement = _load_engagement(session, municipality, since, today, statements, facts)
    parts = _summarise_groups(facts, groups, engagement, municipality, meeting, today, progress)
    themes = _summarise_themes(facts, progress, language)
    if not plan.progress.before:
        parts, themes = _without_comparison(parts), _without_comparison(themes)
    late = [each for each in facts if progress[0][each.code] is ProgressState.LATE]
    stopped = list_stopped_actions(facts, since, today, language)
    missed = list_missed_deadlines(late, today, language, statements)
    silent_groups = tuple(each for each in parts if each.silence_reason)
    titles = [each.title for each in facts]
    candidates = list_candidates(session, municipality, since, today, meeting.group_id, language, titles)
    counts = {
        "groups": len(parts),
        "engagement": len(silent_groups),
        "candidates": max(_MIN_CANDIDATES, len(candidates)),
    }
    topics = _build_topics(plan, [*stopped, *missed], counts, language)
    names = {each.code: each.name for each in groups}
    first_reminder = municipality.effective_lead_times.first_reminder
    return CorePack(
        plan=replace(plan, agenda=build_agenda(topics, meeting.hours.local_start, meeting.minutes, language)),
        added=count_actions(facts, lambda each: each.is_added_after(since))[True],
        trend=draw_yearly_trend(facts, progress_on, today, since, language),
        by_group=_draw_progress_by_group(facts, progress[0], language),
        groups=parts,
        themes=themes,
        punctuality=compute_punctuality(facts, since, today, first_reminder),
        silent_groups=silent_groups,
        stopped=stopped,
        missed_deadlines=missed,
        candidates=candidates,
        form=build_action_fields(language),
        usage_quarters=_list_usage_quarters(coverage, language),
        channel_usage=_list_channel_usage(coverage, language),
        quarters=build_year_calendar(session, municipality, names, facts, meeting.day),
    )


def _without_comparison(parts: Iterable[PlanPartSummary]) -> tuple[PlanPartSummary, ...]:
    """Return the parts without what was done since a year ago: there is nothing to compare with."""
    return tuple(replace(each, done_this_year=0) for each in parts)


@cache
def _select_groups() -> Select[tuple[Group]]:
    mine = Group.municipality_id == bindparam("municipality_id")
    return select(Group).where(mine).order_by(Group.name, Group.id)


def _load_engagement(
    session: Session,
    municipality: Municipality,
    since: date,
    today: date,
    statements: OwnerStatements,
    facts: Iterable[ActionFacts],
) -> _GroupEngagement:
    return _GroupEngagement(
        load_participation(session, municipality, since, today),
        count_asked_by_group(session, municipality.id, since, today),
        statements.mailed,
        min((each.in_plan_since for each in facts if each.in_plan_since), default=since),
    )


def _list_usage_quarters(coverage: Coverage, language: str) -> tuple[str, ...]:
    return tuple(format_quarter(Quarter.parse(each).last, language) for each in coverage.quarters)


def _list_channel_usage(coverage: Coverage, language: str) -> tuple[ChannelUsage, ...]:
    if not coverage.has_publications:
        return ()
    return tuple(
        ChannelUsage(translate(f"medium.{medium}", language), used) for medium, used in coverage.rows
    )


def _group_facts(
    facts: Sequence[ActionFacts], name_of: Callable[[ActionFacts], str]
) -> Mapping[str, list[ActionFacts]]:
    found: defaultdict[str, list[ActionFacts]] = defaultdict(list)
    for each in facts:
        found[name_of(each)].append(each)
    return found


def _add_engagement(
    part: PlanPartSummary,
    group: Group,
    facts: Sequence[ActionFacts],
    engagement: _GroupEngagement,
    municipality: Municipality,
    meeting: MeetingContext,
    today: date,
) -> PlanPartSummary:
    """Return the summary of a group with who came together, how punctual it is, and why it is silent."""
    since = meeting.last_met_on
    first, days = max(since + timedelta(days=1), engagement.followed_since), municipality.working_days
    participation = engagement.participation.get(group.id)
    if participation is None:
        participation = MeetingParticipation(is_awaited=is_meeting_awaited(group, days, first, today))
    return replace(
        part,
        participation=participation,
        punctuality=compute_punctuality(
            facts, since, today, municipality.effective_lead_times.first_reminder
        ),
        silence_reason=describe_silence(
            facts, participation, part.silent, since, today, municipality.language, engagement.mailed
        ),
        code=group.code,
        owners=engagement.owners.get(group.id, AskedOwners()),
    )


def _summarise_groups(
    facts: Sequence[ActionFacts],
    groups: Sequence[Group],
    engagement: _GroupEngagement,
    municipality: Municipality,
    meeting: MeetingContext,
    today: date,
    progress: tuple[ProgressByCode, ProgressByCode],
) -> tuple[PlanPartSummary, ...]:
    """Return a summary of each group: those that meet, and the others that have actions.

    `progress` is that of the actions now and at the last meeting.
    """
    by_code, found = _group_facts(facts, lambda each: each.group_code), []
    for group in groups:
        facts_of_group = by_code.get(group.code, [])
        if facts_of_group or group.kind is GroupKind.SUB:
            part = _summarise_part(group.name, facts_of_group, *progress)
            found.append(
                _add_engagement(part, group, facts_of_group, engagement, municipality, meeting, today)
            )
    if alone := by_code.get(""):
        part = _summarise_part(translate("pack.no-group", municipality.language), alone, *progress)
        found.append(replace(part, owners=engagement.owners.get(None, AskedOwners())))
    return tuple(found)


def _summarise_themes(
    facts: Sequence[ActionFacts], progress: tuple[ProgressByCode, ProgressByCode], language: str
) -> tuple[PlanPartSummary, ...]:
    by_theme = _group_facts(facts, lambda each: each.theme or translate("pack.no-theme", language))
    return tuple(_summarise_part(name, mine, *progress) for name, mine in sorted(by_theme.items()))


def _summarise_part(
    name: str, mine: Sequence[ActionFacts], progress: ProgressByCode, progress_before: ProgressByCode
) -> PlanPartSummary:
    now, before = count_by_progress(mine, progress), count_by_progress(mine, progress_before)
    return PlanPartSummary(
        name=name,
        total=now.total(),
        done=now[ProgressState.DONE],
        done_this_year=now[ProgressState.DONE] - before[ProgressState.DONE],
        late=now[ProgressState.LATE],
        silent=now[ProgressState.SILENT],
    )


def _draw_progress_by_group(facts: Sequence[ActionFacts], progress: ProgressByCode, language: str) -> Chart:
    parted = sorted(
        _group_facts(facts, lambda each: each.group or translate("pack.no-group", language)).items()
    )
    rows = []
    for name, mine in parted:
        count = count_by_progress(mine, progress)
        rows.append((name, [count[place] for place in ProgressState]))
    return draw_progress_chart(translate("pack.chart.by-group", language), rows, language)


def _build_topics(
    plan: GroupPack, lessons: Sequence[UnfinishedAction], counts: Mapping[str, int], language: str
) -> list[AgendaTopic]:
    """Return the topics: what was left to this group, then the past year, then the coming one.

    `counts` says of how many points a topic is that has no actions of its own.
    """
    orphans = {each.code for each in plan.orphans}
    left = [each for each in plan.decision_requests if each.code not in orphans]
    topics = [AgendaTopic(each.title, _ask(each), (each.code,) if each.code else ()) for each in left]
    codes = {
        "dropped": tuple(each.code for each in lessons),
        "orphans": tuple(each.code for each in plan.orphans),
    }
    for name, minutes in _MINUTES_EACH.items():
        mine = codes.get(name, ())
        count = counts[name] if name in counts else len(mine)
        if count or name in counts:
            title, asks = (translate(f"pack.{what}.{name}", language) for what in ("topic", "ask"))
            topics.append(AgendaTopic(title, asks, mine, minutes, max(1, count)))
    return topics


def _ask(request: DecisionRequest) -> str:
    """Return what the agenda asks; why an owner does stands nowhere else in this pack."""
    return f"{end_sentence(request.reason)} {request.decision}" if request.by_owner else request.decision
