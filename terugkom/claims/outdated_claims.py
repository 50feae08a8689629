"""Published claims that no longer hold: the plan says otherwise by now, or their evidence is too old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from terugkom.claims.claim_rows import ClaimKind, PublishedClaim
from terugkom.claims.model import FigureRole, PlanValue
from terugkom.claims.plan_evidence import IndicatorEvidence, PlanEvidence, load_plan_evidence
from terugkom.plan.model import ActionStatus


class OutdatedReason(StrEnum):
    """Why a published claim no longer holds."""

    CORRECTED = "corrected"  # the measurement of that day has another value now
    WORSE = "worse"  # measured again since, further from the target than was told
    EXPIRED = "expired"
    REOPENED = "reopened"
    STOPPED = "stopped"
    REMOVED = "removed"  # the action, indicator or measurement is not in the plan any more


@dataclass(frozen=True)
class OutdatedClaim:
    """A published claim that no longer holds, and why; `key` changes when there is news about it.

    `latest` is what was measured since, or what its measurement was corrected to.
    """

    claim: PublishedClaim
    reason: OutdatedReason
    key: str
    latest: PlanValue | None = None
    unit: str = ""  # of `latest`

    @property
    def is_news(self) -> bool:
        """Whether the coordinator was not told of it yet."""
        return self.claim.reported_as != self.key


def list_published_claims(session: Session, municipality_id: int) -> Sequence[PublishedClaim]:
    """Return the published claims of a municipality, the newest publication first."""
    query = (
        select(PublishedClaim)
        .where(PublishedClaim.municipality_id == municipality_id)
        .options(
            joinedload(PublishedClaim.moment),
            joinedload(PublishedClaim.given_by),
            joinedload(PublishedClaim.kept),
        )
        .order_by(PublishedClaim.published_on.desc(), PublishedClaim.id)
    )
    return session.scalars(query).all()


def list_outdated_claims(session: Session, municipality_id: int, today: date) -> list[OutdatedClaim]:
    """Return the claims that stand where readers still find them and that no longer hold."""
    claims = [each for each in list_published_claims(session, municipality_id) if each.stays_on]
    if not claims:
        return []
    evidence = load_plan_evidence(session, municipality_id, today)
    return [found for each in claims if (found := find_outdated(each, evidence, today))]


def has_outdated_news(session: Session, municipality_id: int, today: date) -> bool:
    """Return whether a claim no longer holds of which the coordinator was not told."""
    return any(each.is_news for each in list_outdated_claims(session, municipality_id, today))


def select_with_published_claims() -> Select[tuple[int]]:
    """Return the query for the municipalities with a published claim, which may not hold any more."""
    return select(PublishedClaim.municipality_id)


def find_outdated(claim: PublishedClaim, evidence: PlanEvidence, today: date) -> OutdatedClaim | None:
    """Return why a claim no longer holds; None while it does."""
    if claim.kind is ClaimKind.DONE:
        return _check_completion(claim, evidence)
    if claim.indicator and claim.proved_on and (found := _check_measurement(claim, evidence)):
        return found
    if claim.holds_until and claim.holds_until < today:
        return OutdatedClaim(claim, OutdatedReason.EXPIRED, OutdatedReason.EXPIRED)
    return None


def record_reported(session: Session, municipality_id: int, told: Mapping[int, str], today: date) -> None:
    """Record which claims the coordinator was told of, with the news by id; forget those that hold again."""
    outdated = {each.claim.id for each in list_outdated_claims(session, municipality_id, today)}
    for claim in list_published_claims(session, municipality_id):
        if claim.id in told:
            claim.reported_as, claim.reported_on = told[claim.id], today
        elif claim.id not in outdated and claim.reported_as:
            claim.reported_as = ""


def _check_completion(claim: PublishedClaim, evidence: PlanEvidence) -> OutdatedClaim | None:
    if not claim.action or evidence.statuses.get(claim.action) is ActionStatus.DONE:
        return None
    reason = OutdatedReason.REOPENED
    if claim.action not in evidence.statuses:
        reason = OutdatedReason.REMOVED
    elif evidence.statuses[claim.action] is ActionStatus.STOPPED:
        reason = OutdatedReason.STOPPED
    return OutdatedClaim(claim, reason, reason)


def _check_measurement(claim: PublishedClaim, evidence: PlanEvidence) -> OutdatedClaim | None:
    indicator = evidence.indicators.get(claim.indicator)
    measured = indicator.find_measured(claim.proved_on) if indicator and claim.proved_on else None
    if indicator is None or measured is None:
        return OutdatedClaim(claim, OutdatedReason.REMOVED, OutdatedReason.REMOVED)
    if measured.value != claim.value:
        key = f"{OutdatedReason.CORRECTED}:{measured.value}"
        return OutdatedClaim(claim, OutdatedReason.CORRECTED, key, measured, indicator.values.unit)
    latest = indicator.latest
    if latest and latest.day and _is_worse(claim, latest, indicator):
        key = f"{OutdatedReason.WORSE}:{latest.day}:{latest.value}"
        return OutdatedClaim(claim, OutdatedReason.WORSE, key, latest, indicator.values.unit)
    return None


def _is_worse(claim: PublishedClaim, latest: PlanValue, indicator: IndicatorEvidence) -> bool:
    """Return whether it was measured again since, and moved away from the target."""
    if claim.value is None or latest.day == claim.proved_on:
        return False
    fixed = {
        each.role: each.value for each in indicator.values.values if each.role is not FigureRole.MEASURED
    }
    target, baseline = fixed.get(FigureRole.TARGET), fixed.get(FigureRole.BASELINE)
    if target is None and baseline is None:
        return False
    start = baseline if baseline is not None else claim.value
    wanted = (target if target is not None else claim.value) - start
    return (latest.value - claim.value) * wanted < 0
