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
DEFAULT_LANGUAGE = "nl"  # fallback where a municipality's language has no rules

INDICATOR, MEASURED = "indicator", "measured"  # evidence that an action's own figures give, not its words


class RuleTarget(StrEnum):
    """The part of an action that a rule checks."""

    OWNERS = "owners"  # matches if every owner matches; no owner is an empty text
    DEADLINE = "deadline"  # the text of the deadline cell, of an action without a date
    TEXT = "text"  # title and description
    PARTS = "parts"  # the title or the points of a list: matches if several hold a separate promise


@dataclass(frozen=True)
class Rule:
    """One rule; the fields are documented in docs/gate.md."""

    id: str
    looks_at: RuleTarget
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
    def exceptions_key(self) -> str:
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
        rules = [rule for rule in self.rules if rule.looks_at in (RuleTarget.TEXT, RuleTarget.PARTS)]
        evidence_names = {name for rule in rules for name in rule.unless}
        evidence = {name: each for name, each in self.evidence.items() if name in evidence_names}
        return Lexicon(
            _patterns_by_rule(rules)
            | {f"has {name}": each.looks_for for name, each in evidence.items()}
            | {f"has {name}: except": each.exceptions for name, each in evidence.items()}
            | {"names": self.names, "clauses": self.clauses, "lists": self.lists}
            | {"labels": self.labels, "parts": self.parts}
        )

    @cached_property
    def cell_lexicon(self) -> Lexicon:
        """The lexicon for the cells of owners and deadline."""
        rules = [rule for rule in self.rules if rule.looks_at in (RuleTarget.OWNERS, RuleTarget.DEADLINE)]
        return Lexicon(_patterns_by_rule(rules) | {"blanks": self.blanks})

    @cached_property
    def deadline_lexicon(self) -> Lexicon:
        """The lexicon of evidence that suppresses a finding on a deadline without a date."""
        wanted = {name for rule in self.rules if rule.looks_at is RuleTarget.DEADLINE for name in rule.unless}
        return Lexicon({name: self.evidence[name].looks_for for name in wanted})

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}


def _patterns_by_rule(rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    own = {rule.id: rule.looks_for for rule in rules}
    return own | {rule.exceptions_key: rule.exceptions for rule in rules}


@lru_cache
def load_rules(language: str) -> RuleSet:
    """Return the rules of a language; the Dutch ones where it has none."""
    rules_language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    content = yaml.safe_load((_FOLDER / f"{rules_language}.yml").read_text(encoding="utf-8"))
    return RuleSet(
        language=rules_language,
        rules=tuple(_parse_rule(each) for each in content["rules"]),
        evidence={
            name: Evidence(
                _parse_patterns(each["looks_for"]),
                _parse_patterns(each.get("except", "")),
                tuple(each.get("not_beside", ())),
                each.get("counts", False),
            )
            for name, each in content["evidence"].items()
        },
        blanks=_parse_patterns(content["blanks"]),
        names=_parse_patterns(content["names"]),
        clauses=_parse_patterns(content["clauses"]),
        lists=_parse_patterns(content["lists"]),
        labels=_parse_patterns(content["labels"]),
        parts=_parse_patterns(content["parts"]),
        common=frozenset(content["common"].split()),
        grades=content["grades"],
    )


def _parse_rule(given: Mapping[str, Any]) -> Rule:
    return Rule(
        id=given["id"],
        looks_at=RuleTarget(given["looks_at"]),
        weight=given["weight"],
        message=given["message"],
        why=given["why"],
        question=given["question"],
        source=given["source"],
        trips=tuple(_parse_example(each) for each in given["trips"]),
        passes=tuple(_parse_example(each) for each in given["passes"]),
        looks_for=_parse_patterns(given.get("looks_for", "")),
        exceptions=_parse_patterns(given.get("except", "")),
        also=tuple(given.get("also", ())),
        unless=tuple(given.get("unless", ())),
        organisations=given.get("organisations", False),
    )


def _parse_patterns(given: str) -> tuple[str, ...]:
    lines = [line.strip() for line in given.splitlines()]
    parted = [[line] if line.startswith("re:") else line.split(";") for line in lines]
    return tuple(pattern.strip() for line in parted for pattern in line if pattern.strip())


def _parse_example(given: str | Mapping[str, Any]) -> Mapping[str, Any]:
    return {"title": given} if isinstance(given, str) else given
