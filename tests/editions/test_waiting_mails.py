"""No edition calls an action late while a mail of its owner, which may say that it is done, waits."""

from datetime import date

import pytest
from sqlalchemy import select

from terugkom.editions.model import EditionStep
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import NewQuestion, QuestionKind, ask_question
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.test_waiting_dates import answer_all, read_mail, report
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
MAILED = date(2026, 12, 14)
WAITS = (
    "de trekker van “Ledlampen” mailde op 14 december 2026, en niemand gaf daar al een antwoord op."
    " Lees eerst die mail: dit verhaal zegt dat de actie vertraagd is."
)


@pytest.fixture
def mailed(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """Of two actions that are late, one has news, and a mail of its owner waits; for one on time too."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-post")

    def fill() -> None:
        town.import_actions(
            FIRST,
            action("L-1", "Ledlampen", public="ja", deadline=date(2026, 12, 7)),
            action("F-1", "Fietsen", public="ja", deadline=date(2026, 12, 8)),
            action("T-1", "Tuinen", public="ja", deadline=date(2027, 6, 30)),
        )
        for code, said in (("L-1", "De elektricien was ziek."), ("F-1", "De helft is er.")):
            report(town, code, ReportedProgress(ProgressChoice.ON_TRACK, said))
        mail(town, "L-1")
        mail(town, "T-1")

    fill_once(town.database, town.home, "mailed of waiting_mails", fill)
    return town


def mail(town: EditionMunicipality, code: str, *, is_proven: bool = True, is_clear: bool = True) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        mine = (Action.municipality_id == municipality.id, Action.code == code)
        owner = select(Person.id).where(Person.municipality_id == municipality.id, Person.code == "LW")
        by = session.scalars(owner).one()
        new = NewQuestion(
            municipality_id=municipality.id,
            kind=QuestionKind.MAIL,
            subject=f"mail 1 {code}",
            text="De keuring volgt, denk ik.",
            proposal={"choice": "done", "person": by},
            action_id=session.scalars(select(Action.id).where(*mine)).one() if is_clear else None,
            raised_by_id=by if is_proven else None,
        )
        ask_question(session, new, MAILED, clock_on(MAILED))


@pytest.mark.long
def test_an_edition_that_calls_such_an_action_late_is_not_ready(mailed: EditionMunicipality) -> None:
    assert mailed.take_due_step(ASKED) is EditionStep.NOT_READY
    for words in read_mail(mailed):
        assert words.count(WAITS) == 1
        assert "mailde op" not in words.replace(WAITS, "")
        assert "denk ik" not in words, "what it says is for the coordinator"


@pytest.mark.parametrize("choices", [("seen",), ("on-track", "still-running")])
def test_once_somebody_read_the_mail_it_may_say_so(
    mailed: EditionMunicipality, choices: tuple[str, ...]
) -> None:
    answer_all(mailed, *choices)
    assert mailed.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED


@pytest.mark.long
def test_a_list_of_late_actions_waits_too(edition_municipality: EditionMunicipality) -> None:
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-lijst")
    late = [
        action(f"L-{number}", f"Lamp {number}", public="ja", deadline=date(2026, 12, number))
        for number in range(1, 10)
    ]
    town.import_actions(FIRST, *late)
    for each in late[:8]:
        report(town, each["code"], ReportedProgress(ProgressChoice.ON_TRACK, "De helft is er."))
    mail(town, "L-9")
    assert town.take_due_step(ASKED) is EditionStep.NOT_READY
    for words in read_mail(town):
        assert (
            words.count(
                "de trekker van “Lamp 9” mailde op 14 december 2026, en niemand gaf daar al een antwoord op."
            )
            == 1
        )


def test_a_mail_of_which_nothing_proves_who_wrote_it_keeps_nothing_back(mailed: EditionMunicipality) -> None:
    answer_all(mailed, "seen")
    mail(mailed, "L-1", is_proven=False)
    assert mailed.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED


@pytest.mark.long
def test_a_mail_that_may_be_about_either_action_keeps_both_back(mailed: EditionMunicipality) -> None:
    """Who answers a mail about two actions with *Klaar* may mean either."""
    answer_all(mailed, "seen")
    mail(mailed, "L-1", is_clear=False)
    assert mailed.take_due_step(ASKED) is EditionStep.NOT_READY
    for words in read_mail(mailed):
        for title in ("Ledlampen", "Fietsen"):
            assert words.count(f"de trekker van “{title}” mailde op 14 december 2026") == 1
        assert "van “Tuinen” mailde" not in words, "that one is not late"
    answer_all(mailed, "seen")
    assert mailed.take_due_step(ASKED) is EditionStep.APPROVAL_REQUESTED
