"""Text on one line, as a header, a title and a cell of a table need it."""

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def to_one_line(text: object) -> str:
    """Return text on one line without control characters, as a header needs it, whatever a cell holds."""
    return " ".join(_CONTROL.sub(" ", str(text)).split())
