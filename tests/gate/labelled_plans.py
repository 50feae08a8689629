"""Actions of public plans, labelled by somebody who did not write the rules, and how the gate judges them."""

import csv
from collections.abc import Iterable
from pathlib import Path

from terugkom.gate.check_action import ActionToCheck, check_action

_FOLDER = Path(__file__).parents[1] / "language_rules" / "labelled"
_FIRST = {name: (_FOLDER / f"gate-{name}.tsv", name[:2]) for name in ("nl-seen", "nl-kept", "fr", "de", "en")}
_SECOND = {f"second-{name}": (_FOLDER / f"second-gate-{name}.tsv", name) for name in ("nl", "fr", "de", "en")}
_THIRD = {f"third-{name}": (_FOLDER / f"third-gate-{name}.tsv", name) for name in ("nl", "fr", "de", "en")}
_FOURTH = {f"fourth-{name}": (_FOLDER / f"fourth-gate-{name}.tsv", name) for name in ("nl", "fr", "de", "en")}
_FIFTH = {f"fifth-{name}": (_FOLDER / f"fifth-gate-{name}.tsv", name) for name in ("nl", "fr", "de", "en")}
FILES = _FIRST | _SECOND | _THIRD | _FOURTH | _FIFTH


def read_actions(name: str) -> list[dict[str, str]]:
    with FILES[name][0].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def count_judgements(name: str) -> tuple[int, int, int]:
    """Return how many actions are found and vague, found only, and vague only."""
    return count(
        (is_found(row["title"], row["description"] or "", FILES[name][1]), row["label"] == "vague")
        for row in read_actions(name)
    )


def is_found(title: str, description: str, language: str) -> bool:
    """Return whether the words of an action trip a rule; its owner and deadline are all right."""
    return bool(check_action(ActionToCheck(title, description, ("An Peeters",), True), language))


def count(pairs: Iterable[tuple[bool, bool]]) -> tuple[int, int, int]:
    both = list(pairs)
    return both.count((True, True)), both.count((True, False)), both.count((False, True))
