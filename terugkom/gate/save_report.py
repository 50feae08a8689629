"""Save the gate report as a document, with the day's grades, and update the agenda points."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.model import Document
from terugkom.documents.templates import Templates
from terugkom.gate import agenda_points
from terugkom.gate.plan_review import PlanReview, save_snapshot
from terugkom.gate.report_page import DOCUMENT, render_gate_report
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class SavedGateReport:
    """A saved page; its name holds a part of its SHA-256, so that no other page is overwritten."""

    name: str
    digest: str
    subject: str


def write_gate_report(
    templates: Templates,
    documents: DocumentStore,
    municipality: Municipality,
    review: PlanReview,
    today: date,
) -> SavedGateReport:
    """Write the page of a review to the document store. Raises TemplateError."""
    letter = render_gate_report(templates, municipality, review, today)
    content = letter.html.encode()
    digest = sha256(content)
    name = f"{municipality.slug}/{today.isoformat()}/{DOCUMENT}-{digest[:8]}.html"
    documents.write(name, content)
    return SavedGateReport(name, digest, letter.subject)


def record_gate_report(
    session: Session,
    municipality: Municipality,
    review: PlanReview,
    saved: SavedGateReport,
    *,
    today: date,
    now: datetime,
    run_id: str,
) -> None:
    """Record the page as a document, once, and the grades of this day; update the agenda points."""
    if session.scalar(select(Document.id).where(Document.path == saved.name)) is None:
        session.add(
            Document(
                municipality_id=municipality.id,
                kind=DOCUMENT,
                subject=saved.subject,
                path=saved.name,
                sha256=saved.digest,
                run_id=run_id,
                created_at=now,
            )
        )
    save_snapshot(session, municipality, review, today, now)
    agenda_points.update_agenda_points(session, municipality, review.actions_with_findings, today)
