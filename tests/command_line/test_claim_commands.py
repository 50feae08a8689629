"""claims check: what it prints about a text, and how it ends."""

from pathlib import Path

import pytest

from tests.command_line.conftest import Call

TEXT = """Wij zijn klimaatneutraal.

In de basisschool zijn 214 lampen vervangen.
Het gasverbruik daalde met 30%.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "tekst.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_each_sentence_has_its_findings(terugkom: Call, text: Path) -> None:
    checked = terugkom("claims", "check", text, "--json")
    assert checked.status == 1
    assert [line["text"] for line in checked.json] == [line for line in TEXT.splitlines() if line]
    found = [[(each["rule"], each["words"]) for each in line["findings"]] for line in checked.json]
    assert found == [[("absolute", "klimaatneutraal")], [], [("comparison", "gasverbruik daalde met 30%")]]
    (neutral,) = checked.json[0]["findings"]
    assert neutral["question"].endswith("“klimaatneutraal”.")
    assert "2024/825" in neutral["source"]


def test_people_get_the_question_in_words(terugkom: Call, text: Path) -> None:
    checked = terugkom("claims", "check", text)
    assert checked.status == 1
    assert "absolute: “klimaatneutraal” is absoluut." in checked.out
    assert "2 of 3 sentences" in checked.out


def test_a_fair_text_ends_well_and_one_that_cannot_be_read_does_not(terugkom: Call, tmp_path: Path) -> None:
    fair = tmp_path / "fair.txt"
    fair.write_bytes("\ufeffLe conseil communal s'est réuni mardi.\n".encode())
    checked = terugkom("claims", "check", fair, "--language", "fr", "--json")
    assert (checked.status, checked.json[0]["findings"]) == (0, [])
    fair.write_bytes(b"groen\xff")
    unreadable = terugkom("claims", "check", fair)
    assert (unreadable.status, unreadable.out) == (2, "")
    assert f"{fair}: byte 5 is not valid UTF-8" in unreadable.err
    missing = terugkom("claims", "check", tmp_path / "none.txt")
    assert (missing.status, "No such file" in missing.err) == (2, True)
    assert terugkom("claims", "check", fair, "--language", "es").status == 2
