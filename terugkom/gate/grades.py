"""Compute the grade of an action from its findings."""

from collections.abc import Iterable
from enum import StrEnum

from terugkom.gate.check_action import RuleMatch
from terugkom.gate.rules import load_rules

_MAX_WEIGHT = {"A": 0, "B": 1, "C": 4}  # the highest sum of weights that still has this grade


class Grade(StrEnum):
    """How concrete an action is: A no findings, B a detail, C something essential, D no commitment."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


def compute_grade(matches: Iterable[RuleMatch], language: str) -> Grade:
    """Return the grade of an action with these matches, by the total weight of the rules."""
    rules = load_rules(language).by_id
    total = sum(rules[hit.rule].weight for hit in matches)
    return next((Grade(letter) for letter, most in _MAX_WEIGHT.items() if total <= most), Grade.D)
