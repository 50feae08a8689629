"""Recognise text whose letters were lost or decoded in a wrong encoding: *RenÃ©* was *René*.

Nothing is repaired: what it likely was is for a person. A decoding is undone, and counts where what comes out
are letters and signs of our languages; *São*, *João* and *IRMÃ* come out as nothing.
"""

import re

LOST = "\ufffd"  # what programs put in place of what they cannot decode
_ENCODINGS = ("cp1252", "mac_roman", "cp850")  # in which UTF-8 is read by mistake
_LEADS = "ÃÂâÄÅð√¬‚ƒ≈├┬Ô─┼"  # what the first byte of a sign becomes in these
_SUSPECT = re.compile(f"[{_LEADS}]")
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_LETTERS = frozenset(
    "àâäáãåæçèéêëìíîïñòóôõöøùúûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
    "œŒšŠžŽčČćĆłŁńŃśŚźŹżŻęĘąĄřŘěĚůŮőŐűŰğĞıİşŞđĐăĂțȚșȘ"
)
_SIGNS = frozenset("\u00a0€‘’‚“”„–—…•«»°²³½¼¾§·×±µ£©®™†‰‹›¿¡´¨")
_CLOSING = "”“’‘»"
_OPENING = re.compile("[“„«‘]")
_LOST_BLANK = re.compile(
    "(?<![A-ZÀ-Þ])Ã (?! ?[A-ZÀ-Þ])"
)  # an à, of which the blank was taken for a plain one
_MOST_TIMES = 3


def repair_text(text: str) -> str:
    """Return what a text likely was before it was decoded wrongly, once or several times; itself if it was
    not."""
    found = text
    for _ in range(_MOST_TIMES):
        if found.isascii() or not _SUSPECT.search(found):
            break
        repaired = _RUN.sub(_repair_run, found)
        if repaired == found:
            break
        found = repaired
    return _LOST_BLANK.sub("à ", found) if found != text else text


def _repair_run(found: re.Match[str]) -> str:
    """Return the signs that a run of letters outside ASCII was made of, as far as they are some."""
    run, made, at = found[0], [], 0
    text, begin = found.string, found.start()
    while at < len(run):
        for length in (4, 3, 2):
            sign = _decode(run[at : at + length]) if at + length <= len(run) else ""
            if sign and _is_plausible(sign, run[at : at + length], text, begin + at):
                made.append(sign)
                at += length
                break
        else:
            made.append(run[at])
            at += 1
    return "".join(made)


def _decode(piece: str) -> str:
    """Return the one sign whose UTF-8 was read as this, "" if there is none."""
    for encoding in _ENCODINGS:
        try:
            content = b"".join(_encode(each, encoding) for each in piece)
            sign = content.decode()
        except UnicodeError:
            continue
        if len(sign) == 1:
            return sign
    return ""


def _encode(letter: str, encoding: str) -> bytes:
    """Return the byte of a letter; those that Windows has no letter for are read as control characters."""
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        if encoding == "cp1252" and "\x80" <= letter <= "\x9f":
            return letter.encode("latin-1")
        raise


def _is_plausible(sign: str, piece: str, text: str, begin: int) -> bool:
    """Return whether a sign can be what was meant: a letter in a word or alone (*à*), or a sign of our texts.

    A letter in capitals before a closing quotation mark is those two: *“IRMÃ”*.
    """
    if sign in _SIGNS:
        return True
    if sign not in _LETTERS:
        return sign > "\uffff"  # a face
    around = text[max(begin - 1, 0) : begin] + text[begin + len(piece) : begin + len(piece) + 1]
    is_quoted = piece[-1] in _CLOSING and sign.isupper() and _OPENING.search(text[:begin]) is not None
    stands_alone = sign < "\u0100" and piece[-1] not in _CLOSING
    return (stands_alone or any(map(str.isalpha, around))) and not is_quoted
