"""A PostgreSQL database that is not UTF-8 is refused in words, before anything is written to it."""

import pytest

from deployments.prefect_database import check_database_encoding
from terugkom.command_line import main
from terugkom.database.connection_pool import Database
from terugkom.errors import InputError
from tests.postgres import Postgres

ENCODINGS = ["SQL_ASCII", "LATIN1", "LATIN9"]


@pytest.fixture(params=ENCODINGS)
def wrong(request: pytest.FixtureRequest, postgres: Postgres) -> tuple[str, str]:
    """The URL and the encoding of a database that holds no Unicode."""
    name, encoding = f"encoding_{request.param.lower()}", request.param
    postgres.execute(f'DROP DATABASE IF EXISTS "{name}"')
    postgres.execute(
        f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C' STRATEGY FILE_COPY"
    )
    return postgres.url(name), encoding


def test_our_database_is_refused_with_its_encoding_and_what_to_do(
    wrong: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url, encoding = wrong
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", url)
    for command in (["init"], ["history"]):
        assert main(command) == 2
        said = capsys.readouterr().err
        assert f"has the encoding {encoding}, not UTF8" in said
        assert "createdb --encoding=UTF8" in said


def test_prefects_database_is_refused_too(wrong: tuple[str, str]) -> None:
    url, encoding = wrong
    with pytest.raises(InputError, match=f"has the encoding {encoding}, not UTF8"):
        check_database_encoding(url.replace("+psycopg", "+asyncpg"))


def test_utf8_passes_whatever_the_client_prefers(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with postgres.database() as database:
        check_database_encoding(database.url.replace("+psycopg", "+asyncpg"))
        again = Database(database.url)
        with again.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT 'Łódź €'").scalar_one() == "Łódź €"
        again.close()


def test_sqlite_and_a_server_that_does_not_answer_are_not_ours_to_refuse() -> None:
    check_database_encoding("sqlite+aiosqlite:///prefect.db")
    check_database_encoding("postgresql+asyncpg://terugkom@127.0.0.1:1/prefect")
    check_database_encoding(None)
