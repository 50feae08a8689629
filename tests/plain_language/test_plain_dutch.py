"""Plain Dutch in each template and message: the phrases that were put right, and no word of the machine."""

import re
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po

from terugkom.catalogues import LOCALE_FOLDER
from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.formatting import choose_plural, format_counted, format_days_left
from tests.plain_language.find_faults import (
    FORBIDDEN,
    TECHNICAL,
    find_forbidden,
    find_technical,
    find_wrong_plurals,
    list_nouns,
)

# Read by who runs the installation: the pages and forms of Prefect, and the command line.
FOR_OPERATORS = (
    *("attention.", "deployment.", "run-page.", "report.", "form."),
    *("error.home.", "error.database.", "error.mail-server.", "error.mailbox.", "error.oauth2."),
    *("error.secret-file.", "error.setting.", "error.shared-file."),
    *("alert.", "channel.", "error.documents.", "error.template."),
)
# Counts that are limits of ours: never one.
LIMITS = {"megapixels", "megabytes", "kilobytes", "most", "longest", "length"}


@cache
def templates() -> dict[str, str]:
    folder, found = BUILT_IN_TEMPLATES / "nl", {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix in (".docx", ".pptx"):
            with ZipFile(path) as package:
                parts = [
                    each for each in package.namelist() if re.search(r"word/document|slides?/slide", each)
                ]
                text = "\n".join(package.read(each).decode() for each in parts)
            found[name] = re.sub(r"<[^>]*>", "", text)
        elif path.is_file() and path.suffix != ".css":
            found[name] = path.read_text(encoding="utf-8")
    return found


@cache
def messages() -> dict[str, list[str]]:
    with Path(LOCALE_FOLDER, "nl/LC_MESSAGES/terugkom.po").open("rb") as file:
        return {
            each.id if isinstance(each.id, str) else each.id[0]: [each.string]
            if isinstance(each.string, str)
            else list(each.string)
            for each in read_po(file, locale="nl")
            if each.id
        }


def without_code(template: str) -> str:
    """The words of a template, with ◊ for what it fills in."""
    if template.startswith(("//", "#import")):  # Typst
        template = " ".join(re.findall(r"\[([^\[\]#]*)\]", template))
    template = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", template, flags=re.DOTALL)
    template = re.sub(r"\{\{.*?\}\}", "◊", template, flags=re.DOTALL)
    return re.sub(r"<style.*?</style>|<[^>]*>", " ", template, flags=re.DOTALL)


def test_no_template_and_no_message_has_a_phrase_that_was_put_right() -> None:
    found = {name: find_forbidden(text) for name, text in templates().items()}
    found |= {name: find_forbidden("\n".join(texts)) for name, texts in messages().items()}
    assert {name: phrases for name, phrases in found.items() if phrases} == {}


def test_no_template_and_no_message_for_readers_has_a_word_of_the_machine() -> None:
    found = {name: find_technical(without_code(text)) for name, text in templates().items()}
    for name, texts in messages().items():
        if not name.startswith(FOR_OPERATORS):
            found[name] = find_technical(re.sub(r"\{\w+\}", "◊", "\n".join(texts)))
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_each_message_with_a_plural_says_its_count_well(count: int) -> None:
    plurals = {name: texts for name, texts in messages().items() if len(texts) == 2}
    assert len(plurals) > 50
    said = {
        name: choose_plural(count, *texts, "nl").replace("{count}", str(count))
        for name, texts in plurals.items()
    }
    assert {name: text for name, text in said.items() if find_wrong_plurals(text)} == {}


def test_no_count_stands_before_a_plural_without_asking_how_many() -> None:
    nouns = {many for one, many in list_nouns() if one != many} - {"zijn", "staan"}
    many = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    literal = re.compile(
        rf'\}}\}} (?:{many})\b|"[^"]*\b(?:{many})\b[^"]*" if [^}}]*== -?1 |#[a-z][\w.()-]* (?:{many})\b'
    )
    found = {name: [each[0] for each in literal.finditer(text)] for name, text in templates().items()}
    shown = re.compile(rf"\{{(\w+)\}} (?:{many})\b")
    for name, texts in messages().items():
        if len(texts) == 1:
            found[name] = [each[0] for each in shown.finditer(texts[0]) if each[1] not in LIMITS]
    assert {name: counts for name, counts in found.items() if counts} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Afgesproken tegen: 21 dagen geleden", ["21 dagen geleden", "Afgesproken tegen:"]),
        ("Dag\n\nDit is", ["Dag\n"]),
        ("Zo'n dag is er", []),
        ("zie terugkom history", ["terugkom history"]),
        ("in /srv/terugkom staat no_owner", ["/srv", "no_owner"]),
        ("Uw beslissing geeft u bij 2026-Q4/1.", ["2026-Q4/1"]),
        ("in de map “2026-Q4”; schrijf het als 2026-Q4", []),
        ("an_peeters@linde.example.org", []),
        ("1 dagen en 2 actie", ["1 dagen", "2 actie"]),
        ("0 acties, 1 actie, 21 dagen", []),
        ("Bij Gemeente Linde is er 10 keer gebeld", ["Bij Gemeente L"]),
        ("Led is lopend; 0 herinneringen verstuurd", ["0 herinnering", "is lopend"]),
        ("Bij de gemeente Linde zijn er 10 herinneringen", []),
    ],
)
def test_the_faults_are_found(text: str, found: list[str]) -> None:
    assert sorted([*find_forbidden(text), *find_technical(text), *find_wrong_plurals(text)]) == sorted(found)


def test_each_pattern_is_one() -> None:
    for pattern in (*FORBIDDEN, *TECHNICAL.values()):
        re.compile(pattern)


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", ["0 dagen", "1 dag", "2 dagen"]), ("fr", ["0 dag", "1 dag", "2 dagen"])],
)
def test_a_count_follows_the_rule_of_its_language(language: str, said: list[str]) -> None:
    assert [format_counted(count, "dag", "dagen", language) for count in range(3)] == said


def test_a_large_count_is_written_as_a_number_is() -> None:
    assert format_counted(1200, "actie", "acties", "nl") == "1.200 acties"
    assert format_days_left(-1, "nl") == "1 dag te laat"
