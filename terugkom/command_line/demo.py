"""The commands demo and remove-demo: a fictitious municipality, in a home that holds nothing else."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.command_line.demo_view import print_demo
from terugkom.command_line.printing import print_json, print_line
from terugkom.command_line.run import run_cycle
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import list_tables
from terugkom.delivery.return_to_folder import return_to_folder
from terugkom.demo import DEFERRED_IDEA, SLUG, write_demo_plan, write_ideas, write_peer_file
from terugkom.demo_day import choose_demo_day
from terugkom.demo_home import mark_demo_home
from terugkom.errors import CommandError
from terugkom.home_folder import is_served, list_strangers, remove_contents
from terugkom.ideas import import_ideas as ideas
from terugkom.ideas.answer_idea import IdeaAnswer, record_idea_answer
from terugkom.ideas.model import IdeaState
from terugkom.inbox.folder import create_inbox
from terugkom.installation import Installation, load_checked_settings, open_installation
from terugkom.peers.import_shared import import_shared_file
from terugkom.plan.model import Municipality
from terugkom.plan.queries import get_municipality
from terugkom.workbook.import_plan import ImportRun, import_tables, read_file_tables
from terugkom.workbook.import_report import ImportReport


def run_demo(given: Namespace) -> bool:
    """Run all cycles for the fictitious municipality Zilverbeke; always exit status 0.

    Raises InputError, with nothing changed, in a home with a municipality of one's own.
    """
    today = given.today or clock.today()
    settings = load_checked_settings()
    day = choose_demo_day(today)
    with open_installation() as installation:  # first: raises a clear error if the home cannot be created
        workbook, imported = import_demo(installation, day)
    report = run_cycle("follow-up-calendar", day, None, dry_run=False, settings=settings)
    # Though the quarter may not be ending yet.
    report += run_cycle("newsletter", day, SLUG, dry_run=False, settings=settings)
    if given.json:
        print_json(report.as_json(day) | {"workbook": str(workbook), "import": imported.as_json()})
        return False
    print_demo(today, day, workbook, imported, report, settings)
    return False


def import_demo(installation: Installation, day: date) -> tuple[Path, ImportReport]:
    """Make this the home of the demo, and import its plan; return the workbook and the report.

    Raises InputError, with nothing changed, in a home with a municipality of one's own.
    """
    database = installation.database
    with database.write_session() as session:
        _refuse_own_municipalities(session)
        mark_demo_home(session, SLUG)
        return_to_folder(session, installation.now())
    workbook = installation.settings.home.resolve() / "demo" / f"{SLUG}-{day}.xlsx"
    if not workbook.exists():
        write_demo_plan(workbook, day)
    neighbour = workbook.with_name("kouterdijk.json")
    write_peer_file(neighbour)
    run = ImportRun(SLUG, day, clock.now())
    imported = import_tables(database, read_file_tables(workbook), run, None)
    create_inbox(installation.settings.municipalities, SLUG)
    with database.write_session() as session:
        municipality = get_municipality(session, SLUG)
        import_shared_file(session, municipality, neighbour, clock.now())
        _import_ideas(session, municipality, workbook.with_name("ideeenbus.csv"), day)
    return workbook, imported


def remove_demo(given: Namespace) -> bool:
    """Remove the demo: its rows, and all that an installation makes in its home. Other files stay.

    Raises InputError, with nothing changed, if a service runs in the home, or if it is not the demo's alone.
    """
    home = given.home.path
    if given.home.is_new:
        raise CommandError(f"there is no demo in {home}")
    if is_served(home / "prefect"):
        raise CommandError(f"a service runs in {home}: stop it first (Ctrl-C)")
    with open_installation() as installation:
        with installation.database.read_session() as session:
            _refuse_own_municipalities(session)
            if not (installation.is_demo() or session.scalar(select(Municipality.id))):
                raise CommandError(f"there is no demo in {home}")
        if installation.settings.database_url:
            _delete_rows(installation.database)
    remove_contents(home)
    left = [] if not home.exists() else [str(path) for path in list_strangers(home)]
    if given.json:
        print_json({"home": str(home), "left": left})
    else:
        print_line(f"The demo of {home} is removed.")
        for path in left:
            print_line(f"Not made by the demo, so it stays: {path}")
    return False


def _refuse_own_municipalities(session: Session) -> None:
    own = session.scalars(select(Municipality.slug).where(Municipality.slug != SLUG)).all()
    if own:
        raise CommandError(
            f"there are municipalities of your own in this home ({_name_some(own)}): the demo"
            " needs a home of its own, so nothing was changed. Unset TERUGKOM_HOME, or set it to another"
        )


def _name_some(slugs: Sequence[str]) -> str:
    """Return the first three short names, and how many more there are."""
    more = len(slugs) - 3
    return ", ".join(sorted(slugs)[:3]) + (f" and {more} more" if more > 0 else "")


def _delete_rows(database: Database) -> None:
    tables = list_tables()
    with database.write_session() as session:
        for table in tables:  # of references in a circle, such as a person's to a stand-in
            links = [column.name for column in table.columns if column.foreign_keys and column.nullable]
            if links:
                session.execute(update(table).values(dict.fromkeys(links)))
        for table in reversed(tables):
            session.execute(delete(table))


def _import_ideas(session: Session, municipality: Municipality, file: Path, day: date) -> None:
    write_ideas(file, day)
    code, why = DEFERRED_IDEA
    if code in ideas.import_ideas_file(session, municipality, file, day).new:
        record_idea_answer(session, municipality, code, IdeaAnswer(IdeaState.LATER, why), day)
