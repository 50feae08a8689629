"""What all tables are made of: their base, and column types; and the import of the classes of tables."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib import import_module

from sqlalchemy import DateTime, Dialect, Enum, MetaData, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    """Base of all tables; its constraints have predictable names, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def import_all_tables() -> None:
    """Import the classes of all tables. Without this only those are known that a command itself uses."""
    import terugkom.tables  # noqa: F401


# The modules with the tables that tables of other modules refer to.
REFERENCED_TABLES = {
    **dict.fromkeys(("actions", "groups", "municipalities", "people"), "terugkom.plan.model"),
    "deliveries": "terugkom.delivery.model",
    "documents": "terugkom.documents.model",
    "moments": "terugkom.schedule.model",
    "subscribers": "terugkom.subscribers.model",
}


def import_referenced_tables() -> None:
    """Import the classes of the tables that the known ones refer to, and of those that these refer to."""
    while missing := list_unknown_references(len(Base.metadata.tables)):
        for name in missing:
            import_module(REFERENCED_TABLES[name])


@cache
def list_unknown_references(_count: int) -> tuple[str, ...]:
    """Return the tables that the known ones, of which there are so many, refer to and that are not known."""
    known = Base.metadata.tables
    keys = (key for table in known.values() for key in table.foreign_keys)
    targets = (key.target_fullname.rpartition(".")[0] for key in keys)
    return tuple(sorted({name for name in targets if name not in known}))


def list_tables() -> list[Table]:
    """Return every table, those first that others refer to.

    Who goes through all tables asks here: the metadata alone have those that the process imported so far.
    """
    import_all_tables()
    return Base.metadata.sorted_tables


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time, stored in UTC; SQLite drops time zones, so UTC is set again on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC. Raises ValueError for a time without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time needs its zone: {value!r}")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time with its zone."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def enum_type(kind: type[StrEnum]) -> Enum:
    """Return the column type of an enumeration: its values as plain text, checked in Python."""
    return Enum(kind, native_enum=False, length=40, values_callable=lambda k: [m.value for m in k])
