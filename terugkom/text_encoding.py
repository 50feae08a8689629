"""In which encoding a text was written, where nobody says so or what is said does not fit its bytes."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable

OR_WINDOWS = "or-windows"  # an error handler: what is no UTF-8 in a text that else is was typed on Windows

_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_IN_WORD = re.compile(rb"(?<=[a-z])[\x80-\xff]|[\x80-\xff](?=[a-z])")
# How often signs stand in a word of Dutch, French or German, roughly; other letters count a little.
_SHARES = {
    **dict.fromkeys("é’", 10),
    **dict.fromkeys("èëïöüàä", 4),
    **dict.fromkeys("êçôûâîùßñóáÉ", 2),
    **dict.fromkeys("‘“”…–—«»€°œ", 2),
}
_OTHER_LETTER = 0.2
# Excel saves a csv as one of these too: "CSV (Macintosh)" and "CSV (MS-DOS)".
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_SURELY = 2  # as likely as Windows, and another is taken
_XML_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
_OF_WINDOWS = re.compile(rb"[\x80-\x9f]")  # letters and signs there, control characters in ISO 8859


def _decode_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are no UTF-8 as those of Windows. Raises the error for what is none of both."""
    if not isinstance(error, UnicodeDecodeError) or error.encoding not in ("utf-8", "utf-8-sig"):
        raise error
    try:
        return error.object[error.start : error.end].decode("cp1252"), error.end
    except UnicodeDecodeError:
        raise error from None


codecs.register_error(OR_WINDOWS, _decode_windows)


def is_mostly_utf8(pieces: Iterable[bytes]) -> bool:
    """Return whether more of the letters outside ASCII are UTF-8 than are not."""
    letters = others = 0
    for piece in pieces:
        found = _UTF8.findall(piece)
        letters += len(found)
        others += len(_HIGH.findall(piece)) - sum(map(len, found))
    return letters > others


def guess_single_byte(pieces: Iterable[bytes]) -> str:
    """Return the encoding in which the signs within words are those of our languages: mostly cp1252."""
    counts: Counter[bytes] = Counter()
    for piece in pieces:
        counts.update(_IN_WORD.findall(piece))
    scores = {name: sum(n * _rate(each, name) for each, n in counts.items()) for name in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda name: scores[name])
    return best if scores[best] > _SURELY * scores["cp1252"] else "cp1252"


def _rate(sign: bytes, encoding: str) -> float:
    text = sign.decode(encoding, "replace")
    return _SHARES.get(text, _OTHER_LETTER if text.isalpha() else 0)


def find_xml_encoding(content: bytes) -> str:
    """Return in which encoding XML is written, by its first bytes or by what it declares: else UTF-8.

    It keeps a byte order mark, as a character, when it is decoded and encoded.
    """
    if content.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    if content.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return "utf-16-be"
    declared = _XML_DECLARATION.match(content)
    return declared[1].decode() if declared else "utf-8"


def decode_text(content: bytes, declared: str) -> str:
    """Return a text that says its encoding, which many programs say wrongly.

    One of Western Europe is taken for UTF-8 where its bytes are that, and ISO 8859 for Windows' where it has
    bytes of its signs. What cannot be what it says is UTF-8 or Windows'; bytes that are nothing become a
    replacement character.
    """
    try:
        name = codecs.lookup(declared).name
        if name not in _WESTERN:
            return content.decode(declared)
        is_windows = name.startswith("iso") and _OF_WINDOWS.search(content)
        if not is_windows and not (_UTF8.search(content) and is_mostly_utf8([content])):
            return content.decode(declared)
    except (LookupError, ValueError):  # a name with a zero in it is a ValueError
        pass
    encoding = "utf-8" if is_mostly_utf8([content]) else "cp1252"
    try:
        return content.decode(encoding, OR_WINDOWS)
    except UnicodeError:
        return content.decode(encoding, "replace")
