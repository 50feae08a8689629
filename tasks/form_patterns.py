"""Patterns of forms. Pydantic and Prefect are not imported: a command that asks a server starts sooner."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic.config import JsonDict

# What is typed into a form stays in Prefect's history: the server refuses an address before it keeps it. It
# stands in the form alone, so that the runs of a group whose code has such a character go on.
NO_ADDRESS: "JsonDict" = {"pattern": "^[^@]*$"}
