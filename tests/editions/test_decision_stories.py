"""What the groups decided, as colleagues read it who did not sit there."""

from datetime import date, time
from io import BytesIO

import pytest
from pptx import Presentation
from sqlalchemy import select

from terugkom.documents.markup import parse_print_blocks
from terugkom.editions.media import staff_meeting
from terugkom.editions.proof import Proof
from terugkom.editions.story import StoryKind
from terugkom.meetings.minutes.minutes_model import Decision
from terugkom.meetings.model import DecisionKind, Meeting, MeetingState
from terugkom.plan.model import Action, Group, GroupKind
from terugkom.plan.queries import get_municipality
from terugkom.schedule.model import Moment
from tests.clock import clock_on
from tests.editions.edition_municipality import EditionMunicipality
from tests.editions.media.proofs import kit

MOSTLY_SQLITE = True
MET = date(2026, 12, 10)
LATER = date(2027, 8, 31)


def decide(room: EditionMunicipality, *decisions: tuple[DecisionKind, str | None, str, str]) -> None:
    """Record the minutes of a meeting: of each decision its kind, the code of its action, text and value."""
    with room.database.write_session() as session:
        town = get_municipality(session, room.slug)
        group = Group(municipality_id=town.id, code="EN", name="Deelgroep energie", kind=GroupKind.SUB)
        moment = Moment(
            municipality_id=town.id,
            kind="subgroup-review",
            subject="EN",
            period="2026-12",
            day=MET,
            opened_at=clock_on(MET),
        )
        session.add_all([group, moment])
        session.flush()
        codes = dict(session.execute(select(Action.code, Action.id)).tuples().all())
        session.add(
            Meeting(
                moment_id=moment.id,
                group_id=group.id,
                starts_at=time(10),
                duration_minutes=60,
                uid="en-1",
                state=MeetingState.MINUTED,
                minuted_on=MET,
            )
        )
        for number, (kind, code, text, value) in enumerate(decisions, 1):
            session.add(
                Decision(
                    moment_id=moment.id,
                    number=number,
                    action_id=codes[code] if code else None,
                    kind=kind,
                    text=text,
                    value=value,
                )
            )


def told(room: EditionMunicipality) -> tuple[Proof, list[str], str]:
    """The text of the edition, its problems, and the text of the story about decisions."""
    review = room.compile()
    story = review.proof.find_story("beslissingen")
    assert story
    return review.proof, list(review.problems), story.text


def test_each_decision_says_about_which_action_in_plain_words(
    edition_municipality: EditionMunicipality,
) -> None:
    """It said *Deelgroep energie: stopzetten (er is geen geld meer)*, of an action that was nowhere named."""
    decide(
        edition_municipality,
        (DecisionKind.DEADLINE, "E-02", "deadline: over 3 maanden: 31 augustus 2027", "2027-08-31"),
        (DecisionKind.STOP, "I-04", "stopzetten (er is geen geld meer)", "stopped"),
        (DecisionKind.OWNER, "A-02", "trekker: Dora Vink (Wim krijgt hulp.)", "DV"),
        (
            DecisionKind.NEW_ACTION,
            None,
            "nieuwe actie: Warmtescan; Dora Vink; eind 2027 (De premie loopt af.)",
            "W-01",
        ),
        (DecisionKind.NOTE, "M-01", "nota: De zaal was koud.", ""),
    )
    _, _, text = told(edition_municipality)
    assert text == (
        "De groepen kwamen samen. Met 4 beslissingen veranderden ze iets aan het actieplan:\n\n"
        "- Op 10 december 2026 besliste de deelgroep energie over **Ledverlichting**: "
        "de actie moet klaar zijn tegen 31 augustus 2027.\n"
        "- Op 10 december 2026 besliste de deelgroep energie over **Papierloos vergaderen**: "
        "deze actie stopt. Er is geen geld meer.\n"
        "- Op 10 december 2026 besliste de deelgroep energie over **Regenwaterput**: "
        "de trekker is nu Dora Vink. Wim krijgt hulp.\n"
        "- Op 10 december 2026 besliste de deelgroep energie: er komt een nieuwe actie, "
        "Warmtescan (Dora Vink, eind 2027). De premie loopt af."
    )


