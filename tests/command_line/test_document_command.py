"""A document that was sent is written to a file, wherever documents are kept."""

from pathlib import Path

import pytest

from terugkom.installation import open_installation
from tests.command_line.conftest import Call

NAME, CONTENT = "linde/2027-03-18/brief.eml", b"Beste Ann,\r\n"


@pytest.mark.parametrize("store", ["", "bundles", "database"])
def test_a_document_is_written_to_a_file(
    terugkom: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    monkeypatch.setenv("TERUGKOM_DOCUMENT_STORE", store)
    with open_installation() as installation:
        installation.documents.write(NAME, CONTENT)
        shown = installation.documents.locate(NAME)
    for name in (NAME, shown):
        file = tmp_path / "copy.eml"
        assert terugkom("document", name, file).status == 0
        assert file.read_bytes() == CONTENT
        file.unlink()
    for name in ("linde/none.eml", "", "../../etc/passwd", "/etc/passwd"):
        none = terugkom("document", name, tmp_path / "copy.eml")
        assert (none.status, f"there is no document {name}".strip() in none.err) == (2, True)
    assert not (tmp_path / "copy.eml").exists()


def test_where_the_home_is_the_only_place_there_is_nothing_to_synchronize(terugkom: Call) -> None:
    done = terugkom("synchronize")
    assert done.status == 2
    assert "TERUGKOM_DOCUMENT_STORE" in done.err
