"""Render the pack of a meeting: the preparation that its members receive."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.templates import Templates
from terugkom.meetings.letter_context import context_of
from terugkom.meetings.model import Meeting
from terugkom.meetings.packs.core_pack import CorePack, core_pack
from terugkom.meetings.packs.group_pack import GroupPack, group_pack
from terugkom.meetings.packs.markdown_page import markdown
from terugkom.meetings.packs.meeting_context import sitting_of
from terugkom.meetings.peer_pack import peer_pack
from terugkom.plan.media import Coverage
from terugkom.plan.model import Group, GroupKind, Municipality

DOCUMENT = "meeting-pack"  # the document kind of every pack
_DOCUMENTS = {
    GroupKind.CORE: "core-group-pack",
    GroupKind.SUB: "subgroup-pack",
    GroupKind.FOCUS: "focus-group-pack",
}


@dataclass(frozen=True)
class Pack:
    """A pack: the letter for each member, and a Markdown page for the run, without people."""

    letter: Letter
    markdown: str


def pack_of(
    session: Session,
    templates: Templates,
    town: Municipality,
    meeting: Meeting,
    today: date,
    coverage: Coverage,
) -> Pack:
    """Return the pack of a meeting. Raises TemplateProblem.

    It is a mail with the same content attached as a PDF.
    """
    if meeting.group is None:
        return Pack(*peer_pack(session, templates, town, meeting, today))
    return _of_group(session, templates, town, meeting, meeting.group, today, coverage)


def _of_group(
    session: Session,
    templates: Templates,
    town: Municipality,
    meeting: Meeting,
    group: Group,
    today: date,
    coverage: Coverage,
) -> Pack:
    kind, sitting = _DOCUMENTS[group.kind], sitting_of(session, meeting, group)
    pack: CorePack | GroupPack = (
        core_pack(session, town, sitting, today, coverage)
        if group.kind is GroupKind.CORE
        else group_pack(session, town, sitting, today)
    )
    made_at = datetime.combine(today, time(), UTC)
    pdf = templates.pdf(kind, pack, made_at)
    letter = templates.letter(kind, context_of(town, meeting) | {"pack": pack})
    name = f"voorbereiding-{re.sub('[^a-z0-9]+', '-', group.code.lower())}-{meeting.moment.day}.pdf"
    return Pack(replace(letter, attachments=(Attachment(name, "application/pdf", pdf),)), markdown(pack))
