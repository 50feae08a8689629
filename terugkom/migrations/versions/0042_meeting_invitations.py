"""What each person was sent last about a meeting, and which of its fields a person set"""

from collections import Counter
from datetime import time
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_WITHDRAWN = "meeting-withdrawn"  # of this revision, if it was left and is come back to
_CALENDAR_MAILS = ("meeting-invitation", "meeting-moved", _WITHDRAWN)
_PACK = "meeting-pack"
_DEFAULT_STARTS_AT = time(14)  # of a group that has no hour


def upgrade() -> None:
    """Create the table, filled from the deliveries of open meetings; a meeting that was moved keeps its day.

    Its hour and place are a person's own where they differ from those of its group.
    """
    op.create_table(
        "meeting_invitations",
        sa.Column("moment_id", sa.Integer(), sa.ForeignKey("moments.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("has_pack", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_meeting_invitations_person_id"), "meeting_invitations", ["person_id"])
    op.add_column("meetings", sa.Column("own_fields", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "meetings", sa.Column("is_cancelled_by_plan", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    connection = op.get_bind()
    _mark_own_fields(connection)
    _fill_invitations(connection)


def _mark_own_fields(connection: sa.Connection) -> None:
    meetings = _table("meetings", moment_id=sa.Integer, group_id=sa.Integer, starts_at=sa.Time,
                      place=sa.String, moves=sa.JSON, own_fields=sa.JSON)  # fmt: skip
    groups = _table("groups", id=sa.Integer, meets_at=sa.Time, meets_in=sa.String)
    query = sa.select(meetings, groups.c.meets_at, groups.c.meets_in).outerjoin(
        groups, groups.c.id == meetings.c.group_id
    )
    for row in connection.execute(query).all():
        if not row.moves:
            continue
        own = ["day"]
        if row.starts_at != (row.meets_at or _DEFAULT_STARTS_AT):
            own.append("starts_at")
        if row.place != (row.meets_in or ""):
            own.append("place")
        change = sa.update(meetings).where(meetings.c.moment_id == row.moment_id)
        connection.execute(change.values(own_fields=own))


def _fill_invitations(connection: sa.Connection) -> None:
    """Store the last invitation or update of each person, and whether a pack went to them."""
    deliveries = _table(
        "deliveries", id=sa.Integer, document_id=sa.Integer, moment_id=sa.Integer, person_id=sa.Integer,
        key=sa.String, role=sa.String, recipient=sa.String, created_at=sa.DateTime(timezone=True),
    )  # fmt: skip
    documents = _table("documents", id=sa.Integer, kind=sa.String)
    moments = _table("moments", id=sa.Integer, day=sa.Date, state=sa.String)
    meetings = _table("meetings", moment_id=sa.Integer, starts_at=sa.Time, place=sa.String)
    query = (
        sa.select(deliveries, documents.c.kind, moments.c.day, meetings.c.starts_at, meetings.c.place)
        .join(documents, documents.c.id == deliveries.c.document_id)
        .join(moments, moments.c.id == deliveries.c.moment_id)
        .join(meetings, meetings.c.moment_id == moments.c.id)
        .where(moments.c.state == "open", deliveries.c.person_id.is_not(None))
        .where(deliveries.c.recipient != "", documents.c.kind.in_((*_CALENDAR_MAILS, _PACK)))
        .order_by(deliveries.c.id)
    )
    found: dict[tuple[int, int], dict[str, Any]] = {}
    packs: Counter[tuple[int, int]] = Counter()
    for row in connection.execute(query).all():
        of = row.moment_id, row.person_id
        if row.kind == _PACK:
            packs[of] += 1
            continue
        found[of] = {
            "moment_id": row.moment_id,
            "person_id": row.person_id,
            "state": "withdrawn" if row.kind == _WITHDRAWN else "invited",
            "role": row.role,
            "address": row.recipient,
            "sequence": _read_sequence(row.key),
            "day": row.day,
            "starts_at": row.starts_at,
            "place": row.place,
            "version": found[of]["version"] + 1 if of in found else 1,
            "sent_at": row.created_at,
        }
    rows = [
        values | {"has_pack": of in packs, "version": values["version"] + packs[of]}
        for of, values in found.items()
    ]
    if rows:
        invitations = _table(
            "meeting_invitations", moment_id=sa.Integer, person_id=sa.Integer, state=sa.String,
            role=sa.String, address=sa.String, sequence=sa.Integer, day=sa.Date, starts_at=sa.Time,
            place=sa.String, version=sa.Integer, has_pack=sa.Boolean, sent_at=sa.DateTime(timezone=True),
        )  # fmt: skip
        connection.execute(sa.insert(invitations), rows)


def _read_sequence(key: str) -> int:
    """Return the sequence in the key of a delivery: municipality, step, moment, sequence, person."""
    parts = key.split(":")
    return int(parts[3]) if len(parts) >= 5 and parts[3].isdigit() else 0


def _table(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns.items()))


def downgrade() -> None:
    """Drop the table and the columns."""
    op.drop_table("meeting_invitations")
    with op.batch_alter_table("meetings") as meetings:
        meetings.drop_column("is_cancelled_by_plan")
        meetings.drop_column("own_fields")
