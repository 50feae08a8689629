"""Which published claims no longer hold, by what the plan says today; without a database."""

from collections.abc import Sequence
from datetime import date

import pytest

from terugkom.claims.claim_rows import ClaimKind, PublishedClaim
from terugkom.claims.model import FigureRole, IndicatorValues, PlanValue
from terugkom.claims.outdated_claims import find_outdated
from terugkom.claims.plan_evidence import IndicatorEvidence, PlanEvidence
from terugkom.plan.model import ActionStatus

TODAY, MEASURED, LATER = date(2027, 1, 20), date(2026, 11, 30), date(2027, 1, 15)


def find(
    claim: PublishedClaim,
    values: Sequence[tuple[float, date]] = (),
    *,
    target: float | None = 1700,
    baseline: float | None = 2140,
    status: ActionStatus | None = None,
    today: date = TODAY,
) -> str | None:
    planned = [PlanValue(each, FigureRole.MEASURED, day) for each, day in values]
    fixed = ((target, FigureRole.TARGET), (baseline, FigureRole.BASELINE))
    planned += [PlanValue(each, role) for each, role in fixed if each is not None]
    gas = IndicatorEvidence(IndicatorValues("GAS", "Gas", "MWh", planned), "Facturen", "E-03", {})
    evidence = PlanEvidence({"GAS": gas} if values else {}, {"M-01": status} if status else {}, {})
    found = find_outdated(claim, evidence, today)
    return found.reason.value if found else None


def figure(kind: ClaimKind = ClaimKind.FIGURE) -> PublishedClaim:
    day = date(2028, 5, 30)
    return PublishedClaim(
        kind=kind, indicator="GAS", action="", value=1985, proved_on=MEASURED, holds_until=day
    )


@pytest.mark.parametrize("kind", [ClaimKind.FIGURE, ClaimKind.COMPARISON])
def test_a_figure_holds_until_the_plan_gives_another_for_its_day_or_a_worse_one(kind: ClaimKind) -> None:
    claim, same = figure(kind), (1985, MEASURED)
    assert find(claim, [same]) is None
    assert find(claim, [(2001, MEASURED)]) == "corrected"
    assert find(claim, [(2050, LATER), same]) == "worse"
    assert find(claim, [(1900, LATER), same]) is None, "progress"
    assert find(claim, [(1900, LATER)]) == "removed"
    assert find(claim, []) == "removed"
    assert find(claim, [same], today=date(2028, 5, 30)) is None
    assert find(claim, [same], today=date(2028, 5, 31)) == "expired"


@pytest.mark.parametrize(
    ("target", "baseline", "worse", "better"),
    [(1700, 2140, 2000, 1900), (3000, 1000, 1900, 2000), (None, 2140, 2000, 1900), (3000, None, 1900, 2000)],
)
def test_what_is_worse_follows_from_target_and_baseline(
    target: float | None, baseline: float | None, worse: float, better: float
) -> None:
    for value, reason in ((worse, "worse"), (better, None)):
        found = find(figure(), [(value, LATER), (1985, MEASURED)], target=target, baseline=baseline)
        assert found == reason


def test_without_target_and_baseline_no_direction_is_worse() -> None:
    for value in (1900, 2000):
        values = [(value, LATER), (1985, MEASURED)]
        assert find(figure(), values, target=None, baseline=None) is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (ActionStatus.DONE, None),
        (ActionStatus.RUNNING, "reopened"),
        (ActionStatus.PLANNED, "reopened"),
        (ActionStatus.STOPPED, "stopped"),
        (None, "removed"),
    ],
)
def test_done_holds_as_long_as_the_plan_says_so(status: ActionStatus | None, reason: str | None) -> None:
    claim = PublishedClaim(kind=ClaimKind.DONE, indicator="", action="M-01", holds_until=None)
    assert find(claim, status=status) == reason
