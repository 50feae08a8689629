"""WordPress, by its own REST API (https://developer.wordpress.org/rest-api/reference/posts/).

The API has no idempotency keys. So a post carries an invisible marker, and it is looked
up by its slug before it is created: done twice, it still exists once.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from terugkom.delivery.channels.base import (
    Channel,
    ChannelDown,
    ChannelError,
    HandedOverInDoubt,
    OnDoubt,
    PermanentFailure,
)
from terugkom.delivery.channels.http_client import USUAL, Answer, Line, Reach
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteOf
from terugkom.delivery.publication import Enclosed, Publication
from terugkom.documents.file_store import sha256


class Status(StrEnum):
    """draft: an editor reviews and publishes it; publish: it is public at once."""

    DRAFT = "draft"
    PUBLISH = "publish"


@dataclass(frozen=True)
class WordpressSite:
    """A WordPress site, and an application password of one of its users."""

    url: str
    username: str
    password: str = field(repr=False)
    status: Status = Status.DRAFT
    reach: Reach = USUAL

    def line(self) -> Line:
        """Return an HTTP client for sending one publication."""
        return Line(self.reach, (self.username, self.password))

    def api(self, what: str) -> str:
        """Return the URL of a part of the API."""
        return f"{self.url.rstrip('/')}/wp-json/wp/v2/{what}"


class WordpressChannel(SiteChannel[WordpressSite]):
    """Creates a post of a publication, with its pictures in the media library."""

    name: ClassVar[str] = "wordpress"
    on_doubt: ClassVar[OnDoubt] = OnDoubt.HOLD

    def publish(self, line: Line, site: WordpressSite, publication: Publication) -> None:
        """Create the post, unless it exists."""
        if _is_there(line, site, publication):
            return
        post = _post(line, site, publication)
        try:
            answer = line.ask("POST", site.api("posts"), json=post, creates=True)
            if _id(answer) is None:
                raise HandedOverInDoubt("the answer is not that of WordPress")
        except HandedOverInDoubt:
            with suppress(ChannelError):
                if _is_there(line, site, publication):
                    return
            raise


def wordpress_lanes(site_of: SiteOf[WordpressSite]) -> list[Channel]:
    """Return the one channel that publishes posts one after the other."""
    return [WordpressChannel(site_of)]


def _is_there(line: Line, site: WordpressSite, publication: Publication) -> bool:
    """Return whether the post exists. Raises PermanentFailure for another post with its slug."""
    which = {"slug": publication.slug, "status": "publish,future,draft,pending,private", "context": "edit"}
    found = line.ask("GET", site.api("posts"), params={**which, "_fields": "id,content"}).json()
    if not isinstance(found, list):
        raise ChannelDown("the server at this URL is not a WordPress site")
    if not found:
        return False
    if any(_mark(publication) in _raw(each) for each in found):
        return True
    raise PermanentFailure(f"another post has the address {publication.slug}")


def _post(line: Line, site: WordpressSite, publication: Publication) -> dict[str, Any]:
    """Return the post as the API wants it; its files are uploaded to the media library first."""
    body, featured = publication.body, 0
    for file in publication.enclosed:
        medium, address = _put_in_library(line, site, publication, file)
        shown = f'"{file.name}"'
        if shown in body:
            body = body.replace(shown, f'"{address}"')
        elif file.is_picture:
            featured = featured or medium
    return {
        "title": publication.title,
        "slug": publication.slug,
        "status": site.status.value,
        "content": f"{_mark(publication)}\n{body}",
        "excerpt": publication.summary,
        **({"featured_media": featured} if featured else {}),
    }


def _put_in_library(
    line: Line, site: WordpressSite, publication: Publication, file: Enclosed
) -> tuple[int, str]:
    """Return a file's id and URL in the media library; a file that exists there is not uploaded again."""
    name = file.name.rpartition("/")[2]
    slug = f"{publication.slug[:100]}-{sha256(file.content)[:16]}"
    found = line.ask("GET", site.api("media"), params={"slug": slug, "_fields": "id,source_url"}).json()
    if isinstance(found, list) and found:
        medium = found[0]
    else:
        about = {"slug": slug, "title": file.alt or name, "alt_text": file.alt}
        whole = {"file": (name, file.content, file.type)}
        medium = line.ask("POST", site.api("media"), data=about, files=whole).json()
    match medium:
        case {"id": int(id), "source_url": str(address)}:
            return id, address
    raise ChannelDown("WordPress does not return the id and URL of a file")


def _mark(publication: Publication) -> str:
    return f"<!-- terugkom {publication.idempotency_key} -->"


def _raw(post: Any) -> str:
    match post:
        case {"content": {"raw": str(raw)}}:
            return raw
    return ""


def _id(answer: Answer) -> int | None:
    match answer.json():
        case {"id": int(id)}:
            return id
    return None
