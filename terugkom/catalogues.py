"""The message catalogues as they are read: gettext files by language, with the Dutch one behind each.

A catalogue is ``terugkom/locale/nl/LC_MESSAGES/terugkom.po``. It is read as it is, once per process, so there
is no compiled copy beside it that could differ. `terugkom.documents.messages` says what is in one, and how a
message is chosen.
"""

from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
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


@lru_cache
def _find_languages(folder: Path) -> tuple[str, ...]:
    found = {path.parents[1].name for path in folder.glob(f"*/{_CATALOGUE}")}
    return (DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE}))


@lru_cache
def _load_catalogue(folder: Path, language: str) -> Catalogue:
    from babel.messages.mofile import write_mo  # here: each process imports this module, for its errors
    from babel.messages.pofile import read_po

    path = folder / language / _CATALOGUE
    if not path.is_file():
        return _load_catalogue(folder, DEFAULT_LANGUAGE)
    with path.open("rb") as file:
        read = read_po(file, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    messages: NullTranslations = GNUTranslations(compiled)
    is_last = language == DEFAULT_LANGUAGE
    messages.add_fallback(_NoMessages() if is_last else _load_catalogue(folder, DEFAULT_LANGUAGE).messages)
    translated = (each.id for each in read if each.string and not each.fuzzy)
    return Catalogue(messages, frozenset(each if isinstance(each, str) else each[0] for each in translated))
