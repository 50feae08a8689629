"""A whole year of the demo municipality's meetings, as a table that was read by eye."""

from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from tests.meetings.packs.test_page_balance import check_balance
from tests.meetings.year import TABLE, table, zilverbeke
from tests.plain_language.read_mails import list_faults_in_mails, list_pdfs
from tests.plain_language.vary_counts import RecordedLetters
from tests.server_paths import list_mails_with_path


@pytest.mark.long
def test_the_year_of_meetings_goes_as_the_table_says(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = RecordedLetters(monkeypatch)
    town = zilverbeke(sqlite_database, tmp_path)
    assert table(town) == TABLE.read_text(encoding="utf-8"), (
        "if this is meant: `python -m tests.meetings.year`, and read the table again"
    )
    assert list_mails_with_path(tmp_path, tmp_path) == []
    assert list_faults_in_mails(tmp_path) == []
    assert letters.list_wrong_plurals() == []
    packs = list_pdfs(tmp_path)
    assert len(packs) > 9
    for pack in packs:
        check_balance(pack)
