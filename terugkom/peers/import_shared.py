"""Import the shared actions of another municipality; they are stored apart from our own actions."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.errors import InputError
from terugkom.peers.export_shared import Shared, sdgs_of
from terugkom.peers.model import SharedAction
from terugkom.peers.share_file import read_file
from terugkom.plan.model import Municipality, Status

_FIELDS = ("title", "theme", "sdgs", "status", "worked", "did_not_work", "took_days")


@dataclass(frozen=True)
class Received:
    """The result of importing a file: its municipality, and the number of actions added, changed, unchanged,
    removed."""

    source: str
    counts: Counter[str]


def take_in(session: Session, town: Municipality, path: Path, now: datetime) -> Received:
    """Synchronise the shared actions of another municipality with its file; delete those no longer in it.

    Raises UnreadableFile for an invalid file, InputError for this municipality's own file.
    """
    sharing, content = read_file(path)
    if sharing.municipality.casefold() == town.name.casefold():
        raise InputError(
            f"{path}: this is the file of {town.name} itself; give the file of another municipality"
        )
    digest = sha256(content).hexdigest()
    there = {
        each.code: each
        for each in session.scalars(
            select(SharedAction).where(
                SharedAction.municipality_id == town.id, SharedAction.source == sharing.municipality
            )
        )
    }
    counts: Counter[str] = Counter(added=0, changed=0, unchanged=0, removed=0)
    for shared in sharing.actions:
        values = _values(shared)
        row = there.pop(shared.code, None)
        if row is None:
            row = SharedAction(municipality_id=town.id, source=sharing.municipality, code=shared.code)
            session.add(row)
            counts["added"] += 1
        elif values == {field: getattr(row, field) for field in _FIELDS}:
            counts["unchanged"] += 1
            continue
        else:
            counts["changed"] += 1
        for field, value in (values | {"imported_at": now, "sha256": digest}).items():
            setattr(row, field, value)
    for row in there.values():
        session.delete(row)
        counts["removed"] += 1
    return Received(sharing.municipality, counts)


def taken_in(session: Session, town: Municipality) -> dict[str, list[Shared]]:
    """Return the imported shared actions by municipality."""
    rows = session.scalars(
        select(SharedAction)
        .where(SharedAction.municipality_id == town.id)
        .order_by(SharedAction.source, SharedAction.code)
    )
    found: dict[str, list[Shared]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(_as_shared(row))
    return found


def _values(shared: Shared) -> dict[str, object]:
    sdgs, status = "; ".join(map(str, shared.sdgs)), shared.status.value
    plain = {field: getattr(shared, field) for field in _FIELDS if field not in ("sdgs", "status")}
    return plain | {"sdgs": sdgs, "status": status}


def _as_shared(row: SharedAction) -> Shared:
    return Shared(
        row.code,
        row.title,
        row.theme,
        sdgs_of(row.sdgs),
        Status(row.status),
        row.worked,
        row.did_not_work,
        row.took_days,
    )
