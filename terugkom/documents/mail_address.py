"""Mail addresses as mail programs, directories and people write them, and as a mail server takes them."""

import re

import idna

from terugkom.documents.letter import MAIL_ADDRESS

MAX_ADDRESS_LENGTH = 254  # characters
_WRITTEN = re.compile(r"(?:mailto:|smtp:)?\s*([^\s<>\"(),;:\[\]\\]+@[^\s<>\"(),;:\[\]\\@]+)", re.IGNORECASE)
_BETWEEN_BRACKETS = re.compile(r"[^<>]{0,400}<\s*([^<>]{1,400}?)\s*>\s*[,;]?")


def parse_address(written: str) -> str:
    """Return the address in a text such as ``An Peeters <an@example.org>`` or ``mailto:an@example.org``.

    A domain outside ASCII is returned as mail servers know it (IDNA). Empty for no address, for more than
    one, and for one with letters outside ASCII before the @.
    """
    text = written.strip()
    if named := _BETWEEN_BRACKETS.fullmatch(text):
        text = named[1]
    found = _WRITTEN.fullmatch(re.sub(r"\?.*\Z", "", text) if text.lower().startswith("mailto:") else text)
    if found is None:
        return ""
    local, _, domain = found[1].rpartition("@")
    address = f"{local}@{_encode_domain(domain)}"
    is_plain = MAIL_ADDRESS.fullmatch(address) and "." in address.rpartition("@")[2]
    return address if is_plain and len(address) <= MAX_ADDRESS_LENGTH else ""


def has_other_letters(written: str) -> bool:
    """Return whether a text holds an address with letters outside ASCII before the @ (RFC 6531)."""
    found = _WRITTEN.search(written)
    return found is not None and not found[1].rpartition("@")[0].isascii()


def _encode_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""
