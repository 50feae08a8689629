"""The UI from another computer: through a proxy with TLS, by the examples of nginx and Caddy too."""

import json
import os
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, TimeoutError
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from terugkom import clock
from terugkom.demo import write_demo_plan
from terugkom.schedule.working_days import WorkingDays
from tests.deployments.approval_form import choose, submitted
from tests.deployments.conftest import ServedHome
from tests.deployments.serving import wait_for
from tests.flows.state_names import name_state
from tests.tls_proxy import ADDRESS, find_free_port, find_program, running_program, write_nginx_settings

pytestmark = pytest.mark.long  # a whole installation is served, with a browser before it

EXAMPLES = Path(__file__).parents[2] / "deployments"


@pytest.fixture
def today_at(office: ServedHome, ticked: str, tmp_path: Path) -> str:
    """A municipality in which there is something to do today; the tick was on an earlier day, without it."""
    write_demo_plan(tmp_path / "plan.xlsx", WorkingDays().on_or_before(clock.today()))
    said = office.serving.terugkom("import", str(tmp_path / "plan.xlsx"), "--municipality", "aardbeek")
    assert "aardbeek" in said
    return "aardbeek"


def test_a_coordinator_logs_in_from_another_computer_and_sends_what_is_due(
    office: ServedHome, today_at: str, page: Page, tmp_path: Path
) -> None:
    """Her mails' link to the edition that waits is opened in test_serve.py.

    The pictures go to a temporary folder, or to that which TERUGKOM_PICTURES names.
    """
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", tmp_path))
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(find_address(request.url)))
    page.goto(office.url + "/deployments")
    page.wait_for_url(f"{office.url}/login**")
    page.locator("input").fill(office.serving.login)
    page.screenshot(path=pictures / "far-login.png")
    page.get_by_role("button", name="Login").click()
    page.wait_for_url(f"{office.url}/deployments**")

    before = len(office.mail.mails)
    run = start_from_the_form(office, page, "owner-reminders", [today_at], pictures / "far-form.png")
    assert (run["state_type"], run["state_name"]) == ("COMPLETED", name_state("delivered"))
    assert run["parameters"] == {"municipality": today_at, "dry_run": False, "really": False}
    reminded = {mail.recipient for mail in office.mail.mails[before:]}
    assert {"bram.verlinden@zilverbeke.example.org", "lotte.wielemans@zilverbeke.example.org"} <= reminded

    before = len(office.mail.mails)
    chosen = [today_at, "ENERGIE"]
    review = start_from_the_form(office, page, "subgroup-review", chosen, pictures / "far-group.png")
    assert (review["state_type"], review["state_name"]) == ("COMPLETED", name_state("invited"))
    assert review["parameters"]["group"] == "ENERGIE"
    mails_with_day = [mail for mail in office.mail.mails[before:] if b"text/calendar" in mail.content]
    assert "noor.aerden@zilverbeke.example.org" in {mail.recipient for mail in mails_with_day}

    page.goto(f"{office.url}/runs/flow-run/{run['id']}")
    page.get_by_text("Artifacts", exact=True).first.wait_for()
    page.wait_for_timeout(1500)
    page.screenshot(path=pictures / "far-run.png")
    assert asked == {office.url}, "the UI calls the address at which it was opened, and nobody else"


def start_from_the_form(
    office: ServedHome, page: Page, name: str, choices: Sequence[str], picture: Path
) -> dict[str, Any]:
    """Find a deployment, open its form and choose from the lists, in order; return the run, once it ended."""
    deployment = office.serving.deployment(name)["id"]
    wait_for(lambda: is_form_open(office, page, name, deployment))
    for at, choice in enumerate(choices):
        choose(page, at, choice)
    page.screenshot(path=picture)
    earlier = list_runs(office, deployment)
    wait_for(lambda: submitted(page))
    (started,) = wait_for(lambda: list_runs(office, deployment) - earlier)
    return office.serving.finished(started)


def is_form_open(office: ServedHome, page: Page, name: str, deployment: str) -> bool:
    """Open the form as a coordinator does; a page of which a part stays away is opened anew, as she would.

    Where Prefect's database is busy its API answers 503, and the page shows nothing in that place.
    """
    try:
        page.goto(office.url + "/deployments")
        page.get_by_placeholder("Search deployments").fill(name, timeout=10_000)
        page.get_by_role("link", name=name).first.click(timeout=10_000)
        page.wait_for_url(f"**/deployments/deployment/{deployment}**", timeout=10_000)
        page.get_by_role("button", name="Run", exact=True).click(timeout=10_000)
        page.get_by_text("Custom run").click(timeout=10_000)
        page.wait_for_url(f"**/deployments/deployment/{deployment}/run**", timeout=10_000)
        page.get_by_role("button", name="Submit").wait_for(timeout=10_000)
    except TimeoutError:
        return False
    page.wait_for_timeout(1000)  # until the form is filled in
    return True


