"""Own templates are rendered in advance with invented values, of the names that real mails are given."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from terugkom.database.connection_pool import Database
from terugkom.documents.built_in_templates import LANGUAGES
from terugkom.documents.templates import Templates
from terugkom.health_checks import invented_letters, own_templates
from terugkom.health_checks.check_work import check_templates
from terugkom.health_checks.invented_letters import INVENTED_KINDS, list_invented_letters
from terugkom.health_checks.model import CheckState
from terugkom.installation import Installation
from terugkom.meetings.document_kinds import INVITATION_DOCUMENTS
from terugkom.plan.model import Municipality
from terugkom.settings import Settings
from tests.meetings.conftest import MeetingMunicipality
from tests.reminders.tick_calendar import CalendarMunicipality

OF_REMINDERS = ("owner-digest", "coordinator-summary")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[set[str]]]:
    """The names of the values that letters are rendered with, by kind, from now on."""
    names: dict[str, list[set[str]]] = {}
    render = Templates.render_letter

    def record(self: Templates, kind: str, context: dict[str, Any]) -> Any:
        names.setdefault(kind, []).append({*context})
        return render(self, kind, context)

    monkeypatch.setattr(Templates, "render_letter", record)
    return names


def names_of(kind: str) -> list[set[str]]:
    return [{*each} for each in list_invented_letters()[kind]]


def test_mails_about_meetings_are_given_these_names(
    sqlite_database: Database, tmp_path: Path, given: dict[str, list[set[str]]]
) -> None:
    town = MeetingMunicipality(sqlite_database, tmp_path)
    town.import_plan()
    town.tick(date(2027, 2, 22))
    town.move(date(2027, 2, 23), to=date(2027, 3, 22))
    town.tick(date(2027, 2, 23))
    town.cancel(date(2027, 2, 24))
    town.tick(date(2027, 2, 24))
    found = {kind: names for kind, names in given.items() if kind in INVITATION_DOCUMENTS.values()}
    assert {*found} >= {"meeting-invitation", "meeting-moved", "meeting-cancelled"}
    for kind, names in found.items():
        assert all(each in names_of(kind) for each in names), kind


def test_digests_and_summaries_are_given_these_names(
    sqlite_database: Database, tmp_path: Path, given: dict[str, list[set[str]]]
) -> None:
    town = CalendarMunicipality.new(sqlite_database, tmp_path)
    monday = date(2027, 3, 1)
    town.action("E1", monday)
    town.action("E2", None, owners=())
    town.tick(monday)
    assert {*OF_REMINDERS} <= {*given}
    for kind in OF_REMINDERS:
        assert all(each in names_of(kind) for each in given[kind]), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_ours_are_rendered_by_each_of_them(language: str) -> None:
    letters = list_invented_letters()
    assert {*letters} == {*INVENTED_KINDS}
    for kind, values in letters.items():
        for each in values:
            assert Templates(language).render_letter(kind, dict(each)).html, kind


@pytest.fixture
def installation(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TERUGKOM_HOME", str(tmp_path / "home"))
    with sqlite_database.write_session() as session:
        session.add(Municipality(slug="zb", name="Zilverbeke"))
    return Installation(Settings(), sqlite_database)


def write(installation: Installation, name: str, text: str) -> None:
    path = installation.settings.municipalities / "zb/templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("owner-digest/body.txt", "Beste\n{{ niemand }}", "line 2: 'niemand' is undefined"),
        ("owner-digest/body.txt", "{% for each in items %}\n{{ each.naam }}{% endfor %}", "line 2: "),
        ("owner-digest/body.html", "\n\n{% for each in has_calendar %}{% endfor %}", "line 3: 'bool' object"),
        ("coordinator-summary/body.html", "{% for each in orphans %}{% endfor %}", "line 1: "),
        ("meeting-moved/body.txt", "{{ meeting.previous_day.jaar }}", "line 1: "),
        ("meeting-withdrawn/subject.txt", "{{ reden }}", "line 1: 'reden' is undefined"),
        ("base.html", "\n{{ wie }}{% block body %}{% endblock %}", "base.html, line 2: 'wie' is undefined"),
        ("question-answer/body.txt", "Beste\n{% if %}", "line 2: Expected an expression"),
    ],
)
def test_what_fails_only_when_rendered_is_found_with_its_file_and_line(
    installation: Installation, name: str, text: str, said: str
) -> None:
    write(installation, name, text)
    found = check_templates(installation)
    assert found.state is CheckState.BROKEN
    assert said in found.text
    assert name in found.text


def test_own_templates_that_use_what_there_is_are_fine(installation: Installation) -> None:
    ours = own_templates.BUILT_IN_TEMPLATES / "nl"
    for kind in INVENTED_KINDS:
        for part in ("subject.txt", "body.txt", "body.html"):
            write(installation, f"{kind}/{part}", (ours / kind / part).read_text(encoding="utf-8"))
    found = check_templates(installation)
    assert (found.state, found.text) == (CheckState.FINE, f"{3 * len(INVENTED_KINDS)} own templates")


def test_without_own_templates_nothing_is_invented_or_rendered(
    installation: Installation, given: dict[str, list[set[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invented_letters, "list_invented_letters", lambda: pytest.fail("nobody needs them"))
    assert check_templates(installation).text == "ours alone"
    write(installation, "site/message.html", "{{ title }}")
    assert check_templates(installation).text == "1 own template"
    assert given == {}
