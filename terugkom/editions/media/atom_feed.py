"""The Atom feed of the website (RFC 4287), with permanent identifiers (tag: URIs, RFC 4151)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from terugkom.documents import markup
from terugkom.documents.templates import one_line
from terugkom.editions.media.media_context import Kit
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGUN = 2026  # year in the identifier of the feed itself; must never change


@dataclass(frozen=True)
class Entry:
    """A story in the feed: where its page stands on the website, and its text as HTML."""

    story: Story
    name: str
    html: str


def atom(proof: Proof, kit: Kit, entries: Sequence[Entry]) -> bytes:
    """Return the feed of an edition as XML. Without a website address its links are relative."""
    root, language = kit.house.website.rstrip("/"), kit.templates.language
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _add(feed, "id", _tag(proof, kit, _BEGUN, "feed"))
    _add(feed, "title", f"{one_line(proof.town)}: actieplan duurzaamheid")
    _add(feed, "updated", kit.made_at.isoformat(timespec="seconds"))
    _add(ET.SubElement(feed, "author"), "name", one_line(proof.town) or proof.slug)
    _add(feed, "link", rel="self", type="application/atom+xml", href=_address(root, "feed.atom"))
    _add(feed, "link", rel="alternate", type="text/html", href=_address(root, "index.html"))
    for each in entries:
        _add_entry(feed, proof, kit, each, root)
    ET.indent(feed)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add_entry(feed: ET.Element, proof: Proof, kit: Kit, told: Entry, root: str) -> None:
    story, entry = told.story, ET.SubElement(feed, "entry")
    year = int(proof.period[:4])
    _add(entry, "id", _tag(proof, kit, year, f"{proof.period}/{story.code}"))
    _add(entry, "title", one_line(story.title))
    _add(entry, "updated", kit.made_at.isoformat(timespec="seconds"))
    _add(entry, "link", rel="alternate", type="text/html", href=_address(root, told.name))
    _add(entry, "summary", markup.plain(story.lead))
    _add(entry, "content", told.html.strip(), type="html")


def _tag(proof: Proof, kit: Kit, year: int, name: str) -> str:
    host = urlsplit(kit.house.website).hostname or f"{proof.slug}.invalid"
    return f"tag:{host},{year}:terugkom/{proof.slug}/{name}"


def _address(root: str, name: str) -> str:
    return f"{root}/{name}" if root else name


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _NOT_XML.sub("", text) or None
