"""A Prefect flow that refuses, in words, a parameter that it does not have."""

from typing import Any, ParamSpec, TypeVar

from prefect import Flow

from tasks.check_parameters import refuse_unknown_parameters

P = ParamSpec("P")
R = TypeVar("R")


class CheckedFlow(Flow[P, R]):
    """A flow whose parameters are checked by us, see `tasks/check_parameters.py`.

    Their values are checked when it is called; a name that it does not have would never come that far.
    """

    def validate_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters as they are. Raises PublicInputError if one has a name that is not known."""
        refuse_unknown_parameters(self.parameters.properties, parameters)
        return parameters
