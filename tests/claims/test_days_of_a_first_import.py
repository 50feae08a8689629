"""What was done when it came into the plan was done on a day that nobody told us: texts say none."""

from datetime import UTC, date, datetime
from pathlib import Path

from terugkom.action_pages.public_actions import load_public_actions
from terugkom.claims.plan_evidence import load_plan_evidence
from terugkom.database.connection_pool import Database
from terugkom.peers.export_shared import build_shared_plan
from terugkom.plan.queries import choose_municipality
from tests.import_workbook import import_workbook

TODAY, NOW = date(2026, 11, 29), datetime(2026, 11, 29, 8, tzinfo=UTC)
LATER = date(2027, 2, 1)
PLAN = """Nr;Actie;Thema;Start;Status;Openbaar;Delen
1;Twintig bomen planten;Groen;1/1/2026;klaar;ja;ja
2;Hek plaatsen;Groen;1/1/2026;{};ja;ja
"""


def test_the_day_of_a_first_import_is_no_day_on_which_something_was_done(
    sqlite_database: Database, tmp_path: Path
) -> None:
    for day, status in ((TODAY, "bezig"), (LATER, "klaar")):
        (tmp_path / "plan.csv").write_text(PLAN.format(status), encoding="utf-8")
        import_workbook(
            sqlite_database,
            tmp_path / "plan.csv",
            slug="linde",
            today=day,
            now=NOW.replace(year=day.year, month=day.month, day=day.day),
            column_map={"Openbaar": "public", "Delen": "extra"},
        )
    with sqlite_database.write_session() as session:
        municipality = choose_municipality(session, "linde")
        evidence = load_plan_evidence(session, municipality.id, LATER)
        public = {each.code: each for each in load_public_actions(session, municipality, LATER)}
        shared = {each.code: each for each in build_shared_plan(session, municipality).actions}

    assert evidence.status_givers["1"].day is None, "it was the day of the import"
    assert evidence.status_givers["1"].through == "import plan.csv"
    assert evidence.status_givers["2"].day == LATER
    assert {code: each.status_since for code, each in public.items()} == {"1": None, "2": LATER}
    assert shared["1"].took_days is None
    assert shared["2"].took_days == (LATER - date(2026, 1, 1)).days
