"""One text, searched once for all patterns of a lexicon, and the matches of each rule in it."""

from bisect import bisect
from collections.abc import Callable, Sequence

from terugkom.language_rules.lexicon import Lexicon
from terugkom.language_rules.name_detection import find_names
from terugkom.language_rules.rule_files import TextRule
from terugkom.language_rules.spans import Span, merge_spans, overlaps_any, remove_nested_spans

_MAX_SHOWN_LENGTH = 80  # characters of the words that a finding shows


class SearchedText:
    """The matches of a lexicon in a text. The lexicon has the lists ``names`` and ``clauses``."""

    def __init__(
        self, text: str, lexicon: Lexicon, find_names: Callable[[str], list[Span]] = find_names
    ) -> None:
        self.text = text
        lower = text.lower()
        self._found = lexicon.find(lower if len(lower) == len(text) else text)
        self._clauses = sorted(start for start, _ in self.find("clauses"))
        self.names = find_names(text) + self.find("names")

    def find(self, name: str) -> list[Span]:
        """Return the matches of a list of patterns."""
        return self._found.get(name, [])

    def match_rule(self, rule: TextRule) -> list[Span]:
        """Return the matches of a rule outside its exceptions and outside names."""
        found = self.find(rule.id)
        exceptions = merge_spans(self.find(rule.exceptions_key) + self.names) if found else []
        return [span for span in found if not overlaps_any(span, exceptions)]

    def clause_index(self, span: Span) -> int:
        """Return the number of the clause in which a span begins."""
        return bisect(self._clauses, span[0])

    def format_words(self, spans: Sequence[Span]) -> str:
        """Return the distinct words of spans, at most 80 characters."""
        found = remove_nested_spans(spans)
        words = dict.fromkeys(" ".join(self.text[start:end].split()) for start, end in found)
        shown = ", ".join(words)
        return shown if len(shown) <= _MAX_SHOWN_LENGTH else f"{shown[: _MAX_SHOWN_LENGTH - 1].rstrip()}…"
