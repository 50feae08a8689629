"""The rooms of `terugkom/` lie on floors, and a room imports only from floors below its own.

`python -m tests.test_floors` prints the table of arrows as it stands in docs/architecture.md.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

import pytest

from tests.syntax_trees import list_nodes

ROOT = Path(__file__).parents[1]
ARCHITECTURE = ROOT / "docs/architecture.md"
FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "batches", "catalogues", "clock", "delimited_cells", "errors", "garbled_text", "normalize", "process",
        "record_numbers", "report", "settings", "text_encoding", "web_address", "yaml_loader",
    ),
    ("database", "free_space", "home_folder", "language_rules", "run_day"),
    ("demo_home", "documents", "leases", "request_counts", "schedule", "secret_keys"),
    ("demo_day", "plan", "work_batches"),
    ("delivery", "municipality_files", "workbook"),
    ("alerts", "backup", "claims", "gate", "ideas", "imap", "mentions", "peers"),
    ("daily_runs", "mail_settings", "meetings", "subscribers"),
    ("editions", "reminders", "retention"),
    (
        "action_pages", "code_of_conduct", "coordinator_change", "inbox", "installation", "overview",
        "personal_data",
    ),
    ("mailboxes", "site"),
    ("health_checks",),
    ("command_line",),
)  # fmt: skip
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
NO_ROOMS = {"__init__", "__main__", "demo", "migrations", "tables"}  # see docs/architecture.md

Arrows = Mapping[str, Set[str]]


def arrows(folder: Path) -> Arrows:
    """Return for each room below `folder` the rooms that it imports from."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.rglob("*.py")):
        room = path.relative_to(folder).with_suffix("").parts[0]
        if room not in NO_ROOMS:
            found[room] |= {
                other for other in imported_rooms(path, folder.name) if other not in {room, *NO_ROOMS}
            }
    return found


def imported_rooms(path: Path, package: str) -> Iterator[str]:
    """Yield the rooms that a file imports from, wherever in the file."""
    for node in list_nodes(path):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == package:
            names = [f"{package}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from (name.split(".")[1] for name in names if name.startswith(f"{package}."))


def circles(found: Arrows) -> list[set[str]]:
    """Return the groups of rooms that reach one another."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(found.get(start, ()))
        while waiting:
            room = waiting.pop()
            if room not in seen:
                seen.add(room)
                waiting += found.get(room, ())
        return seen

    reach = {room: reached(room) for room in found}
    groups = [{other for other in reach[room] if room in reach.get(other, ())} for room in found]
    return [group for number, group in enumerate(groups) if group and group not in groups[:number]]


def table(found: Arrows) -> str:
    """Return the floors with the arrows of each room as a Markdown table, from the top down."""
    lines = ["| floor | room | imports from |", "| --- | --- | --- |"]
    for number, rooms in reversed(list(enumerate(FLOORS, 1))):
        for room in rooms:
            below = sorted(found.get(room, ()), key=lambda other: (-FLOOR_OF.get(other, 0), other))
            lines.append(f"| {number} | {room} | {', '.join(below) or '-'} |")
    return "\n".join(lines)


def test_every_room_stands_on_a_floor() -> None:
    assert set(arrows(ROOT / "terugkom")) - set(FLOOR_OF) == set()


def test_no_room_imports_from_its_own_floor_or_from_above() -> None:
    allowed = {
        ("database", "errors"),
        ("database", "postgresql_connection"),
        ("database", "sqlite_file"),
        ("errors", "catalogues"),
        ("postgresql_connection", "errors"),
        ("settings", "web_address"),
    }  # they hold no subject; the lowest floor is no layer cake
    wrong = {
        f"{room} (floor {FLOOR_OF[room]}) imports {other} (floor {FLOOR_OF[other]})"
        for room, others in arrows(ROOT / "terugkom").items()
        for other in others
        if FLOOR_OF[other] >= FLOOR_OF[room] and (room, other) not in allowed
    }
    assert wrong == set()


@pytest.mark.long
def test_no_rooms_import_one_another_in_a_circle() -> None:
    assert circles(arrows(ROOT / "terugkom")) == []


@pytest.mark.long
def test_the_table_of_arrows_stands_in_the_docs() -> None:
    assert table(arrows(ROOT / "terugkom")) in ARCHITECTURE.read_text(encoding="utf-8")


def list_unnamed(text: str) -> set[str]:
    """Return the rooms that the row of their floor, in the first table, does not name in backticks."""
    rows = re.findall(r"(?m)^\| (\d+) \| (.*) \|$", text.partition("\n## ")[0])
    named = {(int(number), room) for number, cell in rows for room in re.findall(r"`(\w+)`", cell)}
    return {f"{room} (floor {number})" for room, number in FLOOR_OF.items() if (number, room) not in named}


def test_each_room_is_named_in_the_row_of_its_floor() -> None:
    assert list_unnamed(ARCHITECTURE.read_text(encoding="utf-8")) == set()


def test_a_room_in_the_row_of_another_floor_is_seen() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    assert list_unnamed(text.replace("| 6 | `gate`", "| 7 | `gate`", 1)) >= {
        "gate (floor 6)",
        "claims (floor 6)",
    }
    assert list_unnamed(text.replace("`retention`", "retention", 1)) == {"retention (floor 8)"}


@pytest.mark.parametrize(
    ("line", "rooms"),
    [
        ("from pkg.b import x", {"b"}),
        ("from pkg import b", {"b"}),
        ("import pkg.b.c", {"b"}),
        ("def f():\n    from pkg.b import x", {"b"}),
    ],
)
def test_an_import_is_seen_however_it_is_written(tmp_path: Path, line: str, rooms: set[str]) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/a.py").write_text(line, encoding="utf-8")
    assert arrows(tmp_path / "pkg") == {"a": rooms}


def test_a_circle_is_seen_through_a_third_room() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]


if __name__ == "__main__":
    sys.stdout.write(table(arrows(ROOT / "terugkom")) + "\n")
