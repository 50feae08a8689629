"""The threads of one process take turns to write to SQLite, before they ask for its lock."""

from threading import Event, Thread

from sqlalchemy import event, select

from terugkom.database.connection_pool import Database
from terugkom.plan.model import Municipality


def add(database: Database, slug: str) -> None:
    with database.write_session() as session:
        session.add(Municipality(slug=slug, name=slug))


def test_a_thread_that_waits_to_write_does_not_ask_the_database_meanwhile(sqlite_database: Database) -> None:
    asked, is_running = list[str](), Event()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(sqlite_database.engine, "before_cursor_execute", note)

    def write() -> None:
        is_running.set()
        add(sqlite_database, "other")

    other = Thread(target=write)
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="first", name="first"))
        session.flush()
        other.start()
        is_running.wait(10)
        other.join(0.2)
        assert asked.count("BEGIN IMMEDIATE") == 1, "it would wait long"
    other.join(10)
    with sqlite_database.read_session() as session:
        assert session.scalars(select(Municipality.slug).order_by(Municipality.id)).all() == [
            "first",
            "other",
        ]


def test_readers_do_not_wait_for_their_turn(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="first", name="first"))
        session.flush()
        found = list[int]()

        def read() -> None:
            with sqlite_database.read_session() as reading:
                found.append(len(reading.scalars(select(Municipality)).all()))

        reader = Thread(target=read)
        reader.start()
        reader.join(10)
        assert found == [0]
