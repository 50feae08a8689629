"""Check the claims of an edition against the plan, and build its ledger.

Guide: "wees voorzichtig voor greenwashing". What cannot be proved stops the edition, with what the story
says beside what the plan says, until either is changed, or a person keeps the sentence with a reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from terugkom.claims.check_text import check_text
from terugkom.claims.ledger_entry import ClaimedStory, EvidenceRule, LedgerEntry, LedgerRules, ShownFigure
from terugkom.claims.model import FigureRole
from terugkom.claims.plan_evidence import IndicatorEvidence
from terugkom.documents.formatting import format_short_date, format_with_unit
from terugkom.documents.markup import render_plain
from terugkom.documents.messages import translate, translate_plural
from terugkom.editions.director_answers import QUESTIONS
from terugkom.editions.proof import DirectorAnswers
from terugkom.editions.review_context import ReviewContext
from terugkom.editions.story import Story, StoryKind
from terugkom.editions.story_basis import PlanToday


@dataclass(frozen=True)
class SentenceFinding:
    """A sentence that stops an edition: what the story says, what the plan says, and what to do about it.

    `rule` says by which rule, and if it says one a person may keep `statement` in spite of it. `text` is all
    of it in one line.
    """

    text: str
    file: str
    rule: str
    statement: str
    plan: str
    message: str = ""
    why: str = ""
    question: str = ""


def build_sentence_finding(
    file: str, rule: str, statement: str, plan: str, words: tuple[str, str, str], language: str
) -> SentenceFinding:
    """Return a finding; `words` are its message, why it matters, and the question to answer."""
    message, why, question = words
    both = translate("story.contradiction", language, statement=statement, plan=plan)
    text = f"{file}: {both}. {message} {question}"
    return SentenceFinding(text, file, rule, statement, plan, message, why, question)


def build_claimed_story(story: Story) -> ClaimedStory:
    """Return a story as readers get it: plain text, its title first, what somebody said about it last."""
    return ClaimedStory(
        story.code,
        story.title,
        render_plain("\n\n".join(filter(None, (story.title, story.text, story.quote)))),
        story.public,
        story.actions,
        story.kind is StoryKind.DONE,
        tuple(ShownFigure(each.code, each.measured_on, each.told) for each in story.figures),
    )


def list_claim_findings(
    entries: Iterable[LedgerEntry], files: Mapping[str, str], context: ReviewContext
) -> tuple[SentenceFinding, ...]:
    """Return the claims that stop an edition; `files` are the names of the files by story."""
    return tuple(_build_finding(entry, files[entry.story], context) for entry in entries if entry.is_refused)


def list_answer_findings(answers: DirectorAnswers, context: ReviewContext) -> Iterator[SentenceFinding]:
    """Yield the claims in the answers of the director that nothing supports, and that nobody keeps."""
    language = context.rules.language
    said = translate("claim.plan-says-nothing", language)
    for question in QUESTIONS:
        file = translate(f"file.director-{question}", language)
        for claim in check_text(getattr(answers, question), language, names=context.rules.names):
            if not context.kept.find(claim.sentence, claim.rule):
                words = (claim.message, claim.why, claim.question)
                yield build_sentence_finding(file, claim.rule, claim.sentence, said, words, language)


def _build_finding(entry: LedgerEntry, file: str, context: ReviewContext) -> SentenceFinding:
    language = context.rules.language
    words = (entry.message, entry.why, entry.question)
    if entry.objection in tuple(EvidenceRule):
        words = _word_evidence_rule(entry, context.rules)
    said = "; ".join(_describe_plan(entry, context.plan)) or translate("claim.plan-says-nothing", language)
    return build_sentence_finding(file, entry.objection, entry.text, said, words, language)


def _word_evidence_rule(entry: LedgerEntry, rules: LedgerRules) -> tuple[str, str, str]:
    day = format_short_date(entry.proved_on, rules.language) if entry.proved_on else ""
    months = translate_plural("claim.months", rules.months, rules.language)
    values = {"words": entry.words, "day": day, "months": months, "indicator": entry.indicator}
    rule = entry.objection
    return (
        translate(f"claim.{rule}", rules.language, **values),
        translate(f"claim.{rule}.why", rules.language),
        translate(f"claim.{rule}.question", rules.language, **values),
    )


def _describe_plan(entry: LedgerEntry, plan: PlanToday) -> Iterator[str]:
    """Yield what the plan says of the action of a claim, and of its indicators."""
    language = plan.facts.language
    if entry.action in plan.facts.actions:
        yield plan.facts.actions[entry.action].describe(language)
    for each in plan.evidence.list_of_actions((entry.action,)):
        if entry.indicator in ("", each.values.code):
            yield describe_indicator(each, language)


def describe_indicator(indicator: IndicatorEvidence, language: str) -> str:
    """Return what the plan says of an indicator: its newest value, day and source, and its baseline."""
    values, latest = indicator.values, indicator.latest
    parts = [translate("claim.not-measured", language)]
    if latest and latest.day:
        written = format_with_unit(latest.value, values.unit, language)
        day = format_short_date(latest.day, language)
        parts = [translate("claim.measured", language, value=written, day=day)]
    for each in values.values:
        if each.role is FigureRole.BASELINE:
            written = format_with_unit(each.value, values.unit, language)
            parts.append(translate("claim.baseline", language, value=written))
    if source := indicator.source:
        parts.append(translate("claim.source", language, source=source))
    else:
        parts.append(translate("claim.no-source-in-plan", language))
    return f"{values.name}: {', '.join(parts)}"
