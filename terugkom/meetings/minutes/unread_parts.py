"""What a document with minutes holds beside what is read of its tables: a decision there would be lost."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from terugkom.documents.docx_reader import PICTURE, DocxText
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.meetings.minutes.minutes_tables import find_code, list_unread_cells, simplify_code
from terugkom.meetings.minutes.minutes_words import (
    BEFORE_A_CODE,
    DECISION_KINDS,
    SAYS_DECISION,
    SUBJECT_WORDS,
    begins_day,
    is_about_deadline,
    is_new_deadline,
    parse_end_status,
    parse_status,
)
from terugkom.meetings.minutes.written_minutes import DECISIONS, DISCUSSION
from terugkom.normalize import normalize_text

_MAX_SHOWN = 120  # characters of a text in a message
_MIN_TITLE_WORDS = 2  # the same words at the beginning of a title and a text
_MIN_TITLE_LETTERS = 6  # of a first word that is enough alone


def list_unread_parts(document: DocxText, titles: Mapping[str, str], language: str) -> list[str]:
    """Return what is not read of a document and may matter, in words, with its place and what to do.

    Of the text beside the tables only a line that names an action of the plan and decides something.
    `titles`: of the actions of the plan, by their codes.
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
    for line in _list_decisions((*document.lines, *document.margin_lines), titles):
        told = {"line": _shorten(line), "table": DECISIONS, "other": DISCUSSION}
        found.append(translate("minutes.refused.beside-tables", language, **told))
    for comment in document.comments:
        shown = {"place": _shorten(comment.place.replace(PICTURE, "")), "text": _shorten(comment.text)}
        found.append(translate("minutes.refused.comment", language, **shown))
    for hidden in document.hidden:
        shown = {"place": _shorten(hidden.place.replace(PICTURE, "")), "text": _shorten(hidden.text)}
        which = "minutes.refused.hidden" if shown["place"] else "minutes.refused.hidden-text"
        found.append(translate(which, language, **shown))
    if document.has_foreign_part:
        found.append(translate("minutes.refused.foreign-part", language))
    return found


def list_loose_decisions(document: DocxText, titles: Mapping[str, str], language: str) -> list[str]:
    """Return in words the lines beside the tables that say that something was decided, without the code of an
    action: they are not read, and refuse nothing, for they may be of the secretary alone."""
    lines = [part for each in (*document.lines, *document.margin_lines) for part in each.split("\n")]
    told = {*_list_decisions(lines, titles)}
    loose = (each for each in lines if each not in told and _says_decision(each, titles.values()))
    shown = {"table": DECISIONS}
    return [
        translate("minutes.unread.loose-decision", language, line=_shorten(each), **shown)
        for each in dict.fromkeys(loose)
    ]


def _says_decision(line: str, titles: Iterable[str]) -> bool:
    """Return whether a line has words for a decision, or a whole title and what becomes of that action."""
    if SAYS_DECISION.match(line):
        return True
    plain = normalize_text(line)
    behind = (
        plain[len(each) :] for title in titles if (each := normalize_text(title)) and plain.startswith(each)
    )
    return any(_has_decision(each) or is_new_deadline(each) for each in behind)


def _list_decisions(lines: Collection[str], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that begin with the code of an action and decide something about it."""
    by_code: defaultdict[str, list[str]] = defaultdict(list)
    for code, title in titles.items():
        by_code[simplify_code(code)].append(title)
    for line in (part for each in lines for part in each.split("\n")):
        before = BEFORE_A_CODE.match(line)
        text = line[before.end() :] if before else line
        code = find_code(text, by_code.keys())
        if not code:
            continue
        if code.isdecimal():
            decides = _decides_by_number(text, by_code[code], is_named=bool(before and before["word"]))
        else:
            rest = text.partition(" ")[2]
            decides = _has_decision(rest) or is_about_deadline(rest)
        if decides:
            yield line


def _decides_by_number(text: str, titles: Sequence[str], *, is_named: bool) -> bool:
    """Return whether a text that begins with a number decides something about the action with that code.

    It may be a heading, a day or a count: the word *actie* or *besluit* stands before it, or the title behind
    it, or it goes on with what becomes of the action.
    """
    if begins_day(text):
        return False
    number, _, rest = text.partition(" ")
    if is_named:
        return _has_decision(rest) or is_new_deadline(rest)
    behind = [left for title in titles if (left := _remove_title(rest, title)) is not None]
    if behind:
        return any(_has_decision(each) or is_new_deadline(each) for each in behind)
    first = normalize_text(rest).split()[:1]
    return not number.endswith((".", ")")) and any(_is_decision(each) for each in first)


def _remove_title(text: str, title: str) -> str | None:
    """Return what stands behind the title of an action, or the first words of it; None without it.

    One word is enough if it is the whole title, or the first of two parts: "Regenput (school)".
    """
    words, wanted = normalize_text(text).split(), normalize_text(title).split()
    same = 0
    while same < min(len(words), len(wanted)) and words[same] == wanted[same]:
        same += 1
    is_title = same and (
        same == len(wanted) or same >= _MIN_TITLE_WORDS or len(words[0]) >= _MIN_TITLE_LETTERS
    )
    if not is_title:
        return None
    found = list(re.finditer(r"[^\W_]+", text))
    return text[found[same - 1].end() :] if len(found) >= same else ""


def _has_decision(text: str) -> bool:
    """Return whether a text has a word for a decision or a status; one that names a subject has more behind
    it."""
    words = normalize_text(text).split()
    told = any(each in SUBJECT_WORDS and behind != "van" for each, behind in pairwise(words))
    return told or any(map(_is_decision, words))


def _is_decision(word: str) -> bool:
    if word in SUBJECT_WORDS:
        return False
    return word in DECISION_KINDS or bool(parse_status(word) or parse_end_status(word))


def _shorten(text: str) -> str:
    line = to_one_line(text)
    return line if len(line) <= _MAX_SHOWN else f"{line[: _MAX_SHOWN - 1]}…"
