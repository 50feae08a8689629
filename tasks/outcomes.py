"""What a run came to: its outcomes, by which its final state is named in the installation's language."""

import os
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from terugkom.documents import formatting
from terugkom.documents.messages import translate
from terugkom.installation import load_settings


class Outcome(StrEnum):
    """An outcome of a run; its name is the message ``state.OUTCOME`` of the catalogues."""

    ALREADY_RUNNING = "already-running"
    ANSWERED = "answered"
    CANCELLED = "cancelled"  # a meeting
    DELIVERED = "delivered"
    DELIVERED_LATER = "delivered-later"
    DONE = "done"
    DROPPED = "dropped"
    DRY_RUN = "dry-run"
    FAILED = "failed"  # the work for one municipality of a batch
    INTERRUPTED = "interrupted"
    INVITED = "invited"
    MINUTES_RECORDED = "minutes-recorded"
    MOVED = "moved"
    NO_MUNICIPALITY = "no-municipality"
    NO_RECIPIENTS = "no-recipients"
    NOT_DELIVERED = "not-delivered"
    NOT_READY = "not-ready"
    NOT_STARTED = "not-started"
    NOTHING_DUE = "nothing-due"
    NOTHING_NEW = "nothing-new"
    NOTHING_TO_DELIVER = "nothing-to-deliver"
    PACK_SENT = "pack-sent"
    PARTLY_DELIVERED = "partly-delivered"
    PARTLY_DONE = "partly-done"
    PUBLISHED = "published"
    RECORDED_BEFORE = "recorded-before"
    REJECTED = "rejected"
    SENT_BACK = "sent-back"
    SUPERSEDED = "superseded"
    TEXT_CHANGED = "text-changed"
    TOO_LATE = "too-late"
    WAITING_FOR_APPROVAL = "waiting-for-approval"
    WAITING_FOR_MINUTES = "waiting-for-minutes"
    WITHDRAWN = "withdrawn"  # an invitation, for who does not come to the meeting any more

    @property
    def state_name(self) -> str:
        """The name of the state in the installation's language."""
        return get_message(f"state.{self}")


def get_language() -> str:
    """Return the language of the installation, in which runs speak."""
    return _load_language(os.environ.get("TERUGKOM_LANGUAGE"))


@cache
def _load_language(_setting: str | None) -> str:
    """Settings are checked all together, in a thousandth of a second, and a page asks a hundred times."""
    return load_settings().language


def get_message(message_id: str, **values: object) -> str:
    """Return a message in the language of the installation."""
    return translate(message_id, get_language(), **values)


def join_label(label: str, said: str) -> str:
    """Return what is said of something, behind its name, in the language of the installation."""
    return formatting.join_label(label, said, get_language())


def join_clauses(clauses: Iterable[str | None]) -> str:
    """Return clauses one behind another in the language of the installation; empty ones are left out."""
    return formatting.join_clauses(clauses, get_language())
