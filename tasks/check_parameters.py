"""Check what was typed in the form of a run: a wrong value is answered with what is right.

Prefect's own check answers with a pattern and a traceback, and would show the value that was typed.
"""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, ParamSpec, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic_core import ErrorDetails

from tasks.parameters import OptionalMunicipalitySlug
from terugkom.documents.messages import translate
from terugkom.errors import TextInputError
from terugkom.installation import load_settings
from terugkom.overview.form_words import describe_expected

P = ParamSpec("P")
R = TypeVar("R")

_MAX_SHOWN = 5  # problems


def check_parameters(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with its arguments checked and converted to their types, as Prefect would do.

    An empty text in a field that may be left empty is nothing given: programs that start runs send one. Not
    where nothing means all municipalities: one whose variable was empty would run, and send, for everybody.

    It raises PublicInputError, which says of each wrong field what is expected, and not what was typed. To
    Prefect no argument is required: a run without one would crash before anybody could say so. The forms say
    which are, see `deployments/forms.py`.
    """
    types, shown = get_type_hints(function, include_extras=True), signature(function)
    model = _build_model(shown, types)
    required = {name for name, each in shown.parameters.items() if each.default is Parameter.empty}
    may_be_empty = required | {
        name
        for name, each in shown.parameters.items()
        if each.default is None and types[name] != OptionalMunicipalitySlug
    }

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        given = shown.bind_partial(*args, **kwargs).arguments
        try:
            values = model(**{k: v for k, v in given.items() if not (k in may_be_empty and v in (None, ""))})
        except ValidationError as error:
            raise TextInputError(describe_problems(error, load_settings().language), public=True) from None
        return function(**{name: getattr(values, name) for name in model.model_fields})  # type: ignore[call-arg]

    optional = [
        each.replace(default=None) if each.name in required else each for each in shown.parameters.values()
    ]
    checked.__signature__ = shown.replace(parameters=optional)  # type: ignore[attr-defined]
    return checked


def _build_model(shown: Signature, types: dict[str, Any]) -> type[BaseModel]:
    fields: dict[str, Any] = {
        name: (types[name], ... if each.default is Parameter.empty else each.default)
        for name, each in shown.parameters.items()
    }
    return create_model("Parameters", __config__=ConfigDict(arbitrary_types_allowed=True), **fields)


def describe_problems(error: ValidationError, language: str) -> str:
    """Return what is expected in each field that is wrong, in this language; never a value."""
    found = dict.fromkeys(_describe_problem(each, language) for each in error.errors(include_url=False))
    return "; ".join([*found][:_MAX_SHOWN])


def _describe_problem(problem: ErrorDetails, language: str) -> str:
    field = str(problem["loc"][0])
    title = translate(f"form.{field}", language)
    if problem["type"] == "missing":
        return translate("form.missing", language, field=title)
    expected = str(problem.get("ctx", {}).get("expected", ""))
    hint = expected.replace(" or ", ", ") or describe_expected(field, language)
    return translate("form.expected", language, field=title, hint=hint)
