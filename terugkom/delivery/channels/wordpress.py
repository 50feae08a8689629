"""WordPress, by its own REST API (https://developer.wordpress.org/rest-api/reference/posts/).

The API has no idempotency keys. So a post carries an invisible marker, and it is looked
up by its slug before it is created: done twice, it still exists once. An edited post keeps the marker that it
was created with, and gets that of the edit; its status and address stay, and WordPress keeps what it was.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar
from urllib.parse import quote

from terugkom.delivery.channels.base import (
    Channel,
    ChannelError,
    ChannelUnavailable,
    DeliveryInDoubt,
    InDoubtPolicy,
    PermanentFailure,
)
from terugkom.delivery.channels.http_client import DEFAULT_LIMITS, HttpClient, RequestLimits
from terugkom.delivery.channels.municipal_site import SiteChannel, SiteLookup
from terugkom.delivery.channels.wordpress_api import WordpressApi
from terugkom.delivery.publication import STANDING_PAGE, Enclosure, Publication, hash_key
from terugkom.documents.file_store import sha256
from terugkom.errors import Message

_AS_EDITOR = {"context": "edit", "_fields": "id,status,link,content"}


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


class WordpressChannel(SiteChannel[WordpressSite]):
    """Creates a post of a publication, with its pictures in the media library."""

    name: ClassVar[str] = "wordpress"
    in_doubt_policy: ClassVar[InDoubtPolicy] = InDoubtPolicy.HOLD

    def try_site(self, client: HttpClient, site: WordpressSite) -> None:
        """Ask who the user is. Raises ChannelError, also if they may not publish."""
        found = WordpressApi(client, site.url).read("users/me", {"context": "edit"})
        rights = found.get("capabilities") if isinstance(found, dict) else None
        if isinstance(rights, dict) and not rights.get("publish_posts"):
            raise ChannelUnavailable(Message("channel.wordpress.no-author"))

    def publish(self, client: HttpClient, site: WordpressSite, publication: Publication) -> str:
        """Create the post, unless it exists, or edit it; return its id and, once it is public, its URL.

        Raises ChannelError.
        """
        api = WordpressApi(client, site.url)
        if publication.edited_key:
            return _edit_post(api, site, publication)
        if existing := _find_published(api, publication):
            return existing
        post = _build_post(api, site, publication)
        try:
            answer = api.create(_name_collection(publication), json=post, creates=True)
            if remote_id := _read_remote_id(answer):
                return remote_id
            raise DeliveryInDoubt(Message("channel.wordpress.answer"))
        except DeliveryInDoubt:
            with suppress(ChannelError):
                if existing := _find_published(api, publication):
                    return existing
            raise


def build_wordpress_connections(find_site: SiteLookup[WordpressSite]) -> list[Channel]:
    """Return the one channel that publishes posts one after the other."""
    return [WordpressChannel(find_site)]


def _find_published(api: WordpressApi, publication: Publication) -> str:
    """Return what the site calls the post; empty if there is none. Raises PermanentFailure for another post
    with its slug."""
    found = _list_posts(api, publication)
    marker = _build_marker(publication.idempotency_key)
    own = next((each for each in found if marker in _read_raw_content(each)), None)
    if found and own is None:
        raise PermanentFailure(Message("channel.wordpress.address-taken", slug=publication.slug))
    return _read_remote_id(own)


def _name_collection(publication: Publication) -> str:
    """Return where it belongs: a standing page with the pages, what is news with the posts."""
    return "pages" if publication.kind == STANDING_PAGE else "posts"


def _list_posts(api: WordpressApi, publication: Publication) -> list[Any]:
    which = {"slug": publication.slug, "status": "publish,future,draft,pending,private", **_AS_EDITOR}
    found = api.read(_name_collection(publication), which)
    if not isinstance(found, list):
        raise ChannelUnavailable(Message("channel.wordpress.none"))
    return found


def _edit_post(api: WordpressApi, site: WordpressSite, publication: Publication) -> str:
    """Edit a post, unless that was done. Raises PermanentFailure if it is not there any more."""
    created, edited = (
        _build_marker(key) for key in (hash_key(publication.edited_key), publication.idempotency_key)
    )
    collection = _name_collection(publication)
    found = _find_by_id(api, collection, publication.remote_id.partition(" ")[0])
    if found is None:
        by_slug = _list_posts(api, publication)
        found = next((each for each in by_slug if created in _read_raw_content(each)), None)
    if found is None:
        raise PermanentFailure(Message("channel.wordpress.gone"))
    if edited not in _read_raw_content(found):
        post = _build_post(api, site, publication)
        del post["slug"], post["status"]  # its address stays, and whether it is public
        post["content"] = f"{created}\n{post['content']}"
        found = api.create(f"{collection}/{found['id']}", json=post)
    return _read_remote_id(found)


def _find_by_id(api: WordpressApi, collection: str, id: str) -> Any:
    """Return a post by its id; None if there is none, or it is in the bin."""
    if not id:
        return None
    post = api.read(f"{collection}/{id}", _AS_EDITOR)
    return post if _read_remote_id(post) and post.get("status") != "trash" else None


def _build_post(api: WordpressApi, site: WordpressSite, publication: Publication) -> dict[str, Any]:
    """Return the post as the API wants it; its files are uploaded to the media library first."""
    body, featured = publication.body, 0
    for file in publication.enclosed:
        medium, address = _upload_file(api, publication, file)
        shown = [name for name in (f'"{file.name}"', f'"{quote(file.name)}"') if name in body]
        for name in shown:
            body = body.replace(name, f'"{address}"')
        if file.is_picture and not shown:
            featured = featured or medium
    return {
        "title": publication.title,
        "slug": publication.slug,
        "status": site.status.value,
        "content": f"{_build_marker(publication.idempotency_key)}\n{body}",
        "excerpt": publication.summary,
        **({"featured_media": featured} if featured else {}),
    }


def _upload_file(api: WordpressApi, publication: Publication, file: Enclosure) -> tuple[int, str]:
    """Return a file's id and URL in the media library; a file that exists there is not uploaded again."""
    name = file.name.rpartition("/")[2]
    slug = f"{publication.slug[:100]}-{sha256(file.content)[:16]}"
    found = api.read("media", {"slug": slug, "_fields": "id,source_url"})
    if isinstance(found, list) and found:
        medium = found[0]
    else:
        fields = {"slug": slug, "title": file.alt or name, "alt_text": file.alt}
        files = {"file": (name, file.content, file.type)}
        medium = api.create("media", data=fields, files=files)
    match medium:
        case {"id": int(id), "source_url": str(address)}:
            return id, address
    raise ChannelUnavailable(Message("channel.wordpress.no-file"))


def _build_marker(hashed_key: str) -> str:
    return f"<!-- terugkom {hashed_key} -->"


def _read_raw_content(config: Any) -> str:
    match config:
        case {"content": {"raw": str(raw)}}:
            return raw
    return ""


def _read_remote_id(post: Any) -> str:
    """Return the id of a post and, if it is public, its URL; empty for an answer that is no post."""
    match post:
        case {"id": int(id), "status": WordpressStatus.PUBLISH.value, "link": str(link)}:
            return f"{id} {link}"
        case {"id": int(id)}:
            return str(id)
    return ""
