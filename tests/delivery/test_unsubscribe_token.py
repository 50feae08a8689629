"""Leaving a list: a reader's own token, and nothing about the reader in it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_string
from pathlib import Path
from urllib.parse import unquote

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import (
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    tag_address,
    write_documents,
)
from terugkom.delivery.model import Delivery
from terugkom.delivery.unsubscribe_token import UnsubscribeOptions
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.letter import Address, Letter
from terugkom.plan.model import Municipality, Person
from terugkom.schedule.model import Moment

NOW = datetime(2026, 12, 17, 9, tzinfo=UTC)
LEAVING = UnsubscribeOptions(
    "nieuws@lievegem.example", "afmelden nieuwsbrief", "https://lievegem.example/weg?t="
)


def written(database: Database, folder: Path, leaving: UnsubscribeOptions | None) -> list[Delivery]:
    """Two readers of one newsletter, recorded."""
    with database.write_session() as session:
        town = Municipality(slug="lievegem", name="Lievegem", sender="mvo@lievegem.example")
        session.add(town)
        session.flush()
        people = [
            Person(municipality_id=town.id, code=name, name=name, email=f"{name}@lievegem.example")
            for name in ("an", "bo")
        ]
        moment = Moment(
            municipality_id=town.id,
            kind="newsletter",
            subject="",
            period="2026-Q4",
            day=date(2026, 12, 17),
            opened_at=NOW,
        )
        session.add_all([*people, moment])
        session.flush()
        readers = [
            Recipient(
                f"n-{each.id}",
                "reader",
                each.id,
                Address(each.name, each.email),
                answer_token=each.code[0] * 32,
            )
            for each in people
        ]
        mail = build_mail(Letter("Nieuws", "Tekst", "<p>Tekst</p>"), "newsletter", "x", "q4", readers)
        mail = replace(mail, individual=True, unsubscribe=leaving)
        write_documents(DocumentStore(folder), [mail])
        ((one, other),) = enqueue_documents(
            session, RunContext(town, moment.id, "smtp", "run", NOW, date(2026, 12, 17)), [mail]
        )
    with database.read_session() as session:
        return [session.get_one(Delivery, each) for each in (one, other)]


def test_each_reader_leaves_by_a_token_of_their_own(database: Database, tmp_path: Path) -> None:
    an, bo = written(database, tmp_path, LEAVING)
    assert an.document_id == bo.document_id, "the newsletter itself is stored once"
    for each, token in ((an, "a" * 32), (bo, "b" * 32)):
        told = str(message_from_string(each.headers)["List-Unsubscribe"])
        by_mail, by_page = [unquote(way) for way in told.split(",")]
        assert by_mail.endswith(f"subject=afmelden nieuwsbrief {token}>")
        assert by_page.strip() == f"<https://lievegem.example/weg?t={token}>"
        assert each.recipient not in told
        assert each.message_id[1:33] not in told


def test_what_is_no_list_says_nothing_of_leaving(database: Database, tmp_path: Path) -> None:
    for each in written(database, tmp_path, None):
        assert "Unsubscribe" not in each.headers
        assert "Precedence" not in each.headers


@pytest.mark.parametrize(
    ("address", "tag", "tagged"),
    [
        ("mvo@linde.example.org", "a1", "mvo+a1@linde.example.org"),
        ("mvo@linde.example.org", "", "mvo@linde.example.org"),
        ("", "a1", ""),
    ],
)
def test_an_address_has_a_tag_if_there_are_both(address: str, tag: str, tagged: str) -> None:
    assert tag_address(address, tag) == tagged
