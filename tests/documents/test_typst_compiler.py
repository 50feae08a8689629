"""What Typst is given lies nowhere on the disk; what it keeps of one document changes nothing of another."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from terugkom.documents.pdf import TypstInput, typeset
from terugkom.documents.templates import Templates
from terugkom.documents.typst_compiler import Source, compile_source, open_compiler
from terugkom.errors import TemplateError

MADE_AT = datetime(2026, 11, 3, tzinfo=UTC)
_TEMPLATE = """#set document(title: "Proef")
#let items = json("/data.json")
#let breaks = json("/breaks.json")
#for each in items [
  #if each in breaks { pagebreak() }
  #heading(level: 1)[#[#metadata((name: each)) <break>]#each]
  #lorem(40)
]
#context [#metadata((
  page: here().page(),
  filled: here().position().y / 1pt,
  height: 700,
  marks: query(<break>).map(each => (
    ..each.value, page: each.location().page(), top: each.location().position().y / 1pt,
  )),
)) <end>]
"""
_OLD = """#set document(title: "Proef")
#set page(width: 200pt, height: 100pt)
#let same = (json(bytes(sys.inputs.data)), json(bytes(sys.inputs.look)), json(bytes(sys.inputs.breaks)))
#assert(same == (json("/data.json"), json("/look.json"), json("/breaks.json")))
#same.at(0).name
"""
_MORE_THAN_FILES = 66_000  # Typst numbers its files from 1 to 65,535


def test_a_document_is_the_same_whatever_was_typeset_before(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/pack.typ").write_text(_TEMPLATE)

    def render(data: str) -> bytes:
        return typeset(TypstInput([tmp_path], "own/pack.typ", data), MADE_AT, balanced=True)

    some, others = '["een", "twee", "drie", "vier", "vijf", "zes", "zeven"]', '["een", "acht"]'
    first, other = render(some), render(others)
    assert [render(some), render(others), render(some)] == [first, other, first]
    assert first != other


def test_a_template_that_knows_no_tighter_setting_is_set_as_usual(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    knows_none = '#assert("tight" not in json("/data.json"))\n#let items = json("/data.json").items'
    given = _TEMPLATE.replace('#let items = json("/data.json")', knows_none)
    (tmp_path / "own/pack.typ").write_text(given)
    names = [f"deel {number}" for number in range(10)]  # the last alone on its page
    data = json.dumps({"items": names})
    usual = typeset(TypstInput([tmp_path], "own/pack.typ", data), MADE_AT)
    balanced = typeset(TypstInput([tmp_path], "own/pack.typ", data), MADE_AT, balanced=True)
    assert [len(PdfReader(BytesIO(each)).pages) for each in (usual, balanced)] == [2, 2]


def test_what_is_wrong_in_a_balanced_template_names_it(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/pack.typ").write_text("#unknown")
    with pytest.raises(TemplateError, match=r"own/pack.typ .*unknown"):
        typeset(TypstInput([tmp_path], "own/pack.typ", "{}"), MADE_AT, balanced=True)


def test_a_template_that_reads_sys_inputs_gets_the_same(tmp_path: Path) -> None:
    """As those were written that a municipality copied from ours."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own/pack.typ").write_text(_OLD)
    assert Templates("nl", tmp_path).render_pdf("own", {"name": "Aalter"}, MADE_AT).startswith(b"%PDF")


def test_what_is_given_is_read_and_nothing_else() -> None:
    source = Source(b'#set page(width: 9pt, height: 9pt, margin: 0pt)\n#read("/a.txt")', {"a.txt": b"i"})
    assert compile_source(source, format="png").startswith(b"\x89PNG")
    with pytest.raises(RuntimeError, match="file not found"):
        compile_source(Source(b'#read("/b.txt")', {"a.txt": b"i"}), format="png")


@pytest.mark.long
def test_a_process_that_works_for_days_does_not_run_out_of_files() -> None:
    for _ in range(_MORE_THAN_FILES):
        open_compiler(Source(b"x"))
