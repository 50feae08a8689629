"""What an import tells a person: sums and tables in the terminal, and the same as a page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.command_line.conftest import Call

FIRST = """Nr,Wat,Wie,Tegen,Stand
A1,Led in alle gebouwen,An Peeters,30/11/2026,lopend
A2,Dak isoleren,Bo Maes; An Peeters,eind 2027,gepland
,,,,
A3,Zonnepanelen <b>,,31/02/2027,gepland
Nr,Wat,Wie,Tegen,Stand
A4,,An Peeters,eind 2027,gepland
"""
SECOND = """Nr,Wat,Wie,Tegen,Stand
A1,Led in alle gebouwen,An Peeters,Q1 2027,klaar
A2,Dak isoleren,Bo Maes; An Peeters,eind 2027,gepland
A5,Regenput,Bo Maes,,gepland
"""


class _Shown(HTMLParser):
    """The headings of a page, and under each the rows of its tables and the items of its lists."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.under: dict[str, list[tuple[str, ...]]] = {}
        self._heading = self._text = ""
        self._cells: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("h1", "h2", "th", "td", "li"):
            self._text = ""
        elif tag == "tr":
            self._cells = []

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        text = " ".join(self._text.split())
        if tag in ("h1", "h2"):
            self._heading = text
            self.under[text] = []
        elif tag in ("th", "td"):
            self._cells.append(text)
        elif tag == "tr" and self._heading:
            self.under[self._heading].append(tuple(self._cells))
        elif tag == "li" and self._heading:
            self.under[self._heading].append((text,))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(FIRST, encoding="utf-8")
    return path


def _take_in(terugkom: Call, file: Path, *more: object) -> tuple[int, str]:
    said = terugkom("import", file, "--municipality", "lievegem", "--today", "2026-11-23", *more)
    return said.status, said.out


def test_the_terminal_shows_sums_that_add_up_and_a_table_of_what_to_look_at(
    terugkom: Call, file: Path
) -> None:
    status, out = _take_in(terugkom, file)

    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert status == 1, "there is something to look at"
    assert lines[:3] == [
        "plan.csv -> lievegem",
        "rows: 7 = 2 header + 3 imported + 1 refused + 1 blank",
        "actions: 3 = 3 added",
    ]
    assert "4 findings" in lines
    assert "Sheet Row Column Finding" in lines
    starts = [" ".join(line.split()[:3]) for line in lines if line.startswith("plan.csv ")]
    assert starts[1:] == ["plan.csv 7 Wat", "plan.csv 5 Tegen", "plan.csv 2 Wie", "plan.csv 3 Wie"]


def test_the_terminal_shows_from_what_to_what_an_action_changed(terugkom: Call, file: Path) -> None:
    _take_in(terugkom, file)
    file.write_text(SECOND, encoding="utf-8")

    _, out = _take_in(terugkom, file)

    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[1:3] == [
        "rows: 4 = 1 header + 3 imported",
        "actions: 4 = 1 added + 1 changed + 1 unchanged + 1 missing",
    ]
    assert "A1 deadline 2026-11-30 2027-03-31" in lines
    assert "A1 status running done" in lines
    assert "no longer in the file: A3" in lines


