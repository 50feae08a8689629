"""What a municipality shares: what has a theme and is not internal, and nothing that names somebody."""

from datetime import date

import pytest

from terugkom.database.connection_pool import Database
from terugkom.peers.export_shared import (
    PersonalDataDetector,
    SharedActionData,
    SharedPlan,
    WithheldField,
    build_shared_plan,
    parse_sdgs,
)
from terugkom.peers.share_file import serialize_shared_plan
from terugkom.plan.model import ActionStatus
from terugkom.plan.queries import get_municipality
from tests.peers.conftest import TODAY, ImportPlan, action

MOSTLY_SQLITE = True
pytestmark = pytest.mark.each_database


def shared(database: Database, slug: str = "linde") -> SharedPlan:
    with database.read_session() as session:
        return build_shared_plan(session, get_municipality(session, slug))


def test_what_has_a_theme_is_shared_unless_it_says_not_to(
    database: Database, import_plan: ImportPlan
) -> None:
    import_plan(
        [
            action(
                "E1", "Ledlampen in de sporthal", sdgs="7; 13", description="An-Sofie regelt het", news="-"
            ),
            action("E2", "Zonder thema", theme=""),
            action("E3", "Nog niet vertellen", extra={"Delen": "Nee"}),
            action("E4", "Wel vertellen", status="gepland", extra={"Delen": "ja"}),
        ]
    )
    assert shared(database) == SharedPlan(
        "Linde",
        (
            SharedActionData("E1", "Ledlampen in de sporthal", "Energie", (7, 13), ActionStatus.RUNNING),
            SharedActionData("E4", "Wel vertellen", "Energie", (), ActionStatus.PLANNED),
        ),
    )


def test_what_is_no_longer_in_the_plan_is_not_shared(database: Database, import_plan: ImportPlan) -> None:
    import_plan([action("E1", "Ledlampen"), action("E2", "Isoleren")])
    import_plan([action("E2", "Isoleren")])
    assert [each.code for each in shared(database).actions] == ["E2"]


def test_how_long_it_took_counts_from_its_start_until_it_was_done(
    database: Database, import_plan: ImportPlan
) -> None:
    start = {"start": date(2027, 1, 4)}
    import_plan([action("E1", "Ledlampen", **start), action("E2", "Isoleren", **start)])
    import_plan([action("E1", "Ledlampen", status="klaar", **start), action("E2", "Isoleren", **start)])
    assert [each.took_days for each in shared(database).actions] == [(TODAY - date(2027, 1, 4)).days, None]


@pytest.mark.parametrize(
    ("text", "is_shared", "is_told"),
    [
        *((text, True, False) for text in (None, "ja", "Ja!", "x", "OK")),
        *((text, True, False) for text in ("ja graag", "Mag", "openbaar", "publiek", "Akkoord", "ok, delen")),
        *((text, True, False) for text in ("v", "✓", "✔", "+")),
        *(
            (text, False, False)
            for text in ("Nee.", "neen, vertrouwelijk", "NEIN", "niet delen", "nee (intern)")
        ),
        *((text, False, True) for text in ("vertrouwelijk", "later", "ja?", "?", "ja, maar intern")),
        *(
            (text, False, True)
            for text in ("geen bezwaar", "No problem", "nee, geen bezwaar", "geen probleem")
        ),
        *((text, False, True) for text in ("geen bezwaren", "no objection", "-", "✓?", "mag niet")),
    ],
)
def test_only_what_may_be_shared_is_shared(
    database: Database, import_plan: ImportPlan, text: str | None, is_shared: bool, is_told: bool
) -> None:
    import_plan([action("E1", "Ledlampen", extra={"Delen": text} if text else {})])
    found = shared(database)
    assert [each.code for each in found.actions] == (["E1"] if is_shared else [])
    assert found.withheld == ((WithheldField("E1", "share"),) if is_told else ())


def test_what_names_somebody_is_kept_back_and_told(database: Database, import_plan: ImportPlan) -> None:
    import_plan(
        [
            action("E1", "Ledlampen", extra={"Wat werkte": "Wijn belde zelf", "Wat werkte niet": "Te duur"}),
            action("E2", "Lezing door Bé"),
            action("E3", "Isoleren", extra={"Wat werkte": "Mail naar dak@bouw.example"}),
        ]
    )
    found = shared(database)
    assert [(each.code, each.worked, each.did_not_work) for each in found.actions] == [
        ("E1", "", "Te duur"),
        ("E3", "", ""),
    ]
    assert found.withheld == (
        WithheldField("E1", "worked"),
        WithheldField("E2", "title"),
        WithheldField("E3", "worked"),
    )


def test_nothing_of_people_stands_in_the_file(database: Database, import_plan: ImportPlan) -> None:
    import_plan(
        [
            action(
                "E1",
                "Ledlampen",
                description="An-Sofie Wijn",
                news="Bé Van den Berg zei",
                snoozed_until=date(2027, 9, 1),
                snooze_reason="An is ziek",
                extra={"Wat werkte": "Samen aankopen"},
            )
        ]
    )
    told = serialize_shared_plan(shared(database)).decode()
    for word in ("Wijn", "Sofie", "Berg", "linde.example.org", "ziek"):
        assert word not in told
    assert "Samen aankopen" in told


def test_the_same_plan_gives_the_same_bytes_whatever_the_order(
    database: Database, import_plan: ImportPlan
) -> None:
    actions = [action("E1", "Een"), action("E2", "Tweeë")]
    import_plan(actions)
    import_plan(actions[::-1], "kopie")
    first, second = serialize_shared_plan(shared(database)), serialize_shared_plan(shared(database, "kopie"))
    assert first == second
    assert first.endswith(b"}\n")
    assert "Tweeë" in first.decode("utf-8")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wijn hielp ons", True),
        ("WIJN HIELP ONS", True),
        ("een glas wijn", False),
        ("Van den dienst gebouwen", False),
        ("Berg en dal", True),
        ("bel 0470 12 34 56", True),
        ("bel 09/123.45.67", True),
        ("1.200.000 euro in 2026 tot 2030", False),
        ("stuur naar x@y", True),
        ("met dank aan an-sofie wijn", True),
        ("bé van den berg leidde dit", True),
        ("een berg van den wijn", False),
        ("an[at]linde.example of an (at) linde", True),
        ("Be leidde dit", True),
        ("met dank aan be van den berg", True),
        ("een werk dat WÍJN deed", True),
        ("bel (09) 123 45 67", True),
        ("bel 09 - 123 45 67", True),
        ("+32 (0)9 123 45 67", True),
        ("van 2025 - 2026 - 2027 en 01 - 02 - 2027", False),
    ],
)
def test_a_name_is_known_by_its_words_with_a_capital(text: str, names: bool) -> None:
    assert PersonalDataDetector(["An-Sofie Wijn", "Bé Van den Berg"]).is_in(text) is names


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("7; 13", (7, 13)),
        ("SDG 13, sdg7 en 13", (7, 13)),
        ("0 18 170", ()),
        ("7 " + "9" * 5000, (7,)),
        ("", ()),
    ],
)
def test_goals_are_read_from_a_cell_as_people_write_them(text: str, goals: tuple[int, ...]) -> None:
    assert parse_sdgs(text) == goals
