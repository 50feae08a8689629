"""The message catalogues: short texts that people read and that no template holds, by id and language.

A catalogue is a gettext file, ``terugkom/locale/nl/LC_MESSAGES/terugkom.po``. It is read as it is, once per
process, so there is no compiled copy beside it that could differ. Its ids are names and not texts, as in
`workbook.finding.no-title`. The Dutch catalogue is complete; another language may lack messages, and those
are in Dutch. Values stand in braces, as in `str.format`; a brace that is meant is written twice.
"""

from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_FOLDER = Path(__file__).parents[1] / "locale"
DEFAULT_LANGUAGE = "nl"
_CATALOGUE = "LC_MESSAGES/terugkom.po"


class _NoMessages(NullTranslations):
    """What stands behind the last catalogue: an id that is in none is a mistake of ours, not a text."""

    def gettext(self, message: str) -> NoReturn:
        raise LookupError(f"no catalogue has the message {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:
        raise LookupError(f"no catalogue has the message {msgid1!r} with a plural")


@dataclass(frozen=True)
class _Catalogue:
    """The messages of a language with the Dutch ones behind them, and the ids that it has itself."""

    messages: NullTranslations
    own_ids: frozenset[str]


def translate(message_id: str, language: str, **values: object) -> str:
    """Return the message in this language, else in Dutch, with its values filled in.

    Raises LookupError for an id that no catalogue has.
    """
    return _load_catalogue(LOCALE_FOLDER, language).messages.gettext(message_id).format(**values)


def translate_plural(message_id: str, count: int, language: str, **values: object) -> str:
    """Return the message in the plural form that this language has for `count`, which it may show.

    Raises LookupError for an id that no catalogue has with a plural.
    """
    messages = _load_catalogue(LOCALE_FOLDER, language).messages
    return messages.ngettext(message_id, message_id, count).format(count=count, **values)


def translate_everywhere(message_id: str, **values: object) -> tuple[str, ...]:
    """Return the message in each language that has it, Dutch first: what a reader must recognise."""
    found = (each for each in list_languages() if has_message(message_id, each))
    return tuple(dict.fromkeys(translate(message_id, language, **values) for language in found))


def list_languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, Dutch first."""
    return _find_languages(LOCALE_FOLDER)


def has_message(message_id: str, language: str) -> bool:
    """Return whether the catalogue of this language has the message itself, not only the Dutch one."""
    catalogue = _load_catalogue(LOCALE_FOLDER, language)
    return language in list_languages() and message_id in catalogue.own_ids


@lru_cache
def _find_languages(folder: Path) -> tuple[str, ...]:
    found = {path.parents[1].name for path in folder.glob(f"*/{_CATALOGUE}")}
    return (DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE}))


@lru_cache
def _load_catalogue(folder: Path, language: str) -> _Catalogue:
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
    return _Catalogue(messages, frozenset(each if isinstance(each, str) else each[0] for each in translated))
