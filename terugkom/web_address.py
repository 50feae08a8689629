"""Addresses of servers and pages, as they are checked wherever one is a setting."""

import ipaddress
import re
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_USUAL_PORTS = {"http": 80, "https": 443}
_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029<>\"\\^`{|}]")


def is_host_name(text: str) -> bool:
    """Return whether this is the name of a host (RFC 1123, or an internationalised one) or an IP address."""
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        pass
    else:
        return True
    try:
        name = text.removesuffix(".").encode("idna").decode("ascii")
    except UnicodeError:
        return False
    labels = name.split(".")
    is_number = labels[-1].isdigit()  # 1.2.3 and 300.1.1.1 are no names either (RFC 3696, 2)
    return len(name) <= 253 and not is_number and all(_LABEL.fullmatch(label) for label in labels)


def find_requested_host(headers: Sequence[str]) -> str | None:
    """Return the name of the host that a request asks for, by its Host headers, without the port.

    None if that is no name, or if there is not one header: which of two counts, each server says otherwise.
    """
    if len(headers) != 1 or set(headers[0]) & set("/@?#\\"):
        return None
    try:
        return urlsplit(f"//{headers[0]}").hostname
    except ValueError:
        return None


def build_origin(url: str) -> str:
    """Return the scheme, host and port of a URL as a browser writes them (RFC 6454, section 6.2).

    So in lower case, an internationalised name in ASCII, and without the scheme's own port. Raises ValueError
    if it is not the URL of a page.
    """
    if not is_web_address(url):
        raise ValueError("no web address")
    parts = urlsplit(url)
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name.encode("idna").decode("ascii")
    is_usual = parts.port in (None, _USUAL_PORTS.get(parts.scheme))
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"


def is_web_address(text: str, schemes: Collection[str] = ("https", "http")) -> bool:
    """Return whether this is the URL of a page: one of these schemes, a host, no login and no spaces."""
    if _NOT_IN_AN_ADDRESS.search(text) or not text.partition("://")[1]:
        return False
    try:
        parts = urlsplit(text)
        has_login, host, port = "@" in parts.netloc, parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and not has_login and bool(host and is_host_name(host)) and port != 0
