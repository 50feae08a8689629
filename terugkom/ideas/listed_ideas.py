"""Recognise a cell of an idea that lists several points: they may be several ideas, or parts of one."""

import re

_AT_LINE_START = re.compile(r"^ *(?:\(?(?:\d{1,2}|[a-z])[.)]|[-–—•*·▪●○◦‣➢✓]) *(?=\w)", re.MULTILINE)
_IN_LINE = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)] +(?=[^\W\d])")
_MIN_ITEMS = 2


def count_list_items(text: str) -> int:
    """Return how many points a text lists: lines that begin with a sign, a number or a letter, or numbers
    from 1 on within a line; 0 for a text that is no list."""
    lines = len(_AT_LINE_START.findall(text))
    numbers = [int(each) for each in _IN_LINE.findall(text)]
    in_line = len(numbers) if numbers == list(range(1, len(numbers) + 1)) else 0
    found = max(lines, in_line)
    return found if found >= _MIN_ITEMS else 0
