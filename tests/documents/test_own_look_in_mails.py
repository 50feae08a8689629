"""A municipality's own look in what is delivered: the summary as a mail, a pack as a PDF, a form in Word."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from terugkom.database.connection_pool import Database
from terugkom.documents.look import DEFAULT_PALETTE
from terugkom.documents.stacked_bars import draw_stacked_bars
from terugkom.documents.templates import Templates
from terugkom.meetings.kinds import SUBGROUP
from terugkom.meetings.minutes.minutes_form import render_minutes_form
from tests.documents.own_look import BLUE, OWN_LOOK, find_drawn_colours
from tests.meetings.packs.conftest import town_of as town_of
from tests.meetings.packs.test_group_packs import TownOf
from tests.reminders.test_coordinator_inbox import get_body, read_summaries
from tests.reminders.tick_calendar import CalendarMunicipality

OWN = Templates("nl", look=OWN_LOOK)
MONDAY = date(2027, 3, 1)


def test_a_delivered_mail_has_its_colours_and_its_logo(sqlite_database: Database, tmp_path: Path) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    town.templates = OWN
    town.action("E-01", date(2027, 3, 31))
    town.tick(MONDAY)
    town.deliver(MONDAY)
    (mail,) = read_summaries(town)
    html = get_body(mail, "html")
    assert f"color:{BLUE}" in html
    assert OWN_LOOK.logo_uri in html
    assert "font-family:'Zilverbeke Sans',-apple-system" in html
    assert DEFAULT_PALETTE.primary not in html


def test_a_pack_and_its_charts_have_its_colours(town_of: TownOf) -> None:
    pack = town_of(10).pack(SUBGROUP, OWN)
    (attachment,) = pack.letter.attachments
    drawn = find_drawn_colours(attachment.content)
    assert BLUE in drawn
    assert DEFAULT_PALETTE.primary not in drawn
    assert len(PdfReader(BytesIO(attachment.content)).pages) <= 2


def test_a_chart_has_the_colours_of_whoever_shows_it() -> None:
    chart = draw_stacked_bars("x", ["klaar", "te laat"], [("a \ue000ink\ue001", [1, 2])], ["good", "warning"])
    assert DEFAULT_PALETTE.accent in chart.svg
    own = chart.colour(OWN_LOOK.palette)
    assert OWN_LOOK.palette.good in own
    assert DEFAULT_PALETTE.accent not in own
    assert "\ue000" not in own + chart.svg


@pytest.mark.parametrize("templates", [OWN, Templates("nl")])
def test_a_form_in_word_has_its_colours(town_of: TownOf, templates: Templates) -> None:
    town = town_of(3)
    with town.database.read_session() as session:
        municipality, meeting = town.find(session, SUBGROUP)
        form = render_minutes_form(session, templates, municipality, meeting)
    with ZipFile(BytesIO(form.content)) as package:
        texts = [package.read(name).decode().lower() for name in package.namelist() if name.endswith(".xml")]
    found = {
        colour
        for colour in (BLUE, DEFAULT_PALETTE.primary)
        if any(f'"{colour[1:]}"' in text for text in texts)
    }
    assert found == {templates.look.primary}
