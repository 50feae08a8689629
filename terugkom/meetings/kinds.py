"""The kinds of meeting: one for each kind of group, and the peer exchange."""

from terugkom.plan.model import GroupKind

SUBGROUP = "subgroup-review"
CORE_GROUP = "core-group-review"
FOCUS_GROUP = "focus-group-review"
PEER_EXCHANGE = "peer-exchange"

REVIEW_KINDS = {GroupKind.CORE: CORE_GROUP, GroupKind.SUB: SUBGROUP, GroupKind.FOCUS: FOCUS_GROUP}
MEETING_KINDS = (*REVIEW_KINDS.values(), PEER_EXCHANGE)

DEFAULT_PEER_INTERVAL_MONTHS = 12  # months


def format_period(period: str, months: int) -> str:
    """Return a period for display, by the interval: ``2027``, ``2027-H1``, ``2027-Q1`` or ``2027-03``."""
    year, month = period.split("-")
    if months % 12 == 0:
        return year
    if months == 6:
        return f"{year}-H{(int(month) + 5) // 6}"
    if months == 3:
        return f"{year}-Q{(int(month) + 2) // 3}"
    return period
