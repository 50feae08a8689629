"""Merge actions into the plan: add, change or flag as missing; never delete."""

from datetime import date

from terugkom.plan.action_rows import ActionRow, load_rows
from terugkom.plan.history import ADDED, Change, changes, state
from terugkom.plan.model import Precision
from terugkom.plan.next_reminder import rearm
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.dates.deadlines import Deadline
from terugkom.workbook.foreign.amounts import Amount
from terugkom.workbook.import_context import Job, assign
from terugkom.workbook.import_report import Fate
from terugkom.workbook.records import Record
from terugkom.workbook.resolve_owners import set_group, set_named_owners, set_owners

_PLAIN = ("title", "description", "theme", "sdgs", "start", "priority", "part_of")


def load_actions(job: Job) -> None:
    """Load the existing actions into the context; groups and people must be loaded first."""
    groups, people = job.groups.by_code.values(), job.people.by_code.values()
    job.actions = load_rows(job.session, job.municipality.id, groups, people)


def merge_actions(job: Job, records: list[Record]) -> None:
    """Add or change actions, and flag those whose code is no longer in the file."""
    lead_times = LeadTimes.of(job.municipality.lead_times)
    for record in records:
        action = job.actions.get(record.code)
        if action is None:
            if "title" not in record.values:
                job.count(Fate.REFUSED)
                continue
            action = job.actions[record.code] = ActionRow(record.code)
            before = None
        else:
            before = state(action)
        _fill(job, action, record, is_new=before is None)
        told = _set_report(job, action, record)
        if before is None:
            job.added.add(action.code)
            made = [Change(action.code, ADDED, "", action.title)]
        else:
            made = changes(action, before) + told
        if made:
            job.made += [(action, change) for change in made]
            rearm(action, lead_times)
        job.count(Fate.IMPORTED)
    _flag_missing(job, {record.code for record in records})


def _fill(job: Job, action: ActionRow, record: Record, *, is_new: bool) -> None:
    assign(action, record, _PLAIN)
    if action.missing_since:
        action.missing_since = None
    _set_deadline(job, action, record)
    _set_status(job, action, record, is_new=is_new)
    _set_budget(job, action, record)
    _set_snooze(job, action, record)
    if "public" in record.values:
        action.public = bool(record.values["public"])  # internal when in doubt
    set_group(job, action, record)
    (set_named_owners if job.foreign else set_owners)(job, action, record)
    _set_extra(job, action, record)


def _set_deadline(job: Job, action: ActionRow, record: Record) -> None:
    if "deadline" not in record.values:
        return
    told: Deadline = record.values["deadline"]
    if told.text and told.day is None:
        job.find(record, "deadline", "no-deadline", value=told.text)
    same_day = told.precision is Precision.DAY and action.deadline == told.day
    if same_day and action.deadline_precision is Precision.DAY:
        return  # "15 maart 2027" comes back from our own export as a real date: the same deadline
    action.deadline, action.deadline_precision, action.deadline_text = told.day, told.precision, told.text


def _set_status(job: Job, action: ActionRow, record: Record, *, is_new: bool) -> None:
    status = record.values.get("status")
    if status and status != action.status:
        action.status = status
        if not is_new:
            action.heard_on = max(action.heard_on or date.min, job.today)


def _set_budget(job: Job, action: ActionRow, record: Record) -> None:
    told: Amount | None = record.values.get("budget_text")
    if told is None:
        return
    if told.text and told.value is None:
        job.find(record, "budget_text", "unsure-amount", value=told.text)
    action.budget, action.budget_text = told.value, told.text[:500]


def _set_snooze(job: Job, action: ActionRow, record: Record) -> None:
    if "snoozed_until" not in record.values or "snooze_reason" not in record.values:
        return
    until, reason = record.values["snoozed_until"], record.values["snooze_reason"]
    if until and not reason:
        job.find(record, "snooze_reason", "snooze-without-reason")
    elif reason and not until:
        job.find(record, "snoozed_until", "reason-without-snooze")
    else:
        assign(action, record, ("snoozed_until", "snooze_reason"))


def _set_extra(job: Job, action: ActionRow, record: Record) -> None:
    """Store the text of columns that are not ours and, for a foreign file, of cells that could not be
    read."""
    of_file = set(record.extra_names)
    told = dict(record.extra)
    if job.foreign:
        of_file |= set(record.headers.values())
        told |= {record.headers[field]: text for field, text in record.wrong.items()}
    extra = {name: text for name, text in action.extra.items() if name not in of_file} | told
    if extra != action.extra:
        action.extra = extra


def _set_report(job: Job, action: ActionRow, record: Record) -> list[Change]:
    """Store the news of a row as the progress report of its day; return the changes.

    News without a date gets today's date, unless this text was already reported: so importing the same file
    again
    on another day adds nothing.
    """
    text, day = record.values.get("news", ""), record.values.get("news_on")
    if not text or "news_on" in record.wrong:
        if day and "news" in record.values:
            job.find(record, "news", "report-without-text")
        return []
    if day and day > job.today:
        job.find(record, "news_on", "report-in-future", value=f"{day:%d/%m/%Y}")
        return []
    if day is None and text in action.reports.values():
        return []
    day = day or job.today
    old = action.reports.get(day, "")
    if old == text:
        return []
    action.reports[day] = text
    action.heard_on = max(action.heard_on or date.min, day)
    return [Change(action.code, "report", old and f"{day}: {old}", f"{day}: {text}")]


def _flag_missing(job: Job, in_file: set[str]) -> None:
    for code, action in job.actions.items():
        if code not in in_file and action.missing_since is None:
            action.missing_since = job.today
            job.made.append((action, Change(code, "missing_since", "", job.today.isoformat())))
