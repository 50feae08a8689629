"""Find the lines of an answer that are figures: each behind the code of its indicator ("I-1: 1.250,5")."""

import re

# Of one code, as it was written.
LINE = r"(?im)^\s*{code}\s*[:=]\s*(\S[^\n]{{0,60}}?)[.\s]*$"
# Of any code, where the indicators are not known; in lower case.
_ANY_LINE = re.compile(r"(?m)^[a-z]{1,4}-\d{1,3}[a-z]? ?[:=] ?(?:ca\.? ?)?(?:\d|nan\b|inf)[^\n]{0,60}$")


def drop_figures(words: str) -> str:
    """Return an answer in lower case without the lines that are figures of an indicator."""
    return _ANY_LINE.sub("", words)
