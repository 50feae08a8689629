"""A code such as RV-12 does not break at its hyphen on a narrow screen, and is copied as it is."""

import re
from pathlib import Path
from typing import Any

import pytest

from terugkom.documents.built_in_templates import BUILT_IN_TEMPLATES
from terugkom.documents.templates import Templates
from terugkom.health_checks.invented_letters import URGENT_LETTERS
from terugkom.reminders import stuck_notice

PRINTED = re.compile(r"\{\{ (?:\w+\.)*code \}\}")
# in an attribute, the title of a page, or a text for a screen reader alone
NOT_SHOWN = re.compile(r"""(?:="[^"]*|\{% block title %\}.*|<span class="for-ears">[^<]*)$""")
OF_WHAT_IS_HANDED_IN = {"site/decide-submission.html", "site/submission.html"}  # I8: without a hyphen


def render(code: str) -> Any:
    values = {**URGENT_LETTERS[stuck_notice.DOCUMENT], "code": code}
    return Templates("nl").render_letter(stuck_notice.DOCUMENT, values)


@pytest.mark.parametrize("code", ["RV-12", "<b>-1"])
def test_a_code_in_a_mail_does_not_break_and_stays_ascii(code: str) -> None:
    letter = render(code)
    shown = code.replace("<", "&lt;").replace(">", "&gt;")
    assert f'(<span style="white-space:nowrap">{shown}</span>)' in letter.html
    assert code in letter.text
    assert "nowrap" not in letter.text


@pytest.mark.parametrize("code", ["RV12", "VERDUURZAMING-WAGENPARK-2027-2030"])
def test_a_code_that_cannot_break_or_must_is_left_as_it_is(code: str) -> None:
    assert f"({code})" in render(code).html


def test_in_a_template_that_is_no_html_it_stays_text(tmp_path: Path) -> None:
    own = tmp_path / "owner-stuck"
    own.mkdir()
    (own / "body.txt").write_text("{{ code|unbroken }}")
    values = {**URGENT_LETTERS[stuck_notice.DOCUMENT], "code": "RV-12"}
    assert Templates("nl", tmp_path).render_letter("owner-stuck", values).text == "RV-12"


def test_no_template_prints_a_code_that_may_break() -> None:
    found = []
    for path in sorted((BUILT_IN_TEMPLATES / "nl").rglob("*.html")):
        name = path.relative_to(BUILT_IN_TEMPLATES / "nl").as_posix()
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [
            f"{name}:{number}"
            for number, line in enumerate(lines, 1)
            for printed in PRINTED.finditer(line)
            if not NOT_SHOWN.search(line[: printed.start()]) and name not in OF_WHAT_IS_HANDED_IN
        ]
    assert found == []


def test_the_pages_have_a_rule_for_it() -> None:
    """Their policy refuses styles in the text."""
    pages = BUILT_IN_TEMPLATES / "nl"
    assert ".unbroken { white-space: nowrap; }" in (pages / "style.css").read_text(encoding="utf-8")
    for path in (*(pages / "site").glob("*.html"), *(pages / "action-pages").glob("*.html")):
        assert "|unbroken }}" not in path.read_text(encoding="utf-8"), path.name
