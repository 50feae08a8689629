"""What the program cannot correct itself, listed for the coordinator.

What was mailed to an editor, the director, the front desk or the press cannot be called back, and only a
person knows what they did with it. So the coordinator gets the pieces and the addresses that they went to,
with the corrected pieces attached. What still waits to be mailed is sent corrected. And only a person knows
whether an action is done of which that is not told any more: the plan still says so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import OutboundDocument, Recipient, RunContext, build_mail
from terugkom.delivery.model import MAY_HAVE_LEFT, NOT_STARTED, Delivery
from terugkom.documents.file_store import sha256
from terugkom.documents.letter import Address, Attachment
from terugkom.documents.messages import translate
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.editions.corrections.corrected_edition import CorrectedEdition
from terugkom.editions.corrections.correction_context import build_correction_context
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.editions.media.rendered import NOTE_FILE, File, RenderedMedium
from terugkom.editions.plan_edits import PlannedEdit
from terugkom.editions.published_items import PublishedItem
from terugkom.editions.select_publications import MASTODON, WEBDAV
from terugkom.meetings.recipients import find_coordinator_recipient
from terugkom.plan.coordinator_page import build_coordinator_page_url
from terugkom.plan.media import Medium
from terugkom.plan.page_links import (
    PageLinkPurpose,
    compute_link_expiry,
    create_page_links,
)

MANUAL_CORRECTIONS_DOCUMENT = "correction-by-hand"
_ATTACHED_TYPES = ("application/", "text/plain")


@dataclass(frozen=True)
class ManualCorrection:
    """What a person must put right: a medium with its corrected files, and where it went.

    `addresses` are those that it was mailed to, or if `is_unsent` those that its mail was meant for, which
    waited and is not sent any more; `post` is the corrected text of a post that a person placed, on
    `network`, empty if none fits there. `is_standing`: it stands on a site without the correction, which does
    not fit there.
    """

    medium: Medium
    files: tuple[File, ...] = ()
    addresses: tuple[str, ...] = ()
    network: str = ""
    post: str = ""
    is_standing: bool = False
    is_unsent: bool = False


@dataclass(frozen=True)
class DoubtfulAction:
    """An action that the plan calls done, and that is not told as done any more: a person looks after it."""

    code: str
    title: str


@dataclass(frozen=True)
class ManualWork:
    """What is left to the coordinator after a correction; `is_in_wordpress`: it keeps photographs."""

    pieces: Sequence[ManualCorrection] = ()
    checked: Sequence[DoubtfulAction] = ()
    is_photograph_removed: bool = False
    is_in_wordpress: bool = False

    @property
    def is_any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.pieces or self.checked or (self.is_photograph_removed and self.is_in_wordpress))


@dataclass(frozen=True)
class ManualCorrectionMail:
    """The mail with what is to be done by hand; `link` is the key of its link to the page of its reader, ""
    without one."""

    mail: OutboundDocument
    link: str
    reader_id: int | None


@dataclass(frozen=True)
class MailedPiece:
    """To whom the mail of a medium went, and which deliveries of it have not left: (id, address)."""

    sent_to: tuple[str, ...]
    unsent: tuple[tuple[int, str], ...]


def load_mailed_piece(session: Session, moment_id: int, medium: Medium) -> MailedPiece:
    """Return where the mail of a medium to its editor or readers outside went."""
    query = (
        select(Delivery.id, Delivery.recipient, Delivery.state)
        .join(Document, Document.id == Delivery.document_id)
        .where(Delivery.moment_id == moment_id, Document.kind == f"edition-{medium}")
        .order_by(Delivery.id)
    )
    rows = session.execute(query).tuples().all()
    return MailedPiece(
        tuple(dict.fromkeys(address for _, address, state in rows if state in MAY_HAVE_LEFT)),
        tuple((id, address) for id, address, state in rows if state in NOT_STARTED),
    )


def build_unsent_mails(
    run_context: RunContext, corrected: CorrectedEdition, mailed: dict[Medium, MailedPiece]
) -> list[OutboundDocument]:
    """Return the mails of media to those who did not get them yet, without notes."""
    found = []
    for each in corrected.unnoted:
        piece = mailed.get(each.medium)
        if piece is None or not piece.unsent or each.letter is None:
            continue
        lasting_key = f"{corrected.key}:{each.medium}"
        recipients = [
            Recipient(f"{lasting_key}:{n}", str(each.role), None, Address("", address), f"{lasting_key}:{n}")
            for n, (_, address) in enumerate(piece.unsent)
        ]
        label = f"{corrected.told.period}-{corrected.correction.number}"
        mail = build_mail(each.letter, f"edition-{each.medium}", run_context.folder, label, recipients)
        found.append(replace(mail, individual=True, held=each.held))
    return found


def list_manual_corrections(
    corrected: CorrectedEdition,
    mailed: dict[Medium, MailedPiece],
    edits: Sequence[PlannedEdit],
    obsolete: Sequence[PublishedItem],
) -> list[ManualCorrection]:
    """Return what the program cannot put right itself: what was mailed or printed, what a person put
    somewhere, what stands on a site and is `obsolete`, and what waited to be mailed and has no text left."""
    published = {each.medium for each in corrected.items.values()}
    mailed_again = {each.medium for each in corrected.unnoted if each.letter}
    found = []
    for each in corrected.noted:
        piece = mailed.get(each.medium, MailedPiece((), ()))
        files = tuple(file for file in each.files if file.name != NOTE_FILE)
        is_standing = any(_must_be_removed(item, each.medium) for item in obsolete)
        if is_standing and each.medium is not Medium.SOCIAL:
            found.append(ManualCorrection(each.medium, is_standing=True))
        elif piece.sent_to:
            found.append(ManualCorrection(each.medium, files, piece.sent_to))
        elif each.medium is Medium.SOCIAL:
            found += _list_posts(corrected, each, published, edits, obsolete)
        elif each.medium not in published and each.medium is not Medium.NEWSLETTER and not piece.unsent:
            found.append(ManualCorrection(each.medium, files))
        if piece.unsent and each.medium not in mailed_again:
            addresses = tuple(dict.fromkeys(address for _, address in piece.unsent))
            found.append(ManualCorrection(each.medium, (), addresses, is_unsent=True))
    return found


def _must_be_removed(item: PublishedItem, medium: Medium) -> bool:
    """Return whether a person must take something away: it has left, and is no photograph in a folder."""
    is_picture = item.publication.media_type.startswith("image/") and item.channel == WEBDAV
    return item.medium is medium and item.has_left and not is_picture


def _list_posts(
    corrected: CorrectedEdition,
    social: RenderedMedium,
    published: set[Medium],
    edits: Sequence[PlannedEdit],
    obsolete: Sequence[PublishedItem],
) -> Iterator[ManualCorrection]:
    """Yield the posts that a person placed, those of which the server's id is not known, and the networks
    on which the corrected text does not fit."""
    code = corrected.correction.story_code
    own = {post.network: post.text for post in social.posts if post.story == code}
    for network in corrected.media_context.settings.network_lengths():
        is_ours = network == MASTODON and Medium.SOCIAL in published
        is_added = corrected.correction.kind is CorrectionKind.ADD
        if not is_ours and (network in own or not is_added):
            yield ManualCorrection(Medium.SOCIAL, (), (), network, own.get(network, ""))
    for item in obsolete:
        if _must_be_removed(item, Medium.SOCIAL):
            yield ManualCorrection(Medium.SOCIAL, (), (), item.channel)
    for edit in edits:
        if edit.by_hand:
            yield ManualCorrection(Medium.SOCIAL, (), (), edit.channel, edit.by_hand.text)


def render_manual_corrections(
    render_context: RenderContext,
    run_context: RunContext,
    corrected: CorrectedEdition,
    manual_work: ManualWork,
) -> ManualCorrectionMail | None:
    """Render the list of what must be done by hand, for the coordinator, with the corrected pieces attached.

    None if there is nothing to do, or nobody can be reached. What failed of an own template of the
    municipality stops no correction: ours is used. Raises TemplateError.
    """
    with render_context.database.read_session() as session:
        found = find_coordinator_recipient(session, run_context.municipality, run_context.today).reachable
    if not manual_work.is_any or not found:
        return None
    late = _build_late_mark(corrected)
    reader, key = found[0], f"{corrected.key}:by-hand{late}"
    link = key if manual_work.checked and render_context.site_url and reader.person_id is not None else ""
    page = build_coordinator_page_url(render_context, link)
    names = _name_attachments(manual_work.pieces, run_context.municipality.language)
    context = {
        **build_correction_context(corrected.correction, run_context),
        "story": corrected.story,
        "uncounted": corrected.uncounted,
        "is_photograph_removed": manual_work.is_photograph_removed,
        "is_in_wordpress": manual_work.is_in_wordpress,
        "reader": reader.address.name,
        "pieces": _describe_pieces(manual_work.pieces, names, run_context.municipality.language),
        "checked": [
            {"title": each.title, "code": each.code, "page": _build_question_address(page, each.code)}
            for each in manual_work.checked
        ],
    }
    letter = render_context.templates.render_urgent_letter(MANUAL_CORRECTIONS_DOCUMENT, context)
    attachments = tuple(
        Attachment(names[each.medium, file.name], file.type, file.content)
        for each in manual_work.pieces
        for file in each.files
        if _is_attached(file)
    )
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    label = f"{corrected.told.period}-{corrected.correction.number}{late.replace(':', '-')}"
    letter = replace(letter, attachments=attachments)
    mail = build_mail(letter, MANUAL_CORRECTIONS_DOCUMENT, run_context.folder, label, [recipient])
    return ManualCorrectionMail(mail, link, reader.person_id)


def _build_late_mark(corrected: CorrectedEdition) -> str:
    """Return what tells the mail about media that follow late apart from the first one, which has none."""
    media = ",".join(sorted(each.medium for each in corrected.noted))
    return f":{sha256(media.encode())[:12]}" if corrected.is_late else ""


def store_page_link(session: Session, run_context: RunContext, manual_mail: ManualCorrectionMail) -> None:
    """Store the link to the coordinator's page that stands in the mail, if one does."""
    if manual_mail.link and manual_mail.reader_id is not None:
        expires_on = compute_link_expiry(run_context.municipality, run_context.today)
        reader = {manual_mail.link: manual_mail.reader_id}
        create_page_links(session, PageLinkPurpose.COORDINATOR, reader, expires_on)


