"""Read what a form sends, whoever made it: a browser, a script, or somebody who tries what breaks.

Texts come without control characters, and a file is taken only in a field that is for files, so a page finds
in each of its fields what it expects there.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from terugkom.normalize import remove_control_characters

# Our pages are UTF-8, so browsers send that. Python would decode any codec that it has, and some fail in ways
# of their own or take hours for a megabyte (punycode).
_CHARSETS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"iso-8859-1", b"windows-1252"})
_REFUSED = 400


@asynccontextmanager
async def read_form(
    request: Request, *, max_fields: int, file_fields: Collection[str] = ()
) -> AsyncIterator[FormData]:
    """Yield what was sent, with at most one file, in one of `file_fields`; it is closed at the end.

    Raises HTTPException with status 400 for a body that is no form, or that holds more than is asked.
    """
    _, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() not in _CHARSETS:
        raise HTTPException(_REFUSED)
    async with request.form(max_files=1 if file_fields else 0, max_fields=max_fields) as given:
        pairs = given.multi_items()
        yield FormData(
            [(name, _clean(value)) for name, value in pairs if isinstance(value, str) or name in file_fields]
        )


def _clean(value: str | UploadFile) -> str | UploadFile:
    return remove_control_characters(value) if isinstance(value, str) else value
