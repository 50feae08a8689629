"""Addresses as mail programs and directories write them."""

import pytest

from terugkom.documents.mail_address import is_mail_address, needs_smtputf8, parse_address


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
        ("Dörte Müller <DÖRTE@Example.org>", "dörte@Example.org"),
        ("do\u0308rte@example.org", "dörte@example.org"),
        ("вера@example.org", "вера@example.org"),
        ("'an@example.org'", "an@example.org"),
        ("An Peeters <'an@example.org'>", "an@example.org"),
        ("“an@example.org”", "an@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("an@example.org (An Peeters)", "an@example.org"),
        ("(An Peeters) an@example.org", "an@example.org"),
        ("An Peeters [mailto:an@example.org]", "an@example.org"),
        ("an@example.org;", "an@example.org"),
        ("an@example.org.", "an@example.org"),
        ("\u200ban@example.org\ufeff", "an@example.org"),
        ("mailto:an%40example.org", "an@example.org"),
        ("mailto://an@example.org", "an@example.org"),
        ("mailto:an@example.org%0ABcc:bo@example.org", ""),
        ("mailto:an@example.org,bo@example.org", ""),
        ("an@example.org (bo@example.org)", ""),
        ("An [an@example.org] [bo@example.org]", ""),
        ("'an@example.org' 'bo@example.org'", ""),
        ("d\u202eörte@example.org", ""),
        ("é\u2028@example.org", ""),
        ("\ud800@example.org", ""),
        ("é" * 122 + "@example.org", ""),
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


def test_letters_outside_ascii_need_a_server_that_takes_them() -> None:
    assert needs_smtputf8("dörte@example.org")
    assert not needs_smtputf8("d@xn--bcher-kva.example.org")
    assert is_mail_address("dörte@example.org")
    assert not is_mail_address("dörte müller@example.org")
