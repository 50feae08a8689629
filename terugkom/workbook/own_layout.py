"""The layout of our own workbook as data: its sheets and columns; their texts are in the message catalogues.

Reading, writing and checking all follow these tables, so a new column is one line here and two messages. Help
texts are at most 255 characters and headers 32: Excel refuses longer ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from terugkom.catalogues import DEFAULT_LANGUAGE, is_in_catalogue, list_languages
from terugkom.documents.messages import translate
from terugkom.plan.model import PersonKind
from terugkom.workbook.choices import (
    build_group_choices,
    build_person_choices,
    build_priority_choices,
    build_status_choices,
    build_yes_no_choices,
)
from terugkom.workbook.columns import CellKind, Column, SheetLayout
from terugkom.workbook.foreign.name_kinds import has_organisation_word
from terugkom.workbook.foreign.status_words import STATUS_WORDS
from terugkom.workbook.own_settings import build_setting_rows
from terugkom.workbook.unit_words import MINUTES, MONTHS

LIST_SEPARATOR = "; "  # between several codes or days in one cell
_FREE_TEXTS = frozenset({"description", "news", "value"})  # of several lines; a setting has its own kind
_EXPLANATION = (
    ("title", "workbook.explanation.title"),
    ("text", "workbook.explanation.intro"),
    ("heading", "workbook.explanation.steps"),
    *(("text", f"workbook.explanation.step-{number}") for number in range(1, 6)),
    ("heading", "workbook.explanation.notes"),
    *(("text", f"workbook.explanation.note-{number}") for number in range(1, 8)),
    ("heading", "workbook.explanation.good-action"),
    ("text", "workbook.explanation.good-action.text"),
)


@dataclass(frozen=True)
class _Spec:
    """A column without its texts; `options_sheet` is the id of a sheet."""

    field: str
    kind: CellKind
    width: int = 16
    max_length: int = 0
    build_choices: Callable[[str], Mapping[str, Any]] | None = None
    synonyms: Mapping[str, Any] | None = None
    parse_phrase: Callable[[str], Any] | None = None
    options_sheet: str = ""
    required: bool = False
    may_be_absent: bool = False
    unknown_code: str = "unknown-choice"
    unit: str = ""


@dataclass(frozen=True)
class WorkbookLayout:
    """Our workbook in one language: its sheets, its settings, and the sheet that explains it.

    `explanation` pairs each text with its style: title, heading or text.
    """

    language: str
    title: str
    example_prefix: str  # rows whose code starts with this are skipped
    actions: SheetLayout
    people: SheetLayout
    groups: SheetLayout
    indicators: SheetLayout
    settings: SheetLayout
    setting_rows: tuple[Column, ...]
    explanation_title: str
    explanation: tuple[tuple[str, str], ...]

    @property
    def data_sheets(self) -> tuple[SheetLayout, ...]:
        """The sheets that hold data, in the order of the workbook."""
        return (self.actions, self.people, self.groups, self.indicators, self.settings)


_ACTIONS = (
    _Spec("code", CellKind.CODE, 16, 60, required=True),
    _Spec("title", CellKind.TEXT, 38, 500, required=True),
    _Spec("description", CellKind.TEXT, 48, 32000),
    _Spec("theme", CellKind.TEXT, 16, 200),
    _Spec("sdgs", CellKind.TEXT, 10, 100),
    _Spec("group", CellKind.CODE, 14, 60, options_sheet="groups"),
    _Spec("owners", CellKind.CODES, 20, options_sheet="people"),
    _Spec("start", CellKind.START, 12),
    _Spec("deadline", CellKind.DEADLINE, 16, 500),
    _Spec(
        "status",
        CellKind.CHOICE,
        12,
        build_choices=build_status_choices,
        synonyms=STATUS_WORDS,
        unknown_code="unknown-status",
    ),
    _Spec("news", CellKind.TEXT, 44, 32000),
    _Spec("news_on", CellKind.DAY, 15),
    _Spec("snoozed_until", CellKind.DAY, 15),
    _Spec("snooze_reason", CellKind.TEXT, 28, 500),
    _Spec("priority", CellKind.CHOICE, 12, build_choices=build_priority_choices, may_be_absent=True),
    _Spec("budget_text", CellKind.AMOUNT, 16, 500, may_be_absent=True),
    _Spec("part_of", CellKind.CODE, 16, 60, options_sheet="actions", may_be_absent=True),
    _Spec("public", CellKind.CHOICE, 12, build_choices=build_yes_no_choices, may_be_absent=True),
)
_PEOPLE = (
    _Spec("code", CellKind.CODE, 17, 60, required=True),
    _Spec("name", CellKind.TEXT, 26, 200, required=True),
    _Spec("email", CellKind.EMAIL, 32, 254),
    _Spec("job", CellKind.TEXT, 28, 200),
    _Spec("groups", CellKind.CODES, 20, options_sheet="groups"),
    _Spec("absent_from", CellKind.DAY, 15),
    _Spec("absent_until", CellKind.DAY, 15),
    _Spec("stand_in", CellKind.CODE, 14, 60, options_sheet="people"),
    _Spec("departed_on", CellKind.DAY, 15),
    _Spec(
        "kind",
        CellKind.CHOICE,
        14,
        build_choices=build_person_choices,
        parse_phrase=lambda text: PersonKind.ORGANISATION if has_organisation_word(text) else None,
        may_be_absent=True,
    ),
)
_GROUPS = (
    _Spec("code", CellKind.CODE, 22, 60, required=True),
    _Spec("name", CellKind.TEXT, 34, 200, required=True),
    _Spec("kind", CellKind.CHOICE, 14, build_choices=build_group_choices, unknown_code="unknown-kind"),
    _Spec("anchor", CellKind.DAY, 25),
    _Spec("interval_months", CellKind.WHOLE, 25, unit=MONTHS),
    _Spec("meets_at", CellKind.TIME, 12, may_be_absent=True),
    _Spec("meets_for", CellKind.WHOLE, 16, may_be_absent=True, unit=MINUTES),
    _Spec("meets_in", CellKind.TEXT, 30, 300, may_be_absent=True),
    _Spec("secretary", CellKind.CODE, 16, 60, options_sheet="people", may_be_absent=True),
)
_INDICATORS = (
    _Spec("code", CellKind.CODE, 17, 60, required=True),
    _Spec("action", CellKind.CODE, 17, 60, options_sheet="actions", required=True),
    _Spec("name", CellKind.TEXT, 38, 300, required=True),
    _Spec("unit", CellKind.TEXT, 12, 60),
    _Spec("baseline", CellKind.NUMBER, 16),
    _Spec("target", CellKind.NUMBER, 16),
    _Spec("target_on", CellKind.DAY, 15),
    _Spec("measured", CellKind.NUMBER, 16),
    _Spec("measured_on", CellKind.DAY, 15),
    _Spec("source", CellKind.TEXT, 28, 300),
)
_SETTINGS = (
    _Spec("name", CellKind.TEXT, 46, required=True),
    _Spec("value", CellKind.TEXT, 34),
    _Spec("help", CellKind.TEXT, 74),
)


@lru_cache
def list_layouts() -> tuple[WorkbookLayout, ...]:
    """Return the layouts of a workbook: one for each language that has the titles of its sheets."""
    languages = (each for each in list_languages() if is_in_catalogue("workbook.actions", each))
    return tuple(get_layout(language) for language in languages)


@lru_cache
def list_example_prefixes() -> tuple[str, ...]:
    """Return what the codes of example rows start with, in every language."""
    return tuple(layout.example_prefix for layout in list_layouts())


@lru_cache
def get_layout(language: str) -> WorkbookLayout:
    """Return our workbook in this language, in Dutch where the catalogue of this language lacks a text."""

    def build_sheet(name: str, specs: tuple[_Spec, ...], example: Mapping[str, Any]) -> SheetLayout:
        columns = tuple(_build_column(name, each, language) for each in specs)
        return SheetLayout(translate(f"workbook.{name}", language), columns, example)

    prefix = translate("workbook.example-prefix", language)
    return WorkbookLayout(
        language=language,
        title=translate("workbook.title", language),
        example_prefix=prefix,
        actions=build_sheet("actions", _ACTIONS, _build_example_action(language, prefix)),
        people=build_sheet("people", _PEOPLE, _build_example_person(language, prefix)),
        groups=build_sheet("groups", _GROUPS, _build_example_group(language, prefix)),
        indicators=build_sheet("indicators", _INDICATORS, _build_example_indicator(language, prefix)),
        settings=build_sheet("settings", _SETTINGS, {}),
        setting_rows=build_setting_rows(language),
        explanation_title=translate("workbook.explanation", language),
        explanation=tuple((style, translate(each, language, prefix=prefix)) for style, each in _EXPLANATION),
    )


def _build_column(sheet: str, spec: _Spec, language: str) -> Column:
    message = f"workbook.{sheet}.{spec.field}"
    return Column(
        translate(message, language),
        spec.field,
        spec.kind,
        translate(f"{message}.help", language),
        spec.width,
        spec.max_length,
        one_line=spec.kind is CellKind.TEXT and spec.field not in _FREE_TEXTS,
        choices=spec.build_choices(language) if spec.build_choices else {},
        synonyms=spec.synonyms or {},
        parse_phrase=spec.parse_phrase,
        options_sheet=translate(f"workbook.{spec.options_sheet}", language) if spec.options_sheet else "",
        required=spec.required,
        may_be_absent=spec.may_be_absent,
        unknown_code=spec.unknown_code,
        unit=spec.unit,
    )


def _build_example_action(language: str, prefix: str) -> dict[str, Any]:
    return {
        "code": f"{prefix}-1",
        **_translate_examples("actions", ("title", "description", "theme"), language),
        "sdgs": "7; 13",
        "group": f"{prefix}-{translate('workbook.example-prefix.group', language)}",
        "owners": f"{prefix}-{translate('workbook.example-prefix.person', language)}",
        "start": date(2027, 1, 4),
        "deadline": date(2027, 12, 31),
        "status": translate("choice.status.planned", language),
        **_translate_examples("actions", ("news",), language),
        "news_on": date(2027, 2, 1),
    }


def _build_example_person(language: str, prefix: str) -> dict[str, Any]:
    return {
        "code": f"{prefix}-{translate('workbook.example-prefix.person', language)}",
        **_translate_examples("people", ("name", "email", "job"), language),
        "groups": f"{prefix}-{translate('workbook.example-prefix.group', language)}",
    }


def _build_example_group(language: str, prefix: str) -> dict[str, Any]:
    return {
        "code": f"{prefix}-{translate('workbook.example-prefix.group', language)}",
        **_translate_examples("groups", ("name",), language),
        "kind": translate("choice.group.sub", language),
        "anchor": date(2027, 3, 15),
        "interval_months": 6,
        "meets_at": "14:00",
        "meets_for": 90,
        **_translate_examples("groups", ("meets_in",), language),
    }


def _build_example_indicator(language: str, prefix: str) -> dict[str, Any]:
    return {
        "code": f"{prefix}-{translate('workbook.example-prefix.indicator', language)}",
        "action": f"{prefix}-1",
        **_translate_examples("indicators", ("name", "unit"), language),
        "baseline": 2,
        "target": 12,
        "target_on": date(2027, 12, 31),
        "measured": 3,
        "measured_on": date(2027, 2, 1),
        **_translate_examples("indicators", ("source",), language),
    }


def _translate_examples(sheet: str, fields: tuple[str, ...], language: str) -> dict[str, str]:
    return {field: translate(f"workbook.{sheet}.{field}.example", language) for field in fields}


_DUTCH = get_layout(DEFAULT_LANGUAGE)
ACTIONS, PEOPLE, GROUPS = _DUTCH.actions, _DUTCH.people, _DUTCH.groups
INDICATORS, SETTINGS = _DUTCH.indicators, _DUTCH.settings
DATA_SHEETS, EXAMPLE_PREFIX = _DUTCH.data_sheets, _DUTCH.example_prefix
