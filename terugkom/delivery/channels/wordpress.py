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
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    PermanentFailure,
)
from terugkom.delivery.channels.http_client import DEFAULT_LIMITS, HttpClient, HttpResponse, RequestLimits
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteLookup
from terugkom.delivery.publication import Enclosure, Publication
from terugkom.documents.file_store import sha256


class WordpressStatus(StrEnum):
    """draft: an editor reviews and publishes it; publish: it is public at once."""

    DRAFT = "draft"
    PUBLISH = "publish"


@dataclass(frozen=True)
class WordpressSite:
    """A WordPress site, and an application password of one of its users."""

    url: str
    username: str
    password: str = field(repr=False)
    status: WordpressStatus = WordpressStatus.DRAFT
    limits: RequestLimits = DEFAULT_LIMITS

    def open_client(self) -> HttpClient:
        """Return an HTTP client for sending one publication."""
        return HttpClient(self.limits, (self.username, self.password))

    def api_url(self, what: str) -> str:
        """Return the URL of a part of the API."""
        return f"{self.url.rstrip('/')}/wp-json/wp/v2/{what}"


class WordpressChannel(SiteChannel[WordpressSite]):
    """Creates a post of a publication, with its pictures in the media library."""

    name: ClassVar[str] = "wordpress"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.HOLD

    def try_site(self, client: HttpClient, site: WordpressSite) -> None:
        """Ask who the user is, and whether they may publish."""
        found = client.request("GET", site.api_url("users/me"), params={"context": "edit"}).json()
        if not isinstance(found, dict):
            raise ChannelUnavailable("the server at this URL is not a WordPress site")
        rights = found.get("capabilities")
        if isinstance(rights, dict) and not rights.get("publish_posts"):
            raise ChannelUnavailable("the user may not publish posts: make it an author or an editor")

    def publish(self, client: HttpClient, site: WordpressSite, publication: Publication) -> None:
        """Create the post, unless it exists."""
        if _is_published(client, site, publication):
            return
        post = _build_post(client, site, publication)
        try:
            answer = client.request("POST", site.api_url("posts"), json=post, creates=True)
            if _read_id(answer) is None:
                raise DeliveryInDoubt("the answer is not that of WordPress")
        except DeliveryInDoubt:
            with suppress(ChannelError):
                if _is_published(client, site, publication):
                    return
            raise


def build_wordpress_connections(find_site: SiteLookup[WordpressSite]) -> list[Channel]:
    """Return the one channel that publishes posts one after the other."""
    return [WordpressChannel(find_site)]


def _is_published(client: HttpClient, site: WordpressSite, publication: Publication) -> bool:
    """Return whether the post exists. Raises PermanentFailure for another post with its slug."""
    which = {"slug": publication.slug, "status": "publish,future,draft,pending,private", "context": "edit"}
    found = client.request("GET", site.api_url("posts"), params={**which, "_fields": "id,content"}).json()
    if not isinstance(found, list):
        raise ChannelUnavailable("the server at this URL is not a WordPress site")
    if not found:
        return False
    if any(_build_marker(publication) in _read_raw_content(each) for each in found):
        return True
    raise PermanentFailure(f"another post has the address {publication.slug}")


def _build_post(client: HttpClient, site: WordpressSite, publication: Publication) -> dict[str, Any]:
    """Return the post as the API wants it; its files are uploaded to the media library first."""
    body, featured = publication.body, 0
    for file in publication.enclosed:
        medium, address = _upload_file(client, site, publication, file)
        quoted_name = f'"{file.name}"'
        if quoted_name in body:
            body = body.replace(quoted_name, f'"{address}"')
        elif file.is_picture:
            featured = featured or medium
    return {
        "title": publication.title,
        "slug": publication.slug,
        "status": site.status.value,
        "content": f"{_build_marker(publication)}\n{body}",
        "excerpt": publication.summary,
        **({"featured_media": featured} if featured else {}),
    }


def _upload_file(
    client: HttpClient, site: WordpressSite, publication: Publication, file: Enclosure
) -> tuple[int, str]:
    """Return a file's id and URL in the media library; a file that exists there is not uploaded again."""
    name = file.name.rpartition("/")[2]
    slug = f"{publication.slug[:100]}-{sha256(file.content)[:16]}"
    found = client.request(
        "GET", site.api_url("media"), params={"slug": slug, "_fields": "id,source_url"}
    ).json()
    if isinstance(found, list) and found:
        medium = found[0]
    else:
        fields = {"slug": slug, "title": file.alt or name, "alt_text": file.alt}
        files = {"file": (name, file.content, file.type)}
        medium = client.request("POST", site.api_url("media"), data=fields, files=files).json()
    match medium:
        case {"id": int(id), "source_url": str(address)}:
            return id, address
    raise ChannelUnavailable("WordPress does not return the id and URL of a file")


def _build_marker(publication: Publication) -> str:
    return f"<!-- terugkom {publication.idempotency_key} -->"


def _read_raw_content(config: Any) -> str:
    match config:
        case {"content": {"raw": str(raw)}}:
            return raw
    return ""


def _read_id(answer: HttpResponse) -> int | None:
    match answer.json():
        case {"id": int(id)}:
            return id
    return None
