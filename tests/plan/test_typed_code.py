"""A code that somebody types is one of the plan without its capitals, unless it could be two."""

import pytest

from terugkom.plan.queries import find_typed_code


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("e-01", "E-01"),
        (" E-01 ", "E-01"),
        ("ab", "ab"),
        ("AB", "AB"),
        ("Ab", "Ab"),  # of two, neither
        ("STRASSE", "straße"),
        ("e-1", "e-1"),
        ("", ""),
    ],
)
def test_a_typed_code_is_the_only_one_that_looks_the_same(typed: str, found: str) -> None:
    assert find_typed_code(typed, ["E-01", "ab", "AB", "straße"]) == found
