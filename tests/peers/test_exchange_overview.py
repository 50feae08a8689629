"""What is read before an exchange: who is ahead on what, and who can help whom."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from terugkom.database.connection_pool import Database
from terugkom.meetings.peer_pack import render_markdown
from terugkom.peers.exchange_overview import ExchangeOverview, build_exchange_overview
from terugkom.peers.export_shared import SharedActionData, SharedPlan
from terugkom.peers.import_shared import import_shared_file
from terugkom.peers.share_file import serialize_shared_plan
from terugkom.plan.model import ActionStatus
from terugkom.plan.queries import get_municipality
from tests.peers.conftest import TODAY, ImportPlan, action, at

MOSTLY_SQLITE = True

LATE = {"deadline": date(2027, 2, 1)}


def exchange(database: Database) -> ExchangeOverview:
    with database.read_session() as session:
        return build_exchange_overview(session, get_municipality(session, "linde"), TODAY)


def receive(database: Database, folder: Path, *actions: SharedActionData, of: str = "Kouterdijk") -> None:
    (folder / "buur.json").write_bytes(serialize_shared_plan(SharedPlan(of, actions)))
    with database.write_session() as session:
        import_shared_file(session, get_municipality(session, "linde"), folder / "buur.json", at(TODAY))


def done(code: str, title: str, **more: Any) -> SharedActionData:
    return SharedActionData(code, title, **{"theme": "Energie", "status": ActionStatus.DONE, **more})


def helped(found: ExchangeOverview) -> list[tuple[str, str, str, bool]]:
    return [(each.wanted.code, each.helper, each.done.code, each.late) for each in found.for_us]


@pytest.mark.each_database
def test_within_one_installation_no_files_are_needed(database: Database, import_plan: ImportPlan) -> None:
    import_plan([action("E1", "Zonnepanelen op het stadhuis", status="gepland")])
    import_plan(
        [
            action("1", "Zonnepanelen op de school", status="klaar"),
            action("2", "Zonnepanelen elders", status="klaar", extra={"Delen": "nee"}),
        ],
        "deinze",
        "Deinze",
    )
    found = exchange(database)
    assert (found.others, found.shared, found.received) == (("Deinze",), 1, 1)
    assert helped(found) == [("E1", "Deinze", "1", False)]


def test_what_we_are_late_with_or_plan_is_paired_with_who_did_it(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan(
        [
            action("E1", "Schoolstraten in de stad", status="gepland"),
            action("E2", "Ledverlichting in de sporthal", **LATE),
            action("E3", "Dakisolatie van de kerk"),  # on schedule: no help is asked
            action("E4", "Warmtepomp in de bibliotheek", status="gepland", theme="Groen"),
        ]
    )
    receive(
        database,
        tmp_path,
        done("1", "Een schoolstraat aan het plein"),
        done("2", "Ledverlichting op straat"),
        done("3", "Dakisolatie bij bewoners"),
        done("4", "Warmtepomp"),  # of another theme, no goal in common
        done("5", "Ledverlichting in elke sporthal"),
        SharedActionData("6", "Schoolstraten overal", "Energie"),  # not done
    )
    assert helped(exchange(database)) == [
        ("E2", "Kouterdijk", "5", True),
        ("E1", "Kouterdijk", "1", False),
    ]


@pytest.mark.each_database
def test_a_goal_in_common_makes_a_pair_across_themes(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([action("E1", "Geveltuinen", status="gepland", theme="Groen", sdgs="11")])
    receive(database, tmp_path, done("1", "Geveltuinen", theme="Wonen", sdgs=(11, 15)))
    assert helped(exchange(database)) == [("E1", "Kouterdijk", "1", False)]


def test_what_we_did_and_they_plan_is_help_that_we_can_give(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([action("E1", "Zonnepanelen op het stadhuis", status="klaar")])
    receive(database, tmp_path, SharedActionData("1", "Zonnepanelen", "ENERGIE", status=ActionStatus.PLANNED))
    (pair,) = exchange(database).for_them
    assert (pair.helper, pair.done.code, pair.helped, pair.wanted.code) == ("Linde", "E1", "Kouterdijk", "1")


@pytest.mark.each_database
def test_themes_and_goals_show_who_is_ahead(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([action("E1", "Een", status="klaar", sdgs="7; 13"), action("E2", "Twee")])
    receive(database, tmp_path, done("1", "A", theme="energie", sdgs=(7, 13)), done("2", "B", theme="Groen"))
    found = exchange(database)
    assert [(each.name, each.leaders) for each in found.themes] == [
        ("Energie", ("Kouterdijk", "Linde")),
        ("Groen", ("Kouterdijk",)),
    ]
    energy, green = found.themes
    assert energy.own
    assert (energy.own.done, energy.own.total) == (1, 2)
    assert green.own is None
    assert [(goal.name, len(goal.progress)) for goal in found.goals] == [("SDG 7", 2), ("SDG 13", 2)]


def test_what_others_learnt_is_told_and_what_went_wrong_first(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([])
    receive(
        database, tmp_path, done("1", "A", worked="Ja"), done("2", "B", did_not_work="Nee"), done("3", "C")
    )
    assert [each.action.code for each in exchange(database).lessons] == ["2", "1"]


def test_who_stands_in_the_installation_is_read_there_and_not_from_a_file(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([])
    receive(database, tmp_path, done("oud", "A"), of="Deinze")
    import_plan([action("nieuw", "A")], "deinze", "Deinze")
    found = exchange(database)
    assert (found.others, found.received) == (("Deinze",), 1)
    assert found.themes[0].progress[0].done == 0


def test_municipalities_of_one_name_stay_apart(database: Database, import_plan: ImportPlan) -> None:
    import_plan([action("E1", "A")])
    import_plan([action("E1", "A", status="klaar")], "linde2")
    (energy,) = exchange(database).themes
    assert [each.municipality for each in energy.progress] == ["Linde (linde2)", "Linde"]


def test_the_page_of_the_run_holds_words_and_no_markup_of_a_neighbour(
    database: Database, import_plan: ImportPlan, tmp_path: Path
) -> None:
    import_plan([action("E1", "Zonnepanelen", **LATE)])
    receive(database, tmp_path, done("<img src=x>|", "Zonnepanelen"), of="![x](http://x.example)")
    page = render_markdown(exchange(database), "nl")
    assert r"\<img src=x\>\|" in page
    assert r"\!\[x\](http://x.example)" in page
    assert "| Energie | E1 | ja |" in page.replace("Linde E1", "E1")


def test_without_anybody_else_the_exchange_is_empty(database: Database, import_plan: ImportPlan) -> None:
    import_plan([action("E1", "A")])
    found = exchange(database)
    assert (found.others, found.for_us, found.for_them, found.lessons) == ((), (), (), ())
