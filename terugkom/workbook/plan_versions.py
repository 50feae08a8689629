"""What copies of the plan held: each export, and each file that was imported.

Of every cell only a keyed hash is kept, of row, field and value together: enough to tell whether a cell of a
file, or the plan of today, is still what the copy held; nothing in it can be read back.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, Text, and_, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from terugkom.database.table_base import Base, UtcDateTime, enum_type
from terugkom.secret_keys import KeyPurpose, load_secret_key, sign

CellKey = tuple[str, str, str]  # sheet (its name in any language), code of the row, field
PlanCells = Mapping[CellKey, str]  # the value of each cell in one normal form
ACTIONS, PEOPLE, GROUPS, INDICATORS, SETTINGS = "actions", "people", "groups", "indicators", "settings"
ROW = ""  # the field that says that there is such a row
ALL_ROWS = ""  # the code that says that there is such a column

_STAMP_LENGTH = 16
_SIZE = 8  # bytes of a fingerprint: a plan of a million cells has no two alike
_MAX_IMPORTS = 12  # files of a municipality that are remembered


class VersionKind(StrEnum):
    """How a copy of the plan came to be."""

    EXPORT = "export"
    IMPORT = "import"


class PlanVersion(Base):
    """A copy of the plan: an export, with the stamp that stands in it, or a file that was imported."""

    __tablename__ = "plan_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    kind: Mapped[VersionKind] = mapped_column(enum_type(VersionKind))
    stamp: Mapped[str] = mapped_column(String(_STAMP_LENGTH))  # of an import: the one in the file, or none
    file: Mapped[str] = mapped_column(String(200))  # the name of the file that was imported
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fingerprints: Mapped[str] = mapped_column(Text)  # base64


@dataclass(frozen=True)
class CellHasher:
    """Computes the fingerprints of cells with the key of this installation."""

    key: bytes

    def hash_cell(self, key: CellKey, value: str) -> bytes:
        """Return the fingerprint of one value of one cell."""
        text = "\x1f".join((*key, value))
        return hashlib.blake2b(text.encode(), digest_size=_SIZE, key=self.key).digest()

    def hash_cells(self, cells: PlanCells) -> set[bytes]:
        """Return the fingerprints of all cells."""
        return {self.hash_cell(key, value) for key, value in cells.items()}

    def hash_told_cell(self, key: CellKey, because: str) -> bytes:
        """Return the fingerprint that says that a cell of the file did not go in, and why that was told."""
        sheet, code, name = key
        return self.hash_cell((f"{sheet} told", code, name), because)

    def hash_kept_cell(self, key: CellKey, value: str) -> bytes:
        """Return the fingerprint that says that the plan kept this value, and the file had another one."""
        sheet, code, name = key
        return self.hash_cell((f"{sheet} kept", code, name), value)


def load_hasher(session: Session) -> CellHasher:
    """Return what computes fingerprints; its key is made when it is first needed."""
    return CellHasher(load_secret_key(session, KeyPurpose.PLAN_VERSIONS)[:64])


def store_export(session: Session, municipality_id: int, cells: PlanCells, now: datetime) -> str:
    """Store what an export holds; return its stamp, which is the same for the same plan."""
    key = load_secret_key(session, KeyPurpose.PLAN_VERSIONS)
    found = load_hasher(session).hash_cells(cells)
    stamp = sign(key, f"{municipality_id} {_encode(found)}")[:_STAMP_LENGTH]
    known = select(PlanVersion).where(
        PlanVersion.municipality_id == municipality_id,
        PlanVersion.kind == VersionKind.EXPORT,
        PlanVersion.stamp == stamp,
    )
    if version := session.scalars(known).first():
        version.made_at = max(version.made_at, now)
    else:
        session.add(_build(municipality_id, VersionKind.EXPORT, stamp, "", now, found))
    session.flush()
    return stamp


def store_import(
    session: Session, municipality_id: int, stamp: str, file: str, now: datetime, found: set[bytes]
) -> None:
    """Store what a file held that was imported; the oldest of many is forgotten."""
    mine = (PlanVersion.municipality_id == municipality_id, PlanVersion.kind == VersionKind.IMPORT)
    newest = select(PlanVersion).where(*mine).order_by(PlanVersion.id.desc())
    last = session.scalars(newest.limit(1)).first()
    text = _encode(found)
    if last and (last.stamp, last.file, last.fingerprints) == (stamp, file[:200], text):
        return
    session.add(_build(municipality_id, VersionKind.IMPORT, stamp, file[:200], now, found))
    session.flush()
    kept = select(PlanVersion.id).where(*mine).order_by(PlanVersion.id.desc()).limit(_MAX_IMPORTS)
    session.execute(delete(PlanVersion).where(*mine, PlanVersion.id.not_in(session.scalars(kept).all())))


def list_versions(session: Session, municipality_id: int) -> Sequence[PlanVersion]:
    """Return the copies of a municipality's plan that are remembered, the oldest first."""
    mine = select(PlanVersion).where(PlanVersion.municipality_id == municipality_id)
    return session.scalars(mine.order_by(PlanVersion.id)).all()


def read_fingerprints(version: PlanVersion) -> set[bytes]:
    """Return the fingerprints of the cells of a copy."""
    data = b64decode(version.fingerprints)
    return {data[at : at + _SIZE] for at in range(0, len(data), _SIZE)}


def forget_versions_after(session: Session, municipality_id: int, last_id: int) -> None:
    """Forget what files held that were imported after the version with this id: their imports are taken
    back."""
    session.execute(
        delete(PlanVersion).where(
            PlanVersion.municipality_id == municipality_id,
            PlanVersion.kind == VersionKind.IMPORT,
            PlanVersion.id > last_id,
        )
    )


def is_superseded(cutoff: datetime) -> ColumnElement[bool]:
    """Return whether a copy is too old, and not the newest of its kind of its municipality."""
    newest = select(func.max(PlanVersion.id)).group_by(PlanVersion.municipality_id, PlanVersion.kind)
    return and_(PlanVersion.made_at < cutoff, PlanVersion.id.not_in(newest))


def _build(
    municipality_id: int,
    kind: VersionKind,
    stamp: str,
    file: str,
    now: datetime,
    found: Iterable[bytes],
) -> PlanVersion:
    return PlanVersion(
        municipality_id=municipality_id,
        kind=kind,
        stamp=stamp,
        file=file,
        made_at=now,
        fingerprints=_encode(found),
    )


def _encode(found: Iterable[bytes]) -> str:
    return b64encode(b"".join(sorted(found))).decode()
