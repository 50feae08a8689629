"""What each sentence claims and what it rests on, without a database."""

from datetime import date

import pytest

from terugkom.claims.claim_rows import ClaimKind
from terugkom.claims.kept_sentences import KeptReason, KeptSentences, hash_sentence
from terugkom.claims.ledger import build_ledger
from terugkom.claims.ledger_entry import ClaimedStory, LedgerEntry, LedgerRules
from terugkom.claims.model import FigureRole, IndicatorValues, PlanValue
from terugkom.claims.plan_evidence import Giver, IndicatorEvidence, PlanEvidence
from terugkom.plan.model import ActionStatus

TODAY = date(2026, 12, 17)
OLD, NEW = date(2025, 11, 30), date(2026, 11, 30)
VALUES = (
    PlanValue(1985, FigureRole.MEASURED, NEW),
    PlanValue(2050, FigureRole.MEASURED, OLD),
    PlanValue(1700, FigureRole.TARGET, date(2027, 12, 31)),
    PlanValue(2140, FigureRole.BASELINE),
)
GAS = IndicatorEvidence(
    IndicatorValues("GAS", "Gasverbruik", "MWh", VALUES), "Facturen", "E-03", {NEW: Giver(7, "page", NEW)}
)
PLAN = PlanEvidence({"GAS": GAS}, {"E-03": ActionStatus.RUNNING, "M-01": ActionStatus.DONE}, {})
RULES = LedgerRules("nl", TODAY, 18)


def ledger(text: str, *actions: str, kept: KeptReason | None = None) -> tuple[LedgerEntry, ...]:
    story = ClaimedStory("s", "Gas", f"Gas\n\n{text}", True, actions or ("E-03",), says_done=False)
    sentences = {hash_sentence(kept.sentence): kept} if kept else {}
    return build_ledger([story], PLAN, KeptSentences(sentences), RULES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We verbruikten 1.985 MWh gas.", [("GAS", NEW, "")]),
        ("We verbruikten 1,985 GWh gas.", [("GAS", NEW, "")]),
        ("We verbruikten 2.050 MWh gas.", [("GAS", OLD, "newer-figure")]),
        ("Het was 2.050 MWh, en nu 1.985 MWh gas.", [("GAS", OLD, ""), ("GAS", NEW, "")]),
        ("Ons doel is 1.700 MWh gas.", [("GAS", None, "")]),
        ("Wij verbruikten 12 MWh stroom bij de buren.", []),
    ],
)
def test_a_typed_figure_rests_on_the_measurement_that_it_is(text: str, found: list[object]) -> None:
    figures = [each for each in ledger(text) if each.kind is ClaimKind.FIGURE]
    assert [(each.indicator, each.proved_on, each.objection) for each in figures] == found


def test_it_says_who_gave_it_and_until_when_it_holds() -> None:
    (entry,) = ledger("We verbruikten 1.985 MWh gas.")
    assert (entry.given_by_id, entry.given_through, entry.source) == (7, "page", "Facturen")
    assert (entry.holds_until, entry.text) == (date(2028, 5, 30), "We verbruikten 1.985 MWh gas.")
    (target,) = ledger("Ons doel is 1.700 MWh gas.")
    assert target.holds_until == date(2027, 12, 31)


def test_a_comparison_rests_on_the_figure_in_its_sentence() -> None:
    text = "Het gasverbruik daalde van 2.140 MWh naar 1.985 MWh (bron: facturen van de netbeheerder)."
    (comparison,) = [each for each in ledger(text) if each.kind is ClaimKind.COMPARISON]
    assert (comparison.indicator, comparison.proved_on, comparison.value) == ("GAS", NEW, 1985)
    assert (comparison.is_refused, bool(comparison.rests_on)) == (False, True)


def test_general_words_without_proof_are_refused_unless_that_very_sentence_is_kept() -> None:
    text = "Wij kozen milieuvriendelijke poetsmiddelen."
    (entry,) = ledger(text)
    assert (entry.kind, entry.is_refused, entry.words) == (ClaimKind.GENERAL, True, "milieuvriendelijke")
    assert entry.why
    assert entry.question
    kept = KeptReason(1, text, (entry.rule,), "Met het EU Ecolabel.", "Dora", TODAY)
    assert ledger(text, kept=kept)[0].kept == kept
    assert ledger("Wij kozen zeer milieuvriendelijke poetsmiddelen.", kept=kept)[0].is_refused
    other = KeptReason(1, text, ("offset",), "Met het EU Ecolabel.", "Dora", TODAY)
    assert ledger(text, kept=other)[0].is_refused, "of another rule"


def test_only_what_the_plan_says_is_done_is_claimed_as_done() -> None:
    done = [each for each in ledger("De fietsen zijn klaar.", "M-01") if each.kind is ClaimKind.DONE]
    assert [each.action for each in done] == ["M-01"]
    assert not [each for each in ledger("Het gas is klaar.", "E-03") if each.kind is ClaimKind.DONE]
