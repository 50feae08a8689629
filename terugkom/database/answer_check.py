"""Whether the database answers at all, asked before it is asked for more.

A server that stands still with its disk or its machine takes a question and never answers. Whoever asks waits
for ever: no error comes, nobody is told, and the processes that `serve` started are looked after no more.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from terugkom.database.connection_pool import Database, describe_database_error
from terugkom.errors import TerugkomError

ANSWER_SECONDS = 20.0  # more than a connection and the shortest question take, on the busiest machine
_SHOWN = 200  # characters


class DatabaseSilent(TerugkomError):
    """The database took a question, and did not answer."""


@dataclass
class AnswerCheck:
    """Asks a database in a thread, which may wait for ever."""

    _asking: Thread | None = field(default=None, init=False)

    def require(self, database: Database) -> None:
        """Raise DatabaseSilent if the database does not answer; that it answers by an error is no silence.

        While a question of an earlier call is not answered, no other is asked, and nothing is waited for.
        """
        if database.is_sqlite:
            return
        if self._asking is None:
            self._asking = Thread(target=_ask, args=(database,), daemon=True)
            self._asking.start()
            self._asking.join(ANSWER_SECONDS)
        if self._asking.is_alive():
            raise DatabaseSilent("it took a question, and did not answer")
        self._asking = None


def describe_outage(error: SQLAlchemyError | DatabaseSilent) -> str:
    """Return why the database does not answer, in a line for who runs it, without any row that it quotes."""
    if isinstance(error, DatabaseSilent):
        return f"the database does not answer: {error}"
    if is_outage(error):
        return f"the database does not answer: {describe_database_error(error)[:_SHOWN]}"
    return f"the database refused a question ({type(error).__name__})"


def is_outage(error: SQLAlchemyError) -> bool:
    """Return whether an error says that the database cannot answer; others are of what we asked."""
    return isinstance(error, OperationalError) or type(error) is DatabaseError


def _ask(database: Database) -> None:
    with suppress(Exception), database.engine.connect() as connection:  # who asks for more gets the error too
        connection.detach()  # whoever waited for ever is not in the pool, and is closed when it is over
        connection.execute(text("SELECT 1"))
