"""What an HTTP server answered, and what it says in that: why it refuses, and when to come back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any


@dataclass(frozen=True)
class HttpResponse:
    """A server's response."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """Return the content parsed as JSON, or None if it is not JSON."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None


def find_error(answer: HttpResponse) -> dict[str, Any]:
    """Return the code and message with which an API refuses, whichever of the usual forms it has for them."""
    match answer.json():
        case {"error": {"code": code, "message": message}}:
            return {"code": code, "message": message}
        case dict(found):
            return {
                "code": found.get("code") or found.get("id"),
                "message": found.get("message") or found.get("error"),
            }
    return {}


def parse_retry_after(headers: Mapping[str, str]) -> float:
    """Return how many seconds a server asks us to wait, by its own clock, or 0.

    By Retry-After (RFC 9110, 10.2.3), else by X-RateLimit-Reset, a time, as Mastodon gives.
    """
    asked = headers.get("Retry-After", "")
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        now = parsedate_to_datetime(headers.get("Date", ""))
        if asked:
            return max((parsedate_to_datetime(asked) - now).total_seconds(), 0)
        until = datetime.fromisoformat(headers.get("X-RateLimit-Reset", ""))
        return max((until - now).total_seconds(), 0)
    except (ValueError, TypeError):
        return 0
