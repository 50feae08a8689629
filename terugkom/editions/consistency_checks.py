"""Consistency checks: an edition may not contradict the plan.

Guide: "wees voorzichtig voor greenwashing" and "Wees eerlijk en consequent in je communicatie". Each check
takes a story and the plan and returns the problems, with both texts, for the person who can correct
it right. The check of claims (superlatives, labels, promises) will be one more in `CHECKS`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from terugkom.claims.compare_figures import compare_figures
from terugkom.claims.figure_entries import find_sentence
from terugkom.claims.find_completions import find_completions
from terugkom.claims.model import ComparedFigure, FigureRole
from terugkom.claims.passed_dates import find_dates, split_dated_sentences
from terugkom.documents.formatting import format_short_date
from terugkom.documents.messages import translate, translate_plural
from terugkom.editions.mentioned_actions import (
    find_action_names,
    find_mentioned_actions,
    is_about_all,
    is_title,
)
from terugkom.editions.placeholders import find_loose_braces, find_placeholders, list_codes
from terugkom.editions.plan_facts import PlanFacts, PlannedAction, load_planned_actions
from terugkom.editions.setbacks import find_setback
from terugkom.editions.story import Setback, StoryKind
from terugkom.editions.story_file import StoryDraft
from terugkom.editions.whole_plan import find_written_share, is_about_plan, select_of_themes
from terugkom.normalize import normalize_text
from terugkom.plan.model import ActionStatus, Municipality

_QUOTE_PLACEHOLDER = re.compile(r"[<\[].*[>\]]")  # in the place of a quotation until somebody gave it
_MAIL_WAITS: Mapping[Setback | None, str] = {
    Setback.LATE: "story.mail-waits",
    Setback.REOPENED: "story.mail-waits-reopened",
}
_MAX_DESCRIBED = 4  # actions beside one sentence
# Rules of which a person may keep the sentence.
NOT_DONE, WRONG_FIGURE, NAMES_INTERNAL = "not-done", "wrong-figure", "names-internal"


@dataclass(frozen=True)
class StoryProblem:
    """Why a story cannot go out as it is: in words, and of a contradiction both texts.

    `rule` is set if a person may keep the sentence in spite of it, with a reason.
    """

    text: str
    statement: str = ""
    plan: str = ""
    rule: str = ""


def list_internal_actions(session: Session, municipality: Municipality, text: str) -> list[str]:
    """Return the codes of the internal actions that a text for readers outside names."""
    actions = {code: each for code, _, each in load_planned_actions(session, municipality.id)}
    return find_internal_actions(text, actions, municipality.language)


def find_unknown_actions(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Find actions that are not in the plan."""
    for code in story.actions:
        if code not in plan.actions:
            yield StoryProblem(translate("story.unknown-action", plan.language, code=code))


