"""The Atom feed of the website (RFC 4287), with permanent identifiers (tag: URIs, RFC 4151)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from terugkom.documents import markup
from terugkom.documents.messages import translate
from terugkom.documents.office_properties import remove_invalid_xml
from terugkom.documents.one_line import to_one_line
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story

_ATOM = "http://www.w3.org/2005/Atom"
_FEED_YEAR = 2026  # year in the identifier of the feed itself; must never change


@dataclass(frozen=True)
class FeedEntry:
    """A story in the feed: the period of its edition, where its page stands on the website, its text as HTML,
    and when that was published, or corrected since."""

    story: Story
    period: str
    path: str
    html: str
    updated_at: datetime


def render_feed(proof: Proof, media_context: MediaContext, entries: Sequence[FeedEntry]) -> bytes:
    """Return the feed of an edition as XML. Without a website address its links are relative.

    An entry keeps its identifier when it is corrected, so that readers of the feed show it as an update.
    """
    root, language = media_context.settings.website.rstrip("/"), media_context.templates.language
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _add(feed, "id", _build_tag_uri(proof, media_context, _FEED_YEAR, "feed"))
    _add(feed, "title", translate("atom-feed.title", language, municipality=to_one_line(proof.town)))
    updated_at = max([media_context.rendered_at, *(each.updated_at for each in entries)])
    _add(feed, "updated", updated_at.isoformat(timespec="seconds"))
    _add(ET.SubElement(feed, "author"), "name", to_one_line(proof.town) or proof.slug)
    _add(feed, "link", rel="self", type="application/atom+xml", href=_build_link(root, "feed.atom"))
    _add(feed, "link", rel="alternate", type="text/html", href=_build_link(root, "index.html"))
    for each in entries:
        _add_entry(feed, proof, media_context, each, root)
    ET.indent(feed)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add_entry(
    feed: ET.Element, proof: Proof, media_context: MediaContext, feed_entry: FeedEntry, root: str
) -> None:
    story, entry = feed_entry.story, ET.SubElement(feed, "entry")
    period = feed_entry.period
    _add(entry, "id", _build_tag_uri(proof, media_context, int(period[:4]), f"{period}/{story.code}"))
    _add(entry, "title", to_one_line(story.title))
    _add(entry, "updated", feed_entry.updated_at.isoformat(timespec="seconds"))
    _add(entry, "link", rel="alternate", type="text/html", href=_build_link(root, feed_entry.path))
    _add(entry, "summary", markup.render_plain(story.short))
    _add(entry, "content", feed_entry.html.strip(), type="html")


def _build_tag_uri(proof: Proof, media_context: MediaContext, year: int, name: str) -> str:
    host = urlsplit(media_context.settings.website).hostname or f"{proof.slug}.invalid"
    return f"tag:{host},{year}:terugkom/{proof.slug}/{name}"


def _build_link(root: str, name: str) -> str:
    return f"{root}/{name}" if root else name


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = remove_invalid_xml(text) or None
