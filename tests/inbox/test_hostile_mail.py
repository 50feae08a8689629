"""Mails made to exhaust whoever parses them: each fails alone, and the one beside it is heard."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terugkom.errors import InputError
from terugkom.inbox import apply_answer
from terugkom.inbox.classify_mail import MailReply, classify_mail
from terugkom.inbox.parse_bounce import BounceReport
from terugkom.inbox.parse_mail import UnreadableMail
from terugkom.subscribers.model import Subscriber
from tests.inbox.test_mailbox import UNSUBSCRIBE_SUBJECT, answer, postfix
from tests.soak import often
from tests.subscribers.conftest import AN, BO, MAIL_SERVER, NOW, VOUCHED, SubscriberMunicipality, listed

MOSTLY_SQLITE = True
REPORT = b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\r\n\r\n"
STATUS = b"--a\r\nContent-Type: message/delivery-status\r\n\r\n"


def nest(depth: int) -> bytes:
    """Return a report whose MIME tree is this deep."""
    opened = [f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(depth)]
    return b"Content-Type: multipart/report; boundary=b0\n\n" + "".join(opened).encode()


def nest_mails(depth: int) -> bytes:
    return REPORT + b"--a\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth


def from_header(value: bytes, subject: bytes = UNSUBSCRIBE_SUBJECT.encode()) -> bytes:
    return b"From: " + value + b"\r\nSubject: " + subject + b"\r\n\r\n"


ENCODED_WORDS = b"=?utf-8?b?YWJj?= \r\n " * 240_000
REFUSED: dict[str, Callable[[], bytes]] = {
    "brackets": lambda: from_header(b"(" * 1_200 + b" an@zb.example.org"),
    "many brackets": lambda: from_header(b"(" * 100_000),
    "encoded words": lambda: from_header(b"an@zb.example.org", ENCODED_WORDS),
    "encoded words in From": lambda: from_header(ENCODED_WORDS),
    "a long subject": lambda: from_header(b"an@zb.example.org", b"x" * 5_000),
    "many headers": lambda: b"X: y\r\n" * 6_000 + b"\r\n",
    "many headers of old systems": lambda: b"X: y\r" * 40_000 + b"\r",
    "headers without an end": lambda: b"X-Y: " + b"z" * 5_000_000,
    "a long type": lambda: b"Content-Type: a/b" + b";x=" * 10_000 + b"\r\n\r\n",
    "many parts": lambda: REPORT + b"--a\r\n\r\n" * 3_000_000,
    "many recipients": lambda: REPORT + STATUS + b"Action: failed\r\n\r\n" * 50_000 + b"--a--\r\n",
    "a long status": lambda: REPORT + STATUS + b"Status: " + b"5" * 2_000_000 + b"\r\n--a--\r\n",
    "a boundary that is no text": lambda: b"Content-Type: multipart/report; boundary*=utf-7''+2AA-\r\n\r\n",
    "larger than a mail": lambda: from_header(b"an@zb.example.org") + b"x" * 20_000_000,
}


@pytest.fixture
def mailed(town: SubscriberMunicipality) -> SubscriberMunicipality:
    town.import_staff(*listed(AN, BO))
    town.mail()
    return town


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_mail_is_set_aside_with_the_reason_and_the_next_one_is_heard(
    mailed: SubscriberMunicipality, name: str
) -> None:
    path = mailed.drop("1.eml", REFUSED[name]())
    mailed.drop("2.eml", answer(mailed.token(BO)))
    began = time.process_time()
    assert mailed.answers() == {"refused": 1, "unsubscribed": 1}
    assert time.process_time() - began < 2
    assert not path.exists()
    assert mailed.reader(BO).unsubscribed_on == mailed.today
    assert mailed.reader(AN).unsubscribed_on is None
    at = f"{NOW:%Y-%m-%d-%H%M%S}"
    refused = mailed.mailbox / "refused"
    assert sorted(each.name for each in refused.iterdir()) == [f"{at}-1.eml", f"{at}-1.eml.report.json"]
    report = json.loads((refused / f"{at}-1.eml.report.json").read_text())
    assert report["file"] == "1.eml"
    assert len(report["refused"]) > 20


@pytest.mark.parametrize("depth", [1_100, 20_000])
@pytest.mark.parametrize("build", [nest, nest_mails])
def test_a_deep_mail_is_never_descended_into(
    mailed: SubscriberMunicipality, build: Callable[[int], bytes], depth: int
) -> None:
    mailed.drop("1.eml", build(depth))
    mailed.drop("2.eml", answer(mailed.token(BO)))
    assert mailed.answers() == {"left": 1, "unsubscribed": 1}


@pytest.mark.parametrize(
    "word", [b"=?utf-8?b?a?=", b"=?utf-8?b?\xff?=", b"=?x-none?q?a?=", b"=?zlib?b?eJw=?="]
)
def test_a_subject_with_a_broken_word_is_heard_as_it_is_written(
    mailed: SubscriberMunicipality, word: bytes
) -> None:
    mailed.drop("1.eml", from_header(AN.encode(), word + b" " + mailed.token(AN).encode()))
    assert mailed.answers() == {"unsubscribed": 1}


def test_a_deep_answer_is_heard_by_its_headers(mailed: SubscriberMunicipality) -> None:
    mailed.drop(
        "1.eml", f"From: {AN}\nSubject: {UNSUBSCRIBE_SUBJECT}\n".encode() + nest(1_100)[:47] + nest(1_100)
    )
    assert classify_mail((mailed.mailbox / "1.eml").read_bytes()) is None, "it says it is a report"
    content = nest(1_100).replace(b"multipart/report", b"multipart/mixed", 1)
    mailed.drop("1.eml", f"From: {AN}\nSubject: {mailed.token(AN)}\n".encode() + content)
    assert mailed.answers() == {"unsubscribed": 1}


@pytest.mark.parametrize(
    ("subject", "word"),
    [
        (b"=?utf-7?q?Gelezen:_gedragscode_+2AA-?=", "left"),  # half a character
        (b"=?unicode_escape?q?Gelezen:_gedragscode_=5Cud800?=", "left"),
        (b"=?utf-8?q?Gelezen:_gedragscode_=00x?=", "refused"),  # nobody was asked for a version "x"
        (b"Gelezen: gedragscode \x00\xff", "refused"),
    ],
)
@pytest.mark.each_database
def test_what_no_database_stores_never_reaches_it(
    mailed: SubscriberMunicipality, subject: bytes, word: str
) -> None:
    vouched = f"Authentication-Results: {VOUCHED['Authentication_Results']}\r\n".encode()
    mailed.drop("1.eml", vouched + from_header(AN.encode(), subject))  # so that the database is asked for it
    mailed.drop("2.eml", answer(mailed.token(BO)))
    assert mailed.answers(MAIL_SERVER) == {word: 1, "unsubscribed": 1}


@pytest.mark.each_database
def test_an_error_in_one_answer_undoes_that_answer_alone(
    mailed: SubscriberMunicipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsubscribe = apply_answer.unsubscribe

    def fail(subscriber: Subscriber, *args: object) -> bool:
        done = unsubscribe(subscriber, *args)  # type: ignore[arg-type]
        if subscriber.email == AN:
            raise RuntimeError("out of order")
        return done

    monkeypatch.setattr(apply_answer, "unsubscribe", fail)
    mailed.drop("1.eml", answer(mailed.token(AN)))
    mailed.drop("2.eml", answer(mailed.token(BO)))
    assert mailed.answers() == {"refused": 1, "unsubscribed": 1}
    assert (mailed.reader(AN).unsubscribed_on, mailed.reader(BO).unsubscribed_on) == (None, mailed.today)


def test_a_diagnosis_of_any_length_is_kept_in_part(mailed: SubscriberMunicipality) -> None:
    report = postfix(AN, mailed.deliveries()[AN].message_id).replace("Recipient address", "x" * 9_000 + "\0")
    mailed.drop("1.eml", report)
    assert mailed.answers() == {"bounced": 1}
    assert mailed.reader(AN).reason.startswith(f"550 5.1.1 <{AN}>: xxx")


def test_a_report_whose_status_is_encoded_is_read() -> None:
    content = postfix(AN, "<x@y>").replace(
        "message/delivery-status\n", "message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n"
    )
    found = classify_mail(content.replace("rfc822;", "rfc822=3B").encode())
    assert isinstance(found, BounceReport)
    assert (found.message_id, found.addresses) == ("<x@y>", (AN,))


def test_links_pipes_and_folders_among_the_mails_are_set_aside_unread(
    mailed: SubscriberMunicipality, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(answer(mailed.token(AN)))
    mailed.drop("4.eml", answer(mailed.token(BO)))
    (mailed.mailbox / "1.eml").symlink_to(secret)
    os.mkfifo(mailed.mailbox / "2.eml")
    (mailed.mailbox / "3.eml").mkdir()
    elsewhere = tmp_path / "maildir"
    elsewhere.mkdir()
    (elsewhere / "1.mx").write_bytes(answer(mailed.token(AN)))
    (mailed.mailbox / "cur").symlink_to(elsewhere)
    assert mailed.answers() == {"refused": 4, "unsubscribed": 1}
    assert mailed.reader(AN).unsubscribed_on is None
    assert secret.is_file()
    assert (elsewhere / "1.mx").is_file()
    reports = sorted(
        json.loads(each.read_text())["refused"] for each in (mailed.mailbox / "refused").glob("*.json")
    )
    assert [("een snelkoppeling" in each, "geen gewoon bestand" in each) for each in reports] == [
        (True, False),
        (False, True),
        (False, True),
        (True, False),
    ]
    assert mailed.answers() == {}


def test_a_done_folder_that_is_a_link_is_not_written_into(
    mailed: SubscriberMunicipality, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (mailed.mailbox / "done").symlink_to(elsewhere)
    mailed.drop("1.eml", answer(mailed.token(AN)))
    with pytest.raises(InputError, match="is a link"):
        mailed.answers()
    assert list(elsewhere.iterdir()) == []
    assert mailed.reader(AN).unsubscribed_on == mailed.today, "it was heard; only its mail lies where it lay"


HEADERS = st.sampled_from(
    [b"From: ", b"Subject: ", b"Content-Type: ", b"Auto-Submitted: ", b"\r\n", b"\n", b"--a\n"]
)
PIECES = st.one_of(
    HEADERS,
    st.sampled_from([REPORT, STATUS, b"=?utf-8?b?", b"?=", b"(", b"<", b"\0"]),
    st.binary(max_size=30),
)


@settings(max_examples=often(200, soak=20_000), deadline=None)
@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_whatever_comes_in_is_classified_or_refused(content: bytes) -> None:
    try:
        found = classify_mail(content)
    except UnreadableMail:
        return
    if isinstance(found, MailReply):
        assert found.subject.isprintable()
        found.subject.encode()
        found.sender.encode()
