"""An invented municipality, Zilverbeke, whose dates are relative to today: there is always something due."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from terugkom.documents.file_store import write_atomically
from terugkom.peers.export_shared import SharedActionData, SharedPlan
from terugkom.peers.share_file import serialize_shared_plan
from terugkom.plan.model import ActionStatus
from terugkom.workbook.own_layout import ACTIONS, GROUPS, INDICATORS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan

SLUG = "zilverbeke"
# Days to the meetings: so few that what is due 21 and 7 days ahead is due, also when they move a little.
_SOON, _LATER = 4, (15, 16, 17)
_PUBLIC = ("E-01", "E-02", "E-03", "E-04", "M-01", "M-02", "M-03", "A-02", "A-04")  # may be published
_WORKED, _DID_NOT_WORK = "Wat werkte", "Wat werkte niet"
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")


def write_demo_plan(path: Path, day: date) -> None:
    """Write Zilverbeke's workbook as of this working day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {
        ACTIONS.title: _actions(day),
        PEOPLE.title: _people(day),
        GROUPS.title: _groups(day),
        INDICATORS.title: _indicators(day),
    }
    write_plan(path, WorkbookContent(rows, (_WORKED, _DID_NOT_WORK), _settings(day)))


def write_peer_file(path: Path) -> None:
    """Write the share file of an invented neighbouring municipality."""
    write_atomically(path.parent, path.name, serialize_shared_plan(SharedPlan("Stad Kouterdijk", _SHARED)))


def write_ideas(path: Path, day: date) -> None:
    """Write the ideas of its staff, as an online form exports them."""
    lines = io.StringIO(newline="")
    rows = csv.writer(lines, delimiter=";")
    rows.writerow(
        ("Tijdstempel", "Wat is uw idee?", "Thema", "Uw naam (mag leeg blijven)", "Mag het openbaar?")
    )
    for days, *cells in _IDEAS:
        rows.writerow((f"{day - timedelta(days=days):%d/%m/%Y} 09:12:00", *cells))
    write_atomically(path.parent, path.name, lines.getvalue().encode("utf-8-sig"))


def _settings(day: date) -> dict[str, Any]:
    return {
        "name": "Gemeente Zilverbeke",
        "language": "nl",
        "sender": "duurzaamheid@zilverbeke.example.org",
        "reply_to": "duurzaamheid@zilverbeke.example.org",
        "coordinator": "LW",
        "digest_weekday": _WEEKDAYS[day.weekday()],
        "go_live_on": day - relativedelta(years=1),
        "peer_anchor": day + timedelta(days=_SOON) - relativedelta(months=12),
        "closing_days": f"11/07/{day.year}; 02/11/{day.year}; 11/07/{day.year + 1}; 02/11/{day.year + 1}",
    }


def _person(code: str, name: str, job: str, groups: str, **more: Any) -> dict[str, Any]:
    local = name.lower().replace("é", "e").replace("ë", "e").replace(" ", ".")
    address = f"{local}@zilverbeke.example.org"
    return {"code": code, "name": name, "job": job, "groups": groups, "email": address, **more}


def _people(day: date) -> list[dict[str, Any]]:
    away = {"absent_from": day - timedelta(days=20), "absent_until": day + timedelta(days=60)}
    return [
        _person("LW", "Lotte Wielemans", "duurzaamheidsambtenaar", "KOP; ENERGIE; MOBILITEIT; AANKOOP"),
        _person("BV", "Bram Verlinden", "diensthoofd gebouwen", "KOP; ENERGIE"),
        _person("NA", "Noor Aerden", "energiedeskundige", "ENERGIE; FOCUS"),
        _person("JT", "Joris Teugels", "mobiliteitsambtenaar", "KOP; MOBILITEIT; FOCUS"),
        _person("SK", "Samira Kadour", "aankoopverantwoordelijke", "KOP; AANKOOP"),
        _person("EM", "Elke Moerdijk", "personeelsdienst", "AANKOOP", **away, stand_in="SK"),
        _person("PD", "Pieter Dewaard", "jeugdambtenaar", "MOBILITEIT", departed_on=day - timedelta(days=40)),
        _person("RO", "René Ost", "terreinploeg", "ENERGIE", email=""),
    ]


