"""share, import-shared: what goes to neighbours, and what comes from them."""

import json
from pathlib import Path
from typing import Any

import pytest

from terugkom.peers.export_shared import SharedActionData, SharedPlan
from terugkom.peers.share_file import serialize_shared_plan
from tests.command_line.conftest import MAP, Call

THEME = (*MAP, "--map", "Thema=theme", "--map", "Wat werkte=extra")


@pytest.fixture
def linde(terugkom: Call, tmp_path: Path) -> Path:
    """A municipality with two actions, of which one has a theme; and where a file can lie."""
    plan = tmp_path / "linde.csv"
    plan.write_text(
        "Nr,Wat,Wie,Tegen,Thema,Wat werkte\n"
        "A1,Ledlampen,An Peeters,30/11/2027,Energie,Samen aankopen\n"
        "A2,Isoleren,Bo Maes,30/11/2027,,\n",
        encoding="utf-8",
    )
    assert terugkom("import", plan, "--municipality", "linde", *THEME).status in (0, 1)
    return tmp_path / "gedeeld.json"


def neighbour(path: Path, *codes: str) -> Path:
    path.write_bytes(
        serialize_shared_plan(
            SharedPlan("Kouterdijk", tuple(SharedActionData(each, "Actie", "Energie") for each in codes))
        )
    )
    return path


def test_what_is_shared_lies_in_the_file_and_is_counted(terugkom: Call, linde: Path) -> None:
    said = terugkom("share", linde, "--json")
    assert (said.status, said.json) == (0, {"file": str(linde), "shared": 1, "withheld": []})
    content = json.loads(linde.read_text(encoding="utf-8"))
    assert (content["format"], content["version"]) == ("terugkom-shared-actions", 1)
    assert content["actions"] == [
        {
            "code": "A1",
            "title": "Ledlampen",
            "theme": "Energie",
            "sdgs": [],
            "status": "planned",
            "worked": "Samen aankopen",
            "did_not_work": "",
            "took_days": None,
        }
    ]
    before = linde.read_bytes()
    assert "1 action of" in terugkom("share", linde).out
    assert linde.read_bytes() == before


def test_what_seems_to_name_somebody_is_kept_back_and_needs_a_person(terugkom: Call, linde: Path) -> None:
    plan = linde.with_name("linde.csv")
    plan.write_text(plan.read_text(encoding="utf-8").replace("Samen", "Peeters liet"), encoding="utf-8")
    terugkom("import", plan, "--municipality", "linde")
    said = terugkom("share", linde, "--json")
    assert (said.status, said.json["withheld"]) == (1, [{"code": "A1", "field": "worked"}])
    assert "Peeters" not in linde.read_text(encoding="utf-8")
    assert "Reword it in the plan" in " ".join(terugkom("share", linde).out.split())


def test_a_neighbours_file_is_taken_in_and_again_changes_nothing(
    terugkom: Call, linde: Path, tmp_path: Path
) -> None:
    path, into = neighbour(tmp_path / "buur.json", "1", "2"), ("--municipality", "linde", "--json")
    said = terugkom("import-shared", path, *into)
    counts = {"added": 2, "changed": 0, "unchanged": 0, "removed": 0}
    assert (said.status, said.json) == (0, {"file": str(path), "source": "Kouterdijk", "actions": counts})
    assert terugkom("import-shared", path, *into).json["actions"] == counts | {"added": 0, "unchanged": 2}
    neighbour(path, "2")
    assert "1 unchanged, 1 removed" in terugkom("import-shared", path, *into[:2]).out
    assert [each["code"] for each in terugkom("actions", "--json").json] == ["A1", "A2"]


def wrong_calls(folder: Path) -> dict[str, tuple[tuple[str, ...], str]]:
    into = ("--municipality", "linde")
    return {
        "no file to take in": (("import-shared", str(folder / "niets.json"), *into), "there is no such file"),
        "a plan and not a shared file": (("import-shared", str(folder / "linde.csv"), *into), "invalid JSON"),
        "its own file": (
            ("import-shared", str(folder / "eigen.json"), *into),
            "give the file of another municipality",
        ),
        "nobody to take it in": (("import-shared", str(folder / "eigen.json")), "--municipality"),
        "an unknown municipality": (("share", str(folder / "x.json"), "--municipality", "gent"), "'gent'"),
        "no folder to share in": (("share", str(folder / "x/y.json")), "cannot be written"),
        "a folder to share in": (("share", str(folder)), "cannot be written"),
    }


@pytest.mark.parametrize("name", wrong_calls(Path()))
def test_a_wrong_call_ends_with_2_and_says_why(
    terugkom: Call, linde: Path, tmp_path: Path, name: str
) -> None:
    terugkom("share", tmp_path / "eigen.json")
    arguments, says = wrong_calls(tmp_path)[name]
    there = sorted(tmp_path.iterdir())
    said: Any = terugkom(*arguments)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert sorted(tmp_path.iterdir()) == there
