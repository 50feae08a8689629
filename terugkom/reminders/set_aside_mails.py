"""What came by mail and was set aside without a question, for the coordinator's summary."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from terugkom.plan.incoming_mails import SET_ASIDE, IncomingMail, MailKind
from terugkom.plan.summary_period import SummaryPeriod


@dataclass(frozen=True)
class SetAsideMails:
    """How many mails were set aside: of machines and to many, and those beyond the limits of a day."""

    asked_nothing: int = 0
    over_limit: int = 0

    @property
    def total(self) -> int:
        """How many in all."""
        return self.asked_nothing + self.over_limit


NOTHING_SET_ASIDE = SetAsideMails()


def select_with_mails_over_limit(day: date) -> Select[tuple[int]]:
    """Return the query for the municipalities that got more mails than a limit allows on a day or later."""
    over_limit = IncomingMail.kind == MailKind.OVER_LIMIT
    return select(IncomingMail.municipality_id).where(over_limit, IncomingMail.received_on >= day)


def count_set_aside(session: Session, municipality_id: int, period: SummaryPeriod) -> SetAsideMails:
    """Return how many mails were set aside within a period."""
    query = (
        select(IncomingMail.kind, func.count())
        .where(IncomingMail.municipality_id == municipality_id)
        .where(IncomingMail.kind.in_((*SET_ASIDE, MailKind.OVER_LIMIT)))
        .where(period.matches(IncomingMail.received_at, IncomingMail.received_on))
        .group_by(IncomingMail.kind)
    )
    counts = dict(session.execute(query).tuples().all())
    return SetAsideMails(sum(counts.get(each, 0) for each in SET_ASIDE), counts.get(MailKind.OVER_LIMIT, 0))
