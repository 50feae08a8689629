"""Number formats of spreadsheets: how a number is written that serves as a code, as 1.10 or 007, or a share.

The syntax is that of Excel (ECMA-376 part 1, 18.8.31): ``0`` is a figure that is always shown, ``#`` and
``?`` one that is shown if need be.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

# That have no text in a file; the others are none of a code or a share.
BUILT_IN_FORMATS = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **{37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 43: "#,##0.00", 44: "#,##0.00"},
}

_ALWAYS, _IF_NEEDED, _POINT, _THOUSANDS = "\x01", "\x02", "\x03", "\x04"  # in a template; all else is shown
_PLACES = (_ALWAYS, _IF_NEEDED)
_SECTION = re.compile(r'(?:[^;"\\]|"[^"]*"|\\.)*')
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")  # a colour or condition, a space, what fills the cell
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<figure>[0#?])|(?P<point>\.)|(?P<thousands>,(?=[0#?]))'
    r"|(?P<money>[€$£])|(?P<sign>[-+ :()])"
)
_MONEY = re.compile(r"[€$£\s]*|\s*(?:EUR|euro)\s*", re.IGNORECASE)
_SHARE = re.compile(r"[0#]*0(?:\.(?P<decimals>[0#]+))?%")
_MAX_LENGTH = 60  # characters of a format
_FIGURES = 15  # that Excel keeps of a number
_TOO_LARGE = 1e9  # for a code
_GROUPED = 1000  # from which figures stand in groups, as those of no code


@lru_cache(maxsize=4096)
def format_shown_number(number: float, number_format: str) -> str:
    """Return a number as its format shows it, if that is more than its figures: 1.1 in ``0.00`` is "1.10".

    Return "" for any other, for a format that rounds this number, and for one that is none of a code (dates,
    per cent, thousands where there are some). The sign of a currency is left out: 2.1 in ``€ #,##0.00`` is
    "2.10".
    """
    template = parse_number_format(number_format)
    if not template or not 0 <= number < (_GROUPED if _THOUSANDS in template else _TOO_LARGE):
        return ""
    template = template.replace(_THOUSANDS, "")
    before, _, behind = template.partition(_POINT)
    exact = Decimal(f"{number:.{_FIGURES}g}")
    rounded = exact.quantize(Decimal(1).scaleb(-_count_places(behind)))
    if rounded != exact:
        return ""
    whole, _, fraction = f"{rounded:f}".partition(".")
    decimals = "".join(_fill_decimals(behind, fraction))
    shown = "".join(_fill_whole(before, whole)) + (f".{decimals}" if decimals else "")
    shown = shown.strip()
    return "" if shown == f"{exact.normalize():f}" else shown


def format_special(number: float, number_format: str) -> str:
    """Return a number as `format_shown_number` does, and a share per cent: 0.5 in ``0%`` is "50%"."""
    if (share := _find_share(number_format)) and 0 <= number < _TOO_LARGE:
        return f"{100 * number:.{len(share['decimals'] or '')}f}%"
    return format_shown_number(number, number_format)


def is_special_format(number_format: str) -> bool:
    """Return whether a format may show more of a number than its figures."""
    return bool(parse_number_format(number_format) or _find_share(number_format))


@lru_cache(maxsize=256)
def _find_share(number_format: str) -> re.Match[str] | None:
    """Return the match of a format that shows a share per cent."""
    section = _SECTION.match(number_format[:_MAX_LENGTH])
    return _SHARE.fullmatch(_NOT_SHOWN.sub("", section[0] if section else "").replace(" ", ""))


@lru_cache(maxsize=256)
def parse_number_format(number_format: str) -> str:
    """Return the template of a format that may show more than a number's figures; "" for any other."""
    section = _SECTION.match(number_format[:_MAX_LENGTH])
    rest = _NOT_SHOWN.sub("", section[0] if section else "")
    template = ""
    while rest:
        token = _TOKEN.match(rest)
        if token is None:  # E+00, %, a comma, letters of a date or "General"
            return ""
        template += _convert_token(token)
        rest = rest[token.end() :]
    figures = template.replace(_THOUSANDS, "").strip()
    is_plain = figures.replace(_IF_NEEDED, "").replace(_POINT, "", 1) in ("", _ALWAYS)
    has_one_point = template.count(_POINT) <= 1
    return template if _count_places(template) and has_one_point and not is_plain else ""


def _convert_token(token: re.Match[str]) -> str:
    if token["figure"]:
        return _ALWAYS if token["figure"] == "0" else _IF_NEEDED
    if token["point"]:
        return _POINT
    if token["thousands"]:
        return _THOUSANDS
    text = next((text for text in token.group("quoted", "escaped", "sign") if text is not None), "")
    return " " if text and _MONEY.fullmatch(text) else text


def _count_places(template: str) -> int:
    return sum(char in _PLACES for char in template)


def _fill_whole(template: str, figures: str) -> Iterator[str]:
    """Yield the figures from the right into their places; what has none stands in the first."""
    places = _count_places(template)
    figures = figures.lstrip("0").rjust(places)
    surplus = len(figures) - places
    taken = iter([figures[: surplus + 1], *figures[surplus + 1 :]])
    for char in template:
        text = next(taken) if char in _PLACES else char
        yield text if char not in _PLACES or text != " " else "0" if char == _ALWAYS else ""


def _fill_decimals(template: str, figures: str) -> Iterator[str]:
    """Yield the figures behind the point, without the zeros that are shown only if need be."""
    needed = len(figures.rstrip("0"))
    at = 0
    for char in template:
        if char not in _PLACES:
            yield char
            continue
        yield figures[at] if char == _ALWAYS or at < needed else ""
        at += 1
