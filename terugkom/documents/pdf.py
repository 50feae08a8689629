"""Render a PDF that is accessible (PDF/UA-1) from a context, and a PNG from a chart; both by Typst.

A template is rendered in a temporary folder with copies of our templates and the municipality's over them,
and nothing else. Its fonts are those that come with Typst, those in that folder and that of the look; none of
the machine's.
"""

import json
import os
import re
import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from terugkom.documents import formatting
from terugkom.documents.chart import Chart
from terugkom.documents.look import DEFAULT_LOOK, DEFAULT_PALETTE, Look, Palette
from terugkom.documents.plain_file import NotPlainFile, read_plain_file
from terugkom.errors import Message, TemplateError

if TYPE_CHECKING:  # it takes 7 MB, and most runs make no PDF
    import typst

_COPIED_SUFFIXES = {".typ", ".svg", ".png", ".jpg", ".jpeg", ".ttf", ".otf"}
_FORBIDDEN_CODE = re.compile(
    r"\b(?:eval|std)\b|\b(?:import|include)\b(?!\s+\"[^\"@\\]+\.typ\"[ \t]*(?:$|[:;\])}]|as\b|//))", re.M
)
_PNG_TEMPLATE = (
    b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
)
_MAX_FILES, _MAX_FILE_BYTES = 2_000, 20_000_000  # of a folder with templates
_PPI = 144  # twice what SVG's pixels are: sharp on a screen that doubles them


def encode_context(context: Any, language: str, look: Look = DEFAULT_LOOK) -> str:
    """Return a context as the JSON that a template gets; see `to_json_data`."""
    data = to_json_data(context, language, look.palette)
    return json.dumps(_replace_missing_glyphs(data), ensure_ascii=False)


def has_templates(folder: Path) -> bool:
    """Return whether a municipality's folder holds anything that a template of ours could use."""
    return any(path.suffix.lower() in _COPIED_SUFFIXES for path in folder.rglob("*"))


def typeset(
    folders: Sequence[Path],
    name: str,
    data: str,
    made_at: datetime,
    pictures: Sequence[bytes] = (),
    look: Look = DEFAULT_LOOK,
) -> bytes:
    """Render the template `name`, from the first of the folders that has it, as a tagged PDF/UA-1.

    `data`, of `encode_context`, is in `sys.inputs.data`. The pictures, each a JPEG, are at
    ``/pictures/0.jpg`` and on; the look is in `sys.inputs.look`, its logo at ``/look/logo.png``. `made_at`
    needs its time zone: the same context gives the same bytes.
    Raises TemplateError.
    """
    with TemporaryDirectory(prefix="terugkom-") as own:
        root = Path(own)
        links = [link for folder in reversed(folders) for link in _copy_templates(folder, root)]
        for n, picture in enumerate(pictures):
            (root / "pictures").mkdir(exist_ok=True)
            (root / "pictures" / f"{n}.jpg").write_bytes(picture)
        _write_look(look, root / "look")
        try:
            main = f'#include "/{name}"'.encode()
            return _compile(
                main,
                root,
                {"data": data, "look": _encode_look(look)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=made_at.replace(microsecond=0),
            )
        except _get_typst_error() as error:
            raise TemplateError(name, _explain(str(error), links)) from error


def _explain(said: str, links: Sequence[str]) -> Message | str:
    """Return what Typst said; links that it did not find are named with it."""
    return Message("error.template.links", said=said, links=", ".join(links)) if links else said


def _write_look(look: Look, folder: Path) -> None:
    """Write the files of a look where templates and Typst find them."""
    fonts = [(f"font-{n}.otf", content) for n, content in enumerate(look.font_files, 1)]
    for name, content in (("logo.png", look.logo), *fonts):
        if content:
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)


def _encode_look(look: Look) -> str:
    """Return a look as the JSON that templates get; `logo` is the text of the logo, null without one."""
    shown = {
        "palette": asdict(look.palette),
        "fonts": [look.font] if look.font_files else [],
        "logo": _replace_missing_glyphs(look.logo_alt) if look.logo else None,
    }
    return json.dumps(shown, ensure_ascii=False)


