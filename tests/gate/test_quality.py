"""How good the gate is on actions that were labelled by hand; docs/gate.md tells what the figures mean."""

import csv
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from terugkom.gate.check_action import ActionToCheck, check_action
from terugkom.gate.rules import load_rules
from terugkom.workbook.dates.read_dates import read_deadline
from tests.gate import labelled_plans
from tests.gate.labelled_plans import count, count_judgements

FILES = {
    "nl": Path(__file__).parent / "labelled.csv",
    "fr": Path(__file__).parent / "labelled_fr.csv",
    "en": Path(__file__).parent / "labelled_en.csv",
}
LEAST = {"nl": 220, "fr": 40, "en": 40}
RULES = tuple(rule.id for rule in load_rules("nl").rules)
CELLS = {"no-owner", "department-owner", "no-deadline", "ongoing-unchecked"}


def labelled(language: str, *, kept_aside: bool) -> list[dict[str, str]]:
    with FILES[language].open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if is_kept_aside(row["id"]) == kept_aside]


def is_kept_aside(id: str) -> bool:
    return int(sha256(id.encode()).hexdigest(), 16) % 2 == 1


def found(row: dict[str, str], language: str) -> set[str]:
    deadline = read_deadline(row["deadline"])
    draft = ActionToCheck(
        row["title"],
        row["description"],
        tuple(owner.strip() for owner in row["owners"].split(";") if owner.strip()),
        deadline.day is not None,
        deadline.text,
        bool(row["indicator"]),
        bool(row["baseline"] and row["target"]),
    )
    return {hit.rule for hit in check_action(draft, language)}


def table(language: str, *, kept_aside: bool) -> dict[str, tuple[int, int, int]]:
    rows = labelled(language, kept_aside=kept_aside)
    pairs = [(found(row, language), set(row["grounds"].split())) for row in rows]
    words = [(one - CELLS, other - CELLS) for one, other in pairs]
    whole = {
        "vague, on any ground": count((bool(one), bool(other)) for one, other in pairs),
        "vague by its words": count((bool(one), bool(other)) for one, other in words),
    }
    return whole | {rule: count((rule in one, rule in other) for one, other in pairs) for rule in RULES}


@pytest.mark.parametrize("language", FILES)
def test_the_labels_are_enough_and_whole(language: str) -> None:
    halves = [labelled(language, kept_aside=kept_aside) for kept_aside in (True, False)]
    rows: list[dict[str, Any]] = [row for half in halves for row in half]
    assert len(rows) >= LEAST[language]
    assert min(map(len, halves)) >= LEAST[language] // 2
    assert len({row["title"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row["grounds"].split()) <= set(RULES)
        assert row["vague"] == ("yes" if row["grounds"] else "no")


@pytest.mark.parametrize("kept_aside", [True, False])
@pytest.mark.parametrize("language", FILES)
def test_precision_and_recall_are_what_was_aimed_for(language: str, kept_aside: bool) -> None:
    for ground, (right, wrong, missed) in list(table(language, kept_aside=kept_aside).items())[:2]:
        assert right / (right + wrong) >= 0.9, ground
        assert right / (right + missed) >= 0.8, ground


@pytest.mark.parametrize("name", labelled_plans.FILES)
def test_actions_of_public_plans_are_judged_as_their_reader_did(name: str) -> None:
    right, wrong, missed = count_judgements(name)
    assert right / (right + wrong) >= 0.9
    assert right / (right + missed) >= 0.85


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("number", ["third", "fourth", "fifth"])
def test_the_last_sets_are_judged_as_labelled(number: str, language: str) -> None:
    _, wrong, missed = count_judgements(f"{number}-{language}")
    assert (wrong, missed) == (0, 0)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_each_kind_of_vague_wording_is_found_and_its_concrete_neighbours_are_not(language: str) -> None:
    with (Path(__file__).parent / f"kinds-{language}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [
        row["title"]
        for row in rows
        if labelled_plans.is_found(row["title"], row["description"], language) != (row["label"] == "vague")
    ]
    assert rows
    assert found == []
