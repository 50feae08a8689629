"""Names of attachments and subjects as programs and people write them are read as what they are."""

from email.message import EmailMessage

import pytest

from terugkom.inbox.mail_content import read_mail_content
from terugkom.inbox.mailed_files import list_mailed_files
from terugkom.inbox.mailed_idea import find_idea


def build_mail(subject: str, name: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "an@example.org", "mvo@example.org", subject
    mail.set_content("Een haag langs het kerkhof.")
    if name:
        mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("plan.xlsx (1)", "plan (1).xlsx"),
        ("plan.XLSX(2)", "plan(2).XLSX"),
        ("verslag.docx [3]", "verslag [3].docx"),
        ("plan.csv.", "plan.csv"),
        ("plan v2.1 (1).xlsx", "plan v2.1 (1).xlsx"),
    ],
)
def test_an_attachment_with_the_number_of_a_copy_is_taken(name: str, taken: str) -> None:
    """*plan.xlsx (1)* ended with no suffix that an inbox reads."""
    mail = read_mail_content(build_mail("Plan", name))
    assert [each.name for each in list_mailed_files(mail)] == [taken]


@pytest.mark.parametrize(
    "subject", ["Ideeën: haag", "ideeen: haag", "Re: IDEEËN : haag", "Idées : haag", "Ideas: haag"]
)
def test_ideas_in_the_subject_are_an_idea(subject: str) -> None:
    text = find_idea(read_mail_content(build_mail(subject)), subject, "nl")
    assert text == "haag\n\nEen haag langs het kerkhof."


@pytest.mark.parametrize("subject", ["Ideeën over de haag", "Ideeënbus: waar staat ze?"])
def test_another_subject_is_none(subject: str) -> None:
    assert find_idea(read_mail_content(build_mail(subject)), subject, "nl") is None
