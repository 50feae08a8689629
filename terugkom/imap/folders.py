"""The folders of a mailbox: which mails wait, reading one, and moving or marking it afterwards."""

import re
from collections.abc import Sequence

from imap_tools import BaseMailBox, MailboxFolderSelectError, MailMessageFlags
from imap_tools.errors import MailboxFetchError, MailboxMoveError
from imap_tools.utils import check_command_status

from terugkom.delivery.channels.base import ChannelUnavailable
from terugkom.errors import Message
from terugkom.imap.server import ImapServer

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def prepare_folders(mailbox: BaseMailBox, server: ImapServer) -> None:
    """Make the folder for mails that were read, if there is none. Raises ImapToolsError."""
    if server.processed_folder and not mailbox.folder.exists(server.processed_folder):
        mailbox.folder.create(server.processed_folder)
        mailbox.folder.subscribe(server.processed_folder, True)


def list_waiting(mailbox: BaseMailBox, server: ImapServer, *, readonly: bool = False) -> Sequence[str]:
    """Open the folder that mails are read from; return the ids of those that wait, the oldest first.

    Raises ChannelUnavailable if there is no such folder.
    """
    try:
        mailbox.folder.set(server.folder, readonly=readonly)
    except MailboxFolderSelectError:
        raise ChannelUnavailable(Message("channel.imap.no-folder", folder=server.folder)) from None
    # a mail that somebody opened in the meantime waits too, where those that were read are moved away
    wanted = "UNDELETED" if server.processed_folder else "UNSEEN UNDELETED"
    return sorted(mailbox.uids(wanted, charset=None), key=int)


def read_size(mailbox: BaseMailBox, uid: str) -> int | None:
    """Return the size of a mail in bytes; None if it is gone."""
    result = mailbox.client.uid("FETCH", uid, "(RFC822.SIZE)")
    check_command_status(result, MailboxFetchError)
    match = _SIZE.search(b" ".join(each for each in result[1] if isinstance(each, bytes)))
    return int(match[1]) if match else None


def read_mail(mailbox: BaseMailBox, uid: str, *, headers_only: bool = False) -> bytes | None:
    """Return a mail as it is, or its headers; it stays unread. None if it is gone."""
    result = mailbox.client.uid("FETCH", uid, f"(BODY.PEEK[{'HEADER' if headers_only else ''}])")
    check_command_status(result, MailboxFetchError)
    for each in result[1]:
        if isinstance(each, tuple):
            return bytes(each[1])
        if isinstance(each, bytes) and re.search(rb'BODY\[[A-Z]*\] (""|NIL)', each):
            return b""  # sent without a literal
    return None


def mark_processed(mailbox: BaseMailBox, server: ImapServer, uid: str, *, needs_a_person: bool) -> None:
    """Move a mail to the folder of those that were read, or mark it as read; with a flag for a person.

    Of other mails nothing changes: without the extensions of a modern server a mail that was moved stays
    marked as deleted, until somebody cleans the folder up.
    """
    flags = [MailMessageFlags.SEEN] * (not server.processed_folder)
    flags += [MailMessageFlags.FLAGGED] * needs_a_person
    if flags:
        _check(mailbox.client.uid("STORE", uid, "+FLAGS", f"({' '.join(flags)})"))
    if not server.processed_folder:
        return
    offered = mailbox.client.capability()[1][-1].decode().upper().split()  # after the login there are more
    mailbox.client.capabilities = tuple(offered)
    if "MOVE" in offered:
        mailbox.move(uid, server.processed_folder)
        return
    mailbox.copy(uid, server.processed_folder)
    _check(mailbox.client.uid("STORE", uid, "+FLAGS", r"(\Deleted)"))
    if "UIDPLUS" in offered:
        _check(mailbox.client.uid("EXPUNGE", uid))


def _check(result: tuple[str, list[bytes]]) -> None:
    check_command_status(result, MailboxMoveError)
