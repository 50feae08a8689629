"""However a plan is arranged in a sheet, every action in it comes back once."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.foreign_tables import Rows, deadline, owners, read_sheets, titles

WORDS = {
    "title": ["Actie", "Titel", "Maatregel", "Naam actie", "Intitulé de l'action", "Action name", "Maßnahme"],
    "owners": ["Trekker", "Verantwoordelijke", "Responsable", "Responsible", "Zuständig"],
    "deadline": ["Deadline", "Einddatum", "Timing", "Échéance", "End date", "Frist"],
    "code": ["Nr", "Code", "N°", "No."],
    "theme": ["Thema", "Pijler", "Axe", "Handlungsfeld"],
    "description": ["Omschrijving", "Toelichting", "Description", "Beschreibung"],
    "status": ["Status", "Stand van zaken", "Statut"],
    "budget_text": ["Budget", "Raming", "Coût", "Estimated cost"],
}
OTHERS = ["code", "theme", "description", "status", "budget_text"]
THINGS = ["Led in de sporthal", "Zonnepanelen op de loods", "Fietsenstalling bij het station", "Regenput"]
PEOPLE = ["An Peeters", "Bart Claes", "Cas Dils", "Dina Voss"]
HEADINGS = ["Pijler 1: Energie", "Mobiliteit", "Wonen en werken", "Thema 3 - Water"]


Arranged = tuple[list["Planned"], Rows]


@dataclass(frozen=True)
class Planned:
    """An action that is written into a sheet."""

    title: str
    owner: str
    day: date | None
    is_text: bool

    def cell(self, field: str) -> Any:
        day = f"{self.day:%d/%m/%Y}" if self.day and self.is_text else self.day or ""
        values = {"title": self.title, "owners": self.owner, "deadline": day, "code": self.title.split()[-1]}
        more = {"description": f"Toelichting bij {self.title}", "status": "lopend", "theme": "Energie"}
        return {**values, **more, "budget_text": "€ 5.000"}[field]


@st.composite
def plans(draw: Any, least: int = 1) -> list[Planned]:
    count = draw(st.integers(least, 7))
    return [
        Planned(
            f"{draw(st.sampled_from(THINGS))} nummer {turn}",
            draw(st.sampled_from(["", *PEOPLE])),
            draw(st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2034, 12, 31)))),
            draw(st.booleans()),
        )
        for turn in range(count)
    ]


@st.composite
def columns(draw: Any) -> list[str]:
    more = draw(st.lists(st.sampled_from(OTHERS), unique=True))
    return draw(st.permutations(["title", "owners", "deadline", *more]))


@st.composite
def tables(draw: Any, actions: list[Planned], heading: bool = True) -> Rows:
    fields = draw(columns())
    header = [draw(st.sampled_from(WORDS[field])) for field in fields]
    rows: list[list[Any]] = []
    if heading and draw(st.booleans()):
        rows.append([draw(st.sampled_from(HEADINGS))])
    rows.append(header)
    if draw(st.booleans()):
        rows.append([f"({word.lower()} van de actie)" for word in header])
    for turn, action in enumerate(actions):
        if turn and actions[turn - 1].owner and draw(st.integers(0, 4)) == 0:
            rows += [[], header] if draw(st.booleans()) else [header]
        rows.append([action.cell(field) for field in fields])
    if draw(st.booleans()) and fields[0] != "budget_text":
        rows.append(["Totaal", *("€ 15.000" if field == "budget_text" else "" for field in fields[1:])])
    return rows


def split(draw: Any, actions: list[Planned], most: int) -> list[list[Planned]]:
    """Return the actions of each table; its last has an owner, for a lone title may be a heading."""
    parts = min(draw(st.integers(2, most)), len(actions))
    for turn, action in enumerate(actions[-parts:], len(actions) - parts):
        actions[turn] = replace(action, owner=action.owner or PEOPLE[0])
    return [actions[turn::parts] for turn in range(parts)]


@st.composite
def stacked(draw: Any) -> Arranged:
    actions = draw(plans(2))
    rows: list[Any] = [["Actieplan duurzaamheid 2026-2031"], []] if draw(st.booleans()) else []
    for part in split(draw, actions, 3):
        rows += [*draw(tables(part)), *([[]] * draw(st.integers(0, 2)))]
    return actions, rows


@st.composite
def beside(draw: Any) -> Arranged:
    actions = draw(plans(4))
    left, right = (draw(tables(part, heading=False)) for part in split(draw, actions, 2))
    right = [[]] * draw(st.integers(0, 1)) + list(right)
    width = max(map(len, left)) + 1
    rows = []
    for turn in range(max(len(left), len(right))):
        first = list(left[turn]) if turn < len(left) else []
        second = list(right[turn]) if turn < len(right) else []
        rows.append([*first, *[""] * (width - len(first)), *second])
    return actions, rows


@st.composite
def forms(draw: Any) -> Arranged:
    actions = draw(plans())
    fields = ["title", *(field for field in draw(columns()) if field != "title")]
    labels = [draw(st.sampled_from(WORDS[field])) for field in fields]
    sign, group, gap = draw(st.sampled_from(["", ":", " :"])), draw(st.booleans()), draw(st.integers(0, 2))
    rows: list[list[Any]] = []
    for action in actions:
        rows += [["ACTIEFICHE"]] if gap and draw(st.booleans()) else []
        for turn, (field, label) in enumerate(zip(fields, labels, strict=True)):
            first = [["Algemeen"] if turn == 0 else [""]][0] if group else []
            rows.append([*first, label + sign, action.cell(field)])
        rows += [[]] * gap
    return actions, rows


@given(st.one_of(stacked(), beside(), forms()))
def test_every_action_of_a_plan_comes_back_once(arranged: Arranged) -> None:
    actions, rows = arranged

    found = read_sheets({"Plan": rows})

    assert Counter(titles(found)) == Counter(action.title for action in actions)
    expected = {
        action.title: ([action.owner] if action.owner else [], str(action.day or "")) for action in actions
    }
    assert {each.values["title"]: (owners(each), deadline(each)) for each in found} == expected
