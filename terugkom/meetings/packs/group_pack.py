"""The pack for a subgroup; the focus group's is the same over the whole plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from terugkom.documents.chart import Chart
from terugkom.documents.formatting import format_short_date, format_time
from terugkom.documents.messages import translate, translate_plural
from terugkom.gate.check_plan import CheckedAction, check_plan_in_scope
from terugkom.meetings.invitation_replies import InvitationReplies
from terugkom.meetings.letter_context import format_end
from terugkom.meetings.owner_responses import ResponseCounts, count_responses
from terugkom.meetings.packs.agenda_timing import AgendaItem, AgendaTopic, build_agenda
from terugkom.meetings.packs.decision_request import DecisionRequest
from terugkom.meetings.packs.indicators import IndicatorFigure, load_indicator_figures
from terugkom.meetings.packs.meeting_context import MeetingContext
from terugkom.meetings.packs.open_points import (
    LastDecision,
    OpenPointItem,
    list_last_decisions,
    list_open_points,
)
from terugkom.meetings.packs.owner_requests import OwnerQuestion, list_owner_requests, load_owner_questions
from terugkom.meetings.packs.owner_statements import (
    NO_STATEMENTS,
    OwnerStatements,
    index_statements,
    write_state,
)
from terugkom.meetings.packs.progress import (
    GroupProgress,
    Postponement,
    ProgressOn,
    ProgressState,
    build_progress_lookup,
    compare_progress,
    draw_progress_chart,
    find_postponement,
    list_done_since,
)
from terugkom.meetings.packs.referred_questions import list_referred_questions
from terugkom.meetings.packs.separate_requests import list_orphan_requests, list_separate_requests
from terugkom.plan.action_facts import ActionFacts, load_action_facts
from terugkom.plan.action_scope import ActionScope, scope_group, scope_plan
from terugkom.plan.model import GroupKind, Municipality

_MINUTES_EACH = {"late": 3, "orphans": 3, "silent": 1, "vague": 1, "figures": 2}  # for one action


@dataclass(frozen=True)
class PackAction:
    """One action in a list of the pack. `reason` is in the owner's own words."""

    code: str
    title: str
    owners: str
    state: str = ""
    reason: str = ""
    agreed_deadline: str = ""


@dataclass(frozen=True)
class KnownActions:
    """The actions of a pack, their progress, and what their owners asked."""

    facts: Sequence[ActionFacts]
    progress_on: ProgressOn
    questions: Sequence[OwnerQuestion]


@dataclass(frozen=True)
class GateQuestion:
    """What the gate asks about an action."""

    code: str
    title: str
    question: str


@dataclass(frozen=True)
class GroupPack:
    """The complete pack of a group. Lists are complete: a template shows what fits."""

    municipality: str
    group: str
    day: date
    today: date
    starts_at: str
    ends_at: str
    minutes: int
    place: str
    progress: GroupProgress
    chart: Chart
    agenda: tuple[AgendaItem, ...]
    decision_requests: tuple[DecisionRequest, ...]
    done: tuple[PackAction, ...]  # since the last time
    late: tuple[PackAction, ...]
    postponed: tuple[PackAction, ...]  # since the last time; `state` has both dates
    silent: tuple[PackAction, ...]
    orphans: tuple[PackAction, ...]
    figures: tuple[IndicatorFigure, ...]
    last_decisions: tuple[LastDecision, ...]
    open_points: tuple[OpenPointItem, ...]
    questions: tuple[GateQuestion, ...]
    responses: ResponseCounts  # since the last time
    replies: InvitationReplies  # to the invitation of this meeting
    unminuted_on: date | None  # the day of the last meeting, if its minutes were not recorded


