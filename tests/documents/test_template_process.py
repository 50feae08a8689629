"""A municipality's own templates: what has no end, no room or no business on the network ends by itself."""

import socket
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from terugkom.documents import slides
from terugkom.documents import templates as templates_module
from terugkom.documents.pdf import TypstInput
from terugkom.documents.plain_file import NotPlainFile
from terugkom.documents.template_process import TEMPLATE_PROCESS, TimeLimit
from terugkom.documents.templates import Templates
from terugkom.errors import TemplateError
from terugkom.installation import Installation
from terugkom.settings import Settings
from tests.documents.letters import digest, due
from tests.documents.unchecked_typst import typeset_unchecked
from tests.soak import often

BRIEF = TimeLimit(cpu_seconds=0.3, wall_seconds=20)
MADE_AT = datetime(2026, 11, 3, tzinfo=UTC)
TYPST = '#set document(title: "x")\n#set text(lang: "nl")\n= Eigen\n'


@pytest.fixture(autouse=True)
def brief_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what takes too long end soon."""
    monkeypatch.setattr(templates_module, "TIME_LIMIT", BRIEF)


def own(folder: Path, name: str, content: str | bytes) -> Templates:
    """A municipality with one template of its own."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Templates("nl", folder)


def text_of(folder: Path, content: str, **context: Any) -> str:
    return own(folder, "own.txt", content).render_text("own.txt", context)


LOOP = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
SLOW, LARGE, DEEP = "longer than 0.3 seconds; does a loop have an end", "too much memory", "recursion"
ENDLESS = (
    (LOOP, SLOW),
    ("{{ 'x' * 10 ** 10 }}", LARGE),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", DEEP),
    ("{% include 'own.txt' %}", DEEP),
)
MORE = (
    ("{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}", SLOW),
    ("{{ (10 ** 9) ** (10 ** 6) }}", SLOW),
    ("{{ '{:>9999999999}'.format('x') | length }}", LARGE),
    (
        "{% set s = namespace(s='x') %}{% for a in range(60) %}{% set s.s = s.s + s.s %}{% endfor %}",
        "it takes",
    ),
    ("{{ 'x'.center(10 ** 10) }}", LARGE),
    ("{{ [1] * 10 ** 10 }}", LARGE),
    (f"{'{{' + '(' * 5000 + '1' + ')' * 5000 + '}}'}", "cannot be used"),
)


@pytest.mark.parametrize(("content", "why"), often(ENDLESS, soak=ENDLESS + MORE))
def test_what_has_no_end_or_no_room_ends_with_the_name_of_the_template(
    tmp_path: Path, content: str, why: str
) -> None:
    with pytest.raises(TemplateError, match=r"^the template own\.txt cannot be used: ") as caught:
        text_of(tmp_path, content)
    assert why in str(caught.value)
    assert text_of(tmp_path, "{{ 1 + 1 }}") == "2", "the next one is rendered"


@pytest.mark.long
def test_a_base_of_its_own_is_guarded_where_one_of_ours_uses_it(tmp_path: Path) -> None:
    templates = own(tmp_path, "base.html", LOOP)
    with pytest.raises(TemplateError, match="does a loop have an end"):
        digest(due(), templates=templates)


def test_a_template_of_ours_costs_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates_module, "TEMPLATE_PROCESS", None)
    templates = own(tmp_path, "base.html", "never used")
    assert templates.render_text("story-kind.txt", {"kind": "done"}) == Templates("nl").render_text(
        "story-kind.txt", {"kind": "done"}
    )


def test_a_typst_template_without_end_ends(tmp_path: Path) -> None:
    templates = own(tmp_path, "own/pack.typ", TYPST + "#{ let n = 0; while n >= 0 { n = 1 - n } }")
    with pytest.raises(TemplateError, match=r"own/pack\.typ cannot be used: "):
        templates.render_pdf("own", {}, MADE_AT)


def test_a_word_document_without_end_ends(tmp_path: Path) -> None:
    document, made = docx.Document(), BytesIO()
    document.add_paragraph(LOOP)
    document.save(made)
    with pytest.raises(TemplateError, match=r"minutes/minutes\.docx cannot be used: it takes longer"):
        own(tmp_path, "minutes/minutes.docx", made.getvalue()).render_docx("minutes/minutes.docx", {})


# Links


@pytest.mark.long
def test_slides_that_take_all_memory_or_time_fail_alone(tmp_path: Path) -> None:
    name = "staff-meeting/slides.pptx"
    templates = own(tmp_path, name, Templates("nl").find_file(name).read_bytes())
    master = "ppt/slideMasters/slideMaster1.xml"
    with zipfile.ZipFile(tmp_path / name) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    parts[master] = parts[master].replace(b"</p:spTree>", b"<p:sp/>" * 2_000_000 + b"</p:spTree>")
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    with pytest.raises(TemplateError, match=r"slides\.pptx cannot be used: it takes"):
        templates.render_file(name, slides.render_presentation, [], "nl-BE")
    assert text_of(tmp_path, "{{ 1 + 1 }}") == "2", "the next is rendered"


