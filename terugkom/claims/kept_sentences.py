"""Sentences that a person keeps although rules find something in them, each with a reason that is shown."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from terugkom.claims.claim_rows import KeptSentence
from terugkom.errors import InputError
from terugkom.plan.deciders import resolve_decider
from terugkom.plan.model import Municipality
from terugkom.plan.queries import serialize_writers

ANY_RULE = "*"  # of a sentence that is kept in its own story: whatever is found in it


@dataclass(frozen=True)
class KeptLine:
    """A sentence that a person keeps, with the reason and who wrote that."""

    sentence: str
    reason: str
    by: str


@dataclass(frozen=True)
class KeptReason:
    """Why a sentence is kept, by whom and since when; findings of other rules are not covered.

    `id` is 0 until it is stored: of one from the file of a story, when approval is requested.
    """

    id: int
    sentence: str
    rules: tuple[str, ...]
    reason: str
    kept_by: str
    kept_on: date


@dataclass(frozen=True)
class KeptSentences:
    """The sentences that are kept, by the hash of their text: of each the newest reason."""

    by_hash: dict[str, KeptReason]

    def find(self, sentence: str, rule: str) -> KeptReason | None:
        """Return why this very sentence is kept although this rule finds something in it."""
        kept = self.by_hash.get(hash_sentence(sentence))
        return kept if kept and (rule in kept.rules or ANY_RULE in kept.rules) else None

    def add_lines(self, lines: Iterable[KeptLine], today: date) -> "KeptSentences":
        """Return these with those of the files of stories; what is stored already keeps its day."""
        found = dict(self.by_hash)
        for line in lines:
            key = hash_sentence(line.sentence)
            stored = found.get(key)
            if stored is None or (stored.reason, stored.kept_by) != (line.reason, line.by):
                found[key] = KeptReason(0, line.sentence, (ANY_RULE,), line.reason, line.by, today)
        return KeptSentences(found)

    def list_in(self, texts: Iterable[str]) -> tuple[KeptReason, ...]:
        """Return the reasons of the sentences that stand in these texts."""
        plain = [" ".join(text.split()) for text in texts]
        return tuple(
            each
            for each in self.by_hash.values()
            if any(" ".join(each.sentence.split()) in text for text in plain)
        )


def hash_sentence(sentence: str) -> str:
    """Return the SHA-256 of a sentence, without differences in spaces: a reason is bound to it."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()


def load_kept_sentences(session: Session, municipality_id: int, since: date) -> KeptSentences:
    """Return the sentences that a municipality keeps since a day or later: a reason ages as evidence does."""
    query = select(KeptSentence).where(
        KeptSentence.municipality_id == municipality_id, KeptSentence.kept_on >= since
    )
    rows = session.scalars(query.order_by(KeptSentence.id))
    return KeptSentences({each.text_sha256: _build_reason(each) for each in rows})


def keep_sentence(
    session: Session,
    municipality: Municipality,
    line: KeptLine,
    rules: Collection[str],
    today: date,
    now: datetime,
) -> KeptReason:
    """Keep a sentence in spite of what these rules find in it, until it is changed.

    Raises InputError without a reason or a name: who approves reads both.
    """
    if not line.reason.strip():
        raise InputError("error.keep.no-reason")
    if not line.by.strip():
        raise InputError("error.keep.no-name")
    serialize_writers(session, municipality.id)
    row = KeptSentence(
        municipality_id=municipality.id,
        text_sha256=hash_sentence(line.sentence),
        sentence=line.sentence,
        rules=sorted(rules),
        reason=line.reason.strip(),
        kept_by=resolve_decider(session, municipality, line.by),
        kept_on=today,
        kept_at=now,
    )
    session.add(row)
    session.flush()
    return _build_reason(row)


def store_kept_lines(
    session: Session, municipality: Municipality, reasons: Iterable[KeptReason], now: datetime
) -> None:
    """Store the reasons that are only in the files of stories until now."""
    for each in reasons:
        if not each.id:
            line = KeptLine(each.sentence, each.reason, each.kept_by)
            keep_sentence(session, municipality, line, each.rules, each.kept_on, now)


def _build_reason(row: KeptSentence) -> KeptReason:
    return KeptReason(row.id, row.sentence, tuple(row.rules), row.reason, row.kept_by, row.kept_on)
