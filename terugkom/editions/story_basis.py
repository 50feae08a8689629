"""What the plan said when a story was last written: when the plan changes, the story is not fresh any more.

It is recorded anew each time the file changes, by us or by a person: whoever changed it after the plan did,
knew. What counts is the status and deadline of its actions, the newest measurement of the indicators whose
figure it shows, and the meetings whose day it gives.
"""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.passed_dates import find_dates
from terugkom.claims.plan_evidence import PlanEvidence
from terugkom.documents.file_store import sha256
from terugkom.documents.formatting import format_short_date, format_with_unit
from terugkom.documents.messages import translate
from terugkom.editions.consistency_checks import list_figure_codes
from terugkom.editions.model import Edition
from terugkom.editions.plan_facts import PlanFacts, PlannedAction
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.meetings.due_steps import MEETING_DAY
from terugkom.meetings.match_announced import CurrentMeeting, match_announced
from terugkom.meetings.upcoming_meetings import list_upcoming_meeting_steps
from terugkom.plan.model import ActionStatus, Group, Municipality

# Stories that do not say how their actions stand.
_WITHOUT_PROGRESS = (StoryKind.FIGURES, StoryKind.DECISION, StoryKind.IDEA, StoryKind.DATES)
MEETINGS_AHEAD = timedelta(days=190)  # those that a story may announce

# code -> {"file": hash of the story, "plan": {kind: {code: value}}, "written_on": the day on which we
# found it so, "renewed_on": the day, if we wrote it anew; "told_days": {meeting: the days of it that the
# coordinator was told after publication}, see `moved_days`}
Basis = Mapping[str, Any]


@dataclass(frozen=True)
class PlanToday:
    """What the plan says `today`: actions, measurements, and the days of meetings by group and period; the
    calendar, in which one that was announced is found, and what meetings are called, by group."""

    facts: PlanFacts
    evidence: PlanEvidence
    meetings: Mapping[str, date]
    calendar: Sequence[CurrentMeeting]
    names: Mapping[str, str]
    today: date


@dataclass(frozen=True)
class PlanChange:
    """Something that the plan says otherwise since a story was written: then, and now, in words."""

    before: str
    now: str


def load_planned_meetings(session: Session, municipality: Municipality, edition: Edition) -> dict[str, date]:
    """Return the days of the meetings that the stories of an edition may announce, by group and period."""
    first, last = edition.since + timedelta(days=1), edition.until + MEETINGS_AHEAD
    return {
        f"{each.subject}/{each.period}": each.date
        for each in list_upcoming_meeting_steps(session, municipality, first, last)
        if each.step == MEETING_DAY
    }


def load_meeting_names(session: Session, municipality: Municipality) -> dict[str, str]:
    """Return what meetings are called, by group; those with other municipalities have no group."""
    groups = select(Group.code, Group.name).where(Group.municipality_id == municipality.id)
    exchange = {municipality.slug: translate("story.peer-exchange", municipality.language)}
    return exchange | dict(session.execute(groups).tuples().all())


def update_basis(
    recorded: Basis, stories: Sequence[StoryDraft], plan: PlanToday, wrong: Set[str], today: date
) -> dict[str, Any]:
    """Return the basis of stories: as it was recorded, and of a story that is new or changed as of today.

    A story that the plan contradicts (`wrong`, by code) gets none: it was not written by what the plan says.
    """
    found: dict[str, Any] = {}
    for story in stories:
        before, file = recorded.get(story.code), _hash_story(story)
        if before is not None and before["file"] == file:
            found[story.code] = before
        elif story.code not in wrong:
            plan_now = _describe_plan(story, plan)
            found[story.code] = {"file": file, "plan": plan_now, "written_on": today.isoformat()}
            if before is not None and not before["file"]:
                found[story.code]["renewed_on"] = before["renewed_on"]
    return found


def mark_renewed(today: date) -> dict[str, str]:
    """Return the basis of a story that we wrote anew, until the plan is recorded with it."""
    return {"file": "", "renewed_on": today.isoformat()}


def list_renewed_since(basis: Basis, day: date) -> frozenset[str]:
    """Return the codes of the stories that we wrote anew on a day or later, and nobody changed since."""
    return frozenset(code for code, each in basis.items() if each.get("renewed_on", "") >= day.isoformat())


