"""The stories of a published edition as they stand now, with every correction, and which medium told them.

What was approved is kept as a file in the document store, and its pictures beside it, each under its SHA-256.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged, sha256
from terugkom.editions.approval import load_approval
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.edition_folders import format_edition_folder
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.model import KIND, Edition, EditionState, EditionStep, ExecutedEditionStep
from terugkom.editions.proof import KindCount, Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.errors import PublicInputError
from terugkom.plan.media import Medium
from terugkom.schedule.model import Moment

ONLY_KINDS = {Medium.JOBS: StoryKind.DONE, Medium.IDEA_BOX: StoryKind.IDEA}  # media that tell one kind alone


@dataclass(frozen=True)
class PublishedEdition:
    """A published edition: the text that was approved, when it was published, and the corrections since.

    `told` says which stories each medium told, `corrections` are those that were published, in their order.
    `counted` is for `terugkom.editions.withdrawn_successes`: the actions of withdrawn successes, by code.
    """

    moment_id: int
    published_on: date
    published_at: datetime
    proof: Proof
    told: Mapping[Medium, frozenset[str]]
    corrections: tuple[StoryCorrection, ...]
    setback_reasons: Mapping[str, str]
    counted: Mapping[str, KindCount] = field(default_factory=dict)

    def find_story(self, code: str) -> Story | None:
        """Return a story as it stands now, without notes; None if it is not there, or was withdrawn."""
        own = [each for each in self.corrections if each.story_code == code]
        if not own:
            return self.proof.find_story(code)
        return Story.from_fields(own[-1].story) if own[-1].kind is not CorrectionKind.WITHDRAW else None

    def list_versions(self, code: str) -> list[Story]:
        """Return what readers read of a story: as it was approved or added, and after each correction."""
        approved = self.proof.find_story(code)
        own = (each for each in self.corrections if each.story_code == code)
        told = [Story.from_fields(each.story) for each in own if each.kind is not CorrectionKind.WITHDRAW]
        return [*([approved] if approved else []), *told]

    def with_correction(self, correction: StoryCorrection) -> "PublishedEdition":
        """Return the edition as it stands once this correction is published too."""
        return replace(self, corrections=(*self.corrections, correction))


def find_publication(session: Session, moment_id: int) -> ExecutedEditionStep | None:
    """Return the step by which an edition was published; None if it was not."""
    query = select(ExecutedEditionStep).where(
        ExecutedEditionStep.moment_id == moment_id,
        ExecutedEditionStep.step == EditionStep.PUBLISHED,
    )
    return session.scalars(query.order_by(ExecutedEditionStep.id.desc())).first()


def load_published_edition(session: Session, documents: DocumentStore, edition: Edition) -> PublishedEdition:
    """Return a published edition. Raises InputError if it is not published, DocumentChanged if its text is
    not the one that was approved."""
    if edition.state is not EditionState.PUBLISHED:
        raise PublicInputError("error.edition.not-published", period=edition.moment.period)
    step = find_publication(session, edition.moment_id)
    approval = load_approval(session, edition)
    slug = edition.moment.subject
    proof = _read_proof(documents, format_edition_folder(slug, edition.moment.period), edition.text_hash)
    return PublishedEdition(
        edition.moment_id,
        step.day if step else edition.until,
        step.done_at if step else approval.decided_at,
        proof,
        _read_told_stories(edition, proof),
        tuple(list_published_corrections(session, edition.moment_id)),
        approval.setback_reasons,
    )


def list_website_editions(session: Session, municipality_id: int) -> list[Edition]:
    """Return the published editions of a municipality that are on its website, the oldest first."""
    query = (
        select(Edition)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(Moment.municipality_id == municipality_id, Moment.kind == KIND)
        .where(Edition.state == EditionState.PUBLISHED)
        .order_by(Moment.period)
    )
    return [each for each in session.scalars(query) if Medium.WEBSITE in each.published_media]


def list_published_corrections(session: Session, moment_id: int) -> Sequence[StoryCorrection]:
    """Return the published corrections of an edition in the order of their publication."""
    query = select(StoryCorrection).where(
        StoryCorrection.moment_id == moment_id, StoryCorrection.state == CorrectionState.PUBLISHED
    )
    return session.scalars(query.order_by(StoryCorrection.published_at, StoryCorrection.number)).all()


def list_published_story_codes(proof: Proof, rendered: Sequence[RenderedMedium]) -> dict[str, list[str]]:
    """Return the codes of the stories that each rendered medium tells, as `Edition.published_stories` has
    them."""
    found = {}
    for each in rendered:
        given = proof.public_only.stories if each.medium.is_public else proof.stories
        codes = [story.code for story in given] if each.story_codes is None else list(each.story_codes)
        found[str(each.medium)] = codes if each.has_content else []
    return found


def select_setback_reasons(edition: PublishedEdition, proof: Proof) -> dict[str, str]:
    """Return why media tell of no setbacks, for those that still tell of none."""
    return {
        medium: reason
        for medium, reason in edition.setback_reasons.items()
        if medium == Medium.JOBS
        or not (proof.public_only if Medium(medium).is_public else proof).of_kind(StoryKind.LESS_WELL)
    }


def write_pictures(documents: DocumentStore, proof: Proof, pictures: Mapping[str, bytes]) -> None:
    """Keep the pictures of an edition, by which its pages can be rendered again."""
    for story in proof.stories:
        if story.picture and (content := pictures.get(story.picture.name)) is not None:
            documents.write(_build_picture_name(proof, story.picture.sha256), content)


def read_pictures(documents: DocumentStore, proof: Proof, beside: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the pictures of these stories by name: from `beside` if it is the same one, else as kept.

    Raises DocumentChanged for one that is neither.
    """
    found = {}
    for picture in (story.picture for story in proof.stories if story.picture):
        content = beside.get(picture.name, b"")
        if sha256(content) != picture.sha256:
            content = documents.read(_build_picture_name(proof, picture.sha256), picture.sha256)
        found[picture.name] = content
    return found


def _build_picture_name(proof: Proof, digest: str) -> str:
    return f"{format_edition_folder(proof.slug, proof.period)}/pictures/{digest}"


def _read_proof(documents: DocumentStore, folder: str, text_hash: str) -> Proof:
    """Return the text that was approved, with its introduction. Raises DocumentChanged."""
    name = f"{folder}/proof-{text_hash[:8]}.json"
    content = documents.find(name)
    try:
        if _hash_text(content or b"") == text_hash:
            return Proof.from_bytes(content or b"")
    except (ValueError, TypeError, AttributeError):
        pass
    raise DocumentChanged(f"{name}: the text that was approved is missing or was changed")


def _hash_text(content: bytes) -> str:
    """Return `Proof.text_hash` of the proof in a file, whichever fields a proof had when it was written."""
    fields = {**json.loads(content), "introduction": ""}
    for evidence in ("claims", "kept_sentences"):
        fields.pop(evidence, None)
    return sha256(f"{json.dumps(fields, ensure_ascii=False, sort_keys=True, indent=1)}\n".encode())


def _read_told_stories(edition: Edition, proof: Proof) -> dict[Medium, frozenset[str]]:
    """Return which stories each medium told; by the kinds that it tells, if that was not kept yet."""
    if edition.published_stories:
        return {Medium(medium): frozenset(codes) for medium, codes in edition.published_stories.items()}
    found = {}
    for medium in map(Medium, edition.published_media):
        stories = proof.public_only.stories if medium.is_public else proof.stories
        only = ONLY_KINDS.get(medium)
        found[medium] = frozenset(each.code for each in stories if only in (None, each.kind))
    return found
