"""The demo, through Prefect, as somebody sees it who has just downloaded the program."""

import os
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from email import message_from_bytes
from email.policy import default
from io import StringIO
from pathlib import Path

import pytest

from terugkom.command_line import main
from tests.command_line.conftest import Call, CommandResult, flows_in_this_process, in_its_own_process
from tests.plain_language.read_mails import list_faults_in_mails
from tests.soak import SOAK

SUNDAY, MONDAY = date(2026, 11, 29), date(2026, 11, 30)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def first(place: Path, request: pytest.FixtureRequest) -> CommandResult:
    """The first run, on a Sunday; in a process and with a server of Prefect of its own in `make soak`, as in
    `.ci/try-wheel`."""
    command = ("demo", "--today", str(SUNDAY))
    if SOAK:
        return in_its_own_process(place, *command, new=True)
    request.getfixturevalue("prefect_server")
    out, err = StringIO(), StringIO()
    with flows_in_this_process(), redirect_stdout(out), redirect_stderr(err):
        for name in [name for name in os.environ if name.startswith("TERUGKOM_")]:
            del os.environ[name]
        os.environ["TERUGKOM_HOME"] = str(place)
        status = main(command)
    return CommandResult(status, out.getvalue(), err.getvalue())


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of the demo, for commands that are called in this process."""
    for name in [name for name in os.environ if name.startswith("TERUGKOM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TERUGKOM_HOME", str(place))
    return place


@pytest.fixture
def history(first: CommandResult, terugkom: Call) -> list[dict[str, str]]:
    """What went out so far; each test leaves it as it was."""
    found: list[dict[str, str]] = terugkom("history", "--json").json
    return found


@pytest.mark.soak
def test_the_demo_ends_well_and_tells_its_story(place: Path, first: CommandResult) -> None:
    assert first.status == 0
    # On a very busy machine a service of Prefect's finds its database locked, logs it, and tries again.
    assert "Traceback" not in first.err or "database is locked" in first.err
    for words in (
        "Zilverbeke",
        f"{SUNDAY} is not a working day; the demo runs as if it were {MONDAY}",
        "What was due",
        "owner-reminders, week 2026-W49",
        "subgroup-review of ENERGIE, planned for 2026-12",
        "core-group-review of KOP, planned for 2026-12",
        "focus-group-review of FOCUS, planned for 2026-12",
        "peer-exchange of zilverbeke, planned for 2026-12",
        "newsletter, 2026-Q4",
        "4 members",
        "Documents and deliveries",
        "What needs attention",
        "Upcoming",
        "Next steps",
        str(place / "outbox"),
    ):
        assert words in first.out
    assert str(place / "demo" / f"zilverbeke-{MONDAY}.xlsx") in first.out
    assert (place / "demo" / f"zilverbeke-{MONDAY}.xlsx").is_file()


def test_its_documents_are_where_the_history_says(place: Path, history: list[dict[str, str]]) -> None:
    assert {Path(each["document"]).is_file() for each in history} == {True}
    assert {each["state"] for each in history} == {"sent"}
    assert {each["channel"] for each in history} == {"folder"}
    assert {Path(each["document"]).is_relative_to(place / "documents") for each in history} == {True}
    assert len({each["run_id"] for each in history}) == 6, (
        "one run for the reminders, each meeting, the edition"
    )


def test_each_cycle_of_meetings_has_a_step(place: Path, history: list[dict[str, str]]) -> None:
    told = Counter(each["subject"].partition(",")[0] for each in history if "member" in each["role"])
    assert told == {
        "Uitnodiging: overleg van de deelgroep energie": 3,
        "Uitnodiging: jaarlijks overleg van de kopgroep MVO": 4,
        "Uitnodiging: overleg van de focusgroep duurzaamheid": 2,
        "Uitnodiging: uitwisseling met andere gemeenten": 4,
        "Stukken: uitwisseling met andere gemeenten": 4,
    }
    pack = next((place / "documents").rglob("meeting-pack-zilverbeke-*")).read_bytes()
    text = message_from_bytes(pack, policy=default).get_body(("plain",))
    assert text is not None
    assert "Stad Kouterdijk deed al: Dienstfietsen" in text.get_content()


def test_its_mails_lie_in_the_outbox(place: Path, history: list[dict[str, str]]) -> None:
    mails = [
        message_from_bytes(path.read_bytes(), policy=default) for path in (place / "outbox").rglob("*.eml")
    ]
    assert {mail["Message-ID"] for mail in mails} == {each["message_id"] for each in history}
    assert len(mails) == len(history) == 6 + 17 + 1, (
        "reminders and a summary, letters about meetings, an edition"
    )
    assert {mail["Auto-Submitted"] for mail in mails} == {"auto-generated"}
    assert list_faults_in_mails(place / "outbox") == []
    told = Counter(each["recipient"].partition("@")[0] for each in history)
    assert told == {
        "bram.verlinden": 5,
        "noor.aerden": 3,
        "joris.teugels": 5,
        "samira.kadour": 4,
        "lotte.wielemans": 7,
    }


def test_its_edition_waits_for_a_person_and_says_what_is_to_be_put_right(
    place: Path, first: CommandResult
) -> None:
    folder = place / "municipalities" / "zilverbeke" / "editions" / "2026-Q4"
    assert str(folder) in first.out
    stories = [path.read_text() for path in sorted(folder.glob("*.md"))]
    assert any("openbaar: ja" in story and "Schoolstraat" in story for story in stories)
    (mail,) = (place / "documents").rglob("edition-not-ready-*")
    text = message_from_bytes(mail.read_bytes(), policy=default).get_body(("plain",))
    assert text is not None
    assert text.get_content().count("Vul aan of schrap:") == sum("[Vul hier aan" in each for each in stories)


@pytest.mark.long
def test_a_second_time_the_same_day_it_sends_nothing_and_says_so(
    terugkom: Call, flows_here: None, place: Path, history: list[dict[str, str]]
) -> None:
    again = terugkom("demo", "--today", MONDAY)
    assert again.status == 0
    assert "Nothing was sent again." in again.out
    assert "unchanged" in again.out
    assert terugkom("history", "--json").json == history
    assert len(list((place / "outbox").rglob("*.eml"))) == len(history)


@pytest.mark.long
def test_a_run_after_it_has_nothing_to_do_and_says_so_in_json_alone(
    terugkom: Call, flows_here: None, history: list[dict[str, str]]
) -> None:
    said = terugkom("run", "--today", MONDAY, "--json")
    assert said.status == 0
    found = said.json
    assert (found["today"], found["moments"], found["documents"], found["deliveries"]) == (
        "2026-11-30",
        [],
        [],
        {},
    )
    assert terugkom("history", "--json").json == history


def test_a_dry_run_of_a_later_day_shows_what_would_go_out_and_keeps_nothing(
    terugkom: Call, flows_here: None, history: list[dict[str, str]]
) -> None:
    said = terugkom("run", "owner-reminders", "--today", "2026-12-07", "--dry-run", "--json")
    found = said.json
    assert found["moments"] == [
        {
            "municipality": "zilverbeke",
            "kind": "owner-reminders",
            "subject": "zilverbeke",
            "period": "2026-W50",
        }
    ]
    assert {tuple(each) for each in found["documents"]} == {("kind", "path", "sha256")}
    assert {each["path"] for each in found["documents"]} == {None}
    assert terugkom("history", "--json").json == history
