"""Which standing pages there are: those of public actions, the overview, and those that are withdrawn."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import Session

from terugkom.action_pages.approved_stories import load_approved_stories
from terugkom.action_pages.model import ActionPage
from terugkom.action_pages.public_actions import load_public_actions
from terugkom.action_pages.render_pages import (
    PageDraft,
    draft_action_page,
    draft_overview,
    draft_style_sheet,
    draft_withdrawn_page,
)
from terugkom.documents.render_context import RenderContext
from terugkom.editions.media.website import format_action_overview_path
from terugkom.plan.model import Action, Municipality
from terugkom.workbook.codes import build_code


def select_with_pages() -> CompoundSelect[tuple[int]]:
    """Return the query for the municipalities that have a public action, or had one: of no other anybody
    needs to ask for a website."""
    public = select(Action.municipality_id).where(Action.public.is_(True))
    return union(public, select(ActionPage.municipality_id))


def load_published_pages(session: Session, municipality: Municipality) -> dict[str, ActionPage]:
    """Return the pages of a municipality as they were published last, by path."""
    query = select(ActionPage).where(ActionPage.municipality_id == municipality.id)
    return {each.path: each for each in session.scalars(query.order_by(ActionPage.id))}


def draft_pages(
    session: Session,
    context: RenderContext,
    municipality: Municipality,
    known: Mapping[str, ActionPage],
    today: date,
    errors: list[Exception],
) -> Iterator[PageDraft]:
    """Yield all pages as they should be today: none if nothing was ever public.

    Why a text that was approved cannot be read is added to `errors`.
    """
    actions = load_public_actions(session, municipality, today)
    if not (actions or known):
        return
    stories = load_approved_stories(session, context.documents, municipality)
    errors += stories.errors
    overview = format_action_overview_path(municipality.language)
    folder = overview.rpartition("/")[0]
    paths = _choose_paths([(each.action_id, each.code) for each in actions], known, folder)
    yield draft_style_sheet(f"{folder}/style.css")
    for each in actions:
        yield draft_action_page(municipality, each, paths[each.action_id], stories)
    for page in known.values():
        if page.action_id is not None and page.action_id not in paths:
            yield draft_withdrawn_page(municipality, page.path, page.action_id, page.withdrawn_on or today)
    yield draft_overview(municipality, actions, paths, stories, overview)


def _choose_paths(
    actions: Sequence[tuple[int, str]], known: Mapping[str, ActionPage], folder: str
) -> dict[int, str]:
    """Return the path of each action: the one that it has, else a free one after its code."""
    found = {page.action_id: path for path, page in known.items() if page.action_id is not None}
    taken = {*known, f"{folder}/index.html"}
    for action_id, code in actions:
        if action_id not in found:
            name, number = build_code(code), 1
            while (path := f"{folder}/{name}{f'-{number}' if number > 1 else ''}.html") in taken:
                number += 1
            taken.add(path)
            found[action_id] = path
    return {action_id: found[action_id] for action_id, _ in actions}
