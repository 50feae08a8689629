"""A name across lines, in a list or in named fields is erased only where it is that of one person.

What may be of two people is listed for a person, in files and in tables.
"""

import json
from pathlib import Path

import pytest

from terugkom.personal_data.find_person import FoundPerson
from terugkom.personal_data.name_fields import may_occur_in_value, replace_in_value
from terugkom.personal_data.person_pattern import build_pattern
from terugkom.personal_data.search_files import PERHAPS_OTHERS, FileRemedy, erase_file, search_content
from tests.workbook.old_excel import write_xls

INBOX = Path("municipalities/linde/inbox")
JAN = FoundPerson("jan@linde.example.org", frozenset({"Jan Peeters"}), frozenset(), (), ())
PATTERN = build_pattern([], ["Jan Peeters"])


def write_old_workbook(folder: Path, rows: list[list[str]]) -> bytes:
    write_xls(folder / "staf.xls", "Blad1", rows)
    return (folder / "staf.xls").read_bytes()


def erase(tmp_path: Path, text: str, name: str) -> tuple[str, bool, str]:
    """Return what a file says once the person is erased, whether nobody must look, and why one must."""
    path = tmp_path / INBOX / name
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode())
    match = search_content(INBOX / name, path.read_bytes(), JAN)
    done = match is None or erase_file(tmp_path, match, JAN.pattern)
    return path.read_bytes().decode(), done, match.note if match else ""


OF_TWO = [
    "Claes Jan\nPeeters An",
    "Wijn An\nClaes Jan\r\nPeeters Bart",
    "Aanwezig:\nBart Peeters\nJan Claes",
    "Aanwezig:\n- An Jan\nPeeters Bart",
    "Bart Peeters, Jan Claes",
    "Aanwezig: Bart Peeters, Jan en An",
    "Aanwezig: Bart Peeters Jan Claes",
    "Claes Jan Peeters An",
    "Bart\tPeeters\tJan\tClaes",
    "Claes    Jan    Peeters    An",
    "door bart, jan\npeeters volgt het op",
    "E-01 wordt opgevolgd door Jan\nPeeters volgt E-02 op",
    "> Bart Peeters\n> Jan Claes",
    "Jan Peeters-Claes",
]


@pytest.mark.parametrize("text", OF_TWO)
@pytest.mark.parametrize("name", ["verslag.txt", "verslag.md"])
def test_a_text_that_may_be_about_two_people_stays_and_is_listed(
    tmp_path: Path, text: str, name: str
) -> None:
    """Half of each of them was erased."""
    assert erase(tmp_path, text, name) == (text, False, PERHAPS_OTHERS)


@pytest.mark.parametrize("text", OF_TWO)
def test_a_table_that_may_be_about_two_people_stays_and_is_listed(text: str) -> None:
    assert replace_in_value({"x": [text]}, PATTERN) == {"x": [text]}
    assert may_occur_in_value({"x": [text]}, PATTERN)


def test_a_cell_with_two_people_below_one_another_stays(tmp_path: Path) -> None:
    text = 'Actie;Trekkers\nLed;"Claes Jan\nPeeters An"\nHaag;Jan Peeters\n'
    erased = text.replace("Haag;Jan Peeters", "Haag;[gewist]")
    assert erase(tmp_path, text, "plan.csv") == (erased, False, "")


@pytest.mark.parametrize(
    ("text", "erased"),
    [
        (
            "We spraken over de nieuwe verlichting uitgebreid met Jan\nPeeters van de dienst.",
            "We spraken over de nieuwe verlichting uitgebreid met [gewist] van de dienst.",
        ),
        ("Dat zei Jan\nPeeters.", "Dat zei [gewist]."),
        ("Bart Peeters, Jan Peeters en An", "Bart Peeters, [gewist] en An"),
        ("Met Peeters, Jan en An Wijn", "Met [gewist] en An Wijn"),
        ("Bart Claes Jan Peeters An Wijn", "Bart Claes [gewist] An Wijn"),
        ("Peeters Jan\nWijn An", "[gewist]\nWijn An"),
    ],
)
def test_a_name_of_one_person_is_erased(tmp_path: Path, text: str, erased: str) -> None:
    made, _, _ = erase(tmp_path, text, "verslag.txt")
    assert made == erased


