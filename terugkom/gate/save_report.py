"""Save the gate report as a document, with the day's grades, and update the agenda points."""

from sqlalchemy import select

from terugkom.documents.file_store import sha256
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.gate import agenda_points
from terugkom.gate.plan_review import PlanReview, save_snapshot
from terugkom.gate.report_page import DOCUMENT, render_gate_report
from terugkom.plan.model import Municipality
from terugkom.schedule.run_stamp import RunStamp


def save_gate_report(
    context: RenderContext,
    municipality: Municipality,
    review: PlanReview,
    stamp: RunStamp,
) -> None:
    """Write the page of a review, record it as a document, once, and the grades of this day.

    The agenda points are updated in the same transaction. The name of the page holds a part of its SHA-256,
    so that no other page is overwritten. Raises TemplateError.
    """
    today, now = stamp.today, stamp.now
    letter = render_gate_report(context.templates, municipality, review, today)
    content = letter.html.encode()
    digest = sha256(content)
    name = f"{municipality.slug}/{today.isoformat()}/{DOCUMENT}-{digest[:8]}.html"
    context.documents.write(name, content)
    with context.database.write_session() as session:
        if session.scalar(select(Document.id).where(Document.path == name)) is None:
            session.add(
                Document(
                    municipality_id=municipality.id,
                    kind=DOCUMENT,
                    subject=letter.subject,
                    path=name,
                    sha256=digest,
                    run_id=stamp.run_id,
                    created_at=now,
                )
            )
        save_snapshot(session, municipality, review, today, now)
        agenda_points.update_agenda_points(session, municipality, review.actions_with_findings, today)
