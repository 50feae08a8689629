"""Which action a cell of minutes names by its code and its title."""

import pytest

from terugkom.meetings.minutes.match_actions import match_actions
from terugkom.plan.model import Action

ACTIONS = {
    code: Action(code=code, title=title)
    for code, title in (
        ("DAK", "Zonnepanelen op het dak leggen"),
        ("E1", "Ledlampen in de sporthal"),
        ("E2", "Een warmtepomp in de bib"),
    )
}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("DAK Zonnepanelen op het dak", ["DAK"]),  # a code without a figure is a word of the title too
        ("E1 Ledlampen in de sporthal", ["E1"]),
        ("E1 en E2", ["E1", "E2"]),
        ("E1 Ledlampen in de sporthal E2", []),
    ],
)
def test_a_code_among_the_words_of_a_title_is_another_action(text: str, codes: list[str]) -> None:
    assert [each.code for each in match_actions(ACTIONS, text).actions] == codes
