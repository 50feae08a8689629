"""The file format of a story: Markdown with a header of fields, in Dutch.

The fields are between two lines of dashes, the text is below them: its first paragraph is the lead, which
can be
read by itself. A figure is written as its code in braces, ``{E-02-KWH}``, so that its value has one source.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from terugkom.editions.story import StoryKind
from terugkom.errors import InputError

KINDS_BY_WORD: Mapping[str, StoryKind] = {
    "klaar": StoryKind.DONE,
    "loopt": StoryKind.UNDER_WAY,
    "minder": StoryKind.LESS_WELL,
    "nieuw": StoryKind.NEW,
    "beslist": StoryKind.DECISION,
    "idee": StoryKind.IDEA,
    "cijfers": StoryKind.FIGURES,
    "agenda": StoryKind.DATES,
    "ander": StoryKind.OTHER,
}
WORDS_BY_KIND = {kind: word for word, kind in KINDS_BY_WORD.items()}
_FILE_NAME = re.compile(r"(?:\d+-)?([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$", re.S | re.M)
_FIELDS = {
    "soort": "kind",
    "titel": "title",
    "openbaar": "public",
    "acties": "actions",
    "thema": "theme",
    "foto": "picture",
    "foto-tekst": "alt",
    "fotograaf": "photographer",
    "toestemming": "permission",
    "zegt-klaar": "claims_done",
}


class InvalidStoryFile(InputError):
    """A story's file cannot be used; `str()` says which file, where in it, and why."""


@dataclass(frozen=True)
class StoryDraft:
    """A story as in its file; `claims_done` is False if the officer states that the text does not claim
    completion."""

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
    claims_done: bool = True


def parse_story_code(name: str) -> str:
    """Return the code of a story by its file's name: without the number that it is ordered by.

    Raises InvalidStoryFile for an invalid file name.
    """
    found = _FILE_NAME.fullmatch(name)
    if not found:
        raise InvalidStoryFile(
            f"{name}: noem een verhaal zoals 20-nieuwe-fietsen.md: kleine letters, zonder accenten"
        )
    return found[1]


def render_story_file(story: StoryDraft) -> str:
    """Return the content of a story's file."""
    told = {
        "soort": WORDS_BY_KIND[story.kind],
        "titel": story.title,
        "openbaar": "ja" if story.public else "nee",
        "acties": list(story.actions),
        "thema": story.theme,
        "foto": story.picture,
        "foto-tekst": story.alt,
        "fotograaf": story.photographer,
        "toestemming": story.permission,
    }
    lines = [f"{name}: {_format_value(value)}".rstrip() for name, value in told.items()]
    if not story.claims_done:
        lines.append("zegt-klaar: nee")
    return "\n".join(["---", *lines, "---", "", story.text.strip(), ""])


def parse_story_file(name: str, content: str) -> StoryDraft:
    """Read a story's file. Raises InvalidStoryFile, which names the file and the line."""
    code = parse_story_code(name)
    content = content.removeprefix("\ufeff").replace("\r\n", "\n")
    head = _HEAD.match(content)
    if not head:
        raise InvalidStoryFile(f"{name}, lijn 1: de velden staan tussen twee lijnen met drie streepjes")
    told = _parse_fields(name, head[1])
    text = content[head.end() :].strip()
    if not text:
        raise InvalidStoryFile(f"{name}: er staat geen tekst onder de velden")
    if not told.get("title"):
        raise InvalidStoryFile(f"{name}: de titel ontbreekt")
    return StoryDraft(code=code, text=text, **told)


def _parse_fields(name: str, head: str) -> dict[str, Any]:
    try:
        told = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506  texts alone; "nee" stays a word
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        raise InvalidStoryFile(
            f"{name}, lijn {line}: de velden zijn niet leesbaar ({error.problem}); "
            "zet een tekst met een dubbelpunt tussen aanhalingstekens"
        ) from None
    if not isinstance(told, dict):
        raise InvalidStoryFile(f"{name}, lijn 2: schrijf elk veld als `titel: ...`")
    lines = head.splitlines()
    found = {"kind": StoryKind.OTHER}
    for word, value in told.items():
        at = next((n for n, line in enumerate(lines, 2) if line.startswith(f"{word}:")), 2)
        field = _FIELDS.get(word)
        if field is None:
            raise InvalidStoryFile(f"{name}, lijn {at}: er is geen veld {word!r}; wel {', '.join(_FIELDS)}")
        try:
            found[field] = _parse_value(field, value)
        except ValueError as error:
            raise InvalidStoryFile(f"{name}, lijn {at}: {word}: {error}") from None
    return found


def _parse_value(field: str, value: Any) -> Any:
    if field == "actions":
        several = value if isinstance(value, list) else str(value).replace(",", ";").split(";")
        return tuple(word for each in several if (word := str(each).strip()))
    if not isinstance(value, str):
        raise ValueError("schrijf dit op één lijn")
    word = " ".join(value.split())
    if field == "kind":
        if word not in KINDS_BY_WORD:
            raise ValueError(f"{word!r} is geen van {', '.join(KINDS_BY_WORD)}")
        return KINDS_BY_WORD[word]
    if field in ("public", "claims_done"):
        if word not in ("ja", "nee", ""):
            raise ValueError(f"{word!r} is geen ja en geen nee")
        return word == "ja" if field == "public" else word != "nee"
    return word


def _format_value(value: object) -> str:
    """Return a value as YAML on one line; an empty one as nothing."""
    if not value:
        return ""
    told = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6).strip()
    return told.removesuffix("\n...").strip()
