"""Search a text by sentence for the words of rules, and for what supports them in the same clause."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from terugkom.claims.model import Claim
from terugkom.claims.rules import ALL_TOGETHER, ClaimRule, ClaimRuleSet
from terugkom.language_rules.name_detection import find_capitalized_names, find_quoted_names
from terugkom.language_rules.searched_text import SearchedText
from terugkom.language_rules.sentences import split_sentences
from terugkom.language_rules.spans import Span, merge_spans, overlaps_any, remove_nested_spans

# Other signs for the same, of one character each, so that no span moves.
_SAME_SIGNS = str.maketrans({"₂": "2", "²": "2", "\u00a0": " ", "\u202f": " ", "‑": "-", "’": "'", "ʼ": "'"})
_NEW_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")


def find_matches(text: str, rules: ClaimRuleSet, names: Collection[str] = ()) -> tuple[Claim, ...]:
    """Return what the rules match in a text, in its order; of matches that overlap that of the first rule."""
    sentences = split_sentences(text)
    found = [
        replace(each, span=(start + each.span[0], start + each.span[1]))
        for (start, end), following in zip(sentences, _find_following(text, sentences), strict=True)
        for each in _Sentence(text[start:end], text[slice(*following)], rules, names).find()
    ]
    return tuple(found)


def _find_following(text: str, sentences: Sequence[Span]) -> Iterator[Span]:
    """Yield of each sentence the one that may answer it; a void span if that is the first of a new paragraph.

    A sentence that is a paragraph by itself is a heading, and what is below it may answer it.
    """
    for place, (start, end) in enumerate(sentences):
        next_start, next_end = sentences[place + 1] if place + 1 < len(sentences) else (end, end)
        before = text[sentences[place - 1][1] : start] if place else "\n\n"
        is_last = _NEW_PARAGRAPH.search(text[end:next_start]) and not _NEW_PARAGRAPH.search(before)
        yield (end, end) if is_last else (next_start, next_end)


class _Sentence:
    """One sentence, searched once."""

    def __init__(self, text: str, following: str, rules: ClaimRuleSet, names: Collection[str]) -> None:
        self._text, self._following, self._rules, self._given_names = text, following, rules, names
        self._plain = text.translate(_SAME_SIGNS)
        self._searched = SearchedText(self._plain, rules.rule_lexicon, lambda _: [])

    @cached_property
    def _evidence(self) -> SearchedText:
        return SearchedText(self._plain, self._rules.evidence_lexicon, lambda _: [])

    @cached_property
    def _names(self) -> list[Span]:
        capitalized = find_capitalized_names(self._text) if self._rules.names_by_capital else []
        capitalized = [span for span in capitalized if not self._is_common(self._text[slice(*span)])]
        given = [match.span() for name in self._given_names for match in _find_words(name, self._plain)]
        return [*capitalized, *find_quoted_names(self._text), *given, *self._searched.names]

    def _is_common(self, words: str) -> bool:
        """Whether words with a capital are no name all the same: the Earth, Mother Nature."""
        return set(re.findall(r"\w+", words.lower())) <= self._rules.common_words

    @cached_property
    def _is_answered(self) -> bool:
        """Whether the next sentence says that it is so: "Save the planet? We do it every day"."""
        found = self._rules.answer_lexicon.find(self._following.translate(_SAME_SIGNS).lower())
        return "answers" in found and "no answers" not in found

    @cached_property
    def _denials(self) -> list[Span]:
        """The claims that are a negation themselves: no emissions."""
        denying = (rule for rule in self._rules.rules if rule.denies)
        return merge_spans(span for rule in denying for span in self._find_spans(rule))

    def find(self) -> list[Claim]:
        found: list[Claim] = []
        for rule in self._rules.rules:
            taken = merge_spans(claim.span for claim in found)
            spans = [span for span in self._find_spans(rule) if not overlaps_any(span, taken)]
            found += [self._build_claim(rule, span) for span in spans]
        return sorted(found, key=lambda claim: claim.span)

    def _find_spans(self, rule: ClaimRule) -> list[Span]:
        """Return the spans of a rule whose first or last word is no exception and no name."""
        spans = self._searched.find(rule.id)
        if not spans:
            return []
        excepted = self._searched.find(rule.exceptions_key)
        shielded = merge_spans(excepted if rule.reads_names else [*excepted, *self._names])
        kept = [span for span in spans if not any(overlaps_any(edge, shielded) for edge in _edges(span))]
        return _merge_crossing(remove_nested_spans(kept))

    def _build_claim(self, rule: ClaimRule, span: Span) -> Claim:
        words = self._text[slice(*span)]
        return Claim(
            rule.id,
            words,
            span,
            self._text,
            rule.message.replace("{words}", words),
            rule.why,
            rule.question.replace("{words}", words),
            rule.source,
            self._find_support(rule, span),
        )

    def _find_support(self, rule: ClaimRule, span: Span) -> str:
        return next((kinds for kinds in rule.unless if self._is_supported(kinds, rule, span)), "")

    def _is_supported(self, kinds: str, rule: ClaimRule, span: Span) -> bool:
        return all(self._has_evidence(kind, rule, span) for kind in kinds.split(ALL_TOGETHER))

    def _has_evidence(self, kind: str, rule: ClaimRule, claim: Span) -> bool:
        evidence, found = self._rules.evidence[kind], self._evidence.find(f"has {kind}")
        if evidence.is_negation and rule.denies and overlaps_any(claim, merge_spans(found)):
            return False  # it is a negation itself, and another beside it adds to it: no fumes, no noise
        if evidence.is_question and self._is_answered:
            return False
        if evidence.is_negation:
            found = [span for span in found if not overlaps_any(span, self._denials)]
        exceptions = merge_spans(self._evidence.find(f"has {kind}: except"))
        return any(
            not overlaps_any(span, exceptions)
            and (evidence.whole_sentence or self._shares_clause(span, claim, onward=evidence.onward))
            for span in found
        )

    def _shares_clause(self, span: Span, claim: Span, *, onward: bool) -> bool:
        first, last = map(self._evidence.clause_index, _edges(claim))
        begins, ends = map(self._evidence.clause_index, _edges(span))
        return first <= ends and (onward or begins <= last)


def _find_words(words: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)


def _edges(span: Span) -> tuple[Span, Span]:
    return (span[0], span[0] + 1), (span[1] - 1, span[1])


def _merge_crossing(spans: list[Span]) -> list[Span]:
    """Return spans that cross as one; those that only touch stay apart."""
    found: list[Span] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
