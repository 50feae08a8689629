"""The campaign calendar: campaigns that a municipality can join, and when the call of each is open.

The campaigns are data in ``campaigns.yaml``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from dateutil.easter import easter
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from terugkom.documents.letter import Letter
from terugkom.documents.templates import Templates
from terugkom.yaml_loader import load_yaml

_FILE = Path(__file__).with_suffix(".yaml")
_WEEKDAYS = dict(
    zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        (MO, TU, WE, TH, FR, SA, SU),
        strict=True,
    )
)
_LONGEST_MONTH = 31


@dataclass(frozen=True)
class Campaign:
    """A yearly campaign. The comment in the file explains how its first day is computed."""

    code: str
    name: str
    by: str
    asks: str
    month: int
    days: int
    lead_days: int
    day: int = 0
    nth: int = 0
    weekday: str = ""
    shift: int = 0
    not_on_holy_saturday: bool = False

    def compute_first_day(self, year: int) -> date:
        """Return the first day of the campaign in this year."""
        if self.day:
            return date(year, self.month, self.day)
        edge = relativedelta(
            day=1 if self.nth > 0 else _LONGEST_MONTH, weekday=_WEEKDAYS[self.weekday](self.nth)
        )
        first = date(year, self.month, 1) + edge + timedelta(days=self.shift)
        if self.not_on_holy_saturday and first == easter(year) - timedelta(days=1):
            first -= timedelta(weeks=1)
        return first


@dataclass(frozen=True)
class CampaignCall:
    """The call of one campaign in one year, open from `opens_on` until the day before it starts."""

    campaign: Campaign
    starts: date
    ends: date  # its last day

    @property
    def key(self) -> str:
        """The same for the same campaign in the same year: ``earth-hour-2027``."""
        return f"{self.campaign.code}-{self.starts.year}"

    @property
    def opens_on(self) -> date:
        """The first day on which the call is open."""
        return self.starts - timedelta(days=self.campaign.lead_days)


@lru_cache(1)
def load_campaigns() -> tuple[Campaign, ...]:
    """Return the yearly campaigns that `campaigns.yaml` names, such as Earth Hour."""
    return tuple(Campaign(**each) for each in load_yaml(_FILE.read_text(encoding="utf-8")))


def list_open_calls(today: date, *, ahead: timedelta = timedelta(0)) -> tuple[CampaignCall, ...]:
    """Return the calls that are open today, or open within the time `ahead`, sorted by first day.

    A call is open on each day of the lead time, so a missed day loses nothing. Once the campaign
    has started, its call is closed.
    """
    found = (
        _build_call(campaign, year) for campaign in load_campaigns() for year in (today.year, today.year + 1)
    )
    asking = (call for call in found if call.opens_on <= today + ahead and today < call.starts)
    return tuple(sorted(asking, key=lambda call: (call.starts, call.campaign.code)))


def render_call_letter(
    calls: Sequence[CampaignCall], templates: Templates, municipality: str, reader: str
) -> Letter:
    """Render the mail that asks `reader` whether the municipality takes part. Raises TemplateError."""
    context = {"calls": calls, "municipality": municipality, "reader": reader}
    return templates.render_letter("campaign-call", context)


def _build_call(campaign: Campaign, year: int) -> CampaignCall:
    starts = campaign.compute_first_day(year)
    return CampaignCall(campaign, starts, starts + timedelta(days=campaign.days - 1))
