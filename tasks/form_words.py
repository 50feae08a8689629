"""Parameters whose choices a form shows in words: a run takes those of each language, and the value too."""

from typing import Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from tasks.outcomes import get_language
from terugkom.overview.form_words import find_form_value, list_form_words


def build_words_validator(parameter: str) -> BeforeValidator:
    """Return the validator of a parameter, which gives for its words the value that they stand for."""

    def find_value(given: Any) -> Any:
        found = find_form_value(parameter, given) if isinstance(given, str) else None
        if found is None:
            expected = ", ".join(f"'{each}'" for each in list_form_words(parameter, get_language()))
            raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected})
        return found

    return BeforeValidator(find_value)
