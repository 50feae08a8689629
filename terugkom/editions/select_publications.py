"""Select the publications of an edition, and the municipality's channel for each.

Only public content is published on a website or a social network; internal content is published through a
channel that is marked internal, or stays in the outbox folder.

A channel that takes single pages (WordPress, a webhook) gets each with its pictures, and without links to
pages that are not there: those that lead to a path beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from terugkom.delivery.enqueue import OutboundDocument, RunContext, build_publication
from terugkom.delivery.publication import Enclosure, Publication
from terugkom.documents.file_store import sha256
from terugkom.editions.media.rendered import File, Post, RenderedMedium
from terugkom.editions.model import POST_DOCUMENT
from terugkom.editions.proof import Proof
from terugkom.editions.publish_channels import PublishChannels
from terugkom.plan.media import Medium

WEBDAV, WORDPRESS, MASTODON, WEBHOOK = "webdav", "wordpress", "mastodon", "webhook"
_TEXT_TYPES = ("text/", "application/atom+xml")
# A link to a path of the same site, as our templates write it: no whole address and no place on the page.
_LINK_TO_OTHER_PAGE = re.compile(r'<a\b[^<>]*\bhref="(?![a-z]+:|//|#)[^"]*"[^<>]*>(.*?)</a>', re.DOTALL)


def select_publications(
    run_context: RunContext, proof: Proof, rendered: Sequence[RenderedMedium], channels: PublishChannels
) -> list[OutboundDocument]:
    """Return the publications, each with its channel, ready to be stored and enqueued."""
    key = build_edition_key(run_context, proof)
    return [
        build_publication(what, run_context.folder, channel, held=each.held)
        for each in rendered
        for channel, what in build_publications(each, proof, key, channels)
    ]


def build_edition_key(run_context: RunContext, proof: Proof) -> str:
    """Return what the keys of an edition begin with, by which servers know what was published already.

    The number of the moment is not in it, for that may be another one after a restore.
    """
    text = f"{run_context.municipality.slug}\n{proof.text_hash}"
    return f"edition:{proof.period}:{sha256(text.encode())[:24]}"


def build_publications(
    rendered: RenderedMedium, proof: Proof, key: str, channels: PublishChannels
) -> Iterator[tuple[str, Publication]]:
    """Yield (channel, publication) of a medium; their keys begin with `key`."""
    if rendered.medium is Medium.SOCIAL and MASTODON in channels.public:
        for n, post in enumerate(rendered.posts):
            if post.network == MASTODON:
                yield MASTODON, _build_post_publication(post, rendered, f"{key}:mastodon:{n}", proof)
    if not rendered.has_pages:
        return
    public = rendered.medium.is_public
    for channel in (WEBDAV, WORDPRESS, WEBHOOK):
        if channel in (channels.public if public else channels.internal):
            start = f"{key}:{channel if public else f'internal:{channel}'}:{rendered.medium}"
            yield from ((channel, each) for each in _build_page_publications(rendered, proof, start, channel))


def _build_page_publications(
    rendered: RenderedMedium, proof: Proof, key: str, channel: str
) -> Iterator[Publication]:
    """Yield every file for WebDAV; for WordPress the story pages, else the first page."""
    files: Sequence[File] = rendered.files
    if channel != WEBDAV:
        files = [file for file in files if _is_page(file)]
        stories = [file for file in files if file.story]
        files = stories if stories and channel == WORDPRESS else files[:1]
    for n, file in enumerate(files):
        name = file.name if rendered.medium is Medium.WEBSITE else f"{rendered.medium}/{file.name}"
        page = replace(file, name=name)
        enclosed: tuple[Enclosure, ...] = ()
        if channel != WEBDAV:
            page, enclosed = (
                replace(page, body=remove_internal_links(file.body)),
                _enclose_pictures(file, rendered.files),
            )
        yield _build_file_publication(page, f"{key}:{n}", proof, enclosed)


def remove_internal_links(html: str) -> str:
    """Return HTML with the words of links to other pages of the same site, without the links."""
    return _LINK_TO_OTHER_PAGE.sub(r"\1", html)


def _enclose_pictures(page: File, files: Sequence[File]) -> tuple[Enclosure, ...]:
    """Return the pictures that a page shows, named as it names them."""
    folder = page.name.rpartition("/")[0]
    pictures = {
        file.name.removeprefix(f"{folder}/"): file for file in files if file.type.startswith("image/")
    }
    return tuple(
        Enclosure(name, file.type, file.content, file.title)
        for name, file in pictures.items()
        if f'src="{name}"' in page.body
    )


def _build_file_publication(
    file: File, key: str, proof: Proof, enclosed: tuple[Enclosure, ...] = ()
) -> Publication:
    title = file.title or f"{proof.town}, {proof.period}"
    if _is_page(file):
        return Publication(
            key,
            "page",
            title,
            file.name,
            html=file.content.decode(),
            page_body=file.body,
            summary=file.summary,
            language=proof.language,
            enclosed=enclosed,
            story=file.story,
        )
    if file.type.startswith(_TEXT_TYPES):
        return Publication(
            key, "file", title, file.name, file.type, text=file.content.decode(), language=proof.language
        )
    path = PurePosixPath(file.name)
    own = Enclosure(path.name, file.type, file.content, title)
    return Publication(
        key, "file", title, file.name, file.type, language=proof.language, enclosed=(own,), story=file.story
    )


def _build_post_publication(post: Post, rendered: RenderedMedium, key: str, proof: Proof) -> Publication:
    picture = next((file for file in rendered.files if file.name == post.picture), None)
    enclosed = (
        (Enclosure(PurePosixPath(picture.name).name, picture.type, picture.content, post.alt),)
        if picture
        else ()
    )
    return Publication(
        key,
        POST_DOCUMENT,
        post.text.partition("\n")[0][:80],
        f"posts/{key.replace(':', '-')}",
        "text/plain",
        text=post.text,
        language=proof.language,
        enclosed=enclosed,
        story=post.story,
    )


def _is_page(file: File) -> bool:
    return file.type == "text/html"
