"""The process that sends beside a run: what it is given to render, and how that can end."""

import operator
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from terugkom.database.connection_pool import Database
from terugkom.delivery.channels.folder import build_folder_connections
from terugkom.delivery.sender import SenderConfig
from terugkom.delivery.sender_process import SenderProcess, SenderProcessEnded
from terugkom.documents.document_store import DocumentStore
from terugkom.errors import InputError


class Odd(Exception):
    """An error that cannot be read again: it wants two arguments, and keeps one."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def render(folder: Path, number: int) -> int:
    """Store something, or go wrong."""
    if number == 0:
        raise InputError("error.template.missing")
    if number < 0:
        raise Odd("it is", " odd")
    (folder / str(number)).write_text(str(os.getpid()))
    return number * 2


@pytest.fixture
def config(tmp_path: Path) -> Iterator[SenderConfig]:
    database = Database(f"sqlite:///{tmp_path}/terugkom.db")
    database.upgrade()
    documents = DocumentStore(tmp_path / "documents")
    yield SenderConfig(database, documents, _now, date(2027, 3, 1), lease_seconds=60, retry_seconds=60)
    database.close()


def _now() -> datetime:
    return datetime(2027, 3, 1, 8, tzinfo=UTC)


def _start(config: SenderConfig, folder: Path, function: Any) -> SenderProcess:
    return SenderProcess(config, partial(build_folder_connections, folder / "outbox"), function)


def test_it_renders_in_a_process_of_its_own_what_it_is_given(config: SenderConfig, tmp_path: Path) -> None:
    with _start(config, tmp_path, partial(render, tmp_path)) as process:
        for number in (3, 4):
            process.start_rendering(number)
            assert process.get_rendered() == number * 2
        process.notify()
        process.start_rendering(5)
        assert process.get_rendered() == 10
    made_by = {(tmp_path / str(number)).read_text() for number in (3, 4, 5)}
    assert len(made_by) == 1
    assert made_by != {str(os.getpid())}


@pytest.mark.long
def test_an_error_is_raised_here_and_the_next_call_works(config: SenderConfig, tmp_path: Path) -> None:
    with _start(config, tmp_path, partial(render, tmp_path)) as process:
        process.start_rendering(0)
        with pytest.raises(InputError) as found:
            process.get_rendered()
        assert found.value.render("en") == InputError("error.template.missing").render("en")
        process.start_rendering(-1)
        with pytest.raises(RuntimeError, match="it is odd"):
            process.get_rendered()
        process.start_rendering(7)
        assert process.get_rendered() == 14


def test_a_process_that_was_killed_says_so(config: SenderConfig, tmp_path: Path) -> None:
    with _start(config, tmp_path, operator.neg) as process:
        process._process.kill()
        process._process.wait()
        process.start_rendering(1)
        assert process.has_rendered()
        with pytest.raises(SenderProcessEnded):
            process.get_rendered()
        process.notify()
    assert not process.result.states


def test_a_process_without_a_function_renders_nothing(config: SenderConfig, tmp_path: Path) -> None:
    with _start(config, tmp_path, None) as process:
        process.start_rendering(1)
        with pytest.raises(ValueError, match="no function"):
            process.get_rendered()
