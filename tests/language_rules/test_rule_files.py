"""A folder of rules of a kind of its own, as another set of rules has it; and what is wrong in a file."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from terugkom.claims.rules import LANGUAGES as CLAIM_LANGUAGES
from terugkom.claims.rules import load_claim_rules, load_completion_rules
from terugkom.gate.rules import LANGUAGES as GATE_LANGUAGES
from terugkom.gate.rules import load_rules
from terugkom.language_rules import lexicon as lexicon_module
from terugkom.language_rules.lexicon import Lexicon, build_regex
from terugkom.language_rules.name_detection import find_capitalized_names, find_quoted_names
from terugkom.language_rules.rule_files import InvalidRuleFile, RuleFolder, TextRule, list_rule_patterns
from terugkom.language_rules.searched_text import SearchedText
from terugkom.language_rules.sentences import split_sentences

PACKAGE = Path(lexicon_module.__file__).parents[1]
GREEN = {
    "id": "green",
    "severity": 3,
    "message": "{words} says nothing",
    "why": "everybody says it",
    "source": "Directive (EU) 2024/825",
    "looks_for": "groen*; bio\nre:eco;logisch",
    "except": "groen licht",
    "trips": ["Een groene gemeente"],
    "passes": [{"title": "Groen licht voor het plan", "year": 2027}],
}
CLIMATE = GREEN | {"id": "climate", "looks_for": "klimaatneutraal", "except": "", "also": ["green"]}


@dataclass(frozen=True, kw_only=True)
class ClaimRule(TextRule):
    """A rule with a field of its own."""

    severity: int
    evidence: str = ""


def folder(path: Path, *rules: dict[str, Any], language: str = "nl") -> RuleFolder:
    (path / f"{language}.yml").write_text(yaml.safe_dump({"rules": list(rules)}), encoding="utf-8")
    return RuleFolder(path, "nl")


def parse(rules: RuleFolder, language: str = "nl") -> tuple[ClaimRule, ...]:
    return rules.read(language).parse_rules(ClaimRule, {"severity": int, "evidence": str})


def test_another_kind_of_rule_is_read_from_another_folder(tmp_path: Path) -> None:
    green, climate = parse(folder(tmp_path, GREEN, CLIMATE))
    assert (green.id, green.severity, green.evidence) == ("green", 3, "")
    assert green.looks_for == ("groen*", "bio", "re:eco;logisch")
    assert green.exceptions == ("groen licht",)
    assert green.trips == ({"title": "Een groene gemeente"},)
    assert green.passes == ({"title": "Groen licht voor het plan", "year": 2027},)
    assert climate.also == ("green",)


def test_a_language_without_a_file_gets_the_default_one(tmp_path: Path) -> None:
    folder(tmp_path, GREEN | {"severity": 1}, language="fr")
    rules = folder(tmp_path, GREEN)
    assert rules.languages == ("fr", "nl")
    assert [(rules.read(each).language, parse(rules, each)[0].severity) for each in ("fr", "nl", "de")] == [
        ("fr", 1),
        ("nl", 3),
        ("nl", 3),
    ]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (GREEN | {"colour": "green"}, "the rule green has an unknown field: colour"),
        ({key: value for key, value in GREEN.items() if key != "why"}, "the rule green has no why"),
        ({key: value for key, value in GREEN.items() if key != "id"}, "the rule without an id has no id"),
        (GREEN | {"severity": "high"}, "severity of the rule green is invalid"),
        (GREEN | {"looks_for": ["groen"]}, "looks_for of the rule green is invalid"),
        (GREEN | {"passes": []}, "the rule green needs an example of each kind"),
        (GREEN | {"also": ["blue"]}, "also of the rule green names 'blue'"),
        (CLIMATE | {"id": "other"}, "the rule other stands there twice"),
    ],
)
def test_an_error_names_the_file_the_rule_and_the_field(
    tmp_path: Path, rule: dict[str, Any], says: str
) -> None:
    others = [GREEN, rule] if rule.get("also") == ["green"] else []
    with pytest.raises(InvalidRuleFile, match=r"^nl\.yml: ") as error:
        parse(folder(tmp_path, *others, rule))
    assert says in str(error.value)


def test_a_file_without_rules_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "nl.yml").write_text("grades: {}\n", encoding="utf-8")
    with pytest.raises(InvalidRuleFile, match=r"nl\.yml: rules is missing"):
        parse(RuleFolder(tmp_path, "nl"))


def test_a_rule_matches_outside_its_exceptions_and_outside_names(tmp_path: Path) -> None:
    (green,) = parse(folder(tmp_path, GREEN))
    shared = {"names": ("week van het *",), "clauses": (",",)}
    lexicon = Lexicon({**list_rule_patterns([green]), **shared})
    text = SearchedText("Groene straten, groen licht, de vzw Groen Hart en de week van het groen", lexicon)
    found = text.match_rule(green)
    assert text.format_words(found) == "Groene"
    assert [text.clause_index(span) for span in found] == [0]


def test_the_words_that_are_shown_are_distinct_and_not_long() -> None:
    text = SearchedText("groen Groen groen " + "x" * 90, Lexicon({}))
    assert text.format_words([(0, 5), (6, 11), (12, 17)]) == "groen, Groen"
    shown = text.format_words([(0, 108)])
    assert (len(shown), shown[-1]) == (80, "…")


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("goed voor (de)? natuur", "goed voor natuur", ["goed voor natuur"]),
        ("goed voor (de)? natuur", "goed voor de natuur", ["goed voor de natuur"]),
        ("(nog)? nooit ... zo", "nooit was het zo stil", ["nooit was het zo"]),
        ("(zo maar|ook)? niet groen", "niet groen", ["niet groen"]),
        ("niet (zo maar|zomaar) groen", "niet zo maar groen", ["niet zo maar groen"]),
        ("niet (zo maar|zomaar) groen", "niet zomaar groen", ["niet zomaar groen"]),
        ("van # ~ naar #", "van 40 % in 2019, naar 30", ["van 40 % in 2019, naar 30"]),
        ("van # ~ naar #", "van 40 (2019) naar 30", []),
        ("co2-arm*", "co2-arme wagens", ["co2-arme"]),
        ("(can't|co2-arm|#|groen*) wagens", "we can't wagens", ["can't wagens"]),
        ("(can't|co2-arm|#|groen*) wagens", "co2-arm wagens", ["co2-arm wagens"]),
        ("(can't|co2-arm|#|groen*) wagens", "20 wagens, groene wagens", ["20 wagens", "groene wagens"]),
        ("(can't|co2-arm|#|groen*) wagens", "arm wagens", []),
    ],
)
def test_a_pattern_may_hold_optional_words_phrases_and_gaps(
    pattern: str, text: str, found: list[str]
) -> None:
    spans = Lexicon({"rule": [pattern]}).find(text).get("rule", [])
    assert [text[slice(*span)] for span in spans] == found


def test_a_text_is_split_into_sentences_points_and_headings() -> None:
    text = "## Kop\n- Een punt, bv. dit.\nAn zei: “Klaar!” Het kost 3.500 euro. en meer... En toen?"
    assert [text[slice(*span)] for span in split_sentences(text)] == [
        "Kop",
        "Een punt, bv. dit.",
        "An zei: “Klaar!”",
        "Het kost 3.500 euro. en meer...",
        "En toen?",
    ]
    assert split_sentences(" \n ") == []


def test_names_are_capitals_inside_a_sentence_and_few_words_in_quotes() -> None:
    text = "Groene leden van De Groene Valk meten CO2-neutraal."
    assert {text[slice(*span)] for span in find_capitalized_names(text)} == {"De Groene Valk"}
    assert find_capitalized_names("Onze Groene Gemeente Wint Weer") == []
    text = "Van “Duurzaam Dorp”: “wij zijn nu heel erg groen”."
    assert [text[slice(*span)] for span in find_quoted_names(text)] == ["“Duurzaam Dorp”"]
    text = "Die Plakette „Grünes Herz“ und das Fest ‚Saubere Stadt‘"
    assert [text[slice(*span)] for span in find_quoted_names(text)] == ["„Grünes Herz“", "‚Saubere Stadt‘"]


def test_a_pattern_is_compiled_when_its_first_word_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that checks one plan would compile those of all languages, a fifth of a second."""
    compiled: list[str] = []

    def count(regex: str) -> re.Pattern[str]:
        compiled.append(regex)
        return re.compile(regex)

    monkeypatch.setattr(lexicon_module, "_compile", count)
    lexicon = Lexicon({"green": ["groen* licht", "groen"], "orange": ["oranje (vlag|licht)"]})
    assert lexicon.find("een rode vlag") == {}
    assert compiled == []
    assert lexicon.find("groene licht") == {"green": [(0, 12)]}
    assert compiled == [build_regex("groen* licht")]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.glob("*/*rules/*.yml")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_list_of_patterns_is_cut_off_at_a_number_sign(path: Path) -> None:
    """In a plain value a # after a space begins a comment, in a pattern it is a number."""
    text = path.read_text(encoding="utf-8")
    values = [token for token in yaml.scan(text) if isinstance(token, yaml.ScalarToken) and token.plain]
    cut = [
        token.value
        for token in values
        if ";" in token.value and text.splitlines()[token.end_mark.line][token.end_mark.column :].strip()
    ]
    assert cut == []


@pytest.mark.long
def test_each_pattern_of_each_language_is_a_regular_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []

    def build(pattern: str) -> str:
        built.append(build_regex(pattern))
        re.compile(built[-1])
        return built[-1]

    monkeypatch.setattr(lexicon_module, "build_regex", build)
    for language in GATE_LANGUAGES:
        rules = replace(load_rules(language))  # whose lexicons were not built yet
        assert rules.lexicon
        assert rules.cell_lexicon
        assert rules.deadline_lexicon
    for language in CLAIM_LANGUAGES:
        for claims in (replace(load_claim_rules(language)), replace(load_completion_rules(language))):
            assert claims.rule_lexicon
            assert claims.evidence_lexicon
    assert len(built) > 3_000
