"""The file format of a story: Markdown with a header of fields, in the municipality's language.

The fields are between two lines of dashes, the text is below them: its first paragraph is the lead, which
can be read by itself. A figure is written as its code in braces, ``{E-02-KWH}``, so that its value has one
source.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from terugkom.claims.kept_sentences import KeptLine
from terugkom.documents.header_fields import InvalidHeaderFields, parse_header_fields
from terugkom.documents.messages import translate
from terugkom.editions.story import StoryKind
from terugkom.editions.story_words import (
    FIELDS,
    YES_OR_NO_FIELDS,
    find_field,
    find_kind,
    get_field_word,
    get_kind_word,
    get_yes_or_no,
    split_yes_or_no,
)
from terugkom.errors import TextInputError

_FILE_NAME = re.compile(r"(?:\d+-)?([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_MAX_CODE = 190  # characters
_MAX_MARKS = 2_000  # in one text: parsing takes some 50 µs for each
_MARK = re.compile(r"[\[\]()*_`<~|]")
_NOT_IN_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)  # no document holds these
_PLAIN_FIELD = re.compile(r"^(?P<field>[^\s:#'\"]+): +(?P<value>[^\s'\"\[{|>*&!%@`#].*?)[ \t]*$", re.M)
_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$", re.S | re.M)


class InvalidStoryFile(TextInputError):
    """A story's file cannot be used; `str()` says which file, where in it, and why."""


@dataclass(frozen=True)
class StoryDraft:
    """A story as in its file; `claims_done` is False if the officer states that the text does not claim
    completion. `correction` is what readers are told of a correction of a story that was published.
    `reasons` are the fields yes or no with words behind it, as they were written: who reviews reads them."""

    code: str
    kind: StoryKind
    title: str
    text: str
    public: bool = False
    actions: tuple[str, ...] = ()
    theme: str = ""
    picture: str = ""
    alt: str = ""
    photographer: str = ""
    permission: str = ""
    quote: str = ""
    claims_done: bool = True
    checked: str = ""  # when a person looked at it, although the plan has changed since it was written
    kept: tuple[KeptLine, ...] = ()  # sentences that are kept although something speaks against them
    correction: str = ""
    reasons: tuple[tuple[str, str], ...] = ()

    def format_yes_or_no(self, field: str, language: str) -> str:
        """Return a field that is yes or no as it was written, or as the word for its value."""
        return dict(self.reasons).get(field) or get_yes_or_no(getattr(self, field), language)


def find_story_code(name: str) -> str | None:
    """Return the code of a story by its file's name, without the number that it is ordered by.

    None for an invalid file name, and for one that is longer than what is recorded of a story.
    """
    found = _FILE_NAME.fullmatch(name)
    return found[1] if found and len(found[1]) <= _MAX_CODE else None


def render_story_file(story: StoryDraft, language: str) -> str:
    """Return the content of a story's file."""
    fields = {
        "kind": get_kind_word(story.kind, language),
        "title": story.title,
        "public": story.format_yes_or_no("public", language),
        "actions": list(story.actions),
        "theme": story.theme,
        "picture": story.picture,
        "alt": story.alt,
        "photographer": story.photographer,
        "permission": story.permission,
    }
    if story.quote:
        fields["quote"] = story.quote
    if not story.claims_done or "claims_done" in dict(story.reasons):
        fields["claims_done"] = story.format_yes_or_no("claims_done", language)
    if story.checked:
        fields["checked"] = story.checked
    if story.kept:
        fields["kept"] = [format_kept_line(each) for each in story.kept]
    if story.correction:
        fields["correction"] = story.correction
    lines = [
        f"{get_field_word(field, language)}: {_format_value(value)}".rstrip()
        for field, value in fields.items()
    ]
    return "\n".join(["---", *lines, "---", "", story.text.strip(), ""])


def parse_story_file(name: str, content: str, language: str) -> StoryDraft:
    """Read a story's file. Raises InvalidStoryFile, which names the file and the line in this language."""

    def refuse(problem: str, line: int = 0, **values: object) -> InvalidStoryFile:
        return _build_error(name, line, translate(f"story.{problem}", language, **values), language)

    code = find_story_code(name)
    if code is None:
        raise refuse("bad-file-name")
    content = content.removeprefix("\ufeff").replace("\r\n", "\n")
    head = _HEAD.match(content)
    if not head:
        raise refuse("no-fields", 1)
    fields = _parse_fields(name, head[1], language)
    try:
        text = parse_text(content[head.end() :], language)
    except ValueError as error:
        raise _build_error(name, 0, str(error), language) from None
    if not fields.get("title"):
        raise refuse("no-title")
    return StoryDraft(code=code, text=text, **fields)


