"""A person who stands everywhere is shown, erased, and not imported again; all else stays."""

import csv
import hashlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest
import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader
from sqlalchemy import JSON, Column, Enum, String, delete, func, select, update

from terugkom.backup.find_damaged import find_missing_documents
from terugkom.command_line.main import main
from terugkom.daily_runs.due_runs import build_run_lease
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import Base
from terugkom.delivery.model import Delivery, DeliveryState
from terugkom.documents.bundled_document import BundledDocument
from terugkom.errors import InputError
from terugkom.ideas.import_ideas import import_ideas_file
from terugkom.ideas.model import Idea
from terugkom.leases import acquire_lease, release_lease
from terugkom.personal_data import erase_person as erase_module
from terugkom.personal_data.erase_person import erase_person
from terugkom.personal_data.find_personal_data import find_personal_data
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action, Municipality, Ownership, Person
from terugkom.plan.queries import get_municipality
from terugkom.plan.questions import NewQuestion, Question, QuestionKind, ask_question
from terugkom.subscribers.import_staff import import_staff
from terugkom.subscribers.model import Subscriber
from terugkom.workbook.own_layout import ACTIONS, PEOPLE
from terugkom.workbook.undo.journal import PlanImport
from terugkom.workbook.workbook_content import WorkbookContent
from terugkom.workbook.write_workbook import write_plan
from tests.clock import clock_on
from tests.documents.stores import open_store
from tests.import_workbook import import_workbook
from tests.personal_data.test_text_columns import IDENTIFIERS
from tests.rows import fill

TODAY = date(2027, 3, 2)  # and the clock says another day
NOW = clock_on(date(2027, 3, 4))
ROOT = Path(__file__).parents[2]
NAME, ADDRESS = "Zoë d'Haene", "zoe.dhaene@linde.example.org"
SENTENCE = f"Afgesproken met {NAME} ({ADDRESS.upper()}), en met An Wijn."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def stored(home: Path, sqlite_template: Path) -> Iterator[Database]:
    """The database in the home: its files are searched too."""
    shutil.copyfile(sqlite_template, home / "terugkom.db")
    with closing(Database(f"sqlite:///{home / 'terugkom.db'}")) as found:
        yield found