def render_png(chart: Chart, palette: Palette = DEFAULT_PALETTE) -> bytes:
    """Return a chart as PNG: for mail, since many mail programs show no SVG."""
    with TemporaryDirectory(prefix="terugkom-") as empty:
        svg = _replace_missing_glyphs(chart.colour(palette))
        return _compile(_PNG_TEMPLATE, Path(empty), {"svg": svg}, format="png", ppi=_PPI)


def png_data_uri(chart: Chart, palette: Palette = DEFAULT_PALETTE) -> str:
    """Return a chart as a data URI that holds it as PNG, for the HTML part of a mail, also on a telephone."""
    return f"data:image/png;base64,{b64encode(render_png(chart.narrow, palette)).decode()}"


def to_json_data(value: Any, language: str, palette: Palette = DEFAULT_PALETTE) -> Any:
    """Return a context as JSON can hold it.

    A dataclass becomes its fields; a date its words (`long`, `short`); a chart its `svg` and `text`;
    a float is written as in this language.
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case float():
            return formatting.format_number(value, language)
        case date():
            return {
                "long": formatting.format_long_date(value, language),
                "short": formatting.format_short_date(value, language),
            }
        case Mapping():
            return {str(key): to_json_data(each, language, palette) for key, each in value.items()}
        case Sequence():
            return [to_json_data(each, language, palette) for each in value]
        case Chart():
            return {"svg": value.colour(palette), "text": value.text}
        case _ if is_dataclass(value):
            return {
                each.name: to_json_data(getattr(value, each.name), language, palette)
                for each in fields(value)
            }
    raise TypeError(f"a template cannot be given a {type(value).__name__}")


def check_template(folder: Path, name: str) -> None:
    """Open a template of a municipality's own, and see that it fetches nothing. Raises TemplateError."""
    try:
        _refuse_packages(read_plain_file(folder, name, _MAX_FILE_BYTES), Path(name))
    except (NotPlainFile, OSError) as error:
        raise TemplateError(name, error) from error


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
        raise TemplateError(str(name), error) from error
    if found:
        raise TemplateError(str(name), Message("error.template.forbidden", code=found[0]))


def _compile(source: bytes, root: Path, inputs: dict[str, str], **options: Any) -> bytes:
    import typst

    compiler = typst.Compiler(
        input=source,
        root=root,
        font_paths=_load_fonts(root),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        package_path=root / "no-packages",  # else those of the user's own folders would be found
        package_cache_path=root / "no-packages",
    )
    found = compiler.compile(**options)
    if not isinstance(found, bytes):
        raise TemplateError("picture", Message("error.template.picture"))
    return found


def _get_typst_error() -> type[Exception]:
    import typst

    return typst.TypstError


def _load_fonts(root: Path) -> "typst.Fonts":
    import typst

    own = any(path.suffix.lower() in (".ttf", ".otf") for path in root.rglob("*"))
    return typst.Fonts(include_system_fonts=False, font_paths=[root]) if own else _load_built_in_fonts()


@lru_cache(1)
def _load_built_in_fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False)


def _replace_missing_glyphs(value: Any) -> Any:
    """Return a value with only characters that our fonts have: PDF/UA-1 allows no others."""
    match value:
        case str():
            return "".join(
                letter if ord(letter) < 0x250 and letter.isprintable() else _replacement_glyph(letter)
                for letter in value
            )
        case dict():
            return {key: _replace_missing_glyphs(each) for key, each in value.items()}
        case list():
            return [_replace_missing_glyphs(each) for each in value]
    return value


@lru_cache(4096)
def _replacement_glyph(letter: str) -> str:
    """Return a character itself if our fonts have it, else a space for a blank and a square for the rest."""
    if letter in "\n\t":
        return letter
    if not letter.isprintable():
        return " " if letter.isspace() else ""
    kind = unicodedata.category(letter)
    if kind.startswith("M") and not "\u0300" <= letter <= "\u036f":
        return ""  # a mark of another script: it may show by itself and yet not on the letter before it
    if kind == "Co":
        return "□"
    try:
        source = b'#set document(title: "x")\n#sys.inputs.letter'
        with TemporaryDirectory(prefix="terugkom-") as empty:
            _compile(source, Path(empty), {"letter": letter}, format="pdf", pdf_standards=["ua-1"])
    except _get_typst_error():
        return "□"
    return letter
