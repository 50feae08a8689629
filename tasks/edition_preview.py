"""Prefect tasks that show an edition and its mails as they would be made today; nothing is stored."""

from datetime import date
from typing import Any

from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from tasks import edition_page
from tasks.document_lines import list_document_lines
from tasks.editions import choose_quarter
from tasks.final_states import build_final_state
from tasks.installation import get_installation
from tasks.steps import step
from terugkom import clock
from terugkom.delivery.enqueue import OutboundDocument, RunContext, list_planned_mails
from terugkom.documents.templates import Templates
from terugkom.editions import approval_request, director_questions, due_steps, open_edition
from terugkom.editions.approval_request import ApprovalRequest
from terugkom.editions.model import EditionStep
from terugkom.editions.review import EditionReview
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.report import MomentLine, RunReport
from terugkom.schedule.quarters import Quarter


def show_preview(municipality: str, quarter: str | None, today: date) -> State[Any]:
    """Show a preview of an edition; nothing is stored."""
    report = preview_edition(municipality, quarter, today)
    return build_final_state(report)


@step("preview the edition")
def preview_edition(slug: str, quarter: str | None, today: date) -> RunReport:
    """Return the report of a preview, and create its artifact."""
    with get_installation().database.read_session() as session:
        municipality = get_municipality(session, slug)
        wanted = choose_quarter(session, municipality, quarter, today)
        templates = get_installation().build_render_context(municipality).templates
        review = open_edition.build_preview(
            session, templates, municipality, wanted, today, get_installation().edition_folders
        )
        mails = [
            mail
            for mail in (
                _preview_director_questions(session, municipality, wanted, review, templates),
                _preview_request(session, municipality, wanted, review, today),
            )
            if mail
        ]
    line = MomentLine(municipality.slug, "newsletter", municipality.slug, str(wanted))
    documents = list_document_lines(mails, dry_run=True)
    planned = tuple(each for mail in mails for each in list_planned_mails(municipality, mail))
    report = RunReport((line,), documents, dry_run=True, planned=planned)
    edition_page.show_proof(municipality, str(wanted), review, report)
    return report


def _preview_director_questions(
    session: Session,
    municipality: Municipality,
    quarter: Quarter,
    review: EditionReview,
    templates: Templates,
) -> OutboundDocument | None:
    """Return the mail to the director if it is due; nothing is stored."""
    edition = due_steps.find_edition(session, municipality, quarter)
    if edition and director_questions.are_questions_asked(session, edition):
        return None
    return director_questions.render_director_questions(templates, municipality, review.proof, "")


def _preview_request(
    session: Session, municipality: Municipality, quarter: Quarter, review: EditionReview, today: date
) -> OutboundDocument | None:
    """Return the mail of the step that is due; nothing is stored."""
    edition = due_steps.find_edition(session, municipality, quarter)
    edition = edition or open_edition.build_edition(session, municipality, quarter, today)
    todo = approval_request.find_due_step(session, municipality, edition, review, today)
    if todo is None or todo is EditionStep.PUBLISHED:
        return None
    installation = get_installation()
    context = installation.build_render_context(municipality)
    folder = installation.edition_folders.folder_for(municipality.slug, str(quarter))
    run = RunContext(municipality, 0, installation.choose_mail_channel(), "", clock.now(), today)
    about = ApprovalRequest(review, folder)
    return approval_request.render_request(session, context, edition, todo, about, run).mail
