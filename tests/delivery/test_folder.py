"""The folder channel: files that any mail program opens, in the outbox and nowhere else."""

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.base import InDoubtPolicy, OutgoingMessage, PermanentFailure, TemporaryFailure
from terugkom.delivery.channels.folder import FolderChannel
from terugkom.delivery.model import DeliveryState
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.documents.document_store import DocumentStore
from tests.delivery.delivery_rows import LETTER, TODAY, Clock, add_deliveries, rows, states

PARCEL = OutgoingMessage(
    12, "lievegem", "owner", "mvo@b.be", "ann@b.be", "<12@b.be>", b"Subject: Hallo\r\n\r\nDag\r\n"
)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_mail_is_a_file_that_a_mail_program_reads(sqlite_database: Database, tmp_path: Path) -> None:
    add_deliveries(sqlite_database, tmp_path / "documents", 2, channel="folder")
    post = SenderConfig(
        sqlite_database,
        DocumentStore(tmp_path / "documents"),
        Clock(),
        TODAY,
        lease_seconds=60,
        retry_seconds=300,
    )
    tally = send_due(post, [FolderChannel(tmp_path / "outbox")])
    assert tally.states == {DeliveryState.SENT: 2}
    assert states(sqlite_database) == [DeliveryState.SENT] * 2
    found = files(tmp_path / "outbox")
    assert sorted(found) == ["lievegem/0000001-owner.eml", "lievegem/0000002-owner.eml"]
    for each, content in zip(rows(sqlite_database), found.values(), strict=True):
        message = message_from_bytes(content, policy=policy.default)
        assert message["Message-ID"] in {row.message_id for row in rows(sqlite_database)}
        assert message["Subject"] == LETTER.subject
        assert each.sent_at == Clock()()
        body = message.get_body(("plain",))
        assert body is not None
        assert body.get_content().splitlines() == LETTER.text.splitlines()


def test_handed_over_twice_there_is_still_one_file(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path)
    channel.send(PARCEL)
    channel.send(PARCEL)
    assert files(tmp_path) == {"lievegem/0000012-owner.eml": PARCEL.content}
    assert channel.in_doubt_policy is InDoubtPolicy.RESEND


names = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(["..", ".", "", "/", "a", "\x00", "~", "\\"]), max_size=6).map("/".join),
)


@pytest.mark.long
@given(municipality=names, role=names)
def test_a_file_never_leaves_the_outbox(
    tmp_path_factory: pytest.TempPathFactory, municipality: str, role: str
) -> None:
    home = tmp_path_factory.mktemp("home")
    outbox = home / "in" / "outbox"
    try:
        FolderChannel(outbox).send(replace(PARCEL, municipality=municipality, role=role))
    except (PermanentFailure, TemporaryFailure):
        assert files(home) == {}
    else:
        assert list(files(outbox).values()) == [PARCEL.content]
        assert len(files(home)) == 1


def test_a_folder_that_cannot_be_written_to_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "lievegem").write_text("a file where a folder should be")
    with pytest.raises(TemporaryFailure, match="outbox folder"):
        FolderChannel(tmp_path).send(PARCEL)
