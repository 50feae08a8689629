"""An edition with one correction more: rendered as its readers will find it, beside what was published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.publication import Publication
from terugkom.documents.file_store import sha256
from terugkom.documents.render_context import RenderContext
from terugkom.editions.corrections.corrected_feed import (
    add_publication_days,
    load_website_editions,
    render_corrected_feed,
)
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.edition_context import PublishTargets, build_media_context, render_media
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import File, RenderedMedium
from terugkom.editions.media.renderers import Renderer
from terugkom.editions.media.website import FEED, ROOT_PAGES
from terugkom.editions.model import Edition
from terugkom.editions.proof import Proof
from terugkom.editions.published_items import (
    Identity,
    PublishedItem,
    build_item_key,
    find_channels,
    load_items,
)
from terugkom.editions.published_stories import (
    ONLY_KINDS,
    PublishedEdition,
    load_published_edition,
    read_pictures,
    select_setback_reasons,
)
from terugkom.editions.select_publications import build_publications
from terugkom.editions.story import Story
from terugkom.editions.story_folder import read_story_folder
from terugkom.editions.story_notes import build_current_proof, build_published_proof, format_uncounted
from terugkom.editions.withdrawn_successes import add_counted_successes, list_published_as_done
from terugkom.errors import TemplateError
from terugkom.plan.media import Medium


@dataclass(frozen=True)
class CorrectedEdition:
    """A published edition and one correction of it.

    `noted` are the media as their readers find them, each story with the notes of its corrections; `unnoted`
    as they would be if the edition had been right at once, for what has not left yet. Both hold the media
    that have the story. `items` is what was published where. `failed` are the media of which a template
    failed: they are in neither.
    """

    correction: StoryCorrection
    edition: PublishedEdition
    noted: tuple[RenderedMedium, ...]
    unnoted: tuple[RenderedMedium, ...]
    told: Proof
    media_context: MediaContext
    items: Mapping[Identity, PublishedItem]
    feed: File | None  # of the newest edition, if this one is an earlier one that is on the website
    failed: Mapping[Medium, TemplateError] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the keys of its publications begin with; the same after a restore."""
        proof, correction = self.told, self.correction
        digest = sha256(f"{proof.slug}\n{correction.text_hash}".encode())[:24]
        return f"edition:{proof.period}:{digest}:c{correction.number}"

    @property
    def is_late(self) -> bool:
        """Whether it was published without some media, of which templates failed, and these follow."""
        return self.correction.state is CorrectionState.PUBLISHED and self.correction.is_to_publish

    @property
    def story(self) -> Story | None:
        """The story as it stands with this correction and later ones; None if it was withdrawn."""
        return self.edition.find_story(self.correction.story_code)

    def without(self, medium: Medium, error: TemplateError) -> "CorrectedEdition":
        """Return it without a medium of which a template failed."""
        noted, unnoted = (
            tuple(each for each in rendered if each.medium is not medium)
            for rendered in (self.noted, self.unnoted)
        )
        return replace(self, noted=noted, unnoted=unnoted, failed={**self.failed, medium: error})

    @property
    def uncounted(self) -> str:
        """What readers are told of numbers in which a withdrawn story no longer counts; "" if none does."""
        if self.correction.kind is not CorrectionKind.WITHDRAW:
            return ""
        return format_uncounted(self.edition, Story.from_fields(self.correction.previous))

    @property
    def no_longer_done(self) -> tuple[str, ...]:
        """The actions that the edition told as done before this correction and does not any more."""
        return tuple(sorted(list_published_as_done(self._uncorrected) - list_published_as_done(self.edition)))

    @property
    def newly_done(self) -> tuple[str, ...]:
        """The actions that the edition tells as done with this correction, and did not before."""
        return tuple(sorted(list_published_as_done(self.edition) - list_published_as_done(self._uncorrected)))

    @property
    def _uncorrected(self) -> PublishedEdition:
        others = (each for each in self.edition.corrections if each.id != self.correction.id)
        return replace(self.edition, corrections=tuple(others))

    def list_wanted(self, *, of_website: bool) -> list[tuple[str, Publication]]:
        """Return (channel, publication) of all that is published, of the website or of the other media; of
        the posts only those about the story."""
        return [
            (channel, publication)
            for rendered in self.noted
            if (rendered.medium is Medium.WEBSITE) is of_website
            for channel, publication in self._build(rendered, self.key)
            if publication.kind != "post" or publication.story == self.correction.story_code
        ] + (self._build_feed() if of_website else [])

    def index_unnoted(self) -> dict[Identity, Publication]:
        """Return the same publications without notes, by what they are."""
        built = (each for rendered in self.unnoted for each in self._build(rendered, f"{self.key}:u"))
        return {build_item_key(channel, publication): publication for channel, publication in built}

    def _build(self, rendered: RenderedMedium, key: str) -> Iterator[tuple[str, Publication]]:
        channels = find_channels(self.items.values(), rendered.medium)
        files = tuple(file for file in rendered.files if file.type != "text/css")
        return build_publications(replace(rendered, files=files), self.told, key, channels)

    def _build_feed(self) -> list[tuple[str, Publication]]:
        if self.feed is None:
            return []
        return list(
            self._build(RenderedMedium(Medium.WEBSITE, (self.feed,), has_pages=True), f"{self.key}:f")
        )


