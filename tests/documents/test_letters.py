"""What owners and the coordinator read: subject, text and HTML, in Dutch."""

import re
from dataclasses import replace
from datetime import date
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.formatting import format_days_left, format_long_date
from terugkom.documents.templates import Templates
from terugkom.meetings.owner_responses import SilentOwner
from terugkom.reminders.coordinator_inbox import CoordinatorInbox
from terugkom.reminders.summary_content import CoordinatorSummary, SummaryMeeting
from terugkom.reminders.summary_lists import SummaryAction
from tests.documents.letters import NASTY, TODAY, digest, due, everything, nothing, some, summary


class Links(HTMLParser):
    """The links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs)["href"] or "")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (30, "over 30 dagen"),
        (7, "over 7 dagen"),
        (2, "over 2 dagen"),
        (1, "morgen"),
        (0, "vandaag"),
        (-1, "1 dag te laat"),
        (-7, "7 dagen te laat"),
        (-45, "45 dagen te laat"),
        (400, "over 400 dagen"),
    ],
)
def test_a_distance_is_told_in_days_and_never_rounded(days: int, words: str) -> None:
    assert format_days_left(days, "nl") == words


def test_a_date_is_told_in_full() -> None:
    assert format_long_date(date(2026, 11, 30), "nl") == "maandag 30 november 2026"


def test_one_action_reads_as_a_letter_about_it() -> None:
    letter = digest(due(days=7))
    assert letter.subject == "Het dak van de sporthal isoleren: over 7 dagen"
    assert (
        letter.text
        == """\
Beste An Peeters

U bent trekker van deze actie:

  Het dak van de sporthal isoleren (E1)
  Deadline: 30 november 2026 (over 7 dagen)
  Stand in het plan: lopend

Is dit tegen dan klaar? Zo niet: welke datum haalt u wel, en wat houdt het tegen?

Hoe antwoordt u?
Beantwoord gewoon deze mail. Kort mag.
Loopt het anders dan gedacht? Dat horen we liever vroeg dan laat: dan kunnen we bijsturen.
Een goede reden om even te wachten mag ook; zeg dan tot wanneer.

Hartelijke groet
Lotte Wielemans, Gemeente Lievegem

