"""What can go wrong, as one tree.

TerugkomError
 ├── InputError            the call or the file was wrong; nothing was changed (exit status 2)
 │    ├── UnknownMunicipality
 │    └── UnreadableFile
 ├── TemplateProblem       a template is missing a part or uses an unknown name
 └── ChannelError          a channel could not hand over (terugkom.delivery.channels)
"""


class TerugkomError(Exception):
    """Base of everything that Terugkom raises on purpose."""


class InputError(TerugkomError):
    """The call or the input was wrong, and nothing was changed."""


class UnknownMunicipality(InputError):
    """No municipality has this short name."""


class UnreadableFile(InputError):
    """A file could not be read as what its name says it is."""


class TemplateProblem(TerugkomError):
    """A template is missing a part, or asks for a name that its document does not give."""
