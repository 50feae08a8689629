"""Tries every pattern against hostile texts; `tests.test_patterns` runs it in a process of its own.

A pattern whose time grows by the square of a text is found by what it does with 30,000 characters. Of a
pattern that its module only gives a text of a stated length, that length is tried.
"""

import json
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

LENGTH = 30_000
SECONDS = 0.5  # of the processor, for one text; a pattern that reads it once takes a thousandth of that
ROOTS = ("terugkom", "tasks")
UNITS = (
    *(
        " ",
        "a",
        "A",
        "7",
        ".",
        "-",
        "\n",
        "(",
        "<",
        "[",
        "@",
        "é",
        ",",
        ";",
        ">",
        '"',
        "'",
        "/",
        "=",
        ":",
        "*",
    ),
    *(
        "a ",
        "a.",
        "7.",
        "a,",
        "A ",
        "A’",
        "A.",
        "-A",
        "Aa'",
        "(a",
        "<a",
        "a@",
        "\n ",
        "> ",
        "en ",
        "re: ",
        "{a",
    ),
)
# Per module, the characters of a text that its patterns get; a cut that is made elsewhere stands behind it.
CUT_AT: Mapping[str, int] = {
    "terugkom.inbox.automatic_mail": 5_000,  # _MAX_TEXT
    "terugkom.inbox.reply_text": 1_000,  # _MAX_LINE_LENGTH
    **dict.fromkeys(  # MAX_TEXT of plain_answer
        (
            f"terugkom.inbox.answers.{name}"
            for name in (
                "action_titles",
                "answer_clauses",
                "later_day",
                "on_time",
                "progress_answer",
                "result_clauses",
                "titled_thing",
            )
        ),
        4_000,
    ),
    "terugkom.delivery.failure_kinds": 4_000,  # _MAX_TEXT
    "terugkom.workbook.foreign.amounts": 100,  # _MAX_TEXT
    "terugkom.workbook.foreign.owner_names": 3_000,  # _MAX_LENGTH
    "terugkom.workbook.foreign.owner_phrases": 3_000,  # _MAX_LENGTH of owner_names
    "terugkom.workbook.foreign.part_rows": 80,  # _MAX_LEVEL_LENGTH
    "terugkom.workbook.file_formats.number_formats": 60,  # _MAX_LENGTH
    "terugkom.delivery.publication": 200,  # _MAX_PATH; the others read pages that are rendered here
    "terugkom.documents.mail_address": 1_000,  # is_mail_address looks at the length first
    "terugkom.language_rules.lexicon": 2_000,  # a line of a rule file, which is the program's own
}
# What is not searched for, or not in what others write; why.
EXEMPT: Mapping[str, str] = {
    "terugkom.inbox.answers.only_later_day._SUBJECTS": "match at the start of a clause of 4,000 characters",
    "terugkom.inbox.answers.titled_thing._PRODUCT": "matches whole words of a title",
    "terugkom.inbox.answers.titled_thing._ONLY_FOR": "matches whole words of a title",
    "terugkom.inbox.answers.titled_thing._WORK_OF_A_KIND": "matches whole words of a title",
    "terugkom.language_rules.sentences._LAST_WORD": "gets twelve characters",
    "terugkom.meetings.minutes.decision_names._REASON": "matches whole cells that end with a bracket",
    "terugkom.meetings.minutes.decision_names._SENTENCE": "matches whole cells that end with a bracket",
    "terugkom.personal_data.name_context._WORD_BEFORE": "gets 200 characters: _AROUND",
    "terugkom.workbook.cells._NUMBERS": "matches whole cells",
    "terugkom.workbook.dates.read_dates._RANGE_SEPARATOR": "gets single spaces",
    "terugkom.workbook.dates.read_dates._TRAILING_BRACKETS": "gets single spaces",
    "terugkom.workbook.foreign.telephone_numbers._BARE_DEPARTMENT": "gets 30 characters: _MAX_DEPARTMENT",
    "terugkom.workbook.foreign.header_matching._BRACKETED": "gets 1,000 characters: _MAX_LENGTH",
    "terugkom.workbook.foreign.owner_phrases._HELPED": "gets 3,000 characters: _MAX_LENGTH of owner_names",
    "terugkom.workbook.foreign.owner_phrases._TOGETHER": "gets 3,000 characters: _MAX_LENGTH of owner_names",
}


class _TooLong(Exception):
    pass


def list_modules() -> Iterator[ModuleType]:
    """Yield the modules of the program."""
    for root in ROOTS:
        package = import_module(root)
        for found in pkgutil.walk_packages(package.__path__, f"{root}."):
            if "migrations" not in found.name and not found.name.endswith("__main__"):
                yield import_module(found.name)


def list_patterns(value: Any) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value of a module."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from list_patterns(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from list_patterns(each)


def find_uses(name: str, module: ModuleType, sources: Mapping[str, str]) -> set[str]:
    """Return how the pattern of this name is used: `search` for all that looks further on."""
    own = sources[module.__name__]
    texts = [own] if name.startswith("_") else list(sources.values())
    used = {use for text in texts for use in re.findall(rf"\b{name}\.(\w+)", text)}
    if not used or re.search(rf"[\[(,] *{name}[,\])]|\bin {name}\b", own):
        return {"search", "fullmatch"}
    at_its_beginning = used & {"match", "fullmatch"}
    return at_its_beginning | ({"search"} if used - at_its_beginning else set())


def takes_too_long(pattern: re.Pattern[Any], use: str, text: Any) -> bool:
    """Return whether a text takes a pattern longer than its share of the processor."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        if use == "search":
            for _ in pattern.finditer(text):
                pass
        else:
            getattr(pattern, use)(text)
    except _TooLong:
        return True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return False


def find_slow_patterns(modules: list[ModuleType]) -> Iterator[str]:
    """Yield the module, name, use and text of each pattern that takes too long, once a use."""
    sources = {each.__name__: Path(str(each.__file__)).read_text("utf-8") for each in modules}
    seen: set[tuple[Any, str, int]] = set()
    for module in modules:
        length = CUT_AT.get(module.__name__, LENGTH)
        for name, value in vars(module).items():
            if f"{module.__name__}.{name}" in EXEMPT:
                continue
            if f"{name} = " not in sources[module.__name__] and f"{name}," not in sources[module.__name__]:
                continue
            for pattern in list_patterns(value):
                for use in find_uses(name, module, sources):
                    key = (pattern, use, length)
                    if key not in seen and (slow := _find_slow_unit(pattern, use, length)):
                        yield f"{module.__name__}.{name}.{use} of {slow!r}"
                    seen.add(key)


def _find_slow_unit(pattern: re.Pattern[Any], use: str, length: int) -> str | None:
    for unit in UNITS:
        for text in (unit * (length // len(unit)) + "\x01", "a" + unit * (length // len(unit)) + "\x01"):
            given = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
            if takes_too_long(pattern, use, given):
                return unit
    return None


def _stop(*_: object) -> None:
    raise _TooLong


if __name__ == "__main__":
    signal.signal(signal.SIGPROF, _stop)
    sys.stdout.write(json.dumps(list(find_slow_patterns(list(list_modules())))))
