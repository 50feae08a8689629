"""Every rule's own examples, in every language, and what any rule must hold to."""

from typing import Any

import pytest

from terugkom.claims.check_text import check_text
from terugkom.claims.find_completions import find_completions
from terugkom.claims.rules import LANGUAGES, load_claim_rules, load_completion_rules
from tests.language_rules.rule_examples import list_examples

RULES = {language: load_claim_rules(language).rules for language in LANGUAGES}
COMPLETION = {language: load_completion_rules(language).rules for language in LANGUAGES}


@pytest.mark.parametrize(("language", "rule", "example"), list_examples(RULES, "trips"))
def test_an_example_trips_its_rule_and_shows_the_words(language: str, rule: str, example: Any) -> None:
    text = example["title"]
    found = [each for each in check_text(text, language) if each.rule == rule]
    assert found
    for each in found:
        assert text[slice(*each.span)] == each.words
        assert each.words in each.message


@pytest.mark.parametrize(("language", "rule", "example"), list_examples(RULES, "passes"))
def test_an_example_that_must_not_trip_does_not(language: str, rule: str, example: Any) -> None:
    assert rule not in {each.rule for each in check_text(example["title"], language)}


@pytest.mark.parametrize(("language", "rule", "example"), list_examples(COMPLETION, "trips"))
def test_done_is_heard(language: str, rule: str, example: Any) -> None:
    assert [example["title"][slice(*each.span)] for each in find_completions(example["title"], language)]


@pytest.mark.parametrize(("language", "rule", "example"), list_examples(COMPLETION, "passes"))
def test_what_is_not_done_is_not_heard_as_done(language: str, rule: str, example: Any) -> None:
    assert find_completions(example["title"], language) == ()


def test_every_language_has_the_same_rules_in_the_same_order() -> None:
    assert set(LANGUAGES) == {"nl", "fr", "de", "en"}
    for rules in (RULES, COMPLETION):
        assert {tuple(rule.id for rule in each) for each in rules.values()} == {
            tuple(rule.id for rule in rules["nl"])
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_says_why_asks_something_and_names_its_source(language: str) -> None:
    for rule in RULES[language]:
        assert rule.why
        assert "?" in rule.question
        assert "ACM" in rule.source
        assert min(len(rule.trips), len(rule.passes)) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_regular_expression_takes_its_line_and_no_pattern_after_it(language: str) -> None:
    rules = load_claim_rules(language)
    searched = [*rules.rules, *rules.evidence.values()]
    patterns = [pattern for each in searched for pattern in (*each.looks_for, *each.exceptions)]
    assert [pattern for pattern in patterns if "; " in pattern] == []
