"""The pack of a subgroup and of a focus group, read back as its readers and their programs read it."""

import io
import re
import time
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pikepdf
import pypdf
import pytest
from sqlalchemy import select, update

from terugkom.database.connection_pool import Database
from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.templates import Templates
from terugkom.errors import TemplateError
from terugkom.meetings.invitation_model import InvitationReply
from terugkom.meetings.kinds import FOCUS_GROUP, SUBGROUP
from terugkom.meetings.model import Meeting, MeetingState, ReplyStatus
from terugkom.meetings.packs.indicators import load_indicator_figures
from terugkom.meetings.packs.progress import ProgressState
from terugkom.plan.completion_checks import WithdrawnSuccess, ask_completion
from terugkom.plan.indicator_model import Indicator, Measurement
from terugkom.plan.model import Action, Person
from tests.clock import clock_on
from tests.documents.accessibility import problems
from tests.documents.verapdf import broken_rules
from tests.meetings.packs.conftest import TODAY, PackMunicipality, queries_of
from tests.plain_language.find_faults import find_slips
from tests.plain_language.read_html import read_html

TownOf = Callable[..., PackMunicipality]


def pdf_of(town: PackMunicipality, kind: str = SUBGROUP, templates: Templates | None = None) -> bytes:
    (attachment,) = town.pack(kind, templates).letter.attachments
    assert attachment.type == "application/pdf"
    return attachment.content


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("actions", [0, 1, 10, 25, 100])
@pytest.mark.parametrize("kind", [SUBGROUP, FOCUS_GROUP])
def test_a_pack_has_at_most_two_pages_and_no_broken_rule(
    town_of: TownOf, tmp_path: Path, actions: int, kind: str
) -> None:
    pdf = pdf_of(town_of(actions), kind)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) <= 2
    assert broken_rules(pdf, tmp_path) == []


def test_a_pack_says_that_the_last_meeting_has_no_minutes(town_of: TownOf) -> None:
    """Nothing said so after the one mail to the coordinator that chases them."""
    town = town_of(10)
    said = (
        "Van het vorige overleg, op dinsdag 15 september 2026, is er nog geen verslag. "
        "Wat er toen is beslist, staat dus niet in het plan."
    )
    assert "nog geen verslag" not in town.pack(SUBGROUP).letter.text
    with town.database.write_session() as session:
        minuted = select(Meeting).where(Meeting.state == MeetingState.MINUTED)
        session.scalars(minuted).one().state = MeetingState.HELD
    found = town.pack(SUBGROUP)
    for text in (found.letter.text, found.letter.html, text_of(found.letter.attachments[0].content)):
        assert said in " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "De stukken van"), ("fr", "Le dossier du"), ("de", "Die Unterlagen vom")]
)
def test_the_page_of_the_run_is_in_the_language_of_the_installation(
    town_of: TownOf, language: str, title: str
) -> None:
    found = town_of(10).pack(page_language=language)
    assert found.markdown.startswith(f"### {title} 2027-03-15\n")
    assert found.letter.language == "nl"


def test_the_pdf_says_its_language_and_title_and_describes_its_pictures(town_of: TownOf) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(town_of(10)))) as pdf:
        assert str(pdf.Root.Lang) == "nl-BE"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Title) == "Voorbereiding Deelgroep energie, 15 maart 2027"
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        told = sorted(str(each.Alt) for each in tags if each.get("/S") == "/Figure")
        headings = [str(each.S) for each in tags if re.fullmatch(r"/H\d", str(each.S))]
    assert headings.count("/H1") == 1
    assert told[0] == (
        "Gasverbruik stadhuis (MWh): vertrokken van 2.140; 2.100 op 1 maart 2026; 2.050,5 op 1 september "
        "2026; 1.985 op 1 februari 2027; doel 1.700 tegen 31 december 2027; 35 % van de weg afgelegd"
    )
    assert told[-1].startswith("Waar de acties staan: nu: ")


def test_the_pack_says_where_the_group_stands_and_what_it_must_decide(town_of: TownOf) -> None:
    text = text_of(pdf_of(town_of(10)))
    for said in (
        "10 acties: 2 klaar (+2), 2 op schema (−2)",
        "Wie leest de meters af in de vakantie?",
        "3 keer uitgesteld",
        "Nu beslissen, of schrappen.",
        "50 dagen te laat",
        "De aannemer wacht op een premie",
        "De datum gaat naar eind juni (E-09, nu nog geen nieuws)",
        "geen trekker",
        "Stil sinds de vorige keer",
    ):
        assert said in text, said


def test_what_is_late_without_an_owner_says_how_late_it_is(town_of: TownOf) -> None:
    """It said *deadline 17 januari 2027 (geen trekker)* in the list of what is late, and why."""
    town = town_of(10)
    with town.database.write_session() as session:
        for action in session.scalars(select(Action)):
            action.owners.clear()
    found = town.pack()
    assert "deadline 17 januari 2027 (50 dagen te laat, geen trekker)." in found.letter.text
    assert "50 dagen te laat geen trekker" in text_of(found.letter.attachments[0].content)
    assert "te laat, geen trekker. Wie wordt trekker?" not in found.letter.text


