"""How figures are written: units, and numbers in digits and words; the data is in `figures.yml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.claims.number_words import build_number_pattern, parse_number_words
from terugkom.yaml_loader import load_yaml

_DIGITS = r"(?<![\w.,])\d+(?:[  \u202f.,]\d+)*"
_SAME_SIGNS = str.maketrans({"²": "2", "³": "3", "₂": "2", "’": "'", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class Unit:
    """A unit as a plan writes it: its kind (``energy``), and its size in the base unit of that kind.

    `of` is what stands behind it: ``co2`` in ``ton CO2``, ``per inwoner`` in ``kg/inwoner``. A unit that is
    not known is a kind of its own, of size 1.
    """

    kind: str
    size: float
    of: str = ""


@dataclass(frozen=True)
class TypedNumber:
    """A typed number: its value, the size of its last digit, and whether words call it approximate."""

    value: float
    step: float
    approximate: bool = False


@dataclass(frozen=True)
class Notation:
    """How numbers are written in a language; `number` matches one, with what comes before and behind it, and
    `spoken` one in words."""

    decimal: str
    scales: Mapping[str, float]
    words: Mapping[str, float]
    number: str
    spoken: str
    change: re.Pattern[str]
    target: re.Pattern[str]
    ahead: re.Pattern[str]

    def parse(self, found: re.Match[str]) -> TypedNumber:
        """Return the number of a match of `number`."""
        typed, scale = found["number"].lower(), self.scales.get((found["scale"] or "").lower(), 1)
        number = self.parse_words(typed) if typed[0].isalpha() else self._parse_digits(typed)
        return TypedNumber(number.value * scale, number.step * scale, bool(found["about"]))

    def parse_words(self, typed: str) -> TypedNumber:
        """Return the number that words in small letters are."""
        if typed in self.words:
            return TypedNumber(self.words[typed], 1)
        return TypedNumber(*parse_number_words(typed, self.words, self.scales))

    def _parse_digits(self, typed: str) -> TypedNumber:
        """A mark with three digits behind it is one of thousands, if it is not the decimal mark."""
        whole = re.sub(r"[  \u202f](?=\d{3}(?!\d))", "", typed)
        other = "." if self.decimal == "," else ","
        if re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+(?:\{self.decimal}\d+)?", whole):
            whole = whole.replace(other, "")
        whole, _, decimals = whole.replace(",", ".").partition(".")
        decimals = decimals.replace(".", "")
        return TypedNumber(float(f"{whole}.{decimals or 0}"), 10.0 ** -len(decimals))


@lru_cache
def load_notation(language: str) -> Notation:
    """Return the notation of a language; the Dutch one where there is none."""
    languages = _load_file()["languages"]
    given = languages.get(language, languages[DEFAULT_LANGUAGE])
    spoken = rf"{build_number_pattern(given['words'], given['scales'])}|{_either(given['words'])}"
    return Notation(
        given["decimal"],
        given["scales"],
        given["words"],
        rf"(?:(?P<about>{_either(_split(given['about']))})\s+)?(?P<number>{_DIGITS}|{spoken})"
        rf"(?:\s(?P<scale>{_either(given['scales'])}))?",
        spoken,
        *(_compile_words(given[name]) for name in ("change", "target", "ahead")),
    )


@lru_cache
def parse_unit(text: str) -> Unit:
    """Return a unit as a plan writes it."""
    words = normalize_signs(text).strip()
    known = _list_units()
    for head in sorted(known, key=len, reverse=True):
        if match := re.match(rf"{re.escape(head)}(?!\w)\s*", words, re.IGNORECASE):
            kind, size = known[head]
            return Unit(kind, size, _normalize_tail(words[match.end() :]))
    return Unit(words.lower(), 1)


@lru_cache
def list_spellings(kind: str) -> Mapping[str, float]:
    """Return the ways to write a unit of a kind, longest first, with their sizes."""
    found = {word: size for word, (known, size) in _list_units().items() if known == kind} or {kind: 1.0}
    return dict(sorted(found.items(), key=lambda each: -len(each[0])))


def list_periods() -> Sequence[str]:
    """Return the words for periods, which make no other unit: ``MWh per jaar`` is of energy."""
    return _split(_load_file()["periods"])


def normalize_signs(text: str) -> str:
    """Return a text with one sign for the same: m2 for m²; each of one character, so that no span moves."""
    return text.translate(_SAME_SIGNS)


def _normalize_tail(words: str) -> str:
    return " ".join(words.replace("/", " per ").split()).lower()


@lru_cache
def _list_units() -> Mapping[str, tuple[str, float]]:
    return {
        word: (kind, float(size))
        for kind, sizes in _load_file()["units"].items()
        for size, words in sizes.items()
        for word in _split(words)
    }


@lru_cache
def _load_file() -> Mapping[str, Any]:
    content: Mapping[str, Any] = load_yaml(
        (Path(__file__).parent / "figures.yml").read_text(encoding="utf-8")
    )
    return content


def _compile_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(_split(words))})(?!\w)", re.IGNORECASE)


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(";")]


def _either(words: Mapping[str, float] | list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words, key=len, reverse=True))
