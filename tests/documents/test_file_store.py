"""Files are there whole or not at all, inside their folder and nowhere else."""

import errno
import os
import signal
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terugkom.documents.file_store import (
    DocumentChanged,
    has_content,
    read_if_there,
    read_verified,
    sha256,
    write_all_atomically,
    write_atomically,
)

CONTENT = b"Beste Ann,\r\n"
names = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(["..", ".", "", "a", "b.eml", "\x00", "~"]), max_size=6).map("/".join),
)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("number", [1, 20, 21, 100])
def test_files_are_written_as_they_are_and_nothing_is_left_beside_them(tmp_path: Path, number: int) -> None:
    wanted = {f"lievegem/2026-03-0{at % 3}/{at}.eml": CONTENT * at for at in range(number)}
    write_all_atomically(tmp_path / "documents", wanted.items())
    assert files(tmp_path) == {f"documents/{name}": content for name, content in wanted.items()}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_atomically(tmp_path, "a/b.eml", b"old")
    assert write_atomically(tmp_path, "a/b.eml", CONTENT) == tmp_path / "a/b.eml"
    assert files(tmp_path) == {"a/b.eml": CONTENT}


def test_when_one_cannot_be_written_none_is_there(tmp_path: Path) -> None:
    write_atomically(tmp_path, "a.eml", b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match=os.strerror(errno.ENOTDIR)):
        write_all_atomically(tmp_path, [("a.eml", CONTENT), ("b.eml", CONTENT), ("file/c.eml", CONTENT)])
    assert files(tmp_path) == {"a.eml": b"old", "file": b""}


def test_when_one_name_is_wrong_none_is_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside its folder"):
        write_all_atomically(tmp_path, [("a.eml", CONTENT), ("../b.eml", CONTENT)])
    assert files(tmp_path) == {}


def test_a_disk_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomically(tmp_path, "a.eml", b"old")

    def fails(_handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_atomically(tmp_path, "a.eml", CONTENT)
    assert files(tmp_path) == {"a.eml": b"old"}


def test_content_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        seen.append(set(files(tmp_path)))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    write_all_atomically(tmp_path, [("a.eml", CONTENT), ("b.eml", CONTENT)])
    *contents, folder = seen
    assert len(contents) == 2
    assert not any({"a.eml", "b.eml"} & names for names in contents)
    assert folder == {"a.eml", "b.eml"}


@pytest.mark.parametrize("after", [0.0, 0.001, 0.003, 0.01, 0.03])
def test_killed_while_writing_each_file_is_whole_or_absent(tmp_path: Path, after: float) -> None:
    content = CONTENT * 100_000
    child = os.fork()
    if child == 0:
        try:
            for at in range(10_000):
                write_all_atomically(tmp_path, [(f"{at % 5}/a.eml", content), (f"{at % 5}/b.eml", content)])
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert all(found == content for name, found in files(tmp_path).items() if name.endswith(".eml"))


@given(name=names)
@example(name=".")
@example(name="./")
@example(name="../x.eml")
@example(name="a/../../x.eml")
@example(name="/tmp/x.eml")
@example(name="a\x00b")
def test_a_name_is_refused_or_stays_inside(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    home = tmp_path_factory.mktemp("home")
    folder = home / "in" / "documents"
    folder.mkdir(parents=True)
    try:
        write_atomically(folder, name, CONTENT)
    except ValueError:
        assert files(home) == {}
        with pytest.raises(DocumentChanged):
            read_verified(folder, name, sha256(CONTENT))
    else:
        assert list(files(folder).values()) == [CONTENT]
        assert len(files(home)) == 1
        assert read_verified(folder, name, sha256(CONTENT)) == CONTENT


def test_a_document_outside_its_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(CONTENT)
    (tmp_path / "documents").mkdir()
    for name in ("../x.eml", str(tmp_path / "x.eml")):
        with pytest.raises(DocumentChanged):
            read_verified(tmp_path / "documents", name, sha256(CONTENT))


@given(before=st.binary(max_size=50), after=st.binary(max_size=50))
def test_a_document_is_read_as_it_was_made_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    write_atomically(folder, "a.eml", before)
    assert read_verified(folder, "a.eml", sha256(before)) == before
    (folder / "a.eml").write_bytes(after)
    if after != before:
        with pytest.raises(DocumentChanged, match="was changed"):
            read_verified(folder, "a.eml", sha256(before))


def test_a_document_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(DocumentChanged, match="cannot be read: No such file"):
        read_verified(tmp_path, "a.eml", sha256(b""))


def test_a_file_that_cannot_be_read_is_not_taken_for_one_that_is_missing(tmp_path: Path) -> None:
    write_atomically(tmp_path, "a.eml", CONTENT)
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    assert read_if_there(tmp_path, "a.eml") == CONTENT
    for name in ("b.eml", "a.eml/b.eml", "folder", "x" * 300):
        assert read_if_there(tmp_path, name) is None
    with pytest.raises(OSError, match="symbolic links"):
        read_if_there(tmp_path, "loop")
    assert [has_content(tmp_path, name, CONTENT) for name in ("a.eml", "b.eml", "loop")] == [
        True,
        False,
        False,
    ]