def text_columns() -> Iterator[Column[Any]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
            is_identifier = column.name in IDENTIFIERS or column.primary_key or bool(column.foreign_keys)
            if is_text and not is_identifier and column.name not in ("slug", "language"):
                yield column


def plant_rows(database: Database) -> None:
    """Write the person into a row of every table, in every text of it."""
    with database.open_write_connection() as connection:
        rows = fill(connection)
        people, subscribers = (Base.metadata.tables[each] for each in ("people", "subscribers"))
        for column in text_columns():
            table, key = column.table, next(iter(column.table.primary_key.columns))
            text: Any = SENTENCE
            if isinstance(column.type, JSON):
                text = {"a": [SENTENCE], ADDRESS: 1} if column.table.name == "actions" else [SENTENCE]
            if (table.name, column.name) in (
                ("municipalities", "lead_times"),
                ("municipalities", "media_settings"),
            ):
                text = {"press": ADDRESS} if column.name == "media_settings" else {}
            if (table.name, column.name) in (("municipalities", "sender"), ("municipalities", "reply_to")):
                text = "mvo@linde.example.org"
            first = rows[table.name][0][key.name]
            connection.execute(update(table).where(key == first).values({column.name: text}))
        first = rows["people"][0]["id"]
        who = {"name": NAME, "email": ADDRESS.title(), "code": "zoe-dhaene"}
        connection.execute(update(people).where(people.c.id == first).values(who))
        number = rows["subscribers"][0]["id"]
        theirs = {"email": ADDRESS, "name": NAME, "person_id": first}
        connection.execute(update(subscribers).where(subscribers.c.id == number).values(theirs))
        connection.commit()


def build_docx() -> bytes:
    document, made = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph("Aanwezig: ")
    for part in NAME.split():  # as Word does it: one name in several runs
        paragraph.add_run(f"{part} ")
    document.save(made)
    return made.getvalue()


def build_pdf() -> bytes:
    return typst.compile(f"Aanwezig: {NAME}, {ADDRESS.replace('@', chr(92) + '@')}".encode())


def build_png() -> bytes:
    made, texts = io.BytesIO(), PngInfo()
    texts.add_text("Author", NAME.replace("ë", "e") + " " + ADDRESS)
    Image.new("RGB", (8, 6), "green").save(made, "PNG", pnginfo=texts)
    return made.getvalue()


def build_mail(to: str, *files: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "mvo@linde.example.org", to, f"Voor {NAME}"
    mail.set_content(SENTENCE, cte="base64")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(mail)


def build_plan(folder: Path) -> bytes:
    people = [
        {"code": "ZOE", "name": NAME, "email": ADDRESS},
        {"code": "AN", "name": "An Wijn", "email": "an@linde.example.org"},
    ]
    actions = [{"code": "A1", "title": "Ledlampen", "owners": "ZOE; AN"}]
    rows: dict[str, Any] = {PEOPLE.title: people, ACTIONS.title: actions}
    settings = {"name": "Linde", "language": "nl", "coordinator": "AN", "digest_weekday": "maandag"}
    write_plan(folder / "plan.xlsx", WorkbookContent(rows, settings=settings))
    return (folder / "plan.xlsx").read_bytes()


def plant_files(home: Path) -> dict[str, bool]:
    """Write the person into files of every kind; return whether each is kept."""
    plan = build_plan(home)
    (home / "plan.xlsx").unlink()
    page = f"<p>Met dank aan {NAME.replace(chr(39), '&#x27;')}</p>"
    kept = {
        "documents/linde/2027-03-01/owner-digest-1.eml": (build_mail(ADDRESS), False),
        "documents/linde/2027-03-01/pack-2.eml": (build_mail("an@x.be", ("p.pdf", build_pdf())), False),
        "documents/linde/2027-03-01/minutes-3.eml": (build_mail("an@x.be", ("v.docx", build_docx())), False),
        "documents/linde/editions/proof.json": (json.dumps({"text": SENTENCE}).encode(), False),
        "outbox/linde/0000001-owner.eml": (build_mail(ADDRESS), False),
        "outbox/linde/editions/2027-Q1/website/index.html": (page.encode(), True),
        "outbox/linde/editions/2027-Q1/print/poster.pdf": (build_pdf(), False),
        "municipalities/linde/inbox/1.eml": (build_mail("mvo@linde.example.org"), False),
        "municipalities/linde/inbox/new/17.mx": (build_mail("mvo@linde.example.org"), False),
        "municipalities/linde/inbox/plan.xlsx": (plan, True),
        "municipalities/linde/inbox/done/2027-plan.xlsx": (plan, False),
        "municipalities/linde/inbox/done/2027-plan.xlsx.report.json": (json.dumps(SENTENCE).encode(), True),
        "municipalities/linde/inbox/done/2027-staf.csv": (
            f"Naam;E-mail\n{NAME};{ADDRESS}\n".encode("utf-16"),
            False,
        ),
        "municipalities/linde/inbox/refused/verslag.docx": (build_docx(), False),
        "municipalities/linde/editions/2027-Q1/10-led.md": (f"# Led\n\n{SENTENCE}\n".encode(), True),
        "municipalities/linde/editions/2027-Q1/led.png": (build_png(), True),
        "errors.log": (f"ValueError: {ADDRESS}\n  {SENTENCE}\n".encode(), True),
        "errors.log.1": (f"ValueError: {NAME.upper()}\n".encode(), True),
    }
    for name, (content, _) in kept.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return {name: is_kept for name, (_, is_kept) in kept.items()}


def texts_of(path: Path) -> Iterator[bytes]:
    """Yield all that can be read in a file, unpacked; not by the reader that is tested."""
    content = path.read_bytes()
    yield content
    yield content.decode("utf-16", "ignore").encode()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())
    if content.startswith(b"%PDF"):
        yield from (page.extract_text().encode() for page in PdfReader(path).pages)


def assert_nowhere(database: Database, home: Path) -> None:
    with database.read_session() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                text = repr(tuple(row)).casefold()
                assert ADDRESS not in text, table.name
                assert "haene" not in text, table.name
    for path in home.rglob("*"):
        if path.is_file():
            for text in texts_of(path):
                assert ADDRESS.encode() not in text.lower(), path
                assert b"haene" not in text.lower(), path


@pytest.mark.long
def test_a_person_who_stands_everywhere_is_erased_everywhere(stored: Database, home: Path) -> None:
    plant_rows(stored)
    kept = plant_files(home)
    with stored.read_session() as session:
        before = {each.name: session.scalar(select(func.count()).select_from(each)) for each in tables()}
        changes = session.scalar(select(func.count()).select_from(ActionChange))
        hashes = {row.sha256 for row in session.execute(select(Base.metadata.tables["documents"].c.sha256))}
    found = find_personal_data(stored, home, ADDRESS)
    assert {str(each.path) for each in found.files} == set(kept)
    shown = {(each.table, each.column) for each in found.values}
    planted = {(each.table.name, each.name) for each in text_columns() if each.table.name != "municipalities"}
    missing = {("deliveries", "channel"), ("people", "code"), ("secret_keys", "key")}
    assert planted - shown <= missing | {("meetings", "uid")}, planted - shown
    left = erase_person(stored, home, ADDRESS, today=TODAY, now=NOW)
    assert (left.values, left.files, left.waiting) == ((), (), 0)
    assert {name: (home / name).exists() for name in kept} == kept
    assert_nowhere(stored, home)
    with stored.read_session() as session:
        after = {each.name: session.scalar(select(func.count()).select_from(each)) for each in tables()}
        taken = {
            "ownerships",
            "group_members",
            "suppressed_addresses",
            "answer_tokens",
            "page_links",
            "action_photos",
            "plan_imports",
            "erased_people",
            "meeting_invitations",
            "secret_keys",
        }
        assert {n: c for n, c in after.items() if n not in taken and n != "action_changes"} == {
            n: c for n, c in before.items() if n not in taken and n != "action_changes"
        }
        assert after["action_changes"] >= (changes or 0), "the history only grows"
        assert hashes == {
            row.sha256 for row in session.execute(select(Base.metadata.tables["documents"].c.sha256))
        }
    assert b"An Wijn" in (home / "municipalities/linde/editions/2027-Q1/10-led.md").read_bytes()
    with Image.open(home / "municipalities/linde/editions/2027-Q1/led.png") as picture:
        assert (picture.size, picture.getpixel((0, 0)), picture.info) == ((8, 6), (0, 128, 0), {})


@pytest.mark.long
@pytest.mark.parametrize("back_end", ["bundles", "database", "memory"])
def test_a_person_is_gone_from_the_bytes_of_bundles_too(
    linde: Database, home: Path, tmp_path: Path, back_end: str
) -> None:
    planted = {
        "linde/2027-03-01/owner-digest-1.eml": build_mail(ADDRESS),
        "linde/2027-03-01/minutes-3.eml": build_mail("an@x.be", ("v.docx", build_docx())),
        "linde/editions/proof.json": json.dumps({"text": SENTENCE}).encode(),
    }
    other = {"linde/2027-03-01/owner-digest-2.eml": b"To: an@x.be\n\nDag An Wijn\n"}
    store = open_store(back_end, home if back_end == "bundles" else tmp_path, linde)
    assert store.bundles
    store.write_all([*planted.items(), *other.items()])
    found = find_personal_data(linde, home, ADDRESS, bundles=store.bundles)
    assert {str(each.path) for each in found.files} >= {f"documents/{name}" for name in planted}
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW, bundles=store.bundles)
    assert (left.values, left.files, left.waiting) == ((), (), 0)
    assert {name: store.find(name) for name in [*planted, *other]} == {**dict.fromkeys(planted), **other}
    stored_bytes = [zlib.decompress(store.bundles.blobs.get(name)) for name, _ in store.bundles.blobs.list()]
    assert len(stored_bytes) == 1
    for text in stored_bytes:
        assert ADDRESS.encode() not in text
        assert set(json.loads(text.partition(b"\n")[0])["documents"][0]) >= set(other)


