"""Publications: read back as they were made, recorded once, and lying ready in the outbox folder."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import PermanentFailure
from terugkom.delivery.channels.folder import FolderChannel
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.publication import Enclosure, InvalidPublication, Publication
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from tests.delivery.delivery_rows import TODAY, Clock, rows
from tests.delivery.publications import PAGE, PICTURE, POST, parcel, published
from tests.delivery.test_folder import files

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60)
paths = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}(/[A-Za-z0-9][A-Za-z0-9._-]{0,9}){0,2}", fullmatch=True)
enclosed = st.builds(
    Enclosure, paths.map("e/".__add__), st.sampled_from(["image/png", "application/pdf"]), st.binary(), texts
)


@given(
    text=texts, html=texts, title=lines, link=lines, path=paths, key=lines.filter(bool),
    files=st.lists(enclosed, min_size=1, max_size=3, unique_by=lambda each: each.name),
)  # fmt: skip
def test_it_is_read_back_as_it_was_made(
    text: str, html: str, title: str, link: str, path: str, key: str, files: list[Enclosure]
) -> None:
    made = Publication(
        key, "page", title, path, text=text, html=html, link=link, summary=text, enclosed=tuple(files)
    )
    assert Publication.from_bytes(made.to_bytes()) == made
    assert made.to_bytes() == Publication.from_bytes(made.to_bytes()).to_bytes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "../outside.html"},
        {"path": "/etc/passwd"},
        {"path": "a//b"},
        {"path": "a/.htaccess"},
        {"path": "a\\b"},
        {"path": "a/b\n"},
        {"path": "x" * 201},
        {"media_type": "text/html\r\nX-Evil: 1"},
        {"title": "two\r\nlines"},
        {"link": "https://a.example/\nX: 1"},
        {"kind": "Page 1"},
        {"language": "Nederlands"},
        {"key": ""},
        {"key": "k" * 121},
        {"html": "", "enclosed": ()},
        {"enclosed": (PICTURE, PICTURE)},
        {"enclosed": (replace(PICTURE, name="../../x.png"),)},
        {"enclosed": (replace(PICTURE, name="index.html"),)},
    ],
)
def test_what_no_way_out_would_take_is_refused_when_it_is_made(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidPublication):
        replace(PAGE, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("end", [b"", b"}", b'"key": 1}', b'"enclosed": [{"name": "a"}]}', b'"enclosed": 3}'])
def test_a_document_that_is_none_is_refused(end: bytes) -> None:
    with pytest.raises(InvalidPublication):
        Publication.from_bytes(b'{"terugkom-publication": 1, ' + end)
    with pytest.raises(InvalidPublication):
        Publication.from_bytes(b"Subject: Hallo\r\n\r\n" + end)


def test_its_address_tells_two_quarters_apart() -> None:
    assert PAGE.slug == "mvo-2027-q1"
    assert replace(PAGE, path="mvo/2027-q1/Zonne_panelen.html").slug == "mvo-2027-q1-zonne-panelen"
    assert replace(PAGE, path="v1.2/bericht").slug == "v1-2-bericht"


def test_a_website_gets_what_the_page_holds_and_no_page_around_it() -> None:
    assert PAGE.body.startswith("<h1>Wat werd er van de afspraken?</h1>")
    assert "<main" not in PAGE.body
    assert replace(PAGE, html="<p>Een stuk.</p>").body == "<p>Een stuk.</p>"


def test_its_pictures_are_there_before_itself() -> None:
    assert [each.name for each in PAGE.list_files()] == ["mvo/2027-q1/foto/dak.png", "mvo/2027-q1/index.html"]


def test_published_through_the_folder_it_lies_ready_to_use(database: Database, tmp_path: Path) -> None:
    published(database, tmp_path / "documents", [PAGE, POST], channel="folder")
    post = SenderConfig(
        database, DocumentStore(tmp_path / "documents"), Clock(), TODAY, lease_seconds=60, retry_seconds=300
    )
    assert send_due(post, [FolderChannel(tmp_path / "outbox")]).states == {DeliveryState.SENT: 2}
    found = files(tmp_path / "outbox")
    assert sorted(found) == [
        "lievegem/0000001-page.txt",
        "lievegem/0000001-page/mvo/2027-q1/foto/dak.png",
        "lievegem/0000001-page/mvo/2027-q1/index.html",
        "lievegem/0000002-post.txt",
        "lievegem/0000002-post/social/2027-q1/dak.png",
        "lievegem/0000002-post/social/2027-q1/dak.txt",
    ]
    assert found["lievegem/0000001-page/mvo/2027-q1/index.html"].decode() == PAGE.html
    assert found["lievegem/0000001-page/mvo/2027-q1/foto/dak.png"] == PICTURE.content
    assert found["lievegem/0000002-post/social/2027-q1/dak.txt"].decode() == POST.text
    assert found["lievegem/0000002-post.txt"].decode() == (
        f"title: {POST.title}\nlanguage: nl\nlink: {POST.link}\nalt dak.png: {PICTURE.alt}\n"
    )


def test_what_the_folder_cannot_read_fails(tmp_path: Path) -> None:
    with pytest.raises(PermanentFailure):
        FolderChannel(tmp_path).send(replace(parcel(PAGE), content=PAGE.to_bytes()[:200]))
    assert files(tmp_path) == {}


def test_the_same_publication_is_recorded_once(database: Database, tmp_path: Path) -> None:
    (delivery,) = published(database, tmp_path, [PAGE])
    with pytest.raises(IntegrityError):
        published(database, tmp_path, [PAGE])
    (row,) = rows(database)
    assert (row.id, row.key, row.channel, row.role) == (delivery, PAGE.key, "webdav", "page")
    assert (row.recipient, row.message_id, row.headers) == (PAGE.path, PAGE.idempotency_key, "")
    assert row.created_at == datetime(2026, 3, 2, 12, tzinfo=UTC)
    (stored,) = tmp_path.glob("lievegem/2026-03-02/page-mvo-2027-q1-*.json")
    assert sha256(stored.read_bytes()).startswith(stored.stem[-8:])
    assert Publication.from_bytes(stored.read_bytes()) == PAGE


def test_a_publication_that_an_earlier_version_stored_is_read() -> None:
    stored = (
        b'{"terugkom-publication": 1, "key": "k", "kind": "page", "title": "T", "path": "a/index.html", '
        b'"media_type": "text/html", "text": "", "html": "<body><main><p>Een.</p></main></body>", '
        b'"language": "nl", "summary": "", "link": "", "enclosed": []}'
    )
    found = Publication.from_bytes(stored)
    assert (found.title, found.body) == ("T", "<p>Een.</p>")
    carried = replace(found, page_body="<p>Een, zoals het werd opgemaakt.</p>")
    assert Publication.from_bytes(carried.to_bytes()) == carried
    assert carried.body == "<p>Een, zoals het werd opgemaakt.</p>"
