"""The owner's mail asks at most one question an action, and only where its words are vague."""

from datetime import date
from email import message_from_bytes, policy

import pytest

from terugkom.gate.rules import load_rules
from tests.gate.test_accept_action import accepted
from tests.reminders.tick_calendar import CalendarMunicipality

MONDAY = date(2026, 11, 30)
VAGUE = "Waar mogelijk stimuleren van fietsgebruik en minder autoverkeer"


def texts(town: CalendarMunicipality) -> list[str]:
    return [
        message_from_bytes((town.folder / "documents" / document.path).read_bytes(), policy=policy.default)
        .get_body(("plain",))  # type: ignore[union-attr]
        .get_content()
        for _, document in town.mails()
    ]


def asked(text: str) -> list[str]:
    starts = [rule.question.partition("“{words}”")[0] for rule in load_rules("nl").rules]
    return [start for start in starts if start and start in text]


def test_a_vague_action_gets_the_question_of_its_weightiest_finding(town: CalendarMunicipality) -> None:
    town.action("A", MONDAY, title=VAGUE)
    town.tick(MONDAY)
    [text] = texts(town)
    assert "Wat is er op de einddatum dat er nu niet is? Noem bij “stimuleren”" in text
    assert text.count("Eén vraag") == 1
    assert len(asked(text)) == 1


@pytest.mark.long
def test_each_vague_action_of_several_gets_one_and_a_concrete_one_none(town: CalendarMunicipality) -> None:
    town.action("A", MONDAY, title=VAGUE)
    town.action("B", MONDAY, title="Betere fietspaden")
    town.action("C", MONDAY, title="Tien laadpalen plaatsen")
    town.tick(MONDAY)
    [text] = texts(town)
    assert text.count("Eén vraag") == 2


def test_an_accepted_action_is_asked_nothing(town: CalendarMunicipality) -> None:
    town.action("A", MONDAY, title=VAGUE)
    accepted(town, "A")
    town.tick(MONDAY)
    [text] = texts(town)
    assert "Eén vraag" not in text
