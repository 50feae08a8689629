"""Import the shared actions of another municipality; they are stored apart from our own actions."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.errors import InputError
from terugkom.peers.export_shared import SharedActionData, parse_sdgs
from terugkom.peers.model import SharedAction
from terugkom.peers.share_file import read_shared_plan
from terugkom.plan.model import ActionStatus, Municipality

_FIELDS = ("title", "theme", "sdgs", "status", "worked", "did_not_work", "took_days")


@dataclass(frozen=True)
class SharedImportResult:
    """The result of importing a file: its municipality, and the number of actions added, changed, unchanged,
    removed."""

    source: str
    counts: Counter[str]


def import_shared_file(
    session: Session, municipality: Municipality, path: Path, now: datetime
) -> SharedImportResult:
    """Synchronise the shared actions of another municipality with its file; delete those no longer in it.

    Raises UnreadableFile for an invalid file, InputError for this municipality's own file.
    """
    shared_plan, content = read_shared_plan(path)
    if shared_plan.municipality.casefold() == municipality.name.casefold():
        raise InputError("error.shared-file.own", file=path, municipality=municipality.name)
    digest = sha256(content).hexdigest()
    known_rows = _load_rows(session, municipality, shared_plan.municipality)
    counts: Counter[str] = Counter(added=0, changed=0, unchanged=0, removed=0)
    for shared in shared_plan.actions:
        values = _build_values(shared)
        row = known_rows.pop(shared.code, None)
        if row is None:
            row = SharedAction(
                municipality_id=municipality.id, source=shared_plan.municipality, code=shared.code
            )
            session.add(row)
            counts["added"] += 1
        elif values == {field: getattr(row, field) for field in _FIELDS}:
            counts["unchanged"] += 1
            continue
        else:
            counts["changed"] += 1
        for field, value in (values | {"imported_at": now, "sha256": digest}).items():
            setattr(row, field, value)
    for row in known_rows.values():
        session.delete(row)
        counts["removed"] += 1
    return SharedImportResult(shared_plan.municipality, counts)


def _load_rows(session: Session, municipality: Municipality, source: str) -> dict[str, SharedAction]:
    """Return the shared actions that were imported from another municipality, by code."""
    rows = session.scalars(
        select(SharedAction).where(
            SharedAction.municipality_id == municipality.id, SharedAction.source == source
        )
    )
    return {each.code: each for each in rows}


def load_imported_actions(session: Session, municipality: Municipality) -> dict[str, list[SharedActionData]]:
    """Return the imported shared actions by municipality."""
    rows = session.scalars(
        select(SharedAction)
        .where(SharedAction.municipality_id == municipality.id)
        .order_by(SharedAction.source, SharedAction.code)
    )
    found: dict[str, list[SharedActionData]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(_to_shared_action_data(row))
    return found


def _build_values(shared: SharedActionData) -> dict[str, object]:
    sdgs, status = "; ".join(map(str, shared.sdgs)), shared.status.value
    plain = {field: getattr(shared, field) for field in _FIELDS if field not in ("sdgs", "status")}
    return plain | {"sdgs": sdgs, "status": status}


def _to_shared_action_data(row: SharedAction) -> SharedActionData:
    return SharedActionData(
        row.code,
        row.title,
        row.theme,
        parse_sdgs(row.sdgs),
        ActionStatus(row.status),
        row.worked,
        row.did_not_work,
        row.took_days,
    )
