"""The documents name files that exist: relative links resolve, and so do paths and modules in backticks."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from terugkom.schedule.lead_times import LeadTimes
from tests.syntax_trees import list_nodes

ROOT = Path(__file__).parents[1]
ROOTS = (ROOT, ROOT / "terugkom")  # documents name a room, and a file in it, without `terugkom/`
DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "bench/README.md",
    ROOT / "deployments/README.md",
    ROOT / "deployments/containers/README.md",
    ROOT / "terugkom/migrations/README.md",
    ROOT / "tests/gate/README.md",
)
# Of nginx and of packages.
NAMES_OF_OTHERS = {
    "lingering_close",
    "TypstError",
    "Header",
    "oauth2cli",
    "SMTP_SSL",
}
MANUAL = (ROOT / "docs/handleiding.md").read_text(encoding="utf-8")
NOT_IN_A_CHECKOUT = {"terugkom/templates/"}  # decision 0022: where the wheel has the templates
SOURCES = [
    path
    for folder in ("terugkom", "tasks", "flows", "deployments")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
]
_WORD = re.compile(r"(?<!`)`([a-z]\w*)`(?!`)")  # a value stands in double backticks
_NAME = re.compile(r"\w+")
_NAME_IN_BACKTICKS = re.compile(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
_CODE = re.compile(r"`([^`]+)`")
_SOURCE_PATH = re.compile(r"([\w.-]+)/[\w./-]*")
_MODULE = re.compile(r"(?:terugkom|tasks|flows|tests|bench)(?:\.\w+)+(?<!\.db)")
_FUNCTION_OF_A_MODULE = re.compile(r"([\w/]+\.py): (\w+(?:, \w+)*)")  # as in the ways of a datum


def list_links(text: str) -> Iterator[str]:
    """Yield the targets of the relative links, pictures included."""
    yield from _LINK.findall(text)


def list_code(text: str) -> Iterator[str]:
    """Yield what is in backticks, on one line where it is broken over two."""
    yield from (
        " ".join(code.split()) for paragraph in text.split("\n\n") for code in _CODE.findall(paragraph)
    )


def list_paths(text: str) -> Iterator[str]:
    """Yield the paths in backticks that start with a folder of the repository, or of ``terugkom/``."""
    for code in list_code(text):
        found = _SOURCE_PATH.fullmatch(code)
        if found and code not in NOT_IN_A_CHECKOUT and any((root / found[1]).is_dir() for root in ROOTS):
            yield code


def list_modules(text: str) -> Iterator[str]:
    """Yield the dotted names in backticks that start with a package of ours."""
    yield from (code for code in list_code(text) if _MODULE.fullmatch(code))


def list_functions(text: str) -> Iterator[tuple[str, str]]:
    """Yield (file, name) of what is in backticks as ``plan/history.py: record_changes``."""
    for code in list_code(text):
        if found := _FUNCTION_OF_A_MODULE.fullmatch(code):
            yield from ((found[1], name) for name in found[2].split(", "))


def has_name(dotted: str) -> bool:
    """Return whether a dotted name is a module, or a name that its module defines."""
    path = ROOT.joinpath(*dotted.split("."))
    if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file():
        return True
    return defines(path.parent.with_suffix(".py"), path.name)


def defines(path: Path | None, name: str) -> bool:
    """Return whether a file defines a function, class or constant; without importing it."""
    pattern = rf"^(?:\s*(?:async )?(?:def|class) {name}\b|{name}\b.* = )"
    return (
        path is not None
        and path.is_file()
        and bool(re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE))
    )


def locate(path: str) -> Path | None:
    """Return where a path is: below the root, or below ``terugkom/``; None if it is nowhere."""
    return next((root / path for root in ROOTS if (root / path).exists()), None)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [link for link in list_links(text) if not (document.parent / link).exists()]
    missing += [path for path in list_paths(text) if not locate(path)]
    missing += [name for name in list_modules(text) if not has_name(name)]
    missing += [f"{file}: {name}" for file, name in list_functions(text) if not defines(locate(file), name)]
    assert missing == []


def test_each_decision_has_a_number_of_its_own_and_its_title_begins_with_it() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [path.name.partition("-")[0] for path in decisions]
    assert numbers == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in decisions]
    assert [title.split()[:2] for title in titles] == [["#", number] for number in numbers]


@pytest.mark.parametrize(
    "text", ["[a](no/such.md)", "![a](no.png)", "`docs/no.md`", "`terugkom/no/`", "`plan/no.py`"]
)
def test_a_name_of_nothing_is_seen(text: str) -> None:
    assert [*list_links(text), *list_paths(text)]


@pytest.mark.parametrize("text", ["https://x.org", "[a](https://x.org)", "`a/b`", "`terugkom import FILE`"])
def test_what_is_no_path_is_left_alone(text: str) -> None:
    assert not [*list_links(text), *list_paths(text), *list_modules(text)]


def test_a_name_is_looked_up_in_its_module() -> None:
    assert has_name("terugkom.plan.next_reminder.reschedule_reminder")
    assert has_name("terugkom.delivery.channels")
    assert not has_name("terugkom.plan.next_reminder.rearm")
    assert list(list_functions("`plan/history.py: a,\n  b`")) == [
        ("plan/history.py", "a"),
        ("plan/history.py", "b"),
    ]


def test_the_dutch_manual_names_each_deployment_that_a_person_may_start() -> None:
    yaml = (ROOT / "deployments/prefect.yaml").read_text(encoding="utf-8")
    deployments = set(re.findall(r"^  - name: (\S+)", yaml, re.MULTILINE))
    rows = MANUAL.partition("| naam | waarvoor |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", rows)) == deployments - {"work-batch"}  # which the daily run starts


@pytest.mark.parametrize(
    "subject",
    ["Opvolging actieplan, week", "Bezorgt u ons het verslag?", "Ter goedkeuring", "Nog niet klaar"],
)
def test_the_dutch_manual_quotes_subjects_of_mails(subject: str) -> None:
    subjects = [path.read_text(encoding="utf-8") for path in (ROOT / "templates/nl").glob("*/subject.txt")]
    assert f"*{subject}" in MANUAL
    assert any(subject in text for text in subjects)


def test_the_dutch_manual_has_the_days_of_the_program() -> None:
    days = LeadTimes()
    said = [
        f"| {days.invitation} dagen voor een overleg |",
        f"| {days.pack} dagen voor een overleg |",
        f"{days.first_reminder} en {days.second_reminder} dagen voor de deadline",
        f"Na {days.coordinator_in_copy}\ndagen krijgt u een kopie.",
        f"Na {days.on_agenda} dagen stoppen de mails",
    ]
    assert [each for each in said if each not in MANUAL] == []


def list_members(of: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    """Yield the names of fields, methods and their arguments of a class, and of its bases in this module."""
    for node in ast.walk(of):
        if isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target).removeprefix("self.")
        elif isinstance(node, ast.Assign):
            yield from (ast.unparse(each).removeprefix("self.") for each in node.targets)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
    for base in of.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from list_members(classes[base.id], classes)


def find_unknown_words(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield what the docstring of a class has in backticks and neither it nor its module defines.

    `nodes` are those of a module, itself first.
    """
    classes = {each.name: each for each in nodes if isinstance(each, ast.ClassDef)}
    top = ast.iter_child_nodes(nodes[0])
    defined = {each.name for each in top if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    for one in classes.values():
        known = defined | set(list_members(one, classes))
        words = _WORD.findall(ast.get_docstring(one) or "")
        yield from (f"{one.name}: {each}" for each in words if each not in known)


@pytest.mark.long
def test_what_the_docstring_of_a_class_names_it_has() -> None:
    """Twenty named a field that had got another name since."""
    found = {str(path.relative_to(ROOT)): list(find_unknown_words(list_nodes(path))) for path in SOURCES}
    assert {path: words for path, words in found.items() if words} == {}


def test_a_field_that_was_renamed_is_seen_in_a_docstring() -> None:
    source = '''
class Base:
    """A base."""
    kept: int

class Limits(Base):
    """Both `total` and `kept`, as ``total``; `read` calls `build` with `size`."""
    total_timeout: float
    def read(self, size: int) -> None: ...

def build() -> None: ...
'''
    assert list(find_unknown_words(list(ast.walk(ast.parse(source))))) == ["Limits: total"]


def list_defined_names(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield every name in the code of a module, and the words of its texts; not those of its docstrings."""
    documentation = {id(each.value) for each in nodes if isinstance(each, ast.Expr)}
    for node in nodes:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.alias(name=name) | ast.ImportFrom(module=str(name)):
                yield from name.split(".")
            case ast.Constant(value=str(text)) if id(node) not in documentation:
                yield from _NAME.findall(text)


def list_documented_names(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the names in backticks of the docstrings of a module, and of its functions and classes."""
    for node in nodes:
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _NAME_IN_BACKTICKS.findall(ast.get_docstring(node) or "")


@pytest.mark.long
def test_what_a_docstring_names_is_somewhere() -> None:
    """Some named a function or a constant that had got another name since."""
    files = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]
    known = NAMES_OF_OTHERS | {name for path in files for name in list_defined_names(list_nodes(path))}
    known |= {word for path in ROOT.rglob("templates/nl/**/*") for word in _NAME.findall(path.stem)}
    unknown = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in SOURCES
        for name in list_documented_names(list_nodes(path))
        if not known.issuperset(name.split("."))
    }
    assert unknown == set()