def find_address(url: str) -> str:
    """Return the scheme and host of a request; of a blob, those of the page that made it."""
    return "/".join(url.removeprefix("blob:").split("/")[:3])


def list_runs(office: ServedHome, deployment: str) -> set[str]:
    """Return the ids of the runs of a deployment."""
    return {str(run["id"]) for run in office.serving.runs(deployment_id={"any_": [deployment]})}


def test_what_runs_write_links_to_the_address_of_people(office: ServedHome) -> None:
    settings = requests.get(f"{office.serving.url}/ui-settings", timeout=30).json()
    assert settings["api_url"] == f"{office.url}/api"
    said = office.serving.said.read_text()
    assert f"The UI is at {office.url}" in said.replace("\n", " ")
    run_environment = office.serving.worker.environ()
    assert run_environment["PREFECT_UI_URL"] == office.url, "what links to runs in mails start with"


def check_proxy(office: ServedHome, url: str) -> None:
    """Ask through a proxy what the UI asks: pages, the API with and without the login, and a WebSocket."""
    session = requests.Session()
    session.trust_env = False  # REQUESTS_CA_BUNDLE would be taken for the next line
    session.verify = str(office.certificate.authority)
    assert "<title>Prefect" in session.get(url + "/", timeout=30).text
    assert session.get(f"{url}/api/health", timeout=30).json() is True

    def ask(login: str, origin: str) -> int:
        user, _, password = login.partition(":")
        headers, auth = {"Origin": origin}, (user, password) if user else None
        asked = f"{url}/api/flow_runs/filter"
        return session.post(asked, json={}, headers=headers, auth=auth, timeout=30).status_code

    login = office.serving.login
    assert [ask(given, office.url) for given in ("", "terugkom:wrong", login)] == [401, 401, 200]
    assert ask(login, "https://evil.example") == 403
    context = ssl.create_default_context(cafile=office.certificate.authority)
    events = url.replace("https", "wss") + "/api/events/out"
    with connect(
        events, ssl=context, subprotocols=[Subprotocol("prefect")], proxy=None, open_timeout=60
    ) as opened:
        opened.send(json.dumps({"type": "auth", "token": login}))
        assert json.loads(opened.recv(timeout=20))["type"] == "auth_success"


def test_the_example_of_nginx_works_as_it_is_given(office: ServedHome, tmp_path: Path) -> None:
    nginx = find_program("nginx")
    port, plain = find_free_port(), find_free_port()
    example = (EXAMPLES / "nginx.conf.example").read_text()
    for given, here in (
        ("listen 80;", f"listen {ADDRESS}:{plain};"),
        ("listen 443 ssl;", f"listen {ADDRESS}:{port} ssl;"),
        ("mvo.example.org", ADDRESS),
        ("/etc/ssl/terugkom/chain.pem", str(office.certificate.chain)),
        ("/etc/ssl/terugkom/key.pem", str(office.certificate.key)),
        ("http://127.0.0.1:4200", office.serving.url),
    ):
        assert given in example
        example = example.replace(given, here)
    main = write_nginx_settings(tmp_path, example)
    with running_program([nginx, "-c", str(main), "-p", str(tmp_path), "-g", "daemon off;"], port) as url:
        check_proxy(office, url)
        redirect = requests.get(f"http://{ADDRESS}:{plain}/runs", allow_redirects=False, timeout=30)
        assert (redirect.status_code, redirect.headers["Location"]) == (301, f"https://{ADDRESS}/runs")


def test_the_example_of_caddy_works_as_it_is_given(office: ServedHome, tmp_path: Path) -> None:
    caddy = find_program("caddy")
    port = find_free_port()
    example = (EXAMPLES / "Caddyfile.example").read_text()
    files = f"{office.certificate.chain} {office.certificate.key}"
    for given, here in (
        ("\nmvo.example.org {", f"\nhttps://{ADDRESS}:{port} {{\n\tbind {ADDRESS}"),
        ("# tls /etc/ssl/terugkom/chain.pem /etc/ssl/terugkom/key.pem", f"tls {files}"),
        ("127.0.0.1:4200", f"127.0.0.1:{office.serving.port}"),
    ):
        assert given in example
        example = example.replace(given, here)
    file = tmp_path / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + example)
    command = [caddy, "run", "--config", str(file), "--adapter", "caddyfile"]
    with running_program(command, port, HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path)) as url:
        check_proxy(office, url)
