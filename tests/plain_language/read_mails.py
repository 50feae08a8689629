"""What a person reads of stored mails: subjects, texts, pages, invitations, and what is attached."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from pypdf import PdfReader

from tests.plain_language.find_faults import find_forbidden, find_technical, find_wrong_plurals
from tests.plain_language.read_html import read_html


def list_faults_in_mails(documents: Path) -> list[str]:
    """Return, of the stored mails, each fault in what a person reads; see `find_faults`."""
    mails = sorted(documents.rglob("*.eml"))
    assert mails, "else it proves nothing"
    return [
        f"{path.name}: {fault}" for path in mails for text in _read_mail(path) for fault in list_faults(text)
    ]


def list_pdfs(documents: Path) -> list[bytes]:
    """Return the PDFs that are attached to stored mails."""
    mails = (message_from_bytes(path.read_bytes()) for path in sorted(documents.rglob("*.eml")))
    parts = (part for mail in mails for part in mail.walk() if part.get_content_type() == "application/pdf")
    return [content for part in parts if isinstance(content := part.get_payload(decode=True), bytes)]


def list_faults(text: str) -> list[str]:
    """Return each fault in a text."""
    return [*find_forbidden(text), *find_technical(text), *find_wrong_plurals(text)]


def _read_mail(path: Path) -> Iterator[str]:
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    yield mail["Subject"] or ""
    for part in mail.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield from read_part(part.get_content_type(), content)


def read_part(kind: str, content: bytes) -> Iterator[str]:
    """Yield what a person reads of a file of this type."""
    if kind == "text/html":
        yield read_html(content.decode())
    elif kind == "text/calendar":
        lines = content.decode().replace("\r\n ", "").splitlines()
        yield "\n".join(line for line in lines if line.startswith(("SUMMARY", "DESCRIPTION", "LOCATION")))
    elif kind.startswith("text/"):
        yield content.decode()
    elif kind == "application/pdf":
        yield "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as package:
            names = [name for name in package.namelist() if re.search(r"(document|slide\d+)\.xml$", name)]
            yield from (read_html(package.read(name).decode()) for name in names)
