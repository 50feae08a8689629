"""The newsletter after a correction: a short mail to who got it, and the corrected one to who did not yet."""

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, load_only

from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.mime import TOKEN_PLACEHOLDER
from terugkom.delivery.model import MAY_HAVE_LEFT, Delivery
from terugkom.delivery.skip_deliveries import skip_not_started
from terugkom.documents.letter import Letter
from terugkom.documents.model import Document
from terugkom.documents.render_context import RenderContext
from terugkom.editions.corrections.corrected_edition import CorrectedEdition
from terugkom.editions.corrections.correction_context import build_correction_context, is_same_to_readers
from terugkom.editions.corrections.correction_model import CorrectionKind
from terugkom.editions.media import newsletter
from terugkom.editions.media.website import build_story_url
from terugkom.plan.media import Medium
from terugkom.subscribers.mailing import Mailing, enqueue_mailing, parse_subscriber_id
from terugkom.subscribers.subscription_status import iterate_recipients

CORRECTION_DOCUMENT = "newsletter-correction"
_CORRECTED_REASON = "superseded: by correction "  # and its number


def count_newsletter_readers(session: Session, moment_id: int) -> int:
    """Return to how many subscribers the newsletter of an edition was sent."""
    return len(_list_subscribers(session, moment_id, Delivery.state.in_(MAY_HAVE_LEFT)))


def correct_newsletter(
    render_context: RenderContext,
    run_context: RunContext,
    corrected: CorrectedEdition,
    letter: Letter | None,
) -> Counter[str]:
    """Enqueue the correction for each subscriber who got the newsletter, and the corrected newsletter for
    each whose newsletter was still waiting; return the number of recipients by result.

    Who may not be written to any more is skipped, with the reason. Calling it again continues where a run
    stopped. `letter` is the correction; without one nobody gets it. If that is because the newsletter failed,
    one that has not left waits too: it must not leave with what is wrong. One that lacks a story may.
    """
    own = corrected.correction
    is_right_before = own.kind is CorrectionKind.ADD or is_same_to_readers(own)
    if letter is None and (is_right_before or Medium.NEWSLETTER not in corrected.failed):
        return Counter()
    reason = format_corrected_reason(corrected.correction.number)
    with render_context.database.write_session() as session:
        _skip_waiting(
            session, run_context.moment_id, reason, _build_key(run_context, corrected, newsletter.KIND)
        )
        _skip_earlier_corrections(session, corrected, reason)
    if letter is None:
        return Counter()
    with render_context.database.read_session() as session:
        got = _list_uncorrected_readers(session, run_context, corrected)
        waited = _list_waiting(session, run_context, corrected)
    unnoted = next((each.letter for each in corrected.unnoted if each.medium is Medium.NEWSLETTER), None)
    number = corrected.correction.number
    found = _enqueue(render_context, run_context, corrected, letter, f"{CORRECTION_DOCUMENT}-{number}", got)
    if unnoted and waited:
        found += _enqueue(render_context, run_context, corrected, unnoted, newsletter.KIND, waited - got)
    return found


def format_corrected_reason(number: int) -> str:
    """Return why a delivery is skipped that a correction replaces."""
    return f"{_CORRECTED_REASON}{number}"


def render_correction_letter(
    render_context: RenderContext, run_context: RunContext, corrected: CorrectedEdition
) -> Letter | None:
    """Render the mail to who got the newsletter; None if it did not have the story, or readers see no
    difference. Raises TemplateError.

    It links to the page of the story, but not to one that still says what is wrong.
    """
    is_told = any(each.medium is Medium.NEWSLETTER for each in corrected.noted)
    if not is_told or is_same_to_readers(corrected.correction):
        return None
    told = corrected.told.find_story(corrected.correction.story_code)
    link = build_story_url(corrected.media_context, corrected.told.period, told) if told else ""
    context = {
        **build_correction_context(corrected.correction, run_context),
        "story": corrected.story,
        "uncounted": corrected.uncounted,
        "withdrawn_on": _find_withdrawal_day(corrected),
        "link": "" if Medium.WEBSITE in corrected.failed else link,
        **newsletter.build_unsubscribe_context(corrected.media_context, TOKEN_PLACEHOLDER),
    }
    return render_context.templates.render_letter(CORRECTION_DOCUMENT, context)


