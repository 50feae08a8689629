"""The code of conduct: as a PDF, as a page, and the mail that asks to read and confirm it.

It is not part of an edition: it is sent to each newcomer once, and to all staff when its version changes.
"""

from collections.abc import Mapping
from typing import Any

from terugkom.delivery.mime import TOKEN_PLACEHOLDER
from terugkom.documents import markup
from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.messages import translate
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import render_page_assets, render_page_file
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.plan.code_of_conduct import CodeOfConduct
from terugkom.plan.media import Medium

_KIND = "code-of-conduct"
PAGE_NAME = "gedragscode.html"


def render(
    code_of_conduct: CodeOfConduct,
    municipality: str,
    media_context: MediaContext,
    *,
    newcomer: bool = False,
    is_first: bool = False,
) -> RenderedMedium:
    """Render the code of conduct, with the mail for newcomers or for all staff: its first version or a next.

    For the example that was not adapted there is no mail.
    """
    files = render_files(code_of_conduct, municipality, media_context)
    letter = (
        None
        if code_of_conduct.example
        else _render_letter(
            code_of_conduct, municipality, media_context, files, {"newcomer": newcomer, "is_first": is_first}
        )
    )
    return RenderedMedium(
        Medium.CODE_OF_CONDUCT, (*files, *render_page_assets(media_context)), letter, has_pages=True
    )


def render_files(
    code_of_conduct: CodeOfConduct, municipality: str, media_context: MediaContext
) -> tuple[File, File]:
    """Return its page and its PDF. Raises TemplateError."""
    context = {
        "municipality": municipality,
        "conduct": code_of_conduct,
        "pdf": format_pdf_name(code_of_conduct, media_context.templates.language),
        "answer_to": media_context.answer_address,
        "made_on": media_context.today,
    }
    fields = {
        "title": code_of_conduct.title,
        "town": municipality,
        "version": code_of_conduct.version,
        "example": code_of_conduct.example,
        "made_on": media_context.today,
        "parts": _group_blocks(code_of_conduct.text),
        "changes": code_of_conduct.changes,
    }
    pdf = media_context.templates.render_pdf(_KIND, fields, media_context.rendered_at, balanced=True)
    return render_page_file(media_context, PAGE_NAME, f"{_KIND}/page.html", context), File(
        format_pdf_name(code_of_conduct, media_context.templates.language), "application/pdf", pdf
    )


def format_pdf_name(code_of_conduct: CodeOfConduct, language: str) -> str:
    """Return what its PDF is called."""
    return translate("file.code-of-conduct", language, version=code_of_conduct.version)


def format_confirmation_subject(code_of_conduct: CodeOfConduct, language: str) -> str:
    """Return the subject of the mail by which somebody confirms to have read this version."""
    return translate("code-of-conduct.confirmation-subject", language, version=code_of_conduct.version)


def _render_letter(
    code_of_conduct: CodeOfConduct,
    municipality: str,
    media_context: MediaContext,
    files: tuple[File, File],
    readers: Mapping[str, bool],
) -> Letter:
    subject = format_confirmation_subject(code_of_conduct, media_context.templates.language)
    context = {
        "municipality": municipality,
        "conduct": code_of_conduct,
        **readers,
        "confirm": f"{subject} {TOKEN_PLACEHOLDER}",
        "confirm_page": media_context.links.build_confirmation_link(TOKEN_PLACEHOLDER),
        "answer_to": media_context.answer_address,
        "address": f"{media_context.settings.intranet.rstrip('/')}/{PAGE_NAME}"
        if media_context.settings.intranet
        else "",
    }
    letter = media_context.templates.render_letter(_KIND, context)
    pdf = files[1]
    return Letter(
        letter.subject,
        letter.text,
        letter.html,
        letter.language,
        attachments=(Attachment(pdf.name, pdf.type, pdf.content),),
    )


def _group_blocks(text: str) -> list[dict[str, Any]]:
    """Return Markdown as a list of parts for the PDF; consecutive points form one list."""
    parts: list[dict[str, Any]] = []
    level = highest = 1
    for block in markup.parse_blocks(text):
        runs = [run for run in block.runs if run.text]
        if block.kind == "heading":
            highest = block.level if level == 1 else min(highest, block.level)
            level = min(level + 1, max(2, block.level - highest + 2))  # as in HTML: none is passed over
            parts.append({"kind": "heading", "level": level, "runs": runs})
        elif block.kind == "point":
            kind = "numbers" if block.number is not None else "points"
            if not parts or parts[-1]["kind"] != kind:
                parts.append({"kind": kind, "start": block.number or 1, "points": []})
            parts[-1]["points"].append(runs)
        else:
            parts.append({"kind": "text", "runs": runs})
    return parts
