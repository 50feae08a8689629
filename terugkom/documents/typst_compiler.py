"""Typst with nothing but what it is given: no fonts of the machine, no packages, no other files."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from terugkom.errors import Message, TemplateError

if TYPE_CHECKING:  # it takes 7 MB, and most runs make no PDF
    import typst

_HERE = Path(__file__).parent  # a root there must be, also for a source of ours that reads no file


def open_compiler(
    source: bytes, inputs: dict[str, str], root: Path = _HERE, *, has_fonts: bool = False
) -> "typst.Compiler":
    """Return the compiler of a source that may read the files of `root`, and `inputs` as `sys.inputs`.

    The fonts are those that come with Typst, and those below `root` if it `has_fonts`.
    """
    import typst

    return typst.Compiler(
        input=source,
        root=root,
        font_paths=_load_fonts(root) if has_fonts else _load_built_in_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        package_path=root / "no-packages",  # else those of the user's own folders would be found
        package_cache_path=root / "no-packages",
    )


def compile_source(source: bytes, inputs: dict[str, str], **options: Any) -> bytes:
    """Return what a source that reads no files is compiled to. Raises Typst's error."""
    return export_document(open_compiler(source, inputs), source, **options)


def export_document(compiler: "typst.Compiler", source: bytes, **options: Any) -> bytes:
    """Return the one file that a source is compiled to. Raises Typst's error, TemplateError for many."""
    found = compiler.compile(input=source, **options)
    if not isinstance(found, bytes):
        raise TemplateError("picture", Message("error.template.picture"))
    return found


def get_typst_error() -> type[Exception]:
    """Return what Typst raises, whose text says what is wrong in a template."""
    import typst

    return typst.TypstError


def _load_fonts(root: Path) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[root])


@lru_cache(1)
def _load_built_in_fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False)