def _groups(day: date) -> list[dict[str, Any]]:
    def group(code: str, name: str, kind: str, months: int, in_days: int) -> dict[str, Any]:
        anchor = day + timedelta(days=in_days) - relativedelta(months=months)
        return {"code": code, "name": name, "kind": kind, "anchor": anchor, "interval_months": months}

    return [
        group("KOP", "Kopgroep MVO", "kopgroep", 12, _LATER[2]),
        group("ENERGIE", "Deelgroep energie", "deelgroep", 6, _LATER[0]),
        group("MOBILITEIT", "Deelgroep mobiliteit", "deelgroep", 6, 35),
        group("AANKOOP", "Deelgroep duurzaam aankopen", "deelgroep", 6, 77),
        group("FOCUS", "Focusgroep duurzaamheid", "focusgroep", 3, _LATER[1]),
    ]


def _actions(day: date) -> list[dict[str, Any]]:
    def action(code: str, title: str, group: str, owners: str, due: int | str, **more: Any) -> dict[str, Any]:
        deadline = day + timedelta(days=due) if isinstance(due, int) else due
        row = {"code": code, "title": title, "group": group, "owners": owners, "deadline": deadline}
        row["public"] = "ja" if code in _PUBLIC else ""
        return {**row, "status": "lopend", "theme": _THEMES[code[0]], "sdgs": _SDGS[code[0]], **more}

    return [
        action("E-01", "Het dak van de sporthal isoleren (1.200 m²)", "ENERGIE", "BV", 30),
        action("E-02", "Ledverlichting in de gemeentelijke basisschool", "ENERGIE", "BV; NA", 7),
        action("E-03", "Energieverbruik van elk gebouw maandelijks aflezen", "ENERGIE", "NA", -45),
        action(
            "E-04",
            "Zonnepanelen op het gemeentehuis (60 kWp)",
            "ENERGIE",
            "BV",
            -90,
            status="klaar",
            extra={_WORKED: "Samen met drie buurgemeenten aankopen: een vijfde goedkoper."},
        ),
        action("E-05", "Stookketel van de bibliotheek vervangen", "ENERGIE", "RO", 25),
        action("E-06", "Gebouwen fossielvrij verwarmd", "ENERGIE", "BV", f"{day.year + 4}", status="gepland"),
        action("M-01", "Veertig overdekte fietsplaatsen aan het station", "MOBILITEIT", "JT", 0),
        action("M-02", "Drie dienstfietsen voor de buitendienst", "MOBILITEIT", "JT", -21),
        action(
            "M-03",
            "Schoolstraat aan de Kouterstraat",
            "MOBILITEIT",
            "JT",
            -3,
            snoozed_until=day + timedelta(days=21),
            snooze_reason="De politieraad beslist volgende maand over de paaltjes",
        ),
        action("M-04", "Jeugdlokalen met de bus bereikbaar", "MOBILITEIT", "PD", 6),
        action("M-05", "Stimuleren van fietsgebruik bij het personeel", "MOBILITEIT", "JT", 7),
        action("A-01", "Milieucriteria in elk bestek voor schoonmaak", "AANKOOP", "SK", -7),
        action("A-02", "Fairtradekoffie op alle vergaderingen", "AANKOOP", "EM", 7),
        action("A-03", "Papierverbruik halveren tegenover 2024", "AANKOOP", "", 20),
        action(
            "A-04",
            "Herbruikbare bekers op gemeentelijke evenementen",
            "AANKOOP",
            "SK",
            4,
            news="2.000 bekers zijn geleverd; de eerste test is de kerstmarkt.",
            news_on=day - timedelta(days=2),
        ),
        action(
            "A-05", "Reinigingsmiddelen met ecolabel", "AANKOOP", "SK", f"Q2 {day.year + 1}", status="gepland"
        ),
        action("A-07", "Waar mogelijk minder verpakkingen aankopen", "AANKOOP", "SK", 28),
        action(
            "A-06", "Gratis fruit voor het personeel", "AANKOOP", "EM", -200, status="gestopt", extra=_STOPPED
        ),
    ]


