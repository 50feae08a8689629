"""A run on a full disk: Prefect says it in a thousand lines, and this in one."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import IO

from terugkom.errors import ERROR_LANGUAGE, TerugkomError
from terugkom.free_space import describe_full_disk, find_full_disk, is_disk_full
from terugkom.settings import Settings


class DropWhileFull(logging.Filter):
    """Drops what Prefect logs while a disk is full: that it cannot write, again and again."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether there is room on each disk, and this is not told because there was none."""
        if record.exc_info and is_disk_full(record.exc_info[1]):
            return False
        if find_full_disk(self._settings) is None:
            return True
        logging.raiseExceptions = False  # Prefect prints what it cannot send, with a traceback
        return False


@contextmanager
def say_if_full(settings: Settings) -> Iterator[None]:
    """Context of a run; if it fails by a full disk, or while one is full, a TerugkomError says so instead."""
    drop, handlers, before = DropWhileFull(settings), _list_handlers(), logging.raiseExceptions
    for each in handlers:
        each.addFilter(drop)
    try:
        yield
    except Exception as error:
        full = find_full_disk(settings, error)
        if full is None:
            raise
        raise TerugkomError(describe_full_disk(full).render(ERROR_LANGUAGE)) from error
    finally:
        if find_full_disk(settings) is None:  # else Prefect goes on to say it until the process ends
            for each in handlers:
                each.removeFilter(drop)
            logging.raiseExceptions = before


def _list_handlers() -> list[logging.Handler]:
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    return list(dict.fromkeys(handler for logger in loggers for handler in logger.handlers))


def pass_on_unless_full(output: IO[bytes], settings: Settings) -> None:
    """Pass on what Prefect's server says to our error output, in a thread, unless a disk is full."""
    Thread(target=_pass_on, args=(output, settings), daemon=True).start()


def _pass_on(output: IO[bytes], settings: Settings) -> None:
    for line in output:
        if find_full_disk(settings) is None:
            sys.stderr.write(line.decode("utf-8", "replace"))
