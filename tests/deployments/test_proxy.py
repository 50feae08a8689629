"""The UI from another computer: through a proxy with TLS, by the examples of nginx and Caddy too."""

import json
import os
import ssl
from pathlib import Path

import requests
from playwright.sync_api import Page
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.deployments.conftest import ServedHome
from tests.deployments.serving import wait_for
from tests.tls_proxy import ADDRESS, find_free_port, find_program, running_program, write_nginx_settings

EXAMPLES = Path(__file__).parents[2] / "deployments"
TODAY = "2026-12-07"


def test_a_coordinator_logs_in_from_another_computer_and_sends_the_reminders(
    office: ServedHome, page: Page, tmp_path: Path
) -> None:
    """The pictures go to a temporary folder, or to that which TERUGKOM_PICTURES names."""
    pictures = Path(os.environ.get("TERUGKOM_PICTURES", tmp_path))
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(find_address(request.url)))
    page.goto(office.url + "/deployments")
    page.wait_for_url(f"{office.url}/login**")
    page.locator("input").fill(office.serving.login)
    page.screenshot(path=pictures / "far-login.png")
    page.get_by_role("button", name="Login").click()
    page.get_by_placeholder("Search deployments").fill("owner-reminders")
    page.get_by_role("link", name="owner-reminders").first.click()
    page.wait_for_url("**/deployments/deployment/**")
    deployment = page.url.split("/")[-1].partition("?")[0]
    assert deployment == office.serving.deployment("owner-reminders")["id"]
    parameters = json.dumps({"municipality": "zilverbeke", "today": TODAY, "dry_run": True})
    page.goto(f"{office.url}/deployments/deployment/{deployment}/run?parameters={parameters}")
    submit = page.get_by_role("button", name="Submit")
    submit.wait_for()
    page.wait_for_timeout(1000)  # until the form is filled in
    page.screenshot(path=pictures / "far-form.png")
    earlier = list_runs(office, deployment)
    submit.click()
    (started,) = wait_for(lambda: list_runs(office, deployment) - earlier)
    run = office.serving.finished(started)
    assert (run["state_type"], run["parameters"]["municipality"]) == ("COMPLETED", "zilverbeke")
    page.goto(f"{office.url}/runs/flow-run/{started}")
    page.get_by_text("Artifacts", exact=True).first.wait_for()
    page.wait_for_timeout(1500)
    page.screenshot(path=pictures / "far-run.png")
    assert asked == {office.url}, "the UI calls the address at which it was opened, and nobody else"


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
    with connect(events, ssl=context, subprotocols=[Subprotocol("prefect")], proxy=None) as opened:
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
