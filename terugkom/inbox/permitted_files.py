"""Who may mail which file: only who proved to have written, and only what is theirs to decide.

The coordinator and the secretary of a core group: workbooks, ideas and all minutes. The secretary of another
group: the minutes of that group. So may who gets the mail of one of these today.
"""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from terugkom.documents.read_document import read_document
from terugkom.inbox.folder import MINUTES_SUFFIXES
from terugkom.inbox.mail_content import MailAttachment
from terugkom.inbox.mail_sender import MailSender
from terugkom.inbox.minutes_names import is_named_after_group
from terugkom.meetings.kinds import REVIEW_KINDS
from terugkom.meetings.minutes.parse_minutes import parse_reference
from terugkom.meetings.minutes.written_minutes import MeetingReference
from terugkom.plan.model import GroupKind, Municipality
from terugkom.plan.reachability import is_coordinator, list_groups_written_for


def list_permitted_files(
    session: Session,
    municipality: Municipality,
    sender: MailSender,
    files: Sequence[MailAttachment],
    day: date,
) -> list[MailAttachment]:
    """Return which of these files are read if this sender mails them on a day."""
    if not sender.is_proven or sender.person.municipality_id != municipality.id:
        return []
    if is_coordinator(session, municipality, sender.person, day):
        return list(files)
    groups = list_groups_written_for(session, sender.person, day)
    if any(each.kind is GroupKind.CORE for each in groups):
        return list(files)
    meetings = {(REVIEW_KINDS[each.kind], each.code) for each in groups}
    return [file for file in files if meetings and _is_of_meetings(file, meetings)]


def _is_of_meetings(file: MailAttachment, meetings: Collection[tuple[str, str]]) -> bool:
    """Return whether a file holds minutes of one of these, by kind and group; by its name if unreadable."""
    if Path(file.name).suffix.lower() in (".doc", ".pdf"):
        return is_named_after_group(file.name, [subject for _, subject in meetings])
    found = _read_reference(file)
    return found is not None and (found.kind, found.subject) in meetings


def _read_reference(file: MailAttachment) -> MeetingReference | None:
    """Return of which meeting a file holds the minutes; None for what is no such document."""
    if Path(file.name).suffix.lower() not in MINUTES_SUFFIXES:
        return None
    with TemporaryDirectory(prefix="terugkom-mail-") as folder:
        path = Path(folder) / f"document{Path(file.name).suffix.lower()}"
        path.write_bytes(file.content)
        try:
            return parse_reference(read_document(path))
        except Exception:  # a document can be broken in any way, and its reader with it
            return None
