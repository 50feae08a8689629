"""The figures of a story in the ledger: the measurement that each rests on, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from terugkom.claims.claim_rows import ClaimKind
from terugkom.claims.compare_figures import compare_figures
from terugkom.claims.ledger_entry import ClaimedStory, EvidenceRule, LedgerEntry, LedgerRules
from terugkom.claims.model import ComparedFigure, FigureRole
from terugkom.claims.plan_evidence import Giver, IndicatorEvidence, PlanEvidence
from terugkom.language_rules.sentences import split_sentences
from terugkom.language_rules.spans import Span


def build_figure_entries(
    story: ClaimedStory, evidence: PlanEvidence, rules: LedgerRules
) -> Iterator[LedgerEntry]:
    """Yield the figures of a story: those that the program filled in, and those that somebody typed."""
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


def find_sentence(text: str, span: Span) -> str:
    """Return the sentence of a text in which a span begins."""
    found = (text[start:end] for start, end in split_sentences(text) if start <= span[0] < end)
    return next(found, text[slice(*span)])
