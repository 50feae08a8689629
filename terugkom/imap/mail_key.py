"""What makes two copies of a mail the same mail."""

import hashlib
import re

_HEADERS_END = re.compile(rb"\r?\n\r?\n|\r\r")
_FIELD_END = re.compile(rb"\r?\n(?![ \t])|\r(?![ \t\n])")
_AUTHORS_OWN = (b"message-id", b"date", b"from", b"subject")


def hash_mail(content: bytes) -> str:
    """Return the hash of what its author wrote: Message-ID, date, sender, subject and body; in hexadecimal.

    Two copies that came by different ways differ in what servers wrote on top, in how they fold headers and
    end lines, and have the same hash; the same Message-ID with another text has another.
    """
    head, body = _split(content)
    fields = (each.partition(b":") for each in _FIELD_END.split(head))
    own = sorted(
        name.strip().lower() + b":" + b" ".join(value.split())
        for name, _, value in fields
        if name.strip().lower() in _AUTHORS_OWN
    )
    parts = (*(own or [head]), body.replace(b"\r\n", b"\n").strip())
    return hashlib.sha256(b"\0".join(hashlib.sha256(each).digest() for each in parts)).hexdigest()


def compute_key(mailbox: str, content: bytes) -> str:
    """Return the key of a mail in a mailbox, in hexadecimal."""
    return hashlib.sha256(f"{mailbox}\0{hash_mail(content)}".encode()).hexdigest()


def _split(content: bytes) -> tuple[bytes, bytes]:
    match = _HEADERS_END.search(content)
    return (content[: match.start()], content[match.end() :]) if match else (content, b"")
