"""Load the rules from their YAML files, one per language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from terugkom.language_rules.lexicon import Lexicon

_FOLDER = Path(__file__).parent / "rules"
LANGUAGES = tuple(sorted(file.stem for file in _FOLDER.glob("*.yml")))
HOME = "nl"  # fallback where a municipality's language has no rules

INDICATOR, MEASURED = "indicator", "measured"  # evidence that an action's own figures give, not its words


class LooksAt(StrEnum):
    """The part of an action that a rule checks."""

    OWNERS = "owners"  # matches if every owner matches; no owner is an empty text
    DEADLINE = "deadline"  # the text of the deadline cell, of an action without a date
    TEXT = "text"  # title and description
    PARTS = "parts"  # the title or the points of a list: matches if several hold a separate promise


@dataclass(frozen=True)
class Rule:
    """One rule; the fields are documented in docs/gate.md."""

    id: str
    looks_at: LooksAt
    weight: int
    message: str
    why: str
    question: str
    source: str
    trips: tuple[Mapping[str, Any], ...]
    passes: tuple[Mapping[str, Any], ...]
    looks_for: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # rules whose patterns are searched for too
    unless: tuple[str, ...] = ()  # evidence that suppresses the finding
    organisations: bool = False  # an owner without a matching name matches if its kind is organisation

    @property
    def except_(self) -> str:
        """The name of its exceptions in the lexicon."""
        return f"{self.id}: except"


@dataclass(frozen=True)
class Evidence:
    """Patterns that suppress a finding; not applied in the same clause as a match of a rule in `not_beside`.

    If `counts` is set, numbers that only label something are ignored too.
    """

    looks_for: tuple[str, ...]
    exceptions: tuple[str, ...]
    not_beside: tuple[str, ...] = ()
    counts: bool = False


@dataclass(frozen=True)
class RuleSet:
    """All rules of a language, their shared patterns, and their lexicons."""

    language: str
    rules: tuple[Rule, ...]
    evidence: Mapping[str, Evidence]
    blanks: tuple[str, ...]
    names: tuple[str, ...]
    clauses: tuple[str, ...]
    lists: tuple[str, ...]
    labels: tuple[str, ...]
    parts: tuple[str, ...]
    common: frozenset[str]
    grades: Mapping[str, str]

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon for title and description."""
        rules = [rule for rule in self.rules if rule.looks_at in (LooksAt.TEXT, LooksAt.PARTS)]
        asked = {name for rule in rules for name in rule.unless}
        evidence = {name: each for name, each in self.evidence.items() if name in asked}
        return Lexicon(
            _of(rules)
            | {f"has {name}": each.looks_for for name, each in evidence.items()}
            | {f"has {name}: except": each.exceptions for name, each in evidence.items()}
            | {"names": self.names, "clauses": self.clauses, "lists": self.lists}
            | {"labels": self.labels, "parts": self.parts}
        )

    @cached_property
    def cells(self) -> Lexicon:
        """The lexicon for the cells of owners and deadline."""
        rules = [rule for rule in self.rules if rule.looks_at in (LooksAt.OWNERS, LooksAt.DEADLINE)]
        return Lexicon(_of(rules) | {"blanks": self.blanks})

    @cached_property
    def deadlines(self) -> Lexicon:
        """The lexicon of evidence that suppresses a finding on a deadline without a date."""
        wanted = {name for rule in self.rules if rule.looks_at is LooksAt.DEADLINE for name in rule.unless}
        return Lexicon({name: self.evidence[name].looks_for for name in wanted})

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}


def _of(rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    own = {rule.id: rule.looks_for for rule in rules}
    return own | {rule.except_: rule.exceptions for rule in rules}


@lru_cache
def rules_of(language: str) -> RuleSet:
    """Return the rules of a language; the Dutch ones where it has none."""
    chosen = language if language in LANGUAGES else HOME
    content = yaml.safe_load((_FOLDER / f"{chosen}.yml").read_text(encoding="utf-8"))
    return RuleSet(
        language=chosen,
        rules=tuple(_rule(each) for each in content["rules"]),
        evidence={
            name: Evidence(
                _patterns(each["looks_for"]),
                _patterns(each.get("except", "")),
                tuple(each.get("not_beside", ())),
                each.get("counts", False),
            )
            for name, each in content["evidence"].items()
        },
        blanks=_patterns(content["blanks"]),
        names=_patterns(content["names"]),
        clauses=_patterns(content["clauses"]),
        lists=_patterns(content["lists"]),
        labels=_patterns(content["labels"]),
        parts=_patterns(content["parts"]),
        common=frozenset(content["common"].split()),
        grades=content["grades"],
    )


def _rule(given: Mapping[str, Any]) -> Rule:
    return Rule(
        id=given["id"],
        looks_at=LooksAt(given["looks_at"]),
        weight=given["weight"],
        message=given["message"],
        why=given["why"],
        question=given["question"],
        source=given["source"],
        trips=tuple(_example(each) for each in given["trips"]),
        passes=tuple(_example(each) for each in given["passes"]),
        looks_for=_patterns(given.get("looks_for", "")),
        exceptions=_patterns(given.get("except", "")),
        also=tuple(given.get("also", ())),
        unless=tuple(given.get("unless", ())),
        organisations=given.get("organisations", False),
    )


def _patterns(given: str) -> tuple[str, ...]:
    lines = [line.strip() for line in given.splitlines()]
    parted = [[line] if line.startswith("re:") else line.split(";") for line in lines]
    return tuple(pattern.strip() for line in parted for pattern in line if pattern.strip())


def _example(given: str | Mapping[str, Any]) -> Mapping[str, Any]:
    return {"title": given} if isinstance(given, str) else given
