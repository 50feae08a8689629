"""What the claims of an edition rest on, for who approves it: with the names of who gave the evidence."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.editions.proof import Proof
from terugkom.plan.model import Person


@dataclass(frozen=True)
class DescribedClaim:
    """A claim and what it rests on; `given_by` is a name, "" where nobody is known."""

    text: str
    kind: str
    action: str
    figure: str
    proved_on: date | None
    source: str
    given_by: str
    holds_until: date | None
    rests_on: str  # the kind of evidence in the sentence itself
    reason: str  # why a person keeps the sentence


def describe_evidence(session: Session, proof: Proof) -> tuple[DescribedClaim, ...]:
    """Return the claims of a proof in its order."""
    ids = {each.given_by_id for each in proof.claims if each.given_by_id}
    names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).tuples().all())
    return tuple(
        DescribedClaim(
            each.text,
            each.kind.value,
            each.action,
            each.figure,
            each.proved_on,
            each.source,
            names.get(each.given_by_id, "") if each.given_by_id else "",
            each.holds_until,
            each.rests_on,
            each.kept.reason if each.kept else "",
        )
        for each in proof.claims
    )