--
De gemeente Lievegem volgt zo het actieplan duurzaamheid (MVO) op. U krijgt hoogstens één zo’n mail per week.
"""
    )
    assert letter.html.count("<h2") == 0
    assert "acties" not in letter.html.replace("actieplan", "")


def test_several_actions_are_numbered_and_stand_in_the_order_given() -> None:
    letter = digest(due("L", -7, "late", title="Te laat"), due("V", 0, "due_today", title="Vandaag"))
    assert letter.subject == "2 acties vragen uw aandacht, de eerste: Te laat"
    assert "1. Te laat (L)\n   Deadline: 16 november 2026 (7 dagen te laat)\n" in letter.text
    assert "2. Vandaag (V)\n   Deadline: 23 november 2026 (vandaag)\n" in letter.text
    assert "zet de code van de actie bij uw antwoord" in letter.text
    assert letter.html.index("Te laat") < letter.html.index("Vandaag")
    assert letter.html.count("<h2") == 2


@pytest.mark.parametrize(
    ("days", "subject"), [(0, "vandaag"), (1, "morgen"), (-1, "1 dag te laat"), (-21, "21 dagen te laat")]
)
def test_the_subject_says_how_far_off_it_is(days: int, subject: str) -> None:
    assert digest(due(days=days)).subject == f"Het dak van de sporthal isoleren: {subject}"


def test_a_mail_says_its_language_and_has_both_parts() -> None:
    mail = digest(due()).mail
    assert mail["Content-Language"] == "nl"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in mail.iter_parts()} == {"utf-8"}


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        ("first_contact", "we weten nog niet hoe het met deze actie staat"),
        ("first_reminder", "Zit u op schema?"),
        ("second_reminder", "Is dit tegen dan klaar?"),
        ("due_today", "Vandaag is de afgesproken dag."),
        ("late", "De afgesproken dag is voorbij."),
        ("coordinator_in_copy", "We zoeken graag samen met u naar een oplossing: wat hebt u nodig?"),
    ],
)
def test_each_stage_asks_its_own_question(ask: str, asked: str) -> None:
    days = {"late": -7, "coordinator_in_copy": -21, "due_today": 0}.get(ask, 7)
    letter = digest(due(ask=ask, days=days))
    assert asked in letter.text
    assert asked in letter.html


def test_the_day_itself_told_some_days_later_does_not_say_that_it_is_today() -> None:
    letter = digest(due(ask="due_today", days=-5))
    assert "Vandaag is de afgesproken dag" not in letter.text + letter.html
    assert "De afgesproken dag is net voorbij." in letter.text


def test_a_deadline_that_was_no_exact_day_shows_the_words_of_the_plan() -> None:
    letter = digest(due(days=38, deadline=date(2026, 12, 31), deadline_text="eind 2026\n(of vroeger)"))
    assert "31 december 2026 (over 38 dagen) (in het plan: eind 2026 (of vroeger))" in letter.text
    assert "(in het plan: eind 2026" in letter.html
    assert "in het plan:" not in digest(due()).text.replace("Stand in het plan:", "")


def test_a_stand_in_reads_for_whom() -> None:
    assert (
        "U vervangt Bo Maes, daarom schrijven we u over deze actie:"
        in digest(due(absent_owner="Bo Maes")).text
    )
    both = digest(due(absent_owner="Bo Maes"), due("E2"))
    assert both.text.count("U vervangt Bo Maes.") == 1
    assert both.html.count("U vervangt Bo Maes.") == 1


def test_a_long_title_is_cut_in_the_subject_and_whole_in_the_mail() -> None:
    title = "Energiebesparing " * 20
    letter = digest(due(title=title.strip()))
    assert len(letter.subject) < 90
    assert "…" in letter.subject
    assert title.strip() in letter.text


def test_nothing_from_a_plan_is_read_as_html() -> None:
    nasty: dict[str, Any] = {"title": NASTY, "code": '"><b>', "deadline_text": NASTY, "absent_owner": NASTY}
    for letter in (
        digest(due(**nasty), reader=NASTY, coordinator=NASTY, municipality=NASTY),
        digest(due(**nasty), due(**nasty), reader=NASTY, coordinator=NASTY, municipality=NASTY),
        summary(everything(NASTY), reader=NASTY, municipality=NASTY),
    ):
        assert "<script" not in letter.html
        assert '"><b>' not in letter.html
        assert NASTY in unescape(letter.html)
        assert NASTY in letter.text
        assert "An Peeters" not in letter.text + letter.html  # what looks like a template is text


def test_a_title_with_quotes_and_tags_stands_in_the_subject_as_it_is() -> None:
    assert digest(due(title='Het "dak" <b> & co')).subject == 'Het "dak" <b> & co: over 7 dagen'


@pytest.mark.parametrize(
    "title", ["Led\nin alle gebouwen", "Led\r\nBcc: x@y.z", "Led\x07\x00 in", "Led\u2028in"]
)
def test_a_title_on_several_lines_is_one_line_in_the_subject(title: str) -> None:
    letter = digest(due(title=title))
    assert set(letter.mail.keys()) == {"Subject", "Content-Language", "MIME-Version", "Content-Type"}
    assert letter.subject.isprintable()
    assert letter.subject.startswith("Led ")


def test_an_answer_is_one_click_away_with_the_code_of_the_action() -> None:
    letter = digest(due("E&1 ?#"), answer_to="mvo+terugkom@lievegem.example")
    links = [urlsplit(link) for link in Links(letter.html).found]
    assert [(link.scheme, link.path) for link in links] == [("mailto", "mvo+terugkom@lievegem.example")] * 3
    asked = [parse_qs(link.query) for link in links]
    assert [each["subject"] for each in asked] == [["E&1 ?#: Klaar"], ["E&1 ?#: Bezig"], ["E&1 ?#: Later"]]
    assert [each["body"] for each in asked] == [
        ["Klaar op: "],
        ["Hoe het staat: "],
        ["Nieuwe datum en waarom: "],
    ]


def test_without_an_address_to_answer_to_there_are_no_links() -> None:
    assert Links(digest(due(), answer_to="").html).found == []


# The summary


def test_the_summary_says_in_each_part_what_to_do() -> None:
    letter = summary(everything())
    assert letter.subject == "Opvolging actieplan, week 48: 20 punten vragen uw aandacht"
    for title in (
        "DIT STAAT NOG ONLINE, EN KLOPT NIET MEER (6)",
        "ZONDER BEREIKBARE TREKKER (4)",
        "OP DE AGENDA VAN DE GROEP (2)",
        "NIET AANGEKOMEN (1)",
        "TERUGGEKOMEN MAILS (7)",
        "NOG NIET VERSTUURD (1)",
        "HERINNERD (5)",
        "OVERGESLAGEN (2)",
    ):
        assert f"\n\n{title}\nTe doen: " in letter.text
        assert f"{title.capitalize()}</h2>" in letter.html
    assert (
        "- nummer 12, aan Bo <x>: dit mailadres bestaat niet. Er gaan geen mails meer naartoe\n"
        in letter.text
    )
    assert letter.text.count("2 oudere herinneringen zijn vervangen door een nieuwere.") == 1
    assert (
        '- "Nog <b> 1.985 MWh." (uit "Het dak van de sporthal isoleren"; de website, Mastodon, maandag 23 '
        "november 2026): op maandag 23 november 2026 was het 2.001\u00a0MWh: verder van het doel dan toen\n"
    ) in letter.text
    assert "- maandag 30 november 2026: Deelgroep <energie>\n" in letter.text
    assert "uitgesteld tot en met woensdag 2 december 2026" in letter.text
    assert "deadline 23 november 2026 (vandaag); nog geen groep" in letter.text


def test_the_summary_has_only_the_parts_that_say_something() -> None:
    one = SummaryAction("E1", "Led", owner="An", ask="late", days_left=-7)
    letter = summary(CoordinatorSummary(some(one), some(), some(), some(), some(), some(), []))
    assert letter.subject == "Opvolging actieplan, week 48: 1 herinnering"
    assert (
        letter.text
        == """\
