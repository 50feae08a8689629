"""What an owner reports of an action, by a page or by mail: how it stands, why, a later date, figures.

*Done* and figures go in at once. A later date is proposed and waits; being stuck is asked about, and why is
told to the coordinator alone. Nobody's status changes on a guess: what is none of the choices is no report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.messages import translate
from terugkom.errors import InputError
from terugkom.plan.change_action import ActionValues, NewReport, change_action
from terugkom.plan.history import MEASUREMENT, FieldChange, MeasuredValue, record_changes
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, ActionStatus, LaterDateDecider, Municipality, Person
from terugkom.plan.questions import (
    OWNER_KINDS,
    THROUGH_PAGE,
    NewQuestion,
    Question,
    QuestionKind,
    ask_question,
    supersede_questions,
)
from terugkom.plan.reachability import find_represented_people
from terugkom.plan.stuck_questions import supersede_read_questions
from terugkom.plan.stuck_reports import get_stuck_words
from terugkom.schedule.plausible_years import is_plausible

# The sources of reports that came back by themselves: their history says "page, CODE" or "mail, CODE".
PAGE_SOURCE, MAIL_SOURCE = "page", "mail"
RESPONSE_SOURCES = (PAGE_SOURCE, MAIL_SOURCE)

DECIDER = "decider"  # in the proposal of a later date: for whose answer it waits


class ProgressChoice(StrEnum):
    """How an action stands, in the ways that an owner can say it: see `list_progress_choices`."""

    ON_TRACK = "on-track"
    STILL_RUNNING = "still-running"  # what *on schedule* means once the deadline has passed
    DONE = "done"
    LATER = "later"
    STUCK = "stuck"
    STOPPED = "stopped"  # no report: an owner says so and why, and the coordinator decides


_RUNNING_CHOICES = (ProgressChoice.ON_TRACK, ProgressChoice.STILL_RUNNING)


def list_progress_choices(deadline: date | None, day: date) -> tuple[ProgressChoice, ...]:
    """Return what an owner is offered to say of an action on a day.

    After its deadline no action is on schedule: who is still busy with it proposes a new date.
    """
    rest = (ProgressChoice.DONE, ProgressChoice.LATER, ProgressChoice.STUCK, ProgressChoice.STOPPED)
    return rest if is_late(deadline, day) else (ProgressChoice.ON_TRACK, *rest)


def is_late(deadline: date | None, day: date) -> bool:
    """Return whether a deadline has passed on a day."""
    return deadline is not None and deadline < day


def is_later(day: date, deadline: date | None, today: date) -> bool:
    """Return whether a day that is proposed for an action lies ahead, and after its deadline."""
    return day > today and (deadline is None or day > deadline)


def fit_choice(choice: ProgressChoice, deadline: date | None, day: date) -> ProgressChoice:
    """Return what a choice means on a day: *on schedule* after the deadline is that it is still running."""
    if choice in _RUNNING_CHOICES:
        return ProgressChoice.STILL_RUNNING if is_late(deadline, day) else ProgressChoice.ON_TRACK
    return choice


@dataclass(frozen=True)
class ReportedFigure:
    """A measured value of an indicator, with its day and where it comes from."""

    value: float
    measured_on: date
    source: str = ""


@dataclass(frozen=True)
class ReportedProgress:
    """What an owner reports of one action. `figures` are by the code of the indicator."""

    choice: ProgressChoice
    text: str = ""
    new_deadline: date | None = None
    figures: Mapping[str, ReportedFigure] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportEntry:
    """By whom a report came, through what, and when; `said_on` if its words are of an earlier day, as those
    of a mail that a person read later."""

    by: Person
    through: str  # such as "page"
    today: date
    now: datetime
    said_on: date | None = None


def report_progress(
    session: Session,
    municipality: Municipality,
    action: Action,
    reported: ReportedProgress,
    entry: ReportEntry,
) -> Question | None:
    """Store a report in the caller's transaction; return the question that it raises, or None.

    Each report counts as an update, so the reminders start anew. That an action stops is none: it is asked
    of the coordinator, as of a mail, and the action stays as it is until that is answered. Raises InputError
    for a later date that is none, for an action that stops without a reason, for a year that cannot be meant,
    and for a figure of an indicator that is not the action's. A later date lies after the deadline.
    """
    _check(session, action, reported, entry.today)
    if reported.choice is ProgressChoice.STOPPED:
        _record(session, action, _store_figures(session, action, reported.figures), entry)
        return _ask_stop(session, municipality, action, reported, entry)
    fitting = fit_choice(reported.choice, action.deadline, entry.said_on or entry.today)
    reported = replace(reported, choice=fitting)
    values = ActionValues()
    if reported.choice is ProgressChoice.DONE:
        values["status"] = ActionStatus.DONE
    elif action.status is not ActionStatus.RUNNING and reported.choice in _RUNNING_CHOICES:
        values["status"] = ActionStatus.RUNNING
    said_on = _find_day_said(action, reported, entry)
    text = _join_day_reports(action, reported, said_on, municipality.language)
    changes = change_action(
        action,
        values,
        day=entry.today,
        lead_times=municipality.effective_lead_times,
        report=NewReport(said_on, text, entry.through),
    )
    changes += _store_figures(session, action, reported.figures)
    _record(session, action, changes, entry)
    return _ask(session, municipality, action, reported, entry)


def store_known_figures(
    session: Session, action: Action, figures: Mapping[str, ReportedFigure], entry: ReportEntry
) -> None:
    """Store figures that were reported, of the indicators that the action still has, with their history."""
    codes = set(session.scalars(select(Indicator.code).where(Indicator.action_id == action.id)))
    known = {code: each for code, each in figures.items() if code in codes}
    _record(session, action, _store_figures(session, action, known), entry)


def _record(session: Session, action: Action, changes: list[FieldChange], entry: ReportEntry) -> None:
    through = f"{entry.through}, {entry.by.code}"
    record_changes(
        session,
        [(action, each) for each in changes],
        today=entry.today,
        changed_at=entry.now,
        through=through[:200],
        said_on=entry.said_on,
    )


def _find_day_said(action: Action, reported: ReportedProgress, entry: ReportEntry) -> date:
    """Return the day of a report: its *last week* counts from there. One that would lie before another, or
    says who is stuck, is of today, for the last report is how an action stands."""
    if entry.said_on is None or reported.choice is ProgressChoice.STUCK:
        return entry.today
    is_last = all(each.reported_on <= entry.said_on for each in action.reports)
    return min(entry.said_on, entry.today) if is_last else entry.today


def find_later_date_decider(municipality: Municipality, action: Action) -> LaterDateDecider:
    """Return for whose answer a later date waits; the coordinator's if the action is no group's."""
    if action.group_id is None:
        return LaterDateDecider.COORDINATOR
    return municipality.later_date_decider


def _check(session: Session, action: Action, reported: ReportedProgress, today: date) -> None:
    if reported.choice is ProgressChoice.LATER and (
        reported.new_deadline is None or not is_later(reported.new_deadline, action.deadline, today)
    ):
        raise InputError("error.progress.later")
    if reported.choice is ProgressChoice.STOPPED and not reported.text.strip():
        raise InputError("error.progress.stopped")
    days = [reported.new_deadline, *(each.measured_on for each in reported.figures.values())]
    if any(day is not None and not is_plausible(day) for day in days):
        raise InputError("error.progress.year")
    known = set(session.scalars(select(Indicator.code).where(Indicator.action_id == action.id)))
    if unknown := set(reported.figures) - known:
        raise InputError(
            "error.progress.indicator", action=action.code, indicators=", ".join(sorted(unknown))
        )


def _join_day_reports(action: Action, reported: ReportedProgress, today: date, language: str) -> str:
    """Return the report of the day: a second one of the same day is added to the first.

    A choice without words is said in the municipality's language: a report is read by others. Of who is stuck
    it has no other words. What is said again that day goes to the end: the last line is how it stands.
    """
    if reported.choice is ProgressChoice.STUCK:
        said = get_stuck_words(language)
    else:
        said = reported.text.strip() or translate(f"site.progress.{reported.choice.value}", language)
    earlier = next((each.text for each in action.reports if each.reported_on == today), "")
    others = [line for line in earlier.split("\n") if line != said] if earlier else []
    return "\n".join([*others, said])


def _store_figures(
    session: Session, action: Action, figures: Mapping[str, ReportedFigure]
) -> list[FieldChange]:
    changes = []
    for code, figure in figures.items():
        mine = select(Indicator).where(Indicator.action_id == action.id, Indicator.code == code)
        indicator = session.scalars(mine).one()
        stored = next((m for m in indicator.measurements if m.measured_on == figure.measured_on), None)
        old = MeasuredValue(code, stored.measured_on, stored.value) if stored else None
        if stored:
            stored.value = figure.value
        else:
            indicator.measurements.append(Measurement(measured_on=figure.measured_on, value=figure.value))
        if figure.source:
            indicator.source = indicator.source or figure.source
        if old is None or old.value != figure.value:
            new = MeasuredValue(code, figure.measured_on, figure.value)
            changes.append(FieldChange(action.code, MEASUREMENT, old, new))
    return changes


def _ask(
    session: Session,
    municipality: Municipality,
    action: Action,
    reported: ReportedProgress,
    entry: ReportEntry,
) -> Question | None:
    theirs = find_represented_people(session, entry.by, entry.today)
    supersede_read_questions(session, action.id, theirs)
    supersede_questions(session, municipality.id, QuestionKind.MAIL, format_stop_subject(action), theirs)
    if reported.choice in _RUNNING_CHOICES:  # no longer stuck, so nobody needs to help
        supersede_questions(session, municipality.id, QuestionKind.STUCK, action.code, theirs)
    kinds = {ProgressChoice.LATER: QuestionKind.NEW_DEADLINE, ProgressChoice.STUCK: QuestionKind.STUCK}
    if reported.choice not in kinds:
        return None
    proposal: dict[str, str] = {}
    if reported.choice is ProgressChoice.LATER and reported.new_deadline:
        proposal["deadline"] = reported.new_deadline.isoformat()
        proposal[DECIDER] = find_later_date_decider(municipality, action).value
    if action.deadline:
        proposal["from"] = action.deadline.isoformat()
    new = NewQuestion(
        municipality_id=municipality.id,
        kind=kinds[reported.choice],
        subject=action.code,
        text=reported.text.strip(),
        proposal=proposal,
        action_id=action.id,
        raised_by_id=entry.by.id,
    )
    return ask_question(session, new, entry.today, entry.now)


def format_stop_subject(action: Action) -> str:
    """Return the subject of the question whether an action stops, as its owner says on their page."""
    return f"stop {action.code}"


def _ask_stop(
    session: Session,
    municipality: Municipality,
    action: Action,
    reported: ReportedProgress,
    entry: ReportEntry,
) -> Question:
    """Ask the coordinator whether an action stops; what the same owner asked before is superseded."""
    theirs = find_represented_people(session, entry.by, entry.today)
    for kind in OWNER_KINDS:
        supersede_questions(session, municipality.id, kind, action.code, theirs)
    subject = format_stop_subject(action)
    supersede_questions(session, municipality.id, QuestionKind.MAIL, subject, theirs)
    proposal: dict[str, Any] = {
        "choice": ProgressChoice.STOPPED.value,
        "person": entry.by.id,
        THROUGH_PAGE: True,
    }
    if action.deadline:
        proposal["from"] = action.deadline.isoformat()
    new = NewQuestion(
        municipality_id=municipality.id,
        kind=QuestionKind.MAIL,
        subject=subject,
        text=reported.text.strip(),
        proposal=proposal,
        action_id=action.id,
        raised_by_id=entry.by.id,
    )
    return ask_question(session, new, entry.today, entry.now)