def _find_withdrawal_day(corrected: CorrectedEdition) -> date | None:
    """Return when a story that is added was withdrawn from the same edition before; None if it was not."""
    mine, edition = corrected.correction, corrected.edition
    own = (each for each in edition.corrections if each.story_code == mine.story_code)
    earlier = [each for each in own if each.number < mine.number]
    return earlier[-1].published_on if earlier and earlier[-1].kind is CorrectionKind.WITHDRAW else None


def _enqueue(
    render_context: RenderContext,
    run_context: RunContext,
    corrected: CorrectedEdition,
    letter: Letter,
    kind: str,
    subscribers: set[int],
) -> Counter[str]:
    municipality, today = run_context.municipality, run_context.today
    everybody = iterate_recipients(render_context.database, municipality.id, today, for_newsletter=True)
    key = _build_key(run_context, corrected, kind)
    recipients = (each for each in everybody if each.id in subscribers)
    unsubscribe = newsletter.build_unsubscribe_options(corrected.media_context)
    mailing = Mailing(letter, kind, key, unsubscribe)
    return enqueue_mailing(render_context, run_context, mailing, recipients)


def _build_key(run_context: RunContext, corrected: CorrectedEdition, kind: str) -> str:
    return _format_key(run_context, corrected.correction.number, kind)


def _format_key(run_context: RunContext, number: int, kind: str) -> str:
    return f"edition:{run_context.moment_id}:{kind}:c{number}"


def _skip_waiting(session: Session, moment_id: int, reason: str, own_key: str) -> None:
    """Skip the newsletters that have not left: their readers get the corrected one instead, by `own_key`."""
    documents = select(Document.id).where(Document.moment_id == moment_id, Document.kind == newsletter.KIND)
    which = Delivery.document_id.in_(documents) & ~Delivery.key.startswith(f"{own_key}:")
    skip_not_started(session, which, reason)


def _skip_earlier_corrections(session: Session, corrected: CorrectedEdition, reason: str) -> None:
    """Skip what readers were still to get of earlier corrections of the same story: this one tells it as it
    is now. One that added the story is not skipped, for this one is of what its readers read."""
    mine = corrected.correction
    earlier = [
        f"{CORRECTION_DOCUMENT}-{each.number}"
        for each in corrected.edition.corrections
        if each.story_code == mine.story_code
        and each.number < mine.number
        and each.kind is not CorrectionKind.ADD
    ]
    documents = select(Document.id).where(Document.moment_id == mine.moment_id, Document.kind.in_(earlier))
    skip_not_started(session, Delivery.document_id.in_(documents), reason)


def _list_uncorrected_readers(
    session: Session, run_context: RunContext, corrected: CorrectedEdition
) -> set[int]:
    """Return who got the newsletter as it was before the correction: not the one that is corrected by it, nor
    by one that was published later."""
    own = corrected.correction
    numbers = [each.number for each in corrected.edition.corrections]
    keys = [
        _format_key(run_context, number, newsletter.KIND) for number in numbers[numbers.index(own.number) :]
    ]
    is_corrected = or_(*(Delivery.key.startswith(f"{key}:") for key in keys))
    return _list_subscribers(
        session, run_context.moment_id, Delivery.state.in_(MAY_HAVE_LEFT) & ~is_corrected
    )


def _list_waiting(session: Session, run_context: RunContext, corrected: CorrectedEdition) -> set[int]:
    """Return whose newsletter was skipped for a correction, this one or an earlier one, and who has no other:
    the corrected one of the earlier one may never have been enqueued."""
    is_skipped = Delivery.reason.startswith(_CORRECTED_REASON)
    is_own = Delivery.key.startswith(f"{_build_key(run_context, corrected, newsletter.KIND)}:")
    waited = _list_subscribers(session, run_context.moment_id, is_skipped)
    return waited and waited - _list_subscribers(session, run_context.moment_id, ~is_skipped & ~is_own)


def _list_subscribers(session: Session, moment_id: int, which: ColumnElement[bool]) -> set[int]:
    query = (
        select(Delivery)
        .options(load_only(Delivery.key, Delivery.role))
        .join(Document, Document.id == Delivery.document_id)
        .where(Delivery.moment_id == moment_id, Document.kind == newsletter.KIND, which)
    )
    found = (parse_subscriber_id(each) for each in session.scalars(query))
    return {number for number in found if number is not None}
