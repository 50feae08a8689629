"""The code of conduct: as a PDF, as a page, and the mail that asks to read and confirm it.

It is not part of an edition: it is sent to each newcomer once, and to all staff when its version changes.
"""

from typing import Any

from terugkom.documents import markup
from terugkom.documents.letter import Attachment, Letter
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import page, style
from terugkom.editions.media.rendered import File, Made
from terugkom.plan.code_of_conduct import Conduct, read_conduct
from terugkom.plan.media import Medium

_KIND = "code-of-conduct"
PAGE = "gedragscode.html"
EXAMPLE = f"{_KIND}/gedragscode.md"


def made(conduct: Conduct, town: str, kit: Kit, *, newcomer: bool = False) -> Made:
    """Render the code of conduct, with the mail for newcomers or for all staff.

    For the example that was not adapted there is no mail.
    """
    files = files_of(conduct, town, kit)
    letter = None if conduct.example else _letter(conduct, town, kit, files, newcomer)
    return Made(Medium.CODE_OF_CONDUCT, (*files, style(kit)), letter, pages=True)


def files_of(conduct: Conduct, town: str, kit: Kit) -> tuple[File, File]:
    """Return its page and its PDF. Raises TemplateProblem."""
    context = {
        "municipality": town,
        "conduct": conduct,
        "pdf": pdf_name(conduct),
        "answer_to": kit.answer_address,
        "made_on": kit.made_at.date(),
    }
    told = {
        "title": conduct.title,
        "town": town,
        "version": conduct.version,
        "example": conduct.example,
        "made_on": kit.made_at.date(),
        "parts": _parts(conduct.text),
        "changes": conduct.changes,
    }
    pdf = kit.templates.pdf(_KIND, told, kit.made_at)
    return page(kit, PAGE, f"{_KIND}/page.html", context), File(pdf_name(conduct), "application/pdf", pdf)


def example(kit: Kit) -> Conduct:
    """Return the example, which a municipality copies to its folder and adapts."""
    return read_conduct(kit.templates.text(EXAMPLE, {}))


def pdf_name(conduct: Conduct) -> str:
    """Return what its PDF is called."""
    return f"gedragscode-{conduct.version}.pdf"


def confirmation(conduct: Conduct) -> str:
    """Return the subject of the mail by which somebody confirms to have read this version."""
    return f"Gelezen: gedragscode {conduct.version}"


def _letter(conduct: Conduct, town: str, kit: Kit, files: tuple[File, File], newcomer: bool) -> Letter:
    context = {
        "municipality": town,
        "conduct": conduct,
        "newcomer": newcomer,
        "confirm": confirmation(conduct),
        "answer_to": kit.answer_address,
        "address": f"{kit.house.intranet.rstrip('/')}/{PAGE}" if kit.house.intranet else "",
    }
    letter = kit.templates.letter(_KIND, context)
    pdf = files[1]
    return Letter(
        letter.subject,
        letter.text,
        letter.html,
        letter.language,
        attachments=(Attachment(pdf.name, pdf.type, pdf.content),),
    )


def _parts(text: str) -> list[dict[str, Any]]:
    """Return Markdown as a list of parts for the PDF; consecutive points form one list."""
    parts: list[dict[str, Any]] = []
    level = highest = 1
    for block in markup.blocks(text):
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
