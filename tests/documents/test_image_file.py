"""Photographs from anybody: which are refused and why, and what is left of the others."""

import struct
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from random import Random
from threading import Lock
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFilter
from PIL.PngImagePlugin import PngInfo

from terugkom.documents import image_file
from terugkom.documents.image_file import (
    JPEG,
    MAX_SIDE_PIXELS,
    PNG,
    ImageProblem,
    InvalidImage,
    check_image,
    detect_media_type,
    encode_again,
    encode_for_mail,
    encode_jpeg,
    encode_upload,
    encode_upload_again,
    is_same_picture,
)
from tests.soak import often


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def noise(width: int = 60, height: int = 40) -> Image.Image:
    picture = Image.new("RGB", (width, height), "green")
    ImageDraw.Draw(picture).line((0, 0, width, height), fill="red", width=5)
    return picture


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size, and holds a single row at most: it is refused before any is read."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * min(width + 1, 20_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n(x) print\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40
JPEG_BYTES, PNG_BYTES = saved(noise()), saved(noise(), "PNG")
SCANS = JPEG_BYTES[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00" * 500 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (EPS, ImageProblem.FORMAT),
        (SVG, ImageProblem.FORMAT),
        (HEIC, ImageProblem.FORMAT),
        (saved(noise(), "GIF"), ImageProblem.FORMAT),
        (saved(noise(), "TIFF"), ImageProblem.FORMAT),
        (saved(noise(), "WEBP"), ImageProblem.FORMAT),
        (saved(noise(), "BMP"), ImageProblem.FORMAT),
        (b"", ImageProblem.FORMAT),
        (b"\xff\xd8", ImageProblem.DAMAGED),
        (JPEG_BYTES[:-100], ImageProblem.DAMAGED),
        (PNG_BYTES[: len(PNG_BYTES) // 2], ImageProblem.DAMAGED),
        (SCANS, ImageProblem.DAMAGED),
        (png_of(13_300, 13_300), ImageProblem.PIXELS),
        (png_of(8_000, 8_000), ImageProblem.PIXELS),
        (png_of(2**31 - 1, 2**31 - 1), ImageProblem.PIXELS),
    ],
)
def test_what_documents_cannot_show_is_refused_with_the_reason(content: bytes, problem: ImageProblem) -> None:
    with pytest.raises(InvalidImage) as caught:
        check_image(content)
    assert caught.value.problem is problem


def with_many_scans() -> bytes:
    content = saved(Image.new("RGB", (4000, 4000)), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * 70 + content[-2:]


LONG_TO_READ = {
    "scans of a large picture": with_many_scans,
    "segments": lambda: JPEG_BYTES[:2] + b"\xff\xe1\x00\x02" * 1_200_000 + JPEG_BYTES[2:],
    "chunks": lambda: PNG_BYTES[:33] + b"\0\0\0\0teXt\xae\x0f\x83\x65" * 400_000 + PNG_BYTES[33:],
    "rows of one pixel": lambda: png_of(1, 39_000_000),
    "one long row": lambda: png_of(39_000_000, 1),
}


@pytest.mark.parametrize("name", LONG_TO_READ)
def test_a_small_file_that_takes_long_to_read_is_refused_at_once(name: str) -> None:
    content = LONG_TO_READ[name]()
    began = time.process_time()
    with pytest.raises(InvalidImage):
        check_image(content)
    assert time.process_time() - began < 0.3


def test_a_picture_of_postscript_starts_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object, **__: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr("subprocess.Popen", started)
    monkeypatch.setattr("subprocess.check_call", started)
    with pytest.raises(InvalidImage):
        encode_jpeg(EPS)


def count_decoding(monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> list[int]:
    """Make each decoding take these seconds longer; return the list to which each adds how many there are at
    once when it begins."""
    decode, lock, running = image_file._decode, Lock(), 0
    counts: list[int] = []

    def count(content: bytes) -> Image.Image:
        nonlocal running
        with lock:
            running += 1
            counts.append(running)
        time.sleep(seconds)
        made = decode(content)
        with lock:
            running -= 1
        return made

    monkeypatch.setattr(image_file, "_decode", count)
    return counts


@pytest.mark.parametrize("encode", [encode_upload, encode_upload_again])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_of_pictures_that_are_sent_two_are_decoded_at_once(
    monkeypatch: pytest.MonkeyPatch, encode: Callable[[bytes], bytes], kind: str
) -> None:
    counts = count_decoding(monkeypatch, seconds=0.05)
    sent = [saved(Image.new("RGB", (20, 20 + n)), kind) for n in range(6)]
    with ThreadPoolExecutor(len(sent)) as pool:
        made = list(pool.map(encode, sent))
    assert (max(counts), made) == (2, [encode(each) for each in sent])


def with_traces(kind: str) -> bytes:
    """A picture in which each place for metadata names its author."""
    exif = Image.Exif()
    exif[0x013B] = "GEHEIM"
    exif[0x8825] = {1: "N", 2: (51.0, 3.0, 0.0)}
    words = PngInfo()
    for name in ("Author", "Comment", "GEHEIM"):
        words.add_text(name, "GEHEIM")
        words.add_text(name, "GEHEIM", zip=True)
        words.add_itxt(name, "GEHEIM", "nl", "GEHEIM")
    words.add_itxt("XML:com.adobe.xmp", "<x>GEHEIM</x>")
    options = {"pnginfo": words} if kind == "PNG" else {"comment": b"GEHEIM", "xmp": b"<x>GEHEIM</x>"}
    content = saved(noise(), kind, exif=exif, icc_profile=b"GEHEIM" * 30, dpi=(72, 72), **options)
    return content + b"GEHEIM"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_but_the_pixels_of_a_picture_is_left(kind: str) -> None:
    content = with_traces(kind)
    assert b"GEHEIM" in content
    again = encode_again(content)
    for made in (again, encode_jpeg(content)):
        shown = Image.open(BytesIO(made))
        assert b"GEHEIM" not in made
        assert shown.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert dict(shown.getexif()) == {}
    assert Image.open(BytesIO(again)).format == kind


def test_a_picture_without_metadata_is_encoded_anew_as_well() -> None:
    hidden = JPEG_BYTES + b"GEHEIM"
    assert b"GEHEIM" not in encode_again(hidden)
    assert max(Image.open(BytesIO(encode_again(saved(noise(2400, 30), "PNG")))).size) == MAX_SIDE_PIXELS


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_each_orientation_is_applied(orientation: int, kind: str) -> None:
    """The red corner is where the camera held it up."""
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("red", (0, 0, 20, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = Image.open(BytesIO(encode_again(saved(picture, kind, exif=exif)))).convert("RGB")
    width, height = shown.size
    assert (width, height) == ((60, 40) if orientation < 5 else (40, 60))
    at = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    red = shown.getpixel((at[0] * (width - 8) + 4, at[1] * (height - 8) + 4))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 80


def test_transparency_and_sixteen_bits_keep_what_is_seen() -> None:
    clear = encode_again(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert Image.open(BytesIO(clear)).getpixel((5, 5)) == (0, 0, 0, 0)
    grey = Image.open(BytesIO(encode_jpeg(saved(Image.new("I;16", (20, 20), 128 * 256), "PNG"))))
    middle = grey.getpixel((5, 5))
    assert isinstance(middle, tuple)
    assert abs(middle[0] - 128) < 5


def test_the_content_says_what_a_picture_is() -> None:
    assert (detect_media_type(JPEG_BYTES), detect_media_type(PNG_BYTES)) == (JPEG, PNG)


@pytest.mark.soak
@pytest.mark.parametrize("content", [JPEG_BYTES, PNG_BYTES, with_traces("JPEG"), with_traces("PNG")])
def test_a_picture_with_any_byte_changed_is_shown_or_refused(content: bytes) -> None:
    for at in range(0, len(content), often(29, soak=1)):
        try:
            made = encode_again(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        except InvalidImage:
            continue
        assert Image.open(BytesIO(made)).format in ("JPEG", "PNG")


@cache
def draw_street(covered: str = "", size: float = 80.0) -> Image.Image:
    """Return a street with a face or a number plate, which may be covered."""
    shown = Image.effect_noise((1000, 700), 40).convert("RGB").filter(ImageFilter.GaussianBlur(2))
    draw = ImageDraw.Draw(shown)
    for left in range(0, 1000, 150):
        draw.rectangle((left, 0, left + 110, 500), fill=(90 + left // 15, 120, 200 - left // 10))
    left, top = 500, 400
    draw.ellipse((left, top, left + size, top + size), fill=(224, 172, 140))
    for eye in (0.25, 0.6):
        draw.ellipse(
            (left + eye * size, top + 0.3 * size, left + (eye + 0.15) * size, top + 0.45 * size), fill="black"
        )
    draw.rectangle((left + 0.3 * size, top + 0.7 * size, left + 0.7 * size, top + 0.8 * size), fill="brown")
    place = (left, top, left + int(size), top + int(size))
    if covered in ("black", "gray", "white"):
        draw.rectangle(place, fill=covered)
    if covered == "blur":
        shown.paste(shown.crop(place).filter(ImageFilter.GaussianBlur(size / 8)), place[:2])
    if covered == "blocks":
        small = shown.crop(place).resize((7, 7), Image.Resampling.BOX)
        shown.paste(small.resize((int(size), int(size)), Image.Resampling.NEAREST), place[:2])
    return shown


def write_page(seed: int) -> Image.Image:
    page = Image.new("RGB", (800, 1100), "white")
    draw, letters = ImageDraw.Draw(page), Random(seed)
    for top in range(60, 1040, 40):
        line = " ".join("".join(letters.choices("adegiklnorst", k=6)) for _ in range(9))
        draw.text((60, top), line, fill="black", font_size=20)
    return page


def recompress(content: bytes, side: int, quality: int) -> bytes:
    """Return a photograph as Word saves it: smaller, and of a lower quality."""
    with Image.open(BytesIO(content)) as shown:
        shown.thumbnail((side, side))
        return saved(shown, quality=quality)


STREET, PAGE = saved(draw_street(), quality=90), saved(write_page(1), quality=90)


@pytest.mark.parametrize("covered", ["blur", "blocks", "black", "gray", "white"])
@pytest.mark.parametrize("size", [60.0, 100.0])
@pytest.mark.parametrize("side", [0, 600])
def test_a_picture_in_which_a_face_was_covered_is_another(covered: str, size: float, side: int) -> None:
    shown, changed = (saved(draw_street(each, size), quality=90) for each in ("", covered))
    assert not is_same_picture(recompress(changed, side, 80) if side else changed, shown)


@pytest.mark.parametrize("content", [STREET, PAGE])
@pytest.mark.parametrize(("side", "quality"), [(1100, 40), (600, 82), (531, 75), (472, 75), (340, 70)])
def test_a_picture_that_word_saved_anew_is_the_same(content: bytes, side: int, quality: int) -> None:
    sent = encode_for_mail(content)
    returned = recompress(sent, side, quality)
    assert is_same_picture(returned, sent) or is_same_picture(returned, content)


def test_of_two_pages_of_text_each_is_another() -> None:
    assert not is_same_picture(saved(write_page(2), quality=90), PAGE)
    assert not is_same_picture(recompress(saved(write_page(2), quality=90), 600, 75), PAGE)


def test_what_is_too_small_to_see_a_face_or_has_another_shape_is_another() -> None:
    assert not is_same_picture(recompress(STREET, 90, 80), STREET)
    assert not is_same_picture(saved(draw_street().crop((0, 0, 930, 700))), STREET)


def test_of_pictures_that_are_compared_two_pairs_are_decoded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = count_decoding(monkeypatch, seconds=0.02)
    sent = [saved(Image.new("RGB", (20, 20 + n))) for n in range(6)]
    with ThreadPoolExecutor(len(sent)) as pool:
        assert not any(pool.map(lambda each: is_same_picture(each, JPEG_BYTES), sent))
    assert max(counts) == 2
