"""The syntax trees of the program's files, made once for all tests of a process that look at them."""

import ast
from functools import cache
from pathlib import Path


@cache
def list_nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a file, the module first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


def get_last_name(node: ast.AST) -> str:
    """Return the last name of what is named, such as ``now`` of ``clock.now``; empty for what has none."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
