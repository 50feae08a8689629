"""An action is held against the plan wherever it is named, not only where its story says so."""

import time
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.editions.approval import RefusalReason, RefusedDecision
from terugkom.editions.correction_model import CorrectionKind
from terugkom.editions.mentioned_actions import find_action_names, find_mentioned_actions, is_about_all
from terugkom.editions.model import EditionVerdict
from terugkom.errors import InputError
from terugkom.plan.media import Medium
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality
from tests.editions.published_municipality import PublishedMunicipality

MOSTLY_SQLITE = True
NAMES_INTERNAL = "noemt “{}”, een actie die intern is"
INTERNAL_NOTE = "Dit klopte niet: Papierloos vergaderen stopte ook."
OWN_NOTE = "De actie M-01 “Drie dienstfietsen” is niet klaar."
TITLES = {"E-02": "Ledverlichting", "E-03": "Ledverlichting in de sporthal", "12": "Bomen", "A-02": "Put"}


@pytest.fixture
def linde(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    edition_municipality.compile()
    return edition_municipality


def add_story(
    room: EditionMunicipality, text: str, *, kind: str, actions: str = "", public: str = "nee"
) -> None:
    header = f"soort: {kind}\ntitel: Kort\nopenbaar: {public}\nacties: [{actions}]"
    (room.folder / "900-kort.md").write_text(f"---\n{header}\n---\n\n{text}\n")


def list_problems(room: EditionMunicipality) -> list[str]:
    return [each for each in room.compile().problems if each.startswith("900-kort.md")]


@pytest.mark.parametrize(
    ("kind", "actions", "text", "behind"),
    [
        ("loopt", "E-02, A-02", "Beide acties zijn klaar.", ["Ledverlichting", "Regenwaterput"]),
        ("loopt", "E-02, M-01", "Alle acties zijn afgerond.", ["Ledverlichting"]),
        ("loopt", "E-02, A-02", "De ledverlichting is afgewerkt.", ["Ledverlichting"]),
        ("loopt", "E-02, A-02", "De kinderen zijn klaar voor het nieuwe schooljaar.", []),
        ("loopt", "E-02, A-02", "Het ontwerp werd goedgekeurd en is klaar.", []),
        ("ander", "", "De regenwaterput is geplaatst.", ["Regenwaterput"]),
        ("ander", "", "De actie E-02 is afgerond.", ["Ledverlichting"]),
        ("klaar", "M-01", "Ook de ledverlichting is klaar.", ["Ledverlichting"]),
        ("loopt", "E-02, M-01", "De fietsen zijn geleverd.", []),
        ("ander", "", "De drie dienstfietsen zijn klaar.", []),
        ("loopt", "E-02, A-02", "Beide acties zijn voor de helft klaar.", []),
        ("ander", "", "De vloer onder de ledverlichting is klaar.", []),
    ],
)
def test_done_is_held_against_each_action_that_it_is_about(
    linde: EditionMunicipality, kind: str, actions: str, text: str, behind: list[str]
) -> None:
    add_story(linde, text, kind=kind, actions=actions)
    problems = list_problems(linde)
    assert len(problems) == bool(behind)
    assert all(f"“{title}” loopt nog" in problems[0] for title in behind)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We bouwen aan de actie Regenwaterput in de school.", "Regenwaterput"),
        ("Actie A-02 loopt vertraging op.", "Regenwaterput"),
        ("Naast de fietsen stopten we met Papierloos vergaderen.", "Papierloos vergaderen"),
        ("Naast de fietsen stopten we met papierloos vergaderen.", ""),
        ("We stopten met “Regenwaterput”.", "Regenwaterput"),
        ("We bouwen een regenwaterput in de school.", ""),
        ("Aan de Ledverlichting wordt gewerkt.", ""),
    ],
)
def test_an_internal_action_is_named_in_no_public_story(
    linde: EditionMunicipality, text: str, title: str
) -> None:
    add_story(linde, text, kind="ander", public="ja")
    assert [NAMES_INTERNAL.format(title) in each for each in list_problems(linde)] == [True] * bool(title)
    kept = f"---\nbehouden:\n  - {text} | Dat is al bekend. | Lotte Wielemans\n"
    path = linde.folder / "900-kort.md"
    path.write_text(path.read_text().replace("---\n", kept, 1))
    assert list_problems(linde) == [], "a person may say that it is known"
    add_story(linde, text, kind="ander")
    assert list_problems(linde) == [], "staff may read it"


