"""Each public action has a page that stays, with the facts of the plan, and the text that was approved."""

from datetime import date, timedelta
from typing import Any

import pytest
from lxml import html
from sqlalchemy import update

from terugkom.delivery.enqueue import RunContext
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.editions.edition_context import PublishTargets
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.model import EditionVerdict
from terugkom.editions.publish_channels import PublishChannels
from terugkom.editions.publish_edition import publish_edition
from terugkom.plan.media import Medium
from terugkom.plan.queries import get_municipality
from tests.action_pages.website import WITH_WEBSITE, Website
from tests.clock import clock_on
from tests.editions.edition_municipality import ASKED, FIRST, action
from tests.editions.test_waiting_dates import answer_all
from tests.editions.test_waiting_mails import mail

MOSTLY_SQLITE = True

LATER = date(2026, 11, 2)
BIKES = action(
    "M-01", "Drie dienstfietsen", public="ja", theme="Mobiliteit", sdgs="11; 13", deadline=date(2026, 10, 31)
)
LIGHT = action(
    "E-02", "Ledverlichting", public="ja", theme="Energie", sdgs="7; 13", deadline=date(2027, 6, 30)
)
SECRET = action("I-04", "Geheim dossier", theme="Geheim thema", sdgs="5")
USE: dict[str, Any] = {
    "code": "KWH",
    "action": "E-02",
    "name": "Verbruik",
    "unit": "kWh",
    "target": 390_000,
    "measured": 450_000,
    "measured_on": date(2026, 8, 1),
    "source": "Facturen van de netbeheerder",
}
PASSED = (
    "De deadline van deze actie was 31 oktober 2026. Die datum ging voorbij, "
    "en de actie is nog niet als klaar gemeld."
)
ALL = ["acties/e-02.html", "acties/index.html", "acties/m-01.html", "acties/style.css"]


@pytest.mark.long
def test_each_public_action_has_a_page_and_no_other(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES, LIGHT, SECRET, indicators=[USE])
    assert website.tick(FIRST) == ALL
    assert "Geheim" not in "".join(website.pages.values())
    said = website.read("acties/e-02.html")
    for words in (
        "Lopend Ledverlichting Deze actie loopt. De deadline is 30 juni 2027.",
        "Energie, actie E-02 van ons actieplan duurzaamheid",
        "SDG 7: Betaalbare en duurzame energie",
        "Verbruik 450.000 kWh Doel: 390.000 kWh Bron: Facturen van de netbeheerder, 1 augustus 2026",
        "1 september 2026 Opgenomen in het actieplan.",
        "1 augustus 2026 Gemeten: Verbruik, 450.000 kWh.",
        "Vraag het aan de coördinator duurzaamheid.",
    ):
        assert words in said
    assert "Lotte" not in "".join(website.pages.values()), "a function, never a name"


@pytest.mark.long
def test_a_page_follows_the_plan_and_only_what_changed_is_published(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES, LIGHT)
    website.tick(FIRST)
    assert website.tick(FIRST) == []
    assert website.tick(FIRST + timedelta(days=30)) == [], "another day is no change"
    assert website.tick(LATER) == ["acties/index.html", "acties/m-01.html"], "its deadline passed"
    said = website.read("acties/m-01.html")
    assert PASSED in said
    assert "loopt nog" not in said, "what the plan calls lopend, nobody said after its deadline"
    assert "dagen" not in said, "what changes each day is not on it"
    day = LATER + timedelta(days=7)
    website.town.import_actions(day, BIKES | {"status": "klaar"}, LIGHT | {"deadline": date(2027, 9, 30)})
    assert website.tick(day) == ["acties/e-02.html", "acties/index.html", "acties/m-01.html"]
    said = website.read("acties/m-01.html")
    assert "Deze actie is klaar sinds 9 november 2026. De deadline was 31 oktober 2026." in said
    said = website.read("acties/e-02.html")
    assert "9 november 2026 Nieuwe deadline: 30 september 2027, in plaats van 30 juni 2027." in said


