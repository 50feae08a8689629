"""The forms that Prefect makes of the flows: what each field is called, and its help."""

import re
from datetime import date
from inspect import Parameter, signature, unwrap
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import requests
from babel.messages.pofile import read_po
from jsonschema import validate
from prefect import Flow
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools.validation import validate as check_by_prefect
from pydantic import TypeAdapter

from deployments.form_guard import has_words
from deployments.forms import (
    SOURCE_LANGUAGE,
    PrefectApi,
    build_deployment_form,
    build_description,
    load_deployments,
    update_forms,
    update_forms_and_print,
)
from flows.answer_idea import answer_idea
from flows.cancel_meeting import cancel_meeting
from flows.check_connections import check_connections
from flows.code_of_conduct import code_of_conduct
from flows.core_group_review import core_group_review
from flows.correct_edition import correct_edition
from flows.deliver import deliver
from flows.focus_group_review import focus_group_review
from flows.follow_up_calendar import follow_up_calendar
from flows.import_plan import import_plan
from flows.move_meeting import move_meeting
from flows.newsletter import newsletter
from flows.owner_reminders import owner_reminders
from flows.peer_exchange import peer_exchange
from flows.read_mailbox import read_mailbox
from flows.record_minutes import record_minutes
from flows.subgroup_review import subgroup_review
from flows.work_batch import work_batch
from tasks.minutes import _DECISION_KINDS
from terugkom.catalogues import DEFAULT_LANGUAGE, LOCALE_FOLDER, list_languages
from terugkom.database.connection_pool import Database
from terugkom.documents.messages import has_message, translate
from terugkom.meetings.model import CancelReason
from terugkom.overview.form_choices import FormChoices
from terugkom.settings import Settings
from tests.flows.state_names import name_state

FLOWS: tuple[Flow[..., Any], ...] = (
    *(answer_idea, cancel_meeting, check_connections, code_of_conduct, core_group_review, focus_group_review),
    *(follow_up_calendar, import_plan, move_meeting, newsletter, owner_reminders, peer_exchange),
    *(read_mailbox, record_minutes, subgroup_review, correct_edition),
)


DECISION_KIND = next(name for name in _DECISION_KINDS if " " in name)


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
    none = choices(municipalities=(), groups={}, coming_meetings=(), past_meetings=(), open_ideas=())
    for form in (schema, form_of(flow, choices()), form_of(flow, none)):
        texts = list_free_texts(form, form["definitions"])
        assert texts or form is not schema
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


# What the forms on the server offer


def choices(**more: Any) -> FormChoices:
    common: dict[str, Any] = {
        "municipalities": ("lievegem", "markegem"),
        "groups": {"subgroup-review": ("ENERGIE", "WATER"), "core-group-review": ("KOP",)},
        "coming_meetings": ("ENERGIE/2027-03",),
        "past_meetings": ("KOP/2026-12",),
        "open_ideas": ("I1", "I7"),
    }
    return FormChoices(**(common | more))


def form_of(flow: Flow[..., Any], found: FormChoices, language: str = "nl") -> dict[str, Any]:
    return build_deployment_form(flow.name, parameter_schema(flow.fn).model_dump(), found, language)


def listed(field: dict[str, Any]) -> list[str]:
    return list((field if "enum" in field else field["anyOf"][0])["enum"])


@pytest.mark.parametrize("flow", [*FLOWS, deliver], ids=lambda flow: flow.name)
def test_each_form_offers_what_exists_in_the_language_of_the_installation(flow: Flow[..., Any]) -> None:
    plain = parameter_schema(flow.fn).model_dump()
    form = form_of(flow, choices())
    assert listed(form["properties"]["municipality"]) == ["lievegem", "markegem"]
    assert "default" not in form["properties"]["municipality"]
    assert form["properties"]["municipality"]["title"] == "Gemeente"
    written = signature(unwrap(flow.fn)).parameters
    needed = [name for name, each in written.items() if each.default is Parameter.empty]
    assert form["required"] == needed
    assert not [name for name in needed if "default" in form["properties"][name]]
    for name, field in form["properties"].items():
        assert field["title"] != plain["properties"][name]["title"], name
        assert field["description"].endswith("."), name
        assert field["position"] == plain["properties"][name]["position"]
    for definition in form["definitions"].values():
        shown = {"decision": definition} | definition["properties"] if "properties" in definition else {}
        assert all(each["description"].endswith(".") for each in shown.values())
        assert definition.keys() & {"title", "description"} == ({"title", "description"} if shown else set())
    again = build_deployment_form(flow.name, form, choices(), "nl")
    assert again == form, "a form is made of an earlier one, and written only where it differs"
    assert form_of(flow, choices(), "en")["properties"]["municipality"]["title"] == "Municipality"


