"""One home that is being served, with a mail server, for all tests that only look on."""

import tests.flows.prefect_environment  # noqa: F401, I001  before Prefect

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from terugkom.database.connection_pool import Database
from terugkom.demo import write_demo_plan
from tests.import_workbook import import_workbook
from tests.browser import running
from tests.deployments.serving import Serving, wait_for
from tests.flows.plan_workbooks import MONDAY, write_small_plan
from tests.mail_server import MailServer
from tests.soak import SOAK
from tests.tls_proxy import ADDRESS, Certificate, find_free_port, running_proxy

# The long series of kills, each with a served instance of its own; and an installation from a clone.
collect_ignore = [] if SOAK else ["test_killed.py", "test_administrator.py", "test_two_workers.py"]

LEASE = 30  # seconds: a run that is killed is made up for within two

# Looked for afterwards in all that Prefect keeps: names and addresses that occur nowhere else.
NAMES = ("Xaverine Markeer", "Quirijn Oogmerk", "Yolente Kenteken")
ADDRESSES = ("xaverine@markeer.example", "quirijn@oogmerk.example", "yolente@kenteken.example")
MARKS = ("arkeer", "ogmerk", "enteken", "averine", "uirijn", "olente")


@dataclass
class ServedHome:
    """What is served, and where its mail goes."""

    serving: Serving
    mail: MailServer
    url: str  # at which it is reached from another computer, through a proxy with TLS
    certificate: Certificate


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHome]:
    """Two municipalities in one home; the mail server was set in the UI."""
    folder = tmp_path_factory.mktemp("served")
    certificate, port = Certificate.issue(folder), find_free_port()
    settings = {
        "TERUGKOM_RETRY_SECONDS": "10",
        "TERUGKOM_LEASE_SECONDS": str(LEASE),
        "TERUGKOM_PREFECT_URL": f"https://{ADDRESS}:{port}",
    }
    serving = Serving(folder, settings)
    write_demo_plan(folder / "zilverbeke.xlsx", MONDAY)
    write_small_plan(folder / "markegem.xlsx", names=NAMES, addresses=ADDRESSES)
    import_plans(serving, folder / "zilverbeke.xlsx", folder / "markegem.xlsx")
    if SOAK:  # an earlier run, before anything was served: its history is to show
        alone = serving.terugkom("run", "--dry-run", "--today", "2026-06-01", "--json")
        assert json.loads(alone)["dry_run"], "JSON and nothing beside it, though a server of its own started"
    proxy = running_proxy(port, certificate, serving.port)
    with MailServer() as mail, proxy as url, serving.running():
        save_mail_server(serving, mail.port)
        yield ServedHome(
            serving, mail, url, certificate
        )  # the last tests of test_serve.py kill it and start it again


@pytest.fixture(scope="package")
def ticked(office: ServedHome) -> str:
    """The id of a tick that the schedule started, for a Monday on which both municipalities have work."""
    refused, later = ADDRESSES[:2]
    office.mail.at_rcpt[refused] = f"550 5.1.1 <{refused}>: {NAMES[0]} does not work here"
    office.mail.at_rcpt[later] = f"450 4.2.1 <{later}>: {NAMES[1]} is over quota"
    at = office.serving.schedule_in(
        8, "follow-up-calendar", today=MONDAY.isoformat(), really=True
    ).isoformat()

    def begun() -> str | None:
        found = [run for run in office.serving.runs() if run["expected_start_time"][:19] == at[:19]]
        return str(found[0]["id"]) if found and found[0]["auto_scheduled"] else None

    run = office.serving.finished(wait_for(begun))
    del office.mail.at_rcpt[later]  # from now on the mail that was put off is taken
    return str(run["id"])


def import_plans(serving: Serving, *plans: Path) -> None:
    """Import plans, each into the municipality that its file is named after."""
    database = Database(f"sqlite:///{serving.home / 'home' / 'terugkom.db'}")
    database.upgrade()
    for plan in plans:
        import_workbook(
            database, plan, slug=plan.stem, today=MONDAY, now=datetime(2026, 11, 23, 5, tzinfo=UTC)
        )
    database.close()


def save_mail_server(serving: Serving, port: int) -> None:
    """Fill in the form of the block and save it, as the UI does."""
    answer = serving.ask("/block_types/filter", block_types={"slug": {"any_": ["terugkom-mail-server"]}})
    kind = answer[0]["id"]
    schema = serving.ask("/block_schemas/filter", block_schemas={"block_type_id": {"any_": [kind]}})[0]
    assert schema["fields"]["secret_fields"] == ["password"]
    serving.ask(
        "/block_documents/",
        name="terugkom",
        block_type_id=kind,
        block_schema_id=schema["id"],
        data={"host": "127.0.0.1", "port": port, "security": "none", "password": ""},
    )


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a real browser, as an officer has it."""
    with running() as browser:
        yield browser.new_page(
            viewport={"width": 1280, "height": 900}, locale="en-GB", ignore_https_errors=True
        )
