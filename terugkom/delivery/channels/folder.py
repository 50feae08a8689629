"""The folder: mails as ``.eml`` files, which any mail program opens; publications as the files they are."""

from collections.abc import Generator
from pathlib import Path
from typing import ClassVar

from terugkom.delivery.channels.base import (
    FOLDER,
    Channel,
    InDoubtPolicy,
    OutgoingMessage,
    PermanentFailure,
    Reason,
    TemporaryFailure,
)
from terugkom.delivery.publication import InvalidPublication, Publication, is_publication
from terugkom.documents.file_store import SharedSync, write_in_steps
from terugkom.errors import Message, find_own_message

# A disk is not faster with two connections, but each transaction waits for it. No more than `SharedSync`
# syncs one by one: `os.sync` reports no error, and a mail that is not on the disk would be recorded as sent.
_MAILS_AT_ONCE = 20


class FolderChannel(Channel):
    """Writes a mail to a file of its own, a publication to a folder; writing it again gives the same."""

    name: ClassVar[str] = FOLDER
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.RESEND

    def __init__(self, outbox: Path, shared: SharedSync | None = None) -> None:
        """Deliver to `outbox`, in a folder for each municipality. Channels of the same `shared` wait for the
        disk together."""
        self._outbox = outbox
        self._shared = shared or SharedSync()

    def send(self, message: OutgoingMessage) -> None:
        """Write the files; a full disk or a missing right is tried again later."""
        for _ in self.send_in_steps(message):
            pass

    def send_in_steps(self, message: OutgoingMessage) -> Generator[None, None, None]:
        """Do the same, yielding before the disk is waited for.

        Raises TemporaryFailure if the disk refuses, PermanentFailure for a name that leads out of the outbox
        or an invalid publication.
        """
        try:
            yield from write_in_steps(self._outbox, _files(message), self._shared)
        except OSError as error:
            raise TemporaryFailure(Message("channel.folder", why=error.strerror)) from error
        except (ValueError, InvalidPublication) as error:  # a name that leads out of the outbox, among others
            raise PermanentFailure(_describe_error(error)) from error


def _describe_error(error: ValueError | InvalidPublication) -> Reason:
    return error if isinstance(error, InvalidPublication) else find_own_message(error) or str(error)


def _files(message: OutgoingMessage) -> list[tuple[str, bytes]]:
    name = f"{message.municipality}/{message.id:07d}-{message.role}"
    if not is_publication(message.content):
        return [(f"{name}.eml", message.content)]
    publication = Publication.from_bytes(message.content)
    files = [(f"{name}/{each.name}", each.content) for each in publication.list_files()]
    return [*files, (f"{name}.txt", _build_metadata_file(publication))]


def _build_metadata_file(publication: Publication) -> bytes:
    """Return the metadata that is in none of the files, for whoever publishes them by hand."""
    metadata = {
        "title": publication.title,
        "language": publication.language,
        "link": publication.link,
        "summary": publication.summary,
        **{f"alt {each.name}": each.alt for each in publication.enclosed},
    }
    return "".join(f"{name}: {value}\n" for name, value in metadata.items() if value).encode()


def build_folder_connections(outbox: Path) -> list[Channel]:
    """Return the channel of a folder, for as many mails as are recorded in one transaction.

    Which of them were written when a process died does not matter: they are written again, and are the same.
    """
    return [FolderChannel(outbox, SharedSync())] * _MAILS_AT_ONCE