@pytest.mark.long
def test_what_lies_in_a_damaged_bundle_is_left_for_a_person_and_all_else_is_erased(
    linde: Database, home: Path
) -> None:
    store = open_store("bundles", home, linde)
    assert store.bundles
    with linde.read_session() as session:
        person = session.scalars(select(Person).where(Person.email == ADDRESS)).one()
        action = session.scalars(
            select(Action).where(Action.municipality_id == person.municipality_id)
        ).first()
        assert action
    photo = "linde/2027-03-01/photo-1.jpg"
    with linde.write_session() as session:
        of = {"caption": "", "photographer": "", "permission": "", "sha256": "0", "given_on": TODAY}
        session.add(ActionPhoto(path=photo, person_id=person.id, action_id=action.id, **of))
    store.write_all([(photo, b"a picture"), ("linde/2027-03-01/other.eml", b"To: an@x.be")])
    ((name, _),) = store.bundles.blobs.list()
    damaged = home / "packs" / name
    damaged.write_bytes(damaged.read_bytes()[:-1])
    store.write_all([("linde/2027-03-01/owner-digest-1.eml", build_mail(ADDRESS))])
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW, bundles=store.bundles)
    assert {str(each.path) for each in left.files} == {
        "documents/linde/2027-03-01/other.eml",
        f"documents/{photo}",
    }
    assert {each.note for each in left.files} == {"its bundle is damaged or missing"}
    assert left.values == (), "the tables do not wait for a bundle that nobody can mend"
    assert store.find("linde/2027-03-01/owner-digest-1.eml") is None