def build_group_pack(
    session: Session,
    municipality: Municipality,
    meeting: MeetingContext,
    today: date,
    known: KnownActions | None = None,
) -> GroupPack:
    """Build the pack of a group; a fixed number of queries, whatever the plan's size.

    `known` are its actions, where the caller has them already.
    """
    language, since = municipality.language, meeting.last_met_on
    scope = _find_scope(municipality, meeting)
    known = known or load_known_actions(session, municipality, today, scope)
    facts, statements = known.facts, index_statements(known.questions)
    show = partial(build_pack_action, today=today, language=language, statements=statements)
    standing = compare_progress(facts, today, since, meeting.met_before_on, language, known.progress_on)
    points = _load_meeting_points(session, municipality, meeting, today, scope, known)
    hours = meeting.hours
    return GroupPack(
        municipality=municipality.name,
        group=meeting.group,
        day=meeting.day,
        today=today,
        starts_at=format_time(hours.local_start.time(), language),
        ends_at=format_end(hours, language),
        minutes=meeting.minutes,
        place=meeting.place,
        progress=standing,
        chart=draw_progress_comparison(standing, language),
        agenda=_build_group_agenda(points, meeting, language),
        decision_requests=(
            *points.requests,
            *list_orphan_requests(points.requests, points.orphans, language),
        ),
        done=_build_done_actions(facts, since, today, language),
        late=tuple(show(each, is_listed_late=True) for each in points.late),
        postponed=_build_postponed_actions(facts, since, today, language, show),
        silent=tuple(map(show, points.silent)),
        orphans=tuple(map(show, points.orphans)),
        figures=points.figures,
        last_decisions=list_last_decisions(
            session, meeting, {each.action_id: each for each in facts}, today, language
        ),
        open_points=points.open_points,
        questions=tuple(_build_question(each) for each in points.checked),
        responses=count_responses(session, municipality.id, since, today, scope),
        replies=meeting.replies,
        unminuted_on=None if meeting.is_last_minuted else since,
    )


def _build_done_actions(
    facts: Sequence[ActionFacts], since: date, today: date, language: str
) -> tuple[PackAction, ...]:
    """Return the actions that were done since the last meeting."""
    return tuple(_build_done_action(each, today, language) for each in list_done_since(facts, since, today))


def _build_postponed_actions(
    facts: Sequence[ActionFacts],
    since: date,
    today: date,
    language: str,
    show: Callable[[ActionFacts], PackAction],
) -> tuple[PackAction, ...]:
    """Return the actions whose deadline was put off since the last meeting, each with both dates."""
    return tuple(
        replace(show(each), state=_describe_postponement(moved, language))
        for each in facts
        if (moved := _find_postponed(each, today, since))
    )


@dataclass(frozen=True)
class _MeetingPoints:
    """What a group has to speak about at a meeting. `requests` are what needs a point of its own."""

    late: Sequence[ActionFacts]
    silent: Sequence[ActionFacts]
    orphans: Sequence[ActionFacts]
    checked: Sequence[CheckedAction]
    figures: tuple[IndicatorFigure, ...]
    open_points: tuple[OpenPointItem, ...]
    requests: tuple[DecisionRequest, ...]


def _load_meeting_points(
    session: Session,
    municipality: Municipality,
    meeting: MeetingContext,
    today: date,
    scope: ActionScope,
    known: KnownActions,
) -> _MeetingPoints:
    language = municipality.language
    progress = known.progress_on(today, meeting.last_met_on)
    late = [each for each in known.facts if progress[each.code] is ProgressState.LATE]
    late.sort(key=lambda each: (each.deadline or date.max, each.code))
    open_points = list_open_points(meeting, language)
    checked = [each for each in check_plan_in_scope(session, municipality, scope) if each.findings]
    checked.sort(key=lambda each: -max(finding.weight for finding in each.findings))
    figures = load_indicator_figures(session, today, language, scope)
    overdue = [each for each in late if each.action_id in meeting.raised_action_ids]
    asked = list_referred_questions(session, meeting, today, language)
    requested = list_owner_requests(session, municipality, today, scope, known.questions)
    return _MeetingPoints(
        late=late,
        silent=[each for each in known.facts if progress[each.code] is ProgressState.SILENT],
        orphans=[each for each in known.facts if each.orphan_reason],
        checked=checked,
        figures=figures,
        open_points=open_points,
        requests=list_separate_requests(open_points, overdue, (asked, requested), today, language),
    )


