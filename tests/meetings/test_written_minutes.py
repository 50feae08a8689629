"""The bytes by which minutes are known again: they never change, whatever the fields in Python are called."""

import json
from hashlib import sha256

import pytest

from terugkom.documents.docx_reader import DocxText
from terugkom.meetings.minutes.parse_minutes import parse_minutes
from terugkom.meetings.minutes.written_minutes import (
    RowLocation,
    WrittenAttendance,
    WrittenDecision,
    WrittenMinutes,
    WrittenPointAnswer,
)
from terugkom.meetings.model import DecisionKind, Presence

# The hash of this document as it was first recorded.
DOCUMENT = "dca7af6446502126f8551bf0080e27cd9963048e3e82d115c2cb147a64e48e30"


def test_a_document_is_known_by_its_words_as_they_were_written() -> None:
    document = DocxText(
        ("Kenmerk: linde / subgroup-review / ENERGIE / 2027-03",),
        (
            (
                ("Code", "Naam", "Aanwezigheid"),
                ("AN", "An Wijn", "X"),
                ("", "Bé Vos", "Verontschuldigd"),
                ("CO", "Co", "misschien"),
                ("D", "Dé", ""),
            ),
            (
                ("Punt", "Actie", "Waarover", "Afgehandeld?"),
                ("P1", "E1", "Ledlampen", "OK"),
                ("", "", "Wie betaalt?", "nog niet"),
                ("A7", "", "x", ""),
            ),
            (
                ("Nr", "Actie", "Soort besluit", "Waarde", "Toelichting"),
                ("1", "E1", "Uitstel", "eind 2027", ""),
                ("2", "", "Uitgesteld punt", "", "Wie?"),
                ("3", "E2", "vergeten", "", ""),
                ("4", "", "", "", ""),
            ),
            (
                ("Code", "Titel", "Trekker", "Deadline", "Toelichting"),
                ("E4", "Warmtescan", "An Wijn, Bé Vos en CO", "juni 2028", "nodig"),
            ),
        ),
    )
    written, missing = parse_minutes(document)
    assert missing == []
    assert sha256(written.to_json_bytes()).hexdigest() == DOCUMENT
    assert [each.presence for each in written.present] == [Presence.PRESENT, Presence.EXCUSED, None, None]
    assert [each.is_closed for each in written.answers] == [True, False, None]
    assert [(each.kind, each.is_postponed) for each in written.entries] == [
        (DecisionKind.DEADLINE, False),
        (DecisionKind.NOTE, True),
        (None, False),
        (DecisionKind.NEW_ACTION, False),
    ]


@pytest.mark.parametrize(
    ("minutes", "is_empty"),
    [
        (WrittenMinutes(), True),
        (WrittenMinutes(present=(WrittenAttendance(RowLocation("Aanwezigheid", 1), "AN", None),)), True),
        (
            WrittenMinutes(present=(WrittenAttendance(RowLocation("Aanwezigheid", 1), "AN", None, "?"),)),
            False,
        ),
        (WrittenMinutes(answers=(WrittenPointAnswer(RowLocation("Agenda", 1), "P1", None),)), True),
        (WrittenMinutes(answers=(WrittenPointAnswer(RowLocation("Agenda", 1), "P1", False),)), False),
        (WrittenMinutes(answers=(WrittenPointAnswer(RowLocation("Agenda", 1), "", None, text="?"),)), False),
    ],
)
def test_minutes_in_which_nothing_was_filled_in_are_empty(minutes: WrittenMinutes, is_empty: bool) -> None:
    assert minutes.is_empty is is_empty


def test_a_value_is_stored_as_the_first_of_its_words() -> None:
    location = RowLocation("Besluiten", 1)
    written = WrittenMinutes(
        (WrittenAttendance(location, "AN", Presence.ABSENT),),
        (WrittenPointAnswer(location, "P1", False),),
        (WrittenDecision(location, DecisionKind.OWNER, "E1", "BE", "", ("AN", "BE")),),
    )
    content = json.loads(written.to_json_bytes())
    assert content["present"] == [{"who": "AN", "answer": "afwezig"}]
    assert content["answers"] == [{"key": "P1", "code": "", "text": "", "answer": "nee"}]
    assert content["entries"][0]["kind"] == "trekker"
    assert content["entries"][0]["owners"] == "AN; BE"
