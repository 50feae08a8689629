"""The tree of exceptions.

TerugkomError
 ├── InputError            the call or the file was invalid; nothing was changed (exit status 2)
 │    ├── PublicInputError   the same, with a text that may be shown anywhere
 │    ├── UnknownMunicipality
 │    └── UnreadableFile
 ├── UnknownSchema         the database is not as this version makes it
 ├── TemplateError       a template is missing a part or uses an unknown name
 └── ChannelError          a channel could not send (terugkom.delivery.channels)

Every error has two texts. `full_text` may name files, sheets, people and titles: it goes to the terminal, to
mails to officers and to our own `errors.log`. `public_text` names nobody and nothing that somebody typed: it
may be shown by Prefect. It is empty where there is none.
"""


class TerugkomError(Exception):
    """Base of everything that Terugkom raises on purpose."""

    @property
    def full_text(self) -> str:
        """The text for whoever may read everything."""
        return str(self)

    @property
    def public_text(self) -> str:
        """The text for places where no personal data may stand: codes, dates and counts; else empty."""
        return ""


class InputError(TerugkomError):
    """The call or the input was wrong, and nothing was changed.

    `public`, if given, is its public text.
    """

    def __init__(self, *texts: object, public: str = "") -> None:
        super().__init__(*texts)
        self._public = public

    @property
    def public_text(self) -> str:
        """The text that was given as public."""
        return self._public


class PublicInputError(InputError):
    """An InputError whose whole text is made of our own words, codes, dates and counts."""

    @property
    def public_text(self) -> str:
        """The whole text."""
        return str(self)


class UnknownMunicipality(InputError):
    """No municipality has this short name."""


class UnreadableFile(InputError):
    """A file could not be read as what its name says it is."""


def describe_os_error(error: Exception) -> str:
    """Return what an error says, without the path that the system's own errors end with."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error)


class UnknownSchema(TerugkomError):
    """The tables of the database are none that this version knows; nothing was changed."""


class TemplateError(TerugkomError):
    """A template is missing a part, or uses a name that its context does not have."""
