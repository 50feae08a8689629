"""What is imported is declared, and what is declared is locked, with hashes and without an index address."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.syntax_trees import list_nodes

ROOT = Path(__file__).parents[1]
SHIPPED, OUR_TOOLS = ("terugkom", "tasks", "flows", "deployments"), ("tests", "bench")
# Of bench/post_office.py and bench/answer_classifier.py, which run in a Python of their own.
OF_ANOTHER_PYTHON = {"django", "post_office", "scipy", "sklearn"}
LOCK, IMAGE_LOCK, DEVELOPMENT_LOCK = "requirements.txt", "requirements-s3.txt", "requirements-dev.txt"
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared(*, development: bool) -> dict[str, Requirement]:
    """Return the requirements of pyproject.toml by their normalized names."""
    found = project()
    lines = list(found["project"]["dependencies"])
    if development:
        lines += found["project"]["optional-dependencies"]["dev"] + found["dependency-groups"]["build"]
    return {canonicalize_name(each.name): each for each in map(Requirement, lines)}


def imported(folder: Path) -> Iterator[str]:
    """Yield the top-level modules that the files below a folder import, wherever in the file."""
    for path in folder.rglob("*.py"):
        for node in list_nodes(path):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def undeclared(folders: Iterable[Path], names: Iterable[str]) -> set[str]:
    """Return the modules imported below these folders that no distribution of these names provides."""
    ours = {*SHIPPED, *OUR_TOOLS, *sys.stdlib_module_names}
    modules = {module for folder in folders for module in imported(folder)} - ours
    provided_by = packages_distributions()
    return {
        module
        for module in modules
        if {canonicalize_name(each) for each in provided_by.get(module, ())}.isdisjoint(names)
    }


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return version (with its marker) and hashes of each requirement of a lock file, by name."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            pin, *hashes = line.split(" --hash")
            matched = PIN.fullmatch(pin.strip())
            assert matched, f"{name}: {pin} is no pinned version"
            version = f"{matched['version']} ; {matched['marker'] or ''}"
            found[matched["name"]] = (version, frozenset(f"--hash{each.strip()}" for each in hashes))
    return found


@pytest.mark.long
@pytest.mark.parametrize(("folders", "development"), [(SHIPPED, False), (OUR_TOOLS, True)])
def test_each_import_is_declared(folders: tuple[str, ...], development: bool) -> None:
    found = [ROOT / folder for folder in folders]
    assert undeclared(found, declared(development=development)) - OF_ANOTHER_PYTHON == set()


def test_an_import_that_comes_with_another_package_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n    from urllib3.util import x\nimport requests, json\n")
    assert undeclared([tmp_path], {"requests"}) == {"urllib3"}


def test_the_build_backend_of_the_lock_is_that_of_the_build() -> None:
    assert project()["dependency-groups"]["build"] == project()["build-system"]["requires"]


@pytest.mark.parametrize(("lock", "development"), [(LOCK, False), (DEVELOPMENT_LOCK, True)])
def test_what_is_declared_is_locked(lock: str, development: bool) -> None:
    found = locked(lock)
    for name, requirement in declared(development=development).items():
        version = Version(found[name][0].partition(" ;")[0])
        assert requirement.specifier.contains(version), f"{name} {version}: run `make lock`"


@pytest.mark.parametrize("lock", [LOCK, IMAGE_LOCK, DEVELOPMENT_LOCK])
def test_each_locked_version_has_its_hashes(lock: str) -> None:
    for name, (_, hashes) in locked(lock).items():
        assert hashes, name
        assert all(HASH.fullmatch(each) for each in hashes), name


def test_what_is_tested_is_what_is_run() -> None:
    assert locked(LOCK).items() <= locked(IMAGE_LOCK).items() <= locked(DEVELOPMENT_LOCK).items()


def test_the_lock_of_the_image_has_what_an_object_store_needs() -> None:
    """Without it a worker in a container could not read one document."""
    found = locked(IMAGE_LOCK)
    (extra,) = project()["project"]["optional-dependencies"]["s3"]
    needed = [Requirement(extra)]
    seen = set[str]()
    while needed:
        each = needed.pop()
        name = canonicalize_name(each.name)
        assert name in found, f"{name}: run `make lock`"
        assert each.specifier.contains(Version(found[name][0].partition(" ;")[0])), name
        if name not in seen:
            seen.add(name)
            more = map(Requirement, requires(name) or ())
            needed += [one for one in more if one.marker is None or one.marker.evaluate({"extra": ""})]
    assert "botocore" in seen


@pytest.mark.parametrize("file", [LOCK, IMAGE_LOCK, DEVELOPMENT_LOCK, "pyproject.toml", "Makefile"])
def test_no_file_says_from_where_packages_come(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(r"://|--(?:extra-)?index|--find-links", text) is None
