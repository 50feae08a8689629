"""The rules of the house that no tool checks: who imports what, who asks the time, how long a file is."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.syntax_trees import get_last_name, list_nodes

HOUSE = Path(__file__).parents[1]
CORE = sorted((HOUSE / "terugkom").rglob("*.py"))
ROOMS = ("terugkom", "tasks", "flows", "deployments", "templates", "bench", "docs")
ASKS_THE_CLOCK = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "monotonic"}
CLOCKS = {"datetime", "date", "time"}
# `demo`, `run` and `serve` go through Prefect; what they need for that they import late.
THE_CLOCK = HOUSE / "terugkom/clock.py"  # for the command line, `tasks/` and whoever calls the subject
GOES_THROUGH_PREFECT = HOUSE / "terugkom/command_line"
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt)/\w")


def imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the modules that a file imports, wherever in it."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def clocks_asked(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the calls that ask what time it is."""
    for node in nodes:
        asks = isinstance(node, ast.Call) and get_last_name(node.func) in ASKS_THE_CLOCK
        if asks and get_last_name(getattr(node.func, "value", node)) in CLOCKS:
            yield ast.unparse(node.func)


def tracked(*folders: str) -> list[Path]:
    """Return the files of the repository below these folders, and those that are new."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    try:
        names = subprocess.run(git, cwd=HOUSE, check=True, capture_output=True, text=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [HOUSE / name for name in names if (HOUSE / name).is_file()]


def test_the_core_never_imports_prefect() -> None:
    guilty = {
        path.name for path in CORE for name in imports(list_nodes(path)) if name.split(".")[0] == "prefect"
    }
    assert guilty == set()


def test_only_the_command_line_knows_of_tasks_flows_and_deployments() -> None:
    guilty = {
        str(path.relative_to(HOUSE))
        for path in CORE
        if not path.is_relative_to(GOES_THROUGH_PREFECT)
        for name in imports(list_nodes(path))
        if name.split(".")[0] in ("tasks", "flows", "deployments", "tests", "bench")
    }
    assert guilty == set()


def test_the_core_never_asks_the_clock() -> None:
    guilty = {
        (str(path.relative_to(HOUSE)), call)
        for path in CORE
        if path != THE_CLOCK
        for call in clocks_asked(list_nodes(path))
    }
    assert guilty == set()


def test_a_class_name_means_one_thing() -> None:
    files = [path for path in tracked("terugkom", "tasks", "flows", "deployments") if path.suffix == ".py"]
    names = Counter(
        node.name
        for path in files
        if "versions" not in path.parts
        for node in list_nodes(path)
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("layer", ["terugkom", "terugkom/command_line", "tasks", "flows", "deployments"])
def test_a_function_name_means_one_thing_in_a_layer(layer: str) -> None:
    commands = HOUSE / "terugkom/command_line"
    files = [path for path in tracked(layer) if path.suffix == ".py" and "versions" not in path.parts]
    names = Counter(
        node.name
        for path in files
        if layer != "terugkom" or not path.is_relative_to(commands)
        for node in ast.iter_child_nodes(list_nodes(path)[0])
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_")
    )
    of_each = {"render", "render_files", "main"}  # of each medium, and of each program
    assert {name for name, count in names.items() if count > 1} - of_each == set()


def test_the_settings_are_read_in_the_composition_root_alone() -> None:
    files = [path for path in tracked("terugkom", "tasks", "flows", "deployments") if path.suffix == ".py"]
    reads = {
        str(path.relative_to(HOUSE))
        for path in files
        for node in list_nodes(path)
        if isinstance(node, ast.Call) and get_last_name(node.func) == "Settings"
    }
    assert reads == {"terugkom/installation.py"}


@pytest.mark.parametrize(
    "asks",
    ["datetime.now(UTC)", "date.today()", "time.time()", "datetime.datetime.now()", "dt.datetime.utcnow()"],
)
def test_the_check_sees_who_asks_the_clock(asks: str) -> None:
    assert list(clocks_asked(ast.walk(ast.parse(f"def f():\n    return {asks}"))))


def errors_of_rows(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the handlers that take any row that the database refuses for one that is there already."""
    for node in nodes:
        if isinstance(node, ast.ExceptHandler) and node.type and "IntegrityError" in ast.unparse(node.type):
            calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
            if "is_duplicate_key" not in map(get_last_name, calls):
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and get_last_name(node.func) == "suppress":
            yield from (ast.unparse(node) for each in node.args if "IntegrityError" in ast.unparse(each))


def test_a_refused_row_is_only_taken_for_one_that_is_there_if_the_database_says_so() -> None:
    tasks = sorted((HOUSE / "tasks").rglob("*.py"))
    guilty = [each for path in (*CORE, *tasks) for each in errors_of_rows(list_nodes(path))]
    assert guilty == []


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    add()\nexcept IntegrityError:\n    pass",
        "try:\n    add()\nexcept (exc.IntegrityError, OSError):\n    pass",
        "with suppress(IntegrityError):\n    add()",
    ],
)
def test_the_check_sees_who_takes_any_refused_row_for_one_that_is_there(code: str) -> None:
    assert len(list(errors_of_rows(ast.walk(ast.parse(code))))) == 1


def test_no_file_is_longer_than_a_person_reads() -> None:
    files = [path for path in tracked(*ROOMS) if path.suffix == ".py" and "versions" not in path.parts]
    long = {
        str(path.relative_to(HOUSE)): number
        for path in files
        if (number := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert long == {}


def test_no_file_knows_on_which_machine_it_was_written() -> None:
    files = tracked(*ROOMS, "tests", "README.md", "Makefile", "pyproject.toml", ".ci")
    text = {".py", ".md", ".toml", ".yaml", ".txt", ".html", ".jinja", ""}
    guilty = {
        f"{path.relative_to(HOUSE)}: {found[0]}"
        for path in files
        if path.suffix in text and path != Path(__file__)
        for found in [MACHINE_PATH.search(path.read_text(encoding="utf-8"))]
        if found
    }
    assert guilty == set()


def test_no_file_of_flows_is_named_like_a_module_of_the_standard_library() -> None:
    assert {path.stem for path in (HOUSE / "flows").glob("*.py")} & sys.stdlib_module_names == set()
