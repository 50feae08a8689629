"""Photographs as documents get them: upright, not too large, with nothing of the camera."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from terugkom.documents.file_store import sha256
from terugkom.documents.image_file import MAX_SIDE_PIXELS
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.photos import load_photos
from terugkom.editions.story import Story
from terugkom.errors import InputError
from tests.editions.media.proofs import STORIES, kit


def _with(content: bytes) -> tuple[Story, MediaContext]:
    picture = STORIES[0].picture
    assert picture
    story = replace(STORIES[0], picture=replace(picture, sha256=sha256(content)))
    return story, replace(kit(), pictures={picture.name: content})


def _saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def _shown(content: bytes) -> Image.Image:
    story, told = _with(content)
    (found,) = load_photos([story, replace(story, code="again")], told)
    assert (found.story, found.photographer) == ("klaar-m-01", "Bram Lefevre")
    return Image.open(BytesIO(found.content))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((4000, 3000), (MAX_SIDE_PIXELS, MAX_SIDE_PIXELS * 3 // 4)),
        ((3000, 4000), (MAX_SIDE_PIXELS * 3 // 4, MAX_SIDE_PIXELS)),
        ((640, 480), (640, 480)),
        ((9000, 30), (MAX_SIDE_PIXELS, 7)),
    ],
)
def test_a_photograph_is_made_smaller_and_never_larger(size: tuple[int, int], shown: tuple[int, int]) -> None:
    found = _shown(_saved(Image.new("RGB", size, "green")))
    assert found.format == "JPEG"
    assert found.size == shown


def test_a_photograph_taken_sideways_stands_upright_and_forgets_the_camera() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Merk van het toestel"
    exif[0x8825] = {1: "N", 2: (51.0, 3.0, 0.0)}  # where it was taken
    content = _saved(Image.new("RGB", (300, 200), "green"), exif=exif, comment=b"Thuis bij Bram")
    found = _shown(content)
    assert found.size == (200, 300)
    assert dict(found.getexif()) == {}
    assert "comment" not in found.info


def test_what_shines_through_becomes_white() -> None:
    found = _shown(_saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert found.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_grey_and_cmyk_become_colours_that_every_document_takes() -> None:
    for mode in ("L", "CMYK"):
        assert _shown(_saved(Image.new(mode, (20, 20)))).mode == "RGB"


@pytest.mark.parametrize("content", [b"no picture", _saved(Image.new("RGB", (90, 90), "green"))[:200]])
def test_what_is_no_picture_is_refused_by_name(content: bytes) -> None:
    story, told = _with(content)
    with pytest.raises(InputError, match=r"the picture fietsen\.jpg cannot be read"):
        load_photos([story], told)