@pytest.mark.long
@pytest.mark.parametrize("back_end", ["bundles", "database", "memory"])
def test_a_bundle_of_a_run_that_was_cut_off_is_told_until_the_clean_up_deletes_it(
    linde: Database, home: Path, tmp_path: Path, back_end: str
) -> None:
    store = open_store(back_end, home if back_end == "bundles" else tmp_path, linde)
    assert store.bundles
    store.write_all([("linde/2027-03-01/owner-digest-1.eml", build_mail(ADDRESS))])
    with linde.write_session() as session:
        session.execute(delete(BundledDocument))
    ((name, _),) = store.bundles.blobs.list()
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW, bundles=store.bundles)
    assert [(str(each.path), each.note[:26]) for each in left.files] == [(name, "of a run that was cut off;")]
    assert store.bundles.delete_unnamed(datetime.max.replace(tzinfo=UTC)) == 1
    assert erase_person(linde, home, ADDRESS, [NAME], today=TODAY, now=NOW, bundles=store.bundles).files == ()


def tables() -> list[Any]:
    return list(Base.metadata.sorted_tables)


@pytest.fixture
def linde(stored: Database, home: Path) -> Database:
    """A municipality whose plan has the person."""
    path = home / "municipalities/linde/inbox/done/plan.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(build_plan(path.parent))
    import_workbook(stored, path, slug="linde", today=TODAY, now=NOW)
    return stored


@pytest.mark.long
def test_who_was_erased_is_not_imported_again_and_a_finding_says_so(linde: Database, home: Path) -> None:
    plan = home.parent / "old.xlsx"
    plan.write_bytes((home / "municipalities/linde/inbox/done/plan.xlsx").read_bytes())
    erase_person(linde, home, f" {ADDRESS.upper()} ", today=TODAY, now=NOW)
    told: dict[str, Any] = {"slug": "linde", "today": TODAY, "now": NOW}
    report = import_workbook(linde, plan, **told)
    assert "erased-person" in {each.code for each in report.findings}
    assert not any(ADDRESS in each.message or "Haene" in each.message for each in report.findings)
    foreign = write_csv(home.parent / "ander.csv", ("Actie", "Trekker"), ("Zonnepanelen", NAME.upper()))
    report = import_workbook(linde, foreign, **told)
    assert "erased-person" in {each.code for each in report.findings}
    staff = write_csv(
        home.parent / "staf.csv", ("Naam", "E-mail"), (NAME, ADDRESS), ("Bo", "bo@linde.example.org")
    )
    assert [each.code for each in import_staff(linde, staff, **told).findings] == ["erased-person"]
    ideas = write_csv(home.parent / "ideeen.csv", ("Idee", "Naam", "E-mail"), ("Meer bomen", NAME, ADDRESS))
    with linde.write_session() as session:
        result = import_ideas_file(session, get_municipality(session, "linde"), ideas, TODAY)
        assert [each.code for each in result.findings] == ["erased-submitter"]
        idea = session.scalars(select(Idea)).one()
        assert (idea.text, idea.submitted_by, idea.person_id) == ("Meer bomen", "", None)
    assert_nowhere(linde, home)
    with linde.read_session() as session:
        owners = session.scalars(select(Person.name).join(Ownership)).all()
        assert set(owners) == {"An Wijn"}
        assert session.scalars(select(Subscriber.email).where(Subscriber.name == "Bo")).all()


