"""Check one action: which rules match, and which words match them."""

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from terugkom.gate.rules import INDICATOR, MEASURED, Rule, RuleSet, RuleTarget, load_rules
from terugkom.gate.text_checker import TextChecker
from terugkom.gate.text_language import detect_language
from terugkom.language_rules.spans import Span


@dataclass(frozen=True)
class ActionToCheck:
    """The input of the gate for one action. `is_measured` means an indicator with a baseline and a target.

    `organisations` are those of its owners whose kind is department or organisation. `results` and
    `indicators` are the texts of columns of its own in which a plan says what it delivers, and how that is
    measured.
    """

    title: str
    description: str = ""
    owners: tuple[str, ...] = ()
    has_deadline: bool = False
    deadline_text: str = ""
    has_indicator: bool = False
    is_measured: bool = False
    organisations: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Title and description, the title on a line of its own."""
        return f"{self.title}\n{self.description}" if self.description else self.title


@dataclass(frozen=True)
class RuleMatch:
    """A rule that matches an action, and the words that match; "" where a cell is empty."""

    rule: str
    words: str


def check_action(action: ActionToCheck, language: str, plan_language: str = "") -> list[RuleMatch]:
    """Return the rules that match an action, in the order of the rules.

    `language` is the municipality's and `plan_language` that of the plan, by default the same. A text that is
    clearly in another language with rules is checked by those.
    """
    rules = load_rules(language)
    matches = [hit for rule in rules.rules if (hit := _match_cells(action, rule, rules))]
    matches += check_action_text(
        action.title,
        action.description,
        action.has_indicator or _says_what_is_measured(action, rules, plan_language or rules.language),
        action.is_measured,
        plan_language or rules.language,
    )
    order = [rule.id for rule in rules.rules]
    return sorted(matches, key=lambda hit: order.index(hit.rule))


@lru_cache(4096)
def check_action_text(
    title: str, description: str, has_indicator: bool, is_measured: bool, language: str
) -> tuple[RuleMatch, ...]:
    """Return the rules that match the title and description of an action, without its owners and deadline."""
    action = ActionToCheck(normalize("NFC", title), normalize("NFC", description))
    rules = load_rules(detect_language(action.text, language))
    checker = TextChecker(action.text, len(action.title), rules)
    facts = {name for name, holds in ((INDICATOR, has_indicator), (MEASURED, is_measured)) if holds}
    words = {rule.id: checker.find_words(rule, facts) for rule in rules.rules}
    return tuple(RuleMatch(rule, found) for rule, found in words.items() if found is not None)


def _says_what_is_measured(action: ActionToCheck, rules: RuleSet, language: str) -> bool:
    """Return whether columns of the plan say how it is measured, or what it delivers in words that are not
    vague themselves."""
    if any(not _is_blank(text, rules) for text in action.indicators):
        return True
    return any(
        not _is_blank(text, rules) and not check_action_text(text, "", False, False, language)
        for text in action.results
    )


def _match_cells(draft: ActionToCheck, rule: Rule, rules: RuleSet) -> RuleMatch | None:
    if rule.looks_at is RuleTarget.OWNERS:
        return _match_owners(draft, rule, rules)
    if rule.looks_at is RuleTarget.DEADLINE and not draft.has_deadline:
        return _match_deadline(draft, rule, rules)
    return None


def _match_owners(draft: ActionToCheck, rule: Rule, rules: RuleSet) -> RuleMatch | None:
    owners = [name for name in draft.owners if not _is_blank(name, rules)] or [""]
    known = draft.organisations if rule.organisations else ()
    if all(_cell_matches(name, rule, rules, default=name in known) for name in owners):
        return RuleMatch(rule.id, ", ".join(owners))
    return None


def _match_deadline(draft: ActionToCheck, rule: Rule, rules: RuleSet) -> RuleMatch | None:
    cell = "" if _is_blank(draft.deadline_text, rules) else draft.deadline_text
    if not _cell_matches(cell, rule, rules):
        return None
    found = rules.deadline_lexicon.find(f"{cell}\n{draft.text}".lower())
    return (
        None
        if any(name in found for name in rule.unless)
        else RuleMatch(rule.id, draft.deadline_text.strip())
    )


def _is_blank(cell: str, rules: RuleSet) -> bool:
    text = cell.strip().lower()
    return not text or (0, len(text)) in _find_in_cell(text, rules.language).get("blanks", ())


@lru_cache(4096)
def _find_in_cell(cell: str, language: str) -> dict[str, list[Span]]:
    return load_rules(language).cell_lexicon.find(cell.strip().lower())


def _cell_matches(cell: str, rule: Rule, rules: RuleSet, *, default: bool = False) -> bool:
    """Return whether a cell matches a rule; `default` where none of the rule's patterns occur."""
    found = _find_in_cell(cell, rules.language)
    return rule.exceptions_key not in found if rule.id in found else default