def _build_question_address(page: str, code: str) -> str:
    """Return where the question about an action is answered: it has no number before it is asked."""
    return f"{page}?about={quote(code, safe='')}" if page else ""


def _describe_pieces(
    pieces: Sequence[ManualCorrection], names: Mapping[tuple[Medium, str], str], language: str
) -> list[dict[str, Any]]:
    return [
        {
            "medium": translate(f"medium.{each.medium}", language),
            "files": [names[each.medium, file.name] for file in each.files if _is_attached(file)],
            "addresses": each.addresses,
            "network": each.network,
            "post": each.post,
            "is_standing": each.is_standing,
            "is_unsent": each.is_unsent,
        }
        for each in pieces
    ]


def _is_attached(file: File) -> bool:
    return file.type.startswith(_ATTACHED_TYPES) and not file.name.endswith(".atom")


def _name_attachments(pieces: Sequence[ManualCorrection], language: str) -> dict[tuple[Medium, str], str]:
    """Return the name of each file in the mail, by medium and name; one that two media have gets the word for
    its medium before it."""
    files = [(each.medium, file.name) for each in pieces for file in each.files if _is_attached(file)]
    count = Counter(name for _, name in files)
    found = {}
    for medium, name in files:
        word = translate(f"medium.{medium}", language).rpartition(" ")[2]
        word = word if word.isascii() else medium
        found[medium, name] = f"{word}-{name}" if count[name] > 1 else name
    return found
