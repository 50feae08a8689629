"""Render the pack of a meeting: the preparation that its members receive."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from terugkom.catalogues import DEFAULT_LANGUAGE
from terugkom.documents.letter import Attachment, Letter
from terugkom.documents.messages import translate
from terugkom.documents.templates import Templates
from terugkom.meetings.letter_context import build_letter_context
from terugkom.meetings.model import Meeting
from terugkom.meetings.packs.agenda_timing import AgendaItem
from terugkom.meetings.packs.core_pack import CorePack, build_core_pack
from terugkom.meetings.packs.group_pack import GroupPack, build_group_pack
from terugkom.meetings.packs.markdown_page import render_pack_markdown
from terugkom.meetings.packs.meeting_context import load_meeting_context
from terugkom.meetings.peer_pack import render_peer_pack
from terugkom.plan.media import Coverage
from terugkom.plan.model import Group, GroupKind, Municipality

_DOCUMENTS = {
    GroupKind.CORE: "core-group-pack",
    GroupKind.SUB: "subgroup-pack",
    GroupKind.FOCUS: "focus-group-pack",
}


@dataclass(frozen=True)
class MeetingPack:
    """A pack: the letter for each member, a Markdown page for the run, without people, and its agenda."""

    letter: Letter
    markdown: str = ""
    agenda: tuple[AgendaItem, ...] = ()


def render_pack(
    session: Session,
    templates: Templates,
    municipality: Municipality,
    meeting: Meeting,
    today: date,
    coverage: Coverage,
    page_language: str = DEFAULT_LANGUAGE,
) -> MeetingPack:
    """Return the pack of a meeting. Raises TemplateError.

    It is a mail with the same content attached as a PDF, and a page for the run in a language of its own.
    """
    group = meeting.group
    if group is None:
        return MeetingPack(*render_peer_pack(session, templates, municipality, meeting, today, page_language))
    meeting_context = load_meeting_context(session, meeting, group)
    pack: CorePack | GroupPack = (
        build_core_pack(session, municipality, meeting_context, today, coverage)
        if group.kind is GroupKind.CORE
        else build_group_pack(session, municipality, meeting_context, today)
    )
    found = _render_group_pack(templates, municipality, meeting, group, pack, today)
    return replace(found, markdown=render_pack_markdown(pack, page_language))


def _render_group_pack(
    templates: Templates,
    municipality: Municipality,
    meeting: Meeting,
    group: Group,
    pack: CorePack | GroupPack,
    today: date,
) -> MeetingPack:
    kind = _DOCUMENTS[group.kind]
    created_at = datetime.combine(today, time(), UTC)
    letter_context = build_letter_context(municipality, meeting) | {"pack": pack}
    with ThreadPoolExecutor(1, "pack") as beside:  # Typst works outside Python: charts of the mail meanwhile
        typesetting = beside.submit(templates.render_pdf, kind, pack, created_at, balanced=True)
        letter = templates.render_letter(kind, letter_context)
        pdf = typesetting.result()
    of = f"{re.sub('[^a-z0-9]+', '-', group.code.lower())}-{meeting.moment.day}"
    name = translate("file.pack", templates.language, meeting=of)
    return MeetingPack(
        replace(letter, attachments=(Attachment(name, "application/pdf", pdf),)),
        agenda=(pack.plan if isinstance(pack, CorePack) else pack).agenda,
    )
