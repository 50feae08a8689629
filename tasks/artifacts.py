"""What a run shows in the Prefect UI: by role and number, never by name or address."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tasks.installation import installation
from tasks.plan import Imported
from terugkom import clock
from terugkom.delivery.model import Delivery, State
from terugkom.documents.chart import Chart, bars
from terugkom.documents.model import Document
from terugkom.editions.coverage import coverage_of
from terugkom.editions.review import Proofed
from terugkom.gate.plan_review import Review
from terugkom.gate.report_page import picture
from terugkom.meetings.execute_step import Made
from terugkom.meetings.occurrences import Occasion
from terugkom.meetings.upcoming_meetings import reviews
from terugkom.overview.upcoming import actions_by_next_step
from terugkom.plan.media import Coverage
from terugkom.plan.model import Municipality
from terugkom.reminders.week import Week
from terugkom.report import Report

_ROWS = 200  # an artifact is a page, not a database
_SMTP_CODE = re.compile(r"\d{3}( \d\.\d{1,3}\.\d{1,3})?(?=\W|$)")

_SEE_TO = {
    "orphaned": "orphaned**: actions whose owner cannot be reached; the coordinator's summary names them",
    "on_agenda": "on agenda**: actions so long overdue that a group is to speak of them",
    "no_coordinator": "summary without a reader**: name a coordinator who has an address",
    "findings": "findings**: cells of a workbook that are not right; see the report beside it in `done`",
    "answers_to_read": "mails in the inbox that are no answer we know**: a person reads them, and moves them",
    "bounced": "mailboxes that are not there**: their readers are left out from now on",
    "files_refused": "files refused**: see the report beside them in `refused`",
    "failed_runs": "failed runs**: open them under *Subflow Runs*",
    "members_out_of_reach": "members out of reach**: give them an address in the workbook",
    "steps_skipped": "steps skipped**: they came too late; the page of their run says which",
    "lies_ready": "lie ready in the outbox folder**: no address is set for those channels",
    "smtp_not_configured": "without a mail server**: save one under *Blocks* or set TERUGKOM_SMTP_URL",
}


def show_week(week: Week, report: Report) -> None:
    """Show a week of reminders: a summary with a chart, and its deliveries, or what there would be."""
    what = f"Reminders of {week.municipality.name}, week {week.period}"
    _show_summary("owner-reminders", what, report)
    if week.moment_id is not None:
        _show_deliveries(f"The mails of {week.period}", Delivery.moment_id == week.moment_id)


def show_meeting(occasion: Occasion, made: Sequence[Made], report: Report) -> None:
    """Show what was done for a meeting: what it sent as a page, and who got what by role."""
    what = f"{occasion.kind} of {occasion.subject}, {occasion.period}, on {occasion.day}"
    skipped = [f"- **{each.step.value} skipped**: {each.skip}" for each in made if each.skip]
    pages = [each.markdown for each in made if each.markdown]
    _show_summary(occasion.kind, what, report, [*skipped, "", *pages])
    if occasion.moment_id is not None:
        _show_deliveries(f"Who got what of {what}", Delivery.moment_id == occasion.moment_id)


def show_deliveries(report: Report) -> None:
    """Show what a delivery run did, and what still waits or needs a person."""
    _show_summary("deliver", "Deliveries tried in this run", report)
    _show_deliveries("What is not delivered", Delivery.state.not_in([State.SENT, State.SKIPPED]))


def show_imports(municipality: str, imported: Imported, *others: str) -> None:
    """Show what became of each new file; `others` are pages about those that are no plans."""
    plans = imported.markdown if imported.files or not any(others) else ""
    create_markdown_artifact(
        key="import-plan",
        markdown="\n\n".join(filter(None, (plans, *others))),
        description=f"New files of {municipality}",
    )


def show_tick(municipality: str | None, today: date, report: Report) -> None:
    """Show what all that a tick started did together, and the coming twelve months."""
    _show_summary("follow-up-calendar", f"What was due up to {today}", report)
    _show_coming_year(municipality, today)


def _show_coming_year(municipality: str | None, today: date) -> None:
    """Show the coming twelve months: the steps of each meeting, and how many actions have a reminder due."""
    until = today + timedelta(days=365)
    towns = select(Municipality).order_by(Municipality.slug).limit(20)
    if municipality:
        towns = towns.where(Municipality.slug == municipality)
    with installation().database.reading() as session:
        rows = [row for town in session.scalars(towns) for row in _year_of(session, town, today, until)]
    rows.sort(key=lambda row: row["date"])
    create_table_artifact(key="coming-year", table=rows[:_ROWS], description=f"The year from {today}")


def _year_of(session: Session, town: Municipality, today: date, until: date) -> list[dict[str, str]]:
    steps = [
        (each.date, each.kind, f"{each.subject}: {each.step}")
        for each in reviews(session, town, today, until)
    ]
    counts = [
        (day, "owner-reminders", f"{count} {'action' if count == 1 else 'actions'}")
        for day, count in actions_by_next_step(session, town.id, today, until)
    ]
    return [
        {"date": day.isoformat(), "municipality": town.slug, "cycle": cycle, "what": what}
        for day, cycle, what in (*steps, *counts)
    ]


def _show_summary(key: str, what: str, report: Report, more: Sequence[str] = ()) -> None:
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
        lines += ["*A dry run: nothing was kept or sent.*", ""]
    lines += [_picture(bars("In numbers", shown)) if shown else "Nothing was due.", ""]
    lines += [f"- due: {each.kind} of {each.municipality}, {each.period}" for each in report.moments[:_ROWS]]
    lines += [f"- **{report.attention[why]} {text}" for why, text in _SEE_TO.items() if report.attention[why]]
    if report.next_try_at:
        lines.append(f"- next try: {report.next_try_at.astimezone(clock.BRUSSELS):%Y-%m-%d %H:%M}")
    create_markdown_artifact(key=key, markdown="\n".join([*lines, *more]), description=what)


def show_gate(municipality: Municipality, review: Review) -> None:
    """Show how concrete a plan is: grades by group, and by code what is asked; no words of anybody."""
    counts = ", ".join(f"{count} {grade.value}" for grade, count in sorted(review.total.items()))
    lines = [f"## How concrete the plan of {municipality.name} is", "", f"Actions by grade: {counts}", ""]
    lines += [_picture(picture(review, municipality.language)), ""]
    lines += [
        f"- {each.code or 'no group'}: {each.gained:+d} concrete since {each.since}"
        for each in review.standings
        if each.since
    ]
    lines += ["", "| action | grade | findings |", "| --- | --- | --- |"]
    lines += [
        f"| {_cell(each.code)} | {each.grade.value} | {', '.join(found.rule for found in each.findings)} |"
        for each in review.asked[:_ROWS]
    ]
    if len(review.asked) > _ROWS:
        lines.append(f"\nand {len(review.asked) - _ROWS} more: see `terugkom check`")
    key = f"gate-{re.sub('[^a-z0-9]+', '-', municipality.slug.lower())}"
    create_markdown_artifact(key=key, markdown="\n".join(lines), description="How concrete the plan is")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _picture(chart: Chart) -> str:
    return f"![{chart.text}]({chart.address})"


def _show_deliveries(what: str, which: ColumnElement[bool]) -> None:
    query = (
        select(Delivery, Document.kind)
        .join(Document, Document.id == Delivery.document_id)
        .where(which)
        .order_by(Delivery.state == State.SENT, Delivery.id)
        .limit(_ROWS)
    )
    with installation().database.reading() as session:
        rows = [
            {
                "delivery": delivery.id,
                "document": kind,
                "to": f"{delivery.role} {delivery.person_id or ''}".strip(),
                "channel": delivery.channel,
                "state": delivery.state.value,
                "attempts": delivery.attempts,
                "reason": code_of(delivery.reason),
            }
            for delivery, kind in session.execute(query)
        ]
    create_table_artifact(key="deliveries", table=rows, description=what)


def code_of(reason: str) -> str:
    """Return a reason without what others put in words: a mail server likes to repeat names and addresses.

    What is left is the number that it said, or our own words up to their first colon.
    """
    said = _SMTP_CODE.match(reason)
    return said[0] if said else reason.partition(":")[0].partition(";")[0][:80]


def show_edition(
    town: Municipality,
    period: str,
    moment_id: int,
    proofed: Proofed,
    report: Report,
    aside: Sequence[str],
    today: date,
) -> None:
    """Show how an edition stands: what it tells by title, what is wrong, and who got what."""
    with installation().database.reading() as session:
        coverage = coverage_of(session, town, today)
    lines = [*_proof_lines(proofed), "", *(f"- {line}" for line in aside), *_coverage_lines(coverage)]
    _show_summary("newsletter", f"The edition of {town.name}, {period}", report, lines)
    _show_deliveries(f"Who got what of {period}", Delivery.moment_id == moment_id)


def _coverage_lines(coverage: Coverage) -> list[str]:
    """Return what went through which channel in the last four quarters, the neglected ones last."""
    if not coverage.anything:
        return []
    used = sorted(coverage.rows, key=lambda row: not any(row[1]))
    rows = [[medium, *("yes" if each else "-" for each in told)] for medium, told in used]
    table = [["channel", *coverage.quarters], ["---"] * (1 + len(coverage.quarters)), *rows]
    neglected = f"**Neglected for a year: {', '.join(coverage.neglected)}**" if coverage.neglected else ""
    return ["", "### Told through", "", *(f"| {' | '.join(row)} |" for row in table), "", neglected]


def show_proof(town: Municipality, period: str, proofed: Proofed) -> None:
    """Show what an edition would tell, by title."""
    what = f"What the edition of {town.name}, {period}, would tell"
    create_markdown_artifact(
        key="newsletter", markdown="\n".join([f"# {what}", "", *_proof_lines(proofed)]), description=what
    )


def _proof_lines(proofed: Proofed) -> list[str]:
    """Return the stories by their titles: their texts may name somebody, and have no place here."""
    stories = [
        f"{n}. {story.title} ({'public' if story.public else 'internal'}, {story.kind})"
        for n, story in enumerate(proofed.proof.stories, 1)
    ]
    wrong = len(proofed.problems)
    return [
        *stories,
        *(["", f"**To be put right first: {wrong}**; the mail about it says what."] if wrong else []),
        *(["", f"**Not told of what went less well: {len(proofed.untold)}**"] if proofed.untold else []),
        *(["", f"**Told to staff alone: {len(proofed.kept_inside)}**"] if proofed.kept_inside else []),
    ]
