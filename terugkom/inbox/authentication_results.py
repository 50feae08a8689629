"""Read what our own mail server says of a sender, in the header Authentication-Results (RFC 8601).

Anybody can write such a header into a mail. The server that is named in the settings puts its own above all
that came in, so of those that bear its name only the topmost counts.
"""

import re
from collections.abc import Iterator, Sequence

_MAX_LENGTH = 8_000  # characters of one header; a longer one vouches for nobody
_RESULT = re.compile(r"\s*([a-z0-9-]+)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)(?=\s|\Z)", re.IGNORECASE)
_PROPERTY = re.compile(  # of an address the part before the @ may stand in quotes: "a b"@example.org
    r'\s([a-z][\w-]*(?:\s*\.\s*[\w-]+)?)\s*=\s*((?:"[^"]*"|[^\s"])+)', re.IGNORECASE
)
_SPLIT_ADDRESS = re.compile(r"[^\s=]\s+@")  # with a comment in it
# By method, the properties whose domain must be that of From: then they speak of the sender that is shown.
_ALIGNED = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}


def is_vouched_for(sender: str, headers: Sequence[str], server: str) -> bool:
    """Return whether the named server says that a mail is from the domain of its sender.

    `headers` are the values of Authentication-Results from the top of the mail down; `server` is the name
    that ours writes there (its authserv-id), and empty if none is named: then nobody is vouched for. A domain
    counts as itself only, and a failed DMARC outweighs all else.
    """
    local, _, domain = sender.rpartition("@")
    if not (server and local and domain):
        return False
    for header in headers:
        parts = _split(header)
        if _read_server(next(parts, "")) == server.strip().lower():
            return _passes(parts, domain.lower())
    return False


def _read_server(part: str) -> str:
    """Return the name of the server at the beginning of a header, without the version behind it."""
    words = part.split()
    if len(words) > 1 and words[-1].isdigit():
        words.pop()
    return " ".join(words).strip('"').lower()


def _passes(results: Iterator[str], domain: str) -> bool:
    passed = False
    for each in results:
        result = _RESULT.match(each)
        if result is None:
            continue
        method, outcome = result[1].lower(), result[2].lower()
        if method == "dmarc" and outcome not in ("pass", "none"):  # none: that domain has no policy
            return False
        if method not in _ALIGNED or outcome != "pass" or _SPLIT_ADDRESS.search(each):
            continue
        found = [("".join(key.lower().split()), value) for key, value in _PROPERTY.findall(each)]
        names = {value for key, value in found if key in _ALIGNED[method]}
        domains = {name.strip('"').rpartition("@")[2].lower().rstrip(".") for name in names}
        passed = passed or domains == {domain}
    return passed


def _split(header: str) -> Iterator[str]:
    """Yield the parts of a header between its semicolons, without comments; nothing of an ill-formed one."""
    parts, depth, quoted, escaped = [""], 0, False, False
    for character in header if len(header) <= _MAX_LENGTH else "(":
        if escaped:
            escaped = False
            character = "_"  # it ends no quotes, and stands in no domain
        elif character == "\\" and (quoted or depth):
            escaped = True
            continue
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "(" and not quoted:
            depth += 1
        elif character == ")" and not quoted and depth:
            depth -= 1
            parts[-1] += " "
            continue
        elif character == ";" and not quoted and not depth:
            parts.append("")
            continue
        if not depth:
            parts[-1] += " " if character.isspace() else character
    if not (depth or quoted):
        yield from parts
