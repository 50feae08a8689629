"""A status that is not known for certain is said: where it stands, and what was made of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Action
from terugkom.workbook.foreign.status_words import is_doubtful, read_status, says_paused
from terugkom.workbook.own_layout import ACTIONS
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.import_workbook import import_workbook

TODAY, NOW = date(2026, 11, 29), datetime(2026, 11, 29, 8, tzinfo=UTC)
PAUSED = "on hold|On-hold|gepauzeerd|is tijdelijk stopgezet|opgeschort|ligt stil"
PAUSED += "|en pause|Suspendue|pausiert|ruht|paused"
DOUBTFUL = {
    "planned": "wacht op subsidie|uitgesteld tot 2027|reporté|en attente|pending|zurückgestellt",
    "running": "vertraagd|in orde|bloqué|delayed|blockiert",
    "done": "afgesloten|clôturé|closed|beendet|ok",
    "stopped": "verlaten|eingestellt",
}
SURE = "gepland|niet gestart|bezig|in uitvoering|en cours|klaar"
SURE += "|afgerond in 2024|terminé|umgesetzt|gestopt|annulé"


# What stands behind a word for done or stopped and takes it back, or makes it a part.
OPEN = "afgerond? navragen bij Bart|uitgevoerd tot fase 2|klaar in 3 van de 5 gebouwen|klaar in 3/5 gebouwen"
OPEN += "|afgerond (fase 1)|gerealiseerd in Dorp, niet in Molenwijk|opgeleverd, nog niet in gebruik"
OPEN += "|klaar voor uitvoering|klaar om te starten|ok mits subsidie|klaar als de subsidie komt|behaald: 40 %"
OPEN += "|uitgevoerd 80 procent|klaar - wacht op oplevering|gestopt? nee, loopt|stopgezet tot 2028"
OPEN += "|niet meer nodig, tenzij er subsidie komt|terminé pour la phase 1|fait en partie|réalisé à 50 %"
OPEN += "|done for phase 1|done in 2 of 3 schools|erledigt für Phase 1|umgesetzt in 2 von 5 Schulen"
# What may be all of it or a part: it is read, and said as what.
UNCLEAR = "gedaan, te herbekijken|afgewerkt ontwerp|completed design only|geannuleerd en heropgestart"
UNCLEAR += "|vervallen termijn|uitgevoerd: 12 lampen geplaatst"
CLEAR = (
    "opgeleverd op 3/5/2025|afgerond sinds juni 2024|klaar (zie verslag)|stopgezet wegens budget|klaar 100 %"
)
CLEAR += "|stopgezet eind 2025|niet langer relevant|annulé faute de budget|terminée depuis 2024"
CLEAR += "|Abgeschlossen (2024)"


@pytest.mark.parametrize("text", OPEN.split("|"))
def test_done_or_stopped_for_a_part_or_on_a_condition_is_not_read(text: str) -> None:
    assert read_status(text) is None


@pytest.mark.parametrize("text", UNCLEAR.split("|"))
def test_other_words_behind_done_or_stopped_are_asked_about(text: str) -> None:
    assert (read_status(text) is not None, is_doubtful(text)) == (True, True)


@pytest.mark.parametrize("text", CLEAR.split("|"))
def test_a_day_a_report_or_a_reason_behind_done_or_stopped_is_clear(text: str) -> None:
    assert (read_status(text) is not None, is_doubtful(text)) == (True, False)


@pytest.mark.parametrize("text", PAUSED.split("|"))
def test_an_action_that_lies_still_has_none_of_our_statuses(text: str) -> None:
    assert (read_status(text), says_paused(text)) == (None, True)


@pytest.mark.parametrize(("status", "texts"), DOUBTFUL.items())
def test_a_doubtful_word_is_read_and_known_as_doubtful(status: str, texts: str) -> None:
    found = {text: (read_status(text), is_doubtful(text)) for text in texts.split("|")}
    assert found == dict.fromkeys(found, (status, True))


@pytest.mark.parametrize("text", SURE.split("|"))
def test_what_is_clear_is_not_asked_about(text: str) -> None:
    assert read_status(text) is not None
    assert not is_doubtful(text)
    assert not says_paused(text)


def _write(folder: Path, *statuses: str) -> Path:
    path = folder / "plan.csv"
    rows = [f"{n};Hek {n} plaatsen;An Wils;{status}" for n, status in enumerate(statuses, 1)]
    path.write_text("\n".join(["Nr;Actie;Trekker;Stand van zaken", *rows, ""]), encoding="utf-8")
    return path


def _list_statuses(database: Database, count: int) -> list[str]:
    with database.read_session() as session:
        found = dict(session.execute(select(Action.code, Action.status)).tuples().all())
    return [found[str(n)].value for n in range(1, count + 1)]


def test_done_but_for_a_part_is_asked_about_and_not_done(sqlite_database: Database, tmp_path: Path) -> None:
    """*Klaar, behalve de verlichting* was done, without a finding."""
    texts = ("klaar, behalve de verlichting", "terminé, sauf les quais", "klaar")
    path = _write(tmp_path, *["bezig"] * len(texts))
    import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)
    path = _write(tmp_path, *texts)
    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)
    found = [each for each in report.findings if each.code.endswith("-status")]
    assert [(each.row, each.column, each.code) for each in found] == [
        (2, "Stand van zaken", "unknown-status"),
        (3, "Stand van zaken", "unknown-status"),
    ]
    assert [text in each.message for text, each in zip(texts, found, strict=False)] == [True, True]
    assert _list_statuses(sqlite_database, 3) == ["running", "running", "done"], "it keeps what it had"


def test_a_finding_names_file_row_column_and_what_was_made_of_it(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = _write(tmp_path, "on hold", "vertraagd", "bezig", "misschien")
    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)

    found = [each for each in report.findings if each.code.endswith("-status")]
    assert [(each.sheet, each.row, each.column, each.code) for each in found] == [
        ("plan.csv", 2, "Stand van zaken", "paused-status"),
        ("plan.csv", 3, "Stand van zaken", "doubtful-status"),
        ("plan.csv", 5, "Stand van zaken", "unknown-status"),
    ]
    assert found[0].message.startswith(
        "“on hold” zegt dat de actie stilligt, en zo'n status hebben wij niet."
    )
    assert "Een nieuwe actie staat nu op “gepland”" in found[0].message
    assert found[1].message == (
        "“vertraagd” lezen wij als “lopend”. Klopt dat niet? Kies dan gepland, lopend, klaar of gestopt."
    )
    assert found[1].render("en") == (
        "“vertraagd” is read as “running”. If that is wrong, choose planned, running, done, or stopped."
    )
    assert "Een nieuwe actie staat zolang op “gepland”; een andere houdt" in found[2].message
    assert _list_statuses(sqlite_database, 4) == ["planned", "running", "running", "planned"]


FUTURE = "opgeleverd op 31/12/2027|afgerond in 2030|klaar (2027)|gestopt vanaf 1 januari 2028"
FUTURE += "|uitgevoerd in december 2026|terminé le 31/12/2027|réalisé en 2030|annulé depuis mars 2027"
FUTURE += "|abgeschlossen am 31.12.2027|umgesetzt 2030|completed on 12/31/2027|done in June 2028, see report"
PAST = "opgeleverd op 28/11/2026|afgerond in 2026|klaar (november 2026)|gestopt vanaf november 2026"
PAST += "|terminé le 29/11/2026|réalisé en 2025|abgeschlossen am 01.02.2026|completed on 11/28/2026"


def test_done_on_a_day_that_is_still_to_come_is_asked_about_and_not_done(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """*Opgeleverd op 31/12/2027* was done, without a finding."""
    future, past = FUTURE.split("|"), PAST.split("|")
    path = _write(tmp_path, *["bezig"] * len(future), *["gepland"] * len(past))
    import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)
    path = _write(tmp_path, *future, *past)
    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)
    found = {each.row: each.message for each in report.findings if each.code == "future-status"}
    assert [*found] == [*range(2, len(future) + 2)]
    assert found[2] == (
        "“opgeleverd op 31/12/2027” zegt “klaar”, maar noemt een dag die nog moet komen. Kies gepland, "
        "lopend, klaar of gestopt. Een nieuwe actie staat zolang op “gepland”; een andere houdt de status "
        "die ze had."
    )
    statuses = _list_statuses(sqlite_database, len(future) + len(past))
    assert statuses[: len(future)] == ["running"] * len(future), "it keeps what it had"
    assert {*statuses[len(future) :]} == {"done", "stopped"}
    later = import_workbook(sqlite_database, path, slug="linde", today=date(2030, 1, 2), now=NOW)
    assert "future-status" not in {each.code for each in later.findings}
    assert {*_list_statuses(sqlite_database, len(future))} == {"done", "stopped"}


def test_a_start_that_is_still_to_come_is_no_start(sqlite_database: Database, tmp_path: Path) -> None:
    """*Gestart in 2030* was running, without a finding."""
    future = ["Gestart in 2030", "opgestart op 1 september 2031", "lopend vanaf 2030", "lancé en 2030"]
    future += ["gestartet im März 2030", "ongoing from 2030", "is gestart in 2030"]
    running = ["gestart in 2025", "lopend t.e.m. 2030", "gestart, einde 2030", "en cours (fin 2030)"]
    running += ["laufend bis 2030", "in uitvoering: oplevering 2030", "bezig sinds 2024", "gestart"]
    path = _write(tmp_path, *future, *running)

    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)

    found = [each.row for each in report.findings if each.code == "future-status"]
    assert found == [*range(2, len(future) + 2)]
    statuses = _list_statuses(sqlite_database, len(future) + len(running))
    assert statuses == ["planned"] * len(future) + ["running"] * len(running)
    import_workbook(sqlite_database, path, slug="linde", today=date(2032, 1, 2), now=NOW)
    assert {*_list_statuses(sqlite_database, len(future))} == {"running"}


def test_the_end_of_what_began_is_no_start(sqlite_database: Database, tmp_path: Path) -> None:
    """Of *opgestart 09/2026 - 12/2030* the start was read as 9 December 2030, and the action was asked."""
    running = ["opgestart 09/2026 - 12/2030", "gestart 01/2026 – 12/2028", "gestart 1/9/2026 - 31/12/2030"]
    running += ["gestart 09/2026 / 12/2030", "opgestart 01/2026, 06/2026 en 12/2026", "démarré 2024-2030"]
    running += [
        "gestart: einde 2028",
        "gestart met einde 2028",
        "gestart - einde 2028",
        "gestart -einde 2028",
    ]
    running += ["gestart-einde 2028", "démarré : fin 2028", "gestartet – Ende 2028", "lancé avec fin 2028"]
    running += ["started: end 2028", "gestart mei 2026 met einde 2030", "begonnen (einde 2028)"]
    future = ["gestart vanaf: 09/2030 - 12/2031", "gestart op: 1/1/2030", "gestart in 2031 - 2035"]
    future += ["gestart september - december 2030", "gestart op het einde van 2030", "démarré fin 2028"]
    path = _write(tmp_path, *running, *future)

    report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)

    found = [each.row for each in report.findings if each.code == "future-status"]
    assert found == [len(running) + 2 + at for at in range(len(future))]
    statuses = _list_statuses(sqlite_database, len(running) + len(future))
    assert statuses == ["running"] * len(running) + ["planned"] * len(future)


def test_an_action_done_in_three_of_five_schools_stays_as_it_was(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """*Klaar in 3 van de 5 scholen* made an action done without a word, and its next edition told it so."""
    for statuses in (("bezig", "bezig"), ("klaar in 3 van de 5 scholen", "klaar met de studie")):
        path = _write(tmp_path, *statuses)
        report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)
    found = [(each.row, each.code) for each in report.findings if each.code.endswith("-status")]
    assert found == [(2, "unknown-status"), (3, "doubtful-status")]
    assert _list_statuses(sqlite_database, 2) == ["running", "done"]


def test_an_action_on_hold_keeps_the_status_that_it_had(sqlite_database: Database, tmp_path: Path) -> None:
    for statuses in (("bezig", "bezig"), ("on hold", "en pause")):
        path = _write(tmp_path, *statuses)
        import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW)
    assert _list_statuses(sqlite_database, 2) == ["running", "running"]


def test_our_own_workbook_says_it_too(sqlite_database: Database, tmp_path: Path) -> None:
    rows = [
        {"code": f"E{n}", "title": f"Lamp {n}", "status": word}
        for n, word in enumerate(("on hold", "vertraagd", "lopend"))
    ]
    write_plan(tmp_path / "plan.xlsx", WorkbookContent({ACTIONS.title: rows}, {"name": "Linde"}))
    report = import_workbook(sqlite_database, tmp_path / "plan.xlsx", slug="linde", today=TODAY, now=NOW)
    found = [(each.row, each.column, each.code) for each in report.findings if each.code.endswith("-status")]
    assert found == [(2, "Status", "paused-status"), (3, "Status", "doubtful-status")]
