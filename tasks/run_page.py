"""The pages of a run: Prefect artifacts, or within a batch parts of the page of a municipality."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactCreate

from tasks.installation import get_run_id
from tasks.markdown import build_markdown_table, render_table
from tasks.outcomes import get_message

_page: ContextVar[list[str] | None] = ContextVar("page of a municipality within a batch", default=None)
_municipality: ContextVar[str] = ContextVar("municipality that a batch works for", default="")


def is_in_batch() -> bool:
    """Return whether this is the work for one municipality of a batch, and not a run of its own."""
    return _page.get() is not None


def get_batch_municipality() -> str:
    """Return the municipality that a batch works for now, "" outside one."""
    return _municipality.get()


@contextmanager
def collect_page(municipality: str) -> Iterator[list[str]]:
    """Collect what the work of one municipality shows, as Markdown, instead of an artifact for each."""
    collected: list[str] = []
    tokens = _page.set(collected), _municipality.set(municipality)
    try:
        yield collected
    finally:
        _page.reset(tokens[0])
        _municipality.reset(tokens[1])


def create_page(key: str, markdown: str, description: str) -> None:
    """Create a Markdown artifact of this run; within a batch the text is added to the page of the batch."""
    page = _page.get()
    if page is None:
        create_markdown_artifact(key=key, markdown=markdown, description=description)
    else:
        page += [markdown, ""]


def create_table(key: str, columns: str, rows: Iterable[tuple[Any, ...]], description: str) -> None:
    """Create a table; `columns` are their keys with spaces between."""
    page = _page.get()
    if page is None:
        create_table_artifact(key=key, table=build_markdown_table(columns, rows), description=description)
    else:
        table = render_table(columns, (tuple(map(str, row)) for row in rows))
        page += [f"### {description}", *table, ""]


def create_municipality_pages(pages: Mapping[str, list[str]], prefix: str = "municipality") -> None:
    """Create the page of each municipality, by its slug: the latest is found by its key in the UI.

    One connection for all: each of Prefect's own functions opens one (measured: half of the time).
    """
    if not any(pages.values()):
        return
    run = UUID(get_run_id())
    with get_client(sync_client=True) as client:
        for slug, lines in pages.items():
            client.create_artifact(
                ArtifactCreate(
                    type="markdown",
                    key=build_municipality_key(slug, prefix),
                    description=get_message("run-page.municipality", municipality=slug),
                    data="\n".join(lines),
                    flow_run_id=run,
                )
            )


def build_municipality_key(slug: str, prefix: str) -> str:
    """Return the key of the page of a municipality: Prefect takes lower case, digits and dashes."""
    return f"{prefix}-{re.sub('[^a-z0-9]+', '-', slug.lower())}"
