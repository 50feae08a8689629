"""Preview the coordinator's summary on a dry run, which records no digest that it could be read from."""

from collections.abc import Sequence
from dataclasses import replace

from terugkom.delivery.enqueue import OutboundDocument
from terugkom.documents.render_context import RenderContext
from terugkom.reminders.coordinator_summary import (
    build_summary,
    is_summary_due,
    is_summary_enqueued,
    render_summary,
)
from terugkom.reminders.due_actions import list_due_reminders
from terugkom.reminders.summary_lists import MAX_SHOWN, SummaryAction, SummaryList
from terugkom.reminders.week import DigestRecipient, ReminderWeek


def preview_summary(
    context: RenderContext, week: ReminderWeek, recipients: Sequence[DigestRecipient]
) -> OutboundDocument | None:
    """Return the summary as it would be after the digests of these recipients; nothing is stored.

    Raises TemplateError.
    """
    owners = [owner for recipient in recipients for owner in recipient.owner_ids]
    with context.database.read_session() as session:
        if is_summary_enqueued(session, week):
            return None
        summary = build_summary(session, week)
        due = list_due_reminders(session, owners, week.municipality.effective_lead_times, week.today)
        is_due = bool(due) or is_summary_due(session, week, summary)
    if not is_due:
        return None
    before = summary.reminded
    lines = [
        SummaryAction(each.code, each.title, ask=each.ask, days_left=each.days_left)
        for each in due[:MAX_SHOWN]
    ]
    reminded = SummaryList([*before.shown, *lines], before.total + len(due))
    return render_summary(context.templates, week, replace(summary, reminded=reminded))
