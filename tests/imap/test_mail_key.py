"""Two copies of a mail are one mail, whatever the servers between did to them."""

from terugkom.imap.mail_key import compute_key, hash_mail

MAIL = (
    b"Message-ID: <1@x.example>\r\nDate: Mon, 1 Mar 2027 08:00:00 +0100\r\nFrom: An <an@x.example>\r\n"
    b"Subject: Een lang onderwerp\r\n dat op twee regels staat\r\n\r\nKlaar.\r\n\r\n"
)


def test_copies_that_came_by_different_ways_are_one() -> None:
    unfolded = MAIL.replace(b"onderwerp\r\n dat", b"onderwerp dat")
    copies = (
        MAIL.replace(b"\r\n", b"\n"),
        b"Received: from a by b\r\nX-Spam: no\r\n" + MAIL,
        unfolded,
        MAIL.replace(b"Message-ID:", b"Message-Id: "),
    )
    assert {hash_mail(each) for each in copies} == {hash_mail(MAIL)}


def test_another_text_sender_or_mailbox_is_another_mail() -> None:
    others = (
        MAIL.replace(b"Klaar", b"Later"),
        MAIL.replace(b"an@x", b"bo@x"),
        MAIL.replace(b"<1@x", b"<2@x"),
        b"no header at all",
        b"",
    )
    assert len({hash_mail(MAIL), *map(hash_mail, others)}) == len(others) + 1
    assert compute_key("lievegem", MAIL) != compute_key("aalter", MAIL)
