"""Select the publications of an edition, and the municipality's channel for each.

Only public content is published on a website or a social network; internal content is published through a
channel
that is marked internal, or stays in the outbox folder.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import PurePosixPath

from terugkom.delivery.enqueue import Origin
from terugkom.delivery.enqueue_publications import Prepared, prepared
from terugkom.delivery.publication import Enclosed, Publication
from terugkom.editions.media.rendered import File, Made, Post
from terugkom.editions.proof import Proof
from terugkom.plan.media import Medium

WEBDAV, WORDPRESS, MASTODON, WEBHOOK = "webdav", "wordpress", "mastodon", "webhook"
_TEXTS = ("text/", "application/atom+xml")


@dataclass(frozen=True)
class Ways:
    """The publishing channels configured for a municipality; `internal` holds those that only staff can
    read."""

    public: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()


def publications(origin: Origin, proof: Proof, made: Sequence[Made], ways: Ways) -> list[Prepared]:
    """Return the publications, each with its channel, ready to be stored and enqueued."""
    key = f"edition:{origin.moment_id}:{proof.text_hash[:16]}"
    folder = f"{origin.municipality.slug}/{origin.now.date().isoformat()}"
    return [
        prepared(what, folder, way, held=each.held)
        for each in made
        for way, what in _of(each, proof, key, ways)
    ]


def _of(made: Made, proof: Proof, key: str, ways: Ways) -> Iterator[tuple[str, Publication]]:
    if made.medium is Medium.SOCIAL and MASTODON in ways.public:
        for n, post in enumerate(made.posts):
            if post.network == MASTODON:
                yield MASTODON, _post(post, made, f"{key}:mastodon:{n}", proof)
    if not made.pages:
        return
    public = made.medium.public
    for way in (WEBDAV, WORDPRESS, WEBHOOK):
        if way in (ways.public if public else ways.internal):
            start = f"{key}:{way if public else f'internal:{way}'}:{made.medium}"
            yield from ((way, each) for each in _pages(made, proof, start, way))


def _pages(made: Made, proof: Proof, key: str, way: str) -> Iterator[Publication]:
    """Yield every file for WebDAV; for WordPress the story pages, else the first page."""
    files: Sequence[File] = made.files
    if way != WEBDAV:
        files = [file for file in files if _is_page(file)]
        codes = {story.code for story in proof.stories}
        stories = [file for file in files if PurePosixPath(file.name).stem in codes]
        files = stories if stories and way == WORDPRESS else files[:1]
    titles = {story.code: story.title for story in proof.stories}
    for n, file in enumerate(files):
        title = titles.get(PurePosixPath(file.name).stem) or _title(file, proof)
        name = file.name if made.medium is Medium.WEBSITE else f"{made.medium}/{file.name}"
        yield _file(replace(file, name=name), title, f"{key}:{n}", proof)


def _title(file: File, proof: Proof) -> str:
    found = re.search(r"<title>(.*?)</title>", file.content.decode(), re.DOTALL) if _is_page(file) else None
    return " ".join(unescape(found[1]).split()) if found else f"{proof.town}, {proof.period}"


def _file(file: File, title: str, key: str, proof: Proof) -> Publication:
    if _is_page(file):
        return Publication(key, "page", title, file.name, html=file.content.decode(), language=proof.language)
    if file.type.startswith(_TEXTS):
        return Publication(
            key, "file", title, file.name, file.type, text=file.content.decode(), language=proof.language
        )
    path = PurePosixPath(file.name)
    enclosed = Enclosed(path.name, file.type, file.content, title)
    return Publication(
        key, "file", title, file.name, file.type, language=proof.language, enclosed=(enclosed,)
    )


def _post(post: Post, made: Made, key: str, proof: Proof) -> Publication:
    picture = next((file for file in made.files if file.name == post.picture), None)
    enclosed = (
        (Enclosed(PurePosixPath(picture.name).name, picture.type, picture.content, post.alt),)
        if picture
        else ()
    )
    return Publication(
        key,
        "post",
        post.text.partition("\n")[0][:80],
        f"posts/{key.replace(':', '-')}",
        "text/plain",
        text=post.text,
        language=proof.language,
        enclosed=enclosed,
    )


def _is_page(file: File) -> bool:
    return file.type == "text/html"
