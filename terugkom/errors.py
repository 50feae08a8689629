"""The tree of exceptions.

TerugkomError
 ├── InputError            the call or the file was invalid; nothing was changed (exit status 2)
 │    ├── UnknownMunicipality
 │    └── UnreadableFile
 ├── UnknownSchema         the database is not as this version makes it
 ├── TemplateError       a template is missing a part or uses an unknown name
 └── ChannelError          a channel could not send (terugkom.delivery.channels)
"""


class TerugkomError(Exception):
    """Base of everything that Terugkom raises on purpose."""


class InputError(TerugkomError):
    """The call or the input was wrong, and nothing was changed."""


class UnknownMunicipality(InputError):
    """No municipality has this short name."""


class UnreadableFile(InputError):
    """A file could not be read as what its name says it is."""


class UnknownSchema(TerugkomError):
    """The tables of the database are none that this version knows; nothing was changed."""


class TemplateError(TerugkomError):
    """A template is missing a part, or uses a name that its context does not have."""
