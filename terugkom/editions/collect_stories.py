"""Collect the stories of an edition from the changes in the plan between two days.

Guide: "Wees eerlijk en consequent in je communicatie": setbacks are collected in the same way as successes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.dated_text import add_day_published
from terugkom.documents.messages import translate
from terugkom.documents.one_line import to_one_line
from terugkom.documents.templates import Templates
from terugkom.editions.action_news import add_reason, find_setback_reason, list_news
from terugkom.editions.classify_action import (
    ACTION_KINDS,
    ReportingPeriod,
    classify_action,
    find_missed_deadline,
    find_reopened_on,
    is_final_again,
    is_restarted,
)
from terugkom.editions.decision_stories import RenderPart, build_decision_drafts
from terugkom.editions.indicator_figures import MeasuredFigure, filter_measured_since, load_measured_figures
from terugkom.editions.repeated_actions import OwnStoryCodes
from terugkom.editions.setbacks import describe_setback, find_setback
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.story_paragraphs import escape_markdown, write_paragraphs, write_stop_reason
from terugkom.editions.story_words import get_kind_word
from terugkom.editions.told_dates import load_reporting_period
from terugkom.ideas.model import Idea
from terugkom.meetings.due_steps import MEETING_DAY
from terugkom.meetings.upcoming_meetings import list_upcoming_meeting_steps
from terugkom.plan.action_facts import ActionFacts, load_action_facts
from terugkom.plan.action_scope import is_in_plan, scope_plan
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import Action, ActionStatus, Group, Municipality
from terugkom.plan.reasons import Reason
from terugkom.workbook.codes import slugify

MAX_STORIES_PER_KIND = 4  # separate stories per kind; the remainder is listed in one story
_DATES_AHEAD = timedelta(days=100)  # period of upcoming dates: a quarter and some days
_NO_STORIES = OwnStoryCodes()


@dataclass(frozen=True)
class _ActionStory:
    """An action that yields a story, with the story's kind, template and context."""

    fact: ActionFacts
    kind: StoryKind
    template: str
    context: dict[str, Any]


def collect_stories(
    session: Session,
    templates: Templates,
    municipality: Municipality,
    since: date,
    until: date,
    own: OwnStoryCodes = _NO_STORIES,
) -> tuple[StoryDraft, ...]:
    """Return the drafts in publication order; no list names an action that a story in `own` tells.

    Raises TemplateError.
    """
    span = load_reporting_period(session, municipality, since, until)
    in_plan = is_in_plan(municipality.id)
    facts = load_action_facts(session, municipality.id, until, scope_plan(municipality.id))
    asked = session.execute(select(Action.code, Action.public, Action.description).where(in_plan)).tuples()
    public_codes, words = set(), {}
    for code, public, description in asked:
        words[code] = description
        if public:
            public_codes.add(code)
    figures = load_measured_figures(session, municipality, until)
    write = _build_part_renderer(templates)
    language = municipality.language
    stories = [each for fact in facts if (each := _build_action_story(fact, span, figures, words, language))]
    drafts = (
        *_build_action_drafts(write, stories, public_codes, municipality.language, own),
        *build_decision_drafts(session, write, municipality, span),
        *_build_idea_drafts(session, write, municipality, span),
        *_build_figure_drafts(write, filter_measured_since(figures.values(), since), municipality.language),
        *_build_date_drafts(session, write, municipality, until),
    )
    return tuple(_request_quote(_number_duplicate_codes(drafts), municipality))


def _request_quote(drafts: Iterable[StoryDraft], municipality: Municipality) -> Iterator[StoryDraft]:
    """Leave room for a quotation in the first public story, if somebody speaks in press releases."""
    speaker = MediaSettings.from_overrides(municipality.media_settings).press_speaker
    for draft in drafts:
        if speaker and draft.public:
            quote = translate("story.quote-placeholder", municipality.language, speaker=to_one_line(speaker))
            yield replace(draft, quote=quote)
            speaker = ""
        else:
            yield draft