@pytest.mark.long
def test_neither_in_a_reason_nor_in_a_note_of_a_correction(sqlite_database: Database, tmp_path: Path) -> None:
    room = PublishedMunicipality(sqlite_database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW)
    room.take_due_step(ASKED)
    reasons = dict.fromkeys(Medium, INTERNAL_NOTE)
    with pytest.raises(RefusedDecision, match=r"\(I-04\)") as refused:
        room.record_decision(EditionVerdict.APPROVE, setback_reasons=reasons, media=(Medium.WEBSITE,))
    assert refused.value.reason is RefusalReason.NAMES_INTERNAL
    room.publish(Medium.WEBSITE, Medium.NEWSLETTER)
    room.settle()
    with pytest.raises(InputError, match=r"noemt een actie die intern is \(I-04\)"):
        room.propose(CorrectionKind.WITHDRAW, "klaar-m-01", INTERNAL_NOTE)
    room.import_actions(ASKED, NOW[0] | {"public": "nee"}, *NOW[1:])
    correction = room.propose(CorrectionKind.WITHDRAW, "klaar-m-01", OWN_NOTE)
    assert correction.note == OWN_NOTE, "who reads it has read of the action"


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Ledverlichting in de sporthal is klaar.", ["E-03"]),
        ("De ledverlichting is klaar.", ["E-02"]),
        ("We plantten 12 bomen.", []),
        ("De actie A-02 en E-02 liepen uit.", ["E-02", "A-02"]),
        ("XA-02 is een kamer.", []),
    ],
)
def test_an_action_is_named_by_its_longest_title_or_its_code(sentence: str, named: list[str]) -> None:
    assert find_mentioned_actions(sentence, TITLES) == named


def test_a_plan_of_many_actions_is_looked_through_at_once() -> None:
    titles = {f"E-{number:04}": f"Actie nummer {number} van het plan" for number in range(1500)}
    started = time.process_time()
    for number in range(100):
        found = find_action_names(f"Zin {number}: E-0003 en E-1499 lopen.", titles, "nl")
        assert found == ["E-0003", "E-1499"]
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize(
    ("language", "title", "sentence", "is_name"),
    [
        ("de", "Wasser", "Die Schule spart jetzt viel Wasser.", False),
        ("de", "Wasser", "Duschen (Wasser und Strom) kostet weniger.", False),
        ("de", "Wasser", "„Wasser ist Leben“, sagt die Schule.", False),
        ("de", "Wasser", "Die Maßnahme „Wasser“ beginnt.", True),
        ("de", "Wasser", "Die Maßnahme **Wasser** beginnt.", True),
        ("nl", "Water", "De school bespaart nu veel water.", False),
        ("nl", "Water", "De actie Water begint.", True),
        ("nl", "Openbare verlichting", "De openbare verlichting gaat later aan.", False),
        ("nl", "Openbare verlichting", "Openbare verlichting kost minder.", False),
        ("nl", "Openbare verlichting", "De actie Openbare verlichting begint.", True),
        ("nl", "Openbare verlichting", "We stoppen met “Openbare verlichting”.", True),
        ("nl", "Fair trade", "Er is fair trade chocolade.", False),
        ("nl", "Ledverlichting in de sporthal", "De ledverlichting in de sporthal stopt.", True),
        ("fr", "Pompe à chaleur", "L’école a une pompe à chaleur.", False),
        ("fr", "Énergie", "Nous arrêtons « Énergie ».", True),
        ("fr", "énergie", "Nous économisons l'énergie.", False),
    ],
)
def test_what_anybody_says_of_a_thing_is_no_name(
    language: str, title: str, sentence: str, is_name: bool
) -> None:
    assert find_action_names(sentence, {"X": title}, language) == ["X"] * is_name


def test_a_longer_name_goes_before_the_word_in_it() -> None:
    titles = {"E-02": "Ledverlichting", "E-03": "Ledverlichting sporthal"}
    assert find_action_names("De actie Ledverlichting sporthal stopt.", titles, "nl") == ["E-03"]


@pytest.mark.parametrize(
    ("language", "sentence", "is_all"),
    [
        ("nl", "Alle drie acties zijn klaar.", True),
        ("nl", "Alle lampen zijn geplaatst.", False),
        ("fr", "Les deux actions sont terminées.", True),
        ("de", "Beide Maßnahmen sind abgeschlossen.", True),
        ("en", "Both are done.", True),
        ("en", "All lamps were replaced.", False),
    ],
)
def test_all_is_said_of_actions_and_not_of_things(language: str, sentence: str, is_all: bool) -> None:
    assert is_about_all(sentence, language) is is_all