def find_contradictions(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield statements that an action is done while its status in the plan is different."""
    own = [code for code in story.actions if code in plan.actions]
    if story.kind is StoryKind.DONE:
        if not story.actions:
            yield StoryProblem(translate("story.done-without-action", plan.language))
        for each in _select_behind(own, plan):
            yield _build_contradiction(story.title, _describe_actions([each], plan.language), plan.language)
    if not story.claims_done:
        return
    for found in find_completions(f"{story.title}\n{story.text}", plan.language):
        if behind := _find_behind(found.sentence, story.kind, own, plan):
            yield _build_kept_or_changed(
                found.sentence, _describe_actions(behind, plan.language), plan.language
            )


def _find_behind(
    sentence: str, kind: StoryKind, own: Sequence[str], plan: PlanFacts
) -> Sequence[PlannedAction]:
    """Return the actions that a sentence calls done and that are not: those of its story if it is about one
    action, or if the sentence says so of all; those of the plan or of a theme if it says so of all of these;
    else those that the sentence names."""
    titles = {code: each.title for code, each in plan.actions.items()}
    if is_about_plan(sentence, plan.language, is_of_several=len(own) > 1):
        return _select_behind(_select_meant(sentence, plan), plan)
    if len(own) > 1 and is_title(sentence, titles.values()):
        return ()
    behind = [] if kind is StoryKind.DONE else _select_behind(own, plan)
    if len(own) == 1 and behind:
        return behind
    if behind and is_about_all(sentence, plan.language):
        mentioned = find_mentioned_actions(sentence, {code: titles[code] for code in own})
        return _select_behind(mentioned, plan) or behind
    named = find_mentioned_actions(sentence, titles)
    return _select_behind((code for code in named if not (kind is StoryKind.DONE and code in own)), plan)


def _select_meant(sentence: str, plan: PlanFacts) -> list[str]:
    """Return the actions that *all actions* are in a sentence: those of the themes that it names, or all."""
    themes = select_of_themes(sentence, {each.theme for each in plan.actions.values()})
    return [code for code, each in plan.actions.items() if not themes or each.theme in themes]


def find_wrong_shares(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield what a story says of the number of actions that are done, if the plan counts another one."""
    several = sum(code in plan.actions for code in story.actions) > 1
    sentences = split_dated_sentences(f"{story.title}\n\n{story.text}") if story.claims_done else ()
    for sentence in sentences:
        told = find_written_share(sentence, plan.language, is_of_several=several)
        if told is None:
            continue
        statuses = Counter(plan.actions[code].status for code in _select_meant(sentence, plan))
        done, stopped = statuses[ActionStatus.DONE], statuses[ActionStatus.STOPPED]
        if not told.is_true(done, statuses.total() - done - stopped, stopped):
            in_plan = translate_plural("story.done-in-plan", statuses.total(), plan.language, done=done)
            yield _build_kept_or_changed(sentence, in_plan, plan.language)


def _select_behind(codes: Iterable[str], plan: PlanFacts) -> Sequence[PlannedAction]:
    known = (plan.actions[code] for code in codes)
    return [each for each in known if each.status is not ActionStatus.DONE]


def find_waiting_mails(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield actions that are called late, or no longer done, while a mail of their owner waits: it may say
    that they are done."""
    for code in story.actions:
        known = plan.actions.get(code)
        if known is None or code not in plan.waiting_mails:
            continue
        setback = find_setback(story.kind, known.status, is_reopened=code in plan.reopened)
        if message := _MAIL_WAITS.get(setback):
            day = format_short_date(plan.waiting_mails[code], plan.language)
            yield StoryProblem(translate(message, plan.language, title=known.title, day=day))


def find_wrong_figures(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield figures that are not in the plan, and codes in braces that match no indicator."""
    for code in list_figure_codes(story):
        if code not in plan.figures:
            yield StoryProblem(translate("story.unknown-figure", plan.language, code=code))
    own = {code: each for code, each in plan.figures.items() if each.action in story.actions}
    indicators = [each.values for each in own.values()]
    words = f"{story.title}\n{story.text}"
    for found in compare_figures(words, indicators, plan.language):
        if found.matched is None and not _is_named_target(found, words, story, plan):
            known = own[found.indicator.code].figure
            values = {"found": found.words, "figure": known.told, "name": known.name}
            text = translate("story.wrong-figure", plan.language, **values)
            said = translate("story.figure-in-plan", plan.language, **values)
            yield StoryProblem(text, find_sentence(words, found.span), said, WRONG_FIGURE)


def find_wrong_measuring_days(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield figures in braces, which are the newest, with the day of an earlier measurement behind them."""
    text = f"{story.title}\n{story.text}"
    for code in list_figure_codes(story):
        if code not in plan.figures:
            continue
        figure = plan.figures[code].figure
        for found in re.finditer(rf"\{{{re.escape(code)}\}}\s+\w{{1,4}}\s+([^,;(\n{{]{{1,30}})", text):
            days = find_dates(found[1], figure.measured_on)
            if not days or days[0].span[0] > 0 or days[0].day >= figure.measured_on:
                continue
            measured = format_short_date(figure.measured_on, plan.language)
            values = {"found": days[0].words, "figure": figure.told, "name": figure.name, "day": measured}
            yield StoryProblem(
                translate("story.wrong-measuring-day", plan.language, **values),
                find_sentence(text, found.span()),
                translate("story.measuring-day-in-plan", plan.language, **values),
            )


def _is_named_target(found: ComparedFigure, words: str, story: StoryDraft, plan: PlanFacts) -> bool:
    """Return whether a figure is the target of its indicator, as the title of an action has it that is still
    to be done: "500 bomen planten" names the action, and says of no tree that it was planted."""
    targets = [each.value for each in found.indicator.values if each.role is FigureRole.TARGET]
    known = [plan.actions[code] for code in story.actions if code in plan.actions]
    open_titles = [each.title for each in known if each.status.is_open and each.title]
    spans = [at.span() for title in open_titles for at in re.finditer(re.escape(title), words)]
    is_in_title = any(begin <= found.span[0] and found.span[1] <= end for begin, end in spans)
    return is_in_title and found.value in targets


def find_internal_content(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield internal actions and figures in a public story."""
    if not story.public:
        return
    for code in story.actions:
        if code in plan.actions and not plan.actions[code].public:
            yield StoryProblem(translate("story.internal-action", plan.language, code=code))
    for code in list_figure_codes(story):
        if code in plan.figures and not plan.figures[code].public:
            yield StoryProblem(translate("story.internal-figure", plan.language, code=code))


def find_internal_names(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield internal actions that a public story names in its words, whatever actions it is about."""
    if not story.public:
        return
    for sentence in split_dated_sentences("\n\n".join((story.title, story.text, story.quote, story.alt))):
        for code in find_internal_actions(sentence, plan.actions, plan.language):
            values = {"title": plan.actions[code].title, "statement": sentence}
            text = translate("story.names-internal", plan.language, **values)
            said = translate("story.is-internal", plan.language, **values)
            yield StoryProblem(text, sentence, said, NAMES_INTERNAL)


def find_internal_actions(text: str, actions: Mapping[str, PlannedAction], language: str) -> list[str]:
    """Return the codes of the internal actions that a text names, without those titled as a public one."""
    titles = {code: each.title for code, each in actions.items()}
    public = {normalize_text(each.title) for each in actions.values() if each.public}
    named = find_action_names(text, titles, language)
    return [
        code
        for code in named
        if not actions[code].public and normalize_text(actions[code].title) not in public
    ]


def find_gaps(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield what was not filled in, or fills nothing in: readers would get it as it stands."""
    quote = "" if _QUOTE_PLACEHOLDER.fullmatch(story.quote) else story.quote
    for found in find_placeholders("\n".join((story.title, story.text, quote, story.alt)), plan.language):
        yield StoryProblem(translate("story.placeholder", plan.language, text=found))
    for found in find_loose_braces((story.title, story.text), (quote, story.alt)):
        yield StoryProblem(translate("story.loose-brace", plan.language, text=f"“{found}”"))


def find_missing_quote(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield the place of a quotation that nobody gave yet."""
    if _QUOTE_PLACEHOLDER.fullmatch(story.quote):
        yield StoryProblem(translate("story.quote-missing", plan.language, text=story.quote))


def find_unclear_names(story: StoryDraft, plan: PlanFacts) -> Iterator[StoryProblem]:
    """Yield names behind sentences that are kept of which it is not clear who of the plan is meant."""
    for name in dict.fromkeys(line.by for line in story.kept):
        if name in plan.unclear_names:
            yield StoryProblem(plan.unclear_names[name])


StoryCheck = Callable[[StoryDraft, PlanFacts], Iterator[StoryProblem]]
CHECKS: Sequence[StoryCheck] = (
    find_unknown_actions,
    find_contradictions,
    find_wrong_shares,
    find_waiting_mails,
    find_wrong_figures,
    find_wrong_measuring_days,
    find_internal_content,
    find_internal_names,
    find_gaps,
    find_missing_quote,
    find_unclear_names,
)


def check_story(story: StoryDraft, plan: PlanFacts) -> tuple[StoryProblem, ...]:
    """Return all problems of a story."""
    return tuple(problem for check in CHECKS for problem in check(story, plan))


def list_figure_codes(story: StoryDraft) -> tuple[str, ...]:
    """Return the codes between braces, each once."""
    return list_codes(f"{story.title}\n{story.text}")


def _describe_actions(known: Sequence[PlannedAction], language: str) -> str:
    """Return what the plan says of actions, of many the first."""
    described = [each.describe(language) for each in known[:_MAX_DESCRIBED]]
    if more := len(known) - len(described):
        described.append(translate_plural("media.more-points", more, language))
    return "; ".join(described)


def _build_contradiction(said: str, in_plan: str, language: str) -> StoryProblem:
    return StoryProblem(
        translate("story.contradiction", language, statement=said, plan=in_plan), said, in_plan
    )


def _build_kept_or_changed(said: str, in_plan: str, language: str) -> StoryProblem:
    """Return a contradiction of which a person may keep the sentence."""
    problem = _build_contradiction(said, in_plan, language)
    text = translate("story.contradiction-or-kept", language, contradiction=problem.text)
    return replace(problem, text=text, rule=NOT_DONE)
