"""Propose a correction of a story of a published edition, an addition to it, or a withdrawal.

The text is the story's file in the edition's folder, as before publication, and passes the same checks. What
is proposed is kept with what stood there before; nothing is published before somebody approved it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import RunContext
from terugkom.documents.file_store import sha256
from terugkom.documents.render_context import RenderContext
from terugkom.editions.consistency_checks import list_internal_actions
from terugkom.editions.corrections.correction_approval import skip_requests
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.model import Edition
from terugkom.editions.published_stories import load_published_edition, write_pictures
from terugkom.editions.reader_sentence import MAX_SENTENCE_LENGTH, find_sentence_problem
from terugkom.editions.review import StoryReview, review_story
from terugkom.editions.story import Story
from terugkom.editions.story_reasons import list_reasons
from terugkom.errors import Choices, Message, PublicInputError, TextInputError
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class CorrectionProposal:
    """What is proposed about which story. `note` is what readers are told, by default what the story's file
    says in its field for that; an addition needs none."""

    kind: CorrectionKind
    story_code: str
    note: str = ""


@dataclass(frozen=True)
class _CheckedProposal:
    """A proposal with what is published, what its file says, and the note that readers get."""

    proposal: CorrectionProposal
    previous: Story | None
    found: StoryReview
    note: str
    told_notes: frozenset[str]  # of earlier corrections of the story
    named_internal: tuple[str, ...]  # codes of internal actions that the note of a public story names

    @property
    def story(self) -> Story | None:
        return None if self.proposal.kind is CorrectionKind.WITHDRAW else self.found.story

    @property
    def text_hash(self) -> str:
        fields = self.story.as_fields() if self.story else {}
        return sha256(f"{self.proposal.kind}\n{self.proposal.story_code}\n{self.note}\n{fields}".encode())


def propose_correction(
    context: RenderContext, run_context: RunContext, folder: Path, proposal: CorrectionProposal
) -> StoryCorrection:
    """Record a correction of the edition of this run, of which approval is to be requested; return it.

    `folder` holds the edition's stories. The same proposal again is the one that was recorded, unless it was
    rejected; another one of the same story supersedes it. Raises InputError with all
    problems of the text; its public text says those that quote nothing of it.
    """
    municipality = run_context.municipality
    with context.database.read_session() as session:
        edition = session.get_one(Edition, run_context.moment_id)
        published = load_published_edition(session, context.documents, edition)
        found = review_story(session, municipality, edition, folder, proposal.story_code, run_context.today)
        last = _find_last(session, run_context.moment_id, proposal)
    previous, note = published.find_story(proposal.story_code), _choose_note(proposal, found, last)
    own = (each for each in published.corrections if each.story_code == proposal.story_code)
    told_notes = frozenset(each.note for each in own)
    named_internal: tuple[str, ...] = ()
    if any(each and each.public for each in (previous, found.story)):
        with context.database.read_session() as session:
            named_internal = _list_named_internal(session, municipality, note, previous)
    checked = _CheckedProposal(proposal, previous, found, note, told_notes, named_internal)
    if last and last.text_hash == checked.text_hash:
        return last
    if problems := list(_list_problems(checked, municipality.language)):
        raise _refuse(proposal, problems, municipality.language)
    if checked.story:
        write_pictures(context.documents, replace(published.proof, stories=(checked.story,)), found.pictures)
    with context.database.write_session() as session:
        session.get_one(Edition, run_context.moment_id, with_for_update={"of": Edition})
        return _record(session, run_context, checked, municipality.language)


def _refuse(proposal: CorrectionProposal, problems: Sequence[Message | str], language: str) -> TextInputError:
    """Return the error with all problems; its public text leaves out those that quote the story."""
    texts = (each if isinstance(each, str) else each.render(language) for each in problems)
    told = tuple(each for each in problems if isinstance(each, Message))
    count, story = len(problems), proposal.story_code
    public = Message("error.correction.problems", count=count, story=story)
    if told:
        listed = Choices(told, separator="; ")
        public = Message("error.correction.problems-told", count=count, story=story, problems=listed)
    return TextInputError("\n".join(texts), public=public, is_complete=len(told) == count)


def _find_last(session: Session, moment_id: int, proposal: CorrectionProposal) -> StoryCorrection | None:
    """Return the last correction of the story, if it is of this kind and was not rejected."""
    query = select(StoryCorrection).where(
        StoryCorrection.moment_id == moment_id, StoryCorrection.story_code == proposal.story_code
    )
    last = session.scalars(query.order_by(StoryCorrection.number.desc())).first()
    rejected = (CorrectionState.SENT_BACK, CorrectionState.DROPPED)
    return last if last and last.kind is proposal.kind and last.state not in rejected else None


def _choose_note(proposal: CorrectionProposal, found: StoryReview, last: StoryCorrection | None) -> str:
    """Return the note that was given, else that of the same proposal while the story's file says the same
    beside it, else the one in the story's file."""
    from_file = _get_file_note(found)
    waiting = last if last and last.state.is_open else None
    if waiting and not proposal.note and from_file in ("", waiting.file_note):
        return waiting.note
    return " ".join((proposal.note or from_file).split())


