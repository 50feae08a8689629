"""The examples of a set of rules as parameters of a test: one test runs for each."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest

from terugkom.language_rules.rule_files import TextRule


def list_examples(
    rules_by_language: Mapping[str, Sequence[TextRule]], which: Literal["trips", "passes"]
) -> list[Any]:
    """Return (language, rule id, example) for each example of a kind."""
    found = []
    for language, rules in rules_by_language.items():
        for rule in rules:
            for example in getattr(rule, which):
                name = f"{language}-{rule.id}: {example['title']} {dict(example)}"[:90]
                found.append(pytest.param(language, rule.id, example, id=name))
    return found
