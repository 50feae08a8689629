"""What changed in a text of which approval is asked anew, and which answer about the earlier one is void.

The earlier text is read from the mail that asked for it: nothing else keeps a text that nobody approved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.delivery.model import Delivery
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.docx_template import DOCX_MEDIA_TYPE
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable
from terugkom.documents.model import Document
from terugkom.editions.model import EditionVerdict
from terugkom.editions.story_file import StoryDraft
from terugkom.language_rules.sentences import split_sentences


@dataclass(frozen=True)
class VoidAnswer:
    """An answer about an earlier text, which does not count for the one that is asked about; its remark is
    told."""

    verdict: EditionVerdict
    given_at: datetime
    remark: str = ""

    @property
    def day(self) -> date:
        """The day of the answer, in Brussels."""
        return self.given_at.astimezone(clock.BRUSSELS).date()

    @property
    def time(self) -> str:
        """The time of the answer, as a clock in Brussels shows it."""
        return f"{self.given_at.astimezone(clock.BRUSSELS):%H.%M}"


@dataclass(frozen=True)
class ChangedField:
    """A field of a story, or some sentences of its text, as it was and as it is; one may be empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedStory:
    """A story that is ``new``, ``dropped`` or ``changed``, and what changed in it."""

    title: str
    change: str
    fields: tuple[ChangedField, ...] = ()


def list_changed_stories(
    session: Session,
    documents: DocumentStore,
    earlier_key: str,
    stories: Sequence[StoryDraft],
    language: str,
) -> tuple[ChangedStory, ...]:
    """Return what changed in the stories since the mail with this delivery key asked for their approval;
    nothing if that mail is not kept any more."""
    before = _read_earlier_stories(session, documents, earlier_key, language)
    if before is None:
        return ()
    old, new = {each.code: each for each in before}, {each.code: each for each in stories}
    found = [
        ChangedStory(new[code].title, "changed", tuple(_list_changes(old[code], new[code], language)))
        if code in old
        else ChangedStory(new[code].title, "new")
        for code in new
    ]
    dropped = [ChangedStory(each.title, "dropped") for code, each in old.items() if code not in new]
    return (*(each for each in found if each.change == "new" or each.fields), *dropped)


def compare_sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that differ, beside what stands in their place; one of both may be empty."""
    old, new = ([text[start:end] for start, end in split_sentences(text)] for text in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield " ".join(old[a:b]), " ".join(new[c:d])


def _list_changes(before: StoryDraft, after: StoryDraft, language: str) -> Iterator[ChangedField]:
    from terugkom.editions.word_draft.compare_stories import compare_stories  # with what Word needs

    for change in compare_stories(before, after, language):
        old = "".join(each.text for each in change.parts if each.kind != "added")
        new = "".join(each.text for each in change.parts if each.kind != "removed")
        for was, now in compare_sentences(old, new):
            yield ChangedField(change.label, was, now)


def _read_earlier_stories(
    session: Session, documents: DocumentStore, key: str, language: str
) -> list[StoryDraft] | None:
    """Return the stories in the Word document of a mail; None if they are not kept, or there were none."""
    from terugkom.documents.docx_sections import read_docx_sections  # as Word takes long to import
    from terugkom.editions.word_draft.parse_draft import parse_draft

    query = select(Document.path, Document.sha256).join(Delivery, Delivery.document_id == Document.id)
    row = session.execute(query.where(Delivery.key == key)).first()
    if row is None:
        return None
    try:
        mail = message_from_bytes(documents.read(*row), policy=default)
    except (DocumentChanged, DocumentUnavailable):
        return None
    attached = (each for each in mail.iter_attachments() if each.get_content_type() == DOCX_MEDIA_TYPE)
    content = next((each.get_payload(decode=True) for each in attached), None)
    if not isinstance(content, bytes):
        return None
    with TemporaryDirectory(prefix="terugkom-") as folder:
        path = Path(folder) / "earlier.docx"
        path.write_bytes(content)
        returned = parse_draft(read_docx_sections(path), language)
    return [each.story for each in returned.stories if each.story]
