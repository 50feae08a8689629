"""The command claims check: the claims of a text that nothing in it supports."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from terugkom.claims.check_text import check_text
from terugkom.claims.model import Claim
from terugkom.command_line.printing import count_nouns, print_json, print_line
from terugkom.errors import UnreadableFile, describe_os_error


def check_file(given: Namespace) -> bool:
    """Print the findings of each line of a file; exit status 1 if there are any."""
    lines = _read_lines(given.file)
    found = [(line, check_text(line, given.language)) for line in lines]
    if given.json:
        print_json([{"text": line, "findings": list(map(_as_json, claims))} for line, claims in found])
    else:
        _print_findings(found)
    return any(claims for _, claims in found)


def _read_lines(path: Path) -> list[str]:
    """Return the lines with text. Raises UnreadableFile, which names the file and the place."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableFile("error.file.unreadable", file=path, why=describe_os_error(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile("error.file.not-utf-8", file=path, byte=error.start) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _as_json(claim: Claim) -> dict[str, Any]:
    shown = ("rule", "words", "message", "why", "question", "source")
    return {**{name: getattr(claim, name) for name in shown}, "span": list(claim.span)}


def _print_findings(found: Iterable[tuple[str, tuple[Claim, ...]]]) -> None:
    checked = stopped = 0
    for line, claims in found:
        checked, stopped = checked + 1, stopped + bool(claims)
        if claims:
            print_line(line, style="bold")
        for claim in claims:
            print_line(f"     {claim.rule}: {claim.message} {claim.why}")
            print_line(f"       -> {claim.question}")
    sentences = count_nouns(checked, "sentence")
    print_line(f"{stopped} of {sentences} {'has' if stopped == 1 else 'have'} a claim without support.")
