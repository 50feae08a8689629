"""What the reminders of a week left out, and why: for the coordinator's summary."""

from datetime import date

from sqlalchemy import Label, func, select
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import add_day_written, describe_day_written
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.model import Document
from terugkom.plan.action_facts import SNOOZE_FIELDS
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import OPEN_STATUSES, Action
from terugkom.plan.reachability import compute_reachability
from terugkom.reminders.summary_lists import MAX_SHOWN, SummaryAction, SummaryList, load_list
from terugkom.reminders.supersede_digests import format_superseded_reason
from terugkom.reminders.week import ReminderWeek
from terugkom.schedule.model import Reminder


def list_skipped(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    """Return the snoozed actions, the stages and mails that were replaced, and absent stand-ins."""
    lists = (
        _list_snoozed(session, week),
        _list_skipped_stages(session, week),
        _list_superseded(session, week),
        _list_absent_stand_ins(session, week),
    )
    shown = [line for one_list in lists for line in one_list.shown]
    return SummaryList(shown[:MAX_SHOWN], sum(one_list.total for one_list in lists))


def _list_snoozed(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    language = week.municipality.language
    query = (
        select(Action.code, Action.title, Action.snooze_reason, Action.snoozed_until, _select_snoozed_on())
        .where(Action.municipality_id == week.municipality.id, Action.status.in_(OPEN_STATUSES))
        .where(Action.snoozed_until >= week.today)
        .order_by(Action.snoozed_until, Action.code)
    )
    return load_list(
        session,
        query,
        lambda row: SummaryAction(
            row.code,
            row.title,
            why="snoozed",
            reason=add_day_written(row.snooze_reason, row.snoozed_on, week.today, language),
            is_dated=bool(describe_day_written(row.snooze_reason, row.snoozed_on, week.today, language)),
            until=row.snoozed_until,
        ),
    )


def _select_snoozed_on() -> Label[date]:
    """Select the day on which the snooze of an action was last changed."""
    fields = ActionChange.field.in_(SNOOZE_FIELDS)
    query = select(func.max(ActionChange.changed_on)).where(ActionChange.action_id == Action.id, fields)
    return query.correlate(Action).scalar_subquery().label("snoozed_on")


def _list_skipped_stages(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    query = (
        select(Action.code, Action.title)
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Reminder.skipped_stages != "")
        .distinct()
        .order_by(Action.code)
    )
    return load_list(session, query, lambda row: SummaryAction(row.code, row.title, why="stages"))


def _list_superseded(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    query = (
        select(Document.subject)
        .join(Delivery, Delivery.document_id == Document.id)
        .where(Delivery.municipality_id == week.municipality.id, Delivery.state == DeliveryState.SKIPPED)
        .where(Delivery.reason == format_superseded_reason(week.period))
        .order_by(Delivery.id)
    )
    return load_list(session, query, lambda row: SummaryAction("", row.subject, why="superseded"))


def _list_absent_stand_ins(session: Session, week: ReminderWeek) -> SummaryList[SummaryAction]:
    reachability = compute_reachability(session, week.municipality.id, week.today)
    absent_ids = [person for person, reachable in reachability.items() if reachable.note]
    query = (
        select(Action.code, Action.title, Reminder.person_id)
        .join(Reminder, Reminder.action_id == Action.id)
        .join(Delivery, Delivery.id == Reminder.delivery_id)
        .where(Delivery.moment_id == week.moment_id, Reminder.person_id.in_(absent_ids))
        .order_by(Action.code)
    )
    return load_list(
        session, query, lambda row: SummaryAction(row.code, row.title, why=reachability[row.person_id].note)
    )
