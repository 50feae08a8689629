"""The message catalogues: short texts that people read and that no template holds, by id and language.

A catalogue is a gettext file, see `terugkom.catalogues`. Its ids are names and not texts, as in
`workbook.finding.no-title`. The Dutch catalogue is complete; another language may lack messages, and those
are in Dutch. Values stand in braces, as in `str.format`; a brace that is meant is written twice.
"""

from terugkom.catalogues import list_languages, load_catalogue


def translate(message_id: str, language: str, **values: object) -> str:
    """Return the message in this language, else in Dutch, with its values filled in.

    Raises LookupError for an id that no catalogue has.
    """
    return load_catalogue(language).messages.gettext(message_id).format(**values)


def translate_plural(message_id: str, count: int, language: str, **values: object) -> str:
    """Return the message in the plural form that this language has for `count`, which it may show.

    Raises LookupError for an id that no catalogue has with a plural.
    """
    messages = load_catalogue(language).messages
    return messages.ngettext(message_id, message_id, count).format(count=count, **values)


def translate_everywhere(message_id: str, **values: object) -> tuple[str, ...]:
    """Return the message in each language that has it, Dutch first: what a reader must recognise."""
    found = (each for each in list_languages() if has_message(message_id, each))
    return tuple(dict.fromkeys(translate(message_id, language, **values) for language in found))


def has_message(message_id: str, language: str) -> bool:
    """Return whether the catalogue of this language has the message itself, not only the Dutch one."""
    return language in list_languages() and message_id in load_catalogue(language).own_ids
