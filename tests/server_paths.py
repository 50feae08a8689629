"""Mails and their attachments, searched for a path of the machine that wrote them."""

from collections.abc import Iterator
from email import message_from_bytes
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile


def list_mails_with_path(documents: Path, path: Path) -> list[str]:
    """Return the names of the stored mails in which a path stands: headers, texts, and what is attached."""
    mails = list(documents.rglob("*.eml"))
    assert mails, "else it proves nothing"
    return [each.name for each in mails if any(str(path).encode() in part for part in _list_parts(each))]


def _list_parts(mail: Path) -> Iterator[bytes]:
    """Yield the bytes of a mail, each part decoded, and each file in an attached Word document or slides."""
    content = mail.read_bytes()
    yield content
    for part in message_from_bytes(content).walk():
        decoded = part.get_payload(decode=True)
        if not isinstance(decoded, bytes):
            continue
        yield decoded
        if decoded.startswith(b"PK"):
            with ZipFile(BytesIO(decoded)) as package:
                yield from (package.read(name) for name in package.namelist())
