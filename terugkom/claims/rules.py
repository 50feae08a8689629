"""The rules about claims and completion: their kind, their evidence, and their files, one per language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from terugkom.language_rules.lexicon import Lexicon
from terugkom.language_rules.rule_files import (
    InvalidRuleFile,
    RuleFile,
    RuleFolder,
    TextRule,
    list_rule_patterns,
    parse_patterns,
)

_HERE = Path(__file__).parent
_CLAIMS = RuleFolder(_HERE / "rules", default_language="nl")
_COMPLETION = RuleFolder(_HERE / "completion_rules", default_language="nl")
LANGUAGES = _CLAIMS.languages
ALL_TOGETHER = " + "  # between kinds of evidence that only count together

_SET = re.compile(r"<([a-z-]+)>")


@dataclass(frozen=True, kw_only=True)
class ClaimRule(TextRule):
    """One rule about claims; the fields are documented in docs/claims.md."""

    question: str
    reads_names: bool = False  # whether words within a name count too
    denies: bool = False  # whether its own words may be a negation, which is no evidence then


@dataclass(frozen=True)
class ClaimEvidence:
    """Patterns that support a claim in their clause.

    With `onward` they also support one in an earlier clause, which they take back; with `whole_sentence` one
    anywhere in the sentence. A negation that is itself a claim of a rule that denies ("no emissions")
    supports nothing, nor does a question that the next sentence answers.
    """

    looks_for: tuple[str, ...]
    exceptions: tuple[str, ...]
    onward: bool
    whole_sentence: bool
    is_negation: bool
    is_question: bool


@dataclass(frozen=True)
class ClaimRuleSet:
    """All rules of a language, in order of precedence, and what they share.

    `names_by_capital` says whether a capital inside a sentence is a sign of a name, which it never is for
    words of `common_words` only.
    """

    language: str
    rules: tuple[ClaimRule, ...]
    evidence: Mapping[str, ClaimEvidence]
    names: tuple[str, ...]
    clauses: tuple[str, ...]
    names_by_capital: bool
    common_words: frozenset[str] = frozenset()
    answers: tuple[str, ...] = ()  # of a sentence that answers yes to the question before it
    no_answers: tuple[str, ...] = ()  # of one that does not, whatever else it says

    @cached_property
    def rule_lexicon(self) -> Lexicon:
        """The lexicon of the rules."""
        return Lexicon(list_rule_patterns(self.rules) | {"names": self.names})

    @cached_property
    def evidence_lexicon(self) -> Lexicon:
        """The lexicon of the evidence, which is only searched for where a rule matches."""
        return Lexicon(
            {f"has {name}": each.looks_for for name, each in self.evidence.items()}
            | {f"has {name}: except": each.exceptions for name, each in self.evidence.items()}
            | {"clauses": self.clauses}
        )

    @cached_property
    def answer_lexicon(self) -> Lexicon:
        """The lexicon of answers to a question."""
        return Lexicon({"answers": self.answers, "no answers": self.no_answers})


@lru_cache
def load_claim_rules(language: str) -> ClaimRuleSet:
    """Return the rules about claims; the Dutch ones for a language without. Raises InvalidRuleFile."""
    return _load(_CLAIMS.read(language))


@lru_cache
def load_completion_rules(language: str) -> ClaimRuleSet:
    """Return the rules about completion; the Dutch ones for a language without. Raises InvalidRuleFile."""
    return _load(_COMPLETION.read(language))


def _load(given: RuleFile) -> ClaimRuleSet:
    file = RuleFile(given.name, given.language, _expand_sets(given))
    rules = file.parse_rules(ClaimRule, {"question": str, "reads_names": bool, "denies": bool})
    evidence = {
        name: ClaimEvidence(
            parse_patterns(each["looks_for"]),
            parse_patterns(each.get("except", "")),
            each.get("onward", False),
            each.get("whole_sentence", False),
            each.get("is_negation", False),
            each.get("is_question", False),
        )
        for name, each in file.get("evidence").items()
    }
    for rule in rules:
        named = [name for each in rule.unless for name in each.split(ALL_TOGETHER)]
        file.check_names(rule.id, "unless", named, evidence)
    return ClaimRuleSet(
        file.language,
        rules,
        evidence,
        file.parse_patterns("names"),
        file.parse_patterns("clauses"),
        file.content.get("names_by_capital", True),
        frozenset(parse_patterns(file.content.get("common_words", ""))),
        parse_patterns(file.content.get("answers", "")),
        parse_patterns(file.content.get("no_answers", "")),
    )


def _expand_sets(file: RuleFile) -> Mapping[str, object]:
    """Return the content of a file with the sets of words, ``<green>``, filled in where they are used."""
    sets = {name: _parse_words(words) for name, words in file.get("sets").items()}

    def expand(key: str, value: object) -> object:
        if isinstance(value, str) and key in _PATTERN_KEYS:
            return "\n".join(one for line in parse_patterns(value) for one in _expand(line, sets, file.name))
        if isinstance(value, Mapping):
            return {name: expand(name, each) for name, each in value.items()}
        return [expand(key, each) for each in value] if isinstance(value, list) else value

    return {key: expand(key, value) for key, value in file.content.items()}


def _parse_words(given: str) -> tuple[str, ...]:
    return tuple(word.strip() for line in given.splitlines() for word in line.split(";") if word.strip())


_PATTERN_KEYS = {"looks_for", "except", "names", "clauses", "answers", "no_answers"}


def _expand(pattern: str, sets: Mapping[str, tuple[str, ...]], file: str) -> list[str]:
    """Return a pattern with the words of its sets.

    A set that is the first word becomes a pattern for each word with a hyphen, so that each is tried only
    where that word occurs (see `Lexicon`).
    """
    if unknown := [name for name in _SET.findall(pattern) if name not in sets]:
        raise InvalidRuleFile(f"{file}: a pattern names the set {unknown[0]}, which does not exist")
    if pattern.startswith(("re:", "re#:")):
        return [_SET.sub(lambda found: _as_regex(sets[found[1]]), pattern)]
    first, space, rest = pattern.partition(" ")
    more = space + _SET.sub(lambda found: _as_choice(sets[found[1]]), rest)
    if not (found := _SET.fullmatch(first)):
        return [_SET.sub(lambda found: _as_choice(sets[found[1]]), first) + more]
    plain = [word for word in sets[found[1]] if "-" not in word]
    return [word + more for word in ([_as_choice(plain)] if plain else [])] + [
        word + more for word in sets[found[1]] if "-" in word
    ]


def _as_choice(words: "list[str] | tuple[str, ...]") -> str:
    return f"({'|'.join(words)})"


def _as_regex(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(_word_as_regex, words))})"


def _word_as_regex(word: str) -> str:
    return word[3:] if word.startswith("re:") else re.escape(word).replace(r"\*", r"\w*")
