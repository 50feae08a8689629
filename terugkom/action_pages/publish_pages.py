"""Publish the standing pages that changed: facts follow the plan at each daily run, through the outbox.

Only through a channel that replaces a file with the same path: on the others a page would appear again and
again. See docs/decisions/0062.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from terugkom.action_pages.draft_pages import draft_pages, load_published_pages
from terugkom.action_pages.model import ActionPage
from terugkom.action_pages.render_pages import PageDraft, compute_digest, render_page
from terugkom.delivery.enqueue import (
    OutboundDocument,
    RunContext,
    build_publication,
    enqueue_documents,
    write_documents,
)
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.file_store import sha256
from terugkom.documents.render_context import RenderContext
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.select_publications import WEBDAV
from terugkom.plan.model import Municipality
from terugkom.plan.queries import serialize_writers
from terugkom.schedule.model import Moment, MomentState

KIND = "action-pages"
_WAITING = (DeliveryState.PENDING, DeliveryState.HELD)  # held: after a restore
SUPERSEDED = "superseded: a newer version of this page follows"


@dataclass(frozen=True)
class ChangedPage:
    """A page that differs from what was published last: its draft, its digest and its document."""

    draft: PageDraft
    version: int
    digest: str
    document: OutboundDocument


def enqueue_action_pages(
    context: RenderContext,
    municipality: Municipality,
    channels: PublishChannels,
    run_id: str,
    *,
    today: date,
    now: datetime,
) -> int:
    """Enqueue the pages that changed; return how many. None without a website that takes them.

    Raises ExceptionGroup at the end with the errors of pages that could not be made; the others are enqueued.
    """
    if WEBDAV not in channels.public:
        return 0
    errors: list[Exception] = []
    with context.database.read_session() as session:
        known = load_published_pages(session, municipality)
        drafts = list(draft_pages(session, context, municipality, known, today, errors))
    folder = RunContext(municipality, 0, WEBDAV, run_id, now, today).folder
    changed = list(_render_changed(context, municipality, drafts, known, today, folder, errors))
    if changed:
        write_documents(context.documents, [each.document for each in changed])
        _enqueue(context, municipality, changed, run_id, today=today, now=now)
    if errors:
        raise ExceptionGroup("pages of actions that could not be made", errors)
    return len(changed)


def _render_changed(
    context: RenderContext,
    municipality: Municipality,
    drafts: Sequence[PageDraft],
    known: Mapping[str, ActionPage],
    today: date,
    folder: str,
    errors: list[Exception],
) -> Iterator[ChangedPage]:
    """Yield the pages that say something else than on the day on which they were published last."""
    for draft in drafts:
        before = known.get(draft.path)
        version = before.version + 1 if before else 1
        key = f"{KIND}:{municipality.id}:{sha256(draft.path.encode())[:24]}:{version}"
        try:
            if before:
                same = render_page(context.templates, draft, before.published_on, key, municipality.language)
                if compute_digest(same) == before.sha256:
                    continue
            page = render_page(context.templates, draft, today, key, municipality.language)
            document = build_publication(page, folder, WEBDAV)
        except Exception as error:
            errors.append(error)
            continue
        yield ChangedPage(draft, version, compute_digest(page), document)


def _enqueue(
    context: RenderContext,
    municipality: Municipality,
    changed: Sequence[ChangedPage],
    run_id: str,
    *,
    today: date,
    now: datetime,
) -> None:
    with context.database.write_session() as session:
        serialize_writers(session, municipality.id)
        moment = _find_or_open_moment(session, municipality, run_id, today, now)
        known = load_published_pages(session, municipality)
        for each in changed:
            _skip_superseded(session, municipality, each.draft.path)
            _record(session, municipality, known.get(each.draft.path), each, today)
        run_context = RunContext(municipality, moment.id, WEBDAV, run_id, now, today)
        enqueue_documents(session, run_context, [each.document for each in changed])


def _find_or_open_moment(
    session: Session, municipality: Municipality, run_id: str, today: date, now: datetime
) -> Moment:
    key = {
        "municipality_id": municipality.id,
        "kind": KIND,
        "subject": municipality.slug,
        "period": today.isoformat(),
    }
    found = session.scalar(select(Moment).filter_by(**key))
    if found is None:
        found = Moment(**key, day=today, state=MomentState.DONE, run_id=run_id, opened_at=now, done_at=now)
        session.add(found)
        session.flush()
    return found


def _skip_superseded(session: Session, municipality: Municipality, path: str) -> None:
    """Skip earlier versions that still wait: sent later, one would replace the newer page."""
    prefix = f"{KIND}:{municipality.id}:{sha256(path.encode())[:24]}:"
    session.execute(
        update(Delivery)
        .where(Delivery.key.startswith(prefix), Delivery.state.in_(_WAITING))
        .values(state=DeliveryState.SKIPPED, reason=SUPERSEDED)
    )


def _record(
    session: Session, municipality: Municipality, page: ActionPage | None, changed: ChangedPage, today: date
) -> None:
    draft = changed.draft
    if page is None:
        page = ActionPage(municipality_id=municipality.id, path=draft.path, action_id=draft.action_id)
        session.add(page)
    page.sha256, page.version, page.published_on = changed.digest, changed.version, today
    page.withdrawn_on = draft.context["since"] if draft.is_withdrawn else None
