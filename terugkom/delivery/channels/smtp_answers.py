"""What an answer of a mail server means, and what of its text may be kept."""

import binascii
import re
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from terugkom.delivery.failure_kinds import says_unknown_recipient

_MAX_TEXT = 500
_STATUS = re.compile(r"[245]\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463, at the start of the text
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{4,}={0,2}")
_MASK = "***"
_TEXTS = Path(__file__).with_name("about_us_texts.toml")
_VAGUE = {(0, 0), (1, 0), (2, 0), (3, 0), (5, 0)}  # which many servers give for all that they refuse
_SEND_AS_DENIED = (2, 252)  # Exchange: this login may not send with that address


def is_about_us(code: int, text: str) -> bool:
    """Return whether the refusal of a recipient or a mail is about us or the server, not about the recipient.

    By its status code (RFC 3463): security and policy (5.7.x), the mail system (x.3.x, without a mail that is
    too big), the sender's address (x.1.7, x.1.8; Exchange: 5.2.252) or the protocol (5.5.x); else by its
    words. A code of a mailbox (x.2.x) speaks of the recipient, but for the vague x.2.0. Words that say that
    the recipient is unknown count before all other words, and before a code that says only that it failed.
    """
    status = _STATUS.match(text.strip())
    subject, detail = (int(status[1]), int(status[2])) if status else (0, 0)
    if code >= 500 and (subject, detail) in _VAGUE and says_unknown_recipient(text):
        return False
    if code == 421 or (subject, detail) in ((1, 7), (1, 8)) or (subject == 3 and detail != 4):
        return True
    if code >= 500 and (subject in (5, 7) or (subject, detail) == _SEND_AS_DENIED):
        return True
    if code < 500 or (subject, detail) == (1, 1) or (subject == 2 and detail):
        return False
    return _load_words().search(" ".join(text.lower().split())) is not None


@cache
def _load_words() -> re.Pattern[str]:
    """Return a pattern of what servers say about us where no code says it."""
    words = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))["words"]
    return re.compile("|".join(f"(?:{each})" for each in words))


def redact_secrets(text: str, secrets: Sequence[str]) -> str:
    """Return a server's text without our secrets, as one line: as they are, in base64 or as in a URL.

    Where they still show when spaces are left out, nothing of the text is returned.
    """
    secrets = [each for each in secrets if each]
    forms = sorted({form for secret in secrets for form in _list_forms(secret)}, key=len, reverse=True)
    text = "".join(each if each.isprintable() else " " for each in text)
    for form in forms:
        text = re.sub(re.escape(form), _MASK, text, flags=re.IGNORECASE)
    text = _BASE64.sub(lambda found: _MASK if _holds_secret(found[0], secrets) else found[0], text)
    dense = "".join(text.split()).lower()
    if any("".join(form.split()).lower() in dense for form in forms) or any(
        _holds_secret(found, secrets) for found in _BASE64.findall("".join(text.split()))
    ):
        return _MASK
    return " ".join(text.split())[:_MAX_TEXT]


def _list_forms(secret: str) -> list[str]:
    raw = secret.encode()
    coded = b64encode(raw).decode()
    forms = [secret, repr(secret)[1:-1], quote(secret), quote(secret, safe=""), coded, raw.hex()]
    # A server may take our UTF-8 for another coding, or write a letter that it does not know as "?".
    read_as = [raw.decode(each, "replace") for each in ("latin-1", "cp1252", "ascii")]
    in_latin = secret.encode("latin-1", "replace")
    written_as = [in_latin.decode("utf-8", "replace"), secret.encode("ascii", "replace").decode()]
    return [*forms, *read_as, *written_as, b64encode(in_latin).decode()]


def _holds_secret(coded: str, secrets: Sequence[str]) -> bool:
    """Return whether a text, or one that begins a few letters later in it, is a secret in base64."""
    plain = coded.rstrip("=").replace("-", "+").replace("_", "/")
    for skipped in range(4):
        part = plain[skipped:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        try:
            decoded = b64decode(part + "=" * (-len(part) % 4))
        except (binascii.Error, ValueError):
            continue
        if any(secret.encode() in decoded for secret in secrets):
            return True
    return False