@pytest.mark.long
def test_an_import_of_a_plan_with_somebody_who_was_erased_is_not_taken_back(
    linde: Database, home: Path
) -> None:
    with linde.read_session() as session:
        assert session.scalar(select(func.count()).select_from(PlanImport)) == 1

    erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)

    with linde.read_session() as session:
        assert session.scalar(select(func.count()).select_from(PlanImport)) == 0


def test_a_file_that_cannot_be_changed_is_listed_and_all_else_is_erased(linde: Database, home: Path) -> None:
    folder = home / "municipalities/linde/editions/2027-Q1"
    folder.mkdir(parents=True)
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("word/document.xml", f"<w:t>{NAME}</w:t>".encode("latin-1"))
    (folder / "b.docx").write_bytes(broken.getvalue())
    for name in ("a.md", "c.md"):
        (folder / name).write_text(SENTENCE, encoding="utf-8")
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)
    assert [(each.path.name, each.remedy.value) for each in left.files] == [("b.docx", "by hand")]
    assert left.values == ()
    for name in ("a.md", "c.md"):
        assert NAME not in (folder / name).read_text(encoding="utf-8")
    with linde.read_session() as session:
        assert ADDRESS not in session.scalars(select(Person.email)).all()


def write_csv(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


@pytest.mark.long
def test_the_history_keeps_that_the_owner_left_and_what_waits_for_them_is_skipped(
    linde: Database, home: Path
) -> None:
    with linde.write_session() as session:
        number = session.scalars(select(Person.id).where(Person.email == ADDRESS)).one()
        plant_delivery(session, number, ADDRESS, "1")
        plant_delivery(session, None, "an@linde.example.org", "2", f"Cc: {NAME} <{ADDRESS}>\r\n")
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)
    assert left.waiting == 1, "the mail to An waits, and names her in copy"
    with linde.read_session() as session:
        change = session.scalars(select(ActionChange).order_by(ActionChange.id.desc())).first()
        assert change is not None
        assert (change.field, change.new, change.changed_on) == ("owners", ["AN"], TODAY)
        assert set(change.old) == {"AN", f"gewist-{number}"}
        action = session.scalars(select(Action)).one()
        assert [each.code for each in action.owners] == ["AN"]
        states = {each.key: (each.state, each.recipient) for each in session.scalars(select(Delivery))}
        assert states == {
            "1": (DeliveryState.SKIPPED, ""),
            "2": (DeliveryState.PENDING, "an@linde.example.org"),
        }
    with linde.write_session() as session:
        session.execute(update(Delivery).where(Delivery.key == "2").values(state=DeliveryState.SENT))
    assert erase_person(linde, home, ADDRESS, [NAME], today=TODAY, now=NOW).values == ()
    assert_nowhere(linde, home)


@pytest.mark.long
def test_a_question_about_owners_keeps_no_code_of_who_was_erased(linde: Database, home: Path) -> None:
    sides = {"values": {"owners": ["AN"]}, "plan": {"owners": ["AN", "ZOE"]}}
    with linde.write_session() as session:
        action = session.scalars(select(Action)).one()
        about = (
            action.municipality_id,
            QuestionKind.IMPORT_VALUE,
            "A1 owners",
            "In het plan staat “AN; ZOE”.",
        )
        ask_question(session, NewQuestion(*about, sides, action.id), TODAY, NOW)
    erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)
    with linde.read_session() as session:
        question = session.scalars(select(Question)).one()
        assert "ZOE" not in f"{question.text}{question.proposal}"
        assert question.proposal["values"] == {"owners": ["AN"]}


def plant_delivery(session: Any, person: int | None, to: str, key: str, headers: str = "") -> None:
    documents = Base.metadata.tables["documents"]
    municipality = session.scalars(select(Municipality.id)).one()
    values = {"municipality_id": municipality, "kind": "x", "subject": "x", "run_id": "", "created_at": NOW}
    path, digest = f"linde/{key}.eml", hashlib.sha256(key.encode()).hexdigest()
    number = session.execute(documents.insert().values(values | {"path": path, "sha256": digest}))
    session.add(
        Delivery(
            municipality_id=municipality, document_id=number.inserted_primary_key[0], person_id=person,
            key=key, channel="smtp", role="owner", recipient=to, headers=headers or f"To: {to}\r\n",
            message_id=f"<{key}@x>", created_at=NOW,
        )
    )  # fmt: skip


