"""The body of a request: no page gets more than a form of ours holds, and none is answered half-way.

A server that answers and closes while a body is still coming in makes the sender lose the answer: a proxy
such as Caddy then hangs up on the browser, and who sent a large photo sees a broken connection instead of why
(RFC 9112, section 9.6, names the reset that destroys the answer). So what no page reads is read and thrown
away, as nginx does with `lingering_close`.
"""

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

MAX_BODY_BYTES = 12_000_000  # a photo of ten megabytes, with its form
MOST_DISCARDED = 20_000_000  # what our examples of proxies let through; more is nobody's photo by mistake


class BodyTooLarge(Exception):
    """A body without a stated length became larger than any form of ours."""


class RequestBody:
    """What comes in of one request, for the page and, before its answer, for nobody."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        """Read this request; nothing is taken of it yet."""
        headers = Headers(scope=scope)
        self._receive = receive
        self._taken = 0
        self._is_complete = not ("content-length" in headers or "transfer-encoding" in headers)
        self._is_asked_for = headers.get("expect", "").lower() != "100-continue"
        self._length = parse_length(headers.get("content-length", "0"))

    async def receive_limited(self) -> Message:
        """Return the next part, for a page.

        Raises:
            BodyTooLarge: more than MAX_BODY_BYTES came in.
        """
        self._is_asked_for = True
        message = await self._receive_part()
        if self._taken > MAX_BODY_BYTES:
            raise BodyTooLarge
        return message

    async def discard_rest(self) -> None:
        """Read what is left, before an answer: not if the sender waits for a word, or sends far too much."""
        if not self._is_asked_for or self._length is None or self._length > MOST_DISCARDED:
            return
        while not self._is_complete and self._taken <= MOST_DISCARDED:
            await self._receive_part()

    async def _receive_part(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            self._is_complete = True
        return message


def parse_length(header: str) -> int | None:
    """Return the bytes that a Content-Length states; None if it is no number of a length that can be."""
    return int(header) if header.isascii() and header.isdecimal() and len(header) <= 18 else None
