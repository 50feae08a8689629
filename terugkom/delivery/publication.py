"""A publication: a document that is itself what is published, and the file in which it is stored.

The file is JSON, with enclosures in base64: one document with one SHA-256, from which each publishing channel
takes what it needs. A mail never begins with its prefix, so a folder can tell the two apart.
"""

import hashlib
import json
import re
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any, Self

from terugkom.delivery.header_text import CONTROL_CHARACTERS, MEDIA_TYPE
from terugkom.errors import Choices, Message, MessageError

STANDING_PAGE = "standing-page"  # the kind of a page that stays, on a website that tells it from news
_FORMAT_PREFIX = b'{"terugkom-publication": 1, '
_PATH = re.compile(r"[^\W_][\w .-]*(/[^\W_][\w .-]*)*")
_KIND = re.compile(r"[a-z0-9-]{1,40}")
_LANGUAGE = re.compile(r"[a-z]{2}([_-][A-Za-z]{2})?")
_MAIN, _BODY = (re.compile(rf"(?is)<{tag}\b[^>]*>(.*)</{tag}\s*>") for tag in ("main", "body"))
_MAX_KEY, _MAX_PATH = 120, 200  # the column's length; WordPress's own limit for an address


class InvalidPublication(MessageError):
    """An invalid publication: a path, type or key that no publishing channel accepts."""

    def render_public(self, language: str) -> str:
        """Return no text: what is invalid may be a title."""
        return ""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a publication, its name seen from there. `alt` says what a picture shows."""

    name: str
    type: str  # as in "image/jpeg"
    content: bytes
    alt: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, and so needs alternative text."""
        return self.type.startswith("image/")


@dataclass(frozen=True)
class Publication:
    """What is published, in every form that some publishing channel needs.

    `path` is its relative path, such as ``mvo/2027-q1/index.html``; a website without paths makes its
    address of it. `key` is its idempotency key: it is published once. So the key names the channel as well.
    A file that is no text, a PDF for one, is enclosed under its name, with neither `text` nor `html`.
    `page_body` is its HTML without the page around it, empty if its layout does not mark that.
    `edited_key` is the key of the publication that this one is an edit of, and `remote_id` what the server
    calls that one, if it said so. `story` is the code of the story that it tells, if it tells one.

    Raises InvalidPublication.
    """

    key: str
    kind: str  # "page", "feed", "post", ...
    title: str
    path: str
    media_type: str = "text/html"
    text: str = ""
    html: str = ""
    language: str = "nl"
    summary: str = ""
    link: str = ""
    enclosed: tuple[Enclosure, ...] = ()
    page_body: str = ""
    edited_key: str = ""
    remote_id: str = ""
    story: str = ""

    def __post_init__(self) -> None:
        paths = (self.path, *(each.name for each in self.enclosed))
        types = (self.media_type, *(each.type for each in self.enclosed))
        wrong: list[str | Message] = [
            repr(path) for path in paths if len(path) > _MAX_PATH or not _PATH.fullmatch(path)
        ]
        wrong += [repr(each) for each in types if not MEDIA_TYPE.fullmatch(each)]
        wrong += [repr(line) for line in (self.title, self.link) if CONTROL_CHARACTERS.search(line)]
        wrong += [repr(self.kind)] if not _KIND.fullmatch(self.kind) else []
        wrong += [repr(self.language)] if not _LANGUAGE.fullmatch(self.language) else []
        wrong += [repr(self.key)] if not 0 < len(self.key) <= _MAX_KEY else []
        names = [each.name for each in self.list_files()]
        wrong += [Message("channel.publication.files")] if not names or len(set(names)) < len(names) else []
        if wrong:
            raise InvalidPublication("channel.publication.invalid", wrong=Choices(tuple(wrong)))

    @property
    def slug(self) -> str:
        """Its address on a website without paths; as unique as its path."""
        plain = unicodedata.normalize("NFKD", self.path.lower()).encode("ascii", "ignore").decode()
        name = re.sub(r"\.[a-z0-9]+$", "", plain).removesuffix("/index")
        return re.sub(r"[^a-z0-9]+", "-", name).strip("-") or hash_key(self.path)[:16]

    @property
    def idempotency_key(self) -> str:
        """Its key as it is sent to a server: a hash, the same for the same key."""
        return hash_key(self.key)

    @property
    def body(self) -> str:
        """Its HTML without the page around it, for a website that has its own page layout."""
        return self.page_body or _extract_body(self.html)

    @property
    def pictures(self) -> tuple[Enclosure, ...]:
        """The enclosures that are pictures."""
        return tuple(each for each in self.enclosed if each.is_picture)

    def list_files(self) -> list[Enclosure]:
        """Return its files by their full paths, itself last: no page is published before its pictures."""
        folder = self.path.rpartition("/")[0]
        enclosures = [
            Enclosure(f"{folder}/{each.name}" if folder else each.name, each.type, each.content, each.alt)
            for each in self.enclosed
        ]
        own = self.html if self.media_type == "text/html" else self.text
        return [*enclosures, Enclosure(self.path, self.media_type, own.encode())] if own else enclosures

    def to_bytes(self) -> bytes:
        """Return the bytes of the stored document."""
        fields = asdict(self)
        fields["enclosed"] = [
            {**each, "content": b64encode(each["content"]).decode("ascii")} for each in fields["enclosed"]
        ]
        return _FORMAT_PREFIX + json.dumps(fields, ensure_ascii=False).removeprefix("{").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Parse a stored document. Raises InvalidPublication if it is not a publication."""
        if not is_publication(content):
            raise InvalidPublication("channel.publication.none")
        try:
            fields: dict[str, Any] = json.loads(content)
            del fields["terugkom-publication"]
            enclosed = tuple(
                Enclosure(**{**each, "content": b64decode(each["content"], validate=True)})
                for each in fields.pop("enclosed")
            )
            return cls(**fields, enclosed=enclosed)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidPublication("channel.publication.unreadable") from error


def hash_key(key: str) -> str:
    """Return a publication's key as it is sent to a server."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def _extract_body(html: str) -> str:
    """Return the body of a page that carries none: one of a municipality's own layout, or of an earlier
    version, whose stored publications have only the whole page."""
    found = _MAIN.search(html) or _BODY.search(html)
    return (found[1] if found else html).strip()


def is_publication(content: bytes) -> bool:
    """Return whether a document is a publication, and not a mail."""
    return content.startswith(_FORMAT_PREFIX)
