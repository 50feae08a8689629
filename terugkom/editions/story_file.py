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

KINDS: Mapping[str, StoryKind] = {
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
WORDS = {kind: word for word, kind in KINDS.items()}
_NAME = re.compile(r"(?:\d+-)?([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
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
    "zegt-klaar": "says_done",
}


class WrongStory(InputError):
    """A story's file cannot be used; `str()` says which file, where in it, and why."""


@dataclass(frozen=True)
class Draft:
    """A story as in its file; `says_done` is False if the officer states that the text does not claim
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
    says_done: bool = True


def code_of(name: str) -> str:
    """Return the code of a story by its file's name: without the number that it is ordered by.

    Raises WrongStory for an invalid file name.
    """
    found = _NAME.fullmatch(name)
    if not found:
        raise WrongStory(
            f"{name}: noem een verhaal zoals 20-nieuwe-fietsen.md: kleine letters, zonder accenten"
        )
    return found[1]


def written(story: Draft) -> str:
    """Return the content of a story's file."""
    told = {
        "soort": WORDS[story.kind],
        "titel": story.title,
        "openbaar": "ja" if story.public else "nee",
        "acties": list(story.actions),
        "thema": story.theme,
        "foto": story.picture,
        "foto-tekst": story.alt,
        "fotograaf": story.photographer,
        "toestemming": story.permission,
    }
    lines = [f"{name}: {_value(value)}".rstrip() for name, value in told.items()]
    if not story.says_done:
        lines.append("zegt-klaar: nee")
    return "\n".join(["---", *lines, "---", "", story.text.strip(), ""])


def read(name: str, content: str) -> Draft:
    """Read a story's file. Raises WrongStory, which names the file and the line."""
    code = code_of(name)
    content = content.removeprefix("\ufeff").replace("\r\n", "\n")
    head = _HEAD.match(content)
    if not head:
        raise WrongStory(f"{name}, lijn 1: de velden staan tussen twee lijnen met drie streepjes")
    told = _fields(name, head[1])
    text = content[head.end() :].strip()
    if not text:
        raise WrongStory(f"{name}: er staat geen tekst onder de velden")
    if not told.get("title"):
        raise WrongStory(f"{name}: de titel ontbreekt")
    return Draft(code=code, text=text, **told)


def _fields(name: str, head: str) -> dict[str, Any]:
    try:
        told = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506  texts alone; "nee" stays a word
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        raise WrongStory(
            f"{name}, lijn {line}: de velden zijn niet leesbaar ({error.problem}); "
            "zet een tekst met een dubbelpunt tussen aanhalingstekens"
        ) from None
    if not isinstance(told, dict):
        raise WrongStory(f"{name}, lijn 2: schrijf elk veld als `titel: ...`")
    lines = head.splitlines()
    found = {"kind": StoryKind.OTHER}
    for word, value in told.items():
        at = next((n for n, line in enumerate(lines, 2) if line.startswith(f"{word}:")), 2)
        field = _FIELDS.get(word)
        if field is None:
            raise WrongStory(f"{name}, lijn {at}: er is geen veld {word!r}; wel {', '.join(_FIELDS)}")
        try:
            found[field] = _read(field, value)
        except ValueError as error:
            raise WrongStory(f"{name}, lijn {at}: {word}: {error}") from None
    return found


def _read(field: str, value: Any) -> Any:
    if field == "actions":
        several = value if isinstance(value, list) else str(value).replace(",", ";").split(";")
        return tuple(word for each in several if (word := str(each).strip()))
    if not isinstance(value, str):
        raise ValueError("schrijf dit op één lijn")
    word = " ".join(value.split())
    if field == "kind":
        if word not in KINDS:
            raise ValueError(f"{word!r} is geen van {', '.join(KINDS)}")
        return KINDS[word]
    if field in ("public", "says_done"):
        if word not in ("ja", "nee", ""):
            raise ValueError(f"{word!r} is geen ja en geen nee")
        return word == "ja" if field == "public" else word != "nee"
    return word


def _value(value: object) -> str:
    """Return a value as YAML on one line; an empty one as nothing."""
    if not value:
        return ""
    told = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6).strip()
    return told.removesuffix("\n...").strip()