def _build_group_agenda(
    points: _MeetingPoints, meeting: MeetingContext, language: str
) -> tuple[AgendaItem, ...]:
    lists = {
        "late": [each.code for each in points.late],
        "orphans": [each.code for each in points.orphans],
        "silent": [each.code for each in points.silent],
        "vague": [each.code for each in points.checked],
        "figures": [each.code for each in points.figures],
    }
    topics = _build_topics(points.requests, lists, language)
    return build_agenda(topics, meeting.hours.local_start, meeting.minutes, language)


def build_pack_action(
    fact: ActionFacts,
    today: date,
    language: str,
    statements: OwnerStatements = NO_STATEMENTS,
    *,
    is_listed_late: bool = False,
) -> PackAction:
    """Return an action as an item of a list. Its state is why it has no owner, else how late it is; both in
    the list of what is late."""
    days = (today - fact.deadline).days if fact.deadline else 0
    late = translate_plural("day.late", days, language) if days > 0 and fact.status.is_open else ""
    orphan = translate(f"orphan.{fact.orphan_reason}", language) if fact.orphan_reason else ""
    state = ", ".join(filter(None, (late, orphan))) if is_listed_late else orphan or late
    agreed = fact.deadline_text or (format_short_date(fact.deadline, language) if fact.deadline else "")
    return PackAction(
        fact.code,
        fact.title,
        ", ".join(fact.owners),
        state,
        write_state(fact, statements, today, language),
        agreed,
    )


def _find_postponed(fact: ActionFacts, today: date, since: date) -> Postponement | None:
    """Return how the deadline was put off, of what is open; what is late by now is listed as that."""
    if not fact.status.is_open or fact.is_past_deadline_on(today):
        return None
    return find_postponement(fact, today, since)


def _describe_postponement(moved: Postponement, language: str) -> str:
    before = format_short_date(moved.before, language)
    if moved.now is None:
        return translate("pack.date-dropped", language, before=before)
    return translate("pack.date-moved", language, day=format_short_date(moved.now, language), before=before)


def _build_done_action(fact: ActionFacts, today: date, language: str) -> PackAction:
    """Return an action that is done; the plan still says so while that is being checked, and so do we."""
    found = build_pack_action(fact, today, language)
    if fact.checked_since is None:
        return found
    return replace(found, title=translate("pack.checked-title", language, title=fact.title))


def draw_progress_comparison(standing: GroupProgress, language: str) -> Chart:
    """Draw the progress now, above that at the last meeting."""
    rows = [(translate("pack.now", language), [each.number for each in standing.counts])]
    if standing.before:
        rows.append((format_short_date(standing.since, language), [each.number for each in standing.before]))
    return draw_progress_chart(translate("pack.chart.now", language), rows, language)


def _find_scope(municipality: Municipality, meeting: MeetingContext) -> ActionScope:
    if meeting.kind is GroupKind.SUB:
        return scope_group(municipality.id, meeting.group_id)
    return scope_plan(municipality.id)


def load_known_actions(
    session: Session, municipality: Municipality, today: date, scope: ActionScope
) -> KnownActions:
    """Return the actions within a scope, as packs of a day need them. Five queries."""
    facts = load_action_facts(session, municipality.id, today, scope)
    return KnownActions(
        facts, build_progress_lookup(facts), load_owner_questions(session, municipality.id, scope)
    )


def _build_topics(
    alone: Sequence[DecisionRequest], lists: Mapping[str, Sequence[str]], language: str
) -> list[AgendaTopic]:
    """Return the topics, the highest priority first; what has its own point is not in a list again."""
    topics = [AgendaTopic(each.title, each.decision, (each.code,) if each.code else ()) for each in alone]
    seen = {each.code for each in alone}
    for name, all_codes in lists.items():
        codes = tuple(code for code in dict.fromkeys(all_codes) if code not in seen)
        if codes:
            title, asks = (translate(f"pack.{what}.{name}", language) for what in ("topic", "ask"))
            topics.append(AgendaTopic(title, asks, codes, _MINUTES_EACH[name], len(codes)))
    return topics


def _build_question(checked: CheckedAction) -> GateQuestion:
    weightiest = max(checked.findings, key=lambda each: each.weight)
    return GateQuestion(checked.code, checked.title, weightiest.question)
