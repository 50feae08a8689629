"""The approval of a correction: the mail with what was, what will be and where, and the decision about it.

As for an edition, the text is mailed before anybody is asked to decide, and a decision is valid for exactly
that text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import (
    OutboundDocument,
    Recipient,
    RunContext,
    build_mail,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.find_deliveries import is_any_sent
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.skip_deliveries import skip_not_started
from terugkom.documents.messages import translate
from terugkom.documents.render_context import RenderContext
from terugkom.editions.approval import (
    DecisionSource,
    RefusalReason,
    RefusedDecision,
    TextDecision,
    find_decider_name,
    validate_verdict,
)
from terugkom.editions.approval_request import REQUEST_STEPS
from terugkom.editions.changed_text import ChangedField, ChangedStory, VoidAnswer, compare_sentences
from terugkom.editions.corrections.correct_newsletter import count_newsletter_readers
from terugkom.editions.corrections.corrected_edition import list_media
from terugkom.editions.corrections.correction_context import build_correction_context, is_same_to_readers
from terugkom.editions.corrections.correction_model import CorrectionState, StoryCorrection
from terugkom.editions.due_steps import REMINDER_SCHEDULE, count_working_days
from terugkom.editions.model import Edition, EditionStep, EditionVerdict
from terugkom.editions.published_stories import PublishedEdition, load_published_edition
from terugkom.editions.step_recipient import find_step_recipient, find_unreachable_chief
from terugkom.editions.story import Story
from terugkom.errors import PublicInputError
from terugkom.plan.media import Medium
from terugkom.plan.model import Municipality
from terugkom.schedule.model import Moment

REQUEST_DOCUMENT = "correction-asked"
_STATE_AFTER_VERDICT = {
    EditionVerdict.APPROVE: CorrectionState.APPROVED,
    EditionVerdict.SEND_BACK: CorrectionState.SENT_BACK,
    EditionVerdict.DROP: CorrectionState.DROPPED,
}


@dataclass(frozen=True)
class CorrectionDecision(TextDecision):
    """A decision about a correction."""


@dataclass(frozen=True)
class CorrectionRequest:
    """What the mail of a step says, and the run that it links to.

    It says that `void_answer`, about an earlier text, does not count. With `replaces_link` it is sent once
    more for each run, as the form is open in another one now.
    """

    run_url: str = ""
    step: EditionStep = EditionStep.APPROVAL_REQUESTED
    void_answer: VoidAnswer | None = None
    replaces_link: bool = False


@dataclass(frozen=True)
class CorrectionReach:
    """Whom a correction reaches: the media that had the story, and how many got the newsletter.

    `same_figures` are the titles of other stories that go on telling a figure that it takes away.
    """

    media: tuple[Medium, ...]
    reader_count: int
    same_figures: tuple[str, ...] = ()


def load_reach(
    session: Session, render_context: RenderContext, correction: StoryCorrection
) -> CorrectionReach:
    """Return whom a correction reaches. Raises DocumentChanged."""
    found = session.get_one(Edition, correction.moment_id)
    edition = load_published_edition(session, render_context.documents, found)
    media = tuple(list_media(edition, correction))
    has_mail = Medium.NEWSLETTER in media and not is_same_to_readers(correction)
    readers = count_newsletter_readers(session, correction.moment_id) if has_mail else 0
    return CorrectionReach(media, readers, tuple(_list_same_figures(edition, correction)))


def _list_same_figures(edition: PublishedEdition, correction: StoryCorrection) -> Iterator[str]:
    """Yield the titles of the other stories that tell a figure as the corrected one told it, and does not any
    more."""
    before, after = (
        {(each.code, each.told) for each in Story.from_fields(fields).figures} if fields else set()
        for fields in (correction.previous, correction.story)
    )
    for code in dict.fromkeys(
        [*(each.code for each in edition.proof.stories), *(each.story_code for each in edition.corrections)]
    ):
        other = edition.find_story(code) if code != correction.story_code else None
        if other and any((each.code, each.told) in before - after for each in other.figures):
            yield other.title


def find_correction(
    session: Session, municipality: Municipality, period: str, number: int
) -> StoryCorrection:
    """Return a correction by its number. Raises InputError."""
    query = (
        select(StoryCorrection)
        .join(Moment, Moment.id == StoryCorrection.moment_id)
        .where(Moment.municipality_id == municipality.id, Moment.period == period)
    )
    found = session.scalars(query.where(StoryCorrection.number == number)).first()
    if found is None:
        raise PublicInputError("error.correction.unknown", correction=f"{period}/{number}")
    return found


def find_due_reminder(
    session: Session, municipality: Municipality, correction: StoryCorrection, today: date
) -> EditionStep | None:
    """Return the highest reminder that is due and was not sent: as for an edition, by working days."""
    waited = count_working_days(correction.proposed_on, today, municipality.working_days)
    reached = [step for step, after in REMINDER_SCHEDULE if waited >= after]
    if not reached or _find_request(session, correction, reached[-1]) is not None:
        return None
    return reached[-1]


def enqueue_correction_request(
    render_context: RenderContext,
    run_context: RunContext,
    correction_id: int,
    request: CorrectionRequest,
) -> OutboundDocument | None:
    """Enqueue the mail that asks the coordinator to approve a correction, or the reminder of a step, once;
    return it.

    None if it was enqueued before, or nobody can be reached. Raises TemplateError.
    """
    step, again = request.step, _format_key_end(run_context, request)
    with render_context.database.read_session() as session:
        correction = session.get_one(StoryCorrection, correction_id)
        if _find_request(session, correction, step, again) is not None:
            return None
        mail = _render_request(session, render_context, run_context, correction, request)
    if mail is None:
        return None
    write_documents(render_context.documents, [mail])
    with render_context.database.write_session() as session:
        session.get_one(StoryCorrection, correction_id, with_for_update={"of": StoryCorrection})
        if _find_request(session, correction, step, again) is not None:
            return None
        enqueue_documents(session, run_context, [mail])
    return mail


def _format_key_end(run_context: RunContext, request: CorrectionRequest) -> str:
    """Return the end of the key of a mail that is sent for its link alone, once for each run; else empty."""
    return f":{run_context.run_id}" if request.replaces_link else ""


def is_correction_handed_over(session: Session, correction: StoryCorrection) -> bool:
    """Return whether the mail with the text of a correction was sent to somebody."""
    keys = [_build_request_key(correction, step) for step in REQUEST_STEPS]
    return is_any_sent(session, keys)


def skip_requests(session: Session, correction: StoryCorrection) -> None:
    """Skip the mails about a correction that were not sent yet: another one of the same story supersedes
    it."""
    keys = [_build_request_key(correction, step) for step in REQUEST_STEPS]
    with_new_link = (Delivery.key.startswith(f"{each}:", autoescape=True) for each in keys)
    mine = or_(Delivery.key.in_(keys), *with_new_link)
    skip_not_started(session, mine, "superseded: another correction of the story was proposed")


def decide_correction(
    session: Session, correction: StoryCorrection, decision: CorrectionDecision, source: DecisionSource
) -> None:
    """Record a decision about a correction. Raises RefusedDecision with the reason if it is not valid."""
    if correction.state is not CorrectionState.APPROVAL_REQUESTED:
        raise RefusedDecision(RefusalReason.NOTHING_TO_DECIDE)
    validate_verdict(decision, correction.text_hash)
    correction.decided_by = find_decider_name(session, correction.moment.municipality_id, decision.name)
    correction.state = _STATE_AFTER_VERDICT[decision.verdict]
    correction.remark = decision.remark.strip()
    correction.decided_at, correction.source = source.now, source.channel


def decide_awaited_correction(
    session: Session, correction_id: int, decision: CorrectionDecision, source: DecisionSource
) -> StoryCorrection:
    """Record a decision about a correction that waits for one, and return it; one that was decided elsewhere
    meanwhile stays as it is. Raises RefusedDecision with the reason if the decision is not valid."""
    correction = session.get_one(StoryCorrection, correction_id, with_for_update={"of": StoryCorrection})
    if correction.state is CorrectionState.APPROVAL_REQUESTED:
        decide_correction(session, correction, decision, source)
    return correction


def _render_request(
    session: Session,
    render_context: RenderContext,
    run_context: RunContext,
    correction: StoryCorrection,
    request: CorrectionRequest,
) -> OutboundDocument | None:
    step = request.step
    of = (session, run_context.municipality, step, run_context.today)
    reader = find_step_recipient(*of)
    if reader is None:
        return None
    language = run_context.municipality.language
    reach = load_reach(session, render_context, correction)
    context = {
        **build_correction_context(correction, run_context),
        "reader": reader.address.name,
        "media": [translate(f"medium.{medium}", language) for medium in reach.media],
        "reader_count": reach.reader_count,
        "same_figures": reach.same_figures,
        "code": correction.text_hash[:8],
        "where": request.run_url,
        "new_link": request.replaces_link,
        "step": str(step),
        "unreachable_chief": find_unreachable_chief(*of),
        "asked_on": correction.proposed_on,
        "void_answer": request.void_answer,
        "changed": _list_changes(session, correction, language) if request.void_answer else (),
    }
    letter = render_context.templates.render_letter(REQUEST_DOCUMENT, context)
    key = f"{_build_request_key(correction, step)}{_format_key_end(run_context, request)}"
    recipient = Recipient(key, reader.role, reader.person_id, reader.address)
    label = f"{correction.moment.period}-{correction.number}-{step}"
    mail = build_mail(letter, REQUEST_DOCUMENT, run_context.folder, label, [recipient])
    return replace(mail, individual=True)


def _list_changes(session: Session, correction: StoryCorrection, language: str) -> tuple[ChangedStory, ...]:
    """Return what changed since the approval of an earlier text of this correction was asked."""
    query = select(StoryCorrection).where(
        StoryCorrection.moment_id == correction.moment_id,
        StoryCorrection.story_code == correction.story_code,
        StoryCorrection.number < correction.number,
        StoryCorrection.state == CorrectionState.SUPERSEDED,
    )
    earlier = session.scalars(query.order_by(StoryCorrection.number.desc()).limit(1)).first()
    if earlier is None:
        return ()
    texts = [Story.from_fields(each.story) if each.story else None for each in (earlier, correction)]
    before, after = (
        {
            translate("draft.field.title", language): text.title if text else "",
            translate("draft.field.text", language): text.text if text else "",
            translate("draft.field.correction", language): each.note,
        }
        for text, each in zip(texts, (earlier, correction), strict=True)
    )
    fields = tuple(
        ChangedField(label, was, now)
        for label in before
        for was, now in compare_sentences(before[label], after[label])
    )
    title = next((text.title for text in reversed(texts) if text), correction.story_code)
    return (ChangedStory(title, "changed", fields),) if fields else ()


def _build_request_key(correction: StoryCorrection, step: EditionStep) -> str:
    moment = correction.moment
    return f"{moment.subject}:correction-{step}:{moment.period}:{correction.number}"


def _find_request(
    session: Session, correction: StoryCorrection, step: EditionStep, again: str = ""
) -> DeliveryState | None:
    key = f"{_build_request_key(correction, step)}{again}"
    return session.scalar(select(Delivery.state).where(Delivery.key == key))
