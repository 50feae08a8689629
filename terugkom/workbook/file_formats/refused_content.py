"""Why the content of a file is refused, before the name of that file is known."""

import json


class RefusedContent(Exception):
    """A file's content is refused.

    `message` is the id of a message of the catalogues, `values` what it shows beside the file's name: texts
    and numbers.
    """

    def __init__(self, message: str, /, **values: str | int) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def format(self) -> str:
        """Return it as one line, for the process that asked."""
        return json.dumps([self.message, self.values])

    @classmethod
    def parse(cls, line: str) -> "RefusedContent":
        """Return what such a line says."""
        message, values = json.loads(line)
        return cls(message, **values)
