"""The forms of the deployments: what exists as choices, in the language of the installation.

Prefect makes a form of the signature of a flow. It is completed here, on the server, from our database: at
each start of `serve`, at each import and at each tick. A list may be old: it never refuses a run. So Prefect
does not check what is typed (`enforce_parameter_schema` in `prefect.yaml`), the run does. Only
where somebody writes free text Prefect checks, before it keeps it; there each list has free text beside it.

Prefect is asked by its API and not imported: an import of a plan would take a second longer.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import requests

from deployments.environment import find_running_server
from deployments.home_secrets import load_login
from deployments.prefect_request import describe_prefect_failure, request_prefect
from tasks.form_patterns import NO_ADDRESS
from terugkom.database.connection_pool import Database
from terugkom.documents.messages import translate
from terugkom.meetings.minutes.decision_names import format_status_names
from terugkom.overview.form_choices import FormChoices, load_form_choices
from terugkom.overview.form_words import list_form_words
from terugkom.settings import Settings
from terugkom.yaml_loader import load_yaml

PREFECT_FILE = Path(__file__).with_name("prefect.yaml")
SOURCE_LANGUAGE = "en"  # of `prefect.yaml`
_FREE_TEXT_FORMS = frozenset({"answer-idea", "record-minutes"})
# The parameters without which a run refuses to start.
_REQUIRED = frozenset(
    {"municipality", "group", "meeting", "day", "why", "idea", "verdict", "because"}
    | {"edition", "story", "change"}
)
_ALL_MUNICIPALITIES = frozenset(
    {"follow-up-calendar", "deliver", "read-mailbox", "check-connections"}
)  # where the field may stay empty


@dataclass(frozen=True)
class PrefectApi:
    """The API of a Prefect server, and the login for it, `user:password` or empty."""

    url: str
    login: str = ""

    def request(self, method: str, path: str, content: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """Return the answer; None if there is no such thing. Raises requests.RequestException."""
        answer = request_prefect(method, self.url + path, content, self.login)
        if answer.status_code == requests.codes.not_found:
            return None
        answer.raise_for_status()
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found


def load_deployments() -> list[dict[str, Any]]:
    """Return the deployments in `prefect.yaml`."""
    found: list[dict[str, Any]] = load_yaml(PREFECT_FILE.read_text(encoding="utf-8"))["deployments"]
    return found


def find_api(settings: Settings) -> PrefectApi | None:
    """Return the Prefect server that this process uses, else the one that serves this home; None without."""
    url = os.environ.get("PREFECT_API_URL") or find_running_server(settings.prefect)
    if not url:
        return None
    if os.environ.get("PREFECT_API_KEY"):  # of somebody else's server, which is not told our login
        return PrefectApi(url)
    return PrefectApi(url, os.environ.get("PREFECT_API_AUTH_STRING") or load_login(settings))


def update_forms(database: Database, api: PrefectApi, language: str, today: date) -> list[str]:
    """Write what exists into the forms; return the names of the deployments whose form changed.

    A deployment that is not on the server is left out. Raises requests.HTTPError, when the others are done,
    if the server refuses one, and another RequestException if it does not answer.
    """
    deployments = {each["name"]: each for each in load_deployments()}
    found = _find_deployments(api, list(deployments))
    if not found:
        return []
    with database.read_session() as session:
        choices = load_form_choices(session, today)
    changed: list[str] = []
    refused: list[requests.HTTPError] = []
    for name, on_server in found.items():
        try:
            if _update_form(deployments[name], on_server, api, choices, language):
                changed.append(name)
        except requests.HTTPError as error:
            refused.append(error)
    if refused:
        raise refused[0]
    return changed


def _find_deployments(api: PrefectApi, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the deployments of these names that are on the server, each of the flow that is called like it.

    Asked for one by one they would take the server a third of a second at each daily run (measured).
    """
    found = list(_read_pages(api, "deployments", {"name": {"any_": names}}))
    if not found:
        return {}
    flows = _read_pages(api, "flows", {"id": {"any_": sorted({each["flow_id"] for each in found})}})
    called = {each["id"]: each["name"] for each in flows}
    by_name = {each["name"]: each for each in found if called.get(each["flow_id"]) == each["name"]}
    return {name: by_name[name] for name in names if name in by_name}