def _number_duplicate_codes(drafts: Iterable[StoryDraft]) -> Iterator[StoryDraft]:
    """Number drafts with the same code, such as those of actions A-1 and A.1."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        seen[draft.code] += 1
        times = seen[draft.code]
        yield draft if times == 1 else replace(draft, code=f"{draft.code}-{times}")


def _build_part_renderer(templates: Templates) -> RenderPart:
    """Return a function that renders a template to (title, text): its first line and the rest."""

    def write(template: str, context: dict[str, Any]) -> tuple[str, str]:
        title, _, text = templates.render_text(f"edition/{template}.md", context).strip().partition("\n")
        return title.strip(), re.sub(r"\n{3,}", "\n\n", text).strip()

    return write


def _build_action_story(
    fact: ActionFacts,
    span: ReportingPeriod,
    figures: dict[str, MeasuredFigure],
    words: dict[str, str],
    language: str,
) -> _ActionStory | None:
    """Return the story of an action; None without news, or if its status changed after the period."""
    kind, status = classify_action(fact, span), fact.status
    if kind is None or status is not fact.find_status_on(span.until):
        return None
    settled = fact.status_since()
    # What was said on the day from which it is done may have been read only in this period.
    news = list_news(fact, span, language, told_late=settled if kind is StoryKind.DONE else None)
    mine = [each.figure for each in figures.values() if each.action == fact.code]
    context = {
        "action": fact,
        "news": write_paragraphs(news, span.until, language),
        "settled": settled,
        "figures": mine,
        "is_again": is_final_again(fact, span),
        "is_restarted": is_restarted(fact, span),
    }
    if status is ActionStatus.DONE:
        late_by = (settled - fact.deadline).days if settled and fact.deadline else 0
        return _ActionStory(fact, kind, "done", context | {"late_by": max(0, late_by)})
    if kind is StoryKind.NEW:
        return _ActionStory(fact, kind, "new", context | {"description": escape_markdown(words[fact.code])})
    if kind is not StoryKind.LESS_WELL:
        return _ActionStory(fact, kind, "restarted" if context["is_restarted"] else "under-way", context)
    return _build_setback_story(fact, span, context, news, language)


def _build_setback_story(
    fact: ActionFacts, span: ReportingPeriod, context: dict[str, Any], news: Sequence[Reason], language: str
) -> _ActionStory:
    """Return the story of an action that was stopped, is late, or was reopened, with the reason if one was
    given."""
    kind, why = StoryKind.LESS_WELL, find_setback_reason(fact, span, language)
    if fact.status is ActionStatus.STOPPED:
        was_done = fact.find_status_on(span.since) is ActionStatus.DONE
        stopped = context | write_stop_reason(why, span.until, language) | {"was_done": was_done}
        return _ActionStory(fact, kind, "stopped", stopped)
    reopened_on = find_reopened_on(fact, span)
    late = {
        "promised": find_missed_deadline(fact, span),  # None only of a success that was reopened
        "reopened_on": reopened_on,
        "has_passed": fact.deadline is not None and fact.deadline < span.until,
        "news": write_paragraphs(add_reason(why, news), span.until, language),
    }
    return _ActionStory(fact, kind, "reopened" if reopened_on else "late", context | late)


def _build_action_drafts(
    write: RenderPart,
    stories: Sequence[_ActionStory],
    public_codes: set[str],
    language: str,
    own: OwnStoryCodes,
) -> Iterator[StoryDraft]:
    for kind in (*ACTION_KINDS, StoryKind.OTHER):
        ordered = sorted((each for each in stories if each.kind is kind), key=_get_sort_key)
        # what is planned again is on no list, which would not say so
        separate = len(ordered) if kind is StoryKind.OTHER else MAX_STORIES_PER_KIND
        for each in ordered[:separate]:
            code = each.fact.code
            context = each.context | {"action": each.fact}
            title, text = write(each.template, context)
            yield StoryDraft(
                f"{get_kind_word(kind, language)}-{slugify(code)}",
                kind,
                to_one_line(title),
                text,
                public=code in public_codes,
                actions=(code,),
                theme=each.fact.theme,
            )
        others = [
            each
            for each in ordered[separate:]
            if not own.cover(kind, each.fact.code, public=each.fact.code in public_codes)
        ]
        yield from _build_remainder_drafts(write, kind, others, public_codes, language)


def _get_sort_key(stories: _ActionStory) -> tuple[int, int, date, str]:
    return (
        -len(stories.context["news"]),
        -len(stories.context["figures"]),
        stories.fact.deadline or date.max,
        stories.fact.code,
    )


def _build_remainder_drafts(
    write: RenderPart,
    kind: StoryKind,
    stories: Sequence[_ActionStory],
    public_codes: set[str],
    language: str,
) -> Iterator[StoryDraft]:
    """Yield one story that lists the remaining public actions, and one for the internal actions."""
    reopened = {each.fact.code for each in stories if each.context.get("reopened_on")}
    for public in (True, False):
        mine = [each.fact for each in stories if (each.fact.code in public_codes) is public]
        if mine:
            setbacks = {
                each.code: describe_setback(setback, language)
                for each in mine
                if (setback := find_setback(kind, each.status, is_reopened=each.code in reopened))
            }
            given = {"kind": str(kind), "actions": mine, "public": public, "setbacks": setbacks}
            given["staff_only"] = translate("story.staff-only", language)
            title, text = write("more", given)
            code = translate("story.code.also", language, kind=get_kind_word(kind, language))
            code = code if public else translate("story.code.internal", language, code=code)
            yield StoryDraft(
                code, kind, title, text, public=public, actions=tuple(each.code for each in mine)
            )


def _build_idea_drafts(
    session: Session, write: RenderPart, municipality: Municipality, span: ReportingPeriod
) -> Iterator[StoryDraft]:
    """Yield a story for each answered idea; the person who submitted it is not named."""
    query = (
        select(Idea, Action)
        .outerjoin(Action, Action.id == Idea.action_id)
        .where(Idea.municipality_id == municipality.id, Idea.answer != "")
        .where(Idea.answered_on > span.since, Idea.answered_on <= span.until)
        .order_by(Idea.id)
    )
    for idea, action in session.execute(query).tuples():
        stories = {"title": escape_markdown(idea.title), "state": str(idea.state)}
        name = escape_markdown(action.title) if action else ""
        answer = add_day_published(idea.answer, idea.answered_on, span.until, municipality.language)
        title, text = write("ideas", {"idea": stories, "action": name, "answer": escape_markdown(answer)})
        yield StoryDraft(
            f"{get_kind_word(StoryKind.IDEA, municipality.language)}-{slugify(idea.code)}",
            StoryKind.IDEA,
            title,
            text,
            public=idea.public and (action is None or action.public),
            actions=(action.code,) if action else (),
            theme=idea.theme,
        )


def _build_figure_drafts(
    write: RenderPart, figures: Sequence[MeasuredFigure], language: str
) -> Iterator[StoryDraft]:
    for public in (True, False):
        mine = [each for each in figures if each.public is public]
        if mine:
            staff_only = translate("story.staff-only", language)
            given = {"figures": [each.figure for each in mine], "public": public, "staff_only": staff_only}
            title, text = write("figures", given)
            codes = tuple(dict.fromkeys(each.action for each in mine))
            name = get_kind_word(StoryKind.FIGURES, language)
            name = name if public else translate("story.code.internal", language, code=name)
            yield StoryDraft(name, StoryKind.FIGURES, title, text, public=public, actions=codes)


def _build_date_drafts(
    session: Session, write: RenderPart, municipality: Municipality, until: date
) -> Iterator[StoryDraft]:
    names = dict(
        session.execute(select(Group.code, Group.name).where(Group.municipality_id == municipality.id))
        .tuples()
        .all()
    )
    dates = [
        {
            "day": each.date,
            "what": escape_markdown(names[each.subject])
            if each.subject in names
            else translate("story.peer-exchange", municipality.language),
        }
        for each in list_upcoming_meeting_steps(
            session, municipality, until + timedelta(days=1), until + _DATES_AHEAD
        )
        if each.step == MEETING_DAY
    ]
    if dates:
        title, text = write("dates", {"dates": sorted(dates, key=lambda each: (each["day"], each["what"]))})
        code = get_kind_word(StoryKind.DATES, municipality.language)
        yield StoryDraft(code, StoryKind.DATES, title, text)