@pytest.mark.parametrize("kind", [SUBGROUP, FOCUS_GROUP])
def test_the_text_part_of_the_mail_has_each_part_of_the_page(town_of: TownOf, kind: str) -> None:
    """What did not fit the PDF "staat in de mail bij dit document": in its text part, it did not."""
    letter = town_of(25).pack(kind).letter
    parts = re.findall("<h2[^>]*>([^<]*)</h2>", letter.html)
    assert len(parts) > 6
    assert [each for each in parts if f"\n\n{unescape(each).upper()}\n" not in letter.text] == []
    assert "\nKlaar sinds de vorige keer: " in letter.text
    assert "\n\n\n" not in letter.text
    assert find_slips(letter.text) == []


def test_a_point_that_is_a_question_gets_no_colon(town_of: TownOf) -> None:
    letter = town_of(10).pack().letter
    assert "- Wie leest de meters af in de vakantie? 3 keer uitgesteld." in letter.text
    assert "<li" in letter.html
    assert "in de vakantie? 3 keer uitgesteld." in " ".join(letter.html.split())


def test_a_sentence_that_begins_with_the_day_has_a_capital(town_of: TownOf) -> None:
    assert "Maandag 15 maart 2027, van 14.00 tot 15.30 uur" in text_of(pdf_of(town_of(1)))


@pytest.mark.long
def test_what_is_called_done_and_was_withdrawn_is_listed_as_being_checked(town_of: TownOf) -> None:
    town = town_of(10)
    withdrawn = WithdrawnSuccess(
        "Elke maand gemeten: klaar", "De meters zijn niet gelezen.", ("E-03", "E-04")
    )
    with town.database.write_session() as session:
        asked = ask_completion(session, 1, withdrawn, TODAY, clock_on(TODAY))
    assert asked == 1, "E-04 is not done"
    told = "Klaar sinds de vorige keer: (wordt nagekeken) Energieverbruik van elk gebouw"
    assert told in text_of(pdf_of(town))
    mail = town.pack().letter
    assert told in " ".join(read_html(mail.html).split())


def test_what_was_put_off_three_times_is_the_first_point_and_the_minutes_add_up(town_of: TownOf) -> None:
    pack = town_of(100).context()
    opening, first, *_, closing = pack.agenda
    assert first.title == "Wie leest de meters af in de vakantie?"
    assert sum(each.minutes for each in pack.agenda) == 90
    assert (opening.starts_at, closing.minutes) == ("14.00", 5)
    assert all(each.requested_decision for each in pack.agenda)


def test_the_places_of_actions_follow_from_the_plan_and_its_history(town_of: TownOf) -> None:
    standing = town_of(10).context().progress
    assert {each.state: (each.number, each.change) for each in standing.counts} == {
        ProgressState.DONE: (2, 2),
        ProgressState.ON_SCHEDULE: (2, -2),
        ProgressState.POSTPONED: (0, 0),
        ProgressState.SILENT: (2, -2),
        ProgressState.STUCK: (0, 0),
        ProgressState.LATE: (2, 2),
        ProgressState.STOPPED: (0, 0),
        ProgressState.UNREPORTED: (2, 2),
    }


@pytest.mark.parametrize("actions", [0, 10, 100])
def test_the_mail_around_it_can_be_read_by_everybody(town_of: TownOf, actions: int) -> None:
    letter = town_of(actions).pack().letter
    assert problems(letter.html) == []
    assert "AGENDA" in letter.text


def test_the_text_gives_the_agreed_deadline_as_the_html_does(town_of: TownOf) -> None:
    letter = town_of(25).pack().letter
    in_html = re.findall(r"deadline ([^(<]*) \(", letter.html)
    assert in_html
    for deadline in in_html:
        assert f": deadline {deadline} (" in letter.text


def test_the_page_of_the_run_names_nobody(town_of: TownOf) -> None:
    page = town_of(25).pack().markdown
    assert "cijfers in de stukken" in page
    assert "data:image/svg+xml;base64," in page
    for word in ("An Wijn", "Deelgroep", "linde.example.org", "aannemer", "meters"):
        assert word not in page


@pytest.mark.long
@pytest.mark.parametrize("kind", [SUBGROUP, FOCUS_GROUP])
def test_a_pack_costs_as_many_queries_for_100_actions_as_for_10(
    town_of: TownOf, other_database: Database, kind: str
) -> None:
    small, large = town_of(10), town_of(100, other_database)
    few, many = (queries_of(town.database, lambda town=town: town.pack(kind)) for town in (small, large))
    assert few == many <= 24


def test_a_pack_with_100_actions_takes_less_than_half_a_second(town_of: TownOf) -> None:
    town = town_of(100)
    town.pack()
    started = time.process_time()
    town.pack()
    assert time.process_time() - started < 0.5


def test_no_words_of_a_plan_can_break_a_pack(town_of: TownOf) -> None:
    town = town_of(10)
    with town.database.write_session() as session:
        session.execute(update(Action).values(title='🚲 #eval("1") <b>*漢* \\ $x$ \x07]' + " lang" * 90))
    text = text_of(pdf_of(town))
    assert '□ #eval("1") <b>*□* \\ $x$ ]' in text


