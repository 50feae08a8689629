"""The code of conduct: a version in its head, a PDF for everybody, and a letter that asks to confirm it."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings

from terugkom.delivery.mime import TOKEN_PLACEHOLDER
from terugkom.editions.media import code_of_conduct, intranet
from terugkom.errors import InputError
from terugkom.plan.code_of_conduct import CodeOfConduct, load_code_of_conduct, parse_code_of_conduct
from terugkom.plan.media import Medium
from terugkom.plan.site_links import SiteLinks
from tests.documents.accessibility import problems
from tests.documents.verapdf import broken_rules
from tests.editions.media.editions import texts
from tests.editions.media.proofs import kit, load_example, proof
from tests.soak import often

TEXT = """---
versie: 1.10
wijzigingen:
  - Wie met de trein kan, neemt de trein.
---
# Gedragscode

We doen het **samen**.

### Onderweg

- te voet
- met de fiets

##### Ver weg

1. trein
2. bus

### Kopen

Zie [de lijst](https://zilverbeke.example.org/lijst).
"""
CODE = parse_code_of_conduct(TEXT)
TOWN = "Gemeente Zilverbeke"


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_its_version_its_title_and_its_rules_are_read_from_the_file(tmp_path: Path) -> None:
    assert load_code_of_conduct(tmp_path) is None
    (tmp_path / "gedragscode.md").write_text(TEXT, encoding="utf-8")
    found = load_code_of_conduct(tmp_path)
    assert found == CODE
    assert (CODE.version, CODE.title, CODE.headings) == ("1.10", "Gedragscode", ("Onderweg", "Kopen"))
    assert CODE.changes == ("Wie met de trein kan, neemt de trein.",)


@pytest.mark.parametrize(
    ("word", "example"),
    [("ja", True), ("Ja", True), ("JA.", True), ("nee", False), ("", False)],
)
def test_an_example_is_one_however_that_is_written(word: str, example: bool) -> None:
    code = parse_code_of_conduct(f"---\nversie: 1\nvoorbeeld: {word}\n---\n# T\n\nx")
    assert code.example is example


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("# Gedragscode\n\ntekst", "versie"),
        ("---\nversie: een twee\n---\n# T\n\nx", "een twee"),
        ("---\nversie: 1\nvoorbeeld: nog aan te passen\n---\n# T\n\nx", "must be ja or nee"),
        ("---\nversie: ../x\n---\n# T\n\nx", "number or a date"),
        ("---\nversie: 1\nkleur: groen\n---\n# T\n\nx", "may only contain versie, voorbeeld, wijzigingen"),
        ("---\nversie: [\n---\n# T\n\nx", "header cannot be parsed"),
        ("---\nversie: 1\n---\nx", "a title"),
        ("---\nversie: 1\n---\n# T\n", "a title"),
        ("---\nversie: 1\nwijzigingen: x\n---\n# T\n\nx", "a list"),
    ],
)
def test_what_is_wrong_with_the_file_is_told(tmp_path: Path, wrong: str, says: str) -> None:
    (tmp_path / "gedragscode.md").write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError, match=f"gedragscode.md cannot be used: .*{says}"):
        load_code_of_conduct(tmp_path)


def test_the_pdf_and_the_page_say_what_the_file_says(tmp_path: Path) -> None:
    made = code_of_conduct.render(CODE, TOWN, kit())
    assert made.medium is Medium.CODE_OF_CONDUCT
    page, pdf, _ = made.files
    assert (page.name, pdf.name) == ("gedragscode.html", "gedragscode-1.10.pdf")
    told = text_of(pdf.content)
    for words in (
        "Gedragscode",
        "versie 1.10",
        "samen",
        "Onderweg",
        "te voet",
        "2. bus",
        "de lijst",
        "de trein",
    ):
        assert words in told
        assert words.removeprefix("2. ").lower() in page.content.decode().lower()
    assert problems(page.content.decode()) == []
    assert broken_rules(pdf.content, tmp_path) == []
    assert code_of_conduct.render(CODE, TOWN, kit()) == made, "the same bytes"


@pytest.mark.parametrize(
    ("newcomer", "says"),
    [(True, "Welkom bij de gemeente Zilverbeke."), (False, "Onze gedragscode is veranderd")],
)
def test_the_letter_asks_to_read_and_confirm_this_version(newcomer: bool, says: str) -> None:
    letter = code_of_conduct.render(CODE, TOWN, kit(), newcomer=newcomer).letter
    assert letter is not None
    assert letter.subject == "Gedragscode, versie 1.10: lees en bevestig"
    assert [file.name for file in letter.attachments] == ["gedragscode-1.10.pdf"]
    assert problems(letter.html) == []
    for part in (letter.text, letter.html):
        assert says in part
        assert ("Wie met de trein kan" in part) is not newcomer
        assert "duurzaam@zilverbeke.example.org" in part
    assert "subject=Gelezen%3A%20gedragscode%201.10" in letter.html
    assert code_of_conduct.format_confirmation_subject(CODE, "nl") in letter.text


def test_nobody_is_asked_to_keep_to_our_example() -> None:
    example = load_example()
    assert example.example
    made = code_of_conduct.render(example, TOWN, kit())
    assert made.letter is None
    for file in made.files[:2]:
        text = text_of(file.content) if file.type == "application/pdf" else file.content.decode()
        assert "Dit is een voorbeeld." in text


def test_the_intranet_shows_the_rules_and_has_the_code_beside_it() -> None:
    made = intranet.render(proof(), replace(kit(), code_of_conduct=CODE))
    names = [file.name for file in made.files]
    page = made.files[0].content.decode()
    assert {"index.html", "ideeenbus.html", "gedragscode.html", "gedragscode-1.10.pdf", "style.css"} <= set(
        names
    )
    assert len(names) == len(set(names))
    for words in (
        "<li>Onderweg</li>",
        'href="gedragscode.html"',
        'href="gedragscode-1.10.pdf"',
        "Papierloos",
    ):
        assert words in page
    assert "Onze regels" not in intranet.render(proof(), kit()).files[0].content.decode()


@given(text=texts.filter(str.strip))
@settings(max_examples=often(8, soak=250))
def test_any_words_make_a_page_and_a_pdf(text: str) -> None:
    page, pdf, _ = code_of_conduct.render(CodeOfConduct("2", "Code", text), TOWN, kit()).files
    assert problems(page.content.decode()) == []
    assert pdf.content.startswith(b"%PDF-1.7")


def test_with_our_pages_it_is_confirmed_on_one() -> None:
    here = replace(kit(), links=SiteLinks("https://acties.example.org", "zilverbeke"))
    letter = code_of_conduct.render(CODE, TOWN, here).letter
    assert letter is not None
    for part in (letter.text, letter.html):
        assert f"https://acties.example.org/g/{TOKEN_PLACEHOLDER}" in part