def load_corrected_edition(
    render_context: RenderContext,
    run_context: RunContext,
    correction_id: int,
    targets: PublishTargets,
    renderers: Mapping[Medium, Renderer],
) -> CorrectedEdition:
    """Return an edition with a correction that is approved or published, rendered; of one that was published
    without some media those media alone. A medium of which a template fails fails alone.

    Raises DocumentChanged if a text or picture is not the one that was approved, InputError.
    """
    documents, municipality = render_context.documents, run_context.municipality
    with render_context.database.read_session() as session:
        correction = session.get_one(StoryCorrection, correction_id)
        edition = _load_edition(session, render_context, run_context, correction)
        items = load_items(session, documents, municipality.id, run_context.moment_id)
        website = load_website_editions(session, documents, municipality.id, edition)
    told, current = build_published_proof(edition, run_context.today), build_current_proof(edition)
    context = _build_context(render_context, run_context, edition, targets, (told, current))
    corrected = CorrectedEdition(correction, edition, (), (), told, context, items, None)
    for medium in _list_due_media(edition, correction):
        if medium not in renderers:
            continue
        try:
            noted = [
                each
                for each in _render(told, edition, context, medium, renderers)
                if _tells(each, correction)
            ]
            unnoted = _render(current, edition, context, medium, renderers) if noted else []
            if noted and medium is Medium.WEBSITE:
                feed = render_corrected_feed(website, context, run_context.today, run_context.now)
                is_newest = website.is_newest(run_context.moment_id)
                noted = [_replace_root(each, feed, is_newest=is_newest) for each in noted]
                corrected = replace(corrected, feed=None if is_newest else feed)
        except TemplateError as error:
            corrected = corrected.without(medium, error)
        else:
            corrected = replace(
                corrected, noted=(*corrected.noted, *noted), unnoted=(*corrected.unnoted, *unnoted)
            )
    return corrected


def _list_due_media(edition: PublishedEdition, correction: StoryCorrection) -> list[Medium]:
    """Return the media that a correction reaches; of one that was published without some, those alone."""
    media = list_media(edition, correction)
    late = correction.unrendered_media
    return [medium for medium in media if medium in late] if late else media


def list_media(edition: PublishedEdition, correction: StoryCorrection) -> list[Medium]:
    """Return the media that had the story; of an addition those of the edition that may tell it."""
    code = correction.story_code
    had = [medium for medium, codes in edition.told.items() if code in codes]
    if correction.kind is not CorrectionKind.ADD:
        return had
    story = Story.from_fields(correction.story)
    return [
        medium
        for medium, codes in edition.told.items()
        if codes
        and (story.public or not medium.is_public)
        and ONLY_KINDS.get(medium, story.kind) is story.kind
    ]


def _load_edition(
    session: Session, render_context: RenderContext, run_context: RunContext, correction: StoryCorrection
) -> PublishedEdition:
    """Return the edition with the correction in it."""
    found = session.get_one(Edition, run_context.moment_id)
    edition = load_published_edition(session, render_context.documents, found)
    is_published = correction.state is CorrectionState.PUBLISHED
    corrected = edition if is_published else edition.with_correction(correction)
    return add_counted_successes(session, corrected)


def _build_context(
    render_context: RenderContext,
    run_context: RunContext,
    edition: PublishedEdition,
    targets: PublishTargets,
    proofs: Iterable[Proof],
) -> MediaContext:
    slug, period = edition.proof.slug, edition.proof.period
    folder = EditionFolders(targets.municipality_folder.parent).folder_for(slug, period)
    beside = read_story_folder(folder, edition.proof.language).pictures
    pictures: dict[str, bytes] = {}
    for proof in proofs:
        pictures |= read_pictures(render_context.documents, proof, beside)
    context = build_media_context(
        render_context,
        run_context,
        pictures,
        targets,
        is_on_website=Medium.WEBSITE in edition.told,
    )
    return add_publication_days(context, edition, run_context.now)


def _render(
    proof: Proof,
    edition: PublishedEdition,
    media_context: MediaContext,
    medium: Medium,
    renderers: Mapping[Medium, Renderer],
) -> list[RenderedMedium]:
    return render_media(
        proof,
        replace(media_context, kept_stories=edition.told.get(medium, frozenset())),
        {medium: renderers[medium]},
        select_setback_reasons(edition, proof),
    )


def _tells(rendered: RenderedMedium, correction: StoryCorrection) -> bool:
    if correction.kind is not CorrectionKind.ADD or rendered.story_codes is None:
        return True
    return correction.story_code in rendered.story_codes


def _replace_root(rendered: RenderedMedium, feed: File, *, is_newest: bool) -> RenderedMedium:
    """Return the website with the feed of all editions; an earlier edition without the front page."""
    if rendered.medium is not Medium.WEBSITE:
        return rendered
    own = [file for file in rendered.files if file.name not in ROOT_PAGES]
    root = [feed if file.name == FEED else file for file in rendered.files if file.name in ROOT_PAGES]
    return replace(rendered, files=(*root, *own) if is_newest else tuple(own))
