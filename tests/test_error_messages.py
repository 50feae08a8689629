"""An error is a message of the catalogues: in each language, with the values that it is raised with."""

import ast
import pickle
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product

import pytest

from terugkom.catalogues import list_languages
from terugkom.errors import (
    Choices,
    CommandError,
    InputError,
    Message,
    PublicInputError,
    TemplateError,
    TextInputError,
)
from tests.syntax_trees import get_last_name
from tests.test_catalogues import DYNAMIC, pattern, placeholders, sources, strings, texts

# What only a command of the shell runs, and the settings of whoever manages the machine.
COMMANDS = ("terugkom/command_line/", "terugkom/backup/", "terugkom/personal_data/", "deployments/")
COMMAND_FILES = ("tasks/block_secrets.py",)


@cache
def classes(*roots: str) -> frozenset[str]:
    """Return these classes and all that derive from them."""
    found = set(roots)
    definitions = [node for _, nodes in sources() for node in nodes if isinstance(node, ast.ClassDef)]
    while True:
        more = {each.name for each in definitions if found & {get_last_name(base) for base in each.bases}}
        if more <= found:
            return frozenset(found)
        found |= more


NAMESPACES = ("error.", "channel.", "docx.", "approval.refused.")
# The classes themselves, which are given their id.
DEFINITIONS = ("terugkom/errors.py", "terugkom/workbook/file_formats/refused_content.py")


@cache
def messages() -> tuple[tuple[str, ast.Call], ...]:
    """Return each call that makes an error of a message, or a message, with its file."""
    return tuple(_find_messages())


def _find_messages() -> Iterator[tuple[str, ast.Call]]:
    """Yield each call that makes an error of a message, or a message, with its file."""
    of_texts = classes("TextInputError")
    of_messages = classes("InputError", "InvalidPublication") - of_texts | {"Message", "RefusedContent"}
    for file, nodes in sources():
        definitions = [node for node in nodes if isinstance(node, ast.ClassDef)]
        own = {  # a class that says itself which message it is
            each.name: [call for call in ast.walk(each) if ast.unparse(call).startswith("super().__init__(")]
            for each in definitions
            if each.name in of_messages
        }
        yield from (
            (file, call)
            for found in own.values()
            for call in found
            if isinstance(call, ast.Call) and file not in DEFINITIONS
        )
        for node in nodes:
            if not isinstance(node, ast.Call) or get_last_name(node.func) not in of_messages - own_init():
                continue
            if file == "terugkom/errors.py" and ast.unparse(node).startswith("Message(message_id"):
                continue
            if ast.unparse(node).startswith("Message(str(message_id)"):  # from the process of templates
                continue
            yield file, node


@cache
def own_init() -> frozenset[str]:
    """Return the classes with a constructor of their own, which take no id of a message."""
    return frozenset(
        node.name
        for file, nodes in sources()
        for node in nodes
        if isinstance(node, ast.ClassDef) and file not in DEFINITIONS
        if any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in node.body)
    )


