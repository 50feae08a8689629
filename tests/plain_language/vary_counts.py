"""Letters of a test rendered again with every count in them 0, 1 or 2: none says `1 acties`."""

import copy
import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest

from terugkom.documents.template_renderer import TemplateRenderer
from terugkom.errors import TemplateError
from tests.plain_language.find_faults import find_wrong_plurals
from tests.plain_language.read_html import read_html

COUNTS = (0, 1, 2)


class RecordedLetters:
    """The first context of each template that was rendered while a test ran, in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._found: dict[str, tuple[TemplateRenderer, dict[str, Any]]] = {}
        render = TemplateRenderer._render

        def record(renderer: TemplateRenderer, name: str, context: dict[str, Any]) -> str:
            self._found.setdefault(name, (renderer, context))
            return render(renderer, name, context)

        monkeypatch.setattr(TemplateRenderer, "_render", record)
        self._render = render

    @property
    def names(self) -> set[str]:
        """The templates that were rendered."""
        return set(self._found)

    def list_wrong_plurals(self) -> list[str]:
        """Return where one of these templates says a count of 0, 1 or 2 wrongly."""
        return [
            f"{name}: {fault}"
            for name, (renderer, context) in self._found.items()
            for count in COUNTS
            for fault in find_wrong_plurals(self._render_with(renderer, name, context, count))
        ]

    def _render_with(self, renderer: TemplateRenderer, name: str, context: dict[str, Any], count: int) -> str:
        try:
            text = self._render(renderer, name, vary(context, count, count))
        except TemplateError:  # it needs an item of each list: a digest has one
            text = self._render(renderer, name, vary(context, count, max(1, count)))
        return read_html(text)


def vary(value: Any, count: int, most: int) -> Any:
    """Return the value with each number in it `count`, and of each list the first `most`."""
    if isinstance(value, bool | Enum | str):
        return value
    if isinstance(value, int):
        return count
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(vary(each, count, most) for each in value[:most])
    if isinstance(value, Mapping):
        return {key: vary(each, count, most) for key, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        varied = copy.copy(value)
        for field in dataclasses.fields(value):
            object.__setattr__(varied, field.name, vary(getattr(value, field.name), count, most))
        return varied
    return value
