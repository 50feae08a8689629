"""import-staff, readers, unsubscribe, confirm, mailbox-answers: as a person calls them."""

from pathlib import Path

import pytest

from tests.command_line.conftest import MAP, Call

TOWN = ("--municipality", "zb")


@pytest.fixture
def zb(terugkom: Call, plan: Path) -> None:
    """A municipality, of whose people no address is known."""
    assert terugkom("import", plan, *TOWN, *MAP).status in (0, 1)


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    path = tmp_path / "staf.csv"
    path.write_text(
        "Naam;E-mail;In dienst sinds\nAn;an@zb.example.org;1/3/2019\nBo;bo@zb.example.org;\nCas;cas@zb;\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.usefixtures("zb")
def test_a_staff_list_goes_in_and_a_bad_row_needs_a_person(terugkom: Call, staff: Path) -> None:
    said = terugkom("import-staff", staff, *TOWN, "--json")
    assert said.status == 1
    assert said.json["rows"] == {
        "header": 1,
        "imported": 2,
        "joined": 0,
        "section": 0,
        "refused": 1,
        "example": 0,
        "blank": 0,
    }
    assert said.json["readers"] == {"added": 2, "changed": 0, "unchanged": 0, "departed": 0}
    (finding,) = said.json["findings"]
    assert (finding["sheet"], finding["row"], finding["column"]) == ("staf.csv", 4, "E-mail")
    assert finding.keys() == {"sheet", "row", "column", "code", "message"}
    shown = terugkom("import-staff", staff, *TOWN, "--dry-run")
    assert "dry run: nothing was changed" in shown.out
    assert "rows:    4 = 1 header + 2 imported + 1 refused" in shown.out
    assert "subscribers: 2 unchanged" in shown.out


@pytest.mark.long
@pytest.mark.usefixtures("zb")
def test_who_unsubscribes_is_counted_and_can_come_back(terugkom: Call, staff: Path) -> None:
    terugkom("import-staff", staff, *TOWN)
    counts = {"reading": 2, "not_started": 0, "bounced": 0, "unsubscribed": 0, "departed": 0}
    assert terugkom("readers", *TOWN, "--json").json == {**counts, "code_of_conduct": []}
    assert terugkom("unsubscribe", "AN@zb.example.org", *TOWN, "--json").json == {
        "changed": True,
        "held_back": 0,
        "reading": 1,
    }
    terugkom("import-staff", staff, *TOWN)
    counts |= {"reading": 1, "unsubscribed": 1}
    assert terugkom("readers", *TOWN, "--json").json == {**counts, "code_of_conduct": []}
    assert terugkom("unsubscribe", "an@zb.example.org", *TOWN, "--undo").out.startswith(
        "This address is subscribed."
    )
    assert "unsubscribed   0" in terugkom("readers", *TOWN).out


@pytest.mark.usefixtures("zb")
@pytest.mark.parametrize(
    "call",
    [
        ("unsubscribe", "nobody@zb.example.org", *TOWN),
        ("confirm", "an@zb.example.org", *TOWN),
        ("mailbox-answers", "nowhere"),
        ("import-staff", "nowhere.csv", *TOWN),
        ("import-staff", "STAFF", "--municipality", "elders"),
    ],
)
def test_a_wrong_call_changes_nothing_and_names_nobody(
    terugkom: Call, staff: Path, call: tuple[str, ...]
) -> None:
    terugkom("import-staff", staff, *TOWN)
    said = terugkom(*(staff if each == "STAFF" else each for each in call))
    assert said.status == 2
    assert said.err.startswith("terugkom: ")
    assert "zb.example.org" not in said.err
    assert terugkom("readers", *TOWN, "--json").json["reading"] == 2


@pytest.mark.long
@pytest.mark.usefixtures("zb")
def test_a_mail_that_is_not_understood_is_asked_about(
    terugkom: Call, staff: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_AUTHENTICATION_SERVER", "mx.zb.example.org")
    terugkom("import-staff", staff, *TOWN)
    mailbox = tmp_path / "mailbox"
    mailbox.mkdir()
    vouched = "Authentication-Results: mx.zb.example.org; dmarc=pass header.from=zb.example.org\n"
    (mailbox / "1.eml").write_text(f"{vouched}From: an@zb.example.org\nSubject: afmelden\n\n")
    (mailbox / "3.eml").write_text("From: bo@zb.example.org\nSubject: afmelden\n\n")
    (mailbox / "2.eml").write_text("From: an@zb.example.org\nSubject: Een vraag\n\n")
    told = {"unsubscribed": 1, "bounced": 0, "confirmed": 0, "left": 0, "other": 1, "refused": 1}
    dry = terugkom("mailbox-answers", mailbox, *TOWN, "--dry-run", "--json")
    assert (dry.status, dry.json) == (1, told)
    said = terugkom("mailbox-answers", mailbox, *TOWN, "--json")
    assert (said.status, said.json) == (1, told)
    assert sorted(path.name for path in mailbox.iterdir()) == ["done", "refused"]
    assert [each["kind"] for each in terugkom("questions", *TOWN, "--json").json] == ["other-mail"]
    assert terugkom("readers", *TOWN, "--json").json["unsubscribed"] == 1
