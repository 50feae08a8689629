"""On which day readers know an announced meeting: by the versions of its text, not by the calendar."""

from datetime import date

import pytest

from terugkom.editions.announced_days import find_known_day, find_named_days
from terugkom.editions.story import Story, StoryKind

APRIL, MARCH, LATER, MAY = date(2027, 4, 2), date(2027, 3, 12), date(2027, 3, 19), date(2027, 5, 7)
SENTENCE = "Het klimaatteam komt samen op 12 maart 2027 en de focusgroep op 19 maart 2027."


def find_day(texts: list[str], told: list[date], now_on: date | None) -> date | None:
    """Return on which day readers of these versions know the meeting of the klimaatteam."""
    stories = [Story("agenda", StoryKind.DATES, "Wat komt eraan", each, "") for each in texts]
    named = [find_named_days(story, "Klimaatteam", MARCH, ["Focusgroep"]) for story in stories]
    return find_known_day(named, MARCH, told, now_on)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Klimaatteam: 12 maart 2027, met ideeën die welkom zijn tot 19 maart 2027.",
        "Op 12 maart 2027 komen wij samen. Ideeën zijn welkom tot 19 maart 2027.",
    ],
)
def test_a_day_of_something_else_in_the_text_is_not_what_readers_know(text: str) -> None:
    """A meeting that moved to that day was taken for one whose readers knew it, and nobody was told."""
    for told in ([], [LATER]):
        assert find_day([text], told, LATER) == MARCH
        unrelated = text.replace("komt samen", "vergadert").replace("komen wij samen", "vergaderen wij")
        assert find_day([text, unrelated + " Breng koffie mee."], told, LATER) == MARCH


def test_a_correction_tells_the_day_that_it_brings_or_leaves() -> None:
    moved = SENTENCE.replace("12 maart", "2 april")
    assert find_day([SENTENCE, moved], [], APRIL) == APRIL, "corrected before anybody was told"
    assert find_day([SENTENCE, moved], [APRIL], MAY) == APRIL
    assert find_day([SENTENCE, SENTENCE.replace("12 maart", "19 maart")], [LATER], MAY) == LATER
    both = SENTENCE.replace("op 12 maart 2027", "niet op 12 maart 2027 maar op 2 april 2027")
    assert find_day([SENTENCE, both], [APRIL], MAY) == APRIL
    assert find_day([SENTENCE, moved, SENTENCE], [APRIL, MARCH], MARCH) == MARCH
    assert find_day([SENTENCE, "Het klimaatteam komt niet samen."], [], None) is None


@pytest.mark.parametrize(
    ("line", "name", "is_named"),
    [
        ("Werkgroep: 19 maart 2027", "Werkgroep", True),
        ("De werkgroep komt samen op 19 maart 2027.", "Werkgroep", True),
        ("Werkgroep Energie: 19 maart 2027", "Werkgroep", False),
        ("Werkgroep Energie: 19 maart 2027", "Energie", False),
        ("Energiehuis: 19 maart 2027", "Energie", False),
        ("Werkgroep Energie: 19 maart 2027", "Werkgroep Energie", True),
    ],
)
def test_a_line_names_a_group_by_whole_words_and_not_in_a_longer_name(
    line: str, name: str, is_named: bool
) -> None:
    story = Story("agenda", StoryKind.DATES, "Wat komt eraan", f"- {name}: 12 maart 2027\n- {line}", "")
    names = ["Werkgroep", "Energie", "Werkgroep Energie", "Energiehuis"]
    assert find_named_days(story, name, MARCH, names) == {MARCH, *([LATER] if is_named else [])}
