"""Where a photograph was taken goes nowhere: no medium carries what a camera wrote into it."""

from dataclasses import replace
from io import BytesIO

from PIL import Image

from terugkom.documents.file_store import sha256
from terugkom.documents.image_file import encode_again
from terugkom.editions.media.page_parts import load_pictures
from tests.editions.media.pictures import photograph
from tests.editions.media.proofs import PHOTO, STORIES, kit

GPS = 0x8825


def taken_somewhere() -> bytes:
    with Image.open(BytesIO(photograph("fietsen.jpg").content)) as picture:
        told = picture.getexif()
        told.get_ifd(GPS)[1] = "N"
        told[0x010F] = "Toestel Zq9"
        made = BytesIO()
        picture.save(made, "JPEG", exif=told)
    return made.getvalue()


def test_a_page_s_picture_says_nothing_of_where_it_was_taken() -> None:
    content = taken_somewhere()
    assert b"Toestel Zq9" in content, "else it proves nothing"
    assert STORIES[0].picture
    story = replace(STORIES[0], picture=replace(STORIES[0].picture, sha256=sha256(content)))
    shown = load_pictures([story], replace(kit(), pictures={PHOTO.name: content}))[story.code]
    assert b"Toestel Zq9" not in shown.content
    with Image.open(BytesIO(shown.content)) as picture:
        assert not picture.getexif()


def test_a_picture_without_traces_is_encoded_anew_as_well() -> None:
    shown = load_pictures(STORIES[:1], kit())[STORIES[0].code]
    assert shown.content == encode_again(PHOTO.content)
