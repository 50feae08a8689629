"""What the coordinator is told of published claims that no longer hold: once, and again if there is news."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from terugkom.claims.outdated_claims import OutdatedClaim, list_outdated_claims
from terugkom.documents.formatting import format_with_unit
from terugkom.plan.model import Municipality
from terugkom.reminders.summary_lists import MAX_SHOWN, SummaryList


@dataclass(frozen=True)
class OutdatedStatement:
    """A sentence that still stands somewhere and no longer holds; `places` are those of its row.

    `key` is the news about it, and `latest` the measurement that says otherwise: see `OutdatedClaim`.
    """

    claim_id: int
    key: str
    text: str
    title: str
    places: tuple[str, ...]
    published_on: date
    reason: str
    figure: str = ""
    measured_on: date | None = None
    latest: str = ""
    latest_on: date | None = None


NO_STATEMENTS: SummaryList[OutdatedStatement] = SummaryList((), 0)


def list_outdated_statements(
    session: Session, municipality: Municipality, today: date
) -> SummaryList[OutdatedStatement]:
    """Return the outdated claims of which the coordinator was not told yet."""
    found = [each for each in list_outdated_claims(session, municipality.id, today) if each.is_news]
    shown = [_build_statement(each, municipality.language) for each in found[:MAX_SHOWN]]
    return SummaryList(shown, len(found))


def _build_statement(found: OutdatedClaim, language: str) -> OutdatedStatement:
    claim, latest = found.claim, found.latest
    return OutdatedStatement(
        claim.id,
        found.key,
        claim.text,
        claim.title,
        tuple(claim.stays_on),
        claim.published_on,
        found.reason.value,
        claim.figure,
        claim.proved_on,
        format_with_unit(latest.value, found.unit, language) if latest else "",
        latest.day if latest else None,
    )