Beste Lotte Wielemans

Dit gebeurde er deze week met het actieplan van de gemeente Lievegem.
1 herinnering verstuurd; niets vraagt nu uw aandacht.

HERINNERD (1)
Te doen: niets, tenzij u al antwoord kreeg: noteer dat dan bij de actie.
- Led (E1), An: 7 dagen te laat

--
De gemeente Lievegem volgt zo het actieplan duurzaamheid (MVO) op.
"""
    )
    assert "niets vraagt nu uw aandacht" in letter.html


def test_its_subject_counts_who_said_nothing_yet_and_what_others_said() -> None:
    """ "Niets vraagt uw aandacht" stood above a mail that asked to call three owners."""
    silent = SilentOwner("An Peeters", 3, TODAY, 2, "")
    found = replace(nothing(), came_back=CoordinatorInbox(silent=some(silent, total=3)))
    assert summary(found).subject == "Opvolging actieplan, week 48: 3 trekkers lieten nog niets weten"
    assert "verstuurd; 3 trekkers lieten nog niets weten." in summary(found).html
    found = replace(everything(), came_back=CoordinatorInbox(silent=some(silent), mentions=some(total=2)))
    assert summary(found).subject == (
        "Opvolging actieplan, week 48: 20 punten vragen uw aandacht, "
        "1 trekker liet nog niets weten, 2 berichten van anderen"
    )
    assert summary(nothing()).subject == "Opvolging actieplan, week 48: niets vraagt uw aandacht"


def test_its_subject_begins_with_what_asks_for_the_reader() -> None:
    """A list of mails shows some sixty characters, of which *5 herinneringen* took sixteen."""
    few = replace(nothing(), reminded=some(SummaryAction("E1", "Led", owner="An", ask="late", days_left=-7)))
    assert summary(few).subject == "Opvolging actieplan, week 48: 1 herinnering"
    silent = CoordinatorInbox(silent=some(SilentOwner("An Peeters", 3, TODAY, 2, "")))
    assert summary(replace(few, came_back=silent)).subject == (
        "Opvolging actieplan, week 48: 1 trekker liet nog niets weten"
    )
    others = CoordinatorInbox(mentions=some(total=2))
    found = summary(replace(few, came_back=others)).subject
    assert found == "Opvolging actieplan, week 48: 2 berichten van anderen"
    assert "20 punten vragen uw aandacht" in summary(everything()).subject[:60]


def test_it_asks_where_a_meeting_is_whose_invitation_could_not_say() -> None:
    known = SummaryMeeting(TODAY, "Kopgroep")
    asked = SummaryMeeting(TODAY, "Deelgroep <energie>", key="a")
    exchange = SummaryMeeting(TODAY, "Uitwisseling", key="b", is_of_group=False)
    letter = summary(replace(nothing(), coming=[known, asked]))
    assert letter.subject == "Opvolging actieplan, week 48: 1 punt vraagt uw aandacht"
    assert (
        "WAAR IS DIT OVERLEG? (1)\nTe doen: zet de plaats in het werkboek, bij de groep. Tot dan staat in de "
        in letter.text
    )
    assert "Kopgroep" not in letter.text.partition("WAAR IS DIT")[2].partition("TERUGKOM-MOMENTEN")[0]
    assert "Waar is dit overleg? (1)" in letter.html
    letter = summary(replace(nothing(), coming=[exchange]))
    assert "Te doen: zeg aan wie Terugkom beheert waar de uitwisseling" in letter.text
    assert "WAAR IS DIT" not in summary(replace(nothing(), coming=[known])).text


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        ("coordinator", "Ik krijg daarom een kopie van deze mail. We zoeken graag"),
        ("Bo <Vos>", "Mijn vervanger Bo <Vos> krijgt daarom een kopie van deze mail. We zoeken graag"),
        ("", "Over deze actie hoorden we nog niets. We zoeken graag"),
    ],
)
def test_who_signs_speaks_of_themselves(copy: str, said: str) -> None:
    letter = digest(due(days=-21, ask="coordinator_in_copy"), copy=copy)
    assert said in " ".join(letter.text.split())
    assert escape(said, quote=False) in " ".join(letter.html.split())
    assert "oördinator" not in letter.text + letter.html


def test_one_point_is_told_in_the_singular() -> None:
    found = CoordinatorSummary(
        some(), some(), some(), some(SummaryAction("E1", "Led", why="no_owner")), some(), some(), []
    )
    letter = summary(found)
    assert letter.subject == "Opvolging actieplan, week 48: 1 punt vraagt uw aandacht"
    assert "1 punt vraagt uw aandacht" in letter.html
    assert "Er zijn geen herinneringen verstuurd; 1 punt vraagt uw aandacht." in letter.html


def test_what_is_more_than_a_mail_can_hold_is_counted_and_told_where_to_find() -> None:
    letter = summary(everything(total=400))
    assert "en nog 395 andere. Vraag ernaar bij wie Terugkom beheert." in letter.text
    assert "en nog 395 andere" in letter.html


def test_no_line_of_a_text_part_is_left_blank_twice() -> None:
    for letter in (digest(due()), digest(due(), due("E2")), summary(everything()), summary(nothing())):
        assert "\n\n\n" not in letter.text
        assert TODAY.isoformat() not in letter.text  # dates are in words
        assert "None" not in letter.text + letter.html


def test_ours_are_all_there() -> None:
    folder = Path(__file__).parents[2] / "templates/nl"
    parts = {"subject.txt", "body.txt", "body.html"}
    for kind in ("owner-digest", "coordinator-summary"):
        assert {path.name for path in (folder / kind).iterdir()} == parts


@pytest.mark.parametrize(
    ("asked", "answered", "words"),
    [
        (5, 0, "Aan 5 trekkers vroegen we iets: nog niemand antwoordde."),
        (1, 0, "Aan 1 trekker vroegen we iets: die antwoordde nog niet."),
        (1, 1, "Aan 1 trekker vroegen we iets: die antwoordde."),
        (5, 5, "Aan 5 trekkers vroegen we iets: ze antwoordden allemaal."),
        (5, 3, "Aan 5 trekkers vroegen we iets: 3 antwoordden; van 2 hoorden we nog niets."),
    ],
)
def test_who_answered_is_told_in_a_sentence_that_fits_each_number(
    asked: int, answered: int, words: str, tmp_path: Path
) -> None:
    (tmp_path / "told.txt").write_text(
        '{% from "words.jinja" import answered_text %}{{ answered_text(counts) }}', encoding="utf-8"
    )
    counts = {"asked": asked, "answered": answered, "silent": asked - answered}
    assert Templates("nl", tmp_path).render_text("told.txt", {"counts": counts}).strip() == words


# What macros for texts say, in HTML


def test_what_a_macro_for_texts_says_is_escaped_where_html_uses_it() -> None:
    folder = BUILT_IN_TEMPLATES / "nl"
    unescaped = []
    for path in sorted(folder.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        for name, words in re.findall(r'{% from "([\w/-]+\.jinja)" import ([^%]+?) %}', page):
            macros = re.findall(r"{% macro (\w+)\(", (folder / name).read_text(encoding="utf-8"))
            used = [macro for macro in macros if macro in words.split(", ")]
            for call in re.findall(rf"{{{{[^}}]*\b(?:{'|'.join(used)})\([^}}]*}}}}", page) if used else ():
                if not call.endswith("|forceescape }}"):
                    unescaped.append(f"{path.relative_to(folder)}: {call}")
    assert unescaped == []