@pytest.mark.long
def test_a_document_that_went_with_a_person_is_not_missing_from_a_backup(linde: Database, home: Path) -> None:
    keys = ("theirs", "others", "lost")
    with linde.write_session() as session:
        for key in keys:
            plant_delivery(session, None, ADDRESS if key == "theirs" else "an@x.be", key)
            session.execute(update(Delivery).values(state=DeliveryState.SENT))
    for key in keys[:2]:
        content = build_mail(ADDRESS if key == "theirs" else "an@x.be")
        (home / "documents/linde").mkdir(parents=True, exist_ok=True)
        (home / f"documents/linde/{key}.eml").write_bytes(content)
    erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)
    assert not (home / "documents/linde/theirs.eml").exists()
    with linde.engine.connect() as connection:
        assert list(find_missing_documents(connection, home / "documents")) == ["linde/lost.eml"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("zoe@xn--mnster-3ya.example.org", "Zoe@Münster.example.org"),
        ("zoë@linde.example.org", unicodedata.normalize("NFD", "ZOË@linde.example.org")),
    ],
)
def test_an_address_outside_ascii_is_found_however_it_is_typed(
    linde: Database, home: Path, kept: str, typed: str
) -> None:
    with linde.write_session() as session:
        session.execute(update(Person).where(Person.email == ADDRESS).values(email=kept))
    note = home / "municipalities/linde/editions/2027-Q1/10-led.md"
    note.parent.mkdir(parents=True)
    note.write_text(f"Vraag het aan {typed} of {kept}.\n")
    erase_person(linde, home, typed, today=TODAY, now=NOW)
    with linde.read_session() as session:
        assert kept not in session.scalars(select(Person.email)).all()
    assert note.read_text() == "Vraag het aan [gewist] of [gewist].\n"


@pytest.mark.parametrize("theirs", [NAME.upper(), "d\u2019Haene, Zoë", "d'Haene Zoë"])
def test_a_name_that_somebody_else_has_too_is_listed_and_stays_with_them(
    linde: Database, home: Path, theirs: str
) -> None:
    with linde.write_session() as session:
        municipality = get_municipality(session, "linde")
        session.add(
            Person(municipality_id=municipality.id, code="Z2", name=theirs, email="z2@linde.example.org")
        )
        session.scalars(select(Action)).one().description = SENTENCE
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)
    assert {(each.table, each.column) for each in left.values} == {
        ("people", "name"),
        ("actions", "description"),
    }
    with linde.read_session() as session:
        assert session.scalars(select(Person.name).where(Person.code == "Z2")).one() == theirs
        assert ADDRESS.upper() not in session.scalars(select(Action.description)).one()


def write_digest(home: Path, key: str) -> Path:
    """Write a document in which somebody stands by name alone, as in the mails of owners."""
    path = home / f"documents/linde/{key}.eml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Subject: Uw acties\n\nBeste {NAME}\n")
    return path


@pytest.mark.long
def test_who_is_erased_after_somebody_else_shares_no_name_with_them(linde: Database, home: Path) -> None:
    """The name of who was erased is replaced, and what stands there was taken for everybody's name."""
    with linde.write_session() as session:
        plant_delivery(session, None, ADDRESS, "digest")
        session.execute(update(Delivery).values(state=DeliveryState.SENT))
        session.scalars(select(Action)).one().description = f"Zie {NAME}."
    digest = write_digest(home, "digest")
    erase_person(linde, home, "an@linde.example.org", today=TODAY, now=NOW)
    shown = find_personal_data(linde, home, ADDRESS)
    assert shown.person.shared_names == frozenset()
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)
    assert (left.values, left.files) == ((), ())
    assert not digest.exists()
    with linde.read_session() as session:
        assert session.scalars(select(Action.description)).one() == "Zie [gewist]."
        names = set(session.scalars(select(Person.name)))
    assert names == {"[gewist]"}


