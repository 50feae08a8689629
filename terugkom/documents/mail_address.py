"""Mail addresses as mail programs, directories and people write them, and as a mail server takes them."""

import re
import unicodedata
from urllib.parse import unquote

import idna

MAX_ADDRESS_LENGTH = 254  # bytes
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\U0010ffff-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
# A dot-atom at a domain name (RFC 5321, 4.1.2; RFC 6531, 3.3), without quotes, comments and address literals.
_MAIL_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_WRITTEN = re.compile(r"(?:mailto:|smtp:)?\s*([^\s<>\"(),;:\[\]\\]+@[^\s<>\"(),;:\[\]\\@]+)", re.IGNORECASE)
_BETWEEN_BRACKETS = re.compile(r"[^<>]{0,400}+<\s*+([^<>]{1,400}+)>\s*+[,;]?")
_BETWEEN_SQUARE_BRACKETS = re.compile(r"[^<>\[\]@]{0,400}+\[\s*+([^<>\[\]]{1,400}+)\]\s*+[,;]?")
_WITH_COMMENT = re.compile(r"([^\s()]{3,300}+)\s++\([^()@]{1,200}+\)")  # an@example.org (An Peeters)
_COMMENT = re.compile(r"\([^()@]{1,200}+\)\s*+")  # (An Peeters) an@example.org
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"  # copied with a text; at its ends they mean nothing
_QUOTED = re.compile(r"(['\"‘’“”`])([^'\"‘’“”`]{3,300}+)['\"‘’“”`]")


def is_mail_address(text: str) -> bool:
    """Return whether this is one plain address, as a mail server takes it; see `needs_smtputf8`."""
    return (
        len(text.encode(errors="replace")) <= MAX_ADDRESS_LENGTH
        and text.isprintable()
        and _MAIL_ADDRESS.fullmatch(text) is not None
    )


def needs_smtputf8(address: str) -> bool:
    """Return whether only a mail server with SMTPUTF8 (RFC 6531) takes an address: one outside ASCII."""
    return not address.isascii()


def parse_address(written: str) -> str:
    """Return the address in a text such as ``An Peeters <an@example.org>`` or ``mailto:an@example.org``.

    A domain outside ASCII is returned as mail servers know it (IDNA); letters outside ASCII before the @ in
    their usual form and in lower case, for databases compare them so. Empty for no address, and for more
    than one.
    """
    text = _strip(written)
    if comment := _COMMENT.match(text):
        text = text[comment.end() :]
    if named := _BETWEEN_BRACKETS.fullmatch(text) or _BETWEEN_SQUARE_BRACKETS.fullmatch(text):
        text = _strip(named[1])
    elif commented := _WITH_COMMENT.fullmatch(text):
        text = commented[1]
    if quoted := _QUOTED.fullmatch(text):
        text = _strip(quoted[2])
    if text.lower().startswith("mailto:"):
        text = "mailto:" + unquote(text[len("mailto:") :].partition("?")[0].removeprefix("//"))
    found = _WRITTEN.fullmatch(text.rstrip(",;. "))
    if found is None:
        return ""
    local, _, domain = found[1].rpartition("@")
    if not local.isascii():
        local = unicodedata.normalize("NFC", local).lower()
    address = f"{local}@{_encode_domain(domain)}"
    return address if is_mail_address(address) and "." in address.rpartition("@")[2] else ""


def _strip(text: str) -> str:
    return text.strip().strip(_ZERO_WIDTH).strip()


def _encode_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def decode_domain(address: str) -> str:
    """Return an address with its domain as people write it: *münster* where mail servers have *xn--...*."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{idna.decode(domain)}" if "xn--" in domain.lower() else address
    except idna.IDNAError:
        return address
