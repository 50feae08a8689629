"""The words of the choice columns in a language, and their values."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from terugkom.documents import built_in_templates
from terugkom.documents.messages import translate
from terugkom.plan.model import (
    ActionStatus,
    GroupKind,
    LaterDateDecider,
    PersonKind,
    Priority,
    QuietSummary,
)

_KINDS: Mapping[type[StrEnum], str] = {
    ActionStatus: "status",
    Priority: "priority",
    GroupKind: "group",
    PersonKind: "person",
    LaterDateDecider: "decider",
    QuietSummary: "quiet-summary",
}
_WEEKDAYS = range(1, 6)  # as in ISO 8601; no mails on Saturday and Sunday


def build_status_choices(language: str) -> dict[str, Any]:
    """Return the status of an action by its word."""
    return _build_choices(ActionStatus, language)


def build_priority_choices(language: str) -> dict[str, Any]:
    """Return the priority of an action by its word."""
    return _build_choices(Priority, language)


def build_group_choices(language: str) -> dict[str, Any]:
    """Return the kind of a group by its word."""
    return _build_choices(GroupKind, language)


def build_person_choices(language: str) -> dict[str, Any]:
    """Return the kind of an owner by its word."""
    return _build_choices(PersonKind, language)


def build_weekday_choices(language: str) -> dict[str, Any]:
    """Return the working days of a week by their names, from 1 for Monday."""
    return {translate(f"choice.weekday.{day}", language): day for day in _WEEKDAYS}


def build_decider_choices(language: str) -> dict[str, Any]:
    """Return who decides on a later date by its word."""
    return _build_choices(LaterDateDecider, language)


def build_quiet_summary_choices(language: str) -> dict[str, Any]:
    """Return how often a summary without news is sent by its word."""
    return _build_choices(QuietSummary, language)


def build_yes_no_choices(language: str) -> dict[str, Any]:
    """Return True and False by their words."""
    return {translate("choice.yes", language): True, translate("choice.no", language): False}


def build_language_choices() -> dict[str, Any]:
    """Return the languages that there are templates for, by their codes."""
    return {language: language for language in built_in_templates.LANGUAGES}


def translate_choice(value: StrEnum | bool, language: str) -> str:
    """Return the word of a value that a cell may hold, in a language."""
    if isinstance(value, bool):
        return translate("choice.yes" if value else "choice.no", language)
    return translate(f"choice.{_KINDS[type(value)]}.{value.value}", language)


def find_word(choices: Mapping[str, Any], value: object) -> str:
    """Return the word of a value, "" if it has none."""
    return next((word for word, meant in choices.items() if meant == value), "")


def _build_choices(values: Iterable[StrEnum], language: str) -> dict[str, Any]:
    return {translate_choice(each, language): each for each in values}
