"""Migrations: what has landed stays as it is, and an installation of any age is upgraded with its data."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, select, text

import terugkom.migrations
from terugkom.database.connection_pool import Database
from terugkom.delivery.model import DeliveryState
from terugkom.tables import ActionPagePublication, Base, Delivery, EditionDecision
from tests.postgres import Postgres
from tests.rows import Row, fill, leaves
from tests.soak import SOAK, often
from tests.upgraded_file import run_migrations

FOLDER = Path(str(terugkom.migrations.__file__)).parent
REVISIONS = [each.revision for each in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]
# A landed migration has run in somebody's database: what it left out is for the next. Add each that lands.
LANDED = {
    "0001_first_cycle.py": "7d9e705e54195d3135e7a43bdcc18c72e69a183c01e72dfeb82d88dac9c8e094",
    "0002_foreign_workbooks.py": "45fbe33bbbf711cabe4b3944e2ef2c88e0a57767c12f4117a96f391175c25f11",
    "0003_gate.py": "39e347bf4adc714b5eb2e55976df586fd05ea59f47d994ce9e78e1d546c39c09",
    "0004_gate_agenda.py": "7b5152d5b920592ba80ecf2b9da0ba7c8ea2ffb52c6807bbc9d78e27306462e1",
    "0005_meetings.py": "7989213b4add6dfb5805ee7d2aaca63bd71078f7b9923285aaed913d7d33aa7f",
    "0006_lighter_outbox.py": "091d813e1e656aa4ca5815e0fc3e583b13351c52a02f78adab91055fa7a98012",
    "0007_ideas.py": "3fb178c87655fef113059acad07d03013bb010f654b06892a54ba6e717e064a5",
    "0008_editions.py": "8777507ee2c753148745070c8ecbf34a781ed36b63c80f30306f503107e7e5e5",
    "0010_readers.py": "5fe10c8d4ef144573760dd172a6a6594907f387f361aa4065a0f24d518c897c0",
    "0011_standard_names.py": "af5c6ab43efa2b2659f427dcd8f86a8f428ce448d55e06c544023f994a70a307",
    "0012_typed_history.py": "b7daf0551376fc7fc9c89d69523665117c27c1a76759e728be330c42bad47ace",
    "0013_suppressed_addresses.py": "b3d084c99a936d2cd988adf069538b32a901b24bb6ada9f6eef2f478fa8b8d10",
    "0014_leases.py": "341c1fc0425ca3c869438059e82ae60b74753b325ab1cab704c46c77eca545f4",
    "0015_restores.py": "2b0196e5d982bb0e19a45744ce27bb8e32de7713138e5f0814937a2885304eb2",
    "0016_clean_ups.py": "abc32bf688c6b915f5ca85c89c4629766f55e364a0b476003d1a17a2ef8fe8f0",
    "0017_channels.py": "77074767d65a42dbb7dac593491e2f2e264b85b4068e8ff1b90c66e2e1680d72",
    "0018_answer_tokens.py": "5b3a6ab20275791966ab01897d5a65c91174d9ae22d886ef39274185d131a40e",
    "0019_erased_people.py": "e9c7352b8641c2b3b804b4a2dd36f3a246fc2ad5d882d88f4f4ae82a80150a80",
    "0020_page_links.py": "5848bdd457eafebed4a2a888a1f6d7ab591c5d26a6cc998e2ecafe2361865715",
    "0021_questions.py": "e8521f53fd51d702d30d234e075299228ab2459946a391980bd0d1f63b1f412b",
    "0022_demo_home.py": "c72f2d7a313ba65ca00c64cc4649a04c19194b5e65dd51d304d677b004748489",
    "0023_edition_rounds.py": "f840f54d0347096557410e875e5a93407f036a1f5a04c90e3388461397955c79",
    "0024_daily_runs.py": "12395a5c8c8bb2d53ee5222628af5a18b2ec2f23d9a9f079b4ce0fd70fbf7104",
    "0025_first_contact.py": "ca8cdc4408f45b2c30597d1082d398f6ad0b5a9db6689a8692b214be6a5cf351",
    "0026_owner_page.py": "f1f821878c55fac9c21a6217f074c85b7672d0630e828cfe48bc7f6d1360bfc5",
    "0027_answered_questions.py": "1eff1812da34e6466a7557f5be64b6ee9755d645a457431e5ce53528f78b0f5d",
    "0028_remarks.py": "2f3e9559e14e1f3f80e1bb6eadb2e4cd340e6ab51afd7fca14dc5d0de92db91e",
    "0029_early_step.py": "1eef03186e6a40cb133f783fcd97a7c614e4468b1a050e509717da01c50316a4",
    "0030_fetched_mails.py": "b780b289e1810aa660c3d7f901cf3f6001f7077202f9b4aee8485ae93bc1ce36",
    "0031_incoming_mails.py": "db14e976fb7328522c71b74a9e3a9a2f4ccce3128c815dc0e66f37083d156168",
    "0032_bounces.py": "ca1f6214523388c208a1d22e3a41c8d3226deb1412c4f188808f546db92a85ae",
    "0033_remark_pictures.py": "eae5e603af7121ff1d5fdb5f8c24d7cbf2282f2f514bc70a7f9266a02ea801c0",
    "0034_mentions.py": "2fdd109d7a00852f09b327f57a4942173292829006850ce48b63ff3ae88f3bbc",
    "0035_secretaries.py": "de99a5528ba6a29aabeed0ebab4b3932d2bce749bbaf4f985875f8668c1d4d34",
    "0036_claims.py": "2d1272bc08695b98110d4bb578b6c435d9f3dfff55186e383ad18401d0356a6a",
    "0037_corrections.py": "0883ca6ebd29bd5a608f8bbf91b4207774e01d5bc2b999052dc5948d30bb079e",
    "0038_action_pages.py": "c72b9b1cc01ec111ca0d311c05d6173cfe04edd505370d97313c04b3f6107ae3",
    "0039_action_page_publications.py": "d244381b3751328317f0f481b813351a5ae3e1ef2b8d7ec49a0c542d46053ec3",
    "0040_plan_imports.py": "7c0ce84fe298cc3ca8d466d38ed28ffe49c53ee8113c76f8e274d16e70bd5443",
    "0041_plan_versions.py": "2010cc85efcc816038e2dae59f3855c842e0c9f6336544d7df8590710f41ef78",
    "0042_meeting_invitations.py": "5f4885a6bdca039c8c69ffda1c592a7938cdefa31ded29d8a7c372b65529d38c",
    "0043_content_of_minutes.py": "9b72201fd9e60ce5b8d0ec8c68aaadd58539968d899a497dee2b1cbdcf338fca",
    "0044_dropped_deliveries.py": "83e39a51bf4cbbc7daee60808db461ecad0c5f45696da4d4657f67792677d846",
    "0045_quiet_summary.py": "9ada7ba1c996ff2137fa0931b09435c84d9fd5d757abab1128bf886160a9d46b",
    "0046_work_batches.py": "88e52570a1f97970c18f8484643581f44806eef12aa5a7b2aa5a5c8004352570",
    "0047_packs.py": "4cd8676d05293a85a7ced37e16e214f59603150a85359d82147ec8a1757d8899",
    "0048_municipality_files.py": "88810d5611bb5569e36d8d8415b908d890c22ad55380982e355722e8d6bb0475",
    "0049_alerts.py": "334c182273362d7e09e5c50c51c63cf9546acbedad0783a979089099e9970a50",
    "0050_reasons_of_who_is_stuck.py": "17d159ff93731e44de3dabb91a015f1876c3135419684832add8cae75a8fc5d6",
    "0051_who_is_stuck_no_more.py": "ef6b4fc6d3f90ee5c341c6a3471385a45ec57679c89b7b4e5a0fcac1aee1d77e",
    "0052_deleted_documents.py": "0c1ec3cee5c6215feb691d327100ee409189d910a6e11798a7059ecca632d396",
    "0053_earlier_answers.py": "480fe8d0176a9d90089c44cb8b98fa9d1750dcd4aa954b68833f8a4e2cb9adbb",
    "0054_coordinator_changes.py": "750466dc37fcc7a403f7bcc3ad6ba4d3175bd4ab2283a715db7082d91f9ed699",
    "0055_told_dates.py": "86b9c0525ae4712ff091dd25a0e998b9de2d73fddc2a6a77045be6d63c566df7",
    "0056_counts_of_clean_ups.py": "92dea86b478abe02a72254a36005545a60e58c005ad9fbdfc30e1028620ea69e",
    "0057_runs_that_changed_a_meeting.py": "deba4f574bf1e6949fc54e64f03c1939f2d8e08b540315c098d9dfe0ca4ef744",
    "0058_machine_of_an_alert.py": "af0c391199601827ceda023b65de2b233d6c8978eb998d0e53e5aadade89699b",
    "0059_what_a_story_file_said.py": "b2397215ce65ff97bc2c2d252512960e24314440ba3c0428a14e29e27d7834e8",
    "0060_look_at_an_alert.py": "a7301e986312cec09de151cb121f5418c5bba385fa29a52b440c27aeecbe25ad",
    "0061_announced_name_of_a_group.py": "ff297ba7e3e6963aed3f03d5641f1702bbed5f30632a0ad36e6cda423b38a78e",
    "0062_which_text_was_confirmed.py": "eaabd7fbdf993cb853db02377ea6150a4573c945685a42609ac5eecf3ee3255d",
    "0063_unrendered_media.py": "f50511202c0621ab73c4a6b881026290993a76615d6deea377f618246210e3fe",
    "0064_unrendered_corrections.py": "fdf917b22165ff2786d96366521914679817e68bf4bfa3454efb26d0ac4bb0ef",
}
NEVER_USED = {9}  # see the README beside the migrations
# Columns that a later migration drops, for another column says the same.
DROPPED = {
    ("reminders", "moment_id"),  # 0006
    ("edition_decisions", "omitted_setbacks_reason"),  # 0037
    *(("action_pages", column) for column in ("sha256", "version", "published_on")),  # 0039
    *(
        ("clean_ups", column)  # 0056
        for column in (
            *("documents", "deliveries", "inbox_files", "error_log", "page_links"),
            *("questions", "submissions", "mentions", "imports"),
        )
    ),
}
RENAMED = {"readers": "subscribers"}  # 0011


@pytest.fixture(autouse=True)
def _real_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "upgrade", run_migrations)


def versions() -> list[Path]:
    return sorted((FOLDER / "versions").glob("*.py"))


@pytest.mark.parametrize("name", LANDED)
def test_a_landed_migration_is_never_edited(name: str) -> None:
    content = (FOLDER / "versions" / name).read_bytes()
    assert sha256(content).hexdigest() == LANDED[name]


def test_the_migrations_are_one_chain_in_the_order_of_their_numbers() -> None:
    assert [path.name.partition("_")[0] for path in versions()] == REVISIONS
    numbers = [int(each) for each in REVISIONS]
    assert numbers == [each for each in range(1, numbers[-1] + 1) if each not in NEVER_USED]
    chain = ScriptDirectory(str(FOLDER))
    before = [chain.get_revision(each).down_revision for each in REVISIONS]
    assert before == [None, *REVISIONS[:-1]]


def test_the_number_that_was_never_used_is_explained() -> None:
    assert re.search(r"\b0009\b", (FOLDER / "README.md").read_text(encoding="utf-8"))


# Upgrading with data


class DatabaseOfEachRevision:
    """A database of each revision, as its installation left it: with rows in every table of then.

    One is upgraded step by step; a copy of it at each revision is filled.
    """

    def __init__(self, folder: Path, postgres: Postgres | None) -> None:
        self._folder, self._postgres = folder, postgres
        self._reached: str | None = None

    @contextmanager
    def at(self, revision: str) -> Iterator[Database]:
        """Give an empty database of this revision."""
        if self._reached is None or self._reached < revision:
            with closing(self._open("walked", None if self._reached is None else "walked")) as walked:
                upgrade(walked, revision)
            self._reached = revision
        assert self._reached == revision, "the tests go from the oldest revision to the newest"
        with closing(self._open(f"from_{revision}", "walked")) as database:
            yield database

    def _open(self, name: str, template: str | None) -> Database:
        if self._postgres:
            names = f"ages_{name}", f"ages_{template}" if template else "template0"
            url = self._postgres.url(names[0]) if name == template else self._postgres.create(*names)
            return Database(url)
        path = self._folder / f"{name}.db"
        if template and template != name:
            shutil.copyfile(self._folder / f"{template}.db", path)
        database = Database(f"sqlite:///{path}")
        event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        return database


def upgrade(database: Database, revision: str) -> None:
    with database._migration_config() as config:
        command.upgrade(config, revision)


@pytest.fixture(scope="module")
def ages_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> DatabaseOfEachRevision:
    return DatabaseOfEachRevision(tmp_path_factory.mktemp("ages"), None)


@pytest.fixture(scope="module")
def ages_on_postgres(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> DatabaseOfEachRevision:
    return DatabaseOfEachRevision(tmp_path_factory.mktemp("ages"), postgres)


def read(database: Database) -> dict[str, list[Counter[str]]]:
    """Return the values of each row that the code of today finds in each table, through the ORM."""
    mapped = {mapper.local_table.name: mapper for mapper in Base.registry.mappers}
    found: dict[str, list[Counter[str]]] = {}
    with database.read_session() as session:
        for name, table in Base.metadata.tables.items():
            if mapper := mapped.get(name):
                keys = [each.key for each in mapper.column_attrs]
                rows: list[Any] = [
                    [getattr(each, key) for key in keys] for each in session.scalars(select(mapper.class_))
                ]
            else:
                rows = list(session.execute(select(table)))
            found[name] = [Counter(leaves(row)) for row in rows]
    return found


@pytest.mark.soak
@pytest.mark.parametrize(
    ("kind", "revision"),
    [
        pytest.param(
            kind, each, marks=() if SOAK or each in (REVISIONS[0], REVISIONS[-2]) else pytest.mark.long
        )
        for kind, few in (("sqlite", REVISIONS[:-2:3]), ("postgres", REVISIONS[:-2:5]))
        for each in often([*few, *REVISIONS[-2:]], soak=REVISIONS)
    ],
)
def test_an_installation_is_upgraded_from_each_revision_with_its_data(
    request: pytest.FixtureRequest, kind: str, revision: str
) -> None:
    ages: DatabaseOfEachRevision = request.getfixturevalue(f"ages_on_{kind}")
    with ages.at(revision) as database:
        with database.engine.begin() as connection:
            before = fill(connection)
        database.upgrade()
        if SOAK or revision == REVISIONS[0]:  # the upgrade itself refuses other tables, columns and indexes
            with database.engine.connect() as connection:
                assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        after = read(database)
    lost = [
        f"{table}: {row}"
        for table, rows in before.items()
        for row in rows
        if not any(expected(table, row) <= found for found in after[RENAMED.get(table, table)])
    ]
    assert lost == []
    assert {name: len(after[RENAMED.get(name, name)]) for name in before} == dict.fromkeys(before, 2)


def expected(table: str, row: Row) -> Counter[str]:
    """Return the values of a row that must be found again, as often as they stand in it."""
    return Counter(leaves([value for column, value in row.items() if (table, column) not in DROPPED]))


@pytest.mark.long
def test_the_reason_for_omitted_setbacks_becomes_that_of_each_medium(
    tmp_path: Path,
) -> None:
    with DatabaseOfEachRevision(tmp_path, None).at("0033") as database:
        with database.engine.begin() as connection:
            fill(connection)
            connection.execute(
                text("UPDATE edition_decisions SET omitted_setbacks_reason = :reason, media = :media"),
                {"reason": "Het blad had geen plaats.", "media": '["website", "press"]'},
            )
        database.upgrade()
        with database.read_session() as session:
            found = session.scalars(select(EditionDecision.setback_reasons)).all()
    assert found == [dict.fromkeys(("website", "press"), "Het blad had geen plaats.")] * 2


@pytest.mark.long
def test_what_was_dropped_after_a_restore_is_called_so(tmp_path: Path) -> None:
    with DatabaseOfEachRevision(tmp_path, None).at("0038") as database:
        with database.engine.begin() as connection:
            fill(connection)
            connection.execute(
                text("UPDATE deliveries SET state = 'skipped', reason = :reason"),
                {"reason": "a person said after a restore: drop"},
            )
            one = connection.scalar(text("SELECT max(id) FROM deliveries"))
            connection.execute(text("UPDATE deliveries SET reason = 'stale' WHERE id = :id"), {"id": one})
        database.upgrade()
        with database.read_session() as session:
            found = set(session.scalars(select(Delivery.state)))
    assert found == {DeliveryState.DROPPED, DeliveryState.SKIPPED}


@pytest.mark.long
def test_what_webdav_has_of_a_page_is_known_to_be_there(tmp_path: Path) -> None:
    """Else each page would be published once more after the upgrade."""
    with DatabaseOfEachRevision(tmp_path, None).at("0038") as database:
        with database.engine.begin() as connection:
            fill(connection)
            connection.execute(text("UPDATE action_pages SET sha256 = 'abc', version = 3"))
        database.upgrade()
        with database.read_session() as session:
            rows = session.scalars(select(ActionPagePublication)).all()
            found = [(each.channel, each.sha256, each.version) for each in rows]
    assert found == [("webdav", "abc", 3)] * 2


_THAT_REPORT = "action_id = :action AND reported_on = :day"


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("nl", "Geen hulp.\nVan niemand.", "Ik zit vast"),
        ("nl", "Gestart.\nGeen hulp.\nVan niemand.\nToch.", "Gestart.\nIk zit vast\nToch."),
        ("fr", "Gestart.\nGeen hulp.\nVan niemand.", "Gestart.\nJe suis bloqué(e)"),
        ("nl", "Er was geen hulp.", "Er was geen hulp."),
    ],
)
def test_why_somebody_is_stuck_is_taken_out_of_the_reports(
    tmp_path: Path, language: str, before: str, after: str
) -> None:
    with DatabaseOfEachRevision(tmp_path, None).at("0049") as database:
        with database.engine.begin() as connection:
            fill(connection)
            action, day = connection.execute(
                text("SELECT action_id, reported_on FROM progress_reports ORDER BY id LIMIT 1")
            ).one()
            given = {"action": action, "day": day, "said": "Geen hulp.\nVan niemand.", "text": before}
            for change in (
                f"UPDATE municipalities SET language = '{language}'",
                f"UPDATE progress_reports SET text = :text WHERE {_THAT_REPORT}",
                "UPDATE questions SET kind = 'stuck', text = :said, action_id = :action, asked_on = :day",
            ):
                connection.execute(text(change), given)
        database.upgrade()
        with database.engine.connect() as connection:
            report = connection.scalar(text(f"SELECT text FROM progress_reports WHERE {_THAT_REPORT}"), given)
            said = connection.scalars(text("SELECT DISTINCT text FROM questions")).all()
    assert (report, said) == (after, ["Geen hulp.\nVan niemand."])


@pytest.mark.parametrize(
    ("report", "decided_on", "state"),
    [
        ("Ik zit vast", "2020-01-01", "answered"),
        pytest.param("Gestart.\nIch komme nicht weiter", "2020-01-01", "answered", marks=pytest.mark.long),
        ("Ik zit vast\nDe offertes zijn er.", "2020-01-01", "superseded"),
        pytest.param("Ik zit vast", "2031-01-01", "superseded", marks=pytest.mark.long),
    ],
)
def test_who_is_stuck_no_more_is_closed_though_it_was_only_read(
    tmp_path: Path, report: str, decided_on: str, state: str
) -> None:
    with DatabaseOfEachRevision(tmp_path, None).at("0050") as database:
        with database.engine.begin() as connection:
            fill(connection)
            action = connection.scalar(text("SELECT action_id FROM progress_reports ORDER BY id LIMIT 1"))
            given = {"action": action, "text": report, "day": decided_on}
            for change in (
                "UPDATE progress_reports SET text = :text",
                "UPDATE decisions SET action_id = :action",
                "UPDATE moments SET day = :day",
                "UPDATE questions SET kind = 'stuck', state = 'answered', answer = 'seen', "
                "action_id = :action, asked_on = '2027-03-01'",
            ):
                connection.execute(text(change), given)
        database.upgrade()
        with database.engine.connect() as connection:
            states = connection.scalars(text("SELECT DISTINCT state FROM questions")).all()
    assert states == [state]