@pytest.mark.parametrize("flow", [*FLOWS, deliver], ids=lambda flow: flow.name)
def test_a_field_that_may_stay_empty_has_one_type_and_takes_nothing_too(flow: Flow[..., Any]) -> None:
    form = form_of(flow, choices())
    for name, field in form["properties"].items():
        offers = [each.get("title") for each in field.get("anyOf", ())]
        assert offers in ([], ["Kies", "Typ zelf"]), (name, field)
    assert form["properties"].get("today", {"format": "date"})["format"] == "date"
    left_empty = {name: None for name in form["properties"] if name not in form["required"]}
    for given in ({}, {name: each for name, each in left_empty.items() if name in ("today", "period")}):
        assert not check_by_prefect(given, form, ignore_required=True)


@pytest.mark.parametrize("language", list_languages())
def test_each_form_and_its_page_are_in_the_language_of_the_installation(language: str) -> None:
    """Each word of each form is said in that language itself, and stands in the form that Prefect keeps."""

    def say(message_id: str) -> str:
        assert has_message(message_id, language), message_id
        return translate(message_id, language)

    for flow in (*FLOWS, deliver, work_batch):
        form = form_of(flow, choices(), language)
        for name, field in form["properties"].items():
            for_all = name == "municipality" and name not in form["required"]
            about = "all_municipalities" if for_all else name
            shown = (say(f"form.{about}"), say(f"form.{about}.help"))
            assert (field["title"], field["description"]) == shown
            for each in field.get("anyOf", ()):
                assert each["title"] in (say("form.choose"), say("form.type"))
    pages = [build_description(each, language) for each in load_deployments()]
    assert len({*pages}) == len(load_deployments()) == len(FLOWS) + 2, "deliver and work-batch"
    if language != SOURCE_LANGUAGE:
        assert pages == [say(f"deployment.{each['name']}") for each in load_deployments()]
        assert not {*pages} & {build_description(each, SOURCE_LANGUAGE) for each in load_deployments()}


@pytest.mark.parametrize("language", list_languages())
def test_all_that_an_approval_or_a_run_says_of_itself_has_a_word_in_each_language(language: str) -> None:
    """Also where a form is not built: why a value is refused, and what the state of a run is called."""
    begin = ("form.", "approval.", "medium.", "story.kind.", "state.")
    with (LOCALE_FOLDER / DEFAULT_LANGUAGE / "LC_MESSAGES/terugkom.po").open("rb") as file:
        ids = [each.id if isinstance(each.id, str) else each.id[0] for each in read_po(file)]
    texts = [each for each in ids if each.startswith(begin)]
    assert len(texts) > 100
    assert [each for each in texts if not has_message(each, language)] == []


def test_groups_meetings_and_ideas_are_those_that_the_form_is_about() -> None:
    assert listed(form_of(subgroup_review, choices())["properties"]["group"]) == ["ENERGIE", "WATER"]
    assert listed(form_of(core_group_review, choices())["properties"]["group"]) == ["KOP"]
    assert form_of(focus_group_review, choices())["properties"]["group"]["type"] == "string"
    assert "enum" not in form_of(focus_group_review, choices())["properties"]["group"]
    for flow in (move_meeting, cancel_meeting):
        assert listed(form_of(flow, choices())["properties"]["meeting"]) == ["ENERGIE/2027-03"]
    assert listed(form_of(record_minutes, choices())["properties"]["meeting"]) == ["KOP/2026-12"]
    assert listed(form_of(answer_idea, choices())["properties"]["idea"]) == ["I1", "I7"]


def test_the_one_municipality_is_preset_and_where_all_may_be_meant_it_is_not() -> None:
    one = choices(municipalities=("lievegem",))
    for flow in FLOWS:
        preset = form_of(flow, one)["properties"]["municipality"].get("default")
        for_all = flow in (check_connections, follow_up_calendar, read_mailbox)
        assert preset == (None if for_all else "lievegem")
    two = build_deployment_form("newsletter", form_of(newsletter, one), choices(), "nl")
    assert "default" not in two["properties"]["municipality"], "a second one came"


