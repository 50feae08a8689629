"""WordPress, against a stand-in that checks each request against the REST API's handbook."""

import traceback
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from terugkom.delivery.channels.base import (
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    PermanentFailure,
    TemporaryFailure,
)
from terugkom.delivery.channels.http_client import RequestLimits
from terugkom.delivery.channels.wordpress import WordpressChannel, WordpressSite, WordpressStatus
from terugkom.delivery.publication import Enclosure, Publication
from tests.delivery.fake_servers import WordPress
from tests.delivery.publications import PAGE, PICTURE, parcel
from tests.delivery.web_server import (
    GATEWAY,
    HUGE_ANSWER,
    LOST,
    NONSENSE,
    FakeServer,
    Fault,
    ReceivedRequest,
    Reply,
    refused,
)

POSTS, MEDIA = "/wp-json/wp/v2/posts", "/wp-json/wp/v2/media"
HERE = RequestLimits(connect_timeout=2, read_timeout=2, total_timeout=10, allow_private=True)


@pytest.fixture
def wordpress() -> Iterator[WordPress]:
    with WordPress() as server:
        yield server


def publish(
    server: WordPress,
    publication: Publication = PAGE,
    status: WordpressStatus = WordpressStatus.PUBLISH,
    reach: RequestLimits = HERE,
) -> str:
    site = WordpressSite(server.url, *server.login, status, reach)
    with closing(WordpressChannel(lambda _: site)) as channel:
        return channel.send(parcel(publication)) or ""


def edit_of(remote_id: str = "", key: str = "correction 1", words: str = "Rechtzetting.") -> Publication:
    html = PAGE.html.replace("<h1>", f"<p>{words}</p><h1>")
    return replace(PAGE, key=key, html=html, edited_key=PAGE.key, remote_id=remote_id)


@pytest.mark.parametrize("status", WordpressStatus)
def test_a_page_becomes_a_post_with_its_picture_in_the_library(
    wordpress: WordPress, status: WordpressStatus
) -> None:
    publish(wordpress, status=status)
    (post,), (medium,) = wordpress.posts, wordpress.media
    assert (post["title"]["raw"], post["slug"]) == ("Wat werd er van de afspraken?", "mvo-2027-q1")
    assert (post["status"], post["excerpt"]) == (status.value, "Het dak van de school ligt vol.")
    assert "<p>Café «De Zon» — 12 kWh.</p>" in post["content"]["raw"]
    assert "<body" not in post["content"]["raw"]
    assert f'src="{medium["source_url"]}" alt="Zonnepanelen' in post["content"]["raw"]
    assert "featured_media" not in post, "it stands in the text already"
    assert (medium["content"], medium["alt_text"]) == (PICTURE.content, PICTURE.alt)
    assert WordpressChannel.in_doubt_policy is InDoubtPolicy.HOLD


def test_a_picture_that_the_text_does_not_show_stands_above_it_and_a_file_is_linked(
    wordpress: WordPress,
) -> None:
    pdf = Enclosure("affiche.pdf", "application/pdf", b"%PDF-1.7", "Affiche")
    page = replace(PAGE, html='<p><a href="affiche.pdf">Affiche</a></p>', enclosed=(PICTURE, pdf))
    publish(wordpress, page)
    (post,), (picture, file) = wordpress.posts, wordpress.media
    assert post["featured_media"] == picture["id"]
    assert f'href="{file["source_url"]}"' in post["content"]["raw"]


def test_published_twice_it_is_there_once(wordpress: WordPress) -> None:
    publish(wordpress)
    publish(wordpress)
    assert (len(wordpress.posts), len(wordpress.media)) == (1, 1)


def test_a_draft_that_an_editor_completed_is_not_made_anew(wordpress: WordPress) -> None:
    publish(wordpress, status=WordpressStatus.DRAFT)
    wordpress.posts[0]["title"] = {"raw": "Een betere titel"}
    publish(wordpress, status=WordpressStatus.DRAFT)
    assert [post["title"]["raw"] for post in wordpress.posts] == ["Een betere titel"]


def test_a_page_of_somebody_else_at_this_address_is_left_alone(wordpress: WordPress) -> None:
    publish(wordpress, replace(PAGE, key="another key"))
    with pytest.raises(PermanentFailure, match="another post has the address mvo-2027-q1"):
        publish(wordpress)
    assert len(wordpress.posts) == 1


@pytest.mark.parametrize("fault", [LOST, GATEWAY, HUGE_ANSWER, NONSENSE])
def test_when_the_answer_is_lost_it_is_looked_up_and_found(wordpress: WordPress, fault: Fault) -> None:
    wordpress.faults.append((f"POST {POSTS}", fault))
    publish(wordpress)
    assert wordpress.methods()[-2:] == [f"POST {POSTS}", f"GET {POSTS}"]
    assert len(wordpress.posts) == 1


