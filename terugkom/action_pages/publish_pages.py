"""Publish the standing pages that changed: facts follow the plan at each daily run, through the outbox.

Only through a website that can change what stands there: WebDAV replaces the file with the same path,
WordPress edits the post that it made. Elsewhere a page would appear again and again. See docs/decisions/0067.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.action_pages.draft_pages import draft_pages, load_published_pages
from terugkom.action_pages.model import ActionPage, ActionPagePublication
from terugkom.action_pages.page_posts import KIND, build_key_prefix, build_post, load_created_posts
from terugkom.action_pages.render_pages import PageDraft, compute_page_digest, render_action_page
from terugkom.delivery.enqueue import (
    OutboundDocument,
    RunContext,
    build_publication,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.model import NOT_STARTED, Delivery, DeliveryState
from terugkom.documents.render_context import RenderContext
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.select_publications import WEBDAV, WORDPRESS
from terugkom.plan.model import Municipality
from terugkom.plan.queries import serialize_writers
from terugkom.schedule.model import Moment
from terugkom.schedule.moment_of_day import open_moment_of_day
from terugkom.schedule.run_stamp import RunStamp

SUPERSEDED = "superseded: a newer version of this page follows"


@dataclass(frozen=True)
class ChangedPage:
    """A page that differs from what was published last through a channel: its draft, digest and document."""

    draft: PageDraft
    channel: str
    version: int
    digest: str
    created_key: str
    document: OutboundDocument


def enqueue_action_pages(
    context: RenderContext,
    municipality: Municipality,
    channels: PublishChannels,
    stamp: RunStamp,
) -> int:
    """Enqueue the pages that changed; return how many. None without a website that takes them.

    Raises ExceptionGroup at the end with the errors of pages that could not be made; the others are enqueued.
    """
    websites = list_websites(channels)
    if not websites:
        return 0
    errors: list[Exception] = []
    with context.database.read_session() as session:
        known = load_published_pages(session, municipality)
        drafts = list(draft_pages(session, context, municipality, known, stamp.today, errors))
        posts = {each: load_created_posts(session, municipality, each) for each in websites}
    changed: list[ChangedPage] = []
    for channel in websites:
        run = RunContext(municipality, 0, channel, stamp.run_id, stamp.now, stamp.today)
        changed += _render_changed(context, run, drafts, known, posts[channel], errors)
    if changed:
        write_documents(context.documents, [each.document for each in changed])
        _enqueue(context, municipality, changed, stamp)
    if errors:
        raise ExceptionGroup("pages of actions that could not be made", errors)
    return len(changed)


def find_pages_moment(session: Session, municipality: Municipality, day: date) -> int | None:
    """Return the moment of the pages that were enqueued on a day; None if there were none."""
    return session.scalar(
        select(Moment.id).filter_by(
            municipality_id=municipality.id, kind=KIND, subject=municipality.slug, period=day.isoformat()
        )
    )


def list_websites(channels: PublishChannels) -> tuple[str, ...]:
    """Return the channels that can change a page where it stands."""
    return tuple(each for each in (WEBDAV, WORDPRESS) if each in channels.public)


def _render_changed(
    context: RenderContext,
    run: RunContext,
    drafts: Sequence[PageDraft],
    known: Mapping[str, ActionPage],
    posts: Mapping[str, str],
    errors: list[Exception],
) -> Iterator[ChangedPage]:
    """Yield the pages that say something else than on the day on which they were published last."""
    language = run.municipality.language
    for draft in drafts:
        if run.channel == WORDPRESS and draft.is_file:
            continue
        page = known.get(draft.path)
        before = page.find_publication(run.channel) if page else None
        version = before.version + 1 if before else 1
        key = f"{build_key_prefix(run.municipality, run.channel, draft.path)}{version}"
        try:
            if before:
                same = render_action_page(context.templates, draft, before.published_on, key, language)
                if compute_page_digest(same) == before.sha256:
                    continue
            made = render_action_page(context.templates, draft, run.today, key, language)
            created_key = ""
            told = made
            if run.channel == WORDPRESS:
                told = build_post(made, before.created_key if before else "", posts)
                created_key = told.edited_key or key
            document = build_publication(told, run.folder, run.channel)
        except Exception as error:
            errors.append(error)
            continue
        yield ChangedPage(draft, run.channel, version, compute_page_digest(made), created_key, document)


def _enqueue(
    context: RenderContext,
    municipality: Municipality,
    changed: Sequence[ChangedPage],
    stamp: RunStamp,
) -> None:
    with context.database.write_session() as session:
        serialize_writers(session, municipality.id)
        moment = open_moment_of_day(session, municipality.id, KIND, municipality.slug, stamp)
        known = load_published_pages(session, municipality)
        for each in changed:
            _skip_superseded(session, build_key_prefix(municipality, each.channel, each.draft.path))
            _record(session, municipality, known, each, stamp.today)
        for channel in {each.channel for each in changed}:
            run_context = RunContext(municipality, moment.id, channel, stamp.run_id, stamp.now, stamp.today)
            mine = [each.document for each in changed if each.channel == channel]
            enqueue_documents(session, run_context, mine)


def _skip_superseded(session: Session, prefix: str) -> None:
    """Skip earlier versions that still wait: sent later, one would replace the newer page."""
    session.execute(
        update(Delivery)
        .where(Delivery.key.startswith(prefix), Delivery.state.in_(NOT_STARTED))
        .values(state=DeliveryState.SKIPPED, reason=SUPERSEDED)
    )


def _record(
    session: Session,
    municipality: Municipality,
    known: dict[str, ActionPage],
    changed: ChangedPage,
    today: date,
) -> None:
    draft = changed.draft
    page = known.get(draft.path)
    if page is None:
        page = ActionPage(
            municipality_id=municipality.id, path=draft.path, action_id=draft.action_id, publications=[]
        )
        known[draft.path] = page
        session.add(page)
    published = page.find_publication(changed.channel)
    if published is None:
        published = ActionPagePublication(channel=changed.channel)
        page.publications.append(published)
    published.sha256, published.version, published.published_on = changed.digest, changed.version, today
    published.created_key = changed.created_key
    page.withdrawn_on = draft.context["since"] if draft.is_withdrawn else None
