"""Another language can follow: a catalogue and a folder of templates, and nothing else."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from terugkom import catalogues
from terugkom.catalogues import LOCALE_FOLDER
from terugkom.database.connection_pool import Database
from terugkom.documents import built_in_templates, template_renderer, templates
from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.indicator_chart import IndicatorSeries, draw_indicator_chart
from terugkom.documents.messages import translate, translate_everywhere, translate_plural
from terugkom.documents.templates import Templates
from terugkom.editions import story_words
from terugkom.editions.media.newsletter import format_unsubscribe_subject
from terugkom.editions.story import StoryKind
from terugkom.editions.story_file import StoryDraft, parse_story_file, render_story_file
from terugkom.inbox import apply_answer
from terugkom.plan.queries import get_municipality
from terugkom.workbook import own_layout
from terugkom.workbook.export_plan import export_workbook
from terugkom.workbook.own_layout import get_layout
from terugkom.workbook.report_page import render_import_report
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.import_workbook import import_workbook
from tests.meetings.packs import test_core_pack

TODAY, NOW = date(2027, 3, 8), datetime(2027, 3, 7, 23, 30, tzinfo=UTC)
FRENCH = {
    "chart.baseline": "parti de {value}",
    "chart.measurement": "{value} le {day}",
    "chart.target": "objectif {value}",
    "chart.target-label": "objectif {value}",
    "chart.latest-label": "● actuel {value}",
    "progress.late": "en retard",
    "pack.chart.by-group": "L’état des actions, par groupe",
    "pack.topic.groups": "Les groupes et les thèmes",
    "choice.status.planned": "prévu",
    "choice.yes": "oui",
    "choice.no": "non",
    "workbook.actions": "Actions",
    "workbook.actions.title": "Titre",
    "workbook.actions.title.help": "De quoi s’agit-il, en une phrase ?",
    "workbook.actions.status": "Statut",
    "workbook.people": "Personnes",
    "workbook.groups": "Groupes",
    "workbook.settings": "Paramètres",
    "workbook.setting.name": "Nom de la commune",
    "workbook.setting.language": "Langue",
    "workbook.example-prefix": "EXEMPLE",
    "workbook.finding.bad-email": "« {value} » n’est pas une adresse valable.",
    "story.field.title": "titre",
    "story.kind.done": "fini",
    "story.no-text": "il n’y a pas de texte sous les champs",
    "newsletter.unsubscribe-subject": "Désinscription",
}
FRENCH_PLURALS = {"day.late": ("{count} jour de retard", "{count} jours de retard")}
CACHES: tuple[Callable[[], None], ...] = (
    templates._load_built_in.cache_clear,
    own_layout.get_layout.cache_clear,
    own_layout.list_layouts.cache_clear,
    own_layout.list_example_prefixes.cache_clear,
    story_words._index_words.cache_clear,
    apply_answer._compile_unsubscribe_pattern.cache_clear,
    apply_answer._compile_confirmation_pattern.cache_clear,
)


def _french_catalogue() -> str:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: fr\\n"\n'
    parts = [head + '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"']
    parts += [f'msgid "{each}"\nmsgstr "{text}"' for each, text in FRENCH.items()]
    parts += [
        f'msgid "{each}"\nmsgid_plural "{each}"\nmsgstr[0] "{one}"\nmsgstr[1] "{more}"'
        for each, (one, more) in FRENCH_PLURALS.items()
    ]
    return "\n\n".join(parts) + "\n"


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """French beside Dutch: a catalogue that lacks most messages, and the templates as they are."""
    shutil.copytree(LOCALE_FOLDER / "nl", tmp_path / "locale/nl")
    (tmp_path / "locale/fr/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locale/fr/LC_MESSAGES/terugkom.po").write_text(_french_catalogue(), encoding="utf-8")
    for language in ("nl", "fr"):
        shutil.copytree(BUILT_IN_TEMPLATES / "nl", tmp_path / "templates" / language)
    monkeypatch.setattr(catalogues, "LOCALE_FOLDER", tmp_path / "locale")
    for module in (templates, template_renderer):
        monkeypatch.setattr(module, "BUILT_IN_TEMPLATES", tmp_path / "templates")
    for module in (built_in_templates, templates):
        monkeypatch.setattr(module, "LANGUAGES", ("fr", "nl"))
    for clear in CACHES:
        clear()
    yield
    for clear in CACHES:
        clear()


@pytest.mark.usefixtures("french")
def test_a_message_that_a_language_lacks_is_in_dutch_and_one_that_nobody_has_is_a_mistake() -> None:
    assert translate("progress.late", "fr") == "en retard"
    assert translate("progress.done", "fr") == translate("progress.done", "nl") == "klaar"
    assert translate("progress.late", "xx") == "te laat"
    assert translate_everywhere("progress.late") == ("te laat", "en retard")
    with pytest.raises(LookupError, match=r"no\.such"):
        translate("no.such", "fr")
    with pytest.raises(LookupError, match=r"no\.such"):
        translate_plural("no.such", 2, "fr")


@pytest.mark.usefixtures("french")
def test_each_language_has_its_own_plural() -> None:
    assert [
        [translate_plural("day.late", days, language) for days in (0, 1, 2)] for language in ("nl", "fr")
    ] == [
        ["0 dagen te laat", "1 dag te laat", "2 dagen te laat"],
        ["0 jour de retard", "1 jour de retard", "2 jours de retard"],
    ]


@pytest.mark.usefixtures("french")
def test_a_chart_of_an_indicator_speaks_the_language_of_its_reader() -> None:
    series = IndicatorSeries("Gaz", "kWh", [(date(2027, 2, 1), 1500.5)], baseline=2000, target=1000)
    french, dutch = (draw_indicator_chart(series, language) for language in ("fr", "nl"))
    assert "parti de 2000; 1500,5 le 1er février 2027; objectif 1000" in french.text
    assert "objectif 1" in french.svg
    assert "● actuel" in french.svg
    assert "doel" not in french.svg
    assert "vertrokken van 2.000; 1.500,5 op 1 februari 2027; doel 1.000" in dutch.text


@pytest.mark.usefixtures("french")
def test_a_workbook_is_written_read_and_answered_in_french(sqlite_database: Database, tmp_path: Path) -> None:
    layout = get_layout("fr")
    rows = {
        layout.actions.title: [{"code": "A1", "title": "Isoler le toit", "status": "prévu"}],
        layout.people.title: [{"code": "AN", "name": "An Peeters", "email": "pas une adresse"}],
    }
    settings = {"name": "Ville de Tilleul", "language": "fr"}
    write_plan(tmp_path / "plan.xlsx", WorkbookContent(rows, settings=settings, language="fr"))
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert {"Actions", "Personnes", "Groupes", "Indicatoren", "Paramètres"} < set(book.sheetnames)
    assert [cell.value for cell in book["Actions"][1]][:2] == ["Code", "Titre"]
    assert book["Paramètres"]["A2"].value == "Nom de la commune"

    told = {"slug": "tilleul", "today": TODAY, "now": NOW}
    first = import_workbook(sqlite_database, tmp_path / "plan.xlsx", **told)
    assert first.actions["added"] == 1
    again = import_workbook(sqlite_database, tmp_path / "plan.xlsx", **told)
    assert [each.message for each in again.findings if each.code == "bad-email"] == [
        "« pas une adresse » n’est pas une adresse valable."
    ]
    letter = render_import_report(Templates("fr"), again, TODAY)
    assert letter.language == "fr"
    assert "n’est pas une adresse valable" in letter.html

    with sqlite_database.write_session() as session:
        municipality = get_municipality(session, "tilleul")
        assert municipality.language == "fr"
        export_workbook(session, municipality, tmp_path / "export.xlsx", NOW)
    exported = openpyxl.load_workbook(tmp_path / "export.xlsx")["Actions"]
    found = dict(zip(*([cell.value for cell in row] for row in exported.iter_rows(max_row=2)), strict=True))
    assert (found["Titre"], found["Statut"]) == ("Isoler le toit", "prévu")
    assert import_workbook(sqlite_database, tmp_path / "export.xlsx", **told).changes == ()


@pytest.mark.usefixtures("french")
def test_a_workbook_in_dutch_is_read_where_french_is_spoken_too(
    sqlite_database: Database, tmp_path: Path
) -> None:
    rows = {"Acties": [{"code": "A1", "title": "Dak", "status": "gepland"}, {"code": "EXEMPLE-1"}]}
    write_plan(tmp_path / "plan.xlsx", WorkbookContent(rows, settings={"name": "Linde"}))
    report = import_workbook(sqlite_database, tmp_path / "plan.xlsx", slug="linde", today=TODAY, now=NOW)
    assert (report.actions["added"], report.rows["example"], report.findings) == (1, 1, ())


@pytest.mark.usefixtures("french")
def test_a_pack_comes_out_in_french(sqlite_database: Database) -> None:
    test_core_pack.written(sqlite_database, 40)
    with sqlite_database.write_session() as session:
        get_municipality(session, "linde").language = "fr"
    found = test_core_pack.context(sqlite_database)
    assert found.by_group.text.startswith("L’état des actions, par groupe")
    assert "en retard" in found.by_group.text
    assert any(re.fullmatch(r"\d+ jours? de retard.*", each.state) for each in found.missed_deadlines)
    assert "Les groupes et les thèmes" in {each.title for each in found.plan.agenda}


@pytest.mark.usefixtures("french")
def test_a_story_and_an_answer_are_recognised_in_each_language() -> None:
    story = StoryDraft("fini-a1", StoryKind.DONE, "Le toit", "Il est isolé.", public=True)
    written = render_story_file(story, "fr")
    assert written.startswith("---\nsoort: fini\ntitre: Le toit\nopenbaar: oui\n")
    assert parse_story_file("10-fini-a1.md", written, "fr") == story
    assert parse_story_file("10-fini-a1.md", render_story_file(story, "nl"), "fr") == story
    with pytest.raises(Exception, match="pas de texte sous les champs"):
        parse_story_file("10-fini-a1.md", written.replace("Il est isolé.", ""), "fr")
    for subject in (format_unsubscribe_subject("fr"), format_unsubscribe_subject("nl"), "Re: uitschrijven"):
        assert apply_answer._compile_unsubscribe_pattern().fullmatch(subject)
