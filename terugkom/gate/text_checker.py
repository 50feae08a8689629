"""Match the rules on words against one text, title and description."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from terugkom.gate.rules import Rule, RuleSet, RuleTarget
from terugkom.language_rules.name_detection import find_names, find_quoted_names
from terugkom.language_rules.searched_text import SearchedText
from terugkom.language_rules.spans import Span, merge_spans, overlaps_any

_MIN_PROMISES = 2


class TextChecker:
    """Matches all rules against one text, which is searched once."""

    def __init__(self, text: str, title_length: int, rules: RuleSet) -> None:
        find = find_quoted_names if rules.nouns_have_capitals else find_names
        self._text, self._rules = SearchedText(text, rules.lexicon, find), rules
        self._title_ends = title_length
        self._matches = {
            rule.id: self._text.match_rule(rule) for rule in rules.rules if rule.looks_at is RuleTarget.TEXT
        }
        self._background = self._list_clauses(self._text.find("background")) - self._list_clauses(
            self._text.find("foreground")
        )
        denials = [span for span in self._text.find("denials") if span[0] > self._title_ends]
        self._without_evidence = self._background | self._list_clauses(denials)
        self._evidence = {name for name in rules.evidence if self._has_evidence(name)}

    def find_words(self, rule: Rule, facts: set[str]) -> str | None:
        """Return the words that match a rule, or None; `facts` is evidence that stands in no words."""
        match rule.looks_at:
            case RuleTarget.TEXT:
                spans = [span for id in (rule.id, *rule.also) for span in self._matches[id]]
            case RuleTarget.PARTS:
                spans = self._find_several_promises(rule)
            case _:
                return None
        if not spans or self._is_compensated(rule, facts):
            return None
        return self._text.format_words(spans)

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
        """Return the spans of evidence in clauses that do not only describe, say what is not done, or
        hold what excludes it."""
        evidence = self._rules.evidence[name]
        labels = self._text.find("labels") if evidence.counts else []
        exceptions = merge_spans(self._text.find(f"has {name}: except") + labels)
        excluded = self._without_evidence.union(
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