def test_links_are_never_followed(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "templates", tmp_path / "elders"
    (elsewhere / "map").mkdir(parents=True)
    folder.mkdir()
    for name in ("own.txt", "map/own.txt", "minutes.docx", "slides.pptx"):
        (elsewhere / name).write_text("geheim")
    for name in ("own.txt", "map", "minutes.docx", "slides.pptx"):
        (folder / name).symlink_to(elsewhere / name)
    templates = Templates("nl", folder)
    with pytest.raises(TemplateError, match=r"own\.txt is a symbolic link"):
        templates.render_text("own.txt", {})
    with pytest.raises(TemplateError, match=r"map/own\.txt is a symbolic link"):
        templates.render_text("map/own.txt", {})
    with pytest.raises(TemplateError, match=r"own\.txt is a symbolic link"):
        own(folder, "uses.txt", "{% include 'own.txt' %}").render_text("uses.txt", {})
    for name in ("minutes.docx", "slides.pptx"):
        with pytest.raises(TemplateError, match=f"{name} is a symbolic link"):
            templates.find_file(name)


def test_a_link_in_the_place_of_one_of_ours_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "parts.typ").write_text("")
    (tmp_path / "templates" / "parts.typ").symlink_to(tmp_path / "parts.typ")
    with pytest.raises(TemplateError, match=r"parts\.typ cannot be used: it is a symbolic link"):
        Templates("nl", tmp_path / "templates").render_pdf("subgroup-pack", {}, MADE_AT)


@pytest.mark.parametrize("part", ["municipalities/linde", "municipalities/linde/templates"])
def test_a_folder_that_is_a_link_is_refused(tmp_path: Path, part: str) -> None:
    (tmp_path / "elders" / "templates").mkdir(parents=True)
    (tmp_path / part).parent.mkdir(parents=True)
    (tmp_path / part).symlink_to(tmp_path / "elders")
    installation = Installation(Settings(home=tmp_path), None)  # type: ignore[arg-type]
    with pytest.raises(NotPlainFile, match="is a symbolic link"):
        installation.load_templates("linde", "nl")


# The network and the machine's files


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A proxy of the machine, through which Typst would go; it must not be tried."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{listening.getsockname()[1]}")
        yield listening


PACKAGE = "@preview/cetz:0.3.0"
IMPORTS = (
    f'#import "{PACKAGE}"',
    '#import "x.typ".replace("x.typ", str.from-unicode(64) + "preview/cetz:0.3.0")',
    '#(import "x.typ"\n.replace("x.typ", str.from-unicode(64) + "preview/cetz:0.3.0"))',
    '#{ include "x.typ"\n  .replace("x.typ", str.from-unicode(64) + "preview/cetz:0.3.0") }',
    f'#let p = "{PACKAGE}"\n#import p: *',
    f'#include  "{PACKAGE}"',
    f'#import/**/"{PACKAGE}"',
    f'#eval("import \\"{PACKAGE}\\"")',
    f'#plugin("{PACKAGE}/x.wasm")',
    f'#image("{PACKAGE}/x.png")',
    f'#json("{PACKAGE}/x.json")',
    '#import "@local/x:0.1.0"',
)


@pytest.mark.parametrize("line", IMPORTS)
def test_typst_fetches_nothing_however_the_import_is_written(
    tmp_path: Path, proxy: socket.socket, line: str
) -> None:
    with pytest.raises(TemplateError, match=r"own/pack\.typ cannot be used"):
        own(tmp_path, "own/pack.typ", TYPST + line).render_pdf("own", {}, MADE_AT)
    with pytest.raises(BlockingIOError):
        proxy.accept()


def test_an_import_that_gets_past_the_check_of_the_text_opens_no_socket(
    tmp_path: Path, proxy: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the check had let everything by: the file is written where it is not looked at."""
    folder = tmp_path / "templates"
    templates = own(
        folder, "own/pack.typ", TYPST + '#import "x.typ".replace("x.typ", sys.inputs.data.slice(1, 20))'
    )
    with pytest.raises(TemplateError, match="is not allowed"):
        templates.render_pdf("own", PACKAGE, MADE_AT)
    arguments = (TypstInput([folder], "own/pack.typ", f'"{PACKAGE}"'), MADE_AT)
    with pytest.raises(TemplateError, match=r"failed to download package .*Permission denied|Dns"):
        TEMPLATE_PROCESS.render("own/pack.typ", typeset_unchecked, arguments, TimeLimit())
    with pytest.raises(BlockingIOError):
        proxy.accept()


@pytest.mark.parametrize(
    "line",
    [
        '#read("/etc/passwd")',
        '#read("../../../../etc/passwd")',
        '#image("/link.svg")',
        '#read("x.svg/../../y")',
    ],
)
def test_typst_reads_no_file_outside_its_folder(tmp_path: Path, line: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "templates" / "link.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(TemplateError, match=r"own/pack\.typ cannot be used"):
        own(tmp_path / "templates", "own/pack.typ", TYPST + line).render_pdf("own", {}, MADE_AT)
