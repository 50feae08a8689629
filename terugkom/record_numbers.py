"""The number of a record, as a link or a person gives it."""

MOST_NUMBER = 2_147_483_647  # what an integer column of PostgreSQL holds; SQLite's hold more
_MOST_DIGITS = len(str(MOST_NUMBER))


def parse_record_number(text: str) -> int | None:
    """Return the number that a text is; None if it is none, or none that a record can have.

    Python refuses to read more than 4,300 digits, and a database a number that its column cannot hold.
    """
    if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS:
        return None
    return number if (number := int(text)) <= MOST_NUMBER else None
