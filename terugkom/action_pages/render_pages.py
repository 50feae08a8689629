"""Render the standing pages: one for each public action, the overview, and what a withdrawn page says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from terugkom.action_pages.approved_stories import ApprovedStories
from terugkom.action_pages.plan_overview import count_progress, group_by_goal, group_by_theme
from terugkom.action_pages.public_actions import PublicAction
from terugkom.delivery.publication import Publication
from terugkom.documents.file_store import sha256
from terugkom.documents.templates import Templates
from terugkom.editions.edition_period import format_edition
from terugkom.plan.model import Municipality


@dataclass(frozen=True)
class PageDraft:
    """A page that is not rendered yet: its path, its template, and what stands in it but for the day."""

    path: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    action_id: int | None = None
    is_withdrawn: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it is no page but a file beside the pages, which a website with its own style lacks."""
        return self.path.endswith(".css")


def draft_action_page(
    municipality: Municipality, action: PublicAction, path: str, stories: ApprovedStories
) -> PageDraft:
    """Return the page of an action: its facts, and what approved editions told about it."""
    told = [
        {"quarter": format_edition(each.period, municipality.language), "story": each}
        for each in stories.by_action.get(action.code, ())
    ]
    context = {"action": action, "told": told, **_build_shared(municipality)}
    return PageDraft(path, "action-pages/action.html", context, action.action_id)


def draft_overview(
    municipality: Municipality,
    actions: tuple[PublicAction, ...],
    paths: Mapping[int, str],
    stories: ApprovedStories,
    path: str,
) -> PageDraft:
    """Return the overview of all public actions; `paths` has their pages by the number of the action."""
    context = {
        "progress": count_progress(actions),
        "themes": group_by_theme(actions),
        "goals": group_by_goal(actions),
        "pages": {each.action_id: _file_name(paths[each.action_id]) for each in actions},
        "has_news": stories.has_editions,
        **_build_shared(municipality),
    }
    return PageDraft(path, "action-pages/overview.html", context)


def draft_withdrawn_page(
    municipality: Municipality, path: str, action_id: int | None, since: date
) -> PageDraft:
    """Return what the page of an action says that is no longer public: nothing about the action."""
    context = {"since": since, **_build_shared(municipality)}
    return PageDraft(path, "action-pages/withdrawn.html", context, action_id, is_withdrawn=True)


def draft_style_sheet(path: str) -> PageDraft:
    """Return the style sheet of these pages, which are there before the first edition is."""
    return PageDraft(path, "style.css")


def render_action_page(
    templates: Templates, draft: PageDraft, day: date, key: str, language: str
) -> Publication:
    """Return a page as it is published on a day. Raises TemplateError."""
    if draft.is_file:
        text = templates.render_text(draft.template, {})
        return Publication(key, "file", _file_name(draft.path), draft.path, "text/css", text=text)
    page = templates.render_page(draft.template, {**draft.context, "made_on": day})
    return Publication(
        key, "page", page.title, draft.path, html=page.html, page_body=page.body, language=language
    )


def compute_page_digest(publication: Publication) -> str:
    """Return the SHA-256 of what readers get, by which a page is known to be the same."""
    return sha256((publication.html or publication.text).encode())


def _build_shared(municipality: Municipality) -> dict[str, Any]:
    # Its own address for answers, never that of the coordinator: whom to ask is told by function.
    return {"municipality": municipality.name, "root": "", "answer_to": municipality.reply_to}


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
