"""No text from outside makes a pattern, or what reads it, slow: its time grows as the text does."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from terugkom.delivery.failure_kinds import FailureKind, classify_failure
from terugkom.documents.html_text import convert_html
from terugkom.documents.mail_address import parse_address
from terugkom.inbox.authentication_results import is_vouched_for
from terugkom.inbox.parse_mail import UnreadableMail, parse_headers
from terugkom.language_rules.lexicon import Lexicon
from terugkom.language_rules.name_detection import find_capitalized_names, find_names
from terugkom.language_rules.sentences import split_sentences
from terugkom.meetings.minutes.match_actions import ActionMatch, match_actions
from terugkom.meetings.minutes.minutes_words import OWNER_SEPARATOR
from terugkom.workbook.codes import build_hashed_code
from tests.processor_time import limited_processor

HOUSE = Path(__file__).parents[1]
MAIL = b"From: an@example.org\r\n"


@pytest.mark.long
def test_no_pattern_takes_the_square_of_a_text() -> None:
    command = [sys.executable, "-m", "tests.hostile_patterns"]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, check=True, text=True, timeout=1_800)
    assert json.loads(done.stdout) == []


BROKEN = (
    "<",
    "<a",
    "</a",
    "<a ",
    "<!--",
    "<!",
    "<?",
    '<a ="',
    '<a =">" ',
    "<style>",
    "<style",
    "<b>x",
    "<title></",
)


@pytest.mark.parametrize("unit", BROKEN)
def test_half_a_megabyte_of_broken_html_is_read_at_once(unit: str) -> None:
    with limited_processor(5):
        text = convert_html(f"<p>Klaar.</p>{unit * (500_000 // len(unit))}")
    assert text.split()[0] == "Klaar."


WIDE = " " * 30_000
READERS: dict[str, Callable[[], bool]] = {
    "an address behind a bracket": lambda: parse_address(f"An <{WIDE}x") == "",
    "an address in wide brackets": lambda: parse_address("An <  an@example.org  > ;") == "an@example.org",
    "authentication results": lambda: (
        not is_vouched_for("an@example.org", [f"mx{' ' * 7_900}x; dkim=pass"] * 20, "mx")
    ),
    "the words of a mail server": lambda: (
        [classify_failure("550 5.1.1 " + "x" * 4_900) for _ in range(200)][-1]
        is FailureKind.UNKNOWN_ADDRESS
    ),
    "sentences": lambda: len(split_sentences("." * 100_000)) == 1,
    "names": lambda: not find_names("A." * 30_000),
    "capitals": lambda: bool(find_capitalized_names("aaaa " + "Aa'" * 20_000)),
    "a word of a lexicon": lambda: (
        set(Lexicon({"x": ["klaar*", "*klaar"]}).find("a" * 600_000 + "klaar")) == {"x"}
    ),
    "a code": lambda: build_hashed_code("a@b " + "x" * 200_000).startswith("xxx"),
    "an action in minutes": lambda: match_actions({}, f"a{WIDE}b") == ActionMatch(unknown=f"a{WIDE}b"),
    "owners in minutes": lambda: OWNER_SEPARATOR.split(f"An{WIDE}Bo en Cé") == [f"An{WIDE}Bo ", " Cé"],
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_a_long_text_is_read_once(name: str) -> None:
    with limited_processor(5):
        assert READERS[name]()


@pytest.mark.parametrize("name", [b"Content-Disposition", b"Content-Type"])
def test_a_header_full_of_parameters_is_refused(name: bytes) -> None:
    with limited_processor(5), pytest.raises(UnreadableMail):
        parse_headers(MAIL + name + b': attachment; "' + b";" * 240_000 + b"\r\n\r\nKlaar").get_filename()
