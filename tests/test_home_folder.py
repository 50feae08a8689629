"""Nobody but its user enters a home: new ones, and those that earlier versions made."""

import fcntl
import os
import stat
from pathlib import Path

import pytest

from terugkom import home_folder
from terugkom.command_line import main
from terugkom.errors import InputError
from terugkom.home_folder import is_served, make_private


def open_to_others(folder: Path) -> list[Path]:
    """The paths below a folder, and itself, on which group or others have any right."""
    paths = [folder, *folder.rglob("*")]
    return [path for path in paths if not path.is_symlink() and path.stat().st_mode & 0o077]


@pytest.fixture
def old_home(tmp_path: Path) -> Path:
    """A home as a version made it that did not care, under the usual umask."""
    home = tmp_path / "home"
    for folder in ("documents/linde/2026-11-23", "outbox/linde", "municipalities/linde/inbox", "prefect"):
        (home / folder).mkdir(parents=True)
        (home / folder / "file").write_text("Lotte")
    for name in ("terugkom.db", "terugkom.db-wal", "errors.log", "errors.log.1"):
        (home / name).write_text("Lotte")
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o664)
    return home


def give_to_root(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Have these belong to root, and be the user 4711, to whom all else belongs."""
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    monkeypatch.setattr(home_folder, "_find_owner", lambda path: 0 if path in paths else 4711)


@pytest.mark.parametrize("name", [".", "terugkom.db-wal", "errors.log", "documents", "prefect/file"])
def test_what_each_run_needs_and_another_user_has_is_refused_with_what_to_do(
    old_home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    give_to_root(monkeypatch, old_home / name)
    with pytest.raises(InputError) as caught:
        make_private(old_home)
    said = str(caught.value)
    assert said.startswith(f"{old_home / name} belongs to the user root, and this runs as 4711")
    assert f"`sudo chown -R 4711 {old_home}`" in said


def test_root_is_refused_in_the_home_of_the_service(old_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(home_folder, "_find_owner", lambda path: 4711)
    with pytest.raises(InputError, match=r"belongs to the user 4711: run this as that user \(sudo -u 4711"):
        make_private(old_home)


def test_a_folder_of_one_municipality_is_that_one_s_trouble_alone(
    old_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("municipalities/linde", "municipalities/linde/inbox", "outbox/linde", "documents/linde")
    give_to_root(monkeypatch, *(old_home / name for name in names))
    make_private(old_home)
    assert open_to_others(old_home) == []


def test_a_home_of_before_is_closed_with_all_that_is_in_it(old_home: Path) -> None:
    make_private(old_home)
    assert open_to_others(old_home) == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in old_home.rglob("*") if path.is_dir()} == {0o700}
    assert (old_home / "documents/linde/2026-11-23/file").read_text() == "Lotte"


def test_links_are_not_followed_and_what_is_not_ours_is_left(old_home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").touch()
    (old_home / "own").mkdir()
    for path, mode in ((outside, 0o755), (outside / "file", 0o644), (old_home / "own", 0o755)):
        path.chmod(mode)
    (old_home / "municipalities/linde/link").symlink_to(outside / "file")
    (old_home / "municipalities/elsewhere").symlink_to(outside)
    (old_home / "demo").symlink_to(outside)
    make_private(old_home)
    assert stat.S_IMODE(old_home.stat().st_mode) == 0o700
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (outside, outside / "file", old_home / "own")]
    assert modes == [0o755, 0o644, 0o755]


def test_a_home_that_was_closed_half_way_is_closed_at_the_next_start(
    old_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = Path.chmod, 5

    def fail_later(path: Path, mode: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise PermissionError("killed")
        real(path, mode)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "chmod", fail_later)
        with pytest.raises(InputError, match="cannot be opened for its user alone"):
            make_private(old_home)
    make_private(old_home)
    assert open_to_others(old_home) == []


def test_a_folder_that_all_share_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    with pytest.raises(InputError, match="shared by all users"):
        make_private(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


def test_what_a_command_makes_is_its_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "new" / "home"))
    before = os.umask(0o002)
    try:
        assert main(["init"]) == 0
        (tmp_path / "new" / "home" / "documents").mkdir()
    finally:
        os.umask(before)
    assert open_to_others(tmp_path / "new") == []


def test_a_home_of_which_it_cannot_be_seen_whether_it_is_served_is_not_taken_for_free(tmp_path: Path) -> None:
    """To remove a demo took what cannot be read for a home that nobody uses; a restore did not."""
    assert not is_served(tmp_path)
    (tmp_path / "server.url").mkdir()
    with pytest.raises(OSError, match=r"server\.url"):
        is_served(tmp_path)
    (tmp_path / "server.url").rmdir()
    with (tmp_path / "server.url").open("w") as url_file:
        assert not is_served(tmp_path)
        fcntl.flock(url_file, fcntl.LOCK_EX)
        assert is_served(tmp_path)
