"""An own template of one medium that fails stops the correction of that medium alone, which follows later."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from terugkom.database.connection_pool import Database
from terugkom.delivery.enqueue import OutboundDocument
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.templates import Templates
from terugkom.editions.corrections.correction_model import CorrectionKind, CorrectionState, StoryCorrection
from terugkom.editions.corrections.list_corrections import (
    list_unfinished_corrections,
    select_with_unfinished_corrections,
)
from terugkom.editions.corrections.publish_correction import CorrectionResult, publish_correction
from terugkom.editions.media.renderers import RENDERERS
from terugkom.editions.unrendered_media import enqueue_unrendered_media
from terugkom.plan.media import Medium
from tests.editions.conftest import BEFORE, NOW
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import LATER, PublishedMunicipality
from tests.editions.test_obsolete_items import publish_photograph
from tests.fill_once import fill_once

MOSTLY_SQLITE = True
SETTINGS = {
    "bulletin_editor": "blad@linde.example.org",
    "website": "https://linde.example.org/mvo",
}
MEDIA = (Medium.NEWSLETTER, Medium.INTRANET, Medium.WEBSITE, Medium.BULLETIN, Medium.SOCIAL)
STORY = "klaar-m-01"
WRONG = "Dag lezer\n{{ nobody.knows.this }}\n"
NEXT_DAY = LATER + timedelta(days=1)


@pytest.fixture
def linde(database: Database, tmp_path: Path) -> PublishedMunicipality:
    """Linde, whose edition was published and sent, and which may have templates of its own."""
    room = PublishedMunicipality(database, tmp_path)

    def fill() -> None:
        room.import_actions(FIRST, *BEFORE, **SETTINGS)
        room.import_actions(ASKED, *NOW, **SETTINGS)
        room.publish(*MEDIA)
        room.settle()

    fill_once(database, tmp_path, "published for own templates", fill)
    return room


def write_template(room: PublishedMunicipality, name: str) -> Path:
    path = room.home / "own" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(WRONG)
    return path


def propose(
    room: PublishedMunicipality, kind: CorrectionKind = CorrectionKind.CORRECT, note: str = "Het is niet zo."
) -> StoryCorrection:
    if kind is CorrectionKind.CORRECT:
        room.edit(STORY, ("Ze staan bij het onthaal.", "Ze staan aan de achterdeur."))
    correction = room.propose(kind, STORY, note)
    room.settle(role="coordinator")
    room.decide(correction)
    return correction


def publish(
    room: PublishedMunicipality, correction: StoryCorrection, day: date = LATER
) -> tuple[CorrectionResult, OutboundDocument | None]:
    """Publish as the run does; return the result, and the mail about what failed."""
    desk = replace(room.desk, templates=Templates("nl", room.home / "own"))
    run = room.run(day)
    result = publish_correction(desk, run, correction.id, room.targets(), RENDERERS)
    now = load(room, correction)
    is_published = now.state is CorrectionState.PUBLISHED
    mail = enqueue_unrendered_media(desk, run, result.failed, is_published=is_published, correction=now)
    return result, mail


def load(room: PublishedMunicipality, correction: StoryCorrection) -> StoryCorrection:
    with room.database.read_session() as session:
        return session.get_one(StoryCorrection, correction.id)


def is_unfinished(room: PublishedMunicipality) -> bool:
    with room.database.read_session() as session:
        town = room.load_municipality()
        found = session.scalars(select_with_unfinished_corrections()).all() == [town.id]
        assert found is bool(list_unfinished_corrections(session, town))
        return found


def leave_one_waiting(room: PublishedMunicipality) -> Delivery:
    """Have the newsletter of one subscriber wait, as when the mail server was down; return it."""
    with room.database.write_session() as session:
        waits, _ = next(each for each in room.deliveries() if each[1].kind == "newsletter")
        waits = session.merge(waits)
        waits.state = DeliveryState.PENDING
    return waits


def list_keys(room: PublishedMunicipality) -> dict[str, str]:
    """Return of each delivery, by its key, what it is."""
    return {
        each.key: f"{each.channel} {document.kind} {each.recipient}" for each, document in room.deliveries()
    }


def read_text(mail: OutboundDocument) -> str:
    body = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
    assert body
    return " ".join(str(body.get_content()).split())


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "medium", "wanted"),
    [
        ("newsletter/body.txt", Medium.NEWSLETTER, {"newsletter-correction-1"}),
        ("newsletter-correction/body.txt", Medium.NEWSLETTER, {"newsletter-correction-1"}),
        ("website/story.html", Medium.WEBSITE, {"page", "file"}),
        ("bulletin/body.txt", Medium.BULLETIN, {"correction-by-hand"}),
    ],
)
def test_one_broken_template_stops_its_medium_alone_which_follows_alone_and_once(
    linde: PublishedMunicipality, name: str, medium: Medium, wanted: set[str]
) -> None:
    own, correction = write_template(linde, name), propose(linde)
    before = list_keys(linde)
    result, mail = publish(linde, correction)
    assert list(result.failed) == [medium]
    assert load(linde, correction).state is CorrectionState.PUBLISHED
    assert load(linde, correction).unrendered_media == [medium]
    first = {kind.split()[1] for key, kind in list_keys(linde).items() if key not in before}
    others = {"newsletter-correction-1", "page", "correction-by-hand", "media-not-rendered", "post"}
    assert first >= others - wanted - ({"correction-by-hand"} if medium is Medium.BULLETIN else set())
    assert mail
    assert name in read_text(mail)
    assert "De rechtzetting van een bericht in de nieuwsbrief van het vierde kwartaal" in read_text(mail)
    assert "tot de volgende nieuwsbrief begint" not in read_text(mail)
    assert is_unfinished(linde)

    told = list_keys(linde)
    again, mail = publish(linde, correction, NEXT_DAY)
    assert (list(again.failed), mail, list_keys(linde)) == ([medium], None, told), "nothing twice"

    own.unlink()
    late, mail = publish(linde, correction, NEXT_DAY)
    assert (late.failed, mail) == ({}, None)
    new = {kind.split()[1] for key, kind in list_keys(linde).items() if key not in told}
    assert wanted <= new <= wanted | {"post"}, new
    assert load(linde, correction).published_on == LATER, "the day that readers of the others saw"
    assert not is_unfinished(linde)
    told = list_keys(linde)
    assert publish(linde, correction, NEXT_DAY) == (CorrectionResult(), None)
    assert list_keys(linde) == told


@pytest.mark.long
def test_nobody_is_sent_to_a_page_that_still_says_what_is_wrong(linde: PublishedMunicipality) -> None:
    write_template(linde, "website/story.html")
    publish(linde, propose(linde))
    ((_, document), *_) = [
        each for each in linde.deliveries() if each[1].kind.startswith("newsletter-correction")
    ]
    text = linde.mail_text(document)
    assert "achterdeur" in text
    assert "https://linde.example.org" not in text


@pytest.mark.long
def test_a_newsletter_that_has_not_left_waits_for_the_corrected_one(linde: PublishedMunicipality) -> None:
    waits = leave_one_waiting(linde)
    own, correction = write_template(linde, "newsletter/body.txt"), propose(linde)
    publish(linde, correction)
    state = next(each.state for each, _ in linde.deliveries() if each.key == waits.key)
    assert state.value == "skipped"
    own.unlink()
    publish(linde, correction, NEXT_DAY)
    new = [each for each in linde.deliveries(recipient=waits.recipient) if each[0].id > waits.id]
    (text,) = [linde.mail_text(document) for _, document in new if document.kind == "newsletter"]
    assert "achterdeur" in text
    assert "bij het onthaal" not in text


def list_unsettled(room: PublishedMunicipality, reader: str) -> list[tuple[str, str]]:
    """Return of what a reader is still to get of the newsletter: the kind, and the text on one line."""
    return [
        (document.kind, " ".join(room.mail_text(document).split()))
        for _, document in room.deliveries(recipient=reader, state=DeliveryState.PENDING)
        if document.kind.startswith("newsletter")
    ]


def correct_again(room: PublishedMunicipality, story: str, was: str, now: str) -> None:
    room.edit(story, (was, now))
    correction = room.propose(CorrectionKind.CORRECT, story, f"Het is toch nog anders: {now}")
    room.settle(role="coordinator")
    room.decide(correction)
    publish(room, correction, NEXT_DAY)


@pytest.mark.long
def test_who_waits_for_a_newsletter_gets_it_from_the_later_correction_that_takes_over(
    linde: PublishedMunicipality,
) -> None:
    """Its newsletter was skipped for the first one, whose own mail failed: it never got any."""
    waits = leave_one_waiting(linde)
    own, first = write_template(linde, "newsletter-correction/body.txt"), propose(linde)
    publish(linde, first)
    assert list_unsettled(linde, waits.recipient) == []
    own.unlink()
    correct_again(linde, STORY, "Ze staan aan de achterdeur.", "Ze staan in de garage.")
    assert load(linde, first).unrendered_media == []
    ((kind, text),) = list_unsettled(linde, waits.recipient)
    assert kind == "newsletter"
    assert "Ze staan in de garage." in text
    linde.settle()
    correct_again(linde, STORY, "Ze staan in de garage.", "Ze staan buiten.")
    assert [kind for kind, _ in list_unsettled(linde, waits.recipient)] == ["newsletter-correction-3"]


@pytest.mark.long
def test_who_got_the_newsletter_with_what_follows_late_gets_no_mail_about_it(
    linde: PublishedMunicipality,
) -> None:
    waits = leave_one_waiting(linde)
    own, first = write_template(linde, "newsletter-correction/body.txt"), propose(linde)
    publish(linde, first)
    own.unlink()
    correct_again(linde, "loopt-e-02", "Negen van de twaalf gebouwen.", "Tien van de twaalf gebouwen.")
    ((kind, text),) = list_unsettled(linde, waits.recipient)
    assert kind == "newsletter"
    assert "achterdeur" in text
    linde.settle()
    publish(linde, first, NEXT_DAY)
    assert list_unsettled(linde, waits.recipient) == []
    told = {each.recipient for each, d in linde.deliveries() if d.kind == "newsletter-correction-1"}
    assert told
    assert waits.recipient not in told


@pytest.mark.long
def test_a_mail_to_readers_still_follows_if_a_later_correction_sends_them_none(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = publish_photograph(sqlite_database, tmp_path)
    own, first = write_template(room, "newsletter-correction/body.txt"), propose(room)
    publish(room, first)
    correct_again(room, STORY, "toestemming: 1 december 2026", "toestemming: 3 december 2026.")
    assert load(room, first).unrendered_media == [Medium.NEWSLETTER]
    own.unlink()
    publish(room, first, NEXT_DAY)
    kinds = {d.kind for _, d in room.deliveries() if d.kind.startswith("newsletter-")}
    assert kinds == {"newsletter-correction-1"}


@pytest.mark.long
def test_a_newsletter_that_only_lacks_a_story_leaves_while_the_mail_about_it_waits(
    linde: PublishedMunicipality,
) -> None:
    publish(linde, propose(linde, CorrectionKind.WITHDRAW, "Ze staan er nog niet."))
    linde.settle()
    waits = leave_one_waiting(linde)
    own = write_template(linde, "newsletter-correction/body.txt")
    publish(linde, added := propose(linde, CorrectionKind.ADD, "Ze staan er toch wel."))
    assert [kind for kind, _ in list_unsettled(linde, waits.recipient)] == ["newsletter"]
    linde.settle()
    own.unlink()
    publish(linde, added, NEXT_DAY)
    assert [kind for kind, _ in list_unsettled(linde, waits.recipient)] == ["newsletter-correction-2"]


@pytest.mark.long
def test_nothing_is_called_corrected_if_every_medium_fails(linde: PublishedMunicipality) -> None:
    with linde.database.write_session() as session:
        from terugkom.editions.model import Edition

        edition = session.scalars(select(Edition)).one()
        edition.published_stories = {"newsletter": edition.published_stories["newsletter"]}
    own, correction = write_template(linde, "newsletter-correction/subject.txt"), propose(linde)
    _, mail = publish(linde, correction)
    assert load(linde, correction).state is CorrectionState.APPROVED
    assert mail
    assert "Er is nog niets verschenen." in read_text(mail)
    assert is_unfinished(linde)
    own.unlink()
    publish(linde, correction, NEXT_DAY)
    assert load(linde, correction).state is CorrectionState.PUBLISHED
    assert load(linde, correction).published_on == NEXT_DAY
    assert not is_unfinished(linde)


@pytest.mark.long
def test_what_a_later_correction_of_the_story_tells_does_not_follow_for_the_earlier_one(
    linde: PublishedMunicipality,
) -> None:
    own, first = write_template(linde, "newsletter-correction/body.txt"), propose(linde)
    publish(linde, first)
    linde.edit(STORY, ("Ze staan aan de achterdeur.", "Ze staan in de garage."))
    second = linde.propose(CorrectionKind.CORRECT, STORY, "Ze staan toch in de garage.")
    linde.settle(role="coordinator")
    linde.decide(second)
    publish(linde, second)
    assert load(linde, first).unrendered_media == []
    assert load(linde, second).unrendered_media == [Medium.NEWSLETTER]
    own.unlink()
    publish(linde, second, NEXT_DAY)
    mails = [each for each in linde.deliveries() if each[1].kind.startswith("newsletter-correction")]
    assert {document.kind for _, document in mails} == {"newsletter-correction-2"}


@pytest.mark.long
def test_what_was_added_and_corrected_since_is_added_as_it_is_now(linde: PublishedMunicipality) -> None:
    withdrawn = propose(linde, CorrectionKind.WITHDRAW, "Ze staan er nog niet.")
    publish(linde, withdrawn)
    linde.settle()
    own = write_template(linde, "newsletter-correction/body.txt")
    publish(linde, added := propose(linde, CorrectionKind.ADD, "Ze staan er toch wel."))
    assert load(linde, added).unrendered_media == [Medium.NEWSLETTER]
    publish(linde, propose(linde))
    own.unlink()
    publish(linde, added, NEXT_DAY)
    kind = f"newsletter-correction-{added.number}"
    texts = {linde.mail_text(document) for _, document in linde.deliveries() if document.kind == kind}
    (text,) = texts
    assert "Ze staan aan de achterdeur." in text
    assert "bij het onthaal" not in text