@pytest.mark.parametrize(
    ("text", "erased", "done"),
    [
        ("1;Jan;12;Peeters;jan@linde.example.org\n", "1;[gewist];12;[gewist];[gewist]\n", True),
        ("1;Jan;12;Peeters\n", "1;Jan;12;Peeters\n", False),
        ("Peeters;Groen;Linde;1;Jan\n", "Peeters;Groen;Linde;1;Jan\n", False),
        (
            "Bart;Peeters;x;Jan;Claes;jan@linde.example.org\n",
            "Bart;Peeters;x;Jan;Claes;[gewist]\n",
            False,
        ),
        ("1;Jan;;;;;;Peeters;an@linde.example.org\n", "1;Jan;;;;;;Peeters;an@linde.example.org\n", False),
    ],
)
def test_columns_apart_without_headers(tmp_path: Path, text: str, erased: str, done: bool) -> None:
    """They were found nowhere: nobody heard of them."""
    made, is_done, _ = erase(tmp_path, text, "staf.csv")
    assert (made, is_done) == (erased, done)


FIELDS = {"first": "Jan", "id": 3, "last": "Peeters", "job": "Groen"}


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("first", "last"),
        ("firstName", "lastName"),
        ("voornaam", "naam"),
        ("Prénom", "Nom"),
        ("Vorname", "Name"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_two_fields_of_json_are_erased_and_its_layout_stays(
    tmp_path: Path, given: str, family: str, indent: int | None
) -> None:
    people = [{given: "Jan", "n": 3, family: "PEETERS"}, {given: "Bart", "n": 4, family: "Peeters"}]
    text = json.dumps(people, indent=indent, ensure_ascii=False) + "\n"
    erased = text.replace('"Jan"', '"[gewist]"').replace('"PEETERS"', '"[gewist]"')
    assert erase(tmp_path, text, "staf.json") == (erased, True, "")
    assert replace_in_value(people, PATTERN) == json.loads(erased)


TWO_KEYS = {"Jan Peeters": 1, "[gewist]": 2, "jan@linde.example.org": {"jan peeters": 3, "Peeters, Jan": 4}}
PERSON = build_pattern([JAN.address], JAN.names)


def test_two_keys_of_one_person_keep_their_values(tmp_path: Path) -> None:
    """Both became *[gewist]*, and the first value was lost."""
    erased = {"[gewist] 2": 1, "[gewist]": 2, "[gewist] 3": {"[gewist]": 3, "[gewist] 2": 4}}
    assert replace_in_value(TWO_KEYS, PERSON) == erased
    assert erase(tmp_path, json.dumps(TWO_KEYS), "staf.json") == (json.dumps(erased), True, "")


def test_two_keys_of_one_person_that_no_program_laid_out_are_listed(tmp_path: Path) -> None:
    text = json.dumps(TWO_KEYS).replace(": ", ":   ")
    made, done, _ = erase(tmp_path, text, "staf.json")
    assert (made, done) == (text, False)


def test_lines_of_json_are_erased(tmp_path: Path) -> None:
    text = "".join(f"{json.dumps(each)}\n" for each in (FIELDS, {"first": "An", "last": "Wijn"}))
    erased = text.replace('"Jan"', '"[gewist]"').replace('"Peeters"', '"[gewist]"')
    assert erase(tmp_path, text, "staf.jsonl") == (erased, True, "")


@pytest.mark.parametrize(
    "text",
    [
        '{"first":"Jan",   "last" : "Peeters"}',  # as no program lays it out
        '{"a": "Jan", "b": "Peeters"}',
        '{"first": "Jan", "first 2": "Bart", "last": "Peeters", "last 2": "Claes"}',
        "Voornaam: Jan\nNaam: Peeters\nMail: x\n",
        "**Prénom** : Jan\n**Nom** : Peeters\n",
        "first_name = 'Jan'\nlast_name = 'Peeters'\n",
    ],
)
def test_fields_that_no_program_can_erase_are_listed(tmp_path: Path, text: str) -> None:
    made, done, _ = erase(tmp_path, text, "staf.txt")
    assert (made, done) == (text, False)


@pytest.mark.parametrize(
    ("rows", "remedy"),
    [
        ([["Voornaam", "Naam"], ["Jan", "Peeters"]], FileRemedy.DELETE),
        ([["Bart Peeters", "Jan Claes"]], None),
        ([["Jan", "1", "Peeters"]], FileRemedy.BY_HAND),
    ],
)
def test_a_name_in_two_cells_of_an_old_workbook_is_found(
    tmp_path: Path, rows: list[list[str]], remedy: FileRemedy | None
) -> None:
    match = search_content(INBOX / "done/staf.xls", write_old_workbook(tmp_path, rows), JAN)
    assert (match.remedy if match else None) == remedy


def test_an_old_workbook_that_cannot_be_read_is_listed(tmp_path: Path) -> None:
    content = write_old_workbook(tmp_path, [["Jan", "Peeters"]])
    match = search_content(INBOX / "done/staf.xls", content[: len(content) // 3], JAN)
    assert match is not None
    assert match.remedy is FileRemedy.BY_HAND
