"""Properties of a Word or PowerPoint document, and reproducible bytes."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTIES = "docProps/core.xml"
_CORE_TEMPLATE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
<dc:language>{language}</dc:language>{more}<cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>"""


def set_properties(
    content: bytes,
    *,
    title: str,
    author: str,
    language: str,
    made_at: datetime,
    subject: str = "",
    keywords: str = "",
) -> bytes:
    """Return the document with these properties; `language` as in ``nl-BE``, `made_at` with its zone.

    The libraries write the current time into each part; here it is `made_at`.
    """
    at = made_at.astimezone(UTC)
    more = f"<dc:subject>{_escape_text(subject)}</dc:subject>" if subject else ""
    more += f"<cp:keywords>{_escape_text(keywords)}</cp:keywords>" if keywords else ""
    core = _CORE_TEMPLATE.format(
        title=_escape_text(title),
        author=_escape_text(author),
        language=language,
        more=more,
        at=at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys(old.namelist()):
            part = zipfile.ZipInfo(name, at.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, core if name == _PROPERTIES else old.read(name))
    return made.getvalue()


def remove_invalid_xml(text: str) -> str:
    """Return a text without the characters that XML does not allow, whatever a cell holds."""
    return _NOT_IN_XML.sub("", text)


def _escape_text(text: str) -> str:
    return escape(remove_invalid_xml(text))
