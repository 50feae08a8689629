"""Check one action: which rules match, and which words match them."""

from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from terugkom.gate.rules import INDICATOR, LANGUAGES, MEASURED, LooksAt, Rule, RuleSet, rules_of
from terugkom.language_rules.name_detection import names_in
from terugkom.language_rules.spans import Span, joined, touches, widest

_LONGEST = 80  # of the words that a finding shows
_SEVERAL = 2


@dataclass(frozen=True)
class Draft:
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
class Hit:
    """A rule that matches an action, and the words that match; "" where a cell is empty."""

    rule: str
    words: str


def check(draft: Draft, language: str) -> list[Hit]:
    """Return the rules that match an action, in the order of the rules.

    `language` is the municipality's; a text that is clearly in another language with rules is checked by
    those.
    """
    home = rules_of(language)
    hits = [hit for rule in home.rules if (hit := _in_cells(draft, rule, home))]
    hits += check_text(draft.title, draft.description, draft.has_indicator, draft.is_measured, home.language)
    order = [rule.id for rule in home.rules]
    return sorted(hits, key=lambda hit: order.index(hit.rule))


@lru_cache(4096)
def check_text(
    title: str, description: str, has_indicator: bool, is_measured: bool, language: str
) -> tuple[Hit, ...]:
    """Return the rules that match the title and description of an action, without its owners and deadline."""
    draft = Draft(normalize("NFC", title), normalize("NFC", description))
    rules = rules_of(language_of(draft.text, language))
    reading = _Reading(draft, rules)
    facts = {name for name, holds in ((INDICATOR, has_indicator), (MEASURED, is_measured)) if holds}
    return tuple(hit for rule in rules.rules if (hit := reading.hit(rule, facts)))


def language_of(text: str, home: str) -> str:
    """Return the detected language of a text: `home` unless another has clearly more common words in it."""
    words = text.lower().replace("'", " ").replace("’", " ").split()
    counts = {each: sum(map(rules_of(each).common.__contains__, words)) for each in LANGUAGES}
    best = max(counts, key=lambda each: counts[each])
    return best if counts[best] > counts.get(home, 0) + 1 else home


class _Reading:
    """Matches all rules against one text, which is searched once."""

    def __init__(self, draft: Draft, rules: RuleSet) -> None:
        self._text, self._rules = draft.text, rules
        self._title_ends = len(draft.title)
        lower = self._text.lower()
        self._found = rules.lexicon.find(lower if len(lower) == len(self._text) else self._text)
        self._clauses = sorted(start for start, _ in self._found.get("clauses", ()))
        self._names = names_in(self._text) + self._found.get("names", [])
        self._hits = {rule.id: self._tripped(rule) for rule in rules.rules if rule.looks_at is LooksAt.TEXT}
        self._evidence = {name for name in rules.evidence if self._has(name)}

    def hit(self, rule: Rule, facts: set[str]) -> Hit | None:
        match rule.looks_at:
            case LooksAt.TEXT:
                spans = [span for id in (rule.id, *rule.also) for span in self._hits[id]]
            case LooksAt.PARTS:
                spans = self._several(rule)
            case _:
                return None
        if not spans or self._is_made_up_for(rule, facts):
            return None
        return Hit(rule.id, _shown(self._text, spans))

    def _tripped(self, rule: Rule) -> list[Span]:
        found = self._found.get(rule.id, [])
        spared = joined(self._found.get(rule.except_, []) + self._names) if found else []
        return [span for span in found if not touches(span, spared)]

    def _is_made_up_for(self, rule: Rule, facts: set[str]) -> bool:
        return not facts.union(self._evidence).isdisjoint(rule.unless)

    def _has(self, name: str) -> bool:
        evidence = self._rules.evidence[name]
        labels = self._found.get("labels", []) if evidence.counts else []
        spared = joined(self._found.get(f"has {name}: except", []) + labels)
        besides = {self._clause(hit) for rule in evidence.not_beside for hit in self._hits[rule]}
        return any(
            self._clause(span) not in besides and not touches(span, spared)
            for span in self._found.get(f"has {name}", ())
        )

    def _clause(self, span: Span) -> int:
        return bisect(self._clauses, span[0])

    def _several(self, rule: Rule) -> list[Span]:
        """Return the spans of separate promises in the parts of the title, or in the list below it."""
        told = sorted(self._found.get("has deed", []) + [hit for id in rule.also for hit in self._hits[id]])
        begins, ends = 0, self._title_ends
        if len(self._found.get("lists", ())) >= _SEVERAL and not any(start < ends for start, _ in told):
            begins, ends = ends, len(self._text)
        spared = joined(self._found.get(rule.except_, ()))
        found = []
        for start, end in self._parts(begins, ends):
            within = told[bisect_left(told, (start,)) : bisect_left(told, (end,))]
            own = [span for span in within if span[1] <= end]
            if own and not touches((start, end), spared) and self._says_more(start, end, own):
                found.append(own[0])
        return found if len(found) >= _SEVERAL else []

    def _parts(self, begins: int, ends: int) -> Iterator[Span]:
        at = begins
        for start, end in sorted(self._found.get("parts", ())):
            if begins <= start < ends:
                yield at, start
                at = end
        yield at, ends

    def _says_more(self, start: int, end: int, own: Sequence[Span]) -> bool:
        words = self._text[start:end].lower().split()
        taken = {self._text[a:b].lower() for a, b in own}
        return any(len(word) > 2 and word not in taken | self._rules.common for word in words)


def _in_cells(draft: Draft, rule: Rule, rules: RuleSet) -> Hit | None:
    if rule.looks_at is LooksAt.OWNERS:
        return _on_owners(draft, rule, rules)
    if rule.looks_at is LooksAt.DEADLINE and not draft.has_deadline:
        return _on_deadline(draft, rule, rules)
    return None


def _on_owners(draft: Draft, rule: Rule, rules: RuleSet) -> Hit | None:
    owners = [name for name in draft.owners if not _is_blank(name, rules)] or [""]
    known = draft.organisations if rule.organisations else ()
    if all(_cell_trips(name, rule, rules, else_=name in known) for name in owners):
        return Hit(rule.id, ", ".join(owners))
    return None


def _on_deadline(draft: Draft, rule: Rule, rules: RuleSet) -> Hit | None:
    cell = "" if _is_blank(draft.deadline_text, rules) else draft.deadline_text
    if not _cell_trips(cell, rule, rules):
        return None
    found = rules.deadlines.find(f"{cell}\n{draft.text}".lower())
    return None if any(name in found for name in rule.unless) else Hit(rule.id, draft.deadline_text.strip())


def _is_blank(cell: str, rules: RuleSet) -> bool:
    text = cell.strip().lower()
    return not text or (0, len(text)) in rules.cells.find(text).get("blanks", ())


@lru_cache(4096)
def _cells_found(cell: str, language: str) -> dict[str, list[Span]]:
    return rules_of(language).cells.find(cell.strip().lower())


def _cell_trips(cell: str, rule: Rule, rules: RuleSet, *, else_: bool = False) -> bool:
    """Return whether a cell matches a rule; `else_` where none of the rule's patterns occur."""
    found = _cells_found(cell, rules.language)
    return rule.except_ not in found if rule.id in found else else_


def _shown(text: str, spans: Sequence[Span]) -> str:
    words = dict.fromkeys(" ".join(text[start:end].split()) for start, end in widest(spans))
    told = ", ".join(words)
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1].rstrip()}…"
