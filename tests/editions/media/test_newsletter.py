"""The newsletter as it lies in a mailbox."""

from contextlib import closing
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from mailbox import mbox
from pathlib import Path

from lxml import html
from PIL import Image

from terugkom.delivery.mime import Envelope, build_document, build_headers, join_mail
from terugkom.documents.file_store import sha256
from terugkom.documents.letter import Address
from terugkom.documents.templates import Templates
from terugkom.editions.media import newsletter
from terugkom.editions.media.media_context import MediaContext
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.site_links import SiteLinks
from tests.editions.media.proofs import MADE_AT, PHOTO, STORIES, kit, proof

HOUSE = MediaSettings(
    website="https://zilverbeke.example.org/mvo", unsubscribe_url="https://zilverbeke.example.org/weg?t="
)


def mail(folder: Path, with_kit: MediaContext) -> EmailMessage:
    """The newsletter, put in a mailbox and taken out again."""
    letter = newsletter.render(proof(), with_kit).letter
    assert letter is not None
    leaving = newsletter.build_unsubscribe_options(with_kit)
    town = Address("Gemeente Zilverbeke", "duurzaam@zilverbeke.example.org")
    envelope = Envelope(
        town,
        Address("An Peeters", "an@zilverbeke.example.org"),
        "<1@zilverbeke.example.org>",
        MADE_AT,
        "<newsletter.zilverbeke.example.org>",
        list_unsubscribe=leaving.build_header("ab" * 16) if leaving else None,
        answer_token="ab" * 16 if leaving else "",
    )
    box = mbox(folder / "mailbox")
    key = box.add(join_mail(build_headers(envelope), build_document(letter)))
    box.close()
    with closing(mbox(folder / "mailbox")) as again:
        read = message_from_bytes(again.get_bytes(key), policy=default)
    assert isinstance(read, EmailMessage)
    assert not [part.defects for part in read.walk() if part.defects]
    return read


def test_the_newsletter_tells_all_stories_in_order_in_both_its_parts(tmp_path: Path) -> None:
    read = mail(tmp_path, kit())
    text, page = read.get_body(("plain",)), read.get_body(("html",))
    assert text
    assert page
    assert read["Subject"] == "Nieuws uit ons actieplan duurzaamheid, vierde kwartaal van 2026"
    said = "Antwoord op een idee: "  # this title says its kind, and has no label below it
    told = [
        text.get_content().index(
            f"{n}. {story.title}\r\n" + ("\r\n" if story.title.startswith(said) else "[")
        )
        for n, story in enumerate(STORIES, 1)
    ]
    assert told == sorted(told)
    shown = html.document_fromstring(page.get_content())
    headings = [each.text for each in shown.xpath("//h2[@id]")]
    assert headings == [story.title for story in STORIES]
    links = shown.xpath("//ol//a/@href")
    assert (
        links == [f"#{story.code}" for story in STORIES] == [f"#{each}" for each in shown.xpath("//h2/@id")]
    )
    assert "Een kwartaal met fietsen, led en een tegenvaller." in text.get_content()


def test_what_went_less_well_looks_as_the_rest_does() -> None:
    (page, _) = newsletter.render(proof(), kit()).files
    shown = html.document_fromstring(page.content)
    assert len({each.get("style") for each in shown.xpath("//h2[@id]")}) == 1
    assert len({each.getparent().get("style") for each in shown.xpath("//h2[@id]")}) == 1


def test_it_can_be_left_with_one_click_by_mail_and_by_a_link_in_its_text(tmp_path: Path) -> None:
    read = mail(tmp_path, kit(HOUSE))
    assert read["List-Unsubscribe"] == (
        f"<mailto:duurzaam@zilverbeke.example.org?subject=Afmelden%20nieuwsbrief%20{'ab' * 16}>,"
        f" <https://zilverbeke.example.org/weg?t={'ab' * 16}>"
    )
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page, text = read.get_body(("html",)), read.get_body(("plain",))
    assert page
    assert text
    assert f'subject=Afmelden%20nieuwsbrief%20{"ab" * 16}" style' in page.get_content()
    assert "Afmelden: mail naar duurzaam@zilverbeke.example.org" in text.get_content()


def test_without_an_address_it_promises_none(tmp_path: Path) -> None:
    read = mail(tmp_path, replace(kit(), answer_address=""))
    assert read["List-Unsubscribe"] is None
    page = read.get_body(("html",))
    assert page
    assert "mailto:" not in page.get_content()


