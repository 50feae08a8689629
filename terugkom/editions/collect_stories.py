"""Collect the stories of an edition from the changes in the plan between two days.

Guide: "Wees eerlijk en consequent in je communicatie": setbacks are collected in the same way as successes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.documents.templates import Templates, one_line
from terugkom.editions.indicator_figures import Measured, measured, newest
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import WORDS, Draft
from terugkom.ideas.model import Idea
from terugkom.meetings.due_steps import HELD
from terugkom.meetings.model import Decision, DecisionKind, Meeting
from terugkom.meetings.upcoming_meetings import reviews
from terugkom.plan.action_facts import Fact, facts_of
from terugkom.plan.model import Action, Group, Municipality, Status
from terugkom.schedule.model import Moment
from terugkom.workbook.codes import slug

MOST = 4  # separate stories per kind; the remainder is listed in one story
_AHEAD = timedelta(days=100)  # period of upcoming dates: a quarter and some days
_MARKS = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True)
class _Told:
    """An action that yields a story, with the story's kind, template and context."""

    fact: Fact
    kind: StoryKind
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class _Span:
    """The reporting period: the days after `since`, up to and including `until`."""

    since: date
    until: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.since < day <= self.until


def gather(
    session: Session, templates: Templates, town: Municipality, since: date, until: date
) -> tuple[Draft, ...]:
    """Return the drafts in publication order. Raises TemplateProblem."""
    span = _Span(since, until)
    own = (Action.municipality_id == town.id, Action.missing_since.is_(None))
    facts = facts_of(session, until, *own)
    asked = session.execute(select(Action.code, Action.public, Action.description).where(*own)).tuples()
    open_codes, words = set(), {}
    for code, public, description in asked:
        words[code] = description
        if public:
            open_codes.add(code)
    figures = measured(session, town, until)
    write = _writer(templates)
    reasons = _reasons(session, town)
    told = [each for fact in facts if (each := _told(fact, span, figures, words, reasons))]
    return tuple(
        _apart(
            (
                *_of_actions(write, told, open_codes),
                *_decisions(session, write, town, span),
                *_ideas(session, write, town, span),
                *_figures(write, newest(figures.values(), since)),
                *_dates(session, write, town, until),
            )
        )
    )


_Write = Callable[[str, dict[str, Any]], tuple[str, str]]


