"""Why an owner is stuck is in no edition; that the action is late or stopped is, and asks for other words."""

from datetime import date

import pytest
from sqlalchemy import select

from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.review import EditionReview
from terugkom.plan.model import Action, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.report_progress import ProgressChoice, ReportedProgress, ReportEntry, report_progress
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, EditionMunicipality, action
from tests.editions.media.proofs import kit
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
WHY = "Mijn diensthoofd werkt niet mee."
SAID = date(2026, 11, 20)


def report(
    town: EditionMunicipality, code: str, choice: ProgressChoice, text: str, through: str = "page"
) -> None:
    with town.database.write_session() as session:
        municipality = get_municipality(session, town.slug)
        found = select(Action).where(Action.municipality_id == municipality.id, Action.code == code)
        owner = select(Person).where(Person.municipality_id == municipality.id, Person.code == "LW")
        entry = ReportEntry(session.scalars(owner).one(), through, SAID, clock_on(SAID))
        given = ReportedProgress(choice, text)
        report_progress(session, municipality, session.scalars(found).one(), given, entry)


@pytest.fixture
def stuck(edition_municipality: EditionMunicipality) -> EditionMunicipality:
    """An action that is late, one stopped, one done and one running; the owner was stuck with each."""
    town = EditionMunicipality(edition_municipality.database, edition_municipality.home, "linde-west")

    def fill() -> None:
        rows = {
            "L-1": {"deadline": date(2026, 10, 31)},
            "S-1": {},
            "D-1": {},
            "R-1": {"deadline": date(2027, 6, 30)},
        }
        town.import_actions(
            FIRST, *(action(code, f"Actie {code}", public="ja", **more) for code, more in rows.items())
        )
        for code in rows:
            report(town, code, ProgressChoice.STUCK, WHY, "mail" if code == "S-1" else "page")
        now = {"S-1": "gestopt", "D-1": "klaar"}
        town.import_actions(
            ASKED,
            *(
                action(code, f"Actie {code}", now.get(code, "lopend"), public="ja", **more)
                for code, more in rows.items()
            ),
        )

    fill_once(town.database, town.home, "stuck of stuck_reasons", fill)
    return town


def read_all(town: EditionMunicipality, review: EditionReview) -> str:
    """Return all that an edition consists of: its files, its proof, and what each medium makes of it."""
    texts = [path.read_text() for path in sorted(town.folder.glob("*.md"))]
    texts.append(review.proof.as_bytes().decode())
    for render in RENDERERS.values():
        made = render(review.proof, kit())
        texts += [
            file.content.decode(errors="replace") for file in made.files if file.type.startswith("text/")
        ]
        texts += [made.letter.text, made.letter.html] if made.letter else []
    return "\n".join(texts)


@pytest.mark.long
def test_no_edition_repeats_why_somebody_is_stuck_and_it_still_tells_what_is_late_and_stopped(
    stuck: EditionMunicipality,
) -> None:
    review = stuck.compile()
    told = read_all(stuck, review)
    for words in ("diensthoofd", "zit vast"):
        assert words not in told
    assert {story.code: story.title for story in review.proof.stories} == {
        "klaar-d-1": "Actie D-1: klaar",
        "minder-l-1": "Actie L-1: later dan beloofd",
        "minder-s-1": "Actie S-1: gestopt",
    }
    assert "moest klaar zijn op 31 oktober 2026. Die datum ging voorbij, en de actie is nog niet" in told
    assert sorted(problem.partition(": ")[2] for problem in review.problems) == [
        "Vul aan of schrap: [Vul hier aan waarom het later wordt, of vraag het aan de trekker.]",
        "Vul aan of schrap: [Vul hier aan waarom we stoppen, of vraag het aan de trekker.]",
    ]


@pytest.mark.long
def test_what_the_coordinator_takes_over_is_told(stuck: EditionMunicipality) -> None:
    stuck.compile()
    for path in stuck.folder.glob("*-minder-*.md"):
        text = path.read_text()
        start, end = text.index("[Vul hier aan"), text.index("]", text.index("[Vul hier aan"))
        path.write_text(f"{text[:start]}Het budget kwam te laat.{text[end + 1 :]}")
    review = stuck.compile()
    assert review.problems == ()
    assert read_all(stuck, review).count("Het budget kwam te laat.") > 2


def test_other_words_of_the_day_are_told(stuck: EditionMunicipality) -> None:
    report(stuck, "L-1", ProgressChoice.ON_TRACK, "De offertes zijn er.")
    report(stuck, "R-1", ProgressChoice.ON_TRACK, "De helft staat er.")
    review = stuck.compile()
    told = read_all(stuck, review)
    assert ("diensthoofd" in told, "zit vast" in told) == (False, False)
    for words in ("De offertes zijn er.", "De helft staat er."):
        assert words in told
    assert "loopt-r-1" in {story.code for story in review.proof.stories}


def test_what_was_said_before_its_owner_was_stuck_makes_no_story_of_work_under_way(
    stuck: EditionMunicipality,
) -> None:
    """An earlier report of the quarter made *Aan de actie wordt gewerkt* of what is stuck."""
    report(stuck, "R-1", ProgressChoice.ON_TRACK, "De helft staat er.")
    assert [each.code for each in stuck.compile().proof.stories if "R-1" in each.actions] == ["loopt-r-1"]
    report(stuck, "R-1", ProgressChoice.STUCK, "Mijn diensthoofd werkt niet mee.")
    assert [each.code for each in stuck.compile().proof.stories if "R-1" in each.actions] == []
