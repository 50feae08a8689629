"""The folder: mails as ``.eml`` files, which any mail program opens."""

from pathlib import Path
from typing import ClassVar

from terugkom.delivery.channels.base import Channel, OnDoubt, Parcel, PermanentFailure, TemporaryFailure
from terugkom.documents.store import write_whole


class FolderChannel(Channel):
    """Writes each parcel to a file of its own; writing it again gives the same file."""

    name: ClassVar[str] = "folder"
    on_doubt: ClassVar[OnDoubt] = OnDoubt.RESEND

    def __init__(self, outbox: Path) -> None:
        """Deliver to `outbox`, in a folder for each municipality."""
        self._outbox = outbox

    def hand_over(self, parcel: Parcel) -> None:
        """Write the file; a full disk or a missing right is tried again later."""
        try:
            write_whole(
                self._outbox, f"{parcel.municipality}/{parcel.id:07d}-{parcel.role}.eml", parcel.message
            )
        except OSError as error:
            raise TemporaryFailure(f"cannot write to the outbox folder: {error.strerror}") from error
        except ValueError as error:  # a municipality or role whose name leads out of the outbox
            raise PermanentFailure(str(error)) from error


def folder_lanes(outbox: Path) -> list[Channel]:
    """Return the one channel that a folder needs: a disk is not quicker with two."""
    return [FolderChannel(outbox)]
