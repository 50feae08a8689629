"""Prefect artifacts of a run: roles and counts only, never names or addresses."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from tasks.delivery import find_own_deliveries
from tasks.installation import get_installation
from terugkom import clock
from terugkom.delivery.due_deliveries import DeliveryFilter, waits_for_a_person
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.chart import Chart, draw_bars
from terugkom.documents.model import Document
from terugkom.editions.coverage import load_coverage
from terugkom.editions.due_steps import list_waiting_editions
from terugkom.editions.model import EditionState
from terugkom.editions.review import EditionReview
from terugkom.gate.plan_review import PlanReview
from terugkom.gate.report_page import render_grade_chart
from terugkom.meetings.execute_step import MeetingStepResult
from terugkom.meetings.occurrences import MeetingOccurrence
from terugkom.meetings.upcoming_meetings import list_upcoming_meeting_steps
from terugkom.overview.upcoming import count_actions_by_next_reminder
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality
from terugkom.plan.queries import list_municipalities
from terugkom.reminders.week import ReminderWeek
from terugkom.report import RunReport, describe_attention

_WAITS = {
    EditionState.APPROVAL_REQUESTED: "approval was requested and not given",
    EditionState.NOT_READY: "not ready, its problems are to be corrected",
    EditionState.SENT_BACK: "sent back, its text is to be changed; approval was requested",
}
_MAX_ROWS = 200  # maximum rows per artifact
_SMTP_CODE = re.compile(r"\d{3}( \d\.\d{1,3}\.\d{1,3})?(?=\W|$)")


def show_week(week: ReminderWeek, report: RunReport) -> None:
    """Create the artifacts of a week of reminders: a summary with a chart, and its deliveries."""
    what = f"Reminders of {week.municipality.name}, week {week.period}"
    _show_summary("owner-reminders", what, report)
    if week.moment_id is not None:
        _show_deliveries(f"The mails of {week.period}", Delivery.moment_id == week.moment_id)


def show_meeting(occurrence: MeetingOccurrence, made: Sequence[MeetingStepResult], report: RunReport) -> None:
    """Create the artifacts of a meeting: the steps executed, and its deliveries by role."""
    what = f"{occurrence.kind} of {occurrence.subject}, {occurrence.period}, on {occurrence.day}"
    skipped = [f"- **{each.step.value} skipped**: {each.skip_reason}" for each in made if each.skip_reason]
    pages = [each.markdown for each in made if each.markdown]
    _show_summary(occurrence.kind, what, report, [*skipped, "", *pages])
    if occurrence.moment_id is not None:
        _show_deliveries(f"Deliveries of {what}", Delivery.moment_id == occurrence.moment_id)


def show_deliveries(report: RunReport, which: DeliveryFilter) -> None:
    """Create the artifacts of a delivery run: its results, and the deliveries that are not sent."""
    _show_summary("deliver", "Deliveries tried in this run", report)
    not_sent = Delivery.state.not_in([DeliveryState.SENT, DeliveryState.SKIPPED])
    _show_deliveries("Deliveries that are not sent", and_(which.build_condition(), not_sent))


def show_imports(municipality: str, page: str) -> None:
    """Create the artifact of imported files."""
    create_markdown_artifact(key="import-plan", markdown=page, description=f"New files of {municipality}")


def show_calendar(municipality: str | None, today: date, report: RunReport) -> None:
    """Create the artifacts of a calendar run: the sum of its child runs, and the coming twelve months."""
    lines = _list_waiting_editions(municipality)
    lines += [f"- next due: {report.next_due_on}"] if report.next_due_on else []
    _show_summary("follow-up-calendar", f"What was due up to {today}", report, lines)
    _show_coming_year(municipality, today)
    _show_waiting_for_a_person(find_own_deliveries(municipality))


def _show_waiting_for_a_person(which: DeliveryFilter) -> None:
    """Show the deliveries of any run that wait for a person, if there are any: they are not forgotten."""
    waiting = and_(which.build_condition(), waits_for_a_person())
    with get_installation().database.read_session() as session:
        is_any = session.scalar(select(Delivery.id).where(waiting).limit(1)) is not None
    if is_any:
        _show_deliveries("Deliveries that wait for a person: see `terugkom resolve`", waiting)


def _list_waiting_editions(slug: str | None) -> list[str]:
    """Return a line for each edition that waits for a person, of which no run says so again each day."""
    with get_installation().database.read_session() as session:
        return [
            f"- waits: the edition of {municipality.slug}, {quarter}: {_WAITS[state]} since {since}"
            for municipality in list_municipalities(session, slug)
            for quarter, state, since in list_waiting_editions(session, municipality)
        ][:_MAX_ROWS]


def _show_coming_year(slug: str | None, today: date) -> None:
    """Show the coming twelve months: the steps of each meeting, and how many actions have a reminder due."""
    until = today + timedelta(days=365)
    municipalities = select(Municipality).order_by(Municipality.slug).limit(20)
    if slug:
        municipalities = municipalities.where(Municipality.slug == slug)
    with get_installation().database.read_session() as session:
        rows = [
            row
            for municipality in session.scalars(municipalities)
            for row in _list_coming_year(session, municipality, today, until)
        ]
    rows.sort(key=lambda row: row["date"])
    create_table_artifact(key="coming-year", table=rows[:_MAX_ROWS], description=f"The year from {today}")


def _list_coming_year(
    session: Session, municipality: Municipality, today: date, until: date
) -> list[dict[str, str]]:
    steps = [
        (each.date, each.kind, f"{each.subject}: {each.step}")
        for each in list_upcoming_meeting_steps(session, municipality, today, until)
    ]
    counts = [
        (day, "owner-reminders", f"{count} {'action' if count == 1 else 'actions'}")
        for day, count in count_actions_by_next_reminder(session, municipality.id, today, until)
    ]
    return [
        {"date": day.isoformat(), "municipality": municipality.slug, "cycle": cycle, "what": what}
        for day, cycle, what in (*steps, *counts)
    ]


def _show_summary(key: str, what: str, report: RunReport, more: Sequence[str] = ()) -> None:
    counts = [
        ("would be written" if report.dry_run else "documents made", len(report.documents)),
        *(
            (f"deliveries {state.replace('_', ' ')}", count)
            for state, count in sorted(report.deliveries.items())
        ),
        *((why.replace("_", " "), count) for why, count in sorted(report.attention.items())),
    ]
    shown = [(label, count) for label, count in counts if count]
    lines = [f"## {what}", ""]
    if report.dry_run:
        lines += ["*A dry run: nothing was stored or sent.*", ""]
    lines += [_format_picture(draw_bars("In numbers", shown)) if shown else "Nothing was due.", ""]
    lines += [
        f"- due: {each.kind} of {each.municipality}, {each.period}" for each in report.moments[:_MAX_ROWS]
    ]
    lines += [f"- **{_escape_cell(str(each))}**" for each in report.outages]
    lines += [_format_attention(key, count) for key, count in report.attention_counts.items()]
    if report.next_try_at:
        lines.append(f"- next try: {report.next_try_at.astimezone(clock.BRUSSELS):%Y-%m-%d %H:%M}")
    lines += _format_planned_lines(report)
    create_markdown_artifact(key=key, markdown="\n".join([*lines, *more]), description=what)


def _format_planned_lines(report: RunReport) -> list[str]:
    """Return what a dry run would send, by role: a subject may name somebody."""
    counts = Counter((each.kind, each.role) for each in report.planned)
    return [
        f"- would be sent: {count} {kind.replace('-', ' ')} to {role.replace('-', ' ')}"
        for (kind, role), count in sorted(counts.items())
    ]


def _format_attention(key: str, count: int) -> str:
    text = describe_attention(key)
    return f"- **{count} {text.what}**: {text.advice}"


def show_gate(municipality: Municipality, review: PlanReview) -> None:
    """Create the artifact of a plan check: grades by group, and findings by action code; no free text."""
    counts = ", ".join(f"{count} {grade.value}" for grade, count in sorted(review.total_grades.items()))
    lines = [f"## How concrete the plan of {municipality.name} is", "", f"Actions by grade: {counts}", ""]
    lines += [_format_picture(render_grade_chart(review, municipality.language, by_code=True)), ""]
    lines += [
        f"- {each.code or 'no group'}: {each.concrete_gain:+d} concrete since {each.since}"
        for each in review.group_grades
        if each.since
    ]
    lines += ["", "| action | grade | findings |", "| --- | --- | --- |"]
    lines += [
        f"| {_escape_cell(each.code)} | {each.grade.value} |"
        f" {', '.join(found.rule for found in each.findings)} |"
        for each in review.actions_with_findings[:_MAX_ROWS]
    ]
    if len(review.actions_with_findings) > _MAX_ROWS:
        lines.append(f"\nand {len(review.actions_with_findings) - _MAX_ROWS} more: see `terugkom check`")
    key = f"gate-{re.sub('[^a-z0-9]+', '-', municipality.slug.lower())}"
    create_markdown_artifact(key=key, markdown="\n".join(lines), description="How concrete the plan is")


def _escape_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _format_picture(chart: Chart) -> str:
    return f"![{chart.text}]({chart.data_uri})"


def _show_deliveries(what: str, which: ColumnElement[bool]) -> None:
    query = (
        select(Delivery, Document.kind)
        .join(Document, Document.id == Delivery.document_id)
        .where(which)
        .order_by(Delivery.state == DeliveryState.SENT, Delivery.id)
        .limit(_MAX_ROWS)
    )
    with get_installation().database.read_session() as session:
        rows = [
            {
                "delivery": delivery.id,
                "document": kind,
                "to": f"{delivery.role} {delivery.person_id or ''}".strip(),
                "channel": delivery.channel,
                "state": delivery.state.value,
                "attempts": delivery.attempts,
                "reason": redact_reason(delivery.reason),
            }
            for delivery, kind in session.execute(query)
        ]
    create_table_artifact(key="deliveries", table=rows, description=what)


def redact_reason(reason: str) -> str:
    """Return a delivery's reason without server text, which may contain names and addresses.

    The result is the SMTP status code, or our own text up to the first colon or semicolon.
    """
    said = _SMTP_CODE.match(reason)
    return said[0] if said else reason.partition(":")[0].partition(";")[0][:80]


def show_edition(
    municipality: Municipality,
    period: str,
    moment_id: int,
    review: EditionReview,
    report: RunReport,
    notes: Sequence[str],
    today: date,
) -> None:
    """Create the artifacts of an edition: its stories by kind, number of problems, and deliveries."""
    with get_installation().database.read_session() as session:
        coverage = load_coverage(session, municipality, today)
    lines = [
        *_format_proof_lines(review),
        "",
        *(f"- {line}" for line in notes),
        *_format_coverage_lines(coverage),
    ]
    _show_summary("newsletter", f"The edition of {municipality.name}, {period}", report, lines)
    _show_deliveries(f"Deliveries of {period}", Delivery.moment_id == moment_id)


def _format_coverage_lines(coverage: Coverage) -> list[str]:
    """Return the table of media used in the last four quarters, unused media last."""
    if not coverage.has_publications:
        return []
    used = sorted(coverage.rows, key=lambda row: not any(row[1]))
    rows = [[medium, *("yes" if each else "-" for each in used_in)] for medium, used_in in used]
    table = [["channel", *coverage.quarters], ["---"] * (1 + len(coverage.quarters)), *rows]
    neglected = (
        f"**Not used for a year: {', '.join(coverage.unused_media)}**" if coverage.unused_media else ""
    )
    return ["", "### Published through", "", *(f"| {' | '.join(row)} |" for row in table), "", neglected]


def show_proof(municipality: Municipality, period: str, review: EditionReview, report: RunReport) -> None:
    """Create the artifact of an edition preview: its stories by kind, and what would be sent."""
    what = f"Preview of the edition of {municipality.name}, {period}"
    create_markdown_artifact(
        key="newsletter",
        markdown="\n".join(
            [f"# {what}", "", *_format_proof_lines(review), "", *_format_planned_lines(report)]
        ),
        description=what,
    )


def format_story_lines(review: EditionReview) -> list[str]:
    """Return a line for each story, by its place in the edition: titles and texts may name somebody."""
    return [
        f"{n}. {'public' if story.public else 'internal'}, {story.kind}"
        for n, story in enumerate(review.proof.stories, 1)
    ]


def _format_proof_lines(review: EditionReview) -> list[str]:
    """Return the stories by kind, and the number of problems."""
    stories = format_story_lines(review)
    wrong = len(review.problems)
    return [
        *stories,
        *(["", f"**Problems to correct first: {wrong}**; the mail lists them."] if wrong else []),
        *(["", f"**Omitted setbacks: {len(review.omitted_setbacks)}**"] if review.omitted_setbacks else []),
        *(
            ["", f"**Setbacks published internally only: {len(review.internal_setbacks)}**"]
            if review.internal_setbacks
            else []
        ),
    ]