def find_day_written(code: str, basis: Basis) -> date | None:
    """Return the day on which a story was found as it is now, if that is recorded."""
    return _parse_day(basis.get(code, {}).get("written_on"))


def list_plan_changes(story: StoryDraft, basis: Basis, plan: PlanToday) -> tuple[PlanChange, ...]:
    """Return what the plan says otherwise since a story was last written."""
    if story.code not in basis:
        return ()
    before = basis[story.code]["plan"]
    now = _describe_plan(story, plan)
    return (
        *_compare_actions(before["actions"], now["actions"], plan.facts),
        *_compare_figures(before["figures"], now["figures"], plan),
        *_compare_meetings(before["meetings"], plan),
    )


def _hash_story(story: StoryDraft) -> str:
    return sha256(json.dumps(asdict(story), sort_keys=True).encode())


def _describe_plan(story: StoryDraft, plan: PlanToday) -> dict[str, dict[str, Any]]:
    """Return what the plan says of a story as JSON."""
    actions = plan.facts.actions
    return {
        "actions": {
            code: [actions[code].status.value, _format_day(actions[code].deadline)]
            for code in story.actions
            if code in actions and story.kind not in _WITHOUT_PROGRESS
        },
        "figures": {
            code: [each.latest.value, _format_day(each.latest.day)]
            for code in list_figure_codes(story)
            if (each := plan.evidence.indicators.get(code)) and each.latest
        },
        "meetings": {key: plan.meetings[key].isoformat() for key in _find_meetings(story, plan)},
    }


def _find_meetings(story: StoryDraft, plan: PlanToday) -> list[str]:
    """Return the meetings whose day stands in a story, or in a story of dates all."""
    if not plan.meetings:
        return []
    near = min(plan.meetings.values())
    days = {each.day for each in find_dates(f"{story.title}\n{story.text}", near)}
    is_calendar = story.kind is StoryKind.DATES
    return [key for key, day in plan.meetings.items() if is_calendar or day in days]


def _compare_actions(before: Basis, now: Basis, facts: PlanFacts) -> Iterator[PlanChange]:
    for code in before.keys() & now.keys():
        if before[code] != now[code]:
            action = facts.actions[code]
            status, day = before[code]
            was = PlannedAction(action.title, ActionStatus(status), _parse_day(day), action.public)
            yield PlanChange(was.describe(facts.language), action.describe(facts.language))


def _compare_figures(before: Basis, now: Basis, plan: PlanToday) -> Iterator[PlanChange]:
    for code in sorted({*before, *now}):
        if before.get(code) != now.get(code) and code in plan.evidence.indicators:
            yield PlanChange(*(_format_figure(code, each.get(code), plan) for each in (before, now)))


def _compare_meetings(before: Mapping[str, str], plan: PlanToday) -> Iterator[PlanChange]:
    """Yield the meetings that are on another day, or are not planned any more; none that was held or passed.

    The key has the month of the meeting: one that moved to another month is not gone.
    """
    language = plan.facts.language
    days = {key: date.fromisoformat(day) for key, day in before.items()}
    found = match_announced({key: [day] for key, day in days.items()}, plan.calendar, plan.today)
    for key, day in days.items():
        same, group = found.get(key), key.rpartition("/")[0]
        if (same is None and day < plan.today) or (same and same.is_held):
            continue
        moved = same.day if same and not same.is_cancelled else None
        if moved != day:
            was = f"{plan.names.get(group, group)}: {format_short_date(day, language)}"
            later = format_short_date(moved, language) if moved else translate("story.not-planned", language)
            yield PlanChange(was, later)


def _format_figure(code: str, measured: Sequence[Any] | None, plan: PlanToday) -> str:
    language, values = plan.facts.language, plan.evidence.indicators[code].values
    if measured is None:
        return f"{values.name}: {translate('claim.not-measured', language)}"
    value = format_with_unit(measured[0], values.unit, language)
    day = format_short_date(date.fromisoformat(measured[1]), language)
    return f"{values.name}: {translate('claim.measured', language, value=value, day=day)}"


def _format_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _parse_day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
