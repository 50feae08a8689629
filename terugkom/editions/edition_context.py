"""The context in which the media of an edition are rendered: settings, links, the pages on the website."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.state_condition import is_in_state
from terugkom.documents.render_context import RenderContext
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.editions.media.renderers import Renderer
from terugkom.editions.media.website import format_page_url
from terugkom.editions.model import Edition, EditionState
from terugkom.editions.proof import Proof
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.select_publications import WEBDAV, WORDPRESS
from terugkom.errors import TemplateError
from terugkom.plan.code_of_conduct import load_code_of_conduct
from terugkom.plan.media import Medium
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.site_links import SiteLinks, compute_staff_code
from terugkom.schedule.model import Moment


@dataclass(frozen=True)
class PublishTargets:
    """Publication targets: the outbox folder, the municipality's folder and its publishing channels."""

    outbox: Path
    municipality_folder: Path
    channels: PublishChannels


@dataclass(frozen=True)
class RenderedMedia:
    """The media that were rendered, in the guide's order, and the error of each whose template failed."""

    rendered: tuple[RenderedMedium, ...] = ()
    failed: Mapping[Medium, TemplateError] = field(default_factory=dict)


def build_media_context(
    render_context: RenderContext,
    run_context: RunContext,
    pictures: Mapping[str, bytes],
    targets: PublishTargets,
    *,
    is_on_website: bool,
) -> MediaContext:
    """Return the context of an edition's media, all of them but the website's own pages.

    They link to the pages that the website has taken by now. `is_on_website`: whether the edition is
    published on the website; if it is not, no medium sends its readers there.
    """
    municipality = run_context.municipality
    settings = MediaSettings.from_overrides(municipality.media_settings)
    with render_context.database.read_session() as session:
        earlier = _list_earlier_periods(session, run_context)
        urls = load_page_urls(session, run_context.moment_id, settings.website)
    return MediaContext(
        render_context.templates,
        settings if is_on_website else replace(settings, website=""),
        pictures,
        run_context.now,
        run_context.today,
        municipality.answer_address,
        earlier,
        load_code_of_conduct(targets.municipality_folder),
        has_action_pages=WEBDAV in targets.channels.public,
        links=_build_links(render_context, municipality.slug, settings),
        page_urls=urls,
    )


def load_page_urls(session: Session, moment_id: int, website: str) -> dict[str, str]:
    """Return the URL of each page of an edition that its website has taken, by the page's path.

    A page in a folder of the website is at its path there; a WordPress post is where WordPress said, and
    nowhere as long as it is a draft.
    """
    query = select(Delivery.channel, Delivery.recipient, Delivery.remote_id).where(
        Delivery.moment_id == moment_id,
        Delivery.role == "page",
        is_in_state(DeliveryState.SENT),
        Delivery.channel.in_((WEBDAV, WORDPRESS)),
    )
    found: dict[str, str] = {}
    for channel, path, remote_id in session.execute(query.order_by(Delivery.channel.desc())).tuples():
        url = remote_id.partition(" ")[2]
        if channel == WEBDAV:
            url = format_page_url(website, path) if website else ""
        if url:
            found[path] = url
    return found


def _build_links(render_context: RenderContext, slug: str, settings: MediaSettings) -> SiteLinks:
    """Return the links to our pages; those for staff have a code, whose key is made when first needed."""
    if not render_context.site_url:
        return SiteLinks()
    with render_context.database.write_session() as session:
        staff_code = compute_staff_code(session, slug)
    return SiteLinks(render_context.site_url, slug, staff_code, settings.ideas_open_to_all)


def _list_earlier_periods(session: Session, run_context: RunContext) -> tuple[str, ...]:
    """Return the periods of other editions that are on the website, newest first."""
    query = (
        select(Moment.period, Edition.published_media)
        .join(Moment, Moment.id == Edition.moment_id)
        .where(
            Moment.municipality_id == run_context.municipality.id,
            Moment.id != run_context.moment_id,
            Edition.state == EditionState.PUBLISHED,
        )
        .order_by(Moment.period.desc())
    )
    return tuple(period for period, media in session.execute(query).tuples() if Medium.WEBSITE in media)


def render_media(
    proof: Proof,
    media_context: MediaContext,
    renderers: Mapping[Medium, Renderer],
    setback_reasons: Mapping[str, str],
) -> list[RenderedMedium]:
    """Render each medium from the stories that it may tell; a public one without public stories is left out.

    `setback_reasons` are by medium: why it tells of no setbacks. Raises what the renderers do.
    """
    return [
        renderer(
            proof.public_only if medium.is_public else proof,
            replace(media_context, setback_reason=setback_reasons.get(medium, "")),
        )
        for medium, renderer in renderers.items()
        if proof.public_only.stories or not medium.is_public
    ]


def render_each_medium(
    proof: Proof,
    media_context: MediaContext,
    renderers: Mapping[Medium, Renderer],
    setback_reasons: Mapping[str, str],
) -> RenderedMedia:
    """Render as `render_media` does, but a medium of which a template fails fails alone.

    The website is rendered first: if it fails, the other media send nobody to it.
    """
    found: dict[Medium, list[RenderedMedium]] = {}
    failed: dict[Medium, TemplateError] = {}
    for medium in sorted(renderers, key=lambda each: each is not Medium.WEBSITE):
        if Medium.WEBSITE in failed:
            settings = replace(media_context.settings, website="")
            media_context = replace(media_context, settings=settings, page_urls={})
        try:
            found[medium] = render_media(proof, media_context, {medium: renderers[medium]}, setback_reasons)
        except TemplateError as error:
            failed[medium] = error
    return RenderedMedia(tuple(each for medium in renderers for each in found.get(medium, [])), failed)
