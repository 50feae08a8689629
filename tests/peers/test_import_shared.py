"""A neighbour's file: taken in beside the plan, brought up to date, refused whole if anything is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.errors import InputError, UnreadableFile
from terugkom.peers import share_file
from terugkom.peers.export_shared import SharedActionData, SharedPlan
from terugkom.peers.import_shared import import_shared_file, load_imported_actions
from terugkom.peers.model import SharedAction
from terugkom.peers.share_file import read_shared_plan, serialize_shared_plan
from terugkom.plan.model import Action, ActionStatus
from terugkom.plan.queries import get_municipality
from tests.peers.conftest import TODAY, ImportPlan, action, at

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database

ONE = SharedActionData("1", "Ledlampen", "Energie", (7,), ActionStatus.DONE, "Samen", "Té duur", 30)
TWO = SharedActionData("2", "Isoleren", "Energie", (), ActionStatus.PLANNED)


def write(path: Path, *actions: SharedActionData, of: str = "Kouterdijk") -> Path:
    path.write_bytes(serialize_shared_plan(SharedPlan(of, actions)))
    return path


def receive(database: Database, path: Path) -> dict[str, int]:
    with database.write_session() as session:
        received = import_shared_file(session, get_municipality(session, "linde"), path, at(TODAY))
    return {name: count for name, count in received.counts.items() if count}


def known(database: Database) -> dict[str, list[SharedActionData]]:
    with database.read_session() as session:
        return load_imported_actions(session, get_municipality(session, "linde"))


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    assert read_shared_plan(write(tmp_path / "a.json", TWO, ONE))[0] == SharedPlan("Kouterdijk", (ONE, TWO))


def test_a_neighbours_actions_are_inspiration_and_never_our_own(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([action("E1", "Eigen actie")])
    assert receive(database, write(tmp_path / "a.json", ONE, TWO)) == {"added": 2}
    assert known(database) == {"Kouterdijk": [ONE, TWO]}
    with database.read_session() as session:
        assert session.scalars(select(Action.code)).all() == ["E1"]


def test_taken_in_again_it_is_brought_up_to_date(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([])
    receive(database, write(tmp_path / "a.json", ONE, TWO))
    receive(database, write(tmp_path / "b.json", ONE, of="Deinze"))
    assert receive(database, write(tmp_path / "a.json", ONE, TWO)) == {"unchanged": 2}
    later = SharedActionData("2", "Isoleren", "Energie", (), ActionStatus.DONE, took_days=0)
    three = SharedActionData("3", "Zonnepanelen", "Energie")
    assert receive(database, write(tmp_path / "a.json", later, three)) == {
        "added": 1,
        "changed": 1,
        "removed": 1,
    }
    assert known(database) == {"Deinze": [ONE], "Kouterdijk": [later, three]}


def test_what_we_share_ourselves_is_refused(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([])
    with pytest.raises(InputError, match="give the file of another municipality"):
        receive(database, write(tmp_path / "a.json", ONE, of="LINDE"))


def changed(**values: Any) -> bytes:
    return json.dumps(json.loads(serialize_shared_plan(SharedPlan("Kouterdijk", (ONE,)))) | values).encode()


def with_action(**values: Any) -> bytes:
    (one,) = json.loads(serialize_shared_plan(SharedPlan("Kouterdijk", (ONE,))))["actions"]
    return changed(actions=[one, one | {"code": "2"} | values])


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "line 1, column 1: invalid JSON"),
    "cut off": (
        serialize_shared_plan(SharedPlan("Kouterdijk", (ONE,)))[:-20],
        "invalid JSON .* ask for it again",
    ),
    "no UTF-8": (b'{"format": "\xff"}', "byte 12 is not valid UTF-8"),
    "a list": (b"[]", '"format" is not'),
    "another format": (changed(format="geojson"), '"format" is not'),
    "nested without end": (b"[" * 200_000, "not a file of shared actions|invalid JSON"),
    "a number without end": (b'{"version": ' + b"9" * 10_000 + b"}", "not a file of shared actions"),
    "a newer version": (changed(version=2), "version 2 is newer .* upgrade Terugkom"),
    "no version": (changed(version=None), '"version" is not 1'),
    "a version that is true": (changed(version=True), '"version" is not 1'),
    "nobody's": (changed(municipality=""), "municipality"),
    "no actions": (changed(actions=None), "actions"),
    "too many actions": (changed(actions=[{}] * 20_001), "actions"),
    "an owner": (with_action(owner="An"), r"actions\[1\].owner: Extra inputs are not permitted"),
    "no title": (with_action(title=""), r"actions\[1\].title"),
    "a title without end": (with_action(title="x" * 501), r"actions\[1\].title"),
    "a title of two lines": (with_action(title="a\nb"), r"actions\[1\].title: .*control characters"),
    "a zero byte": (with_action(worked="a\0b"), r"actions\[1\].worked: .*control characters"),
    "half a letter": (with_action(worked="\ud800"), r"actions\[1\].worked"),
    "an unknown status": (with_action(status="bezig"), r"actions\[1\].status"),
    "a goal that is none": (with_action(sdgs=[18]), r"actions\[1\].sdgs\[0\]"),
    "a word for a number": (with_action(took_days="30"), r"actions\[1\].took_days"),
    "days without end": (with_action(took_days=10**18), r"actions\[1\].took_days"),
    "a title that shows nothing": (with_action(title=" \u200b "), r"actions\[1\].title: .*shows nothing"),
    "a theme of blanks": (with_action(theme="\u00a0 "), r"actions\[1\].theme: .*shows nothing"),
    "two lists of actions": (
        changed()[:-1] + b', "actions": []}',
        "the key actions stands twice in one object",
    ),
    "two titles": (changed().replace(b'"title"', b'"title": "x", "title"'), "the key title stands twice"),
    "a code twice": (with_action(code="1"), r"actions\[1\].code: the same as actions\[0\]"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_not_right_is_refused_whole_with_the_place(
    sqlite_database: Database, tmp_path: Path, name: str
) -> None:
    content, says = BROKEN[name]
    path = tmp_path / "buur.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=says) as refused:
        read_shared_plan(path)
    assert str(path) in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_file, "MAX_BYTES", 1000)
    (tmp_path / "groot.json").write_bytes(b" " * 1001)
    with pytest.raises(UnreadableFile, match="larger than"):
        read_shared_plan(tmp_path / "groot.json")


def test_a_file_of_millions_of_empty_values_is_not_parsed(tmp_path: Path) -> None:
    (tmp_path / "groot.json").write_bytes(b"[" + b"{}," * 1_500_000 + b"{}]")
    with pytest.raises(UnreadableFile, match="more values than any plan"):
        read_shared_plan(tmp_path / "groot.json")


@pytest.mark.parametrize("name", [".", "niets.json"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="there is no such file"):
        read_shared_plan(tmp_path / name)


def test_a_refused_file_leaves_what_was_known(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([])
    receive(database, write(tmp_path / "a.json", ONE))
    (tmp_path / "a.json").write_bytes(with_action(status="bezig"))
    with pytest.raises(UnreadableFile):
        receive(database, tmp_path / "a.json")
    with database.read_session() as session:
        assert [each.title for each in session.scalars(select(SharedAction))] == ["Ledlampen"]
