"""A whole year of the demo municipality, as a table that was read by eye."""

from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from tests.plain_language.read_mails import list_faults_in_mails
from tests.plain_language.vary_counts import RecordedLetters
from tests.reminders.year import TABLE, table, zilverbeke
from tests.server_paths import list_mails_with_path


@pytest.mark.long
def test_the_year_in_zilverbeke_goes_as_the_table_says(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = RecordedLetters(monkeypatch)
    town = zilverbeke(sqlite_database, tmp_path)
    assert table(town) == TABLE.read_text(encoding="utf-8"), (
        "if this is meant: `python -m tests.reminders.year`, and read the table again"
    )
    assert list_mails_with_path(tmp_path, tmp_path) == []
    assert list_faults_in_mails(tmp_path) == []
    assert letters.list_wrong_plurals() == []
