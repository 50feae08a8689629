"""Typst with nothing but what it is given: no fonts of the machine, no packages, no other files.

What differs from one document to the next is given as files that lie nowhere on the disk, and not as
`sys.inputs`: these are a part of Typst's library, and where that differs Typst keeps nothing of what it laid
out before, not even the paragraphs of the same document with one break of a page more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from terugkom.errors import Message, TemplateError

if TYPE_CHECKING:  # it takes 7 MB, and most runs make no PDF
    import typst

TYPST_ERROR = RuntimeError  # of which `TypstError` is a kind; a query raises it itself. It says what is wrong
_HERE = Path(__file__).parent  # a root there must be, also for a source of ours that reads no file


@dataclass(frozen=True)
class Source:
    """A source, and the files that it may read besides those of `root`, by their names there.

    `inputs` is its `sys.inputs`. The fonts are those that come with Typst, and those below `root` if it
    `has_fonts`.
    """

    main: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    root: Path = _HERE
    has_fonts: bool = False
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_files(self) -> Any:  # Typst's own types do not know of it
        """The files with the source itself, under the name by which Typst begins."""
        return {**self.files, "main": self.main}


def open_compiler(source: Source) -> "typst.Compiler":
    """Return the compiler of a source, which finds only its files and our fonts: no package, no font of the
    system."""
    import typst

    root = source.root
    return typst.Compiler(
        input=source.all_files,
        root=root,
        font_paths=_load_fonts(root) if source.has_fonts else _load_built_in_fonts(),
        ignore_system_fonts=True,
        sys_inputs=dict(source.inputs),
        package_path=root / "no-packages",  # else those of the user's own folders would be found
        package_cache_path=root / "no-packages",
    )


def compile_source(source: Source, **options: Any) -> bytes:
    """Return what a source is compiled to. Raises Typst's error."""
    return _get_file(open_compiler(source).compile(**options))


def export_document(compiler: "typst.Compiler", source: Source, **options: Any) -> bytes:
    """Return the one file that a source is compiled to, by a compiler that may have been asked about it.

    It has forgotten the files of the source since. Raises Typst's error, TemplateError for many.
    """
    return _get_file(compiler.compile(input=source.all_files, **options))


def _get_file(found: bytes | list[bytes] | None) -> bytes:
    if not isinstance(found, bytes):
        raise TemplateError("picture", Message("error.template.picture"))
    return found


def _load_fonts(root: Path) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[root])


@lru_cache(1)
def _load_built_in_fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False)
