"""The language that an action is written in, by which its rules are chosen."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from terugkom.gate.rules import LANGUAGES, RuleTarget, load_rules
from terugkom.language_rules.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_CLEAR_LEAD = 2  # words more than the default language has
PLAN_SAMPLE_SIZE = 2_000  # titles
_MAX_WORDS = 60  # of a text; more are not needed to know its language


def detect_language(text: str, default: str) -> str:
    """Return the language of a text: `default` unless it is clearly another that has rules.

    A word counts for a language that has it as a small word, that forms words like it, or whose rules look
    for it, so a title of three words is enough.
    """
    return _choose([text], default)


def detect_plan_language(titles: Iterable[str], default: str) -> str:
    """Return the language of most words in the titles of a plan, of which the first 2,000 are read."""
    return _choose(islice(titles, PLAN_SAMPLE_SIZE), default)


def _choose(texts: Iterable[str], default: str) -> str:
    counts: Counter[str] = Counter()
    for text in texts:
        for language, words in _count_words(text):
            counts[language] += words
    best = max(LANGUAGES, key=lambda language: (counts[language], language == default))
    is_clear = not counts[default] or counts[best] >= counts[default] + _CLEAR_LEAD
    return best if is_clear and counts[best] else default


@lru_cache(2 * PLAN_SAMPLE_SIZE)  # a plan is asked for its language with each batch of its reminders
def _count_words(text: str) -> tuple[tuple[str, int], ...]:
    """Return how many words of a text count for each language."""
    words = _WORD.findall(text.lower())[:_MAX_WORDS]
    return tuple(Counter(language for word in words for language in _list_languages(word)).items())


@lru_cache(20_000)
def _list_languages(word: str) -> tuple[str, ...]:
    return tuple(
        language
        for language in LANGUAGES
        if word in load_rules(language).common or _build_lexicon(language).find(word)
    )


@lru_cache
def _build_lexicon(language: str) -> Lexicon:
    rules = load_rules(language)
    looked_for = {
        rule.id: [pattern for pattern in rule.looks_for if " " not in pattern]
        for rule in rules.rules
        if rule.looks_at is RuleTarget.TEXT
    }
    return Lexicon(looked_for | {"typical": rules.typical})
