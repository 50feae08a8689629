"""What the mails of a correction say: titles in quotation marks, the edition in words, how to decide."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tasks.correction_form import describe_correction
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import DeliveryState
from terugkom.documents.messages import translate
from terugkom.editions.corrections.correction_approval import (
    CorrectionReach,
    CorrectionRequest,
    enqueue_correction_request,
)
from terugkom.editions.corrections.correction_model import CorrectionKind, StoryCorrection
from terugkom.editions.model import EditionStep
from terugkom.plan.media import Medium
from tests.editions.conftest import BEFORE, LIGHT, NOW, publish_newsletter_and_site
from tests.editions.edition_municipality import ASKED, FIRST
from tests.editions.published_municipality import PublishedMunicipality
from tests.editions.test_obsolete_items import publish_photograph, remove_photograph
from tests.plain_language.find_faults import find_technical

MOSTLY_SQLITE = True
QUOTES = {"nl": "“”", "en": "“”", "fr": "«»", "de": "„“"}
TITLE = "“Drie dienstfietsen: klaar”"


@pytest.fixture
def linde(sqlite_database: Database, tmp_path: Path) -> PublishedMunicipality:
    return publish_newsletter_and_site(sqlite_database, tmp_path)


def read_mails(linde: PublishedMunicipality) -> dict[str, tuple[str, str, str]]:
    """By kind: the subject, text and HTML of a mail, each on one line."""
    found = {}
    for _, document in linde.deliveries():
        if document.kind.startswith(("correction", "newsletter-correction")):
            content = linde.desk.documents.read(document.path, document.sha256)
            mail = message_from_bytes(content, policy=default)
            bodies = [mail.get_body((each,)) for each in ("plain", "html")]
            text, page = (" ".join(each.get_content().split()) for each in bodies if each)
            found[document.kind] = (str(mail["Subject"]), text, page)
    return found


def test_titles_stand_in_quotation_marks_in_each_subject(linde: PublishedMunicipality) -> None:
    correction = linde.propose(CorrectionKind.WITHDRAW, "klaar-m-01", "De fietsen zijn nooit geleverd.")
    linde.settle(role="coordinator")
    linde.decide(correction)
    linde.publish_correction(correction)
    subjects = {kind: subject for kind, (subject, _, _) in read_mails(linde).items()}
    edition = "de nieuwsbrief van het vierde kwartaal van 2026"
    assert subjects == {
        "correction-asked": f"Ter goedkeuring: intrekking bij {edition}, {TITLE}",
        "newsletter-correction-1": f"Ingetrokken uit de nieuwsbrief: {TITLE}",
        "correction-by-hand": f"Zelf te doen na de intrekking van {TITLE}",
    }


@pytest.mark.parametrize("url", ["", "https://terugkom.example.org/runs/1"])
def test_the_request_says_where_and_how_in_the_words_of_its_reader(
    linde: PublishedMunicipality, url: str
) -> None:
    correction = linde.propose(CorrectionKind.WITHDRAW, "klaar-m-01", "De fietsen zijn nooit geleverd.")
    request = CorrectionRequest(url, EditionStep.REMINDED)
    enqueue_correction_request(linde.desk, linde.run(), correction.id, request)
    _, text, page = read_mails(linde)["correction-asked"]
    code = correction.text_hash[:8]
    told = (
        "het aan wie Terugkom beheert: wat u beslist over de intrekking van “Drie dienstfietsen: klaar” in de"
        f" nieuwsbrief van het vierde kwartaal van 2026, en uw naam, met het kenmerk {code}."
    )
    for said in (text, page):
        assert told in said
        assert "2026-Q4" not in said
        assert find_technical(re.sub(r"https?://\S+", "", re.sub("<[^>]+>", " ", said))) == []
    assert ("met de knop Resume: https://terugkom.example.org/runs/1" in text) is bool(url)


@pytest.mark.parametrize("language", QUOTES)
def test_stories_and_editions_are_named_in_words_in_each_language(
    linde: PublishedMunicipality, language: str
) -> None:
    correction: StoryCorrection = linde.propose(
        CorrectionKind.WITHDRAW, "klaar-m-01", "De fietsen zijn nooit geleverd."
    )
    opening, closing = QUOTES[language]
    form = describe_correction(correction, CorrectionReach((Medium.WEBSITE,), 0), language, "")
    waits = translate(
        "run-page.correction-asked",
        language,
        story="klaar-m-01",
        quarter="4e kwartaal 2026",
        municipality="linde",
        since=ASKED,
    )
    withdrawn = translate("story.withdrawn-title", language, title="Drie dienstfietsen: klaar")
    for text, name in ((form, "klaar-m-01"), (waits, "klaar-m-01"), (withdrawn, "Drie dienstfietsen: klaar")):
        assert re.search(rf"{opening}\s?{name}\s?{closing}", text), text
        assert "2026-Q4" not in text


@pytest.mark.long
def test_a_figure_has_the_goal_that_it_had_in_the_newsletter(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = PublishedMunicipality(sqlite_database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW, indicators=[LIGHT])
    room.publish(Medium.NEWSLETTER)
    room.settle()
    room.edit("loopt-e-02", ("Negen van de twaalf gebouwen.", "Tien van de twaalf gebouwen."))
    correction = room.propose(CorrectionKind.CORRECT, "loopt-e-02", "Het zijn er tien.")
    room.settle(role="coordinator")
    room.decide(correction)
    room.publish_correction(correction)

    _, text, page = read_mails(room)["newsletter-correction-1"]

    assert "Verbruik: 412.500 kWh Doel: 390.000 kWh Bron: Facturen" in text.replace("\xa0", " ")
    assert "Doel: 390.000 kWh. Bron: Facturen" in page.replace("\xa0", " ")


def test_of_a_mail_that_never_left_it_is_said_that_it_was_not_sent(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = PublishedMunicipality(sqlite_database, tmp_path)
    only = [BEFORE[0], *({**each, "public": "nee"} for each in BEFORE[1:])]
    room.import_actions(FIRST, *only, press_list="een@krant.example.org")
    now = [NOW[0], *({**each, "public": "nee"} for each in NOW[1:])]
    room.import_actions(ASKED, *now, press_list="een@krant.example.org")
    room.publish(Medium.NEWSLETTER, Medium.PRESS)
    room.settle(role="staff")
    correction = room.propose(CorrectionKind.WITHDRAW, "klaar-m-01", "De fietsen zijn nooit geleverd.")
    room.settle(role="coordinator")
    room.decide(correction)
    room.publish_correction(correction)
    press = [each.state for each, document in room.deliveries() if document.kind == "edition-press"]
    assert press == [DeliveryState.SKIPPED]
    _, *bodies = read_mails(room)["correction-by-hand"]
    for body in bodies:
        assert "Dit was klaargezet voor een@krant.example.org, maar nog niet gemaild." in body
        assert "Gemaild naar" not in body


@pytest.mark.long
def test_a_story_that_was_withdrawn_and_is_told_again_was_not_missing(linde: PublishedMunicipality) -> None:
    withdrawal = linde.propose(CorrectionKind.WITHDRAW, "klaar-m-01", "De fietsen zijn nooit geleverd.")
    linde.settle(role="coordinator")
    linde.decide(withdrawal)
    linde.publish_correction(withdrawal)
    linde.settle()
    addition = linde.propose(CorrectionKind.ADD, "klaar-m-01", "")
    linde.settle(role="coordinator")
    linde.decide(addition)
    linde.publish_correction(addition)
    for told in read_mails(linde)["newsletter-correction-2"][1:]:
        assert "trokken wij een bericht uit de nieuwsbrief van het vierde kwartaal van 2026 in" in told
        assert "ontbrak" not in told


@pytest.mark.long
def test_of_a_photograph_alone_readers_and_who_approves_are_told_that_it_goes(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """Readers read that something was wrong, and then the text that they had, as how it should be."""
    room = publish_photograph(sqlite_database, tmp_path)
    remove_photograph(room)
    correction = room.propose(CorrectionKind.CORRECT, "klaar-m-01", "De toestemming werd ingetrokken.")
    room.settle(role="coordinator")
    room.decide(correction)
    room.publish_correction(correction)
    mails = read_mails(room)
    for body in mails["correction-asked"][1:]:
        assert "De foto bij dit bericht verdwijnt. De tekst blijft zoals ze is." in body
    for body in mails["newsletter-correction-1"][1:]:
        assert f"stond dit bericht: {TITLE}. De foto erbij tonen wij niet meer." in body
        assert "De toestemming werd ingetrokken." in body
        assert "klopte" not in body.replace("Klopt er nog iets niet?", "")
        assert "Zo is het juist" not in body
        assert "onthaal" not in body
    for body in mails["correction-by-hand"][1:]:
        assert "(bericht op sociale media, dia, affiche," in body


@pytest.mark.long
def test_of_what_is_said_of_a_photograph_that_stays_both_are_told_and_of_its_permission_no_reader(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """Readers read *Wij pasten de foto aan.*, and who approved two equal texts."""
    room = publish_photograph(sqlite_database, tmp_path)
    room.edit("klaar-m-01", ("fotograaf: Rik", "fotograaf: Mia & co"))
    correction = room.propose(CorrectionKind.CORRECT, "klaar-m-01", "De naam van de fotograaf was fout.")
    room.settle(role="coordinator")
    room.decide(correction)
    room.publish_correction(correction)
    mails = read_mails(room)
    for body, name in zip(mails["correction-asked"][1:], ("Mia & co", "Mia &amp; co"), strict=True):
        assert "De foto bij dit bericht blijft dezelfde. De tekst blijft zoals ze is." in body
        assert f"Fotograaf: “Rik” wordt “{name}”." in body
        assert "Toestemming:" not in body
    for body in mails["newsletter-correction-1"][1:]:
        assert "De foto blijft dezelfde. Wat wij erover zeggen, pasten wij aan." in body
        assert "De naam van de fotograaf was fout." in body
    room.settle()
    room.edit("klaar-m-01", ("toestemming: 1 december 2026", "toestemming: 3 december 2026, per mail"))
    again = room.propose(CorrectionKind.CORRECT, "klaar-m-01", "De toestemming is van een andere dag.")
    for body in read_mails(room)["correction-asked"][1:]:
        assert "Toestemming: “1 december 2026” wordt “3 december 2026, per mail”." in body
        assert "krijgt een korte mail" not in body
    room.settle(role="coordinator")
    room.decide(again)
    room.publish_correction(again)
    assert "newsletter-correction-2" not in read_mails(room)


@pytest.mark.long
def test_who_approves_is_told_which_other_story_tells_the_same_figure(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """A figure that was withdrawn went on standing among the figures of the edition, and nobody said so."""
    room = PublishedMunicipality(sqlite_database, tmp_path)
    room.import_actions(FIRST, *BEFORE)
    room.import_actions(ASKED, *NOW, indicators=[LIGHT])
    room.publish(Medium.NEWSLETTER, Medium.WEBSITE)
    room.settle()
    room.propose(CorrectionKind.WITHDRAW, "loopt-e-02", "De meting was nog niet volledig.")
    for body in read_mails(room)["correction-asked"][1:]:
        assert "Hetzelfde cijfer staat ook in “De cijfers”. Klopt het daar evenmin," in body
    room.settle()
    room.propose(CorrectionKind.WITHDRAW, "klaar-m-01", "De fietsen zijn nooit geleverd.")
    assert "Hetzelfde cijfer" not in read_mails(room)["correction-asked"][1]
