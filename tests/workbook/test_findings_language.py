"""Findings of an import are in the language of the plan, from its first import on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from terugkom.database.connection_pool import Database
from terugkom.documents import built_in_templates
from terugkom.workbook import own_layout
from terugkom.workbook.own_layout import ACTIONS, PEOPLE
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.import_workbook import import_workbook

TODAY, NOW = date(2027, 3, 8), datetime(2027, 3, 8, 6, tzinfo=UTC)


@pytest.fixture
def all_languages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Templates in each language, so that a municipality may choose it."""
    monkeypatch.setattr(built_in_templates, "LANGUAGES", ("de", "en", "fr", "nl"))
    for cached in (own_layout.get_layout, own_layout.list_layouts):
        cached.cache_clear()
    yield
    for cached in (own_layout.get_layout, own_layout.list_layouts):
        cached.cache_clear()


@pytest.mark.usefixtures("all_languages")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ("“geen adres” is geen geldig e-mailadres.", "“nooit” is geen status die wij kennen. Kies")),
        (
            "fr",
            (
                "«\u00a0geen adres\u00a0» n’est pas une adresse",
                "«\u00a0nooit\u00a0» n’est pas un statut que nous connaissons.",
            ),
        ),
        ("de", ("„geen adres“ ist keine gültige E-Mail", "„nooit“ ist kein Status, den wir kennen. Wählen")),
        ("en", ("“geen adres” is not a valid mail address.", "“nooit” is not a status that we know. Choose")),
    ],
)
def test_findings_are_in_the_language_of_the_plan_from_its_first_import_on(
    sqlite_database: Database, tmp_path: Path, language: str, said: tuple[str, str]
) -> None:
    """They were Dutch, and the settings of a first import were read too late for its own findings."""
    rows = {
        ACTIONS.title: [{"code": "E1", "title": "Ledlampen", "status": "nooit"}],
        PEOPLE.title: [{"code": "AN", "name": "An Wijn", "email": "geen adres"}],
    }
    path = tmp_path / "plan.xlsx"
    write_plan(path, WorkbookContent(rows, settings={"name": "Linde", "language": language}))
    for dry_run in (True, False, False):
        report = import_workbook(sqlite_database, path, slug="linde", today=TODAY, now=NOW, dry_run=dry_run)
        found = {each["code"]: each["message"] for each in report.as_json()["findings"]}
        assert found["bad-email"].startswith(said[0])
        assert found["unknown-status"].startswith(said[1])
