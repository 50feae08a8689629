"""Every rule's own examples, in every language, and what any rule must hold to."""

from typing import Any

import pytest

from terugkom.gate.check_action import ActionToCheck, check_action
from terugkom.gate.rules import LANGUAGES, load_rules
from terugkom.workbook.dates.read_dates import read_deadline
from tests.language_rules.rule_examples import list_examples


def draft_of(example: Any) -> ActionToCheck:
    """Return an example as an action; what it does not say is all right."""
    deadline = read_deadline(example.get("deadline", "31/12/2027"))
    return ActionToCheck(
        example["title"],
        example.get("description", ""),
        tuple(example.get("owners", ["An Peeters"])),
        deadline.day is not None,
        deadline.text,
        bool(example.get("indicator")),
        organisations=tuple(example.get("organisations", ())),
    )


RULES = {language: load_rules(language).rules for language in LANGUAGES}


@pytest.mark.parametrize(("language", "rule", "example"), list_examples(RULES, "trips"))
def test_an_example_trips_its_rule_and_shows_the_words(language: str, rule: str, example: Any) -> None:
    draft = draft_of(example)
    hits = {hit.rule: hit.words for hit in check_action(draft, language)}
    assert rule in hits
    said = " ".join((draft.text, *draft.owners, draft.deadline_text))
    assert all(words.rstrip("…") in said for words in hits[rule].split(", ")), hits[rule]


@pytest.mark.parametrize(("language", "rule", "example"), list_examples(RULES, "passes"))
def test_an_example_that_must_not_trip_does_not(language: str, rule: str, example: Any) -> None:
    assert rule not in {hit.rule for hit in check_action(draft_of(example), language)}


def test_every_language_has_the_same_rules_with_the_same_weights() -> None:
    kinds = {
        language: [(rule.id, rule.looks_at, rule.weight) for rule in load_rules(language).rules]
        for language in LANGUAGES
    }
    assert set(kinds) == {"nl", "fr", "en", "de"}
    assert all(kinds[language] == kinds["nl"] for language in kinds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_names_only_rules_and_evidence_that_there_are(language: str) -> None:
    rules = load_rules(language)
    known = set(rules.evidence) | {"indicator", "measured"}
    for rule in rules.rules:
        assert set(rule.unless) <= known
        assert set(rule.also) <= set(rules.by_id)
    for evidence in rules.evidence.values():
        assert set(evidence.not_beside) <= set(rules.by_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_says_why_and_asks_something(language: str) -> None:
    for rule in load_rules(language).rules:
        assert rule.why
        assert rule.source
        assert "?" in rule.question
        assert len(rule.trips) >= 1
        assert len(rule.passes) >= 1