@pytest.mark.long
@pytest.mark.parametrize("back_end", ["", "bundles"])
def test_of_a_shared_name_only_documents_of_their_own_are_deleted_and_all_else_is_listed(
    linde: Database, home: Path, back_end: str
) -> None:
    with linde.write_session() as session:
        municipality = get_municipality(session, "linde")
        session.add(
            Person(municipality_id=municipality.id, code="Z2", name=NAME, email="z2@linde.example.org")
        )
        for key, to in (("own", ADDRESS), ("other", "z2@linde.example.org"), ("lost", ADDRESS)):
            plant_delivery(session, None, to, key)
        plant_delivery(session, None, "z2@linde.example.org", "both")
        both = select(Delivery.document_id).where(Delivery.key == "both").scalar_subquery()
        session.execute(update(Delivery).where(Delivery.key == "lost").values(document_id=both))
        session.execute(update(Delivery).values(state=DeliveryState.SENT))
    store = open_store(back_end, home, linde)
    paths = {key: write_digest(home, key) for key in ("own", "other", "both")}
    if back_end:
        store.write_all((f"linde/{key}.eml", path.read_bytes()) for key, path in paths.items())
        shutil.rmtree(home / "documents")
    (home / "notes.txt").write_text(f"Bel {NAME}.")
    by_hand = [Path("documents/linde/both.eml"), Path("documents/linde/other.eml"), Path("notes.txt")]
    shown = find_personal_data(linde, home, ADDRESS, bundles=store.bundles)
    remedies = {each.path: (each.remedy.value, each.note) for each in shown.files}
    note = ("by hand", "has only a name that somebody else has too")
    own = (Path("documents/linde/own.eml"), Path("municipalities/linde/inbox/done/plan.xlsx"))
    assert remedies == {**dict.fromkeys(own, ("delete", "")), **dict.fromkeys(by_hand, note)}
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW, bundles=store.bundles)
    assert sorted(each.path for each in left.files) == by_hand
    assert [key for key in paths if store.find(f"linde/{key}.eml") is None] == ["own"]
    assert (home / "notes.txt").read_text() == f"Bel {NAME}."


@pytest.mark.long
@pytest.mark.parametrize("back_end", ["", "bundles"])
def test_a_name_that_somebody_has_elsewhere_is_theirs_in_files_of_their_municipality(
    linde: Database, home: Path, back_end: str
) -> None:
    with linde.write_session() as session:
        eik = Municipality(slug="eik", name="Eik")
        session.add(eik)
        session.flush()
        session.add(Person(municipality_id=eik.id, code="Z2", name=NAME, email="z2@eik.example.org"))
    store = open_store(back_end, home, linde)
    mails = {each: f"Beste {NAME}\n".encode() for each in ("linde/a.eml", "eik/a.eml")}
    if back_end:
        store.write_all(mails.items())
    else:
        for name, content in mails.items():
            (home / "documents" / name).parent.mkdir(parents=True, exist_ok=True)
            (home / "documents" / name).write_bytes(content)
    texts = {each: home / f"municipalities/{each}/notes.txt" for each in ("linde", "eik")}
    for each in texts.values():
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_text(f"Bel {NAME} ({ADDRESS}).\n{NAME}")
    texts["eik"].write_text(f"Bel {NAME}.")
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW, bundles=store.bundles)
    by_hand = [Path("documents/eik/a.eml"), Path("municipalities/eik/notes.txt")]
    assert sorted(each.path for each in left.files) == by_hand
    assert [each for each in mails if store.find(each) is None] == ["linde/a.eml"]
    assert texts["linde"].read_text() == "Bel [gewist] ([gewist]).\n[gewist]"
    assert texts["eik"].read_text() == f"Bel {NAME}."