def test_when_it_is_not_found_either_it_is_in_doubt(wordpress: WordPress) -> None:
    wordpress.faults.append((f"POST {POSTS}", refused(504)))
    with pytest.raises(DeliveryInDoubt, match="answered 504"):
        publish(wordpress)
    assert wordpress.posts == []


def test_when_it_cannot_be_looked_up_it_is_in_doubt(wordpress: WordPress) -> None:
    wordpress.faults.append((f"POST {POSTS}", LOST))
    looked = wordpress.answer

    def answer(asked: ReceivedRequest) -> Reply:
        if wordpress.posts:
            return 503, {"message": "maintenance"}
        return looked(asked)

    wordpress.answer = answer  # type: ignore[method-assign]
    with pytest.raises(DeliveryInDoubt, match="no answer after all was sent"):
        publish(wordpress)
    assert len(wordpress.posts) == 1


@pytest.mark.parametrize(
    ("request_", "fault", "error"),
    [
        (f"GET {POSTS}", refused(429, Retry_After="600"), TemporaryFailure),
        (f"GET {POSTS}", refused(500), TemporaryFailure),
        (f"GET {POSTS}", LOST, TemporaryFailure),
        (f"GET {POSTS}", refused(403), ChannelUnavailable),
        (f"GET {POSTS}", refused(301, Location="https://www.elders.example/"), ChannelUnavailable),
        (f"POST {MEDIA}", LOST, TemporaryFailure),
        (f"POST {MEDIA}", GATEWAY, TemporaryFailure),
        (f"POST {MEDIA}", refused(413), PermanentFailure),
        (f"POST {MEDIA}", NONSENSE, ChannelUnavailable),
        (f"POST {POSTS}", refused(503), TemporaryFailure),
        (f"POST {POSTS}", refused(400), PermanentFailure),
    ],
)
def test_each_refusal_has_its_meaning_and_trying_again_publishes_once(
    wordpress: WordPress, request_: str, fault: Fault, error: type[ChannelError]
) -> None:
    wordpress.faults.append((request_, fault))
    with pytest.raises(ChannelError) as caught:
        publish(wordpress)
    assert type(caught.value) is error
    assert wordpress.posts == []
    publish(wordpress)
    assert (len(wordpress.posts), len(wordpress.media)) == (1, 1), "a picture is not put there twice either"


def test_a_wrong_password_is_told_without_the_password(wordpress: WordPress) -> None:
    site = WordpressSite(wordpress.url, "redactie", "geheim wachtwoord", limits=HERE)
    with pytest.raises(ChannelUnavailable) as caught, closing(WordpressChannel(lambda _: site)) as channel:
        channel.send(parcel(PAGE))
    assert str(caught.value) == "127.0.0.1 answered 401: The password Basic *** is wrong."
    told = "".join(traceback.format_exception(caught.value)) + repr(site)
    assert "geheim wachtwoord" not in told
    assert "cmVkYWN0aWU6" not in told


def test_a_private_address_is_refused_unless_the_settings_allow_it(wordpress: WordPress) -> None:
    site = WordpressSite(f"https://localhost:{wordpress.port}", *wordpress.login)
    with pytest.raises(ChannelUnavailable, match="localhost has a private address"):
        WordpressChannel(lambda _: site).send(parcel(PAGE))
    assert wordpress.asked == []


def test_a_user_is_tried_without_a_post(wordpress: WordPress) -> None:
    site = WordpressSite(wordpress.url, *wordpress.login, WordpressStatus.DRAFT, HERE)
    with closing(WordpressChannel(lambda _: site)) as channel:
        channel.check("lievegem")
        wordpress.may_publish = False
        with pytest.raises(ChannelUnavailable, match="may not publish"):
            channel.check("lievegem")
    assert wordpress.posts == []


@pytest.mark.parametrize("status", WordpressStatus)
def test_an_edit_changes_the_post_where_it_stands_and_keeps_its_status(
    wordpress: WordPress, status: WordpressStatus
) -> None:
    remote_id = publish(wordpress, status=status)
    address = " https://www.lievegem.example/mvo-2027-q1/"
    assert remote_id == "100" + (address if status is WordpressStatus.PUBLISH else "")
    before = wordpress.posts[0]["content"]["raw"]
    assert publish(wordpress, edit_of(remote_id)) == remote_id
    (post,) = wordpress.posts
    assert "<p>Rechtzetting.</p>" in post["content"]["raw"]
    assert (post["status"], post["slug"], post["revisions"]) == (status.value, "mvo-2027-q1", [before])
    assert len(wordpress.media) == 1


def test_an_edit_done_twice_is_one_and_each_edit_finds_the_post_by_its_address_too(
    wordpress: WordPress,
) -> None:
    publish(wordpress)
    publish(wordpress, edit_of())
    publish(wordpress, edit_of())
    publish(wordpress, edit_of(key="correction 2", words="Nog een rechtzetting."))
    (post,) = wordpress.posts
    assert len(post["revisions"]) == 2
    assert "Nog een rechtzetting." in post["content"]["raw"]


