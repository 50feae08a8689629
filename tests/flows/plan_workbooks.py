"""Small municipalities for the flows: everybody has one action, and it is due on a Monday."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from terugkom.workbook.own_layout import ACTIONS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan

MONDAY = date(2026, 11, 23)


def address(number: int) -> str:
    return f"trekker{number}@lievegem.example"


def write_small_plan(
    path: Path,
    owners: int = 3,
    *,
    names: Sequence[str] = (),
    addresses: Sequence[str] = (),
    day: date = MONDAY,
) -> Path:
    """Write the workbook of a municipality with that many owners, or with owners of these names."""
    names = names or [f"Trekker {number}" for number in range(1, owners + 1)]
    addresses = addresses or [address(number) for number in range(1, len(names) + 1)]
    people = [
        {"code": f"P{number}", "name": name, "email": email}
        for number, (name, email) in enumerate(zip(names, addresses, strict=True), 1)
    ]
    actions = [
        {"code": f"A{number}", "title": f"Actie {number}", "owners": f"P{number}", "deadline": day}
        | {"status": "lopend"}
        for number in range(1, len(names) + 1)
    ]
    settings = {
        "name": "Gemeente Lievegem",
        "language": "nl",
        "sender": "mvo@lievegem.example",
        "reply_to": "mvo@lievegem.example",
        "digest_weekday": "maandag",
    }
    write_plan(path, WorkbookContent({ACTIONS.title: actions, PEOPLE.title: people}, settings=settings))
    return path
