"""What is wrong with one item stops no other, and is not passed over."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from terugkom.database.each_by_itself import do_each_by_itself


def fail_on(*wrong: int) -> tuple[list[int], Callable[[int], int]]:
    done: list[int] = []

    def work(item: int) -> int:
        if item in wrong:
            raise ValueError(item)
        done.append(item)
        return item * 10

    return done, work


def test_the_others_are_done_and_then_the_error_is_raised() -> None:
    done, work = fail_on()
    assert do_each_by_itself([1, 2, 3], work, "numbers") == [10, 20, 30]
    done, work = fail_on(1)
    with pytest.raises(ValueError, match="1"):
        do_each_by_itself([1, 2, 3], work, "numbers")
    assert done == [2, 3]


def test_several_errors_are_raised_together() -> None:
    done, work = fail_on(1, 3)
    with pytest.raises(ExceptionGroup, match="numbers") as raised:
        do_each_by_itself([1, 2, 3], work, "numbers")
    assert [str(each) for each in raised.value.exceptions] == ["1", "3"]
    assert done == [2]


def test_a_database_that_is_away_is_asked_no_second_time() -> None:
    asked = []

    def work(item: int) -> None:
        asked.append(item)
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    with pytest.raises(OperationalError):
        do_each_by_itself([1, 2, 3], work, "numbers")
    assert asked == [1]
