"""The folder from which Typst reads: copies of our templates, the municipality's over them, and pictures."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from terugkom.documents.look import Look
from terugkom.documents.plain_file import NotPlainFile, read_plain_file
from terugkom.errors import Message, TemplateError

_FONT_SUFFIXES = {".ttf", ".otf"}
_COPIED_SUFFIXES = {".typ", ".svg", ".png", ".jpg", ".jpeg", *_FONT_SUFFIXES}
_FORBIDDEN_CODE = re.compile(
    r"\b(?:eval|std)\b|\b(?:import|include)\b(?!\s+\"[^\"@\\]+\.typ\"[ \t]*(?:$|[:;\])}]|as\b|//))", re.M
)
_MAX_FILES, _MAX_FILE_BYTES = 2_000, 20_000_000  # of a folder with templates


@dataclass(frozen=True)
class TypstFolder:
    """A folder with templates, whether they bring fonts, and the symbolic links that were not followed."""

    root: Path
    has_fonts: bool
    links: tuple[str, ...] = ()


@contextmanager
def prepare_folder(folders: Sequence[Path], pictures: Sequence[bytes], look: Look) -> Iterator[TypstFolder]:
    """Give a folder with the templates of `folders`, the first over the others, for as long as it is read.

    The pictures, each a JPEG, are at ``pictures/0.jpg`` and on, the logo of the look at ``look/logo.png``.
    A single folder to which nothing is added is read where it is. Raises TemplateError.
    """
    added = _list_look_files(look) | {f"pictures/{n}.jpg": content for n, content in enumerate(pictures)}
    if len(folders) == 1 and not added:
        yield TypstFolder(folders[0], _has_fonts(folders[0]))
        return
    with TemporaryDirectory(prefix="terugkom-") as own:
        root = Path(own)
        links = [link for folder in reversed(folders) for link in _copy_templates(folder, root)]
        for name, content in added.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(content)
        yield TypstFolder(root, _list_fonts(root) != [], tuple(links))


def has_templates(folder: Path) -> bool:
    """Return whether a municipality's folder holds anything that a template of ours could use."""
    return any(path.suffix.lower() in _COPIED_SUFFIXES for path in folder.rglob("*"))


def check_template(folder: Path, name: str) -> None:
    """Open a template of a municipality's own, and see that it fetches nothing. Raises TemplateError."""
    try:
        _refuse_packages(read_plain_file(folder, name, _MAX_FILE_BYTES), Path(name))
    except (NotPlainFile, OSError) as error:
        raise TemplateError(name, error) from error


@cache  # ours alone is read where it is, and stays as it was installed
def _has_fonts(folder: Path) -> bool:
    return _list_fonts(folder) != []


def _list_fonts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix.lower() in _FONT_SUFFIXES]


def _list_look_files(look: Look) -> dict[str, bytes]:
    files = {f"look/font-{n}.otf": content for n, content in enumerate(look.font_files, 1)}
    return {name: content for name, content in (files | {"look/logo.png": look.logo}).items() if content}


def _copy_templates(source: Path, target: Path) -> list[str]:
    """Copy the files that a template may use; return the symbolic links, which are not followed.

    Raises TemplateError for a link in the place of a file of ours, which would silently be used instead.
    """
    links = []
    files = 0
    for folder, folders, names in os.walk(source):
        below = Path(folder).relative_to(source)
        links += [str(below / name) for name in folders if (source / below / name).is_symlink()]
        for name in names:
            relative = below / name
            if relative.suffix.lower() not in _COPIED_SUFFIXES:
                continue
            files += 1
            if files > _MAX_FILES:
                raise TemplateError(source.name, Message("error.template.many-files", most=_MAX_FILES))
            if (source / relative).is_symlink():
                links.append(str(relative))
            else:
                content = read_plain_file(source, str(relative), _MAX_FILE_BYTES)
                if relative.suffix.lower() == ".typ":
                    _refuse_packages(content, relative)
                (target / below).mkdir(parents=True, exist_ok=True)
                (target / relative).write_bytes(content)
    for link in links:
        if (target / link).exists():
            raise TemplateError(link, Message("error.template.link"))
    return links


def _refuse_packages(content: bytes, name: Path) -> None:
    """Refuse packages, which Typst would fetch from the internet: only files named in full are imported.

    This names the line of an author who knows no better. Who wants to get around it is stopped by the process
    in which a municipality's own templates are rendered: it cannot open a socket.
    """
    try:
        found = _FORBIDDEN_CODE.search(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise TemplateError(str(name), Message("error.text.not-utf-8")) from error
    if found:
        raise TemplateError(str(name), Message("error.template.forbidden", code=found[0]))
