"""Settings that are addresses: what is one, and what the error for another names."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from terugkom.delivery.channels.smtp import SmtpServer
from terugkom.delivery.channels.smtp_url import parse_server_url
from terugkom.errors import InputError
from terugkom.settings import Settings
from terugkom.web_address import find_requested_host, is_host_name, is_web_address

HOSTS = [
    "mail.example.org",
    "localhost",
    "mail_1.intern",
    "10.0.0.5",
    "::1",
    "fe80::1%eth0",
    "zee.été.be",
    "a.be.",
]
NO_HOSTS = [
    "", " ", "mail .be", "mail.be:25", "https://mail.be", "mail.be/x", "-a.be", "a-.be", "a..be", "1.2.3",
    "300.1.1.1", "a" * 64 + ".be", "a@b.be", "mail.be\n", "é" * 60, "a,b", "[::1]", ".",
]  # fmt: skip
ADDRESSES = ["https://www.linde.be", "http://intranet/x?y#z", "https://10.0.0.1:8080/a", "https://été.be/é"]
NO_ADDRESSES = [
    "", "www.linde.be", "linde", "javascript:alert(1)", "data:text/html,x", "ftp://a.be", "file:///etc/passwd",
    "https://", "https:///x", "https:/a.be", "https://a b.be", "https://a.be/x y", "https://a.be\n", "//a.be",
    "https://ann:geheim@a.be", "https://a.be@kwaad.be", "https://a.be:x", "https://a.be:99999", "https://a.be:0",
    'https://a.be/"><script>', "https://a.be\\@kwaad.be", "https://[::1", "https://a.be/\u2028",
    "mailto:a@b.be",
]  # fmt: skip


@pytest.mark.parametrize(("names", "valid"), [(HOSTS, True), (NO_HOSTS, False)])
def test_a_host_is_a_name_or_an_ip_address(names: list[str], valid: bool) -> None:
    assert [name for name in names if is_host_name(name) is not valid] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://mvo.linde.be", "https://mvo.linde.be"),
        (" HTTPS://MVO.Linde.be:443/ ", "https://mvo.linde.be"),
        ("https://mvo.linde.be:8443", "https://mvo.linde.be:8443"),
        ("http://mvo.été.be", "http://mvo.xn--t-9fab.be"),
        ("https://[FD00::1]:8443/", "https://[fd00::1]:8443"),
        ("", None),
        ("  ", None),
    ],
)
def test_the_address_of_the_ui_is_kept_as_a_browser_writes_it(
    given: str, kept: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_PREFECT_URL", given)
    assert Settings().prefect_url == kept


@pytest.mark.parametrize(
    "wrong",
    [
        *NO_ADDRESSES[1:],
        *(
            "https://mvo.linde.be/api",
            "https://mvo.linde.be/?x=1",
            "https://mvo.linde.be/#x",
            "mvo.linde.be:8443",
        ),
        *("https://ann:geheim@mvo.linde.be", "https://mvo.linde.be/mvo/"),
    ],
)
def test_what_is_no_address_of_the_ui_is_refused_and_not_repeated(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERUGKOM_PREFECT_URL", wrong)
    with pytest.raises(ValidationError, match="must read https://HOST") as refused:
        Settings()
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(("urls", "valid"), [(ADDRESSES, True), (NO_ADDRESSES, False)])
def test_a_web_address_is_one_of_the_web_with_a_host_and_without_a_login(
    urls: list[str], valid: bool
) -> None:
    assert [url for url in urls if is_web_address(url) is not valid] == []


@pytest.mark.parametrize(
    "url",
    ["smtp://mail .be", "smtp://mail.be/x", "smtp://mail.be?x=geheim", "smtp://mail.be:0", "smtp://a..be",
     "smtp://ann:ge/heim@mail.be", "smtp://ann:ge#heim@mail.be", "smtp://mail.be\n", "smtp://300.1.1.1"],
)  # fmt: skip
def test_an_address_of_a_mail_server_that_is_none_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(InputError, match=r"TERUGKOM_SMTP_URL|mail server's host") as caught:
        parse_server_url(url)
    assert "heim" not in str(caught.value)


@pytest.mark.parametrize("host", ["smtps://mail.be", "mail.be:587", "mail.be ", ""])
def test_a_mail_server_of_a_block_is_checked_as_well(host: str) -> None:
    with pytest.raises(InputError, match="the mail server's host must be a name"):
        SmtpServer(host, 587)


@pytest.mark.parametrize(
    "url",
    ["", "geheim", "mysql://ann:geheim@db.be/x", "postgresql://ann:geheim@db .be/x", "postgresql://db.be:x/y",
     "https://db.be/geheim", "sqlite://", "sqlite://geheim/x", "postgresql://ann:geheim@db.be:99999/x"],
)  # fmt: skip
def test_an_address_of_a_database_that_is_none_names_the_setting_and_not_the_secret(url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(database_url=url)  # type: ignore[arg-type]
    assert caught.value.errors()[0]["loc"] == ("database_url",)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["sqlite:////tmp/x.db", "sqlite:///x.db", "postgresql://ann:ge%40heim@db.be:5432/x", "postgresql:///x",
     "postgresql+psycopg://ann@[::1]/x", "postgresql://%2Frun%2Fpostgresql/x", "postgresql:///x?host=/run"],
)  # fmt: skip
def test_an_address_of_a_database_is_taken(url: str) -> None:
    assert Settings(database_url=url).database.endswith(url.partition("://")[2])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["Pages.example.org:8443"], "pages.example.org"),
        (["127.0.0.1:4200"], "127.0.0.1"),
        (["[::1]:4200"], "::1"),
        (["localhost"], "localhost"),
        ([], None),
        ([""], None),
        (["localhost", "evil.example"], None),
        (["localhost", "localhost"], None),
        (["evil.example/localhost"], None),
        (["evil.example@localhost"], None),
        (["localhost\\evil.example"], None),
        (["localhost?evil.example"], None),
        (["localhost#evil.example"], None),
        (["[::1"], None),
    ],
)
def test_the_host_of_a_request_is_one_name_or_none(headers: list[str], expected: str | None) -> None:
    assert find_requested_host(headers) == expected


def test_the_host_of_a_request_has_one_home() -> None:
    """Two guards that read it otherwise would let through what the other refuses."""
    root = Path(__file__).parents[1]
    files = [path for folder in ("terugkom", "deployments") for path in (root / folder).rglob("*.py")]
    homes = [
        path.name for path in files if re.search(r"urlsplit\(f?\"//\{", path.read_text(encoding="utf-8"))
    ]
    assert homes == ["web_address.py"]
