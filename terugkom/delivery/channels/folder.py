"""The folder: mails as ``.eml`` files, which any mail program opens; publications as the files they are."""

from pathlib import Path
from typing import ClassVar

from terugkom.delivery.channels.base import Channel, OnDoubt, Parcel, PermanentFailure, TemporaryFailure
from terugkom.delivery.publication import Publication, PublicationRefused, is_publication
from terugkom.documents.file_store import write_all_whole


class FolderChannel(Channel):
    """Writes a mail to a file of its own, a publication to a folder; writing it again gives the same."""

    name: ClassVar[str] = "folder"
    on_doubt: ClassVar[OnDoubt] = OnDoubt.RESEND

    def __init__(self, outbox: Path) -> None:
        """Deliver to `outbox`, in a folder for each municipality."""
        self._outbox = outbox

    def hand_over(self, parcel: Parcel) -> None:
        """Write the files; a full disk or a missing right is tried again later."""
        try:
            write_all_whole(self._outbox, _files(parcel))
        except OSError as error:
            raise TemporaryFailure(f"cannot write to the outbox folder: {error.strerror}") from error
        except (ValueError, PublicationRefused) as error:  # a name that leads out of the outbox, among others
            raise PermanentFailure(str(error)) from error


def _files(parcel: Parcel) -> list[tuple[str, bytes]]:
    name = f"{parcel.municipality}/{parcel.id:07d}-{parcel.role}"
    if not is_publication(parcel.message):
        return [(f"{name}.eml", parcel.message)]
    publication = Publication.from_bytes(parcel.message)
    files = [(f"{name}/{each.name}", each.content) for each in publication.files()]
    return [*files, (f"{name}.txt", _about(publication))]


def _about(publication: Publication) -> bytes:
    """Return the metadata that is in none of the files, for whoever publishes them by hand."""
    told = {
        "title": publication.title,
        "language": publication.language,
        "link": publication.link,
        "summary": publication.summary,
        **{f"alt {each.name}": each.alt for each in publication.enclosed},
    }
    return "".join(f"{name}: {value}\n" for name, value in told.items() if value).encode()


def folder_lanes(outbox: Path) -> list[Channel]:
    """Return the one channel that a folder needs: a disk is not faster with two."""
    return [FolderChannel(outbox)]
