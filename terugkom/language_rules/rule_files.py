"""Rule files: a folder of YAML files with rules about texts, one file per language.

Each set of rules has a folder and a kind of rule of its own, a subclass of `TextRule`. Every rule states
examples that must match it (`trips`) and that must not (`passes`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from terugkom.errors import TerugkomError
from terugkom.yaml_loader import load_yaml

Example = Mapping[str, Any]


class InvalidRuleFile(TerugkomError):
    """A rule file with an error; the message names the file, the rule and the field."""


@dataclass(frozen=True, kw_only=True)
class TextRule:
    """The fields that every rule about a text has; in a file `exceptions` is called ``except``."""

    id: str
    message: str
    why: str
    source: str
    trips: tuple[Example, ...]  # examples that match it
    passes: tuple[Example, ...]  # examples that do not
    looks_for: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # rules whose patterns are searched for too
    unless: tuple[str, ...] = ()  # evidence that suppresses the finding

    @property
    def exceptions_key(self) -> str:
        """The name of its exceptions in a lexicon."""
        return f"{self.id}: except"


R = TypeVar("R", bound=TextRule)


@dataclass(frozen=True)
class RuleFile:
    """The content of one file."""

    name: str
    language: str
    content: Mapping[str, Any]

    def parse_patterns(self, key: str) -> tuple[str, ...]:
        """Return the patterns under `key`. Raises InvalidRuleFile if it is missing."""
        return parse_patterns(self.get(key))

    def get(self, key: str) -> Any:
        """Return the value of `key`. Raises InvalidRuleFile if it is missing."""
        if key not in self.content:
            raise InvalidRuleFile(f"{self.name}: {key} is missing")
        return self.content[key]

    def parse_rules(self, kind: type[R], own: Mapping[str, Callable[[Any], Any]]) -> tuple[R, ...]:
        """Return the rules; `own` converts the fields that `kind` adds to those of a `TextRule`.

        Raises InvalidRuleFile for an unknown, missing or invalid field, an id that stands twice, an unknown
        rule in `also`, and a rule without examples.
        """
        rules = tuple(self._parse_rule(kind, given, {**_COMMON_FIELDS, **own}) for given in self.get("rules"))
        ids = [rule.id for rule in rules]
        for rule in rules:
            if ids.count(rule.id) > 1:
                raise InvalidRuleFile(f"{self.name}: the rule {rule.id} stands there twice")
            if not (rule.trips and rule.passes):
                raise InvalidRuleFile(f"{self.name}: the rule {rule.id} needs an example of each kind")
            self.check_names(rule.id, "also", rule.also, ids)
        return rules

    def check_names(self, rule: str, field: str, names: Iterable[str], known: Iterable[str]) -> None:
        """Raise InvalidRuleFile if a field of a rule names something that does not exist."""
        if unknown := sorted(set(names) - set(known)):
            raise InvalidRuleFile(f"{self.name}: {field} of the rule {rule} names {unknown[0]!r}")

    def _parse_rule(
        self, kind: type[R], given: Mapping[str, Any], converters: Mapping[str, Callable[[Any], Any]]
    ) -> R:
        name = given.get("id", "without an id")
        values = {}
        for key, value in given.items():
            if key not in converters:
                raise InvalidRuleFile(f"{self.name}: the rule {name} has an unknown field: {key}")
            try:
                values["exceptions" if key == "except" else key] = converters[key](value)
            except (TypeError, ValueError, AttributeError) as error:
                raise InvalidRuleFile(f"{self.name}: {key} of the rule {name} is invalid: {error}") from error
        required = {each.name for each in fields(kind) if each.default is MISSING}
        if missing := sorted(required - set(values)):
            raise InvalidRuleFile(f"{self.name}: the rule {name} has no {missing[0]}")
        return kind(**values)


@dataclass(frozen=True)
class RuleFolder:
    """A folder of rule files, called after their languages: ``nl.yml``."""

    path: Path
    default_language: str  # used where a language has no file

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that have rules."""
        return tuple(sorted(file.stem for file in self.path.glob("*.yml")))

    def read(self, language: str) -> RuleFile:
        """Return the rules of a language; those of the default language where it has none."""
        chosen = language if language in self.languages else self.default_language
        path = self.path / f"{chosen}.yml"
        return RuleFile(path.name, chosen, load_yaml(path.read_text(encoding="utf-8")))


def parse_patterns(given: str) -> tuple[str, ...]:
    """Return the patterns in a text: separated by semicolons and lines; ``re:`` takes its whole line."""
    lines = [line.strip() for line in given.splitlines()]
    parted = [[line] if line.startswith("re:") else line.split(";") for line in lines]
    return tuple(pattern.strip() for line in parted for pattern in line if pattern.strip())


def list_rule_patterns(rules: Iterable[TextRule]) -> dict[str, tuple[str, ...]]:
    """Return the patterns of rules and of their exceptions by name, as a lexicon takes them."""
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        found |= {rule.id: rule.looks_for, rule.exceptions_key: rule.exceptions}
    return found


def _parse_examples(given: Sequence[str | Example]) -> tuple[Example, ...]:
    return tuple({"title": each} if isinstance(each, str) else each for each in given)


_COMMON_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("id", "message", "why", "source"), str),
    **dict.fromkeys(("trips", "passes"), _parse_examples),
    **dict.fromkeys(("looks_for", "except"), parse_patterns),
    **dict.fromkeys(("also", "unless"), tuple),
}
