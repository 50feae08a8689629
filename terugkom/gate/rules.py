"""The gate's rules: their kind, their evidence, and their files, one per language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from terugkom.language_rules.lexicon import Lexicon
from terugkom.language_rules.rule_files import (
    RuleFile,
    RuleFolder,
    TextRule,
    list_rule_patterns,
    parse_patterns,
)

_FOLDER = RuleFolder(Path(__file__).parent / "rules", default_language="nl")
LANGUAGES = _FOLDER.languages

INDICATOR, MEASURED = "indicator", "measured"  # evidence that an action's own figures give, not its words


class RuleTarget(StrEnum):
    """The part of an action that a rule checks."""

    OWNERS = "owners"  # matches if every owner matches; no owner is an empty text
    DEADLINE = "deadline"  # the text of the deadline cell, of an action without a date
    TEXT = "text"  # title and description
    PARTS = "parts"  # the title or the points of a list: matches if several hold a separate promise


@dataclass(frozen=True, kw_only=True)
class Rule(TextRule):
    """One rule of the gate; the fields are documented in docs/gate.md."""

    looks_at: RuleTarget
    weight: int
    question: str
    organisations: bool = False  # an owner without a matching name matches if its kind is organisation


@dataclass(frozen=True)
class Evidence:
    """Patterns that suppress a finding; not applied in the same clause as a match of a rule in `not_beside`.

    In the description they are applied only in a clause with one of the evidence in `only_beside`, if that
    is set. If `counts` is set, numbers that only label something are ignored too.
    """

    looks_for: tuple[str, ...]
    exceptions: tuple[str, ...]
    not_beside: tuple[str, ...] = ()
    only_beside: tuple[str, ...] = ()
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
    background: tuple[str, ...]  # a clause with one of these only describes, so has no evidence
    foreground: tuple[str, ...]  # unless it has one of these
    denials: tuple[str, ...]  # a clause of a description with one of these says what is not done
    common: frozenset[str]
    typical: tuple[str, ...]  # how words of the language begin and end
    grades: Mapping[str, str]
    nouns_have_capitals: bool = False  # so a capital inside a sentence is no name

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon for title and description."""
        rules = [rule for rule in self.rules if rule.looks_at in (RuleTarget.TEXT, RuleTarget.PARTS)]
        evidence_names = {name for rule in rules for name in rule.unless}
        evidence_names |= {
            each for name in evidence_names & set(self.evidence) for each in self.evidence[name].only_beside
        }
        evidence = {name: each for name, each in self.evidence.items() if name in evidence_names}
        return Lexicon(
            list_rule_patterns(rules)
            | {f"has {name}": each.looks_for for name, each in evidence.items()}
            | {f"has {name}: except": each.exceptions for name, each in evidence.items()}
            | {"names": self.names, "clauses": self.clauses, "lists": self.lists}
            | {"labels": self.labels, "parts": self.parts}
            | {"background": self.background, "foreground": self.foreground, "denials": self.denials}
        )

    @cached_property
    def cell_lexicon(self) -> Lexicon:
        """The lexicon for the cells of owners and deadline."""
        rules = [rule for rule in self.rules if rule.looks_at in (RuleTarget.OWNERS, RuleTarget.DEADLINE)]
        return Lexicon(list_rule_patterns(rules) | {"blanks": self.blanks})

    @cached_property
    def deadline_lexicon(self) -> Lexicon:
        """The lexicon of evidence that suppresses a finding on a deadline without a date."""
        wanted = {name for rule in self.rules if rule.looks_at is RuleTarget.DEADLINE for name in rule.unless}
        return Lexicon({name: self.evidence[name].looks_for for name in wanted})

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}


@lru_cache
def load_rules(language: str) -> RuleSet:
    """Return the rules of a language; the Dutch ones where it has none. Raises InvalidRuleFile."""
    file = _FOLDER.read(language)
    rules = file.parse_rules(
        Rule, {"looks_at": RuleTarget, "weight": int, "question": str, "organisations": bool}
    )
    evidence = _parse_evidence(file)
    for rule in rules:
        file.check_names(rule.id, "unless", rule.unless, {*evidence, INDICATOR, MEASURED})
    for name, each in evidence.items():
        file.check_names(name, "not_beside", each.not_beside, {rule.id for rule in rules})
        file.check_names(name, "only_beside", each.only_beside, evidence)
    return RuleSet(
        language=file.language,
        rules=rules,
        evidence=evidence,
        blanks=file.parse_patterns("blanks"),
        names=file.parse_patterns("names"),
        clauses=file.parse_patterns("clauses"),
        lists=file.parse_patterns("lists"),
        labels=file.parse_patterns("labels"),
        parts=file.parse_patterns("parts"),
        background=file.parse_patterns("background"),
        foreground=file.parse_patterns("foreground"),
        denials=file.parse_patterns("denials"),
        common=frozenset(file.get("common").split()),
        typical=file.parse_patterns("typical"),
        grades=file.get("grades"),
        nouns_have_capitals=file.content.get("nouns_have_capitals", False),
    )


def _parse_evidence(file: RuleFile) -> dict[str, Evidence]:
    return {
        name: Evidence(
            parse_patterns(each["looks_for"]),
            parse_patterns(each.get("except", "")),
            tuple(each.get("not_beside", ())),
            tuple(each.get("only_beside", ())),
            each.get("counts", False),
        )
        for name, each in file.get("evidence").items()
    }
