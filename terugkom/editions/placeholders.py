"""What in a text stands for something else: codes in braces for figures, and what was not filled in yet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from terugkom.yaml_loader import load_yaml

_CODE = re.compile(r"\{([^{}\s]+)\}")
_BRACE = re.compile(r"[{}]")
_LONGEST = 200  # characters within brackets
_SHOWN = 30  # characters on each side of a brace
_SIGNS = r"(?<![\w.…])(?:X{3,}|x{3,}|TODO|TBD|_{3,}|\.{4,}|…{2,})(?![\w.…])"
_OPENING = (
    r"(?:(?<![^\s(\[{“«‘„€/:–-])|(?<=[\s(]\*)|(?<=[\s(]\*\*)|(?<=^\*)|(?<=^\*\*))"  # before question marks
)


def list_codes(text: str) -> tuple[str, ...]:
    """Return the codes between braces in a text, each once."""
    return tuple(dict.fromkeys(_CODE.findall(text)))


def find_loose_braces(filled: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Yield what stands around a brace that is of no code, ``{ KWH }``, once a text. In `others` no figures
    are filled in: each brace is loose there."""
    for text in (*(_CODE.sub("", each) for each in filled), *others):
        if found := _BRACE.search(text):
            around = text[max(0, found.start() - _SHOWN) : found.end() + _SHOWN]
            yield " ".join(around.split())


def find_placeholders(text: str, language: str) -> Iterator[str]:
    """Yield what was to be filled in: in brackets, as our drafts ask it, or signs that people leave there."""
    for found in _compile(language).finditer(text):
        yield " ".join(found[0].split())


@cache
def _compile(language: str) -> re.Pattern[str]:
    path = Path(__file__).parent / "placeholder_words.yml"
    content: Mapping[str, Mapping[str, str]] = load_yaml(path.read_text(encoding="utf-8"))
    words = content.get(language, content["nl"])
    inside, asked = (words[name].replace("\n", "") for name in ("inside", "asked"))
    bracketed = rf"\[\s*(?:{inside})(?!\w)[^\][]{{0,{_LONGEST}}}(?:\](?!\()|$)"
    bracketed += rf"|<\s*(?:{inside})(?!\w)[^<>]{{0,{_LONGEST}}}>"
    signs = rf"{_SIGNS}|{_build_question_marks(words['before'], words['behind'])}"
    return re.compile(rf"{bracketed}|(?i:(?<!\w)(?:{asked})(?!\w))|{signs}", re.MULTILINE)


def _build_question_marks(before: str, behind: str) -> str:
    """Return a pattern of question marks in the place of a word; "Echt waar???" only asks with more force.

    They stand by themselves, and begin a line, have a word behind them or before them one that ends no
    sentence.
    """
    return (
        rf"(?i:(?<!\w)(?:{before})|[:€(/])[ \t]*\*{{0,2}}\?{{2,}}|^[ \t]*\*{{0,2}}\?{{2,}}"
        rf"|{_OPENING}\?{{2,}}(?=\*{{0,2}}(?:[)\]”»/:-]|[ \t]*{behind}))"
    )
