"""What happened with an edition or a correction, for the page of its runs: who decided, by role, and when and
how; what was published through which channels, with links to its public pages. No names, no texts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tasks.installation import get_installation
from tasks.outcomes import get_language, get_message
from terugkom import clock
from terugkom.documents.messages import has_message
from terugkom.editions.approval import list_decisions
from terugkom.editions.corrections.correction_approval import load_reach
from terugkom.editions.corrections.correction_model import CorrectionState, StoryCorrection
from terugkom.editions.edition_context import load_page_urls
from terugkom.editions.media.website import format_overview_path, format_page_path
from terugkom.editions.model import Edition, EditionVerdict
from terugkom.editions.published_stories import find_publication
from terugkom.overview.report_texts import format_word
from terugkom.plan.deciders import DeciderRole, find_decider_role
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Municipality

_VERDICTS = {
    CorrectionState.SENT_BACK: EditionVerdict.SEND_BACK,
    CorrectionState.DROPPED: EditionVerdict.DROP,
}


@dataclass(frozen=True)
class History:
    """What happened, as lines of a page, and when it was published; None if it was not."""

    lines: tuple[str, ...] = ()
    published_at: datetime | None = None

    def describe_repeat(self) -> str:
        """Return what a run says that finds it published, and does nothing."""
        if self.published_at is None:
            return ""
        return get_message("report.published-before", at=clock.format_minute(self.published_at))


def load_edition_history(municipality: Municipality, moment_id: int) -> History:
    """Return what happened with an edition: each decision, and its publication."""
    with get_installation().database.read_session() as session:
        edition = session.get_one(Edition, moment_id)
        lines = [
            _format_decision(session, municipality, each.verdict, each.name, each.decided_at, each.source)
            + get_message("run-page.text-code", code=each.text_hash[:8])
            for each in list_decisions(session, moment_id)
        ]
        step = find_publication(session, moment_id)
        if step is None:
            return History(tuple(lines))
        media = ", ".join(format_word("medium", each, get_language()) for each in edition.published_media)
        lines.append(get_message("run-page.published-at", at=clock.format_minute(step.done_at), media=media))
        path = format_overview_path(edition.moment.period)
        lines += _format_links(session, municipality, moment_id, path)
        return History(tuple(lines), step.done_at)


def load_correction_history(municipality: Municipality, correction: StoryCorrection) -> History:
    """Return what happened with a correction: the decision, and its publication."""
    if correction.decided_at is None:
        return History()
    with get_installation().database.read_session() as session:
        verdict = _VERDICTS.get(correction.state, EditionVerdict.APPROVE)
        by, at = correction.decided_by, correction.decided_at
        lines = [
            _format_decision(session, municipality, verdict, by, at, correction.source)
            + get_message("run-page.text-code", code=correction.text_hash[:8])
        ]
        if correction.published_at:
            context = get_installation().build_render_context(municipality)
            reached = load_reach(session, context, correction).media
            media = ", ".join(format_word("medium", each, get_language()) for each in reached)
            published = clock.format_minute(correction.published_at)
            lines.append(get_message("run-page.published-at", at=published, media=media))
            path = format_page_path(correction.moment.period, correction.story_code)
            lines += _format_links(session, municipality, correction.moment_id, path)
    return History(tuple(lines), correction.published_at)


def _format_decision(
    session: Session,
    municipality: Municipality,
    verdict: EditionVerdict,
    name: str,
    at: datetime,
    source: str,
) -> str:
    """Return who decided what, when and how: the role of the person, never the name."""
    role = find_decider_role(session, municipality, name)
    key = f"run-page.source.{source.lower().replace(' ', '-')}"
    how = get_message(key) if source and has_message(key, get_language()) else ""
    decided = get_message(
        f"run-page.decided.{verdict}",
        at=clock.format_minute(at),
        role=get_message(f"run-page.decider.{DeciderRole(role)}"),
    )
    return f"{decided}{how}"


def _format_links(session: Session, municipality: Municipality, moment_id: int, path: str) -> list[str]:
    """Return the link to a public page, if the website took it."""
    website = MediaSettings.from_overrides(municipality.media_settings).website
    url = load_page_urls(session, moment_id, website).get(path)
    return [get_message("run-page.public-page", url=url)] if url else []
