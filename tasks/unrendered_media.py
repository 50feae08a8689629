"""What a run says of the media that a template of the municipality kept from being rendered."""

from collections import Counter
from collections.abc import Mapping

from tasks.document_lines import list_document_lines
from tasks.error_log import record_refusal
from tasks.installation import get_installation
from tasks.outcomes import get_language, join_label
from terugkom.delivery.enqueue import RunContext
from terugkom.editions import unrendered_media
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.errors import Message, TemplateError
from terugkom.overview.report_texts import format_word
from terugkom.plan.media import Medium
from terugkom.report import RunReport


def report_unrendered_media(
    run_context: RunContext,
    failed: Mapping[Medium, TemplateError],
    *,
    is_published: bool,
    of: StoryCorrection | None = None,
) -> RunReport:
    """Mail the coordinator which media of an edition, or `of` a correction of it, could not be rendered;
    return how many. What is wrong may quote what they are filled in with: the page names the file, the log of
    errors and the mail say all."""
    if not failed:
        return RunReport()
    where = "publish the correction" if of else "publish the edition"
    for error in failed.values():
        record_refusal(Message("report.where.step", step=where), error)
    context = get_installation().build_render_context(run_context.municipality)
    mail = unrendered_media.enqueue_unrendered_media(
        context, run_context, failed, is_published=is_published, correction=of
    )
    documents = list_document_lines([mail] if mail else [])
    return RunReport(documents=documents, attention=Counter(media_not_rendered=len(failed)))


def describe_unrendered_media(failed: Mapping[Medium, TemplateError]) -> tuple[str, ...]:
    """Return a line of the page about each of these media."""
    language = get_language()
    return tuple(
        join_label(f"**{format_word('medium', medium, language)}**", error.render_public(language))
        for medium, error in failed.items()
    )
