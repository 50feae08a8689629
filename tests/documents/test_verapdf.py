"""The check that our PDFs pass is one that a bad PDF does not pass."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst

from terugkom.documents.templates import Templates
from terugkom.errors import TemplateError
from tests.documents.verapdf import broken_rules

BARE = b"= Een kop\n#table(columns: 2)[a][b][c][d]\n"


@pytest.mark.long
def test_a_pdf_without_a_title_or_tags_is_refused_by_the_check(tmp_path: Path) -> None:
    pdf = typst.Compiler(input=BARE).compile(format="pdf", pdf_tags=False)
    broken = broken_rules(pdf, tmp_path)
    assert any(rule.startswith("5") for rule in broken)  # it does not say that it is PDF/UA
    assert any(rule.startswith("7.1") for rule in broken)  # no tags, no title to show


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("= Geen titel", "title"),
        ('#set document(title: "x")\n#image("dot.svg")', "missing alt text"),
    ],
)
def test_a_template_that_nobody_could_listen_to_makes_no_pdf(
    tmp_path: Path, template: str, says: str
) -> None:
    folder = tmp_path / "own"
    (folder / "bad").mkdir(parents=True)
    (folder / "bad" / "pack.typ").write_text(template, encoding="utf-8")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    (folder / "bad" / "dot.svg").write_text(svg, encoding="utf-8")
    with pytest.raises(TemplateError, match=says):
        Templates("nl", folder).render_pdf("bad", {}, datetime(2027, 3, 8, tzinfo=UTC))