def _read_pages(api: PrefectApi, kind: str, which: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield all of a kind on the server; how many it gives at once is its setting."""
    offset = 0
    while page := api.request("POST", f"/{kind}/filter", {kind: which, "offset": offset}):
        yield from cast("list[dict[str, Any]]", page)
        offset += len(page)


def _update_form(
    deployment: Mapping[str, Any],
    found: Mapping[str, Any],
    api: PrefectApi,
    choices: FormChoices,
    language: str,
) -> bool:
    name = deployment["name"]
    if not found.get("parameter_openapi_schema"):
        return False
    schema = build_deployment_form(name, found["parameter_openapi_schema"], choices, language)
    description = build_description(deployment, language)
    if (schema, description) == (found["parameter_openapi_schema"], found["description"]):
        return False
    wanted = {"parameter_openapi_schema": schema, "description": description}
    return api.request("PATCH", f"/deployments/{found['id']}", wanted) is not None


def build_description(deployment: Mapping[str, Any], language: str) -> str:
    """Return what the page of a deployment says in this language."""
    if language == SOURCE_LANGUAGE:
        return str(deployment["description"])
    return translate(f"deployment.{deployment['name']}", language)


def build_deployment_form(
    name: str, schema: Mapping[str, Any], choices: FormChoices, language: str
) -> dict[str, Any]:
    """Return the form of a deployment with its choices, in this language; made of an earlier one as well."""
    form = deepcopy(dict(schema))
    properties = form.get("properties", {})
    for parameter, field in properties.items():
        _show_one_type(field)
        _translate_field(name, parameter, field, language)
        if words := list_form_words(parameter, language):
            properties[parameter] = _offer_words(field, words)
        if _is_required(name, parameter):
            field.pop("default", None)
    for definition in form.get("definitions", {}).values():
        _translate_definition(definition, language)
    form["required"] = [parameter for parameter in properties if _is_required(name, parameter)]
    for parameter, found in _list_choices(name, choices).items():
        if parameter in properties:
            properties[parameter] = _offer(name, properties[parameter], found, language)
    if len(choices.municipalities) == 1 and name not in _ALL_MUNICIPALITIES and "municipality" in properties:
        properties["municipality"]["default"] = choices.municipalities[0]
    return form


def _is_required(name: str, parameter: str) -> bool:
    return parameter in _REQUIRED and not (parameter == "municipality" and name in _ALL_MUNICIPALITIES)


def _list_choices(name: str, choices: FormChoices) -> dict[str, Sequence[str]]:
    is_past = name == "record-minutes"
    return {
        "municipality": choices.municipalities,
        "group": choices.groups.get(name, ()),
        "meeting": choices.past_meetings if is_past else choices.coming_meetings,
        "idea": choices.open_ideas,
    }


def _offer(name: str, field: Mapping[str, Any], codes: Sequence[str], language: str) -> dict[str, Any]:
    """Return a field that offers these codes; with none it is a text, and nobody is kept from typing."""
    kept = {key: value for key, value in field.items() if key in ("title", "description", "position")}
    text = {"type": "string"} | NO_ADDRESS
    if not codes:
        return kept | text
    offered = {"type": "string", "enum": list(codes)}
    if name in _FREE_TEXT_FORMS:
        titles = [translate(f"form.{each}", language) for each in ("choose", "type")]
        return kept | {"anyOf": [offered | {"title": titles[0]}, text | {"title": titles[1]}]}
    return kept | offered


def _offer_words(field: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """Return a field that offers its choices in words. Prefect's forms show the values themselves."""
    kept = {key: value for key, value in field.items() if key in ("title", "description", "position")}
    return kept | {"type": "string", "enum": list(words)}


def _show_one_type(field: dict[str, Any]) -> None:
    """Show a field that may stay empty as its one type; Prefect would have people choose: "str" or "None".

    Left empty it is not sent, and the run takes its default.
    """
    kinds = [each for each in field.get("anyOf", ()) if each.get("type") != "null"]
    if len(kinds) == 1 and field.get("default") is None:
        del field["anyOf"]
        field.pop("default", None)
        field.update(kinds[0] | field)


def _translate_field(name: str, parameter: str, field: dict[str, Any], language: str) -> None:
    about = "all_municipalities" if parameter == "municipality" and name in _ALL_MUNICIPALITIES else parameter
    field["title"] = translate(f"form.{about}", language)
    field["description"] = translate(f"form.{about}.help", language)


def _translate_definition(definition: dict[str, Any], language: str) -> None:
    """Translate what a field refers to: a decision with its fields, or a list, which the field explains."""
    for text in ("title", "description"):
        definition.pop(text, None)
    if "properties" not in definition:
        return
    definition["title"] = translate("form.decision", language)
    definition["description"] = translate("form.decision.help", language)
    for name, field in definition["properties"].items():
        field["title"] = translate(f"form.decision.{name}", language)
        about = {"statuses": format_status_names()} if name == "value" else {}
        field["description"] = translate(f"form.decision.{name}.help", language, **about)


def update_forms_and_print(
    database: Database, settings: Settings, today: date, say: Callable[[str], None]
) -> None:
    """Update the forms on the server of this home, if one runs; that it fails is said, and stops nothing."""
    try:
        if api := find_api(settings):
            update_forms(database, api, settings.language, today)
    except requests.RequestException as error:
        why = describe_prefect_failure(error)
        say(f"Prefect's forms could not be updated ({why}); the next daily run does it.")