def test_what_an_edition_rests_on_names_the_action_too(edition_municipality: EditionMunicipality) -> None:
    decide(edition_municipality, (DecisionKind.STATUS, "M-01", "status: klaar (alles staat er)", "done"))
    proof, _, _ = told(edition_municipality)
    mine = [each.text for each in proof.claims if "deelgroep energie" in each.text]
    assert mine == [
        "Op 10 december 2026 besliste de deelgroep energie over Drie dienstfietsen: de stand is nu klaar."
    ]


@pytest.mark.parametrize("reason", ["de leverancier levert later", "De opening komt in de lente."])
def test_the_day_of_a_decision_is_no_promise_that_passed(
    edition_municipality: EditionMunicipality, reason: str
) -> None:
    """The text that nobody edited was refused: *“10 december 2026” is voorbij. Is het gebeurd?*"""
    before = edition_municipality.compile().problems
    text = f"deadline: 31 augustus 2027 ({reason})"
    decide(edition_municipality, (DecisionKind.DEADLINE, "E-02", text, str(LATER)))
    assert told(edition_municipality)[1] == list(before) == []


def test_a_new_deadline_that_passed_by_then_is_told_as_passed(
    edition_municipality: EditionMunicipality,
) -> None:
    text = "deadline: 14 december 2026 (de leverancier levert later)"
    decide(edition_municipality, (DecisionKind.DEADLINE, "E-02", text, "2026-12-14"))
    _, problems, story = told(edition_municipality)
    assert "over **Ledverlichting**: de actie moest klaar zijn tegen 14 december 2026." in story
    assert not any("besliste" in each for each in problems)


@pytest.mark.parametrize(("count", "hidden"), [(2, 0), (6, 4)])
def test_the_slide_tells_what_was_decided_and_how_much_more(
    edition_municipality: EditionMunicipality, count: int, hidden: int
) -> None:
    """It only said that there were so many decisions."""
    codes = ("E-02", "A-02", "M-01", "I-04", "E-02", "A-02")[:count]
    text = "deadline: 31 augustus 2027 (er is geen aannemer)"
    decide(edition_municipality, *((DecisionKind.DEADLINE, code, text, str(LATER)) for code in codes))
    made = staff_meeting.render(told(edition_municipality)[0], kit())
    (slide,) = (
        each
        for each in Presentation(BytesIO(made.files[0].content)).slides
        if each.shapes.title.text == "Wat de groepen beslisten"
    )
    lines = [each.text_frame.text for each in slide.placeholders][-1].splitlines()
    assert lines[0].endswith(f"Met {count} beslissingen veranderden ze iets aan het actieplan:")
    named = [each for each in lines if "besliste de deelgroep energie over" in each]
    assert len(named) == count - hidden
    assert [each for each in lines if "andere" in each] == ([f"en nog {hidden} andere"] if hidden else [])


def test_the_name_of_a_group_is_no_markdown(edition_municipality: EditionMunicipality) -> None:
    """Its signs were left out, and what stood in braces stopped the edition as an unknown figure."""
    decide(edition_municipality, (DecisionKind.STATUS, "M-01", "status: klaar", "done"))
    with edition_municipality.database.write_session() as session:
        group = session.scalars(select(Group).where(Group.code == "EN")).one()
        group.name, group.anchor, group.interval_months = "Groep *groen* {water} _1_", date(2027, 1, 20), 6
    review = edition_municipality.compile()
    shown = [
        block.text
        for each in review.proof.stories
        if each.kind in (StoryKind.DECISION, StoryKind.DATES)
        for block in parse_print_blocks(each.text)
    ]
    assert [each for each in shown if "*groen* (water) _1_" in each] == [shown[1], shown[-1]]
    assert review.problems == ()
