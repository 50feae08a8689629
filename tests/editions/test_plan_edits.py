"""What a channel gets, by what stands there: edited, replaced before it leaves, or left to a person."""

from dataclasses import replace

import pytest

from terugkom.delivery.model import DeliveryState
from terugkom.delivery.publication import Enclosure, Publication
from terugkom.editions.plan_edits import PlannedEdit, plan_edits
from terugkom.editions.published_items import PublishedItem, build_item_key
from tests.delivery.publications import PICTURE

POST = Publication(
    "e:mastodon:0", "post", "Fietsen", "posts/e", "text/plain", text="Drie fietsen.", story="klaar-m-01"
)
PAGE = Publication("e:webdav:0", "page", "Fietsen", "2026-q4/a.html", html="<p>Drie</p>", story="klaar-m-01")
NOTED = replace(POST, key="c1:0", path="posts/c1", text="Rechtzetting: twee fietsen.")
RIGHT = replace(POST, key="u1:0", path="posts/u1", text="Twee fietsen.")
NOTE = "Rechtzetting van 11 januari 2027: het zijn er twee."
STATES = DeliveryState


def plan(
    channel: str,
    wanted: Publication,
    before: Publication | None = None,
    state: DeliveryState = STATES.SENT,
    remote_id: str = "1032 77",
    clean: Publication | None = RIGHT,
    *,
    is_addition: bool = False,
) -> list[PlannedEdit]:
    identity = build_item_key(channel, wanted)
    items = {identity: PublishedItem(7, channel, state, remote_id, before)} if before else {}
    unnoted = {identity: clean} if clean else {}
    return list(plan_edits(items, [(channel, wanted)], unnoted, NOTE, is_addition=is_addition))


def test_a_post_that_left_is_edited_and_keeps_its_pictures_or_loses_them() -> None:
    picture = Enclosure("a.png", "image/png", PICTURE.content, "Fietsen")
    with_picture = replace(POST, enclosed=(picture,))
    (edit,) = plan("mastodon", replace(NOTED, enclosed=(picture,)), with_picture)
    assert edit.publication == replace(NOTED, edited_key=POST.key, remote_id="1032 77")
    (edit,) = plan("mastodon", NOTED, with_picture)
    assert edit.publication == replace(NOTED, edited_key=POST.key, remote_id="1032")
    assert (edit.replaces, edit.held) == (None, False)


@pytest.mark.parametrize("state", [STATES.PENDING, STATES.HELD, STATES.FAILED])
def test_a_post_that_did_not_leave_is_replaced_by_one_that_is_right(state: DeliveryState) -> None:
    assert plan("mastodon", NOTED, POST, state) == [PlannedEdit("mastodon", RIGHT, 7, held=True)]
    withdrawn = plan("mastodon", NOTED, POST, state, clean=None)
    assert withdrawn == [PlannedEdit("mastodon", None, 7, held=True)]


def test_a_post_of_which_nobody_knows_whether_it_is_there_is_for_a_person() -> None:
    assert plan("mastodon", NOTED, POST, STATES.IN_DOUBT) == [PlannedEdit("mastodon", None, 7, by_hand=NOTED)]
    assert plan("mastodon", NOTED, POST, remote_id="") == [PlannedEdit("mastodon", by_hand=NOTED)]
    assert plan("mastodon", NOTED) == [PlannedEdit("mastodon", by_hand=NOTED)], "of an earlier version"
    assert plan("mastodon", NOTED, is_addition=True) == [PlannedEdit("mastodon", RIGHT, held=True)]


def test_what_stands_there_already_is_not_sent_again() -> None:
    assert plan("webdav", replace(PAGE, key="c1:0"), PAGE) == []
    assert plan("mastodon", replace(NOTED, text=POST.text), POST) == []


@pytest.mark.parametrize("channel", ["webdav", "wordpress"])
@pytest.mark.parametrize(
    ("state", "is_edit"), [(STATES.SENT, True), (STATES.IN_DOUBT, True), (STATES.FAILED, False)]
)
def test_a_page_is_an_edit_only_where_one_may_stand(
    channel: str, state: DeliveryState, is_edit: bool
) -> None:
    noted = replace(PAGE, key="c1:0", html="<p>Twee</p>")
    (edit,) = plan(channel, noted, PAGE, state)
    assert edit.publication
    assert edit.publication.edited_key == (PAGE.key if is_edit else "")
    assert edit.replaces == (None if state is STATES.SENT else 7)


def test_an_edit_that_did_not_leave_is_replaced_by_the_next_which_edits_the_first() -> None:
    waiting = replace(NOTED, edited_key=POST.key, remote_id="1032")
    second = replace(NOTED, key="c2:0", text="Tweede rechtzetting.")
    (edit,) = plan("mastodon", second, waiting, STATES.PENDING, remote_id="")
    assert edit.publication == replace(second, edited_key=POST.key, remote_id="1032")
    assert edit.replaces == 7


def test_a_webhook_is_told_in_a_message_of_its_own() -> None:
    (edit,) = plan("webhook", replace(PAGE, key="c1:0", html="<p>Twee</p>"), PAGE)
    assert edit.publication
    assert (edit.publication.text, edit.publication.html) == (NOTE, "<p>Twee</p>")
