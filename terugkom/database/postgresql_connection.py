"""A connection to PostgreSQL: what it is opened with, and what is checked of each new one."""

from typing import Any

from sqlalchemy import URL

from terugkom.errors import InputError

_ARGUMENTS = {"client_encoding": "utf8"}  # whatever PGCLIENTENCODING says
# A server whose machine is gone says nothing any more: it is given up after a minute, and not after a quarter
# of an hour or two hours, as the system does. What stands in the URL holds.
_PATIENCE = {
    "connect_timeout": 20,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
_WORK_MEMORY = "64MB"  # of PostgreSQL, for one sort or one list of a query, if it needs that


def build_arguments(url: URL) -> dict[str, Any]:
    """Return the arguments of the driver: those of ours that stand in the URL already are left out."""
    patience = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    return {**_ARGUMENTS, **patience}


def prepare_connection(connection: Any, _record: object) -> None:
    """Give a new connection room for lists of half a million: one that has none is compared row by row.

    Whether each of 500,000 actions is in the list of those with a reachable owner was stopped after a quarter
    of an hour, with the four megabytes that a server gives by default.
    """
    connection.execute(f"SET work_mem = '{_WORK_MEMORY}'")
    connection.commit()


def require_utf8(connection: Any, _record: object) -> None:
    """Close a new connection to a PostgreSQL database with another encoding, and raise InputError."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        name = connection.info.dbname
        connection.close()
        raise InputError("error.database.encoding", database=name, encoding=encoding)