def _indicators(day: date) -> list[dict[str, Any]]:
    measured = day - timedelta(days=30)
    end = date(day.year + 1, 12, 31)
    return [
        {
            "code": "IND-1",
            "action": "E-03",
            "name": "Gasverbruik van de gemeentelijke gebouwen",
            "unit": "MWh",
            "baseline": 2140,
            "target": 1700,
            "target_on": end,
            "measured": 1985,
            "measured_on": measured,
            "source": "Facturen van de netbeheerder",
        },
        {
            "code": "IND-2",
            "action": "A-03",
            "name": "Papier per jaar",
            "unit": "riemen",
            "baseline": 1240,
            "target": 620,
            "target_on": end,
            "measured": 1010,
            "measured_on": measured,
            "source": "Bestelbonnen van het economaat",
        },
    ]


_STOPPED: dict[str, Any] = {
    "status": "gestopt",
    "extra": {_DID_NOT_WORK: "Te veel fruit bleef liggen; eenmaal per week was genoeg geweest."},
}
_SDGS = {"E": "7; 13", "M": "11; 13", "A": "12"}
_SHARED = (
    SharedActionData(
        "12",
        "Overdekte fietsplaatsen aan school en station",
        "Mobiliteit",
        (11,),
        ActionStatus.DONE,
        "Eerst twee weken tellen waar fietsen staan, dan pas plaatsen.",
        "De aannemer kwam in de examens: klachten van de school.",
        210,
    ),
    SharedActionData(
        "15",
        "Dienstfietsen voor thuiszorg en buitendienst",
        "Mobiliteit",
        (11, 13),
        ActionStatus.DONE,
        worked="Leasen met onderhoud: geen fiets staat nog stuk.",
        took_days=95,
    ),
    SharedActionData("18", "Schoolstraten in het centrum", "Mobiliteit", (11,), ActionStatus.RUNNING),
    SharedActionData("21", "Gebouwen van de stad isoleren", "Energie", (7, 13), ActionStatus.RUNNING),
    SharedActionData("24", "Zonnepanelen op vier scholen", "Energie", (7,), ActionStatus.PLANNED),
    SharedActionData(
        "31",
        "Ecolabel voor alle reinigingsmiddelen",
        "Duurzaam aankopen",
        (12,),
        ActionStatus.DONE,
        did_not_work="Een verbod zonder uitleg: poetsploegen kochten zelf bij.",
        took_days=160,
    ),
    SharedActionData("40", "Geveltuinen met bewoners", "Groen", (11, 15), ActionStatus.DONE, took_days=120),
)
_IDEAS = (
    (75, "Het licht in de sporthal na 22.30 uur vanzelf laten doven", "Energie", "Noor Aerden", "ja"),
    (40, "Eén leenkast met gereedschap voor alle diensten", "Duurzaam aankopen", "", "ja"),
    (
        21,
        "De bloembakken aan het gemeentehuis begieten met regenwater",
        "Water",
        "Rik van de groendienst",
        "ja",
    ),
    (6, "Vergaderingen elders laten beginnen als de trein er is", "Mobiliteit", "Elke Moerdijk", "nee"),
)
DEFERRED_IDEA = ("I1", "Eerst zien wat de ledlampen in de basisschool opbrengen.")  # code, reason
_THEMES = {"E": "Energie", "M": "Mobiliteit", "A": "Duurzaam aankopen"}
