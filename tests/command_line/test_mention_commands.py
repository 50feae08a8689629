"""heard and mentions: what is said elsewhere, pasted, listed and put away."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.command_line.conftest import MAP, Call


@pytest.fixture
def said(terugkom: Call, plan: Path) -> Path:
    """A municipality, and a file with what somebody said."""
    assert terugkom("import", plan, "--municipality", "linde", *MAP).status in (0, 1)
    path = plan.with_name("said.txt")
    path.write_text("Waar blijft de fietsstraat?\n", encoding="utf-8-sig")
    return path


def test_what_is_pasted_is_stored_once_listed_and_put_away(
    terugkom: Call, said: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ("heard", "--source", "facebook", "--day", "2026-11-20", "--today", "2026-11-28", "--json")
    assert terugkom(*told, "--file", said).json == {"number": 1, "new": True}
    assert terugkom(*told, "--file", said).json == {"number": None, "new": False}
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO("Mooi werk é\n".encode())))
    assert terugkom("heard", "--today", "2026-11-28").out == "Stored as mention 2.\n"
    second, first = terugkom("mentions", "--json").json
    assert (first["text"], first["source"], first["said_on"]) == (
        "Waar blijft de fietsstraat?", "facebook", "2026-11-20",
    )  # fmt: skip
    assert (second["text"], second["source"], second["said_on"]) == ("Mooi werk é", "pasted", "2026-11-28")
    assert "fietsstraat" in terugkom("mentions").out
    assert terugkom("mentions", "--seen", "1", "--today", "2026-11-28").out == "1 marked as seen.\n"
    assert [each["number"] for each in terugkom("mentions", "--json").json] == [2]
    listed = {each["number"]: each["seen_on"] for each in terugkom("mentions", "--all", "--json").json}
    assert listed == {1: "2026-11-28", 2: None}


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "there is no text"), (b"\xff\xfe\x00", "no text in UTF-8"), (b"x" * 100_001, "more than 100000")],
)
def test_what_is_no_text_is_refused(terugkom: Call, said: Path, content: bytes, why: str) -> None:
    said.write_bytes(content)
    refused = terugkom("heard", "--file", said)
    assert refused.status == 2
    assert why in refused.err
    assert terugkom("heard", "--file", said.with_name("nergens.txt")).status == 2
    assert terugkom("mentions", "--seen", "7").status == 2
    assert terugkom("mentions", "--json").json == []