def test_an_action_is_not_called_late_while_a_mail_of_its_owner_waits(website: Website) -> None:
    """It said *Dat is niet gelukt*, and the mail said that it was done."""
    website.town.import_actions(FIRST, BIKES, LIGHT)
    website.tick(FIRST)
    mail(website.town, "M-01")
    assert website.tick(LATER) == ["acties/index.html", "acties/m-01.html"]
    said = website.read("acties/m-01.html")
    assert "De deadline van deze actie was 31 oktober 2026. We kijken na hoe het ermee staat." in said
    assert "niet als klaar gemeld" not in said
    overview = website.read("acties/index.html")
    assert "lopend, deadline voorbij, wordt nagekeken" in overview
    assert "niet als klaar gemeld" not in overview.lower()
    answer_all(website.town, "seen")
    assert website.tick(LATER) == ["acties/index.html", "acties/m-01.html"]
    assert PASSED in website.read("acties/m-01.html")
    assert "Deadline voorbij en niet als klaar gemeld: 1." in website.read("acties/index.html")


def test_the_overview_counts_by_theme_and_by_goal(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES | {"status": "klaar"}, LIGHT, SECRET)
    website.tick(FIRST)
    page = html.document_fromstring(website.pages["acties/index.html"])
    cards = {
        card.xpath("string(.//h3)"): [
            " ".join(each.text_content().split()) for each in card.xpath("./p | ./ul/li")
        ]
        for card in page.xpath("//section[@class='card']")
    }
    assert cards == {
        "Energie": ["Klaar: 0 van 1 actie. Lopend: 1.", "Ledverlichting: lopend"],
        "Mobiliteit": ["Klaar: 1 van 1 actie.", "Drie dienstfietsen: klaar"],
        "SDG 7: Betaalbare en duurzame energie": [
            "Klaar: 0 van 1 actie. Lopend: 1.",
            "Ledverlichting: lopend",
        ],
        "SDG 11: Duurzame steden en gemeenschappen": [
            "Klaar: 1 van 1 actie.",
            "Drie dienstfietsen: klaar",
        ],
        "SDG 13: Klimaatactie": [
            "Klaar: 1 van 2 acties. Lopend: 1.",
            "Ledverlichting: lopend",
            "Drie dienstfietsen: klaar",
        ],
    }
    assert "Klaar: 1 van 2 acties. Lopend: 1." in page.xpath("string(//p[@class='lead'])")


@pytest.mark.long
@pytest.mark.parametrize("how", ["internal", "gone"])
def test_a_page_that_is_no_longer_public_says_so_and_nothing_of_the_action(
    website: Website, how: str
) -> None:
    website.town.import_actions(FIRST, BIKES, LIGHT)
    website.tick(FIRST)
    left = [BIKES | {"public": "nee"}, LIGHT] if how == "internal" else [LIGHT]
    website.town.import_actions(LATER, *left)
    assert website.tick(LATER) == ["acties/index.html", "acties/m-01.html"]
    said = website.read("acties/m-01.html")
    assert "Deze pagina is ingetrokken" in said
    assert "Hier stond tot 2 november 2026" in said
    assert "dienstfietsen" not in website.pages["acties/m-01.html"] + website.pages["acties/index.html"]
    assert website.tick(LATER + timedelta(days=40)) == [], "it stays as it is"
    day = LATER + timedelta(days=50)
    website.town.import_actions(day, BIKES, LIGHT)
    assert website.tick(day) == ["acties/index.html", "acties/m-01.html"]
    assert "Drie dienstfietsen" in website.read("acties/m-01.html")


@pytest.mark.long
def test_free_text_is_there_once_an_edition_with_it_was_approved(website: Website) -> None:
    town = website.town
    bikes = BIKES | {"deadline": date(2027, 10, 31)}
    town.import_actions(FIRST, bikes, LIGHT)
    news = {
        "news": "Negen van de twaalf gebouwen.",
        "news_on": date(2026, 12, 2),
        "description": "Elk lokaal.",
    }
    town.import_actions(date(2026, 12, 7), bikes, LIGHT | news)
    website.tick(date(2026, 12, 7))
    assert "Negen van de twaalf" not in "".join(website.pages.values())
    assert "Elk lokaal" not in "".join(website.pages.values())
    publish_edition_of(website)
    assert website.tick(ASKED) == ["acties/e-02.html", "acties/index.html"]
    said = website.read("acties/e-02.html")
    assert "Wat we erover vertelden Ledverlichting vierde kwartaal van 2026" in said
    assert 'href="../2026-q4/loopt-e-02.html"' in website.pages["acties/e-02.html"]
    assert "Elk lokaal" not in said


