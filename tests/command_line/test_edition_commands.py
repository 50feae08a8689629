"""claims keep, claims list and renew: what they change, print, and how they end."""

from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.editions.model import EditionStep
from tests.command_line.conftest import Call
from tests.editions.conftest import BEFORE, LIGHT, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.editions.test_claims import publish

SENTENCE = "Onze school is nu klimaatneutraal."
KEEP = ("claims", "keep", "--by", "Dora Vink", "--today", ASKED)


@pytest.fixture
def room(home: Path) -> EditionMunicipality:
    """Linde in the home of the commands, with an edition that an officer edited."""
    folder = home / "municipalities"
    folder.mkdir()
    room = EditionMunicipality(Database(f"sqlite:///{home / 'terugkom.db'}"), folder)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW, indicators=[LIGHT])
    room.compile()
    path = next(room.folder.glob("*-loopt-e-02.md"))
    path.write_text(path.read_text().replace("Negen van de twaalf gebouwen.", SENTENCE))
    return room


@pytest.mark.parametrize(
    "command",
    [
        ("renew", "linde/2031-Q1", "--today", ASKED),
        ("approve", "linde/2031-Q1", "--name", "Dora Vink", "--today", ASKED),
        ("correct-edition", "withdraw", "linde/2031-Q1", "x", "--because", "Fout.", "--today", ASKED),
    ],
)
def test_an_edition_that_is_not_there_is_refused_in_one_text(
    terugkom: Call, room: EditionMunicipality, command: tuple[object, ...]
) -> None:
    said = terugkom(*command)
    assert (said.status, said.err) == (2, "terugkom: there is no edition of 2031-Q1\n")


@pytest.mark.long
def test_a_sentence_is_kept_by_some_of_its_words_with_a_reason(
    terugkom: Call, room: EditionMunicipality
) -> None:
    (finding,) = room.compile().sentence_findings
    assert (finding.statement, finding.rule) == (SENTENCE, "absolute")
    assert "klimaatneutraal" in finding.message
    assert "Ledverlichting” loopt nog" in finding.plan
    assert finding.why
    assert finding.question
    assert room.take_due_step(ASKED) is EditionStep.NOT_READY
    for words, reason, why in (
        ("zonnepanelen", "Geteld.", "there is nothing to keep"),
        ("klimaatneutraal", " ", "a reason is required"),
    ):
        refused = terugkom(*KEEP, words, "--reason", reason)
        assert (refused.status, why in refused.err) == (2, True)
    kept = terugkom(*KEEP, "KLIMAATNEUTRAAL", "--reason", "Berekend door de provincie.", "--json")
    assert kept.json == {
        "sentence": SENTENCE,
        "rules": ["absolute"],
        "reason": "Berekend door de provincie.",
        "by": "Dora Vink",
    }
    assert room.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    path = next(room.folder.glob("*-loopt-e-02.md"))
    path.write_text(path.read_text().replace("nu klimaatneutraal", "helemaal klimaatneutraal"))
    assert not room.compile().is_ready, "another sentence is asked about again"


@pytest.mark.long
def test_an_edition_that_is_not_ready_is_not_approved_and_what_is_open_is_listed(
    terugkom: Call, room: EditionMunicipality
) -> None:
    approve = ("approve", "linde/2026-Q4", "--name", "Lotte", "--today", ASKED)
    (problem,) = room.compile().problems
    for state in ("draft", "not-ready"):
        assert room.state() == state
        refused = terugkom(*approve)
        assert (refused.status, refused.out) == (2, "")
        assert refused.err.splitlines() == [
            "terugkom: the edition is not ready. Points that are still open: 1; "
            "the mail about it lists them.",
            *problem.splitlines(),
        ]
        room.take_due_step(ASKED)
    path = next(room.folder.glob("*-loopt-e-02.md"))
    path.write_text(path.read_text().replace(SENTENCE, "Negen van de twaalf gebouwen."))
    assert room.compile().is_ready
    assert terugkom(*approve).err == (
        "terugkom: its approval was not asked yet: that is done by mail, at the next daily run.\n"
    )
    assert room.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    assert terugkom(*approve[:-2], "--drop", "--today", ASKED).status == 0
    assert terugkom(*approve).err == "terugkom: there is nothing left to decide.\n"


@pytest.mark.long
def test_who_reads_the_list_sees_what_was_said_where_and_until_when(
    terugkom: Call, room: EditionMunicipality
) -> None:
    terugkom(*KEEP, SENTENCE, "--reason", "Berekend door de provincie.")
    publish(room)
    listed = terugkom("claims", "--json", "--today", ASKED)
    assert listed.status == 0
    (general,) = [each for each in listed.json if each["kind"] == "general"]
    assert (general["edition"], general["text"], general["action"]) == ("2026-Q4", SENTENCE, "E-02")
    assert (general["kept_because"], general["kept_by"]) == ("Berekend door de provincie.", "Dora Vink")
    assert (general["holds_until"], general["published_on"]) == ("2028-06-17", "2026-12-17")
    assert "website" in general["stays_on"]
    room.import_actions(ASKED, NOW[0] | {"status": "lopend"}, *NOW[1:], indicators=[LIGHT])
    later = terugkom("claims", "list", "--json", "--today", ASKED)
    assert later.status == 1
    outdated = [each for each in later.json if each["no_longer_holds"]]
    assert [(each["action"], each["no_longer_holds"]) for each in outdated] == [("M-01", "reopened")]
    assert "reopened" in terugkom("claims", "--today", ASKED).out


@pytest.mark.long
def test_renew_touches_what_nobody_edited_and_names_the_rest(
    terugkom: Call, room: EditionMunicipality
) -> None:
    terugkom(*KEEP, SENTENCE, "--reason", "Berekend door de provincie.")
    assert room.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
    edited = next(room.folder.glob("*-loopt-e-02.md"))
    before = edited.read_text()
    rows = (NOW[0] | {"status": "gestopt"}, NOW[1] | {"deadline": ASKED.replace(year=2027)}, *NOW[2:])
    room.import_actions(ASKED, *rows, indicators=[LIGHT])
    renewed = terugkom("renew", "linde/2026-Q4", "--today", ASKED, "--json")
    assert renewed.json["edition"] == "linde/2026-Q4"
    assert renewed.json["removed"] == ["klaar-m-01"]
    assert renewed.json["written"] == ["minder-m-01"]
    assert (renewed.status, renewed.json["to_look_at"]) == (1, ["020-loopt-e-02.md"])
    assert edited.read_text() == before
    assert "You edited 020-loopt-e-02.md" in terugkom("renew", "linde/2026-Q4", "--today", ASKED).out


def test_one_story_that_is_renewed_is_said_to_be_one(terugkom: Call, room: EditionMunicipality) -> None:
    room.import_actions(ASKED, NOW[0] | {"status": "gestopt"}, *NOW[1:], indicators=[LIGHT])
    said = terugkom("renew", "linde/2026-Q4", "--today", ASKED).out
    assert said.splitlines()[0] == "1 story was written anew, 1 removed."
