"""Mails about a published edition say whole sentences that are true of each case."""

from datetime import date
from html import unescape
from typing import Any

import pytest

from terugkom.documents.templates import Templates
from terugkom.editions.moved_days import MovedDay

EDITION = {
    "reader": "Lotte Maes",
    "municipality": "Gemeente Linde",
    "quarter": "vierde kwartaal van 2026",
    "period": "2026-Q4",
}
MOVED = MovedDay("agenda", "Agenda", "Kopgroep", date(2027, 1, 19), date(2027, 1, 26), ("de nieuwsbrief",))
GONE = MovedDay("agenda", "Agenda", "Deelgroep", date(2027, 1, 4), None, ("de nieuwsbrief",))
OTHER = MovedDay("feest", "Feest", "Kopgroep", date(2027, 1, 19), date(2027, 1, 26), ("het intranet",))


def render(document: str, **values: Any) -> tuple[str, str, str]:
    """The subject, the text, and the words of the page of a mail."""
    letter = Templates("nl").render_letter(document, EDITION | values)
    return letter.subject, letter.text, unescape(" ".join(letter.html.split()))


@pytest.mark.parametrize(
    ("days", "what", "which"),
    [
        ((MOVED,), "Verbeter de dag in het bestand van dat verhaal", " en het verhaal agenda."),
        ((GONE,), "Schrap de dag in het bestand van dat verhaal", " en het verhaal agenda."),
        (
            (MOVED, GONE),
            "Verbeter of schrap de dag in het bestand van dat verhaal",
            " en het verhaal agenda.",
        ),
        (
            (MOVED, OTHER),
            "Verbeter de dag in het bestand van elk verhaal",
            ", één keer voor elk verhaal: agenda,",
        ),
    ],
)
def test_what_to_do_with_a_day_fits_whether_it_moved_or_went(
    days: tuple[MovedDay, ...], what: str, which: str
) -> None:
    stories = list(dict.fromkeys(each.story for each in days))
    _, *bodies = render("published-day-moved", days=days, stories=stories, folder="2026-Q4")
    for body in bodies:
        assert what in body
        assert f"wie Terugkom beheert: met de nieuwsbrief 2026-Q4{which}" in body
        assert "Wie uitgenodigd is, krijgt daar vanzelf bericht van." in body
        assert ("Dat overleg staat niet meer op de kalender." in body) is (GONE in days)


@pytest.mark.parametrize(
    ("media", "where"), [(["de pers"], "de pers"), (["de pers", "de website"], "2 kanalen")]
)
def test_what_an_own_template_stops_is_called_not_published(media: list[str], where: str) -> None:
    failed = [{"medium": each, "error": "regel 2", "is_own": True} for each in media]
    subject, *bodies = render("media-not-rendered", media=failed, is_published=True, correction=None)
    assert subject == f"Niet verschenen via {where}: nieuwsbrief van het vierde kwartaal van 2026"
    count = "één kanaal" if len(media) == 1 else "2 kanalen"
    for body in bodies:
        assert f"De nieuwsbrief van het vierde kwartaal van 2026 kon via {count} niet verschijnen." in body
        assert all(each.capitalize() in body for each in media), "a heading of its own"


@pytest.mark.parametrize("files", [[], ["artikel.docx"]])
def test_what_is_to_be_replaced_is_attached_or_lies_ready_elsewhere(files: list[str]) -> None:
    piece = {"medium": "het intranet", "files": files, "network": "", "post": "", "addresses": ()}
    piece |= {"is_standing": False, "is_unsent": False}
    values = {"kind": "add", "title": "Bijen", "note": "Het stond er niet.", "checked": [], "uncounted": ""}
    values |= {"pieces": [piece], "is_photograph_removed": False, "is_in_wordpress": False}
    _, text, page = render("correction-by-hand", **values)
    for body in (text, page):
        assert ("Wat nu klopt, ligt klaar bij wie Terugkom beheert." in body) is (not files)
        assert ("In bijlage: artikel.docx." in body) is bool(files)
    assert "\n\n\n" not in text
    assert "Het stond er niet.\n\nDit kunnen wij niet zelf veranderen." in text


@pytest.mark.parametrize(
    ("has_draft", "step"), [(True, "not-ready"), (False, "not-ready"), (True, "escalated")]
)
def test_the_folder_of_the_stories_is_another_way_only_beside_the_document(
    has_draft: bool, step: str
) -> None:
    none = ("void_answer", "sentences", "story_reasons", "waiting_dates", "missed", "outdated")
    values: dict[str, Any] = {**dict.fromkeys(none, ()), "unreachable_chief": None, "titles": {}}
    values |= {"problems": ["Vul aan"], "other_problems": [("Het licht", "Vul aan")], "by_mail": True}
    values |= {"asked_on": date(2026, 12, 1)}
    _, *bodies = render("edition-not-ready", **values, has_draft=has_draft, step=step, folder="2026-Q4")
    for body in bodies:
        document, _, files = body.partition("De verhalen staan")
        assert ("De tekst zit als Word-document bij deze mail." in document) is has_draft
        assert "Word-document" not in files
        assert files.startswith(" ook als" if has_draft else " als bestanden in de map “2026-Q4”")
