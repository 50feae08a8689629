"""Save the gate report as a document, with the day's grades, and update the agenda points."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.file_store import sha256, write_whole
from terugkom.documents.model import Document
from terugkom.documents.templates import Templates
from terugkom.gate import agenda_points
from terugkom.gate.plan_review import Review, keep
from terugkom.gate.report_page import DOCUMENT, page
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class Filed:
    """A saved page; its name holds a part of its SHA-256, so that no other page is overwritten."""

    name: str
    digest: str
    subject: str


def write(templates: Templates, folder: Path, town: Municipality, review: Review, today: date) -> Filed:
    """Write the page of a review below `folder`. Raises TemplateProblem."""
    letter = page(templates, town, review, today)
    content = letter.html.encode()
    digest = sha256(content)
    name = f"{town.slug}/{today.isoformat()}/{DOCUMENT}-{digest[:8]}.html"
    write_whole(folder, name, content)
    return Filed(name, digest, letter.subject)


def record(
    session: Session,
    town: Municipality,
    review: Review,
    filed: Filed,
    *,
    today: date,
    now: datetime,
    run_id: str,
) -> None:
    """Record the page as a document, once, and the grades of this day; update the agenda points."""
    if session.scalar(select(Document.id).where(Document.path == filed.name)) is None:
        session.add(
            Document(
                municipality_id=town.id,
                kind=DOCUMENT,
                subject=filed.subject,
                path=filed.name,
                sha256=filed.digest,
                run_id=run_id,
                created_at=now,
            )
        )
    keep(session, town, review, today, now)
    agenda_points.put(session, town, review.asked, today)
