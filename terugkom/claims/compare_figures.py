"""Compare the figures that are typed in a text with the values of indicators."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, permutations

from terugkom.claims.figure_notation import (
    TypedNumber,
    Unit,
    list_periods,
    list_spellings,
    load_notation,
    normalize_signs,
    parse_unit,
)
from terugkom.claims.model import ComparedFigure, FigureRole, IndicatorValues, PlanValue
from terugkom.language_rules.sentences import split_sentences
from terugkom.language_rules.spans import Span

_PER_CENT = Unit("share", 1)
_MAX_ROUNDED = 0.02  # of the plan's value: 2 GWh may be 1.985 MWh, and not 1.600
_MAX_APPROXIMATE = 0.05  # the same, of what words call approximate
_EURO = "€"
_CLAUSE_END = re.compile(r"[;:,.()]\s")
_STEM = 5  # letters by which two words are taken for the same


@dataclass(frozen=True)
class _Comparable:
    """Values that a figure may be, in a unit; `named` is how many words of its name the sentence has."""

    indicator: IndicatorValues
    unit: Unit
    values: Sequence[PlanValue]
    named: int


def compare_figures(
    text: str, indicators: Sequence[IndicatorValues], language: str
) -> tuple[ComparedFigure, ...]:
    """Return each figure of a text that has the unit of an indicator, in whatever size of that unit.

    Of indicators with the same kind of unit only those count that the sentence names best. A figure that is a
    value of several is returned once, with the first. A difference, and a share by which something changed,
    are compared with the changes of the indicator.
    """
    found = [
        ComparedFigure(text[slice(*at)], at, each.value, each.indicator, each.matched)
        for start, end in split_sentences(text)
        for each in _compare_sentence(normalize_signs(text[start:end]), indicators, language)
        if (at := (start + each.span[0], start + each.span[1]))
    ]
    return tuple(sorted(found, key=lambda each: each.span))


def _compare_sentence(
    sentence: str, indicators: Sequence[IndicatorValues], language: str
) -> Iterator[ComparedFigure]:
    changes = load_notation(language).change.search(sentence) is not None
    comparable = [each for one in indicators for each in _list_comparable(one, sentence, changes)]
    by_kind = sorted(comparable, key=lambda each: each.unit.kind)
    for kind, alike in groupby(by_kind, key=lambda each: each.unit.kind):
        group = list(alike)
        best = max(each.named for each in group)
        candidates = [each for each in group if each.named == best]
        for match in _figure_pattern(kind, language).finditer(sentence):
            compared = [_compare(match, each, language) for each in candidates if _is_of(match, each)]
            if compared:
                yield next((each for each in compared if each.matched), compared[0])


def _list_comparable(indicator: IndicatorValues, sentence: str, changes: bool) -> Iterator[_Comparable]:
    unit, named = parse_unit(indicator.unit), _count_shared_words(indicator.name, sentence)
    if not indicator.unit:
        return
    differences = _list_changes(indicator, lambda old, new: abs(new - old)) if changes else []
    yield _Comparable(indicator, unit, [*indicator.values, *differences], named)
    if changes and named and unit.kind != _PER_CENT.kind:
        shares = _list_changes(indicator, lambda old, new: abs(new - old) / abs(old) * 100 if old else 0)
        yield _Comparable(indicator, _PER_CENT, shares, named)


def _list_changes(indicator: IndicatorValues, compute: Callable[[float, float], float]) -> list[PlanValue]:
    pairs = permutations(indicator.values, 2)
    return [PlanValue(compute(old.value, new.value), FigureRole.CHANGE, new.day) for old, new in pairs]


def _compare(match: re.Match[str], with_: _Comparable, language: str) -> ComparedFigure:
    typed = load_notation(language).parse(match)
    size = list_spellings(with_.unit.kind)[(match["unit"] or _EURO).lower()] / with_.unit.size
    scaled = TypedNumber(typed.value * size, typed.step * size, typed.approximate)
    roles = _list_roles(match, language)
    close = (each for each in with_.values if each.role in roles and _is_close(scaled, each.value))
    matched = next(close, None)
    span: Span = (match.start("before" if match["before"] else "number"), match.end())
    return ComparedFigure(match[0], span, scaled.value, with_.indicator, matched)


def _list_roles(match: re.Match[str], language: str) -> Collection[FigureRole]:
    """Return what a figure may be: behind "doel" a target, and without a word that looks ahead none."""
    notation, clause = load_notation(language), _CLAUSE_END.split(match.string[: match.start("number")])[-1]
    if notation.target.search(clause):
        return {FigureRole.TARGET, FigureRole.CHANGE}
    looks_ahead = notation.target.search(match.string) or notation.ahead.search(match.string)
    return set(FigureRole) if looks_ahead else set(FigureRole) - {FigureRole.TARGET}


def _is_close(typed: TypedNumber, value: float) -> bool:
    """Return whether a number is a value of the plan, rounded to its last digit or as far as words allow."""
    gap = abs(typed.value - value)
    if typed.approximate:
        return gap <= _MAX_APPROXIMATE * abs(value)
    return gap <= min(typed.step / 2, _MAX_ROUNDED * abs(value)) + 1e-9 * abs(value)


def _is_of(match: re.Match[str], comparable: _Comparable) -> bool:
    """Return whether the words behind a figure fit the unit: CO2 with ``ton CO2``, and no other ``per``."""
    behind = match.string[match.end() :].lower().lstrip(" -")
    of = comparable.unit.of
    if of:
        return behind.replace("/", "per ").startswith(of) or (comparable.named > 0 and behind[:1] != "/")
    return not re.match(rf"/|(?:per|par|pro) (?!(?:{'|'.join(list_periods())})\b)|co2", behind)


@lru_cache
def _figure_pattern(kind: str, language: str) -> re.Pattern[str]:
    units = "|".join(map(re.escape, list_spellings(kind)))
    number = load_notation(language).number
    before = r"€\s?" if kind == parse_unit(_EURO).kind else "(?!)"
    unit = rf"(?:[\s-]|\sde\s|\sd')?(?P<unit>{units})(?!\w)"
    pattern = rf"(?<![\w{{])(?P<before>{before})?(?:{number})(?(before)|{unit})"
    return re.compile(pattern, re.IGNORECASE)


def _count_shared_words(name: str, sentence: str) -> int:
    stems = {word[:_STEM] for word in re.findall(r"\w{4,}", sentence.lower())}
    return sum(word[:_STEM] in stems for word in re.findall(r"\w{4,}", name.lower()))