def _apart(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Number drafts with the same code, such as those of actions A-1 and A.1."""
    seen: Counter[str] = Counter()
    for draft in drafts:
        seen[draft.code] += 1
        times = seen[draft.code]
        yield draft if times == 1 else replace(draft, code=f"{draft.code}-{times}")


def _writer(templates: Templates) -> _Write:
    """Return a function that renders a template to (title, text): its first line and the rest."""

    def write(template: str, context: dict[str, Any]) -> tuple[str, str]:
        title, _, text = templates.text(f"edition/{template}.md", context).strip().partition("\n")
        return title.strip(), re.sub(r"\n{3,}", "\n\n", text).strip()

    return write


def _told(
    fact: Fact,
    span: _Span,
    figures: dict[str, Measured],
    words: dict[str, str],
    reasons: dict[int, str],
) -> _Told | None:
    """Return the story of an action, or None: a change of state takes precedence over reports."""
    settled = fact.settled_on()
    changed = settled in span and fact.status_on(span.since) is not fact.status
    news = [plain_words(text) for day, text in fact.reports if day in span]
    mine = [each.figure for each in figures.values() if each.action == fact.code]
    context = {"action": fact, "news": news, "settled": settled, "figures": mine}
    if fact.status is Status.DONE:
        late_by = (settled - fact.deadline).days if settled and fact.deadline else 0
        context["late_by"] = max(0, late_by)
        return _Told(fact, StoryKind.DONE, "done", context) if changed else None
    if fact.status is Status.STOPPED:
        context["why"] = reasons.get(fact.action_id) or (news[-1] if news else "")
        return _Told(fact, StoryKind.LESS_WELL, "stopped", context) if changed else None
    promised = _promised(fact, span)
    if promised:
        return _Told(fact, StoryKind.LESS_WELL, "late", {**context, "promised": promised})
    if fact.status_on(span.since) is None and any(each.field == "added" for each in fact.past):
        context["description"] = plain_words(words[fact.code])
        return _Told(fact, StoryKind.NEW, "new", context)
    if fact.status is Status.RUNNING and news:
        return _Told(fact, StoryKind.UNDER_WAY, "under-way", context)
    return None


def _promised(fact: Fact, span: _Span) -> date | None:
    """Return the original deadline of an open action if it has passed or was postponed, else None."""
    before = fact.deadline_on(span.since)
    if fact.deadline and fact.deadline <= span.until:
        return before if before and before < fact.deadline else fact.deadline
    put_off = before and fact.deadline and fact.deadline > before and before <= span.until
    return before if put_off else None


def _of_actions(write: _Write, told: Sequence[_Told], open_codes: set[str]) -> Iterator[Draft]:
    for kind in (StoryKind.DONE, StoryKind.UNDER_WAY, StoryKind.LESS_WELL, StoryKind.NEW):
        ordered = sorted((each for each in told if each.kind is kind), key=_most_to_tell)
        for each in ordered[:MOST]:
            code = each.fact.code
            context = each.context | {"action": each.fact}
            title, text = write(each.template, context)
            yield Draft(
                f"{WORDS[kind]}-{slug(code)}",
                kind,
                one_line(title),
                text,
                public=code in open_codes,
                actions=(code,),
                theme=each.fact.theme,
            )
        yield from _the_rest(write, kind, [each.fact for each in ordered[MOST:]], open_codes)


def _most_to_tell(told: _Told) -> tuple[int, int, date, str]:
    return (
        -len(told.context["news"]),
        -len(told.context["figures"]),
        told.fact.deadline or date.max,
        told.fact.code,
    )


def _the_rest(write: _Write, kind: StoryKind, facts: Sequence[Fact], open_codes: set[str]) -> Iterator[Draft]:
    """Yield one story that lists the remaining public actions, and one for the internal actions."""
    for public in (True, False):
        mine = [each for each in facts if (each.code in open_codes) is public]
        if mine:
            title, text = write("more", {"kind": str(kind), "actions": mine})
            code = f"ook-{WORDS[kind]}" if public else f"ook-{WORDS[kind]}-intern"
            yield Draft(code, kind, title, text, public=public, actions=tuple(each.code for each in mine))


def _decisions(session: Session, write: _Write, town: Municipality, span: _Span) -> Iterator[Draft]:
    query = (
        select(Moment.day, Group.name, Decision.text, Action.code)
        .join(Moment, Moment.id == Decision.moment_id)
        .join(Meeting, Meeting.moment_id == Moment.id)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Action, Action.id == Decision.action_id)
        .where(Moment.municipality_id == town.id, Decision.kind != DecisionKind.NOTE)
        .where(Meeting.minuted_on > span.since, Meeting.minuted_on <= span.until)
        .order_by(Moment.day, Decision.number)
    )
    rows = session.execute(query).tuples().all()
    if rows:
        decided = [{"day": day, "group": group, "text": plain_words(text)} for day, group, text, _ in rows]
        title, text = write("decisions", {"decided": decided})
        codes = tuple(dict.fromkeys(code for *_, code in rows if code))
        yield Draft("beslissingen", StoryKind.DECISION, title, text, actions=codes)


def _ideas(session: Session, write: _Write, town: Municipality, span: _Span) -> Iterator[Draft]:
    """Yield a story for each answered idea; the person who submitted it is not named."""
    query = (
        select(Idea, Action)
        .outerjoin(Action, Action.id == Idea.action_id)
        .where(Idea.municipality_id == town.id, Idea.answer != "")
        .where(Idea.answered_on > span.since, Idea.answered_on <= span.until)
        .order_by(Idea.id)
    )
    for idea, action in session.execute(query).tuples():
        told = {"title": plain_words(idea.title), "state": str(idea.state)}
        name = plain_words(action.title) if action else ""
        title, text = write("ideas", {"idea": told, "action": name, "answer": plain_words(idea.answer)})
        yield Draft(
            f"idee-{slug(idea.code)}",
            StoryKind.IDEA,
            title,
            text,
            public=idea.public and (action is None or action.public),
            actions=(action.code,) if action else (),
            theme=idea.theme,
        )


def _figures(write: _Write, figures: Sequence[Measured]) -> Iterator[Draft]:
    for public in (True, False):
        mine = [each for each in figures if each.public is public]
        if mine:
            title, text = write("figures", {"figures": [each.figure for each in mine], "public": public})
            codes = tuple(dict.fromkeys(each.action for each in mine))
            name = "cijfers" if public else "cijfers-intern"
            yield Draft(name, StoryKind.FIGURES, title, text, public=public, actions=codes)


def _dates(session: Session, write: _Write, town: Municipality, until: date) -> Iterator[Draft]:
    names = dict(
        session.execute(select(Group.code, Group.name).where(Group.municipality_id == town.id)).tuples().all()
    )
    dates = [
        {"day": each.date, "what": names.get(each.subject, "uitwisseling met andere gemeenten")}
        for each in reviews(session, town, until + timedelta(days=1), until + _AHEAD)
        if each.step == HELD
    ]
    if dates:
        title, text = write("dates", {"dates": sorted(dates, key=lambda each: (each["day"], each["what"]))})
        yield Draft("agenda", StoryKind.DATES, title, text)


def _reasons(session: Session, town: Municipality) -> dict[int, str]:
    """Return the reason given by a meeting for each stopped action, by action id."""
    query = (
        select(Decision.action_id, Decision.text)
        .join(Action, Action.id == Decision.action_id)
        .where(Action.municipality_id == town.id, Decision.kind == DecisionKind.STOP)
        .order_by(Decision.id)
    )
    return {action: plain_words(text) for action, text in session.execute(query).tuples() if action}


def plain_words(text: str) -> str:
    """Return free text as one Markdown paragraph: special characters escaped, braces replaced."""
    told = one_line(text).replace("{", "(").replace("}", ")")
    return _MARKS.sub(r"\\\1", told)