def publish_edition_of(website: Website) -> None:
    """Have the edition approved and published on the website, as the flow does."""
    town = website.town
    town.take_due_step(ASKED)
    town.record_decision(EditionVerdict.APPROVE, media=(Medium.WEBSITE,))
    reviewed = town.compile()
    with town.database.read_session() as session:
        municipality = get_municipality(session, town.slug)
        edition = town.edition(session)
        run = RunContext(municipality, edition.moment_id, "folder", "run", clock_on(ASKED), ASKED)
    targets = PublishTargets(town.home / "outbox", town.home, WITH_WEBSITE)
    publish_edition(town.desk, run, reviewed, targets, RENDERERS)


def test_without_a_website_nothing_is_published(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES)
    for channels in (PublishChannels(), PublishChannels(internal=frozenset({"webdav"}))):
        assert website.tick(FIRST, channels) == []
    assert website.pages == {}


def test_without_a_public_action_there_is_no_page(website: Website) -> None:
    website.town.import_actions(FIRST, SECRET)
    assert website.tick(FIRST) == []


@pytest.mark.parametrize("waits", [DeliveryState.PENDING, DeliveryState.HELD])
def test_an_older_version_that_still_waits_is_not_sent_after_the_newer_one(
    website: Website, waits: DeliveryState
) -> None:
    website.town.import_actions(FIRST, BIKES)
    website.tick(FIRST)
    with website.town.database.write_session() as session:
        session.execute(update(Delivery).values(state=waits))
    website.tick(LATER)
    states = [state for path, state in website.states() if path == "acties/m-01.html"]
    assert states == [DeliveryState.SKIPPED, DeliveryState.PENDING]


def test_codes_that_look_the_same_have_pages_of_their_own_that_stay(website: Website) -> None:
    one, other = BIKES | {"code": "A.1"}, LIGHT | {"code": "a-1"}
    index = action("index", "Een index", public="ja")
    website.town.import_actions(FIRST, one, other, index)
    assert website.tick(FIRST) == [
        "acties/a-1-2.html",
        "acties/a-1.html",
        "acties/index-2.html",
        "acties/index.html",
        "acties/style.css",
    ]
    before = website.read("acties/a-1.html")
    website.town.import_actions(LATER, action("A!1", "Een andere", public="ja"), one, other, index)
    website.tick(LATER)
    assert "Een andere" in website.read("acties/a-1-3.html")
    assert before[:30] == website.read("acties/a-1.html")[:30]


def test_what_was_sent_to_the_website_is_counted_as_a_delivery(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES)
    website.tick(FIRST)
    with website.town.database.write_session() as session:
        session.execute(update(Delivery).values(state=DeliveryState.SENT))
    assert website.tick(FIRST + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        ([{"code": "LW", "name": "Lotte W", "job": "Duurzaamheidsambtenaar"}], "Duurzaamheidsambtenaar."),
        ([{"code": "LW", "name": "Dienst Milieu", "kind": "organisatie"}], "Dienst Milieu."),
    ],
)
def test_who_to_ask_is_a_function(
    website: Website, monkeypatch: pytest.MonkeyPatch, people: list[dict[str, Any]], asked: str
) -> None:
    monkeypatch.setattr("tests.editions.edition_municipality.PEOPLE_ROWS", people)
    website.town.import_actions(FIRST, BIKES, chief="", reply_to="mvo@linde.example.org")
    website.tick(FIRST)
    said = website.read("acties/m-01.html")
    assert f"Vraag het aan: {asked} Schrijf ons" in said
    assert "mvo@linde.example.org" in said
    assert "Lotte" not in said


def test_the_overview_says_of_which_day_and_of_which_actions_its_numbers_are(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES, SECRET)
    website.tick(FIRST)
    said = website.read("acties/index.html")
    assert (
        "Zo stond het op 1 september 2026. Hier staan en tellen alleen de acties die openbaar zijn." in said
    )