def test_the_page_has_the_same_sums_findings_and_columns(terugkom: Call, file: Path, tmp_path: Path) -> None:
    _take_in(terugkom, file, "--page", tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Het plan telt nu 3 acties, 2 mensen." in html
    assert "overflow-wrap:anywhere" not in html[html.index("<table") :], "a cell breaks no words"
    page = _Shown(html).under
    assert page["Elke rij verantwoord"][1:] == [
        ("ingelezen", "3"),
        ("kop of uitleg bij de kop", "2"),
        ("leeg", "1"),
        ("niet ingelezen, zie hieronder waarom", "1"),
        ("samen", "7"),
    ]
    assert [row[:3] for row in page["Om na te kijken"][1:]] == [
        ("plan.csv", "2", "Wie"),
        ("plan.csv", "3", "Wie"),
        ("plan.csv", "5", "Tegen"),
        ("plan.csv", "7", "Wat"),
    ]
    assert page["Om na te kijken"][3][3].startswith("“31/02/2027” is geen bestaande datum.")
    assert page["Nieuwe acties"][1:] == [
        ("A1", "Led in alle gebouwen"),
        ("A2", "Dak isoleren"),
        ("A3", "Zonnepanelen <b>"),
    ]
    assert [row[1:] for row in page["Hoe wij de kolommen lazen"][1:]] == [
        ("Nr", "Code"),
        ("Wat", "Titel"),
        ("Wie", "Trekkers"),
        ("Tegen", "Deadline"),
        ("Stand", "Status"),
    ]


@pytest.mark.long
def test_the_page_lists_what_changed_and_what_is_gone(terugkom: Call, file: Path, tmp_path: Path) -> None:
    _take_in(terugkom, file)
    file.write_text(SECOND, encoding="utf-8")

    _take_in(terugkom, file, "--page", tmp_path / "report.html")

    page = _Shown((tmp_path / "report.html").read_text(encoding="utf-8")).under
    assert page["De acties in het plan"][1:] == [
        ("nieuw", "1"),
        ("gewijzigd", "1"),
        ("ongewijzigd", "1"),
        ("in het plan, maar niet meer in het bestand", "1"),
        ("samen", "4"),
    ]
    assert page["Wat er wijzigde"][1:] == [
        ("A1", "Deadline", "30/11/2026", "31/03/2027"),
        ("A1", "Hoe precies de deadline is", "dag", "kwartaal"),
        ("A1", "Deadline, in eigen woorden", "30/11/2026", "Q1 2027"),
        ("A1", "Status", "lopend", "klaar"),
    ]
    assert page["Niet meer in het bestand"] == [("A3",)]
    assert page["Nieuwe acties"][1:] == [("A5", "Regenput")]


def test_a_dry_run_writes_the_page_and_nothing_else(terugkom: Call, file: Path, tmp_path: Path) -> None:
    _take_in(terugkom, file, "--dry-run", "--page", tmp_path / "report.html")

    assert "er is nog niets gewijzigd" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert terugkom("actions", "--municipality", "lievegem").status == 2, "it was not made"


def test_a_page_that_cannot_be_written_is_told_before_anything_is_imported(
    terugkom: Call, file: Path, tmp_path: Path
) -> None:
    for page in (tmp_path / "nowhere" / "report.html", tmp_path):
        said = terugkom("import", file, "--municipality", "lievegem", "--page", page)
        assert said.status == 2
        assert "cannot be written" in said.err
    assert terugkom("actions", "--municipality", "lievegem").status == 2


MANY = "Nr,Wat,Wie,Tegen,Stand\n" + "".join(
    f"A{n},Boom {n} planten,An Peeters,30/11/2027,{'on hold' if n == 1 else 'lopend'}\n" for n in range(1, 11)
)


def test_the_terminal_speaks_one_language_and_counts_what_it_leaves_out(terugkom: Call, file: Path) -> None:
    file.write_text(MANY, encoding="utf-8")
    out = " ".join(_take_in(terugkom, file)[1].split())

    assert "and 5 more rows: `terugkom export --municipality lievegem FILE.xlsx` writes them all" in out
    assert "plan.csv 2 Stand “on hold” says that the action is on hold, and we have no such status." in out
    assert "Will it not be done? Then choose “stopped”." in out
    assert not re.search(r"\b(?:gepland|gestopt|klaar|kennen wij|adres|lezen wij)\b", out)


def test_the_page_counts_the_rows_that_it_leaves_out(terugkom: Call, file: Path, tmp_path: Path) -> None:
    file.write_text(MANY, encoding="utf-8")
    _take_in(terugkom, file, "--page", tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "En nog 5 rijen. Het volledige plan staat in het werkboek" in html


def test_a_short_plan_leaves_nothing_out(terugkom: Call, file: Path, tmp_path: Path) -> None:
    assert "more row" not in _take_in(terugkom, file, "--page", tmp_path / "report.html")[1]
    assert "En nog" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_import_says_that_nobody_is_the_coordinator(terugkom: Call, file: Path, tmp_path: Path) -> None:
    """Mails went out whose answers reached nobody, and no import had said so."""
    out = " ".join(_take_in(terugkom, file, "--page", tmp_path / "report.html")[1].split())
    assert "No coordinator is known: an answer to a mail reaches nobody, and nobody gets the questions" in out
    assert "(`terugkom export --municipality lievegem FILE.xlsx`), and import that." in out
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Er is nog geen coördinator. Wie een mail van ons beantwoordt, bereikt dus niemand" in html
