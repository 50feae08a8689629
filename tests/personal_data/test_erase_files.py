"""A file in which a person stands is erased in its own encoding, and one that cannot be stops no other."""

import io
import zipfile
from pathlib import Path

import pytest

from terugkom.personal_data.person_pattern import PersonPattern
from terugkom.personal_data.search_files import FileMatch, FileRemedy, erase_file

PATTERN = PersonPattern(frozenset({"zoe.dhaene@linde.example.org"}), frozenset({"Zoë d'Haene"}))
XML = "<?xml version='1.0' encoding='{}'?><w:t>Gevraagd aan Zoë d'Haene, één keer</w:t>"
ERASED = "<w:t>Gevraagd aan [gewist], één keer</w:t>"


def pack(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("declared", "coding", "mark"),
    [
        ("UTF-16", "utf-16-le", b"\xff\xfe"),
        ("UTF-16", "utf-16-be", b"\xfe\xff"),
        ("UTF-16", "utf-16-le", b""),
        ("UTF-8", "utf-8", b"\xef\xbb\xbf"),
        ("UTF-8", "utf-8", b""),
        ("ISO-8859-1", "latin-1", b""),
    ],
)
def test_a_part_is_changed_in_its_own_encoding(
    tmp_path: Path, declared: str, coding: str, mark: bytes
) -> None:
    other = XML.format("UTF-16").replace("Zoë d'Haene", "An Wijn").encode("utf-16")
    path = tmp_path / "verslag.docx"
    path.write_bytes(pack(document=mark + XML.format(declared).encode(coding), header=other))
    assert erase_file(tmp_path, FileMatch(Path(path.name), FileRemedy.REPLACE), PATTERN)
    with zipfile.ZipFile(path) as package:
        content = package.read("word/document.xml")
        assert package.read("word/header.xml") == other
    assert content.startswith(mark)
    text = content.removeprefix(mark).decode(coding)
    assert text == f"<?xml version='1.0' encoding='{declared}'?>{ERASED}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.docx", pack(document=b"<w:t>Zo\xeb d'Haene</w:t>")),
        ("v.docx", pack(document=b"<?xml version='1.0' encoding='x-none'?><w:t>Zoe d'Haene</w:t>")),
        ("v.docx", b"PK\x03\x04 cut"),
        ("v.png", b"\x89PNG\r\n\x1a\n\0\0 Zoe d'Haene"),
        ("gone", None),
    ],
)
def test_a_file_that_cannot_be_changed_is_for_a_person(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    path = tmp_path / name
    remedy = FileRemedy.REPLACE
    if content is None:
        path.mkdir()  # nothing that can be deleted as a file
        remedy = FileRemedy.DELETE
    else:
        path.write_bytes(content)
    assert not erase_file(tmp_path, FileMatch(Path(name), remedy), PATTERN)
    assert path.is_dir() if content is None else path.read_bytes() == content
