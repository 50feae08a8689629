"""The logo and the font of a municipality, as files in the folder `look` of its own folder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from terugkom.documents.file_store import write_atomically
from terugkom.documents.plain_file import read_plain_file
from terugkom.errors import InputError

FOLDER, _LOGO, _FONTS = "look", "logo.png", "font-*.otf"
_MAX_BYTES, _MAX_FONTS = 5_000_000, 8


@dataclass(frozen=True)
class LookFiles:
    """What the files hold: the logo as documents show it, the fonts of one family, and its name."""

    logo: bytes = b""
    fonts: tuple[bytes, ...] = ()
    font_name: str = ""


def read_look_files(root: Path, slug: str) -> LookFiles:
    """Return the files of the look of a municipality below `root`; empty where there are none.

    Raises InputError, which names the file, if one cannot be used; NotPlainFile if it is a link.
    """
    folder = f"{slug}/{FOLDER}"
    logo, fonts = f"{folder}/{_LOGO}", sorted((root / folder).glob(_FONTS))
    found = [
        (f"{folder}/{path.name}", read_plain_file(root, f"{folder}/{path.name}", _MAX_BYTES))
        for path in fonts
    ]
    return LookFiles(
        prepare_logo(read_plain_file(root, logo, _MAX_BYTES), logo) if (root / logo).exists() else b"",
        prepare_fonts(found),
        _read_font_name(found),
    )


def prepare_logo(content: bytes, name: str) -> bytes:
    """Return a logo as it is stored and shown, made anew. Raises InputError, which says `name`."""
    from terugkom.documents.logo import encode_logo  # here: most municipalities have none, and it takes long

    _check_size(content, name)
    try:
        return encode_logo(content)
    except InputError as error:
        raise InputError("error.look.file", file=name, problem=error) from error


def prepare_fonts(files: Sequence[tuple[str, bytes]]) -> tuple[bytes, ...]:
    """Return the files of a font, given with their names. Raises InputError, which names the one at fault."""
    if len(files) > _MAX_FONTS:
        raise InputError("error.font.files", most=_MAX_FONTS)
    _read_font_name(files)
    return tuple(content for _, content in files)


def replace_logo(root: Path, slug: str, logo: bytes) -> None:
    """Write a logo that was prepared below `root`; delete it if it is empty."""
    folder = root / slug / FOLDER
    if logo:
        write_atomically(folder, _LOGO, logo)
    else:
        (folder / _LOGO).unlink(missing_ok=True)


def replace_fonts(root: Path, slug: str, fonts: Iterable[bytes]) -> None:
    """Write the files of a font below `root` in the place of those that are there."""
    folder = root / slug / FOLDER
    for path in folder.glob(_FONTS):
        path.unlink()
    for number, content in enumerate(fonts, 1):
        write_atomically(folder, _FONTS.replace("*", str(number)), content)


def _read_font_name(files: Sequence[tuple[str, bytes]]) -> str:
    """Return the name that all of these files of a font have, "" for none of them."""
    if not files:
        return ""
    from terugkom.documents.logo import read_font_name  # here: most municipalities have none

    known = ""
    for name, content in files:
        _check_size(content, name)
        try:
            found = read_font_name(content)
        except InputError as error:
            raise InputError("error.look.file", file=name, problem=error) from error
        if known not in ("", found):
            raise InputError("error.font.other", file=name, font=found, others=known)
        known = found
    return known


def _check_size(content: bytes, name: str) -> None:
    if len(content) > _MAX_BYTES:
        raise InputError("error.look.too-large", file=name, most=_MAX_BYTES // 1_000_000)
