"""Take a report of progress back: the action is again as it was before, and the history says so.

What is undone is only what nobody changed since; else nothing is, and a person decides. What the owner had
asked, and the report took the place of, is asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from terugkom.errors import InputError
from terugkom.plan.change_action import ActionValues, change_action, take_back_update
from terugkom.plan.history import MEASUREMENT, REPORT, DatedReport, FieldChange, MeasuredValue, record_changes
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, ActionStatus, Municipality
from terugkom.plan.question_agenda import add_question_point
from terugkom.plan.questions import (
    OWNER_KINDS,
    PENDING_STATES,
    Question,
    QuestionKind,
    QuestionState,
    supersede_questions,
)
from terugkom.plan.report_progress import ReportedProgress, ReportEntry, format_stop_subject, report_progress


class ChangedSince(InputError):
    """The action was changed after the report, so that is not undone any more."""


@dataclass(frozen=True)
class ActionSnapshot:
    """What a report can change of an action."""

    status: ActionStatus
    last_update_on: date | None
    report: str | None  # that of the day
    figures: Mapping[str, float | None]  # by the code of the indicator, of the day

    def as_json(self) -> dict[str, Any]:
        """Return the state before a report as `from_json` reads it back."""
        updated = self.last_update_on
        return {
            "status": self.status.value,
            "last_update_on": updated.isoformat() if updated else None,
            "report": self.report,
            "figures": dict(self.figures),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "ActionSnapshot":
        """Return what was stored."""
        updated = stored["last_update_on"]
        return cls(
            ActionStatus(stored["status"]),
            date.fromisoformat(updated) if updated else None,
            stored["report"],
            stored["figures"],
        )


def report_with_undo(
    session: Session,
    municipality: Municipality,
    action: Action,
    reported: ReportedProgress,
    entry: ReportEntry,
) -> dict[str, Any]:
    """Store a report as `report_progress` does; return what `undo_report` takes, as JSON."""
    codes = list(reported.figures)
    before = _take_snapshot(session, action, entry.today, codes)
    asked = dict(session.execute(_select_states(action)).tuples().all())
    question = report_progress(session, municipality, action, reported, entry)
    session.flush()
    left = dict(session.execute(_select_states(action)).tuples().all())
    return {
        "action_id": action.id,
        "day": entry.today.isoformat(),
        "before": before.as_json(),
        "after": _take_snapshot(session, action, entry.today, codes).as_json(),
        "question_id": question.id if question else None,
        "superseded": {str(each): state.value for each, state in asked.items() if each not in left},
    }


def undo_report(
    session: Session, municipality: Municipality, undo: Mapping[str, Any], by: str, today: date, now: datetime
) -> Action:
    """Take a report back in the caller's transaction; `by` is the code of the person who asks.

    Raises ChangedSince if the action, or the answer to what was asked, is another one by now.
    """
    action = session.get(Action, undo["action_id"])
    day = date.fromisoformat(undo["day"])
    before, after = ActionSnapshot.from_json(undo["before"]), ActionSnapshot.from_json(undo["after"])
    question = session.get(Question, undo["question_id"]) if undo["question_id"] else None
    if action is None or _take_snapshot(session, action, day, list(after.figures)) != after:
        raise ChangedSince("error.progress.changed")
    if question and question.state not in (*PENDING_STATES, QuestionState.SUPERSEDED):
        raise ChangedSince("error.progress.answered")
    changes = change_action(
        action, ActionValues(status=before.status), day=today, lead_times=municipality.effective_lead_times
    )
    changes += _restore_report(session, action, day, before.report)
    changes += _restore_figures(session, action, day, before.figures)
    take_back_update(action, before.last_update_on, municipality.effective_lead_times)
    if question and question.state in PENDING_STATES:
        theirs = (question.raised_by_id,)
        supersede_questions(session, municipality.id, question.kind, question.subject, theirs)
    for number, state in undo.get("superseded", {}).items():
        _restore_question(session, int(number), QuestionState(state), today)
    record_changes(
        session,
        [(action, each) for each in changes],
        today=today,
        changed_at=now,
        through=f"mail, {by}",
    )
    return action


def _select_states(action: Action) -> Select[tuple[int, QuestionState]]:
    """Return the query for what owners asked of an action that a newer report can take the place of."""
    is_stop = and_(Question.kind == QuestionKind.MAIL, Question.subject == format_stop_subject(action))
    mine = (Question.action_id == action.id, or_(Question.kind.in_(OWNER_KINDS), is_stop))
    return select(Question.id, Question.state).where(*mine, Question.state != QuestionState.SUPERSEDED)


def _restore_question(session: Session, number: int, state: QuestionState, today: date) -> None:
    """Give a question the state back that it had before it was superseded; any other stays as it is."""
    question = session.get(Question, number)
    if question is None or question.state is not QuestionState.SUPERSEDED:
        return
    question.state = state
    if state is QuestionState.REFERRED and question.action is not None:
        add_question_point(session, question.id, question.action, today)


def _take_snapshot(session: Session, action: Action, day: date, codes: list[str]) -> ActionSnapshot:
    session.flush()
    report = next((each.text for each in action.reports if each.reported_on == day), None)
    figures: dict[str, float | None] = dict.fromkeys(codes)
    for indicator in _list_indicators(session, action, codes):
        figures[indicator.code] = next(
            (each.value for each in indicator.measurements if each.measured_on == day), None
        )
    return ActionSnapshot(action.status, action.last_update_on, report, figures)


def _list_indicators(session: Session, action: Action, codes: list[str]) -> list[Indicator]:
    if not codes:
        return []
    mine = select(Indicator).where(Indicator.action_id == action.id, Indicator.code.in_(codes))
    return list(session.scalars(mine))


def _restore_report(session: Session, action: Action, day: date, text: str | None) -> list[FieldChange]:
    stored = next((each for each in action.reports if each.reported_on == day), None)
    if stored is None or stored.text == text:
        return []
    change = FieldChange(action.code, REPORT, DatedReport(day, stored.text), DatedReport(day, text or ""))
    if text is None:
        action.reports.remove(stored)
        session.delete(stored)
    else:
        stored.text = text
    return [change]


def _restore_figures(
    session: Session, action: Action, day: date, figures: Mapping[str, float | None]
) -> list[FieldChange]:
    changes = []
    for indicator in _list_indicators(session, action, list(figures)):
        stored = next((each for each in indicator.measurements if each.measured_on == day), None)
        value = figures[indicator.code]
        if stored is None or stored.value == value:
            continue
        old = MeasuredValue(indicator.code, day, stored.value)
        new = replace(old, value=value) if value is not None else None
        changes.append(FieldChange(action.code, MEASUREMENT, old, new))
        _set_measurement(session, indicator, stored, value)
    return changes


def _set_measurement(
    session: Session, indicator: Indicator, stored: Measurement, value: float | None
) -> None:
    if value is None:
        indicator.measurements.remove(stored)
        session.delete(stored)
    else:
        stored.value = value
