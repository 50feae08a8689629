"""Tokens of answers: those that were mailed by an earlier version keep working."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import MetaData, select

from terugkom.database.connection_pool import Database
from terugkom.subscribers.answer_tokens import (
    AnswerPurpose,
    AnswerToken,
    TokenTerms,
    create_tokens,
    extract_token,
    find_token,
)
from tests.rows import fill

SECRET = "0f" * 16


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Database]:
    """A database of the version before the tokens, with a newsletter to one reader, upgraded."""
    with closing(Database(f"sqlite:///{tmp_path / 'old.db'}")) as database:
        with database._migration_config() as config:
            command.upgrade(config, "0017")
        found = MetaData()
        with database.open_write_connection() as connection:
            rows = fill(connection)
            found.reflect(connection)
            deliveries = found.tables["deliveries"]
            number, reader = rows["deliveries"][0]["id"], rows["subscribers"][0]["id"]
            mailed = {
                "role": "reader",
                "key": f"edition:1:newsletter:{reader}",
                "message_id": f"<{SECRET}@zb.example.org>",
                "headers": f"List-Unsubscribe: <mailto:mvo@zb.example.org?subject=x%20{number}-{SECRET}>\r\n",
            }
            connection.execute(deliveries.update().where(deliveries.c.id == number).values(mailed))
            connection.commit()
        database.upgrade()
        yield database


@pytest.mark.long
def test_a_token_that_was_mailed_before_still_unsubscribes_and_never_expires(upgraded: Database) -> None:
    with upgraded.read_session() as session:
        kept = session.scalars(select(AnswerToken)).all()
        assert len(kept) == 1, "the other delivery was no newsletter"
        token = extract_token(f"RE: Afmelden nieuwsbrief 1-{SECRET.upper()} (weg)")
        assert find_token(session, token) is kept[0]
        assert (kept[0].purpose, kept[0].expires_on) == (AnswerPurpose.UNSUBSCRIBE, None)
        assert find_token(session, SECRET) is None
        assert find_token(session, f"2-{SECRET}") is None


@pytest.mark.long
def test_a_mail_that_is_made_again_has_its_old_token_and_each_purpose_another(upgraded: Database) -> None:
    with upgraded.write_session() as session:
        first = create_tokens(session, TokenTerms(), {"a:1": 1, "b:1": 1})
        again = create_tokens(session, TokenTerms(), {"a:1": 1, "b:1": 1})
        other = create_tokens(session, TokenTerms(AnswerPurpose.CONFIRM, "7"), {"a:1": 1})
        assert first == again
        assert len({*first.values(), *other.values()}) == 3
        kept = session.scalars(select(AnswerToken.token_sha256)).all()
        assert len(kept) == 4
        assert not {*first.values(), *other.values()} & set(kept), "only hashes are kept"


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("", ""),
        (f"Afmelden {'a' * 32}", "a" * 32),
        (f"Afmelden {'A' * 32} {'b' * 32}", "a" * 32),
        (f"Afmelden 7-{'a' * 32}.", f"7-{'a' * 32}"),
        ("a" * 33, ""),
        (f"x{'a' * 32}", ""),
    ],
)
def test_one_token_of_a_text_is_tried(text: str, token: str) -> None:
    assert extract_token(text) == token
