"""Real plans of others, read without a map: what became of each row. Skipped where the files are not."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from terugkom.plan.model import Action

NO_ADDRESS = "owner-without-address"
HEADS = {"row-header": 3}  # a line above the headers, and two that explain them


@dataclass(frozen=True)
class Expected:
    """What is known of a file from reading it by eye: its rows, and what there is to look at."""

    rows: int
    fates: dict[str, int]
    findings: dict[str, int]
    unread: tuple[str, ...] = ()
    title_column: str = "Titre de l'action"
    kept: tuple[str, ...] = ("Partenaires", "Objectifs")  # among the columns that are not ours


HELP = ("Mode demploi", "Listes déroulantes")
FILES = {
    "algoritmeregister_200_nl.csv": Expected(
        201,
        {"header": 1, "imported": 200},
        {NO_ADDRESS: 123},
        title_column="title",
        kept=("geregistreerd", "toegevoegd"),  # days, but no deadlines
    ),
    "eea_pam_2018_be_nl_en.csv": Expected(
        164,
        {"header": 1, "imported": 163},
        {
            "unknown-status": 14,
            "doubtful-status": 2,  # adopted
            "impossible-date": 14,
            NO_ADDRESS: 142,
            "no-deadline": 14,
            "owner-sentence": 2,
        },
        title_column="Name_of_policy_or_measure",
        kept=("Quantified_objective", "General_comment"),
    ),
    "tet_modele-import-pa.fr.ods": Expected(
        5,
        {"header": 4, "imported": 1},
        {"no-deadline": 1, NO_ADDRESS: 2, **HEADS, "sheet-not-read": 2, "cell-note": 1},
        ("Mode_demploi", "Listes_déroulantes"),
    ),
    "tet_modele-import-pa.fr.xlsx": Expected(
        5,
        {"header": 4, "imported": 1},
        {NO_ADDRESS: 2, **HEADS, "hidden-sheet": 1, "sheet-not-read": 1, "cell-note": 1},
        HELP,
        "Titre de la fiche action",
    ),
    "tet_plan_budget_issue.fr.xlsx": Expected(
        12,
        {"header": 2, "imported": 6, "section": 4},
        {NO_ADDRESS: 4, "unsure-amount": 1, "row-header": 1, "row-section": 4},
    ),
    "tet_plan_column_order_issue.fr.xlsx": Expected(
        4,
        {"header": 3, "imported": 1},
        {NO_ADDRESS: 1, "row-header": 2, "sheet-not-read": 2},
        HELP,
        "Titre de la fiche action",
    ),
    "tet_plan_with_duplicate_actions.fr.xlsx": Expected(
        5, {"header": 1, "imported": 2, "blank": 2}, {"duplicate-title-kept": 1}
    ),
    "tet_plan_with_sous_actions_valid.fr.xlsx": Expected(
        10,
        {"header": 2, "imported": 7, "section": 1},
        {NO_ADDRESS: 3, "paused-status": 1, "row-header": 1, "row-section": 1},
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_a_real_plan_goes_in_and_each_of_its_rows_is_accounted_for(desk: Any, sample: Any, name: str) -> None:
    expected = FILES[name]

    report = desk.import_file(sample(name))

    assert {fate: count for fate, count in report.rows.items() if count} == expected.fates
    assert report.total == sum(report.rows.values()) == expected.rows
    imported = expected.fates["imported"]
    assert report.actions == {"added": imported, "changed": 0, "unchanged": 0, "missing": 0}
    assert Counter(each.code for each in report.findings) == expected.findings
    assert set(report.unread) == set(expected.unread)
    columns = {each.column: each.field for each in report.columns}
    assert columns[expected.title_column] == "title"
    assert {columns[name] for name in expected.kept} == {""}

    again = desk.import_file(sample(name))
    assert again.actions == {"added": 0, "changed": 0, "unchanged": imported, "missing": 0}
    assert (again.rows, again.changes) == (report.rows, ())


def test_every_real_plan_that_is_here_is_expected(sample: Any) -> None:
    folder = sample(next(iter(FILES))).parent
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


def test_sub_actions_of_a_real_plan_belong_to_their_action(desk: Any, sample: Any) -> None:
    desk.import_file(sample("tet_plan_with_sous_actions_valid.fr.xlsx"))

    part = desk.action("action-1-sous-action-1-1")
    assert (part["title"], part["part_of"]) == ("Sous-action 1.1", "action-1")
    assert (str(part["deadline"]), part["owners"]) == ("2025-12-31", ["pilote-sa1-1"])


def test_no_deadline_is_invented_for_a_real_register_without_any(desk: Any, sample: Any) -> None:
    desk.import_file(sample("algoritmeregister_200_nl.csv"))

    with desk.database.read_session() as session:
        assert session.scalars(select(Action.deadline).distinct()).all() == [None]
