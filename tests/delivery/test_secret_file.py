"""Secrets in files as editors of any system write them."""

from pathlib import Path

import pytest

from terugkom.delivery.secret_file import read_secret_file
from terugkom.errors import PublicInputError


@pytest.mark.parametrize(
    "content", [b"geh\xc3\xa9im", b"\xef\xbb\xbfgeh\xc3\xa9im\r\n", b" geh\xc3\xa9im\n\n"]
)
def test_a_secret_is_what_stands_in_its_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    assert read_secret_file(tmp_path / "secret", "X") == "gehéim"


def test_a_file_in_another_encoding_is_named_by_its_setting(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim", "utf-16")
    with pytest.raises(PublicInputError, match="X is not text in UTF-8"):
        read_secret_file(tmp_path / "secret", "X")
