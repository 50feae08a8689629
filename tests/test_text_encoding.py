"""Texts whose encoding nobody says, or says wrongly, read as they were written."""

import codecs

import pytest

from terugkom.text_encoding import OR_WINDOWS, decode_text, guess_single_byte, is_mostly_utf8

TEXTS = {
    "nl": "Coördinatie van één geïnformeerd comité; foto’s van de actie in België, crèche en café",
    "fr": "Éclairage rénové à l’école; les élèves dès la rentrée, où ça a déjà été reçu, « CAFÉ »",
    "de": "Gebäude dämmen, Straße für Fußgänger öffnen, Müllvermeidung über große Märkte",
    "short": "één",
    "quotes": "De ‘groene’ foto’s – “klaar”… kost € 500",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_the_encoding_of_a_text_is_guessed_by_its_words(language: str, encoding: str) -> None:
    text = TEXTS[language]
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:  # of MS-DOS: it has no quotes that bend
        content = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}).encode(
            encoding, "ignore"
        )
        if content.isascii():
            return
    assert guess_single_byte([content]) == encoding


@pytest.mark.parametrize("text", ["plain words", "£ 5, 20 °C", "Ångström Ørsted", "Żółć"])
def test_what_shows_nothing_of_our_languages_is_taken_for_windows(text: str) -> None:
    assert guess_single_byte([text.encode("cp1252", "replace")]) == "cp1252"


def test_a_line_that_was_pasted_into_a_text_of_utf8_is_read_too() -> None:
    content = "Café Zoë\n".encode() + "één\n".encode("cp1252") + "crèche\n".encode()
    assert is_mostly_utf8([content])
    assert content.decode("utf-8-sig", OR_WINDOWS) == "Café Zoë\néén\ncrèche\n"
    assert not is_mostly_utf8(["« été\u00a0» à l’école rénovée".encode("cp1252")])
    with pytest.raises(UnicodeDecodeError):
        b"\x81".decode("utf-8", OR_WINDOWS)


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", "iso-8859-1"),
        ("utf-8", "us-ascii"),
        ("utf-8", "windows-1252"),
        ("cp1252", "utf-8"),
        ("cp1252", "us-ascii"),
        ("cp1252", "windows-1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("cp1252", "x-unknown"),
        ("utf-8", "x-unknown"),
        ("utf-16", "utf-16"),
    ],
)
def test_a_text_is_read_whatever_is_said_of_it(written: str, declared: str) -> None:
    assert (
        decode_text("één café in België".encode(written), declared).removeprefix("\ufeff")
        == "één café in België"
    )


@pytest.mark.parametrize("declared", ["iso-8859-1", "iso-8859-15", "latin1", "us-ascii", "windows-1252"])
def test_what_says_it_is_iso_and_has_signs_of_windows_is_of_windows(declared: str) -> None:
    text = "De collega’s zijn klaar – voor 5 € “één keer”"
    assert decode_text(text.encode("cp1252"), declared) == text


@pytest.mark.parametrize("declared", ["utf-8\x00", "", "punycode\x00"])
def test_an_encoding_that_no_name_can_be_is_an_unknown_one(declared: str) -> None:
    assert decode_text("één".encode(), declared) == "één"


def test_bytes_that_are_nothing_are_replaced() -> None:
    assert decode_text(b"Kla\x81ar", "utf-8") == "Kla\ufffdar"
    assert decode_text(codecs.BOM_UTF8 + b"Klaar", "utf-8").endswith("Klaar")
