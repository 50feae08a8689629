"""What a run shows in the Prefect UI: by role and number, never by name or address."""

import base64
import re
from datetime import date, timedelta

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tasks.installation import installation
from tasks.plan import Imported
from terugkom.delivery.model import Delivery, State
from terugkom.documents.chart import Chart, bars
from terugkom.documents.model import Document
from terugkom.plan.model import Municipality
from terugkom.reminders.week import Week
from terugkom.report import Report
from terugkom.rhythm.upcoming import actions_by_next_step, reviews

_ROWS = 200  # an artifact is a page, not a database
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")


def show_week(week: Week, report: Report) -> None:
    """Show a week of reminders: a summary with a chart, and its deliveries."""
    what = f"Reminders of {week.municipality.name}, week {week.period}"
    _show_summary("owner-reminders", what, report)
    _show_deliveries(f"The mails of {week.period}", Delivery.moment_id == week.moment_id)


def show_deliveries(report: Report) -> None:
    """Show what a delivery run did, and what still waits or needs a person."""
    _show_summary("deliver", "Deliveries tried in this run", report)
    _show_deliveries("What is not delivered", Delivery.state.not_in([State.SENT, State.SKIPPED]))


def show_imports(municipality: str, imported: Imported) -> None:
    """Show what became of each new file."""
    create_markdown_artifact(
        key="import-plan", markdown=imported.markdown, description=f"New files of {municipality}"
    )


def show_coming_year(municipality: str | None, today: date) -> None:
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


def _show_summary(key: str, what: str, report: Report) -> None:
    chart = bars("Deliveries", sorted(report.deliveries.items()))
    lines = [f"## {what}", "", _picture(chart), "", f"{len(report.documents)} documents were made.", ""]
    lines += [f"- **{why.replace('_', ' ')}**: {count}" for why, count in (+report.attention).items()]
    if report.next_try_at:
        lines.append(f"- next try: {report.next_try_at:%Y-%m-%d %H:%M} UTC")
    create_markdown_artifact(key=key, markdown="\n".join(lines), description=what)


def _picture(chart: Chart) -> str:
    content = base64.b64encode(chart.svg.encode()).decode()
    return f"![{chart.text}](data:image/svg+xml;base64,{content})"


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
                "reason": without_addresses(delivery.reason),
            }
            for delivery, kind in session.execute(query)
        ]
    create_table_artifact(key="deliveries", table=rows, description=what)


def without_addresses(reason: str) -> str:
    """Return a mail server's words without the addresses that it likes to repeat."""
    return _ADDRESS.sub("(address)", reason)[:200]
