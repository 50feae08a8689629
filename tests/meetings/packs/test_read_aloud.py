"""Faults of language and layout that a person saw in pictures of packs, each as its kind."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from terugkom.documents.chart import MAX_LABEL_LETTERS, truncate
from terugkom.documents.stacked_bars import draw_stacked_bars
from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.plan.indicator_model import Indicator
from tests.meetings.packs.conftest import PackMunicipality
from tests.meetings.packs.test_group_packs import pdf_of, text_of

TownOf = Callable[..., PackMunicipality]
NAME = "Gasverbruik van de gemeentelijke gebouwen, de scholen en het zwembad samen"


@pytest.mark.parametrize("kind", [SUBGROUP, FOCUS_GROUP])
def test_a_figure_with_one_measurement_is_told_to_the_end_of_its_sentence(town_of: TownOf, kind: str) -> None:
    town = town_of(10)
    with town.database.write_session() as session:
        session.scalars(select(Indicator).where(Indicator.code == "zwembad")).one().name = NAME
    text = text_of(pdf_of(town, kind))
    assert f"{NAME}: 2.130 MWh op 1 maart 2026" in text
    assert "Het doel is 1.700 MWh tegen 31 december 2027." in text.partition(NAME)[2]


def test_an_action_without_owner_is_told_once_where_it_is_decided(town_of: TownOf) -> None:
    town = town_of(10)
    letter = town.pack().letter
    for text in (text_of(pdf_of(town)), letter.html):
        assert text.count("geen trekker") == 1
        assert not re.search(r"(?<!Acties )[Zz]onder bereikbare trekker", text)


def test_the_room_for_ideas_has_not_the_name_of_the_point_about_new_actions(town_of: TownOf) -> None:
    titles = [each.title for each in town_of(1).context().agenda]
    assert "Ruimte voor ideeën" in titles
    assert not [title for title in titles if "nieuwe acties" in title.lower()]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("De aannemer wacht op betaling", "De aannemer wacht op…"),
        ("Elektriciteitsdistributienetbeheerder", "Elektriciteitsdistributi…"),
        ("Deelgroep duurzaam kopen en meer", "Deelgroep duurzaam kopen…"),
        ("Deelgroep energie", "Deelgroep energie"),
    ],
)
def test_a_text_is_cut_between_words(text: str, cut: str) -> None:
    assert truncate(text, 25) == cut


def test_a_group_with_a_long_name_is_named_whole_beside_its_bar() -> None:
    name = "Deelgroep duurzaam aankopen"
    assert len(name) > MAX_LABEL_LETTERS
    drawn = draw_stacked_bars("Waar de acties staan", ["klaar"], [(name, [3])], ["good"]).svg
    assert f">{name}</text>" in drawn
