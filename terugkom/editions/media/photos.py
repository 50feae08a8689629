"""The publishable photographs of an edition, converted for documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from terugkom.documents.image_file import InvalidImage, encode_jpeg
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.story import Picture, Story
from terugkom.errors import InputError


@dataclass(frozen=True)
class Photo:
    """A photograph as JPEG, without metadata (location, device)."""

    story: str  # its code
    title: str  # of the story
    content: bytes
    alt: str
    photographer: str


def load_photos(stories: Sequence[Story], media_context: MediaContext) -> tuple[Photo, ...]:
    """Return the photographs of the stories, in order, each once.

    Omitted: photographs without permission or without alternative text. Raises
    DocumentChanged if the file is not the approved one, InputError if it is not an image.
    """
    found: dict[str, Photo] = {}
    for story in stories:
        picture = story.picture
        content = media_context.read_picture(story) if picture and _is_publishable(picture) else None
        if picture and content and picture.sha256 not in found:
            ready = _convert_to_jpeg(content, picture.name)
            found[picture.sha256] = Photo(story.code, story.title, ready, picture.alt, picture.photographer)
    return tuple(found.values())


def _is_publishable(picture: Picture) -> bool:
    return bool(picture.permission.strip() and picture.alt.strip())


def _convert_to_jpeg(content: bytes, name: str) -> bytes:
    try:
        return encode_jpeg(content)
    except InvalidImage as error:
        raise InputError("error.picture", picture=name, problem=error) from error