@pytest.mark.parametrize(
    ("flow", "parameter", "values", "words"),
    [
        (
            cancel_meeting,
            "why",
            [each.value for each in CancelReason],
            [
                *("Er kunnen te weinig leden komen.", "De zaal is niet vrij."),
                *("Wie het overleg leidt, is verhinderd.", "Het valt samen met een ander overleg."),
            ],
        ),
        (
            answer_idea,
            "verdict",
            ["taken", "later", "no"],
            ["het wordt een actie", "bewaard voor later", "niet opgenomen"],
        ),
        (
            correct_edition,
            "change",
            ["correct", "add", "withdraw"],
            ["rechtzetten", "toevoegen", "intrekken"],
        ),
    ],
)
def test_a_fixed_list_is_in_words_and_a_run_takes_those_of_each_language_and_the_value(
    flow: Flow[..., Any], parameter: str, values: list[str], words: list[str]
) -> None:
    field = form_of(flow, choices())["properties"][parameter]
    assert (field["enum"], field["type"]) == (words, "string")
    assert not {"$ref", "allOf", "anyOf"} & field.keys()
    annotation = get_type_hints(unwrap(flow.fn), include_extras=True)[parameter]
    take = TypeAdapter(annotation).validate_python
    assert [str(take(each)) for each in words] == values
    assert [str(take(each)) for each in values] == values
    for language in list_languages():
        shown = form_of(flow, choices(), language)["properties"][parameter]
        assert [str(take(each.upper())) for each in shown["enum"]] == values
        assert language == "en" or not {*shown["enum"]} & {*values}
        assert not [each for each in shown["enum"] if has_words(each, shown, {})]


def test_a_list_that_is_old_refuses_no_run() -> None:
    checked = {
        each["name"] for each in load_deployments() if each.get("enforce_parameter_schema") is not False
    }
    assert checked == {"answer-idea", "record-minutes"}, "free text is looked at before Prefect keeps it"
    new = {"answer-idea": ("idea", "I99"), "record-minutes": ("meeting", "NIEUW/2027-01")}
    for flow in (answer_idea, record_minutes):
        fields = form_of(flow, choices())["properties"]
        for name, code in (("municipality", "nieuwegem"), new[flow.name]):
            validate(code, fields[name])


