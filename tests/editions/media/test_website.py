"""The website: pages that stay where they are, and a feed that readers of feeds accept."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from lxml import etree, html

from terugkom.documents.file_store import DocumentChanged, sha256
from terugkom.documents.image_file import encode_again
from terugkom.editions.media import intranet, website
from terugkom.editions.media.rendered import RenderedMedium
from terugkom.errors import InputError
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.site_links import SiteLinks
from tests.editions.media.proofs import MADE_AT, PHOTO, STORIES, kit, proof

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def pages(made: RenderedMedium) -> dict[str, str]:
    return {file.name: file.content.decode() for file in made.files if file.type == "text/html"}


def feed(made: RenderedMedium) -> bytes:
    return next(file.content for file in made.files if file.name == "feed.atom")


def test_an_edition_has_a_folder_of_its_own_below_the_newest_overview() -> None:
    made = website.render(proof(), kit())
    assert made.has_pages
    assert [file.name for file in made.files] == [
        "index.html",
        "2026-q4/index.html",
        "2026-q4/klaar-m-01.html",
        "2026-q4/loopt-e-02.html",
        "2026-q4/minder-a-02.html",
        "2026-q4/nieuw-n-07.html",
        "feed.atom",
        "style.css",
        "2026-q4/klaar-m-01.jpg",
    ]
    assert made.files[-1].content == encode_again(PHOTO.content)


def test_each_link_and_picture_of_each_page_leads_somewhere() -> None:
    made = website.render(proof(), replace(kit(), earlier_periods=("2026-Q4", "2026-Q3")))
    names = {file.name for file in made.files} | {"2026-q3/index.html"}
    for name, text in pages(made).items():
        base = f"https://site.example/{name}"
        page = html.document_fromstring(text, base_url=base)
        page.make_links_absolute()
        found = [link for *_, link, _ in page.iterlinks() if "site.example" in link]
        assert found
        for link in found:
            assert link.removeprefix("https://site.example/").partition("#")[0] in {*names, name}


def test_the_overview_leads_to_the_standing_pages_where_there_are_any() -> None:
    with_pages = pages(website.render(proof(), replace(kit(), has_action_pages=True)))
    assert 'href="acties/index.html"' in with_pages["index.html"]
    assert 'href="../acties/index.html"' in with_pages["2026-q4/index.html"]
    assert "acties/index.html" not in "".join(pages(website.render(proof(), kit())).values())


def test_what_went_less_well_is_told_as_the_rest_is() -> None:
    page = html.document_fromstring(pages(website.render(proof(), kit()))["index.html"])
    cards = page.xpath("//li[@class='card']")
    assert [card.xpath("string(.//p)") for card in cards] == [
        "Klaar",
        "Aan de gang",
        "Vertraagd of gestopt",
        "Nieuw",
    ]
    assert len({tuple(each.tag for each in card.xpath("./article/*"))[:2] for card in cards}) == 1


def test_a_story_shows_its_figures_with_source_and_date_and_its_picture_with_who_took_it() -> None:
    made = pages(website.render(proof(), kit()))
    figure = html.document_fromstring(made["2026-q4/loopt-e-02.html"]).xpath("//dl//text()")
    assert [text for each in figure if (text := each.strip())] == [
        "Verbruik van de gemeentelijke gebouwen",
        "412.500 kWh",
        "Doel: 390.000 kWh",
        "Bron: Facturen van de netbeheerder, 30 november 2026",
    ]
    bikes = html.document_fromstring(made["2026-q4/klaar-m-01.html"])
    assert bikes.xpath("string(//figure/img/@alt)") == STORIES[0].picture.alt  # type: ignore[union-attr]
    assert bikes.xpath("string(//figure/figcaption)") == "Foto: Bram Lefevre"


def test_what_was_said_for_inside_the_house_stays_inside() -> None:
    for file in website.render(proof(introduction="Voor collega's"), kit()).files:
        assert b"Voor collega" not in file.content


def test_without_public_news_the_overview_says_so_and_the_feed_is_empty() -> None:
    made = website.render(proof(STORIES[3]), kit())
    assert "geen nieuws dat we hier vertellen" in pages(made)["index.html"]
    assert feedparser.parse(feed(made)).entries == []


def test_a_picture_that_is_not_the_approved_one_is_not_published() -> None:
    with pytest.raises(DocumentChanged, match=r"fietsen\.jpg"):
        website.render(proof(), replace(kit(), pictures={PHOTO.name: b"another"}))
    content = b"II*\0 a TIFF"
    tiff = replace(STORIES[0], picture=replace(STORIES[0].picture, sha256=sha256(content)))  # type: ignore[type-var]
    with pytest.raises(InputError, match=r"fietsen\.jpg cannot be read: it is no JPEG"):
        website.render(proof(tiff), replace(kit(), pictures={PHOTO.name: content}))


def test_readers_of_feeds_read_the_feed() -> None:
    read = feedparser.parse(feed(website.render(proof(), kit())))
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == "Gemeente Zilverbeke: actieplan duurzaamheid"
    assert [entry.title for entry in read.entries] == [story.title for story in proof().public_only.stories]
    light = read.entries[1]
    assert light.link == "https://zilverbeke.example.org/mvo/2026-q4/loopt-e-02.html"
    assert light.summary == "In negen van de twaalf gebouwen hangt nu ledverlichting."
    assert "412.500 kWh" in light.content[0].value
    assert light.updated_parsed[:5] == (2026, 12, 17, 9, 0)


@pytest.mark.parametrize("site", ["https://zilverbeke.example.org/mvo/", ""])
def test_the_feed_has_what_rfc_4287_asks_for(site: str) -> None:
    root = etree.fromstring(feed(website.render(proof(), kit(MediaSettings(website=site)))))
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.xpath("count(a:author/a:name)", namespaces=ATOM) == 1
    assert root.xpath("count(a:link[@rel='self'])", namespaces=ATOM) == 1
    for each in [root, *root.xpath("a:entry", namespaces=ATOM)]:
        for name in ("id", "title", "updated"):
            assert each.xpath(f"count(a:{name})", namespaces=ATOM) == 1
        assert re.fullmatch(
            r"tag:zilverbeke\.(example\.org|invalid),2026:[A-Za-z0-9/-]+",
            each.xpath("string(a:id)", namespaces=ATOM),
        )
        updated = each.xpath("string(a:updated)", namespaces=ATOM)
        assert datetime.fromisoformat(updated) == MADE_AT
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", updated)  # RFC 3339
    ids = root.xpath("//a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) == 5


def test_a_story_keeps_its_identifier_when_its_words_change() -> None:
    before = feedparser.parse(feed(website.render(proof(), kit())))
    changed = tuple(replace(story, title=f"{story.title}!") for story in STORIES)
    later = replace(kit(), rendered_at=datetime(2026, 12, 18, tzinfo=UTC))
    after = feedparser.parse(feed(website.render(proof(*changed), later)))
    assert [each.id for each in after.entries] == [each.id for each in before.entries]
    assert after.feed.id == before.feed.id
    assert after.entries[0].updated_parsed > before.entries[0].updated_parsed
    assert later.rendered_at - MADE_AT < timedelta(days=1)


def test_the_same_edition_is_the_same_bytes() -> None:
    assert website.render(proof(), kit()) == website.render(proof(), kit())


def test_each_story_asks_whether_it_is_right_where_the_forms_are_open() -> None:
    staff_only = replace(kit(), links=SiteLinks("https://acties.example.org", "zilverbeke", "c0de"))
    assert "acties.example.org" not in "".join(pages(website.render(proof(), staff_only)).values())
    inside = pages(intranet.render(proof(), staff_only))["index.html"]
    link = "https://acties.example.org/opmerking/zilverbeke?over=2026-Q4%2Fklaar-m-01"
    assert f'href="{link}&amp;code=c0de"' in inside
    assert inside.count("Klopt dit? Wat mist u?</a>") == len(STORIES)
    open_to_all = replace(staff_only, links=replace(staff_only.links, is_open_to_all=True))
    outside = pages(website.render(proof(), open_to_all))
    assert f'href="{link}"' in outside["2026-q4/klaar-m-01.html"]
    assert "c0de" not in "".join(outside.values()), "the website shows nobody the code of the staff"


def test_without_pages_of_ours_no_document_links_to_one() -> None:
    shown = {**pages(website.render(proof(), kit())), **pages(intranet.render(proof(), kit()))}
    assert "Wat mist u?" not in "".join(shown.values())


@pytest.mark.parametrize(("number", "has_list"), [(1, False), (2, False), (3, True)])
def test_the_intranet_lists_its_stories_where_there_are_some(number: int, has_list: bool) -> None:
    page = html.document_fromstring(intranet.render(proof(*STORIES[:number]), kit()).files[0].content)
    assert bool(page.xpath("//nav[@aria-label='Berichten in dit verslag']")) is has_list
    assert len(page.xpath("//article")) == number
