"""The campaign calendar asks in time, once a year, on days that anybody can look up."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents.templates import Templates
from terugkom.editions.media.campaigns import (
    Campaign,
    CampaignCall,
    list_open_calls,
    load_campaigns,
    render_call_letter,
)
from tests.documents.accessibility import problems

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
BY_CODE = {campaign.code: campaign for campaign in load_campaigns()}


def calls_of(campaign: Campaign, today: date) -> tuple[CampaignCall, ...]:
    return tuple(call for call in list_open_calls(today) if call.campaign == campaign)


@pytest.mark.parametrize(
    ("code", "starts", "ends"),
    [  # as their organisers announced them
        ("week-van-de-mobiliteit", date(2025, 9, 16), date(2025, 9, 22)),
        ("week-van-de-duurzame-gemeente", date(2022, 9, 18), date(2022, 9, 25)),
        ("week-van-de-fair-trade", date(2017, 10, 4), date(2017, 10, 14)),
        ("week-van-de-fair-trade", date(2019, 10, 2), date(2019, 10, 12)),
        ("week-van-de-fair-trade", date(2021, 10, 6), date(2021, 10, 16)),
        ("week-van-de-fair-trade", date(2024, 10, 2), date(2024, 10, 12)),
        ("dag-van-de-trage-weg", date(2020, 10, 17), date(2020, 10, 18)),
        ("dag-van-de-trage-weg", date(2025, 10, 18), date(2025, 10, 19)),
        ("week-van-de-afvalvermindering", date(2016, 11, 19), date(2016, 11, 27)),
        ("week-van-de-afvalvermindering", date(2019, 11, 16), date(2019, 11, 24)),
        ("week-van-de-afvalvermindering", date(2023, 11, 18), date(2023, 11, 26)),
        ("week-van-de-afvalvermindering", date(2025, 11, 22), date(2025, 11, 30)),
        ("earth-hour", date(2023, 3, 25), date(2023, 3, 25)),
        ("earth-hour", date(2024, 3, 23), date(2024, 3, 23)),  # the last Saturday was Holy Saturday
    ],
)
def test_a_campaign_falls_when_its_organiser_said(code: str, starts: date, ends: date) -> None:
    campaign = BY_CODE[code]
    (call,) = calls_of(campaign, starts - timedelta(days=1))
    assert (call.starts, call.ends) == (starts, ends)
    assert call.key == f"{code}-{starts.year}"


def test_each_campaign_has_a_code_of_its_own_and_says_what_it_asks() -> None:
    assert len(BY_CODE) == len(load_campaigns()) >= 12
    for campaign in load_campaigns():
        assert campaign.code.isascii()
        assert campaign.asks.endswith(".")
        assert campaign.by
        assert bool(campaign.day) != bool(campaign.nth)


@given(DAYS)
def test_a_campaign_that_asks_starts_within_its_lead_time_and_not_yet(today: date) -> None:
    for call in list_open_calls(today):
        assert today < call.starts <= call.ends
        assert (call.starts - today).days <= call.campaign.lead_days
    assert list_open_calls(today) == list_open_calls(today)


@given(st.integers(2020, 2060), st.sampled_from(load_campaigns()))
def test_each_year_each_campaign_asks_on_every_day_of_its_lead_time(year: int, campaign: Campaign) -> None:
    starts = campaign.compute_first_day(year)
    for before in range(1, campaign.lead_days + 1):
        assert [call.starts for call in calls_of(campaign, starts - timedelta(days=before))] == [starts]
    assert calls_of(campaign, starts) == ()
    assert calls_of(campaign, starts - timedelta(days=campaign.lead_days + 1)) == ()


@given(st.integers(2020, 2060))
def test_earth_hour_is_a_saturday_in_march_that_is_not_holy_saturday(year: int) -> None:
    day = BY_CODE["earth-hour"].compute_first_day(year)
    assert (day.month, day.weekday()) == (3, 5)
    assert day != easter(year) - timedelta(days=1)
    assert day.day > 17


def test_the_mail_says_when_it_is_what_it_asks_and_who_organises_it() -> None:
    call = next(
        each for each in list_open_calls(date(2027, 7, 1)) if each.campaign.code == "week-van-de-mobiliteit"
    )
    asked = render_call_letter([call], Templates("nl"), "Gemeente Zilverbeke", "Lotte Wielemans")
    assert asked.subject == "Week van de Mobiliteit (16 september 2027): doen we mee?"
    assert "van donderdag 16 september 2027 tot en met woensdag 22 september 2027" in asked.text
    assert call.campaign.asks in asked.text
    for each in list_open_calls(date(2027, 3, 1)):
        assert (
            problems(
                render_call_letter([each], Templates("nl"), "Gemeente Zilverbeke", "Lotte Wielemans").html
            )
            == []
        )
    several = list_open_calls(date(2027, 3, 1), ahead=timedelta(days=91))
    together = render_call_letter(several, Templates("nl"), "Gemeente Zilverbeke", "Lotte Wielemans")
    assert together.subject.startswith(f"{len(several)} campagnes tot ")
    assert all(
        each.campaign.name in together.text and each.campaign.asks in together.text for each in several
    )
    assert problems(together.html) == []
