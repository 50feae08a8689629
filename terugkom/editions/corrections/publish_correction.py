"""Publish an approved correction: in every medium that had the story, through every channel that it took.

Pages, posts and files are changed where they stand; who got the newsletter gets a short mail; what went to an
editor, the press or the front desk is listed for the coordinator, with the corrected pieces. What had not
left yet leaves corrected. All deliveries are in the outbox, so one channel fails alone, and each has a key,
so none gets a correction twice. A medium of which a template fails is corrected by a later call, once the
template was.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import update
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import (
    OutboundDocument,
    RunContext,
    build_publication,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.find_deliveries import find_enqueued_keys
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.file_store import write_all_atomically
from terugkom.documents.letter import Letter
from terugkom.documents.render_context import RenderContext
from terugkom.editions.corrections.correct_newsletter import (
    correct_newsletter,
    format_corrected_reason,
    render_correction_letter,
)
from terugkom.editions.corrections.corrected_edition import CorrectedEdition, load_corrected_edition
from terugkom.editions.corrections.correction_by_hand import (
    DoubtfulAction,
    MailedPiece,
    ManualCorrection,
    ManualWork,
    build_unsent_mails,
    list_manual_corrections,
    load_mailed_piece,
    render_manual_corrections,
    store_page_link,
)
from terugkom.editions.corrections.correction_context import is_same_to_readers
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.corrections.obsolete_items import (
    is_photograph_removed,
    list_obsolete_files,
    list_obsolete_items,
    plan_removals,
)
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.edition_folders import format_edition_folder
from terugkom.editions.media.renderers import RENDERERS, Renderer
from terugkom.editions.model import Edition
from terugkom.editions.plan_edits import PlannedEdit, plan_edits
from terugkom.editions.published_items import UNSENT_STATES
from terugkom.editions.published_stories import list_published_corrections, list_published_story_codes
from terugkom.editions.record_claims import release_corrected_claims
from terugkom.editions.select_publications import WORDPRESS
from terugkom.editions.story import Story
from terugkom.editions.story_notes import format_note
from terugkom.errors import PublicInputError, TemplateError
from terugkom.plan.completion_checks import (
    WithdrawnSuccess,
    ask_completion,
    list_checked_actions,
    settle_completion,
)
from terugkom.plan.media import Medium


@dataclass(frozen=True)
class CorrectionResult:
    """What was enqueued: mails and publications, newsletter recipients by result, and of how many actions it
    is asked whether they are done after all; `unreachable_count` if nobody could be told so, or what to put
    right by hand. `failed` are the media of which a template failed, and that follow."""

    mails: tuple[OutboundDocument, ...] = ()
    publications: tuple[OutboundDocument, ...] = ()
    recipient_counts: Counter[str] = field(default_factory=Counter)
    checked_action_count: int = 0
    unreachable_count: int = 0
    failed: Mapping[Medium, TemplateError] = field(default_factory=dict)

    @property
    def is_any(self) -> bool:
        """Whether anything was enqueued."""
        return bool(self.mails or self.publications or self.recipient_counts)


def publish_corrected_pages(
    render_context: RenderContext,
    run_context: RunContext,
    correction_id: int,
    targets: PublishTargets,
    renderers: Mapping[Medium, Renderer],
) -> tuple[OutboundDocument, ...]:
    """Enqueue the website's pages of an approved correction, once: other media link to those that are sent.

    A second call returns nothing. Raises InputError if the correction is not approved.
    """
    website: dict[Medium, Renderer] = {
        medium: each for medium, each in renderers.items() if medium is Medium.WEBSITE
    }
    corrected = _load_approved(render_context, run_context, correction_id, targets, website)
    return _enqueue_pages(render_context, run_context, corrected)


def _enqueue_pages(
    render_context: RenderContext, run_context: RunContext, corrected: CorrectedEdition
) -> tuple[OutboundDocument, ...]:
    edits = _plan(corrected, run_context, of_website=True)
    documents = _build_publications(run_context, edits)
    write_documents(render_context.documents, documents)
    with render_context.database.write_session() as session:
        session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})  # one run at a time
        known = _find_known_keys(session, documents)
        new = [each for each in documents if each.recipients[0].key not in known]
        _skip_replaced(session, corrected.correction, edits)
        enqueue_documents(session, run_context, new)
    return tuple(new)


def publish_correction(
    render_context: RenderContext,
    run_context: RunContext,
    correction_id: int,
    targets: PublishTargets,
    renderers: Mapping[Medium, Renderer],
) -> CorrectionResult:
    """Enqueue all deliveries of an approved correction, once. A second call does so for the media of which a
    template failed, alone; without them it returns an empty result.

    If every medium fails, nothing is published. Its pages are enqueued first, unless
    `publish_corrected_pages` did. Raises InputError if it is not approved, DocumentChanged if a text or
    picture is not the one that was published.
    """
    with render_context.database.read_session() as session:
        correction = session.get_one(StoryCorrection, correction_id)
        if correction.state is CorrectionState.PUBLISHED and not correction.is_to_publish:
            return CorrectionResult()
    corrected = _load_approved(render_context, run_context, correction_id, targets, renderers)
    pages = _enqueue_pages(render_context, run_context, corrected)
    corrected, letter = _render_letter(render_context, run_context, corrected)
    if corrected.failed and not corrected.noted:
        correct_newsletter(render_context, run_context, corrected, letter)
        return CorrectionResult(failed=corrected.failed)
    edits = _plan(corrected, run_context, of_website=False)
    publications = _build_publications(run_context, edits)
    with render_context.database.read_session() as session:
        mailed = {
            each.medium: load_mailed_piece(session, run_context.moment_id, each.medium)
            for each in corrected.noted
        }
        pieces = list_manual_corrections(corrected, mailed, edits, list_obsolete_items(corrected))
        manual_work = _list_manual_work(session, run_context, corrected, pieces)
    manual_mail = render_manual_corrections(render_context, run_context, corrected, manual_work)
    mails = build_unsent_mails(run_context, corrected, mailed) + ([manual_mail.mail] if manual_mail else [])
    _write_files(render_context, targets, corrected, [*mails, *publications])
    readers = correct_newsletter(render_context, run_context, corrected, letter)
    with render_context.database.write_session() as session:
        if not _mark_published(session, run_context, corrected):
            return CorrectionResult()
        _skip_replaced(session, corrected.correction, edits, mailed.values())
        enqueue_documents(session, run_context, [*mails, *publications])
        if manual_mail:
            store_page_link(session, run_context, manual_mail)
        checked = 0 if corrected.is_late else _ask_about_plan(session, run_context, corrected)
    unreachable = int(manual_work.is_any and manual_mail is None)
    published = (*pages, *publications)
    return CorrectionResult(tuple(mails), published, readers, checked, unreachable, corrected.failed)


def _render_letter(
    render_context: RenderContext, run_context: RunContext, corrected: CorrectedEdition
) -> tuple[CorrectedEdition, Letter | None]:
    """Return the mail to who got the newsletter; if its template fails the newsletter fails."""
    try:
        return corrected, render_correction_letter(render_context, run_context, corrected)
    except TemplateError as error:
        return corrected.without(Medium.NEWSLETTER, error), None


def _list_manual_work(
    session: Session,
    run_context: RunContext,
    corrected: CorrectedEdition,
    pieces: Sequence[ManualCorrection],
) -> ManualWork:
    """Return what a person must do; of media that follow late only their pieces, for the rest was told."""
    if corrected.is_late:
        return ManualWork(pieces)
    doubtful = list_checked_actions(session, run_context.municipality.id, corrected.no_longer_done)
    return ManualWork(
        pieces,
        tuple(DoubtfulAction(each.code, each.title) for each in doubtful),
        is_photograph_removed(corrected),
        is_in_wordpress=any(each.channel == WORDPRESS for each in corrected.items.values()),
    )


def _ask_about_plan(session: Session, run_context: RunContext, corrected: CorrectedEdition) -> int:
    """Ask whether the actions that are no longer told as done are done, and close what was asked of those
    that are told so again; return of how many is asked."""
    municipality_id, correction = run_context.municipality.id, corrected.correction
    day, now = run_context.today, run_context.now
    settle_completion(session, municipality_id, corrected.newly_done, correction.decided_by, day, now)
    if not correction.previous:
        return 0
    title = Story.from_fields(correction.previous).title
    withdrawn = WithdrawnSuccess(title, correction.note, corrected.no_longer_done)
    return ask_completion(session, municipality_id, withdrawn, day, now)


def _load_approved(
    render_context: RenderContext,
    run_context: RunContext,
    correction_id: int,
    targets: PublishTargets,
    renderers: Mapping[Medium, Renderer],
) -> CorrectedEdition:
    corrected = load_corrected_edition(render_context, run_context, correction_id, targets, renderers)
    if not corrected.correction.is_to_publish:
        raise PublicInputError("error.correction.not-approved")
    return corrected


def _plan(corrected: CorrectedEdition, run_context: RunContext, *, of_website: bool) -> list[PlannedEdit]:
    note = format_note(corrected.correction, corrected.told.language, run_context.today)
    wanted = corrected.list_wanted(of_website=of_website)
    is_addition = corrected.correction.kind is CorrectionKind.ADD
    unnoted = corrected.index_unnoted()
    edits = plan_edits(corrected.items, wanted, unnoted, note, is_addition=is_addition)
    return [*edits, *plan_removals(corrected, of_website=of_website)]


def _build_publications(run_context: RunContext, edits: Sequence[PlannedEdit]) -> list[OutboundDocument]:
    return [
        build_publication(each.publication, run_context.folder, each.channel, held=each.held)
        for each in edits
        if each.publication
    ]


def _find_known_keys(session: Session, documents: Sequence[OutboundDocument]) -> set[str]:
    return find_enqueued_keys(session, [each.recipients[0].key for each in documents])


def _skip_replaced(
    session: Session,
    correction: StoryCorrection,
    edits: Sequence[PlannedEdit],
    mailed: Iterable[MailedPiece] = (),
) -> None:
    """Skip the deliveries that have not left and would say what is wrong."""
    ids = [each.replaces for each in edits if each.replaces is not None]
    ids += [id for piece in mailed for id, _ in piece.unsent]
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids), Delivery.state.in_(UNSENT_STATES))
        .values(
            state=DeliveryState.SKIPPED,
            reason=format_corrected_reason(correction.number),
            **dict.fromkeys(("next_try_at", "lease", "lease_until")),
        )
        .execution_options(synchronize_session=False)
    )


def _write_files(
    render_context: RenderContext,
    targets: PublishTargets,
    corrected: CorrectedEdition,
    outbound: Sequence[OutboundDocument],
) -> None:
    """Write the corrected media into the outbox folder, without what they do not have any more, and the
    documents into the store."""
    folder = format_edition_folder(corrected.told.slug, corrected.told.period)
    files = [
        (f"{folder}/{each.medium}/{file.name}", file.content)
        for each in corrected.noted
        for file in each.files
    ]
    write_all_atomically(targets.outbox, files)
    for each in corrected.noted:
        for path in list_obsolete_files(corrected, each, targets.outbox / folder / each.medium):
            path.unlink(missing_ok=True)
    write_documents(render_context.documents, outbound)


def _mark_published(session: Session, run_context: RunContext, corrected: CorrectedEdition) -> bool:
    """Mark the correction published, or the media of it that follow late; return False if another run did so
    first."""
    edition = session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})
    correction = session.get_one(StoryCorrection, corrected.correction.id)
    if corrected.is_late:
        if not {each.medium for each in corrected.noted} <= set(correction.unrendered_media):
            return False
    elif correction.state is not CorrectionState.APPROVED:
        return False
    else:
        _record_publication(session, run_context, edition, correction)
    correction.unrendered_media = [str(each) for each in RENDERERS if each in corrected.failed]
    if correction.kind is CorrectionKind.ADD:
        told = {str(medium): sorted(codes) for medium, codes in corrected.edition.told.items()}
        edition.published_stories = told | list_published_story_codes(corrected.told, corrected.noted)
    return True


def _record_publication(
    session: Session, run_context: RunContext, edition: Edition, correction: StoryCorrection
) -> None:
    _end_earlier(session, correction)
    correction.state = CorrectionState.PUBLISHED
    correction.published_on, correction.published_at = run_context.today, run_context.now
    edition.told_dates = None  # to be read anew
    is_withdrawn = correction.kind is CorrectionKind.WITHDRAW
    story = None if is_withdrawn else Story.from_fields(correction.story)
    release_corrected_claims(session, run_context.moment_id, correction.story_code, story)


def _end_earlier(session: Session, correction: StoryCorrection) -> None:
    """Have the media that were to follow for earlier corrections of the story follow for this one. A story
    that was added still follows, unless this one withdraws it: those media never had it. So does a mail to
    readers of the newsletter who get none about this one."""
    kept = {str(Medium.NEWSLETTER)} if is_same_to_readers(correction) else set()
    for each in list_published_corrections(session, correction.moment_id):
        is_kept = each.kind is CorrectionKind.ADD and correction.kind is not CorrectionKind.WITHDRAW
        if each.story_code == correction.story_code and not is_kept:
            each.unrendered_media = [medium for medium in each.unrendered_media if medium in kept]
