"""The demo's home: it never sends, holds nothing else, and can be removed."""

import fcntl
import subprocess
import sys
from argparse import Namespace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import select, update
from starlette.testclient import TestClient

from tasks import exclusive_run, today
from terugkom import clock
from terugkom.command_line.demo import import_demo
from terugkom.command_line.demo_day import set_demo_day
from terugkom.command_line.home import choose_home
from terugkom.daily_runs.due_runs import find_last_daily_run_day, is_daily_run_missed, record_daily_run
from terugkom.database.connection_pool import Database
from terugkom.database.table_base import list_tables
from terugkom.delivery.mail_channel import load_mail_channel, store_mail_channel
from terugkom.demo_day import find_today
from terugkom.demo_home import is_demo_home, mark_demo_home
from terugkom.editions.publish_channels import PublishChannels
from terugkom.errors import PublicInputError
from terugkom.gate.model import GateAcceptance
from terugkom.installation import Installation, build_installation
from terugkom.peers.model import SharedAction
from terugkom.plan.model import Action, ActionStatus, Municipality, Person
from terugkom.plan.page_links import PageLinkPurpose, create_page_links
from terugkom.settings import Settings
from terugkom.site.application import build_application
from terugkom.site.demo_link import create_demo_link
from terugkom.site.run_site import run_site
from tests.command_line.conftest import HOUSE, MAP, Call
from tests.import_workbook import import_workbook
from tests.test_installation import SavedChannels

MONDAY, NOW = date(2026, 11, 30), datetime(2027, 6, 1, 5, tzinfo=UTC)


@pytest.fixture
def demo(home: Path) -> Path:
    """A home with the demo's plan, as `terugkom demo` and `serve` make it."""
    installation = build_installation(SavedChannels())
    import_demo(installation, MONDAY)
    installation.database.close()
    return home


def test_the_demo_has_no_mail_server_and_no_publishing_channel_whatever_is_configured(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, new_home: Path
) -> None:
    monkeypatch.setenv("TERUGKOM_SMTP_URL", "smtp://mail.example.org:25")
    here = Installation(Settings(), sqlite_database, SavedChannels())
    assert here.choose_mail_channel() == "smtp"
    with sqlite_database.write_session() as session:
        mark_demo_home(session, "zilverbeke")
    assert here.choose_mail_channel() == "folder"
    assert here.load_smtp_server() is None
    assert here.load_publish_channels(Municipality(slug="zilverbeke")) == PublishChannels()
    assert [here.get_connection_factory(each) for each in ("smtp", "website")] == [None, None]
    assert here.get_connection_factory("folder") is not None
    here.refuse_other_day(date.max - timedelta(days=1))  # the demo runs as if it were a working day


@pytest.mark.long
def test_the_demo_links_to_an_owner_who_leaves_later_and_to_none_who_left(demo: Path) -> None:
    """Who left only next month was taken for gone."""
    installation = build_installation(SavedChannels())
    for leaves_on, has_link in ((MONDAY + timedelta(days=1), True), (MONDAY, False)):
        with installation.database.write_session() as session:
            session.execute(update(Person).values(departed_on=leaves_on))
        assert bool(create_demo_link(installation, MONDAY)) is has_link


@pytest.mark.long
def test_the_demo_links_to_no_owner_of_what_is_done(demo: Path) -> None:
    installation = build_installation(SavedChannels())
    with installation.database.write_session() as session:
        session.execute(update(Action).values(status=ActionStatus.DONE))
    assert create_demo_link(installation, MONDAY) == ""