def test_a_picture_comes_along_as_small_as_a_mail_needs(tmp_path: Path) -> None:
    read = mail(tmp_path, kit())
    (picture,) = [part for part in read.walk() if part.get_content_type() == "image/jpeg"]
    assert Image.open(BytesIO(picture.get_content())).size == (600, 400)
    page = read.get_body(("html",))
    assert page
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in page.get_content()
    grain = BytesIO()
    Image.effect_noise((3000, 2000), 90).save(grain, "PNG")
    big = grain.getvalue()
    bikes = replace(STORIES[0], picture=replace(STORIES[0].picture, sha256=sha256(big)))  # type: ignore[type-var]
    made = newsletter.render(proof(bikes), replace(kit(), pictures={PHOTO.name: big}))
    assert made.letter
    (small,) = made.letter.pictures
    assert small.type == "image/jpeg"
    assert len(small.content) <= 100_000
    assert Image.open(BytesIO(small.content)).width <= 600


def test_six_stories_are_told_and_the_others_are_one_list(tmp_path: Path) -> None:
    rest = replace(STORIES[0], code="ook-klaar", title="Ook klaar", picture=None, actions=("A", "B"))
    rest = replace(rest, lead="Deze acties zijn ook klaar:", body="- Koffie\n- Thee")
    many = [replace(STORIES[n % 6], code=f"s{n}", title=f"Bericht {n}", picture=None) for n in range(40)]
    edition = proof(*many, rest, STORIES[6])
    made = newsletter.render(edition, kit(MediaSettings(intranet="https://intranet.example.org")))
    assert made.letter
    shown = html.document_fromstring(made.letter.html)
    headings = [each.text for each in shown.xpath("//h2[@id]")]
    assert headings == [*(f"Bericht {n}" for n in (0, 1, 2, 4, 5)), "Bericht 6", "Wat komt eraan"]
    listed = [each.text_content() for each in shown.xpath("//ul/li")]
    assert {story.title for story in many} - set(headings) <= set(listed)
    assert "Koffie; Thee" in listed
    for title in {story.title for story in many} - set(headings):
        assert f"- {title}\n" in made.letter.text
    assert "https://intranet.example.org" in made.letter.text
    one = newsletter.render(proof(STORIES[0]), kit()).letter
    assert one
    assert "In deze nieuwsbrief" not in one.text
    assert "Ook dit kwartaal" not in one.text


def test_nothing_in_it_is_fetched_from_elsewhere() -> None:
    (page, _) = newsletter.render(proof(), kit()).files
    shown = html.document_fromstring(page.content)
    assert [each.partition(",")[0] for each in shown.xpath("//@src")] == ["data:image/jpeg;base64"]
    assert not shown.xpath("//link | //script | //iframe | //@background")


def test_ideas_are_asked_for_and_it_is_told_what_became_of_them() -> None:
    made = newsletter.render(proof(), kit(MediaSettings(ideas_address="ideeen@zilverbeke.example.org")))
    assert made.letter
    assert "mailto:ideeen@zilverbeke.example.org?subject=Idee" in made.letter.html
    assert "Wat we met uw ideeën deden: zie bericht 6 hierboven." in made.letter.text
    none = newsletter.render(proof(STORIES[0]), kit()).letter
    assert none
    assert "Hebt u een idee?" in none.text
    assert "Wat we met uw ideeën deden" not in none.text


def test_a_municipality_s_own_template_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "newsletter").mkdir()
    (tmp_path / "newsletter/subject.txt").write_text("Eigen: {{ quarter }}\n", encoding="utf-8")
    made = newsletter.render(proof(), replace(kit(), templates=Templates("nl", tmp_path)))
    assert made.letter
    assert made.letter.subject == "Eigen: vierde kwartaal van 2026"


def test_with_our_pages_one_click_unsubscribes_and_the_idea_box_is_a_page(tmp_path: Path) -> None:
    links = SiteLinks("https://acties.example.org", "zilverbeke", "c0de")
    read = mail(tmp_path, replace(kit(), links=links))
    page = "https://acties.example.org/u/" + "ab" * 16
    assert read["List-Unsubscribe"].endswith(f", <{page}>")
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in (read.get_body(("plain",)), read.get_body(("html",))):
        assert part
        assert page in part.get_content()
        assert "https://acties.example.org/ideeen/zilverbeke?code=c0de" in part.get_content()


def test_a_page_of_ones_own_for_unsubscribing_goes_first(tmp_path: Path) -> None:
    links = SiteLinks("https://acties.example.org", "zilverbeke")
    read = mail(tmp_path, replace(kit(HOUSE), links=links))
    assert "https://zilverbeke.example.org/weg?t=" in read["List-Unsubscribe"]
    assert "/u/" not in read.as_string()


def test_without_an_address_for_answers_the_page_alone_unsubscribes() -> None:
    here = replace(kit(), answer_address="", links=SiteLinks("https://acties.example.org", "zb"))
    leaving = newsletter.build_unsubscribe_options(here)
    assert leaving is not None
    assert str(leaving.build_header("ab")) == "<https://acties.example.org/u/ab>"
    local = replace(here, links=SiteLinks("http://localhost:4280", "zb"))
    assert newsletter.build_unsubscribe_options(local) is None, "one click is for https alone"
