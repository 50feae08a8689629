"""The message catalogues as they are read: gettext files by language, with the Dutch one behind each.

A catalogue is ``terugkom/locale/nl/LC_MESSAGES/terugkom.po``. It is read as it is, once per process, so there
is no compiled copy beside it that could differ. `terugkom.documents.messages` says what is in one, and how a
message is chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations, c2py
from pathlib import Path
from typing import NoReturn

LOCALE_FOLDER = Path(__file__).parent / "locale"
DEFAULT_LANGUAGE = "nl"
_CATALOGUE = "LC_MESSAGES/terugkom.po"


class _NoMessages(NullTranslations):
    """What stands behind the last catalogue: an id that is in none is a mistake of ours, not a text."""

    def gettext(self, message: str) -> NoReturn:
        raise LookupError(f"no catalogue has the message {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:
        raise LookupError(f"no catalogue has the message {msgid1!r} with a plural")


class _Messages(NullTranslations):
    """Messages as they were read. Compiled for gettext first they took twice as long to read.

    The catalogue behind them is loaded when it is needed: each language has nearly all that is asked of it.
    """

    def __init__(
        self,
        texts: Mapping[str, tuple[str, ...]],
        plural_rule: str,
        load_behind: Callable[[], NullTranslations],
    ) -> None:
        super().__init__()
        self._texts, self._choose_form, self._load_behind = texts, c2py(plural_rule), load_behind

    def gettext(self, message: str) -> str:
        found = self._texts.get(message)
        if found is None:
            return self._load_behind().gettext(message)
        return found[0 if len(found) == 1 else self._choose_form(1)]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._texts.get(msgid1)
        if found is None or len(found) == 1:
            return self._load_behind().ngettext(msgid1, msgid2, n)
        return found[self._choose_form(n)]


@dataclass(frozen=True)
class Catalogue:
    """The messages of a language with the Dutch ones behind them, and the ids that it has itself."""

    messages: NullTranslations
    own_ids: frozenset[str]


def load_catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language; the Dutch one for a language that has none."""
    return _load_catalogue(LOCALE_FOLDER, language)


def list_languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, Dutch first."""
    return _find_languages(LOCALE_FOLDER)


def is_in_catalogue(message_id: str, language: str) -> bool:
    """Return whether the catalogue of a language has an entry with this id, without reading it all: that
    takes twenty milliseconds a language."""
    return _has_entry(LOCALE_FOLDER, message_id, language)


@lru_cache
def _has_entry(folder: Path, message_id: str, language: str) -> bool:
    path = folder / language / _CATALOGUE
    return path.is_file() and f'\nmsgid "{message_id}"\n' in path.read_text(encoding="utf-8")


@lru_cache
def _find_languages(folder: Path) -> tuple[str, ...]:
    found = {path.parents[1].name for path in folder.glob(f"*/{_CATALOGUE}")}
    return (DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE}))


@lru_cache
def _load_catalogue(folder: Path, language: str) -> Catalogue:
    from babel.messages.pofile import read_po  # here: each process imports this module, for its errors

    path = folder / language / _CATALOGUE
    if not path.is_file():
        return _load_catalogue(folder, DEFAULT_LANGUAGE)
    with path.open("rb") as file:
        read = read_po(file, locale=language, abort_invalid=True)
    texts = {
        each.id if isinstance(each.id, str) else each.id[0]: (
            (each.string,) if isinstance(each.string, str) else tuple(each.string)
        )
        for each in read
        if each.id and each.string and not each.fuzzy
    }
    is_last = language == DEFAULT_LANGUAGE
    behind = _NoMessages if is_last else lambda: _load_catalogue(folder, DEFAULT_LANGUAGE).messages
    return Catalogue(_Messages(texts, read.plural_expr, behind), frozenset(texts))
