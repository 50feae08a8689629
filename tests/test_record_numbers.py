"""What is the number of a record."""

import pytest

from terugkom.record_numbers import parse_record_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("2147483647", 2_147_483_647),
        ("2147483648", None),
        ("9" * 5000, None),
        ("-1", None),
        ("1.0", None),
        (" 1", None),
        ("²", None),
        ("٧", None),
        ("", None),
    ],
)
def test_a_number_is_read_that_a_record_can_have(text: str, number: int | None) -> None:
    assert parse_record_number(text) == number
