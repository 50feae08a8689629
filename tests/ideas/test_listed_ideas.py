"""A list of points in one cell is read as one idea, and told: it may be several."""

import pytest

from tests.ideas.conftest import IdeaBox

MOSTLY_SQLITE = True
LISTS = {
    "1. Een bank in het park\n2. Meer bomen\n3. Minder verkeer": 3,
    "- een bank\n- meer bomen": 2,
    "Graag:\n• een bank\n• meer bomen\n• minder verkeer": 3,
    "a) een bank\nb) meer bomen": 2,
    "1) een bank 2) meer bomen 3) minder verkeer": 3,
}
SINGLE = [
    "Een bank - en meer bomen - in het park",
    "Een bank\nen meer bomen",
    "Zie punt 2. Graag een bank",
    "- een bank",
    "Om 20 u. in 2027. Daarna 3. juni",
]


@pytest.mark.parametrize(("text", "count"), LISTS.items())
def test_a_list_in_one_cell_is_one_idea_and_told(box: IdeaBox, text: str, count: int) -> None:
    result = box.import_file(box.xlsx(["Idee", "Naam"], [text, "Els"]))
    assert [each.text for each in box.ideas()] == [text]
    assert [(each.row, each.column, each.code) for each in result.findings] == [(2, "Idee", "listed-ideas")]
    assert f"meerdere punten ({count})" in result.findings[0].message


@pytest.mark.parametrize("text", SINGLE)
def test_a_text_that_is_no_list_is_not_told(box: IdeaBox, text: str) -> None:
    assert box.import_file(box.xlsx(["Idee", "Naam"], [text, "Els"])).findings == ()