def test_an_edit_whose_answer_is_lost_is_tried_again(wordpress: WordPress) -> None:
    remote_id = publish(wordpress)
    wordpress.faults.append((f"POST {POSTS}/100", LOST))
    with pytest.raises(TemporaryFailure):
        publish(wordpress, edit_of(remote_id))
    publish(wordpress, edit_of(remote_id))
    assert len(wordpress.posts[0]["revisions"]) == 1


@pytest.mark.parametrize("gone", ["deleted", "trash"])
def test_a_post_that_is_gone_is_not_made_again(wordpress: WordPress, gone: str) -> None:
    remote_id = publish(wordpress)
    if gone == "trash":
        wordpress.posts[0]["status"] = "trash"
    else:
        wordpress.posts.clear()
    with pytest.raises(PermanentFailure, match="not on the site any more"):
        publish(wordpress, edit_of(remote_id))
    assert len(wordpress.posts) == (gone == "trash")


def test_an_edit_leaves_a_page_of_somebody_else_alone(wordpress: WordPress) -> None:
    publish(wordpress, replace(PAGE, key="another key"))
    with pytest.raises(PermanentFailure, match="not on the site any more"):
        publish(wordpress, edit_of())
    assert "revisions" not in wordpress.posts[0]


@pytest.mark.parametrize("folder", ["", "/nieuws"])
@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("permalinks", ["pretty", "plain", "index"])
def test_whatever_the_permalinks_it_is_posted_edited_and_there_once(
    permalinks: str, linked: bool, folder: str
) -> None:
    with WordPress(permalinks=permalinks, linked=linked, folder=folder) as server:
        site = WordpressSite(f"{server.url}{folder}", *server.login, WordpressStatus.PUBLISH, HERE)
        with closing(WordpressChannel(lambda _: site)) as channel:
            channel.check("lievegem")
            remote_id = channel.send(parcel(PAGE))
            assert channel.send(parcel(PAGE)) == remote_id
            assert channel.send(parcel(edit_of(remote_id or ""))) == remote_id
        (post,), (medium,) = server.posts, server.media
    assert "<p>Rechtzetting.</p>" in post["content"]["raw"]
    assert medium["content"] == PICTURE.content
    asked_for_pages = [each for each in server.asked if each.method == "HEAD"]
    assert bool(asked_for_pages) == (permalinks != "pretty"), "where it is usual nothing more is asked"


def test_the_password_stays_with_the_host_of_the_settings() -> None:
    """A site behind a proxy tells its inner address; nobody else's host gets the password."""
    with FakeServer() as elsewhere, WordPress(permalinks="plain") as server:
        server.build_headers = lambda asked, what: {  # type: ignore[method-assign]
            "Link": f'<{elsewhere.url}/?rest_route=/>; rel="https://api.w.org/"'
        }
        publish(server)
        assert (len(server.posts), elsewhere.asked) == (1, [])


@pytest.mark.parametrize("path", ["/wrong", "/blog/"])
def test_a_wrong_path_waits_for_the_settings(wordpress: WordPress, path: str) -> None:
    """Unless its page tells where the API is, as each page of a WordPress site does."""
    wordpress.linked = False
    site = WordpressSite(wordpress.url + path, *wordpress.login, limits=HERE)
    for publication in (PAGE, edit_of("100")):
        with pytest.raises(ChannelUnavailable, match="not a WordPress site: look at its address"):
            WordpressChannel(lambda _: site).send(parcel(publication))
    assert wordpress.posts == []
    wordpress.linked = True
    WordpressChannel(lambda _: site).send(parcel(PAGE))
    assert len(wordpress.posts) == 1


@pytest.mark.parametrize("status", [404, 200])
def test_a_website_without_the_api_waits_for_the_settings(wordpress: WordPress, status: int) -> None:
    wordpress.answer = lambda asked: (status, None)  # type: ignore[method-assign]
    with pytest.raises(ChannelUnavailable, match="not a WordPress site"):
        publish(wordpress)


def test_a_picture_may_have_a_name_with_spaces_and_accents(wordpress: WordPress) -> None:
    picture = replace(PICTURE, name="foto van Zoë.png")
    for number, shown in enumerate(("foto van Zoë.png", "foto%20van%20Zo%C3%AB.png")):
        page = replace(
            PAGE,
            key=shown,
            path=f"mvo/Énergie {number}.html",
            html=f'<img src="{shown}">',
            enclosed=(picture,),
        )
        publish(wordpress, page)
    assert [post["slug"] for post in wordpress.posts] == ["mvo-energie-0", "mvo-energie-1"]
    for post, medium in zip(wordpress.posts, wordpress.media, strict=True):
        assert post["content"]["raw"].endswith(f'<img src="{medium["source_url"]}">')
