"""Names that occur nowhere else, planted in all that people write; looked for afterwards in what is kept."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

PERSON = "Xaverine Markeer"
ADDRESS = "xaverine@markeer.example"
TITLE = "Titelvlagwoord plaatsen bij het zwembad"
GROUP = "Deelgroep Groepsvlagwoord"
FILE = "bestandsvlagwoord"
SHEET = "Bladvlagwoord"
COLUMN = "Kolomvlagwoord"
PICTURE = "fotovlagwoord"
STORY = "verhaalvlagwoord"
MARKS = ("arkeer", "averine", "lagwoord")  # a part of each


def list_planted(texts: Iterator[str]) -> list[str]:
    """Return the texts in which a planted name stands."""
    return [text for text in texts if any(mark in text for mark in MARKS)]


def list_cells(path: Path) -> Iterator[str]:
    """Yield the text of each cell of each table of an SQLite database, with where it stands."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in database.execute(f'SELECT * FROM "{name}"'):
                yield from (f"{name}: {cell!r}" for cell in row if isinstance(cell, str | bytes))
    database.close()
