"""The logo and the font of a municipality, as files in the folder `look` of its own folder."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from terugkom.documents.file_store import write_atomically
from terugkom.documents.plain_file import read_plain_file
from terugkom.errors import InputError

_FOLDER = "look"
_MAX_BYTES = 5_000_000


class LookFile(StrEnum):
    """The files of a look, by their names there; a font of either format has the same name."""

    LOGO = "logo.png"
    FONT = "font.otf"


@dataclass(frozen=True)
class LookFiles:
    """What the files hold: the logo as documents show it, the font, and the name of its family."""

    logo: bytes = b""
    font: bytes = b""
    font_name: str = ""


def read_look_files(root: Path, slug: str) -> LookFiles:
    """Return the files of the look of a municipality below `root`; empty where there are none.

    Raises InputError, which names the file, if it cannot be used; NotPlainFile if it is a link.
    """
    logo, font = (_read(root, slug, each) for each in LookFile)
    return LookFiles(
        _prepare_logo(logo, LookFile.LOGO) if logo else b"",
        font,
        _read_name(font, LookFile.FONT) if font else "",
    )


def prepare_look_file(file: LookFile, content: bytes, name: str) -> bytes:
    """Return a file as it is stored: a logo made anew, a font as it is. Raises InputError, which names it."""
    if len(content) > _MAX_BYTES:
        raise InputError(f"{name}: it is larger than {_MAX_BYTES // 1_000_000} MB")
    if file is LookFile.LOGO:
        return _prepare_logo(content, name)
    _read_name(content, name)
    return content


def write_look_file(root: Path, slug: str, file: LookFile, content: bytes) -> None:
    """Write a file that was prepared below `root`."""
    write_atomically(root / slug / _FOLDER, file.value, content)


def delete_look_file(root: Path, slug: str, file: LookFile) -> None:
    """Delete a file of a look, if there is one."""
    (root / slug / _FOLDER / file).unlink(missing_ok=True)


def _read(root: Path, slug: str, file: LookFile) -> bytes:
    name = f"{slug}/{_FOLDER}/{file}"
    return read_plain_file(root, name, _MAX_BYTES) if (root / name).exists() else b""


def _prepare_logo(content: bytes, name: str) -> bytes:
    from terugkom.documents.logo import encode_logo  # here: most municipalities have none, and it takes long

    try:
        return encode_logo(content)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error


def _read_name(content: bytes, name: str) -> str:
    from terugkom.documents.logo import read_font_name

    try:
        return read_font_name(content)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error
