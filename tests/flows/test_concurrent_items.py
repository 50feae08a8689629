"""Items that are done in threads: chains in order, two at once, and an error ends it."""

from contextvars import ContextVar
from threading import Barrier, Event, get_ident

import pytest

from tasks.concurrent_items import run_concurrently

_about: ContextVar[str] = ContextVar("about", default="")


def test_chains_are_done_in_order_two_at_once_and_recorded_here() -> None:
    both, recorded = Barrier(2, timeout=30), list[tuple[str, str]]()

    def do(item: str) -> str:
        if item.endswith("1"):  # of two chains: each waits for the other
            both.wait()
        assert get_ident() != here
        return f"{item} in {_about.get()}"

    def record(item: str, found: str) -> None:
        assert get_ident() == here
        recorded.append((item, found))

    here, token = get_ident(), _about.set("a run")
    run_concurrently([["a1", "a2", "a3"], [], ["b1", "b2"], ["c"]], do, record)
    _about.reset(token)
    assert [item for item, _ in recorded if item.startswith("a")] == ["a1", "a2", "a3"]
    assert [item for item, _ in recorded if item.startswith("b")] == ["b1", "b2"]
    assert sorted(recorded) == [(each, f"{each} in a run") for each in ("a1", "a2", "a3", "b1", "b2", "c")]


def test_one_chain_is_done_in_this_thread() -> None:
    threads = set[int]()
    run_concurrently([[], [1, 2, 3]], lambda _: threads.add(get_ident()), lambda *_: None)
    assert threads == {get_ident()}


def test_after_an_error_what_is_being_done_is_waited_for_and_nothing_is_begun() -> None:
    failed, ended = Event(), list[str]()

    def do(item: str) -> None:
        if item == "a1":
            failed.set()
            raise OSError("the disk is full")
        assert failed.wait(30)
        ended.append(item)

    with pytest.raises(OSError, match="disk"):
        run_concurrently([["a1", "a2"], ["b1", "b2"], ["c1"]], do, lambda *_: None)
    assert ended in (["b1"], ["b1", "b2"])  # b2 if it was begun before the error was seen
    assert "c1" not in ended


def test_an_error_of_who_records_ends_it_too() -> None:
    def record(item: str, _: None) -> None:
        raise OSError(f"after {item}")

    begun = list[str]()
    with pytest.raises(OSError, match="after"):
        run_concurrently([["a1", "a2"], ["b1", "b2"]], begun.append, record)
    assert set(begun) <= {"a1", "b1"}
