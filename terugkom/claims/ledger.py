"""The ledger: each claim of an edition with what it rests on, and what speaks against it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from terugkom.claims.check_text import find_claims
from terugkom.claims.claim_rows import ClaimKind
from terugkom.claims.compare_figures import compare_figures
from terugkom.claims.completion import find_completions
from terugkom.claims.kept_sentences import KeptReason, KeptSentences
from terugkom.claims.model import Claim, ComparedFigure, FigureRole
from terugkom.claims.plan_evidence import Giver, IndicatorEvidence, PlanEvidence
from terugkom.language_rules.sentences import split_sentences
from terugkom.language_rules.spans import Span
from terugkom.plan.model import ActionStatus

_COMPARISON = "comparison"  # rules about comparisons are called so, or begin with it


class EvidenceRule(StrEnum):
    """What can be wrong with the evidence of a figure."""

    NO_SOURCE = "no-source"
    OLD_FIGURE = "old-figure"
    NEWER_FIGURE = "newer-figure"  # the plan has a newer measurement, which the story does not give


@dataclass(frozen=True)
class ShownFigure:
    """A figure that the program filled in: the code of its indicator, its day, and how it is written."""

    indicator: str
    measured_on: date
    written: str


@dataclass(frozen=True)
class ClaimedStory:
    """A story as readers get it, in plain text with its title first; `says_done` is of its kind."""

    code: str
    title: str
    text: str
    public: bool
    actions: tuple[str, ...]
    says_done: bool
    figures: tuple[ShownFigure, ...] = ()


@dataclass(frozen=True)
class LedgerRules:
    """How claims are judged: on which day, how many months evidence holds, and which names are no claims."""

    language: str
    today: date
    months: int
    names: Collection[str] = ()

    @property
    def first_day(self) -> date:
        """The first day of which evidence still holds."""
        return self.today - relativedelta(months=self.months)

    def compute_end(self, day: date) -> date:
        """Return the last day on which evidence of a day holds."""
        return day + relativedelta(months=self.months)


@dataclass(frozen=True)
class LedgerEntry:
    """A claim of an edition, and what it rests on.

    `rests_on` is the kind of evidence that stands in the sentence itself. `objection` is the rule that speaks
    against it, with its words, message, reason and question; empty if nothing does.
    """

    story: str
    title: str
    public: bool
    kind: ClaimKind
    text: str  # the sentence
    rests_on: str = ""
    action: str = ""
    indicator: str = ""
    value: float | None = None
    figure: str = ""  # as it is written
    proved_on: date | None = None  # the day of the measurement, or since when the plan says that it is done
    source: str = ""
    given_by_id: int | None = None
    given_through: str = ""
    holds_until: date | None = None
    rule: str = ""
    objection: str = ""
    words: str = ""
    message: str = ""
    why: str = ""
    question: str = ""
    kept: KeptReason | None = None

    @property
    def is_refused(self) -> bool:
        """Whether something speaks against it, and nobody gave a reason to keep the sentence."""
        return bool(self.objection) and self.kept is None


def build_ledger(
    stories: Sequence[ClaimedStory], evidence: PlanEvidence, kept: KeptSentences, rules: LedgerRules
) -> tuple[LedgerEntry, ...]:
    """Return the claims of stories in their order: figures, what is done, then claims in words."""
    return tuple(
        _add_kept_reason(entry, kept, rules)
        for story in stories
        for entry in dict.fromkeys(_build_entries(story, evidence, rules))
    )


def _build_entries(story: ClaimedStory, evidence: PlanEvidence, rules: LedgerRules) -> Iterator[LedgerEntry]:
    figures = list(dict.fromkeys(_build_figures(story, evidence, rules)))
    yield from figures
    yield from _build_completions(story, evidence, rules)
    seen = set()
    for claim in find_claims(story.text, rules.language, names=rules.names):
        if (claim.sentence, claim.rule) not in seen:
            seen.add((claim.sentence, claim.rule))
            yield _build_worded_claim(story, claim, figures, rules)


def _build_figures(story: ClaimedStory, evidence: PlanEvidence, rules: LedgerRules) -> Iterator[LedgerEntry]:
    shown = {each.indicator for each in story.figures}
    for figure in story.figures:
        if indicator := evidence.indicators.get(figure.indicator):
            at = story.text.find(figure.written)
            sentence = find_sentence(story.text, (at, at + 1)) if at >= 0 else story.title
            entry = _build_figure(story, sentence, figure.written, indicator, figure.measured_on, rules)
            yield _check_evidence(entry, indicator, rules)
    own = evidence.list_of_actions(story.actions)
    values = [each.values for each in own]
    typed = [
        each
        for each in compare_figures(story.text, values, rules.language)
        if each.matched and each.indicator.code not in shown
    ]
    for each in typed:
        yield _build_typed_figure(story, each, typed, evidence.indicators[each.indicator.code], rules)


def _build_typed_figure(
    story: ClaimedStory,
    figure: ComparedFigure,
    typed: Sequence[ComparedFigure],
    indicator: IndicatorEvidence,
    rules: LedgerRules,
) -> LedgerEntry:
    matched, latest = figure.matched, indicator.latest
    day = matched.day if matched and matched.role is FigureRole.MEASURED else None
    sentence = find_sentence(story.text, figure.span)
    entry = _build_figure(story, sentence, figure.words, indicator, day, rules)
    if matched and matched.role is FigureRole.TARGET:
        return replace(entry, proved_on=None, holds_until=matched.day)
    entry = _check_evidence(entry, indicator, rules)
    gives_latest = any(each.matched == latest for each in typed)
    if latest and day and latest.day != day and not gives_latest and not entry.objection:
        return replace(entry, objection=EvidenceRule.NEWER_FIGURE)
    return entry


def _build_figure(
    story: ClaimedStory,
    sentence: str,
    written: str,
    indicator: IndicatorEvidence,
    day: date | None,
    rules: LedgerRules,
) -> LedgerEntry:
    measured = indicator.find_measured(day) if day else None
    giver = indicator.givers.get(day, Giver()) if day else Giver()
    return LedgerEntry(
        *(story.code, story.title, story.public, ClaimKind.FIGURE, sentence),
        action=indicator.action,
        indicator=indicator.values.code,
        value=measured.value if measured else None,
        figure=written,
        proved_on=day,
        source=indicator.source,
        given_by_id=giver.person_id,
        given_through=giver.through,
        holds_until=rules.compute_end(day) if day else None,
        words=written,
    )


def _check_evidence(entry: LedgerEntry, indicator: IndicatorEvidence, rules: LedgerRules) -> LedgerEntry:
    if not indicator.source.strip():
        return replace(entry, objection=EvidenceRule.NO_SOURCE)
    is_latest = indicator.latest is not None and indicator.latest.day == entry.proved_on
    if is_latest and entry.holds_until and entry.holds_until < rules.today:
        return replace(entry, objection=EvidenceRule.OLD_FIGURE)
    return entry


def _build_completions(
    story: ClaimedStory, evidence: PlanEvidence, rules: LedgerRules
) -> Iterator[LedgerEntry]:
    """Yield one entry for each action of a story about what is done; of another, for each sentence.

    Of an action that is not done no sentence goes out that says so, but for one of which a person says that
    it means something else.
    """
    sentences = [each.sentence for each in find_completions(story.text, rules.language)]
    said = [(action, sentences[0] if sentences else story.title) for action in story.actions]
    if not story.says_done:
        only = story.actions[0] if len(story.actions) == 1 else ""
        is_claimed = not only or evidence.statuses.get(only) is ActionStatus.DONE
        said = [(only, sentence) for sentence in sentences] if is_claimed else []
    for action, sentence in said:
        giver = evidence.status_givers.get(action, Giver())
        yield LedgerEntry(
            *(story.code, story.title, story.public, ClaimKind.DONE, sentence),
            action=action,
            proved_on=giver.day,
            given_by_id=giver.person_id,
            given_through=giver.through,
        )


def _build_worded_claim(
    story: ClaimedStory, claim: Claim, figures: Sequence[LedgerEntry], rules: LedgerRules
) -> LedgerEntry:
    kind = ClaimKind.COMPARISON if claim.rule.startswith(_COMPARISON) else ClaimKind.GENERAL
    proof = next((each for each in figures if each.text == claim.sentence and each.proved_on), None)
    entry = LedgerEntry(
        *(story.code, story.title, story.public, kind, claim.sentence),
        rests_on=claim.support,
        action=story.actions[0] if len(story.actions) == 1 else "",
        holds_until=rules.compute_end(rules.today),
        rule=claim.rule,
        objection="" if claim.support else claim.rule,
        words=claim.words,
        message=claim.message,
        why=claim.why,
        question=claim.question,
    )
    if proof is None:
        return entry
    return replace(
        entry,
        indicator=proof.indicator,
        value=proof.value,
        figure=proof.figure,
        proved_on=proof.proved_on,
        source=proof.source,
        given_by_id=proof.given_by_id,
        given_through=proof.given_through,
        holds_until=proof.holds_until,
    )


def _add_kept_reason(entry: LedgerEntry, kept: KeptSentences, rules: LedgerRules) -> LedgerEntry:
    """Add why a sentence is kept in spite of what speaks against it."""
    found = kept.find(entry.text, entry.objection) if entry.objection else None
    return replace(entry, kept=found, holds_until=rules.compute_end(found.kept_on)) if found else entry


def find_sentence(text: str, span: Span) -> str:
    """Return the sentence of a text in which a span begins."""
    found = (text[start:end] for start, end in split_sentences(text) if start <= span[0] < end)
    return next(found, text[slice(*span)])