def test_what_cannot_be_asked_of_prefect_is_said_and_stops_nothing(
    tmp_path: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    said: list[str] = []
    settings = Settings(home=tmp_path)
    update_forms_and_print(sqlite_database, settings, date(2027, 3, 1), said.append)
    why = "Prefect's server cannot be reached"
    assert said == [f"Prefect's forms could not be updated ({why}); the next daily run does it."]


def on_server(name: str, flow: str = "") -> dict[str, Any]:
    schema = {"properties": {"today": {}}}
    return {
        "id": name,
        "name": name,
        "flow_id": flow or name,
        "description": "",
        "parameter_openapi_schema": schema,
    }


def test_the_forms_are_asked_for_at_once_and_one_of_another_flow_is_left_alone(
    sqlite_database: Database,
) -> None:
    """A deployment of somebody else's flow that is called like one of ours is not ours."""
    asked: list[tuple[str, str]] = []

    class Api(PrefectApi):
        def request(self, method: str, path: str, content: dict[str, Any] | None = None) -> Any:
            asked.append((method, path))
            if path == "/flows/filter":
                flows = [{"id": "theirs", "name": "theirs"}, {"id": "deliver", "name": "deliver"}]
                return take_page(flows, content)
            found = [on_server("newsletter", flow="theirs"), on_server("deliver")]
            return take_page(found, content) if path == "/deployments/filter" else {}

    for at_once in (1, 2, 200):
        asked.clear()

        def take_page(found: list[Any], content: Any, size: int = at_once) -> list[Any]:
            return found[content["offset"] :][:size]

        assert update_forms(sqlite_database, Api(""), "nl", date(2027, 3, 1)) == ["deliver"]
        pages = 3 if at_once == 1 else 2  # the last is empty
        wanted = [("POST", "/deployments/filter")] * pages + [("POST", "/flows/filter")] * pages
        assert asked == [*wanted, ("PATCH", "/deployments/deliver")]


def test_one_form_that_cannot_be_written_keeps_none_of_the_others(
    sqlite_database: Database,
) -> None:
    asked: list[str] = []

    class Api(PrefectApi):
        def request(self, method: str, path: str, content: dict[str, Any] | None = None) -> Any:
            if path.endswith("/filter"):
                assert content is not None
                return [on_server(each["name"]) for each in load_deployments()][content["offset"] :]
            if method == "PATCH":
                asked.append(path.rpartition("/")[2])
            if path == "/deployments/newsletter":
                raise requests.HTTPError("503")
            return {}

    with pytest.raises(requests.HTTPError):
        update_forms(sqlite_database, Api(""), "nl", date(2027, 3, 1))
    assert asked == [each["name"] for each in load_deployments()]


@pytest.mark.parametrize("flow", [*FLOWS, deliver], ids=lambda flow: flow.name)
def test_the_guard_tells_codes_from_prose_in_each_field_of_each_form(flow: Flow[..., Any]) -> None:
    """A name is refused everywhere but in the texts that take prose; a code, a day and an hour nowhere."""
    form = form_of(flow, choices())
    fields, definitions = form["properties"], form["definitions"]
    prose = {name for name, field in fields.items() if not has_words("Bram Verlinden", field, definitions)}
    assert prose == ({"because"} if flow is answer_idea else set())
    for name, field in fields.items():
        for good in ("NIEUW", "2027-03", "2027-03-01", "14:30", "ENERGIE/2027-03", "", None, True, 3):
            assert not has_words(good, field, definitions), name
    for name in ("present", "excused", "absent", "closed", "decisions") if flow is record_minutes else ():
        assert has_words(["Bram Verlinden"], fields[name], definitions)
        assert not has_words(["BV", "A7"], fields[name], definitions)
    if flow is record_minutes:
        for entry, refused in (
            ({"kind": "iets anders", "action": "E-01"}, True),
            ({"kind": "nieuwe deadline", "action": "Bram Verlinden"}, True),
            ({"kind": DECISION_KIND, "owners": ["Bram Verlinden"]}, True),
            ({"kind": DECISION_KIND, "owners": ["BV"], "reason": "De leiding lag in de weg."}, False),
        ):
            assert has_words([entry], fields["decisions"], definitions) is refused, entry


# What is typed

MEETING = {"meeting": "E/2027-03"}
MOVED = MEETING | {"day": "2027-03-15"}
STORY = {"edition": "2026-Q4", "story": "loopt-a-04"}
WORDS_OF_VERDICT = "Beslissing: verwacht wordt: 'het wordt een actie', 'bewaard voor later', 'niet opgenomen'"
IDEA = {"idea": "I1", "verdict": "no", "because": "Goed."}


@pytest.mark.parametrize(
    ("flow", "values", "answer"),
    [
        (move_meeting, MEETING | {"day": "volgende week"}, "Nieuwe dag: verwacht wordt: een dag tussen"),
        (move_meeting, MEETING | {"day": "1999-01-01"}, "Nieuwe dag: verwacht wordt"),
        (move_meeting, {"day": "2027-03-15"}, "Overleg: dit veld is verplicht"),
        (move_meeting, MOVED | {"starts_at": "half drie"}, "Nieuw uur: verwacht wordt: een uur, zoals 14:00"),
        (move_meeting, {}, "Overleg: dit veld is verplicht; Nieuwe dag: dit veld is verplicht"),
        (subgroup_review, {"group": ""}, "Groep: dit veld is verplicht"),
        (newsletter, {"quarter": "eerste"}, "Kwartaal: verwacht wordt: een kwartaal, zoals 2027-Q1"),
        (subgroup_review, {"group": "E", "period": "maart"}, "Maand: verwacht wordt: een maand, zoals"),
        (answer_idea, IDEA | {"verdict": "ja"}, WORDS_OF_VERDICT),
        (answer_idea, IDEA | {"because": "geheim@x.example"}, "Antwoord: verwacht wordt: Het antwoord"),
        (cancel_meeting, MEETING | {"why": "zomaar"}, "Reden: verwacht wordt: 'Er kunnen te weinig"),
        (correct_edition, STORY | {"change": "wis"}, "verwacht wordt: 'rechtzetten', 'toevoegen', '"),
        (owner_reminders, {"today": "gisteren"}, "Vandaag: verwacht wordt: een dag tussen 2000 en 2100"),
        (record_minutes, MEETING | {"decisions": [{"kind": "geheim"}]}, "Beslissingen: verwacht wordt: '"),
        (owner_reminders, {"dry_run": "misschien"}, "Alleen tonen: verwacht wordt: aangevinkt of niet"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_answered_with_what_is_right(
    flow: Flow[..., Any], values: dict[str, Any], answer: str
) -> None:
    state = flow.fn(municipality="lievegem", **values)
    assert (state.type, state.name) == ("FAILED", name_state("rejected"))
    assert answer in str(state.message)
    for typed in ("volgende week", "1999", "half drie", "eerste", "maart", "geheim", "zomaar", "^", "\\d"):
        assert typed not in str(state.message)
    assert not flow.should_validate_parameters, "Prefect's own check answers with a pattern and a traceback"
