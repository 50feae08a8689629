"""The tree of exceptions.

TerugkomError
 ├── InputError            the call or the file was invalid; nothing was changed (exit status 2)
 │    ├── PublicInputError   the same, with values that may be shown anywhere
 │    ├── UnknownMunicipality
 │    ├── UnreadableFile
 │    ├── TextInputError     its text is in the reader's language already
 │    └── CommandError       only a command of the shell raises it: English
 ├── UnknownSchema         the database is not as this version makes it
 ├── TemplateError         a template is missing a part or uses an unknown name: a message too
 └── ChannelError          a channel could not send (terugkom.delivery.channels): a message of
                             ours, or what a server said

A MessageError, as an InputError is, is a message of the catalogues with its values, so that each reader gets
it in their own language: the terminal and `errors.log` in English (`str()`), mails and reports beside files
in that of the plan, Prefect in that of the installation. It has two texts. The full one may name files,
sheets, people and titles. The public one names nobody and nothing that somebody typed: in it, values that are
texts are hidden. What stands where a code belongs is shown if it has the shape of a code (`Typed`).
"""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Any

from terugkom.catalogues import load_catalogue

ERROR_LANGUAGE = "en"  # of the command line and of logs
HIDDEN = "…"  # instead of a value in a public text
_MAX_DIGITS = 6  # of a code that was typed: a telephone number has more
_TYPED_CODE = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{1,20}(?:[-/][A-Z0-9]{1,20}){0,4}")


class TerugkomError(Exception):
    """Base of everything that Terugkom raises on purpose."""

    def render(self, language: str) -> str:
        """Return the text for whoever may read everything; in English where it has no message."""
        return str(self)

    def render_public(self, language: str) -> str:
        """Return the text for places where no personal data may stand: codes, dates, counts; else empty."""
        return ""


class Message:
    """A message of the catalogues with its values, for whichever language it is read in."""

    def __init__(self, message_id: str, /, **values: object) -> None:
        self.message_id, self.values = message_id, values

    def __str__(self) -> str:
        return self.render(ERROR_LANGUAGE)

    def render(self, language: str, *, hides_texts: bool = False) -> str:
        """Return the message in a language. Raises LookupError for an id that no catalogue has."""
        values = {
            name: _render_value(value, language, hides_texts=hides_texts)
            for name, value in self.values.items()
        }
        return load_catalogue(language).messages.gettext(self.message_id).format(**values)


@dataclass(frozen=True)
class Choices:
    """Values of ours, such as codes, of which one is right: a message lists them, in public texts too."""

    codes: tuple[str | Message, ...]
    separator: str = ", "

    def render(self, language: str) -> str:
        """Return them with their separator between; the word for none where there is none."""
        named = (each if isinstance(each, str) else each.render(language) for each in self.codes)
        return self.separator.join(named) or Message("error.none").render(language)


@dataclass(frozen=True)
class Typed:
    """What somebody typed where a code belongs, which none of ours is.

    Public texts show it if it has the shape of a code: by default capitals and at least one digit, such as
    ENERGIE/2027-03 or I7. A name, an address and a telephone number have not.
    """

    text: str
    shape: re.Pattern[str] | None = None  # instead of the default

    def __str__(self) -> str:
        return self.text

    @property
    def is_public(self) -> bool:
        """Whether it has the shape of a code."""
        if self.shape:
            return self.shape.fullmatch(self.text) is not None
        has_few_digits = sum(map(str.isdigit, self.text)) <= _MAX_DIGITS
        return has_few_digits and _TYPED_CODE.fullmatch(self.text) is not None


class MessageError(TerugkomError):
    """An error that is a message of the catalogues with its values.

    A value may be another error of this kind, a Message or Choices.
    """

    message_id = ""

    def __init__(self, message_id: str, /, **values: object) -> None:
        super().__init__(message_id)
        self.message_id, self._message = message_id, Message(message_id, **values)

    def __str__(self) -> str:
        return self.render(ERROR_LANGUAGE)

    def render(self, language: str) -> str:
        """Return the full text in a language."""
        return self._message.render(language)

    def render_public(self, language: str) -> str:
        """Return the text in a language with the texts among its values hidden."""
        return self._message.render(language, hides_texts=True)

    def is_public(self, language: str) -> bool:
        """Return whether the public text leaves nothing out."""
        return self.render_public(language) == self.render(language)


class InputError(MessageError):
    """The call or the input was wrong, and nothing was changed."""


class PublicInputError(InputError):
    """An InputError of which each value is a word of ours, a code, a date or a count."""

    def render_public(self, language: str) -> str:
        """Return the full text in a language."""
        return self.render(language)


class UnknownMunicipality(InputError):
    """No municipality has this short name."""


class UnreadableFile(InputError):
    """A file could not be read as what its name says it is."""


class TextInputError(InputError):
    """An InputError whose text is in the language of its readers already, as of what is wrong in a document.

    `public` is its public text: True for the whole, or a message; `is_complete`: that message says all.
    """

    def __init__(self, text: str, *, public: bool | Message = False, is_complete: bool = False) -> None:
        super(MessageError, self).__init__(text)
        self._text, self._public, self._is_complete = text, public, is_complete

    def render(self, language: str) -> str:
        """Return the text as it is."""
        return self._text

    def render_public(self, language: str) -> str:
        """Return the text that was given as public."""
        if isinstance(self._public, Message):
            return self._public.render(language)
        return self._text if self._public else ""

    def is_public(self, language: str) -> bool:
        """Return whether the public text leaves nothing out."""
        return self._is_complete or super().is_public(language)


class CommandError(TextInputError):
    """What only a command of the shell can raise, to whoever typed it: its text is English, like its help."""


class _Hidden:
    """A value that is not shown, however a message wants it."""

    def __format__(self, how: str) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return HIDDEN


def _render_value(value: Any, language: str, *, hides_texts: bool) -> object:
    if isinstance(value, TerugkomError):
        return value.render_public(language) or HIDDEN if hides_texts else value.render(language)
    if isinstance(value, Message):
        return value.render(language, hides_texts=hides_texts)
    if isinstance(value, Choices):
        return value.render(language)
    if isinstance(value, Typed):
        return value.text if value.is_public or not hides_texts else _Hidden()
    is_ours = isinstance(value, int | float | date | time | Enum)
    return _Hidden() if hides_texts and not is_ours else value


def find_own_message(error: BaseException | None) -> Message | None:
    """Return what an error of a class of Python's, such as TimeoutError, says if we raised it; else None."""
    match error:
        case BaseException(args=(Message() as own,)):
            return own
    return None


def describe_os_error(error: Exception) -> str:
    """Return what an error says, without the path that the system's own errors end with."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error)


class UnknownSchema(MessageError):
    """The tables of the database are none that this version knows; nothing was changed."""


class TemplateError(MessageError):
    """A template is missing a part, or uses a name that its context does not have.

    `name` is its file, which everybody may read. `why` is a message of ours, or what a library says in its
    own words, which may quote what the template was filled in with.
    """

    def __init__(self, name: str, why: Message | Exception | str) -> None:
        said = why if isinstance(why, Message | TerugkomError) else str(why)
        super().__init__("error.template", name=Choices((name,)), why=said)
        self.name, self.why = name, said

    def __reduce__(self) -> tuple[type["TemplateError"], tuple[str, Message | Exception | str]]:
        return TemplateError, (self.name, self.why)
