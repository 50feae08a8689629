"""The forms that Prefect makes of the flows: what each field is called, and its help."""

import re
from typing import Any

import pytest
from prefect import Flow
from prefect.utilities.callables import parameter_schema

from flows.answer_idea import answer_idea
from flows.cancel_meeting import cancel_meeting
from flows.code_of_conduct import code_of_conduct
from flows.core_group_review import core_group_review
from flows.focus_group_review import focus_group_review
from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from flows.move_meeting import move_meeting
from flows.newsletter import newsletter
from flows.owner_reminders import owner_reminders
from flows.peer_exchange import peer_exchange
from flows.record_minutes import record_minutes
from flows.subgroup_review import subgroup_review

FLOWS: tuple[Flow[..., Any], ...] = (
    *(answer_idea, cancel_meeting, code_of_conduct, core_group_review, focus_group_review),
    *(follow_up_calendar, import_plan, move_meeting, newsletter, owner_reminders, peer_exchange),
    *(record_minutes, subgroup_review),
)


def fields_of(flow: Flow[..., Any]) -> dict[str, tuple[str, str]]:
    """Return the title and help of each field of the form."""
    fields: dict[str, Any] = parameter_schema(flow.fn).model_dump()["properties"]
    return {name: (each["title"], each.get("description", "")) for name, each in fields.items()}


def list_free_texts(schema: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schemas of the texts in a form, also of those in its lists."""
    if name := schema.get("$ref", "").removeprefix("#/definitions/"):
        return list_free_texts(definitions[name], definitions)
    within = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("allOf", ())]
    within += [schema["items"]] if "items" in schema else []
    found = [schema] if schema.get("type") == "string" and not schema.keys() & {"enum", "format"} else []
    return found + [each for part in within for each in list_free_texts(part, definitions)]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_no_text_of_a_form_takes_an_address_which_would_stay_in_prefect(flow: Flow[..., Any]) -> None:
    schema = parameter_schema(flow.fn).model_dump()
    texts = list_free_texts(schema, schema["definitions"])
    assert texts
    for each in texts:
        assert re.search(each["pattern"], "an@linde.example.org") is None, each


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_field_of_a_form_has_a_title_and_help(flow: Flow[..., Any]) -> None:
    for name, (title, help_text) in fields_of(flow).items():
        assert title != name
        assert help_text.endswith("."), name


def test_the_reviews_have_the_same_form_and_an_exchange_lacks_only_the_group() -> None:
    form = fields_of(subgroup_review)
    assert list(form) == ["municipality", "group", "period", "today", "early", "dry_run", "really"]
    assert fields_of(core_group_review) == fields_of(focus_group_review) == form
    assert fields_of(peer_exchange) == {name: each for name, each in form.items() if name != "group"}
