"""The short name of a municipality, which its folders have too."""

import re

from terugkom.errors import InputError

SLUG_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def check_slug(slug: str) -> None:
    """Raise InputError if this is not a valid short name of a municipality."""
    if not SLUG_PATTERN.fullmatch(slug):
        raise InputError("error.municipality.short-name", name=slug)
