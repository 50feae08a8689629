"""What a document with minutes holds beside what is read of its tables: a decision there would be lost."""

from collections.abc import Collection, Iterator

from terugkom.documents.docx_reader import PICTURE, DocxText
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.minutes_tables import is_code, list_unread_cells, simplify_code
from terugkom.meetings.minutes_words import (
    BEFORE_A_CODE,
    DECISION_KINDS,
    is_about_deadline,
    parse_end_status,
    parse_status,
)
from terugkom.meetings.written_minutes import DECISIONS, DISCUSSION
from terugkom.normalize import normalize_text

_MAX_SHOWN = 120  # characters of a text in a message


def list_unread_parts(document: DocxText, codes: Collection[str], language: str) -> list[str]:
    """Return what is not read of a document and may matter, in words, with its place and what to do.

    Of the text beside the tables only a line that names an action of the plan and decides something.
    """
    found = []
    for location, column, text in list_unread_cells(document.tables):
        if PICTURE in text:
            problem = translate("minutes.problem.picture", language)
        else:
            shown = {"value": _shorten(text), "table": DISCUSSION}
            problem = translate("minutes.problem.unread-column", language, **shown)
        found.append(
            translate(
                "minutes.problem",
                language,
                table=location.table,
                row=location.row,
                column=column,
                problem=problem,
            )
        )
    for line in _list_decisions(document.lines, {simplify_code(each) for each in codes}):
        told = {"line": _shorten(line), "table": DECISIONS, "other": DISCUSSION}
        found.append(translate("minutes.refused.beside-tables", language, **told))
    for comment in document.comments:
        shown = {"place": _shorten(comment.place.replace(PICTURE, "")), "text": _shorten(comment.text)}
        found.append(translate("minutes.refused.comment", language, **shown))
    return found


def _list_decisions(lines: Collection[str], codes: Collection[str]) -> Iterator[str]:
    """Yield the lines that begin with the code of an action and decide something about it."""
    for line in (part for each in lines for part in each.split("\n")):
        text = BEFORE_A_CODE.sub("", line)
        if is_code(text, codes) and _decides(text.partition(" ")[2]):
            yield line


def _decides(text: str) -> bool:
    """Return whether a text has a word for a decision or a status, or a day."""
    words = normalize_text(text).split()
    known = (each in DECISION_KINDS or parse_status(each) or parse_end_status(each) for each in words)
    return any(known) or is_about_deadline(text)


def _shorten(text: str) -> str:
    line = to_one_line(text)
    return line if len(line) <= _MAX_SHOWN else f"{line[: _MAX_SHOWN - 1]}…"
