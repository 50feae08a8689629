"""The mail to the coordinator that media of an edition, or of a correction of it, could not be rendered.

It says which, where, and what to do. The other media are published. These follow in the run after the
template was corrected; the same error is mailed about once. An error of which no file of the municipality's
own is the cause is for whoever runs Terugkom.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from terugkom.delivery.enqueue import OutboundDocument, Recipient, RunContext, build_mail
from terugkom.documents.file_store import sha256
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.documents.templates import Templates
from terugkom.editions.approval_request import enqueue_once
from terugkom.editions.corrections.correction_context import build_correction_context
from terugkom.editions.corrections.correction_model import StoryCorrection
from terugkom.editions.edition_period import format_edition
from terugkom.editions.model import Edition, EditionStep
from terugkom.editions.step_recipient import find_step_recipient
from terugkom.errors import ERROR_LANGUAGE, TemplateError
from terugkom.plan.media import Medium

DOCUMENT = "media-not-rendered"


def enqueue_unrendered_media(
    render_context: RenderContext,
    run_context: RunContext,
    failed: Mapping[Medium, TemplateError],
    *,
    is_published: bool,
    correction: StoryCorrection | None = None,
) -> OutboundDocument | None:
    """Enqueue the mail about these media, once for the same errors; return it if it is new and somebody can
    be reached. `is_published`: the other media of the edition, or of its correction, were. Raises
    TemplateError."""
    municipality, language = run_context.municipality, run_context.municipality.language
    media = [
        {
            "medium": translate(f"medium.{medium}", language),
            "file": error.name,
            "error": error.render(language),
            "is_own": _is_in_own_file(render_context.templates, error),
        }
        for medium, error in failed.items()
    ]
    with render_context.database.read_session() as session:
        period = session.get_one(Edition, run_context.moment_id).moment.period
        reader = find_step_recipient(session, municipality, EditionStep.APPROVAL_REQUESTED, run_context.today)
    if reader is None or not media:
        return None
    context = {
        "reader": reader.address.name,
        "municipality": municipality.name,
        "quarter": format_edition(period, language),
        "media": media,
        "is_published": is_published,
        "correction": correction and build_correction_context(correction, run_context),
    }
    letter = render_context.templates.render_urgent_letter(DOCUMENT, context)
    code = sha256("\n".join(f"{each['medium']} {each['error']}" for each in media).encode())[:12]
    code = f"{correction.number}-{code}" if correction else code
    key = f"{municipality.slug}:{DOCUMENT}:{period}:{code}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    label = f"{period}-{code}"
    mail = replace(build_mail(letter, DOCUMENT, run_context.folder, label, [recipient]), individual=True)
    return mail if enqueue_once(render_context, run_context, mail) else None


def _is_in_own_file(templates: Templates, error: TemplateError) -> bool:
    """Return whether what failed is a file of the municipality's own: the one that the error is named after,
    of which it may lack the folder, or one that it mentions."""
    said = error.render(ERROR_LANGUAGE)
    return any(
        PurePath(name).name == error.name or re.search(rf"(?<![\w/.-]){re.escape(name)}(?![\w/-])", said)
        for name in templates.list_own()
    )
