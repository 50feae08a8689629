"""What makes two copies of a mail the same mail."""

import hashlib
import re

_HEADERS_END = re.compile(rb"\r?\n\r?\n|\r\r")
_AUTHORS_OWN = (b"message-id", b"date", b"from", b"subject")


def compute_key(mailbox: str, content: bytes) -> str:
    """Return the key of a mail in a mailbox, in hexadecimal.

    It is made of Message-ID, date, sender, subject and body. Two copies that came by different ways differ in
    what servers wrote on top, and have the same key; the same Message-ID with another text has another.
    """
    head, body = _split(content)
    fields = re.split(rb"\r?\n(?![ \t])|\r(?![ \t\n])", head)
    own = sorted(each for each in fields if each.partition(b":")[0].strip().lower() in _AUTHORS_OWN)
    digest = hashlib.sha256(mailbox.encode())
    for part in (*(own or [head]), body):
        digest.update(b"\0" + hashlib.sha256(part).digest())
    return digest.hexdigest()


def _split(content: bytes) -> tuple[bytes, bytes]:
    match = _HEADERS_END.search(content)
    return (content[: match.start()], content[match.end() :]) if match else (content, b"")
