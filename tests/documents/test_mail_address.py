"""Addresses as mail programs and directories write them."""

import pytest

from terugkom.documents.mail_address import has_other_letters, parse_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("an@example.org", "an@example.org"),
        ("  An.Peeters@Example.org ", "An.Peeters@Example.org"),
        ("An Peeters <an@example.org>", "an@example.org"),
        ('"Peeters, An" <an@example.org>;', "an@example.org"),
        ("<an@example.org>", "an@example.org"),
        ("mailto:an@example.org", "an@example.org"),
        ("An <MAILTO:an@example.org>", "an@example.org"),
        ("SMTP:an@example.org", "an@example.org"),
        ("mailto:an@example.org?subject=Hallo%20An", "an@example.org"),
        ("an@bücher.example.org", "an@xn--bcher-kva.example.org"),
        ("an@straße.example.org", "an@xn--strae-oqa.example.org"),
        ("an@xn--bcher-kva.example.org", "an@xn--bcher-kva.example.org"),
        ("dörte@example.org", ""),
        ("an@example.org, bo@example.org", ""),
        ("an@example.org bo@example.org", ""),
        ("An <an@example.org> <bo@example.org>", ""),
        ("an@localhost", ""),
        ("an@@example.org", ""),
        ("an@exa\u2028mple.org", ""),
        ("an@example.org\nBcc: bo@example.org", ""),
        ("an@[192.0.2.1]", ""),
        ("x" * 250 + "@example.org", ""),
        ("an@" + "é" * 300 + ".org", ""),
        ("mailto:", ""),
        ("", ""),
    ],
)
def test_an_address_is_read_as_it_is_written(written: str, address: str) -> None:
    assert parse_address(written) == address


def test_letters_outside_ascii_are_told_from_what_is_no_address() -> None:
    assert has_other_letters("Dörte <dörte@example.org>")
    assert not has_other_letters("Dörte <d@bücher.example.org>")
    assert not has_other_letters("dörte")
