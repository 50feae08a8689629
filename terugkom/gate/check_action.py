"""Check one action: which rules match, and which words match them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from terugkom.gate.rules import INDICATOR, MEASURED, Rule, RuleSet, RuleTarget, load_rules
from terugkom.gate.text_language import detect_language
from terugkom.language_rules.name_detection import find_names, find_quoted_names
from terugkom.language_rules.searched_text import SearchedText
from terugkom.language_rules.spans import Span, merge_spans, overlaps_any

_MIN_PROMISES = 2


@dataclass(frozen=True)
class ActionToCheck:
    """The input of the gate for one action. `is_measured` means an indicator with a baseline and a target.

    `organisations` are those of its owners whose kind is department or organisation.
    """

    title: str
    description: str = ""
    owners: tuple[str, ...] = ()
    has_deadline: bool = False
    deadline_text: str = ""
    has_indicator: bool = False
    is_measured: bool = False
    organisations: tuple[str, ...] = ()

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
    matches += check_text(
        action.title,
        action.description,
        action.has_indicator,
        action.is_measured,
        plan_language or rules.language,
    )
    order = [rule.id for rule in rules.rules]
    return sorted(matches, key=lambda hit: order.index(hit.rule))


@lru_cache(4096)
def check_text(
    title: str, description: str, has_indicator: bool, is_measured: bool, language: str
) -> tuple[RuleMatch, ...]:
    """Return the rules that match the title and description of an action, without its owners and deadline."""
    action = ActionToCheck(normalize("NFC", title), normalize("NFC", description))
    rules = load_rules(detect_language(action.text, language))
    checker = _TextChecker(action, rules)
    facts = {name for name, holds in ((INDICATOR, has_indicator), (MEASURED, is_measured)) if holds}
    return tuple(hit for rule in rules.rules if (hit := checker.match_rule(rule, facts)))


class _TextChecker:
    """Matches all rules against one text, which is searched once."""

    def __init__(self, draft: ActionToCheck, rules: RuleSet) -> None:
        find = find_quoted_names if rules.nouns_have_capitals else find_names
        self._text, self._rules = SearchedText(draft.text, rules.lexicon, find), rules
        self._title_ends = len(draft.title)
        self._matches = {
            rule.id: self._text.match_rule(rule) for rule in rules.rules if rule.looks_at is RuleTarget.TEXT
        }
        self._background = self._list_clauses(self._text.find("background")) - self._list_clauses(
            self._text.find("foreground")
        )
        self._evidence = {name for name in rules.evidence if self._has_evidence(name)}

    def match_rule(self, rule: Rule, facts: set[str]) -> RuleMatch | None:
        match rule.looks_at:
            case RuleTarget.TEXT:
                spans = [span for id in (rule.id, *rule.also) for span in self._matches[id]]
            case RuleTarget.PARTS:
                spans = self._find_several_promises(rule)
            case _:
                return None
        if not spans or self._is_compensated(rule, facts):
            return None
        return RuleMatch(rule.id, self._text.format_words(spans))

    def _is_compensated(self, rule: Rule, facts: set[str]) -> bool:
        return not facts.union(self._evidence).isdisjoint(rule.unless)

    def _has_evidence(self, name: str) -> bool:
        evidence = self._rules.evidence[name]
        spans = self._find_evidence(name)
        if evidence.only_beside:
            support = [span for each in evidence.only_beside for span in self._find_evidence(each)]
            supported = self._list_clauses(support)
            spans = [
                span
                for span in spans
                if span[0] < self._title_ends or self._text.clause_index(span) in supported
            ]
        return bool(spans)

    def _find_evidence(self, name: str) -> list[Span]:
        """Return the spans of evidence in clauses that do not only describe, nor hold what excludes it."""
        evidence = self._rules.evidence[name]
        labels = self._text.find("labels") if evidence.counts else []
        exceptions = merge_spans(self._text.find(f"has {name}: except") + labels)
        excluded = self._background.union(
            *(self._list_clauses(self._matches[rule]) for rule in evidence.not_beside)
        )
        return [
            span
            for span in self._text.find(f"has {name}")
            if self._text.clause_index(span) not in excluded and not overlaps_any(span, exceptions)
        ]

    def _list_clauses(self, spans: Sequence[Span]) -> set[int]:
        return {self._text.clause_index(span) for span in spans}

    def _find_several_promises(self, rule: Rule) -> list[Span]:
        """Return the spans of separate promises in the parts of the title, or in the list below it."""
        promises = sorted(
            self._text.find("has deed") + [hit for id in rule.also for hit in self._matches[id]]
        )
        begins, ends = 0, self._title_ends
        if len(self._text.find("lists")) >= _MIN_PROMISES and not any(start < ends for start, _ in promises):
            begins, ends = ends, len(self._text.text)
        exceptions = merge_spans(self._text.find(rule.exceptions_key))
        found = []
        for start, end in self._parts(begins, ends):
            within = promises[bisect_left(promises, (start,)) : bisect_left(promises, (end,))]
            own = [span for span in within if span[1] <= end]
            if own and not overlaps_any((start, end), exceptions) and self._has_other_words(start, end, own):
                found.append(own[0])
        return found if len(found) >= _MIN_PROMISES else []

    def _parts(self, begins: int, ends: int) -> Iterator[Span]:
        at = begins
        for start, end in sorted(self._text.find("parts")):
            if begins <= start < ends:
                yield at, start
                at = end
        yield at, ends

    def _has_other_words(self, start: int, end: int, own: Sequence[Span]) -> bool:
        words = self._text.text[start:end].lower().split()
        promise_words = {self._text.text[a:b].lower() for a, b in own}
        return any(len(word) > 2 and word not in promise_words | self._rules.common for word in words)


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
    return not text or (0, len(text)) in rules.cell_lexicon.find(text).get("blanks", ())


@lru_cache(4096)
def _find_in_cell(cell: str, language: str) -> dict[str, list[Span]]:
    return load_rules(language).cell_lexicon.find(cell.strip().lower())


def _cell_matches(cell: str, rule: Rule, rules: RuleSet, *, default: bool = False) -> bool:
    """Return whether a cell matches a rule; `default` where none of the rule's patterns occur."""
    found = _find_in_cell(cell, rules.language)
    return rule.exceptions_key not in found if rule.id in found else default
