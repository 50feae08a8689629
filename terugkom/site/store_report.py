"""Store what an owner reported: the report, its photo and the mail that follows from it, all or none."""

import logging
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from terugkom.delivery.enqueue import RunContext
from terugkom.errors import TemplateError
from terugkom.plan.model import Action, Municipality, Person
from terugkom.plan.owned_actions import find_owned_actions
from terugkom.plan.page_links import LinkState, PageLinkPurpose, find_page_link
from terugkom.plan.queries import lock_municipality
from terugkom.plan.report_progress import (
    PAGE_SOURCE,
    ProgressChoice,
    ReportedProgress,
    ReportEntry,
    report_progress,
)
from terugkom.reminders.stuck_notice import StuckNotice, enqueue_stuck_notice, render_stuck_notice
from terugkom.site.pages import Site, build_page_run_context
from terugkom.site.progress_photo import UploadedPhoto, record_photo, write_photo

_LOG = logging.getLogger(__name__)


class StoreProblem(StrEnum):
    """Why a report was not stored."""

    ACTION_CLOSED = "action-closed"  # or the link: nothing is open to who sent it
    DEADLINE_MOVED = "deadline-moved"  # since the page was opened that proposes a later one


@dataclass(frozen=True)
class ShownAction:
    """An action as the page showed it: its code, and its deadline as ISO 8601, "" if it had none."""

    code: str
    deadline: str


def store_report(
    site: Site, token: str, seen: ShownAction, reported: ReportedProgress, photo: UploadedPhoto | None
) -> StoreProblem | None:
    """Store a report; return why it was not: the link or the action was closed, or the deadline moved.

    Files are written first, while no writing transaction is open; nothing refers to those of a report that is
    then refused.
    """
    today, database = site.today(), site.installation.database
    prepared = _Prepared()
    if photo or reported.choice is ProgressChoice.STUCK:
        with database.read_session() as session:
            found = _find_action(session, site, token, seen.code)
        if found is None:
            return StoreProblem.ACTION_CLOSED
        prepared = _prepare(site, found, reported, photo)
    with database.write_session() as session:
        found = _find_action(session, site, token, seen.code, is_locked=True)
        if found is None:
            return StoreProblem.ACTION_CLOSED
        person, municipality, action = found
        if reported.choice is ProgressChoice.LATER and seen.deadline != _format_deadline(action):
            return StoreProblem.DEADLINE_MOVED
        report_progress(
            session, municipality, action, reported, ReportEntry(person, PAGE_SOURCE, today, site.now())
        )
        if photo:
            record_photo(session, action, person, photo, prepared.photo_path, today)
        if prepared.notice and prepared.run_context:
            enqueue_stuck_notice(session, prepared.run_context, prepared.notice)
    return None


@dataclass(frozen=True)
class _Prepared:
    """What was written and rendered for a report before the transaction that stores it."""

    photo_path: str = ""
    notice: StuckNotice | None = None
    run_context: RunContext | None = None


def _prepare(
    site: Site,
    found: tuple[Person, Municipality, Action],
    reported: ReportedProgress,
    photo: UploadedPhoto | None,
) -> _Prepared:
    person, municipality, action = found
    notice = _render_notice(site, municipality, action, person, reported)
    run_context = build_page_run_context(site, municipality) if notice else None
    store = site.installation.documents
    path = write_photo(store, municipality.slug, action.id, photo, site.today()) if photo else ""
    return _Prepared(path, notice, run_context)


def _format_deadline(action: Action) -> str:
    return action.deadline.isoformat() if action.deadline else ""


def _find_action(
    session: Session, site: Site, token: str, code: str, *, is_locked: bool = False
) -> tuple[Person, Municipality, Action] | None:
    """Return whose link it is, and the action as it is then; `is_locked` keeps other reports waiting."""
    found = find_page_link(session, token, PageLinkPurpose.OWNER, site.today())
    if found.link is None or found.state is not LinkState.VALID:
        return None
    person = session.get_one(Person, found.link.person_id)
    municipality = session.get_one(Municipality, person.municipality_id)
    if is_locked:
        lock_municipality(session, municipality)  # two reports of one day are added to each other
    actions = find_owned_actions(session, person, site.today())
    action = next((each for each in actions if each.code == code), None)
    return (person, municipality, action) if action else None


def _render_notice(
    site: Site, municipality: Municipality, action: Action, person: Person, reported: ReportedProgress
) -> StuckNotice | None:
    """Return the mail to the coordinator; without it the report is stored all the same, and says so."""
    if reported.choice is not ProgressChoice.STUCK:
        return None
    context = site.installation.build_render_context(municipality)
    try:
        return render_stuck_notice(context, municipality, action, person, reported.text, site.today())
    except TemplateError:
        _LOG.error("the mail to the coordinator of %s could not be rendered", municipality.slug)
        return None