@pytest.mark.long
def test_the_demo_has_a_page_to_try_and_its_mails_link_to_this_machine(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_SITE_PORT", "4999")
    installation = build_installation(SavedChannels())
    address = create_demo_link(installation, MONDAY)
    assert address == create_demo_link(installation, MONDAY), "started again, it is the same"
    assert address.startswith("http://127.0.0.1:4999/o/")
    context = installation.build_render_context_for("zilverbeke")
    assert context.site_url == "http://127.0.0.1:4999"
    application = build_application(installation, lambda: MONDAY, lambda: NOW)
    with TestClient(application, base_url="http://127.0.0.1:4999") as browser:
        shown = browser.get(address)
    assert (shown.status_code, "Hoe staat het" in shown.text) == (200, True)
    installation.database.close()


class OneVisit:
    """A server of the pages that serves one visitor, who opens `address`, and ends."""

    address = ""
    shown = ""

    def __init__(self, config: uvicorn.Config) -> None:
        self.config = config

    def run(self) -> None:
        application: Any = self.config.app
        with TestClient(application, base_url="http://127.0.0.1:4280") as browser:
            OneVisit.shown = browser.get(self.address).text


def read_page(installation: Installation, owner: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the page of an owner as it is served today."""
    with installation.database.write_session() as session:
        person = session.scalars(select(Person).where(Person.code == owner)).one()
        made = create_page_links(session, PageLinkPurpose.OWNER, {"link": person.id}, date(2027, 6, 1))
    monkeypatch.setattr(OneVisit, "address", f"/o/{made['link']}")
    monkeypatch.setattr(uvicorn, "Server", OneVisit)
    run_site(installation, "127.0.0.1", 4280)
    return OneVisit.shown


@pytest.mark.long
@pytest.mark.parametrize("real", [date(2026, 11, 28), date(2026, 11, 29), MONDAY, MONDAY + timedelta(days=1)])
def test_at_the_weekend_pages_count_from_the_day_on_which_the_demo_acts(
    demo: Path, monkeypatch: pytest.MonkeyPatch, real: date
) -> None:
    """Its mails said "over 7 dagen" and the page that they link to "over 8 dagen"."""
    monkeypatch.setattr(clock, "today", lambda: real)
    installation = build_installation(SavedChannels())
    shown = read_page(installation, "NA", monkeypatch)  # whose action is due seven days after that day
    days = 7 if real <= MONDAY else 6
    assert f"<dd>7 december 2026 (over {days} dagen)</dd>" in shown
    assert find_today(installation.is_demo) == max(real, MONDAY)
    installation.database.close()


@pytest.mark.parametrize("real", [date(2026, 11, 28), MONDAY + timedelta(days=1)])
def test_runs_go_by_the_day_on_which_the_demo_acts(
    demo: Path, monkeypatch: pytest.MonkeyPatch, real: date
) -> None:
    """Started in Prefect's UI they went by the Saturday itself."""
    monkeypatch.setattr(clock, "today", lambda: real)
    installation = build_installation(SavedChannels())
    monkeypatch.setattr(today, "get_installation", lambda: installation)
    assert today.find_today() == max(real, MONDAY)
    installation.database.close()


@pytest.mark.long
@pytest.mark.parametrize("real", [date(2026, 11, 28), date(2026, 11, 29), MONDAY])
def test_the_daily_run_of_the_demo_is_that_of_the_day_on_which_it_started(
    demo: Path, monkeypatch: pytest.MonkeyPatch, real: date
) -> None:
    """At the weekend it acts as on Monday: counted as missed, `serve` would start one after the other."""
    installation = build_installation(SavedChannels())
    monkeypatch.setattr(exclusive_run, "get_installation", lambda: installation)
    began = datetime(real.year, real.month, real.day, 5, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=1))
    with installation.database.write_session() as session:
        record_daily_run(session, real - timedelta(days=1), began - timedelta(days=1))
    exclusive_run.record_end(began, MONDAY)
    with installation.database.read_session() as session:
        assert not is_daily_run_missed(session, began + timedelta(hours=2), timedelta(minutes=2))
        assert find_last_daily_run_day(session, began) == real
    installation.database.close()


def test_a_home_of_ones_own_has_the_real_day_at_the_weekend(
    home: Path, terugkom: Call, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sunday = date(2026, 11, 29)
    monkeypatch.setattr(clock, "today", lambda: sunday)
    terugkom("import", plan, "--municipality", "linde", *MAP)
    installation = build_installation(SavedChannels())
    assert find_today(installation.is_demo) == sunday
    installation.database.close()
    given = parse_day_of("upcoming", home)
    assert given.today is None


def parse_day_of(command: str, home: Path, **more: str) -> Namespace:
    given = Namespace(name_of_command=command, today=None, home=choose_home(command), **more)
    assert given.home.path == home.resolve()
    set_demo_day(given)
    return given


@pytest.mark.long
def test_commands_act_on_that_day_too_unless_one_is_given(
    demo: Path, terugkom: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 29))
    asked = terugkom("upcoming", "--until", "2027-03-31", "--json").json
    assert asked == terugkom("upcoming", "--today", str(MONDAY), "--until", "2027-03-31", "--json").json
    assert parse_day_of("upcoming", demo).today == MONDAY
    assert parse_day_of("demo", demo).today is None, "it says so itself"
    assert parse_day_of("run", demo, cycle="deliver").today is None, "which takes no day"
    monkeypatch.setattr(clock, "today", lambda: MONDAY)
    assert parse_day_of("upcoming", demo).today is None


@pytest.mark.long
def test_the_pages_alone_print_a_link_with_the_port_they_listen_on(
    demo: Path, terugkom: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_it(installation: Installation, host: str, port: int) -> None:
        application = build_application(installation, lambda: MONDAY, lambda: NOW)
        with TestClient(application, base_url=f"http://{host}:{port}") as browser:
            opened.append(browser.get("/").status_code)

    opened: list[int] = []
    monkeypatch.setattr("terugkom.site.run_site.run_site", open_it)
    said = terugkom("site", "--port", "4998")
    assert "http://127.0.0.1:4998/o/" in said.out
    assert opened == [200]


def test_a_home_of_ones_own_has_no_page_to_try(sqlite_database: Database, new_home: Path) -> None:
    here = Installation(Settings(), sqlite_database)
    assert (create_demo_link(here, MONDAY), here.get_site_url()) == ("", "")


def test_the_plan_of_the_demo_makes_the_home_its_own(demo: Path, terugkom: Call) -> None:
    assert (demo / "municipalities" / "zilverbeke" / "inbox").is_dir()
    said = terugkom("check-home", "--json")
    assert (said.status, said.json["demo"], said.json["unclaimed"]) == (0, True, [])


def test_mail_of_an_earlier_demo_that_waited_for_a_server_goes_to_the_folder(home: Path) -> None:
    installation = build_installation(SavedChannels())
    with installation.database.write_session() as session:
        store_mail_channel(session, "smtp")
    import_demo(installation, MONDAY)
    with installation.database.read_session() as session:
        assert load_mail_channel(session) == "folder"
    installation.database.close()


@pytest.mark.long
def test_no_plan_of_one_s_own_goes_into_the_home_of_the_demo(demo: Path, terugkom: Call, plan: Path) -> None:
    said = terugkom("import", plan, "--municipality", "linde", *MAP)
    assert said.status == 2
    assert "the home of the demo, which never sends mail" in said.err
    assert "remove-demo" in said.err
    installation = build_installation(SavedChannels())
    with installation.database.read_session() as session:
        assert session.scalars(select(Municipality.slug)).all() == ["zilverbeke"]
    with pytest.raises(PublicInputError):
        import_workbook(
            installation.database, plan, slug="linde", today=MONDAY, now=NOW, column_map={"Wat": "title"}
        )
    installation.database.close()


@pytest.mark.parametrize("command", ["demo", "remove-demo"])
def test_a_home_with_a_municipality_of_one_s_own_refuses_the_demo(
    home: Path, terugkom: Call, plan: Path, command: str
) -> None:
    terugkom("import", plan, "--municipality", "linde", *MAP)
    said = terugkom(command)
    assert said.status == 2
    assert "municipalities of your own in this home (linde)" in said.err
    installation = build_installation(SavedChannels())
    with installation.database.read_session() as session:
        assert session.scalars(select(Municipality.slug)).all() == ["linde"]
        assert not is_demo_home(session)
    installation.database.close()
    assert not (home / "demo").exists()


def test_the_demo_can_be_removed_and_what_it_did_not_make_stays(demo: Path, terugkom: Call) -> None:
    (demo / "documents" / "zilverbeke").mkdir(parents=True)
    said = terugkom("remove-demo")
    assert (said.status, demo.exists()) == (0, False)
    assert f"The demo of {demo} is removed." in said.out
    again = terugkom("remove-demo")
    assert (again.status, f"there is no demo in {demo}" in again.err, demo.exists()) == (2, True, False)


def test_what_the_demo_did_not_make_stays(demo: Path, tmp_path: Path, terugkom: Call) -> None:
    (demo / "notes.txt").write_text("mine")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("mine")
    (demo / "outbox").symlink_to(outside)
    said = terugkom("remove-demo", "--json")
    assert said.json == {"home": str(demo), "left": [str(demo / "notes.txt")]}
    assert [path.name for path in demo.iterdir()] == ["notes.txt"]
    assert (outside / "kept").read_text() == "mine"


@pytest.mark.long
def test_a_demo_that_is_being_served_is_not_removed(demo: Path, terugkom: Call) -> None:
    (demo / "prefect").mkdir(exist_ok=True)
    with (demo / "prefect" / "server.url").open("w") as url_file:
        fcntl.flock(url_file, fcntl.LOCK_EX)
        said = terugkom("remove-demo")
    assert said.status == 2
    assert "stop it first" in said.err
    assert (demo / "terugkom.db").exists()


@pytest.mark.long
def test_a_demo_in_a_database_of_its_own_is_removed_with_its_rows(
    home: Path, tmp_path: Path, sqlite_template: Path, terugkom: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    installation = build_installation(SavedChannels())
    import_demo(installation, MONDAY)
    assert terugkom("remove-demo").status == 0
    with installation.database.read_session() as session:
        assert [session.scalars(select(kind)).all() for kind in (Municipality, SharedAction)] == [[], []]
        assert not is_demo_home(session)
    installation.database.close()


@pytest.mark.long
def test_a_process_that_only_removes_the_demo_removes_the_rows_of_every_table(
    home: Path, tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("TERUGKOM_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    installation = build_installation(SavedChannels())
    import_demo(installation, MONDAY)
    with installation.database.write_session() as session:
        action = session.scalars(select(Action.id)).first()
        why = {"rules": [], "reason": "Zo is het goed.", "accepted_by": "", "accepted_at": NOW}
        session.add(GateAcceptance(action_id=action, text_sha256="0" * 64, **why))
    removed = subprocess.run([sys.executable, "-m", "terugkom", "remove-demo"], cwd=HOUSE, check=False)
    assert removed.returncode == 0
    with installation.database.read_session() as session:
        left = {each.name for each in list_tables() if session.execute(select(each).limit(1)).first()}
    assert not left
    installation.database.close()