@pytest.mark.long
def test_what_is_left_is_found_again_only_by_the_names_which_the_command_gives_and_says(
    linde: Database, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    with linde.write_session() as session:
        municipality = get_municipality(session, "linde")
        session.add(
            Person(municipality_id=municipality.id, code="Z2", name=NAME, email="z2@linde.example.org")
        )
    (home / "notes.txt").write_text(f"Bel {NAME}.")
    erase = ("person", "erase", ADDRESS)
    assert main([*erase, "--apply"]) == 1
    said = capsys.readouterr().out
    assert "notes.txt" in said
    again = said.strip().splitlines()[-1].strip()
    assert shlex.split(again) == ["terugkom", *erase, "--name", NAME, "--apply"]
    assert main([*erase, "--apply"]) == 1, "it cannot know whether something is left"
    said = capsys.readouterr().out
    assert said.startswith("Erased, by the address alone.\n")
    assert "no name of theirs is known any more" in said
    assert main([*erase, "--apply", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["nameless"] is True
    assert main(shlex.split(again)[1:]) == 1
    assert "notes.txt" in capsys.readouterr().out
    with linde.write_session() as session:
        session.execute(delete(Person).where(Person.code == "Z2"))
    assert main(shlex.split(again)[1:]) == 0
    assert capsys.readouterr().out == "Erased.\n"
    assert (home / "notes.txt").read_text() == "Bel [gewist]."
    assert main(["person", "erase", "nobody@linde.example.org", "--apply"]) == 0
    assert capsys.readouterr().out == "Erased.\n"


def test_the_sender_of_a_municipality_is_replaced_first(linde: Database, home: Path) -> None:
    with linde.write_session() as session:
        get_municipality(session, "linde").sender = ADDRESS
    with pytest.raises(InputError, match="linde: this address is the sender"):
        erase_person(linde, home, ADDRESS, today=TODAY, now=NOW)
    with linde.read_session() as session:
        assert session.scalars(select(Person.email).where(Person.code == "ZOE")).one() == ADDRESS


@pytest.mark.long
def test_a_dry_run_lists_it_all_and_changes_nothing_until_it_is_told(
    linde: Database, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERUGKOM_HOME", str(home))
    assert main(["person", "show", ADDRESS, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["names"] == [NAME]
    assert {(each["table"], each["column"]) for each in shown["values"]} == {
        ("people", "email"),
        ("people", "name"),
    }
    assert [each["path"] for each in shown["files"]] == ["municipalities/linde/inbox/done/plan.xlsx"]
    assert main(["person", "erase", ADDRESS]) == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert main(["person", "show", ADDRESS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == shown
    assert main(["person", "erase", ADDRESS, "--apply", "--today", str(TODAY)]) == 0
    assert capsys.readouterr().out.strip() == "Erased."
    assert_nowhere(linde, home)
    assert main(["person", "show", ADDRESS]) == 0
    assert capsys.readouterr().out.strip() == "Nothing is kept of this address."
    assert main(["person", "allow", ADDRESS]) == 0
    assert main(["person", "show", "no address"]) == 2


@pytest.mark.long
def test_the_command_alone_in_its_process_shows_what_stands_in_every_table(
    stored: Database, home: Path
) -> None:
    plant_rows(stored)
    with stored.write_session() as session:
        session.execute(delete(BundledDocument))  # the store of documents is a folder here
    expected = find_personal_data(stored, home, ADDRESS).as_json()
    stored.close()
    call = [sys.executable, "-m", "terugkom", "person", "show", ADDRESS, "--json"]
    environment = {**os.environ, "TERUGKOM_HOME": str(home)}
    done = subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout) == expected
    tables_shown = {each["table"] for each in expected["values"]}
    assert tables_shown >= {"edition_decisions", "gate_acceptances", "published_claims", "story_corrections"}


@pytest.mark.long
@pytest.mark.parametrize("back_end", ["", "bundles"])
def test_what_a_run_writes_while_a_person_is_erased_is_erased_too_and_that_run_is_named(
    linde: Database, home: Path, monkeypatch: pytest.MonkeyPatch, back_end: str
) -> None:
    """A batch read the person before they were erased, and writes its mails after the search of files."""
    store = open_store(back_end, home, linde)
    with linde.write_session() as session:
        lease = build_run_lease("work-batch", "the id of the run", 300)
        acquire_lease(session, lease, NOW)
    real, name = erase_module.erase_rows, "linde/2027-03-02/owner-digest-9.eml"

    def erase_while_a_batch_writes(*given: Any) -> int:
        erased = real(*given)
        store.write(name, build_mail(ADDRESS), given[0])
        return erased

    monkeypatch.setattr(erase_module, "erase_rows", erase_while_a_batch_writes)
    left = erase_person(linde, home, ADDRESS, today=TODAY, now=NOW, bundles=store.bundles)
    assert (left.values, left.files, left.at_work) == ((), (), ("work-batch",))
    assert store.find(name) is None
    assert_nowhere(linde, home)
    monkeypatch.setattr(erase_module, "erase_rows", real)
    with linde.write_session() as session:
        release_lease(session, lease)
    assert erase_person(linde, home, ADDRESS, [NAME], today=TODAY, now=NOW).at_work == ()
