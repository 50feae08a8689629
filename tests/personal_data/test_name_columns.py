"""A name in columns is erased where it is that of one person, and the data of others stay."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from terugkom.personal_data.find_person import FoundPerson
from terugkom.personal_data.search_files import PERHAPS_OTHERS, FileRemedy, erase_file, search_content

INBOX = Path("municipalities/linde/inbox")


def build_person(*names: str) -> FoundPerson:
    return FoundPerson("jan@linde.example.org", frozenset(names), frozenset(), (), ())


JAN = build_person("Jan Peeters")
SOFIE = build_person("An-Sofie van den Berg")


def erase(tmp_path: Path, text: str, person: FoundPerson = JAN, name: str = "staf.csv") -> tuple[str, bool]:
    """Return what a file says once the person is erased, and whether nobody must look."""
    path = tmp_path / INBOX / name
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode())
    match = search_content(INBOX / name, path.read_bytes(), person)
    done = match is None or erase_file(tmp_path, match, person.pattern)
    return path.read_bytes().decode(), done


@pytest.mark.parametrize(
    "text",
    [
        "Bart Peeters;Jan Claes",
        "Bart Peeters,Jan Claes",
        "Bart Peeters|Jan Claes",
        "Bart Peeters\tJan Claes",
        '"Bart Peeters";"Jan Claes"',
        '"Bart Peeters","Jan Claes"',
        "1;Bart Peeters\r\nJan Claes;2\r\n",
        '"Jan";"Peeters, Bart"',
        "An;Jan;Peeters Bart",
        "Jan Bart;Peeters;Groen",
        "Voornaam;Naam;Dienst\nJan;Claes;Groen\nBart;Peeters;Groen",
        "Dienst;Trekkers\nGroen;Bart Peeters,Jan Claes",
    ],
)
@pytest.mark.parametrize("name", ["staf.csv", "STAF.TSV", "done/staf.csv"])
def test_two_people_beside_one_another_are_nobody_else(tmp_path: Path, text: str, name: str) -> None:
    """Half of each of them was erased with Jan Peeters."""
    path = INBOX / name
    assert search_content(path, text.encode(), JAN) is None
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(f"jan@linde.example.org\n{text}", encoding="utf-8", newline="")
    match = search_content(path, (tmp_path / path).read_bytes(), JAN)
    assert match is not None
    assert erase_file(tmp_path, match, JAN.pattern)
    assert (tmp_path / path).read_bytes().decode() == f"[gewist]\n{text}"


@pytest.mark.parametrize("text", ["Bart Peeters;Jan Claes", "Bart Peeters,Jan Claes", "Kies: Jan|Peeters"])
def test_a_text_has_no_columns(tmp_path: Path, text: str) -> None:
    assert erase(tmp_path, text, name="verslag.txt") == (text, True)
    assert JAN.pattern.replace(text) == text


@pytest.mark.parametrize(
    ("text", "erased"),
    [
        ("Jan;Peeters", "[gewist];[gewist]"),
        ("12;Peeters;Jan;Groen", "12;[gewist];[gewist];Groen"),
        ('1,"Peeters,Jan",Groen', '1,"[gewist]",Groen'),
        ("Jan;;Peeters;1", "[gewist];;[gewist];1"),
        (
            "Voornaam;Naam;Voornaam 2;Naam 2\nBart;Peeters;Jan;Claes\nAn;Wijn;Jan;Peeters",
            "Voornaam;Naam;Voornaam 2;Naam 2\nBart;Peeters;Jan;Claes\nAn;Wijn;[gewist];[gewist]",
        ),
        (
            "Dienst,First name,Last name,Place\nGroen,Jan,Peeters,Linde",
            "Dienst,First name,Last name,Place\nGroen,[gewist],[gewist],Linde",
        ),
        ('Naam;Dienst\n"Peeters, Jan";Groen, Blauw\n', 'Naam;Dienst\n"[gewist]";Groen, Blauw\n'),
    ],
)
def test_a_name_that_fills_whole_cells_is_erased(tmp_path: Path, text: str, erased: str) -> None:
    assert erase(tmp_path, text) == (erased, True)


@pytest.mark.parametrize(
    ("text", "erased"),
    [
        ("van den Berg;An-Sofie;1", "[gewist];[gewist];1"),
        ("Berg;;An-Sofie van den;1", "[gewist];;[gewist];1"),
        ("An-Sofie\tvan den\tBerg\t1", "[gewist]\t[gewist]\t[gewist]\t1"),
        (
            "Vorname;Zusatz;Nachname\nAN-SOFIE;van den;Berg",
            "Vorname;Zusatz;Nachname\n[gewist];[gewist];[gewist]",
        ),
    ],
)
def test_a_name_of_more_words_is_erased_however_it_is_divided(tmp_path: Path, text: str, erased: str) -> None:
    assert erase(tmp_path, text, SOFIE) == (erased, True)


@pytest.mark.parametrize(
    "text",
    [
        "Bart;Peeters;Jan;Claes",  # two people, or a service, Peeters Jan and a place
        "Voornaam;Dienst;Achternaam\nJan;Groen;Peeters",
        "Achternaam;Dienst;Plaats;Mail;Voornaam\nPeeters;Groen;Linde;;Jan",
        "Nr;Wie\n1;Bart,Jan,Peeters,An",
    ],
)
@pytest.mark.parametrize("name", ["staf.csv", "done/staf.csv"])
def test_what_may_be_of_two_people_is_listed_and_stays(tmp_path: Path, text: str, name: str) -> None:
    match = search_content(INBOX / name, text.encode(), JAN)
    assert match is not None
    assert (match.remedy, match.note) == (FileRemedy.BY_HAND, PERHAPS_OTHERS)
    assert erase(tmp_path, text) == (text, False)


def test_what_is_certain_is_erased_beside_what_is_not(tmp_path: Path) -> None:
    text = "Trekker {};1;2;3\nBart;Peeters;Jan;Claes"
    assert erase(tmp_path, text.format("Jan Peeters")) == (text.format("[gewist]"), False)


@pytest.mark.parametrize(
    ("rows", "remedy"),
    [
        ([["Bart Peeters", "Jan Claes"]], None),
        ([["Bart Peeters"], ["Jan Claes"]], None),
        ([["Jan", "Peeters"]], FileRemedy.DELETE),
        ([["Bart", "Peeters", "Jan", "Claes"]], FileRemedy.BY_HAND),
        ([["Voornaam", "", "Achternaam"], ["Jan", "", "Peeters"]], FileRemedy.DELETE),
        ([["Voornaam", "Dienst", "Achternaam"], ["Jan", "Groen", "Peeters"]], FileRemedy.BY_HAND),
    ],
)
def test_a_workbook_that_was_handled_is_deleted_for_the_person_alone(
    rows: list[list[str]], remedy: FileRemedy | None
) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    match = search_content(INBOX / "done/staf.xlsx", made.getvalue(), JAN)
    assert (match.remedy if match else None) == remedy
