"""What an edition is rendered as, read as people read it: no word of the machine, no wrong plural."""

import pytest

from terugkom.editions.media.renderers import RENDERERS
from tests.editions.media.proofs import kit, proof
from tests.plain_language.find_faults import find_technical, find_wrong_plurals
from tests.plain_language.read_html import read_html
from tests.plain_language.read_mails import read_part
from tests.plain_language.vary_counts import RecordedLetters


def test_no_medium_has_a_fault_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = RecordedLetters(monkeypatch)
    faults, read = [], 0
    for medium, render in RENDERERS.items():
        made = render(proof(), kit())
        letter = [made.letter.subject, made.letter.text, read_html(made.letter.html)] if made.letter else []
        shown = [file for file in made.files if file.type != "text/css"]
        files = [text for file in shown for text in read_part(file.type, file.content)]
        for text in (*letter, *files):
            read += 1
            faults += [f"{medium}: {each}" for each in (*find_technical(text), *find_wrong_plurals(text))]
    assert faults == []
    assert letters.list_wrong_plurals() == []
    assert read > 30, "else it proves little"
