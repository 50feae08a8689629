"""The standing pages on a WordPress site: pages of its own, made once and edited where they stand."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import update

from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.wordpress import WordpressChannel, WordpressSite, WordpressStatus
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.delivery.sender import SenderConfig, send_due
from terugkom.editions.publish_channels import PublishChannels
from tests.action_pages.test_action_pages import ALL, BIKES, LATER, LIGHT, SECRET
from tests.action_pages.website import Website
from tests.clock import clock_on
from tests.delivery.fake_servers import WordPress
from tests.editions.edition_municipality import FIRST

MOSTLY_SQLITE = True
HERE = RequestLimits(connect_timeout=2, read_timeout=2, total_timeout=10, allow_private=True)
ON_WORDPRESS = PublishChannels(frozenset({"wordpress"}))
ON_BOTH = PublishChannels(frozenset({"webdav", "wordpress"}))
DONE = BIKES | {"status": "klaar"}
PAGES = ["acties/e-02.html", "acties/index.html", "acties/m-01.html"]


@pytest.fixture
def server() -> Iterator[WordPress]:
    with WordPress() as running:
        yield running


def send(website: Website, server: WordPress, day: date) -> None:
    site = WordpressSite(server.url, *server.login, WordpressStatus.PUBLISH, HERE)
    desk = website.town.desk
    config = SenderConfig(desk.database, desk.documents, lambda: clock_on(day), day, 60, 60)
    with closing(WordpressChannel(lambda _: site)) as channel:
        while send_due(config, [channel]).states:
            pass


def settle(website: Website, state: DeliveryState) -> None:
    with website.town.database.write_session() as session:
        session.execute(update(Delivery).values(state=state))


@pytest.mark.long
def test_each_is_a_page_that_is_edited_and_never_made_again(website: Website, server: WordPress) -> None:
    website.town.import_actions(FIRST, BIKES, LIGHT, SECRET)
    assert website.tick(FIRST, ON_WORDPRESS) == PAGES, "the style is the website's own"
    send(website, server, FIRST)
    assert sorted(each["slug"] for each in server.pages) == ["acties", "acties-e-02", "acties-m-01"]
    assert server.posts == [], "they are no news"
    website.town.import_actions(LATER, DONE, LIGHT, SECRET)
    assert website.tick(LATER, ON_WORDPRESS) == ["acties/index.html", "acties/m-01.html"]
    send(website, server, LATER)
    third = date(2026, 11, 9)
    website.town.import_actions(third, DONE | {"title": "Vier dienstfietsen"}, LIGHT, SECRET)
    website.tick(third, ON_WORDPRESS)
    send(website, server, third)
    assert len(server.pages) == 3
    bikes = next(each for each in server.pages if each["slug"] == "acties-m-01")
    assert bikes["title"]["raw"].startswith("Vier dienstfietsen")
    assert "Deze actie is klaar sinds 2 november 2026." in bikes["content"]["raw"]
    assert len(bikes["revisions"]) == 2
    assert "Geheim" not in str(server.pages)


@pytest.mark.long
def test_what_leads_to_a_page_beside_it_is_no_link(website: Website, server: WordPress) -> None:
    website.town.import_actions(FIRST, BIKES)
    website.tick(FIRST, ON_WORDPRESS)
    send(website, server, FIRST)
    assert "Drie dienstfietsen" in str(server.pages)
    assert 'href="m-01.html"' not in str(server.pages)
    assert 'href="index.html"' not in str(server.pages)


@pytest.mark.long
def test_an_action_that_is_internal_now_is_withdrawn_there(website: Website, server: WordPress) -> None:
    website.town.import_actions(FIRST, BIKES, LIGHT)
    website.tick(FIRST, ON_WORDPRESS)
    send(website, server, FIRST)
    website.town.import_actions(LATER, BIKES | {"public": "nee"}, LIGHT)
    website.tick(LATER, ON_WORDPRESS)
    send(website, server, LATER)
    assert "Drie dienstfietsen" not in str([each["content"]["raw"] for each in server.pages])
    assert len(server.pages) == 3


@pytest.mark.parametrize("state", [DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.FAILED])
def test_a_version_that_never_left_is_not_edited(
    website: Website, server: WordPress, state: DeliveryState
) -> None:
    website.town.import_actions(FIRST, BIKES)
    website.tick(FIRST, ON_WORDPRESS)
    settle(website, state)
    website.town.import_actions(LATER, DONE)
    website.tick(LATER, ON_WORDPRESS)
    send(website, server, LATER)
    (bikes,) = [each for each in server.pages if each["slug"] == "acties-m-01"]
    assert "klaar sinds" in bikes["content"]["raw"]


def test_a_second_website_gets_all_pages_and_the_first_only_what_changed(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES, LIGHT)
    assert website.tick(FIRST) == ALL
    assert website.tick(FIRST, ON_BOTH) == PAGES
    assert website.tick(FIRST, ON_BOTH) == []
    website.town.import_actions(LATER, DONE, LIGHT)
    changed = ["acties/index.html", "acties/m-01.html"]
    assert website.tick(LATER, ON_BOTH) == sorted(changed * 2)


def test_a_channel_that_cannot_change_what_it_told_gets_no_page(website: Website) -> None:
    website.town.import_actions(FIRST, BIKES)
    assert website.tick(FIRST, PublishChannels(frozenset({"webhook", "mastodon"}))) == []