def parse_text(text: str, language: str) -> str:
    """Return the text of a story. Raises ValueError, whose text says in this language what is wrong."""
    cleaned = _NOT_IN_TEXT.sub(" ", text).strip()
    if not cleaned:
        raise ValueError(translate("story.no-text", language))
    if len(_MARK.findall(cleaned)) > _MAX_MARKS:
        raise ValueError(translate("story.too-many-marks", language, most=_MAX_MARKS))
    return cleaned


def _build_error(name: str, line: int, problem: str, language: str) -> InvalidStoryFile:
    if not line:
        return InvalidStoryFile(f"{name}: {problem}")
    return InvalidStoryFile(translate("story.at-line", language, file=name, line=line, problem=problem))


def _parse_fields(name: str, head: str, language: str) -> dict[str, Any]:
    head = _PLAIN_FIELD.sub(_quote_reason, head)
    try:
        fields = parse_header_fields(head)
    except InvalidHeaderFields as error:
        problem = translate(f"story.header.{error.problem}", language, problem=error.detail)
        raise _build_error(name, error.line + 2, problem, language) from None
    if not isinstance(fields, dict):
        raise _build_error(name, 2, translate("story.bad-field", language), language)
    lines = head.splitlines()
    found: dict[str, Any] = {"kind": StoryKind.OTHER}
    for word, value in fields.items():
        at = next((n for n, line in enumerate(lines, 2) if line.startswith(f"{word}:")), 2)
        field = find_field(word)
        if field is None:
            known = ", ".join(get_field_word(each, language) for each in FIELDS)
            problem = translate("story.unknown-field", language, field=repr(word), fields=known)
            raise _build_error(name, at, problem, language)
        try:
            found[field] = parse_field(field, value, language)
        except ValueError as error:
            raise _build_error(name, at, f"{word}: {error}", language) from None
        if reason := read_reason(field, value):
            found["reasons"] = (*found.get("reasons", ()), (field, reason))
    return found


def _quote_reason(line: re.Match[str]) -> str:
    """Return a line with quotes around yes or no with a colon behind it, which YAML does not take, or with a
    number sign, behind which YAML reads a comment: "ja # pas na 1 mei" is no plain yes."""
    value = line["value"]
    if find_field(line["field"]) not in YES_OR_NO_FIELDS or not (":" in value or " #" in value):
        return line[0]
    quoted = value.replace("'", "''")
    return f"{line['field']}: '{quoted}'"


def read_reason(field: str, value: Any) -> str:
    """Return a field that is yes or no as it was written, if words stand behind it; else ""."""
    if field not in YES_OR_NO_FIELDS or not isinstance(value, str):
        return ""
    return _clean_word(value) if split_yes_or_no(value)[1] else ""


def parse_field(field: str, value: Any, language: str) -> Any:
    """Return the value of a field of a story. Raises ValueError, whose text says in this language what is
    wrong."""
    if field == "actions":
        several = value if isinstance(value, list) else str(value).replace(",", ";").split(";")
        return tuple(word for each in several if (word := _NOT_IN_TEXT.sub(" ", str(each)).strip()))
    if field == "kept":
        return tuple(_parse_kept_line(each, language) for each in _list_lines(value))
    if not isinstance(value, str):
        raise ValueError(translate("story.several-lines", language))
    word = _clean_word(value)
    if field == "kind":
        kind = find_kind(word)
        if kind is None:
            words = ", ".join(get_kind_word(each, language) for each in StoryKind)
            raise ValueError(translate("story.unknown-kind", language, word=repr(word), words=words))
        return kind
    if field in YES_OR_NO_FIELDS:
        said, reason = split_yes_or_no(word)
        if said is None and word:
            raise ValueError(translate("story.not-yes-or-no", language, word=repr(word)))
        # what stands behind a yes may be a condition: the story stays inside until somebody takes it away
        return said is True and not reason if field == "public" else said is not False
    return word


def _clean_word(value: str) -> str:
    """Return a value on one line; an escape in quotes stands for any character."""
    return " ".join(_NOT_IN_TEXT.sub(" ", value).split())


def _list_lines(value: Any) -> list[str]:
    lines = value if isinstance(value, list) else [value]
    return [line for each in lines if (line := " ".join(_NOT_IN_TEXT.sub(" ", str(each)).split()))]


def _parse_kept_line(line: str, language: str) -> KeptLine:
    """Read ``sentence | reason | name``. Raises ValueError if one of the three is missing."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts):
        raise ValueError(translate("story.kept-line", language))
    return KeptLine(*parts)


def format_kept_line(kept: KeptLine) -> str:
    """Return a sentence that is kept as a line: ``sentence | reason | name``."""
    return f"{kept.sentence} | {kept.reason} | {kept.by}"


def _format_value(value: object) -> str:
    """Return a value as YAML on one line; an empty one as nothing."""
    if not value:
        return ""
    fields = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6).strip()
    return fields.removesuffix("\n...").strip()