def _get_file_note(found: StoryReview) -> str:
    return " ".join(found.draft.correction.split()) if found.draft else ""


def _list_named_internal(
    session: Session, municipality: Municipality, note: str, previous: Story | None
) -> tuple[str, ...]:
    """Return the codes of internal actions that a note names, without those of the published story: who reads
    the note has read of them."""
    named = list_internal_actions(session, municipality, note)
    if not named or previous is None or not previous.public:
        return tuple(named)
    told = "\n\n".join((previous.title, previous.text, previous.quote))
    known = {*previous.actions, *list_internal_actions(session, municipality, told)}
    return tuple(code for code in named if code not in known)


def _list_problems(checked: _CheckedProposal, language: str) -> Iterator[Message | str]:
    """Yield what is wrong: a message, which names nobody, or a text that quotes the story."""
    kind, code = checked.proposal.kind, checked.proposal.story_code
    if kind is CorrectionKind.ADD:
        if checked.previous:
            yield Message("correction.story-exists", story=code)
    elif checked.previous is None:
        yield Message("correction.no-story", story=code)
    if (checked.note or kind is not CorrectionKind.ADD) and find_sentence_problem(checked.note):
        yield Message("correction.no-sentence", most=MAX_SENTENCE_LENGTH)
    elif checked.note and checked.note in checked.told_notes:
        yield Message("correction.same-note")
    if checked.named_internal:
        yield Message("correction.names-internal", codes=Choices(checked.named_internal))
    if kind is CorrectionKind.WITHDRAW:
        return
    missing = Message("correction.no-file", story=code)
    yield from (missing if each == missing.render(language) else each for each in checked.found.problems)
    story, previous = checked.found.story, checked.previous
    if story and previous and story.public != previous.public:
        yield Message("correction.public-changed", story=code)
    if story and story == previous:
        yield Message("correction.nothing-changed", story=code)


def _record(
    session: Session, run_context: RunContext, checked: _CheckedProposal, language: str
) -> StoryCorrection:
    of_edition = StoryCorrection.moment_id == run_context.moment_id
    open_states = [state for state in CorrectionState if state.is_open]
    same_story = select(StoryCorrection).where(
        of_edition,
        StoryCorrection.story_code == checked.proposal.story_code,
        StoryCorrection.state.in_(open_states),
    )
    for each in session.scalars(same_story).all():
        if each.text_hash == checked.text_hash:
            return each  # another run recorded it first
        if each.state is CorrectionState.APPROVED:
            raise PublicInputError("error.correction.approved")
        each.state = CorrectionState.SUPERSEDED
        skip_requests(session, each)
    last = session.scalar(select(func.max(StoryCorrection.number)).where(of_edition)) or 0
    correction = StoryCorrection(
        moment_id=run_context.moment_id,
        number=last + 1,
        kind=checked.proposal.kind,
        story_code=checked.proposal.story_code,
        note=checked.note,
        previous=checked.previous.as_fields() if checked.previous else {},
        story=checked.story.as_fields() if checked.story else {},
        text_hash=checked.text_hash,
        proposed_on=run_context.today,
        proposed_at=run_context.now,
        run_id=run_context.run_id,
        file_note=_get_file_note(checked.found),
        file_reasons="\n".join(each.line for each in list_reasons([checked.found.draft], language)),
    )
    session.add(correction)
    session.flush()
    session.refresh(correction)  # with its moment
    return correction