def own(folder: Path, name: str, content: str) -> Templates:
    path = folder / "own" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return Templates("nl", folder / "own")


MINIMAL = '#set document(title: "x")\n#set text(lang: "nl")\n= Eigen huisstijl\n'


def test_a_municipality_s_own_template_replaces_ours(town_of: TownOf, tmp_path: Path) -> None:
    templates = own(tmp_path, "subgroup-pack/pack.typ", MINIMAL + "#json(bytes(sys.inputs.data)).group")
    assert text_of(pdf_of(town_of(1), templates=templates)) == "Eigen huisstijl Deelgroep energie"


@pytest.mark.long
def test_a_municipality_s_own_page_of_before_says_less_of_its_layout_and_is_used(
    town_of: TownOf, tmp_path: Path
) -> None:
    parts = (BUILT_IN_TEMPLATES / "nl/parts.typ").read_text(encoding="utf-8")
    for line in ("    marks: list-marks(1.6cm),\n", "    height: (29.7cm - 1.6cm - 1.7cm) / 1pt,\n"):
        assert line in parts
        parts = parts.replace(line, "")
    parts = parts.replace("    #about #h(1fr)", "    Eigen voet #h(1fr)").replace(
        "[#about #h", "[Eigen voet #h"
    )
    pdf = pdf_of(town_of(40), templates=own(tmp_path, "parts.typ", parts))
    assert "Eigen voet 1 van 2" in text_of(pdf)
    assert "Te laat, en waarom" in text_of(pdf)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('#import "@preview/cetz:0.3.0"', "is not allowed"),
        ('#import ("@pre" + "view/cetz:0.3.0")', "is not allowed"),
        ('#eval("1")', "is not allowed"),
        ('#read("/etc/passwd")', "file not found"),
        ('#read("../../secret.txt")', "escape"),
        ("#nothing", "unknown variable"),
        ('#read("/secret.svg")', "file not found"),
    ],
)
def test_a_template_that_goes_wrong_or_reaches_outside_is_named(
    town_of: TownOf, tmp_path: Path, line: str, says: str
) -> None:
    templates = own(tmp_path, "subgroup-pack/pack.typ", MINIMAL + line)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "own" / "secret.svg").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(TemplateError, match=r"subgroup-pack/pack\.typ") as caught:
        town_of(1).pack(templates=templates)
    assert says in str(caught.value)


def test_an_indicator_is_shown_as_it_was_measured_up_to_the_day_of_the_run(town_of: TownOf) -> None:
    with town_of(1).database.read_session() as session:
        city_hall, pool = sorted(
            load_indicator_figures(session, date(2027, 1, 31), "nl"), key=lambda each: each.name
        )
    assert city_hall.has_course
    assert city_hall.text == city_hall.chart.text
    assert "2.050,5 op 1 september 2026" in city_hall.text
    assert "1.985" not in city_hall.text
    assert not pool.has_course, "one dot is no chart"
    assert pool.text == (
        "Gasverbruik zwembad: 2.130 MWh op 1 maart 2026, voorlopig de enige meting. "
        "Het vertrekpunt was 2.140 MWh. Het doel is 1.700 MWh tegen 31 december 2027."
    )
    assert city_hall.percent_behind == 80


def test_a_target_whose_day_went_by_is_told_until_a_measurement_reaches_it(town_of: TownOf) -> None:
    passed = "De dag van het doel is voorbij, en geen meting zegt dat het gehaald is."

    def list_passed(day: date) -> list[str]:
        with town.database.read_session() as session:
            found = load_indicator_figures(session, day, "nl")
        return [each.name for each in found if passed in each.text]

    town = town_of(1)
    assert list_passed(date(2027, 12, 31)) == []
    assert sorted(list_passed(date(2028, 1, 1))) == ["Gasverbruik stadhuis", "Gasverbruik zwembad"]
    with town.database.write_session() as session:
        pool = session.scalars(select(Indicator).where(Indicator.name == "Gasverbruik zwembad")).one()
        session.add(Measurement(indicator_id=pool.id, measured_on=date(2028, 1, 5), value=1690))
    assert list_passed(date(2028, 1, 10)) == ["Gasverbruik stadhuis"]


def test_what_somebody_answered_to_the_invitation_is_escaped(town_of: TownOf) -> None:
    town = town_of(3)
    with town.database.write_session() as session:
        _, meeting = town.find(session, SUBGROUP)
        who = session.scalars(select(Person.id)).one()
        session.add(
            InvitationReply(
                moment_id=meeting.moment_id,
                person_id=who,
                status=ReplyStatus.ACCEPTED,
                sequence=meeting.sequence,
                replied_at=clock_on(TODAY),
                comment="<img src=x> tot straks",
            )
        )
    letter = town.pack().letter
    assert "Komt: An Wijn (<img src=x> tot straks)." in letter.text
    assert "Komt: An Wijn (&lt;img src=x&gt; tot straks)." in letter.html
