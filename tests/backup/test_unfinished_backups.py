"""What a backup that was killed left beside its file is deleted by the next one."""

import os
from datetime import UTC, datetime
from pathlib import Path

from terugkom.backup.create_backup import create_backup
from terugkom.backup.unfinished_backups import hold
from terugkom.database.connection_pool import Database


def test_what_a_killed_backup_left_is_deleted_and_what_one_at_work_holds_is_not(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """Each night that one was killed left a file with all addresses and keys, which no list shows."""
    home, folder = tmp_path / "home", tmp_path / "backups"
    home.mkdir()
    folder.mkdir()
    names = (".backup-killed.part", ".backup-at-work.part", ".backup-of-another", "of-a-person.part")
    for name in names:
        (folder / name).write_text("keys")
    (folder / ".backup-killed.rows").mkdir()
    (folder / ".backup-killed.rows" / "people").write_text("addresses")
    (folder / ".backup-link.part").symlink_to(folder / "of-a-person.part")
    for each in folder.iterdir():
        os.utime(each, (0, 0), follow_symlinks=False)
    (folder / ".backup-begun-just-now.part").write_text("")
    with hold(folder / ".backup-at-work.part"):
        create_backup(sqlite_database, home, folder / "b.tar.gz", datetime(2027, 3, 1, tzinfo=UTC))
    assert {each.name for each in folder.iterdir()} == {
        *names[1:],
        ".backup-link.part",
        ".backup-begun-just-now.part",
        "b.tar.gz",
    }
