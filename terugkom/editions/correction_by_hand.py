"""What the program cannot correct itself, listed for the coordinator.

What was mailed to an editor, the director, the front desk or the press cannot be called back, and only a
person knows what they did with it. So the coordinator gets the pieces and the addresses that they went to,
with the corrected pieces attached. What still waits to be mailed is sent corrected.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import OutboundDocument, Recipient, RunContext, build_mail
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.letter import Address, Attachment
from terugkom.documents.messages import translate
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.editions.corrected_edition import CorrectedEdition
from terugkom.editions.correction_context import build_correction_context
from terugkom.editions.correction_model import StoryCorrection
from terugkom.editions.media.rendered import NOTE_FILE, File, RenderedMedium
from terugkom.editions.plan_edits import PlannedEdit
from terugkom.editions.select_publications import MASTODON
from terugkom.meetings.recipients import find_coordinator_recipient
from terugkom.plan.media import Medium

HAND_LIST_DOCUMENT = "correction-by-hand"
_ATTACHED_TYPES = ("application/", "text/plain")


@dataclass(frozen=True)
class HandPiece:
    """What a person must put right: a medium with its corrected files, and where it went.

    `addresses` are those that it was mailed to; `post` is the corrected text of a post that a person placed,
    on `network`.
    """

    medium: Medium
    files: tuple[File, ...] = ()
    addresses: tuple[str, ...] = ()
    network: str = ""
    post: str = ""


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
    gone = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.IN_DOUBT)
    waiting = (DeliveryState.PENDING, DeliveryState.HELD)
    return MailedPiece(
        tuple(dict.fromkeys(address for _, address, state in rows if state in gone)),
        tuple((id, address) for id, address, state in rows if state in waiting),
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


def list_hand_pieces(
    corrected: CorrectedEdition, mailed: dict[Medium, MailedPiece], edits: Sequence[PlannedEdit]
) -> list[HandPiece]:
    """Return what the program cannot put right itself: what was mailed or printed, and what a person put
    somewhere."""
    published = {each.medium for each in corrected.items.values()}
    found = []
    for each in corrected.noted:
        piece = mailed.get(each.medium, MailedPiece((), ()))
        files = tuple(file for file in each.files if file.name != NOTE_FILE)
        if piece.sent_to:
            found.append(HandPiece(each.medium, files, piece.sent_to))
        elif each.medium is Medium.SOCIAL:
            found += _list_posts(corrected.correction, each, published, edits)
        elif each.medium not in published and each.medium is not Medium.NEWSLETTER and not piece.unsent:
            found.append(HandPiece(each.medium, files))
    return found


def _list_posts(
    correction: StoryCorrection, social: RenderedMedium, published: set[Medium], edits: Sequence[PlannedEdit]
) -> Iterator[HandPiece]:
    """Yield the posts that a person placed, and those of which the server's id is not known."""
    for post in social.posts:
        is_ours = post.network == MASTODON and Medium.SOCIAL in published
        if post.story == correction.story_code and not is_ours:
            yield HandPiece(Medium.SOCIAL, (), (), post.network, post.text)
    for edit in edits:
        if edit.by_hand:
            yield HandPiece(Medium.SOCIAL, (), (), edit.channel, edit.by_hand.text)


def render_hand_list(
    session: Session,
    render_context: RenderContext,
    run_context: RunContext,
    corrected: CorrectedEdition,
    pieces: Sequence[HandPiece],
) -> OutboundDocument | None:
    """Render the list of what must be done by hand, for the coordinator, with the corrected pieces attached.

    None if there is nothing to do, or nobody can be reached. Raises TemplateError.
    """
    found = find_coordinator_recipient(session, run_context.municipality, run_context.today).reachable
    if not pieces or not found:
        return None
    language, reader = run_context.municipality.language, found[0]
    names = _name_attachments(pieces, language)
    context = {
        **build_correction_context(corrected.correction, run_context),
        "uncounted": corrected.uncounted,
        "reader": reader.address.name,
        "pieces": [
            {
                "medium": translate(f"medium.{each.medium}", language),
                "files": [names[each.medium, file.name] for file in each.files if _is_attached(file)],
                "addresses": each.addresses,
                "network": each.network,
                "post": each.post,
            }
            for each in pieces
        ],
    }
    letter = render_context.templates.render_letter(HAND_LIST_DOCUMENT, context)
    attachments = tuple(
        Attachment(names[each.medium, file.name], file.type, file.content)
        for each in pieces
        for file in each.files
        if _is_attached(file)
    )
    key = f"{corrected.key}:by-hand"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    label = f"{corrected.told.period}-{corrected.correction.number}"
    letter = replace(letter, attachments=attachments)
    return build_mail(letter, HAND_LIST_DOCUMENT, run_context.folder, label, [recipient])


def _is_attached(file: File) -> bool:
    return file.type.startswith(_ATTACHED_TYPES) and not file.name.endswith(".atom")


def _name_attachments(pieces: Sequence[HandPiece], language: str) -> dict[tuple[Medium, str], str]:
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