def ids(call: ast.Call) -> set[str]:
    """Return the ids that a call may give."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.JoinedStr):
        return {pattern(first).format(*each) for each in product(*DYNAMIC[pattern(first)])}
    return set(strings(first))


@pytest.mark.parametrize("language", list_languages())
def test_each_error_says_in_each_language_what_it_is_raised_with(language: str) -> None:
    wrong, seen = [], set()
    for file, call in messages():
        given = {each.arg for each in call.keywords}
        if get_last_name(call.func) == "RefusedContent":
            given |= {"file"}  # whoever knows it says it
        found = ids(call)
        if not found and not ast.unparse(call).startswith("UnreadableFile(refused.message, "):
            wrong.append((file, call.lineno, "no id of a message"))
        for each in found:
            shown = {name for text in texts(language).get(each, ()) for name in placeholders(text)}
            is_whole = all(texts(language).get(each, ()))
            exact = shown == given or (isinstance(call.args[0], ast.JoinedStr) and shown <= given)
            if each not in texts(language) or not is_whole or not exact:
                wrong.append((file, call.lineno, each))
        seen |= found
    assert wrong == []
    assert len(seen) > 150


def test_all_errors_are_in_all_languages() -> None:
    for language in list_languages():
        ours = {each for each in texts("nl") if each.startswith(NAMESPACES)}
        assert ours - texts(language).keys() == set(), language


def test_only_what_a_command_runs_speaks_english() -> None:
    for file, nodes in sources():
        made = {get_last_name(node.func) for node in nodes if isinstance(node, ast.Call)}
        if "CommandError" in made:
            assert file.startswith(COMMANDS) or file in COMMAND_FILES, file


def test_no_run_and_no_page_leads_to_what_speaks_english() -> None:
    rooms = {"terugkom.command_line", "terugkom.personal_data", "terugkom.backup", "tasks.block_secrets"}
    for file, nodes in sources():
        if file.startswith(("flows/", "tasks/", "terugkom/inbox/", "terugkom/site/")):
            named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
            assert not {each for each in named if each.startswith(tuple(rooms))}, file


def test_who_reads_prefect_never_reads_what_was_typed() -> None:
    typed = InputError("error.idea.unknown", code="Jan is ziek", ideas=Choices(("I1", "I7")))
    assert str(typed) == "there is no idea 'Jan is ziek'; open ideas are: I1, I7"
    assert typed.render("nl") == "er is geen idee “Jan is ziek”; open ideeën zijn: I1, I7"
    assert typed.render_public("nl") == "er is geen idee “…”; open ideeën zijn: I1, I7"
    nested = InputError("error.look.file", file="jan.png", problem=InputError("error.quarter", name="Jan"))
    assert (
        nested.render("fr")
        == "jan.png\u00a0: «\u00a0Jan\u00a0» n’est pas un trimestre\u00a0: écrivez 2026-Q4"
    )
    assert "Jan" not in nested.render_public("fr")
    assert "jan" not in nested.render_public("fr")


def test_dates_counts_and_choices_are_shown_to_everybody() -> None:
    past = PublicInputError("error.meeting.past", day=date(2027, 3, 1))
    assert past.render_public("de").startswith("der 01.03.2027 ist vorbei")
    assert str(past).startswith("2027-03-01 is in the past")
    none = InputError("error.idea.unknown", code="x", ideas=Choices(()))
    assert none.render_public("nl").endswith("open ideeën zijn: geen")
    unknown = InputError(
        "error.municipality.unknown", municipality="x", known=Message("error.municipality.none")
    )
    assert unknown.render_public("nl") == "er is geen gemeente “…”; er is er nog geen: lees eerst een plan in"


def test_a_template_is_named_to_everybody_and_not_what_it_was_filled_in_with() -> None:
    ours = TemplateError("body.txt", Message("error.template.slow", seconds=10.0))
    assert str(ours).startswith("the template body.txt cannot be used: it takes longer than 10 seconds")
    assert ours.render_public("nl").startswith("het sjabloon body.txt kan niet gebruikt worden: het duurt")
    assert str(pickle.loads(pickle.dumps(ours))) == str(ours)
    theirs = TemplateError("body.txt", ValueError("could not convert 'Jan'"))
    assert theirs.render("nl").endswith("could not convert 'Jan'")
    assert theirs.render_public("nl") == "het sjabloon body.txt kan niet gebruikt worden: …"


def test_a_text_that_is_there_already_stays_as_it_is() -> None:
    assert TextInputError("Regel 3: geen titel.").render("fr") == "Regel 3: geen titel."
    assert TextInputError("Regel 3: geen titel.").render_public("nl") == ""
    shown = TextInputError("x", public=Message("error.correction.problems", count=2, story="S1"))
    assert "S1" in shown.render_public("de")
    assert CommandError("no such folder").render("nl") == "no such folder"
