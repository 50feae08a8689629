"""The pages behind nginx and Caddy, by their examples: nobody but the proxy says who asks."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import uvicorn
from requests.adapters import HTTPAdapter
from sqlalchemy import select

from terugkom.installation import Installation
from terugkom.plan.model import Action, ActionStatus
from terugkom.request_counts import RequestCount
from terugkom.settings import Settings
from terugkom.site.run_site import build_server_config
from tests.clock import clock_on
from tests.site.conftest import TODAY, ServedPages, make_link
from tests.site.test_owner_page import fields
from tests.tls_proxy import (
    ADDRESS,
    Certificate,
    find_free_port,
    find_program,
    running_program,
    write_nginx_settings,
)

EXAMPLES = Path(__file__).parents[2] / "deployments"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class PagesBehindProxy:
    """The pages as `terugkom site` serves them, the port of their proxy to be, and its certificate."""

    pages: ServedPages
    site_port: int
    port: int
    certificate: Certificate

    def find_count(self) -> int:
        """Return how many sources were counted."""
        with self.pages.database.read_session() as session:
            return len(session.scalars(select(RequestCount)).all())

    def fill_in(self, example: str, *replaced: tuple[str, str]) -> str:
        """Return an example with these addresses instead of its own."""
        text = (EXAMPLES / example).read_text(encoding="utf-8")
        for given, here in (*replaced, ("127.0.0.1:4280", f"127.0.0.1:{self.site_port}")):
            assert given in text
            text = text.replace(given, here)
        return text


@pytest.fixture
def behind(pages: ServedPages, tmp_path: Path) -> Iterator[PagesBehindProxy]:
    port = find_free_port()
    settings = Settings(home=tmp_path / "home", site_url=f"https://{ADDRESS}:{port}")
    installation = Installation(settings, pages.database)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        site_port = listener.getsockname()[1]
        config = build_server_config(
            installation, "127.0.0.1", site_port, lambda: TODAY, lambda: clock_on(TODAY)
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield PagesBehindProxy(pages, site_port, port, Certificate.issue(tmp_path))
        server.should_exit = True
        thread.join(timeout=20)


class FromAddress(HTTPAdapter):
    """Connections from an address of this machine, as from another computer."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, source_address=(self._address, 0), **more)


def open_browser(behind: PagesBehindProxy, address: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.verify = str(behind.certificate.authority)
    session.mount("https://", FromAddress(address))
    return session


def check_pages(behind: PagesBehindProxy, url: str) -> None:
    """Ask through a proxy what people ask of pages, and what a flood would."""
    browser, other = open_browser(behind, "127.0.0.3"), open_browser(behind, "127.0.0.4")
    start = browser.get(f"{url}/", timeout=30)
    assert "Gebruik de link in uw mail" in start.text
    hsts = [value for name, value in start.raw.headers.items() if name == "strict-transport-security"]
    assert (hsts or [start.raw.headers.get("Strict-Transport-Security")]) == ["max-age=31536000"]
    check_limits(behind, url, browser, other)
    check_photos(behind, url, browser)


def check_limits(
    behind: PagesBehindProxy, url: str, browser: requests.Session, other: requests.Session
) -> None:
    def ask(session: requests.Session, claimed: str) -> int:
        headers = {"X-Forwarded-For": claimed, "Forwarded": f"for={claimed}", "X-Real-IP": claimed}
        asked = f"{url}/o/unknown/link"
        data = {"address": "niemand@elders.example"}
        return session.post(asked, data=data, headers=headers, timeout=30).status_code

    codes = [ask(browser, f"198.51.100.{number}") for number in range(21)]
    assert codes == [200] * 20 + [429], "an address that a client claims does not dodge the limit"
    assert behind.find_count() == 1
    assert ask(other, "127.0.0.3") == 200, "nor does it use up the limit of another"


def check_photos(behind: PagesBehindProxy, url: str, browser: requests.Session) -> None:
    link = f"{url}{make_link(behind.pages)}"

    def send(size: int) -> requests.Response:
        photo = {"photo": ("foto.jpg", b"x" * size, "image/jpeg")}
        return browser.post(link, data=fields("on-track", text="Loopt."), files=photo, timeout=60)

    whole = send(9 * MEGABYTE)
    assert (whole.status_code, 'id="photo-fout"' in whole.text) == (422, True), "it is no picture"
    large = send(13 * MEGABYTE)
    assert (large.status_code, "te groot" in large.text) == (413, True)
    try:
        refused = send(21 * MEGABYTE).status_code
    except requests.ConnectionError:  # the proxy hung up while it was still being sent
        refused = 413
    assert refused == 413
    sent = browser.post(link, data=fields("done", text="Klaar."), timeout=30)
    assert (sent.status_code, sent.url.startswith(f"{link}?sent=E-01")) == (200, True), "it stays behind TLS"
    with behind.pages.database.read_session() as session:
        assert session.get_one(Action, 1).status is ActionStatus.DONE


@pytest.mark.long
def test_the_example_of_nginx_for_the_pages_works_as_it_is_given(
    behind: PagesBehindProxy, tmp_path: Path
) -> None:
    nginx, plain = find_program("nginx"), find_free_port()
    example = behind.fill_in(
        "nginx-pages.conf.example",
        ("listen 80;", f"listen {ADDRESS}:{plain};"),
        ("listen 443 ssl;", f"listen {ADDRESS}:{behind.port} ssl;"),
        ("acties.example.org", ADDRESS),
        ("/etc/ssl/terugkom/chain.pem", str(behind.certificate.chain)),
        ("/etc/ssl/terugkom/key.pem", str(behind.certificate.key)),
    )
    command = [nginx, "-c", str(write_nginx_settings(tmp_path, example)), "-p", str(tmp_path)]
    with running_program([*command, "-g", "daemon off;"], behind.port) as url:
        check_pages(behind, url)
        moved = requests.get(f"http://{ADDRESS}:{plain}/o/x", allow_redirects=False, timeout=30)
        assert (moved.status_code, moved.headers["Location"]) == (301, f"https://{ADDRESS}/o/x")


@pytest.mark.long
def test_the_example_of_caddy_for_the_pages_works_as_it_is_given(
    behind: PagesBehindProxy, tmp_path: Path
) -> None:
    caddy = find_program("caddy")
    example = behind.fill_in(
        "Caddyfile-pages.example",
        ("\nacties.example.org {", f"\nhttps://{ADDRESS}:{behind.port} {{\n\tbind {ADDRESS}"),
        (
            "# tls /etc/ssl/terugkom/chain.pem /etc/ssl/terugkom/key.pem",
            f"tls {behind.certificate.chain} {behind.certificate.key}",
        ),
    )
    file = tmp_path / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + example)
    command = [caddy, "run", "--config", str(file), "--adapter", "caddyfile"]
    with running_program(command, behind.port, HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path)) as url:
        check_pages(behind, url)


def test_who_asks_without_a_proxy_is_not_believed(pages: ServedPages, tmp_path: Path) -> None:
    """A proxy on another machine is named in the setting; nobody else says where a request comes from."""
    settings = Settings(home=tmp_path / "home", site_trusted_proxies="192.0.2.10, 192.0.2.0/28")
    config = build_server_config(
        Installation(settings, pages.database), "127.0.0.1", 0, lambda: TODAY, lambda: clock_on(TODAY)
    )
    assert config.forwarded_allow_ips == "192.0.2.10,192.0.2.0/28"
    for wrong in ("*", "0.0.0.0/0", "proxy.example.org"):
        with pytest.raises(ValueError, match="must be"):
            Settings(home=tmp_path / "home", site_trusted_proxies=wrong)
