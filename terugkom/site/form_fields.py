"""What a template shows of a form: its fields as plain values, each with its errors beside it.

Templates of a municipality are rendered in a process of their own, so they get values and not the fields of
the library.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms import Form
from wtforms.fields import Field, choices
from wtforms.fields.choices import RadioField, SelectField
from wtforms.validators import Length

from terugkom.documents.formatting import join_names
from terugkom.documents.messages import translate


class PageForm(Form):
    """A form of our pages; its errors are in the language of `meta={"locales": [language]}`.

    `needed_when` says of fields that may be left empty with some choices only, by name, when they may not.
    """

    needed_when: ClassVar[Mapping[str, str]] = {}


@dataclass(frozen=True)
class FieldChoice:
    """One choice of a field."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FieldView:
    """One field as a template shows it.

    `kind` is the type of its input, or ``textarea``, ``select`` or ``choices``. `needed_when` says when one
    that is not always required may not be left empty.
    """

    name: str
    label: str
    kind: str
    value: str
    help: str
    errors: tuple[str, ...]
    choices: tuple[FieldChoice, ...]
    is_required: bool
    max_length: int | None
    needed_when: str = ""


_KINDS = {
    "DateField": "date",
    "EmailField": "email",
    "TextAreaField": "textarea",
    "FileField": "file",
    "BooleanField": "checkbox",
    "HiddenField": "hidden",
    "SelectField": "select",
}


def build_choice(value: str, label: str) -> Any:
    """Return a choice of a field; the library's stubs do not know it yet."""
    return choices.SelectChoice(value, label)  # type: ignore[attr-defined]


def limit_length(most: int, language: str) -> Length:
    """Return the check that a text has at most so many characters."""
    return Length(max=most, message=translate("site.field.too-long", language, most=most))


def describe_need(labels: Iterable[str], language: str) -> str:
    """Return with which choices, by their labels, a field may not be left empty."""
    quoted = [translate("site.field.quoted", language, label=each) for each in labels]
    return translate("site.field.needed-with", language, choices=join_names(quoted, language))


def add_error(field: Any, error: str) -> None:
    """Put an error beside a field."""
    field.errors = [*field.errors, error]


def describe_fields(form: PageForm) -> dict[str, FieldView]:
    """Return the fields of a form by name, in their order, with the values that were given."""
    return {field.name: _describe_field(field, form.needed_when.get(field.name, "")) for field in form}


def _describe_field(field: Field, needed_when: str) -> FieldView:
    offered: tuple[FieldChoice, ...] = ()
    if isinstance(field, SelectField):  # a RadioField is one
        listed: Any = field.iter_choices()  # the stubs still say that they are tuples
        offered = tuple(FieldChoice(each.value, each.label, bool(each.selected)) for each in listed)
    value: Any = field.data if isinstance(field.data, bool) else _get_text(field)
    return FieldView(
        name=field.name,
        label=field.label.text,
        kind="choices" if isinstance(field, RadioField) else _KINDS.get(type(field).__name__, "text"),
        value=str(value or ""),
        help=field.description,
        errors=tuple(str(each) for each in field.errors),
        choices=offered,
        is_required=bool(field.flags.required),
        max_length=field.flags.maxlength,
        needed_when=needed_when,
    )


def _get_text(field: Field) -> str:
    """Return what the field shows: what was typed, also where that is no valid value."""
    shown = getattr(field, "_value", None)
    return str(shown()) if shown else ""
