"""Find what refers to an import: rows of other tables, changes since, and documents that name its actions."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Table, func, select, update
from sqlalchemy.orm import Session

from terugkom.batches import batched
from terugkom.database.table_base import Base, list_tables
from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import DocumentChanged, DocumentUnavailable
from terugkom.documents.model import Document
from terugkom.documents.read_texts import UnreadableTexts, read_texts
from terugkom.plan.history_model import ActionChange
from terugkom.plan.model import Action
from terugkom.workbook.undo.plan_tables import PLAN_TABLES

FILE_RECEIPT_DOCUMENT = "file-receipt"  # the document that tells what became of a mailed file
# Whose rows stay without the person; the daily run sees to them.
_UNLINKED = frozenset({"subscribers", "coordinator_changes"})
_OWN_TABLES = frozenset({*PLAN_TABLES, "plan_imports"})
_LAST_CHANGES = {"gate_snapshots": "last_change"}  # columns with the highest id of the history so far
_TARGETS = frozenset(PLAN_TABLES) - {"municipalities"}
_KEYS_AT_ONCE = 500
_MIN_CODE = 4  # characters of a code that is searched in a text; a shorter one stands in other words
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Reference:
    """Something that refers to what an import did: what it is, in words, and how often."""

    what: str
    count: int = 1

    def __str__(self) -> str:
        return f"{self.count} × {self.what}" if self.count > 1 else self.what


def list_referring_columns(*, unlinked: bool = False) -> Iterator[Column[Any]]:
    """Yield the columns of other tables that refer to rows of a plan, but not to the municipality.

    With `unlinked` those that are emptied when the row goes; else all others.
    """
    for table in list_tables():
        if table.name not in _OWN_TABLES and (table.name in _UNLINKED) is unlinked:
            yield from (
                column
                for column in table.columns
                if any(key.column.table.name in _TARGETS for key in column.foreign_keys)
            )


def read_marks(session: Session) -> dict[str, int]:
    """Return the highest id of each table whose rows refer to a plan, of its history and of documents."""
    tables = {column.table for column in list_referring_columns()}
    tables |= {PLAN_TABLES["action_changes"], Base.metadata.tables[Document.__tablename__]}
    return {
        table.name: session.scalar(select(func.max(table.c.id))) or 0 for table in tables if "id" in table.c
    }


def find_referred_ids(
    session: Session, target: str, ids: Iterable[int], *, in_plan: bool = False
) -> set[int]:
    """Return which rows of a table of the plan rows of other tables refer to; with `in_plan` also its own."""
    columns = [*list_referring_columns(), *(_list_plan_columns() if in_plan else ())]
    found: set[int] = set()
    for column in columns:
        if next(iter(column.foreign_keys)).column.table.name == target:
            for batch in batched(ids, _KEYS_AT_ONCE):
                found |= set(session.scalars(select(column).where(column.in_(batch))))
    return found


def _list_plan_columns() -> Iterator[Column[Any]]:
    for table in PLAN_TABLES.values():
        yield from (
            column
            for column in table.columns
            if any(key.column.table.name in _TARGETS for key in column.foreign_keys)
        )


def find_row_references(
    session: Session, ids: Mapping[str, Collection[int]], after: Mapping[str, int] | None = None
) -> list[Reference]:
    """Return the rows of other tables that refer to rows of a plan, given by their ids by table.

    With `after`, only rows with a higher id than the one that stands there for their table.
    """
    found: dict[str, int] = {}
    for column in list_referring_columns():
        target = next(iter(column.foreign_keys)).column.table.name
        if after is not None and column.table.name not in after:
            continue
        if count := _count_rows(session, column, ids.get(target, ()), after):
            name = _name_table(column.table)
            found[name] = max(count, found.get(name, 0))  # a row may refer by two columns
    return [Reference(name, count) for name, count in found.items()]


def _count_rows(
    session: Session, column: Column[Any], ids: Iterable[int], after: Mapping[str, int] | None
) -> int:
    count = 0
    for batch in batched(ids, _KEYS_AT_ONCE):
        query = select(func.count()).select_from(column.table).where(column.in_(batch))
        if after is not None:
            query = query.where(column.table.c.id > after[column.table.name])
        count += session.scalar(query) or 0
    return count


def forget_last_change(session: Session, municipality_id: int) -> None:
    """Have whoever remembers up to where the history was read begin anew, if it is shorter now.

    SQLite gives the ids of deleted rows to new ones.
    """
    history = PLAN_TABLES["action_changes"]
    last = session.scalar(select(func.max(history.c.id))) or 0
    for name, column in _LAST_CHANGES.items():
        table = Base.metadata.tables[name]
        mine = (table.c.municipality_id == municipality_id, table.c[column] > last)
        session.execute(update(table).where(*mine).values({column: 0}))


def find_changes_since(session: Session, actions: Iterable[int], last_change: int) -> Iterator[Reference]:
    """Yield where these actions were changed since a change of their history, by source."""
    found: dict[tuple[str, date], int] = {}
    for batch in batched(actions, _KEYS_AT_ONCE):
        query = (
            select(ActionChange.source, ActionChange.changed_on, func.count())
            .where(ActionChange.action_id.in_(batch), ActionChange.id > last_change)
            .group_by(ActionChange.source, ActionChange.changed_on)
        )
        for source, day, count in session.execute(query).tuples():
            found[source, day] = found.get((source, day), 0) + count
    for (source, day), count in sorted(found.items()):
        yield Reference(f"a change of its actions by {source}, {day}", count)


def find_documents(
    session: Session,
    store: DocumentStore,
    municipality_id: int,
    actions: Iterable[tuple[str, str]],
    last_document: int,
) -> Iterator[Reference]:
    """Yield the documents since `last_document` that name one of these actions, given as code and title.

    A document that is gone or cannot be read may name any of them.
    """
    words = {word for code, title in actions for word in _list_words(code, title)}
    for document in _list_documents(session, municipality_id, last_document) if words else ():
        texts = _read_document(store, document)
        if texts is None or any(_is_named(word, texts) for word in words):
            yield Reference(f"a document of {document.created_at:%Y-%m-%d}: {document.subject}")


def find_named_actions(
    session: Session,
    store: DocumentStore | None,
    municipality_id: int,
    actions: Mapping[int, tuple[str, str]],
    last_document: int,
) -> set[int]:
    """Return which actions, given as code and title by id, documents since `last_document` name.

    A document that is gone or cannot be read may name any of them; so may all without a `store`.
    """
    found: set[int] = set()
    for document in _list_documents(session, municipality_id, last_document) if actions else ():
        texts = _read_document(store, document) if store else None
        if texts is None:
            return set(actions)
        found |= {
            number
            for number, named in actions.items()
            if number not in found and any(_is_named(word, texts) for word in _list_words(*named))
        }
    return found


def load_action_titles(session: Session, ids: Iterable[int]) -> list[tuple[str, str]]:
    """Return code and title of these actions."""
    found: list[tuple[str, str]] = []
    for batch in batched(ids, _KEYS_AT_ONCE):
        query = select(Action.code, Action.title).where(Action.id.in_(batch))
        found += session.execute(query).tuples()
    return found


def _list_documents(session: Session, municipality_id: int, last: int) -> Sequence[Document]:
    mine = (
        Document.municipality_id == municipality_id,
        Document.id > last,
        Document.kind != FILE_RECEIPT_DOCUMENT,
    )
    return session.scalars(select(Document).where(*mine).order_by(Document.id)).all()


def _read_document(store: DocumentStore, document: Document) -> list[str] | None:
    """Return the texts of a document, None if it is gone or cannot be read."""
    try:
        content = store.find(document.path)
        if content is None:
            return None
        return [_normalize(text) for text in read_texts(document.path, content)]
    except (UnreadableTexts, DocumentChanged, DocumentUnavailable):
        return None


def _list_words(code: str, title: str) -> Iterator[str]:
    """Yield the title of an action, and its code if that is not short."""
    yield from filter(None, (_normalize(title), _normalize(code) if len(code) >= _MIN_CODE else ""))


def _is_named(word: str, texts: Iterable[str]) -> bool:
    alone = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return any(word in text and alone.search(text) for text in texts)


def _normalize(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()


def _name_table(table: Table) -> str:
    return _NAMES.get(table.name, f"a row of {table.name}")


_NAMES = {
    "reminders": "a mail that reminds of one of its actions",
    "deliveries": "a mail to one of its people",
    "incoming_mails": "a mail of one of its people",
    "questions": "a question about one of its actions",
    "decisions": "a decision of a meeting about one of its actions",
    "open_points": "an open point of a meeting about one of its actions",
    "agenda_points": "a point on the agenda of a meeting about one of its actions",
    "meetings": "a meeting of one of its groups",
    "attendances": "minutes with one of its people",
    "invitation_replies": "an answer to an invitation by one of its people",
    "gate_acceptances": "a decision to accept one of its actions as it is",
    "ideas": "an idea that became one of its actions",
    "action_photos": "a photo of one of its actions",
    "action_pages": "a page about one of its actions on the website",
    "page_links": "a link in a mail to one of its people",
    "published_claims": "something published about one of its actions",
}
