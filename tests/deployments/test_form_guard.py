"""Neither a mail address nor an unknown field that somebody enters reaches Prefect's database."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.form_guard import FormGuard, has_address

START = "/api/deployments/6a0f/create_flow_run"
LOGIN = (b"authorization", b"Basic dGVydWdrb206Z2VoZWlt")
GROUPS = {"type": "string", "title": "Groep", "enum": ["KOP", "3 @ 2.5", "Deelgroep energie"]}
PEOPLE = {"type": "array", "items": {"type": "string"}, "title": "Aanwezig", "description": "Hun codes."}
PROSE = {"type": "string", "maxLength": 1000}
DECISION = {"properties": {"kind": {"enum": ["nieuwe deadline"]}, "action": {"maxLength": 60}, "text": PROSE}}
DEPLOYMENT = {
    "parameter_openapi_schema": {
        "properties": {
            "municipality": {},
            "group": GROUPS,
            "meeting": {"anyOf": [{"enum": ["KOP/2027-03"], "title": "Kies"}, {"type": "string"}]},
            "present": PEOPLE,
            "decisions": {"type": "array", "items": {"$ref": "#/definitions/Decision"}, "title": "Beslist"},
            "because": PROSE,
        },
        "definitions": {"Decision": DECISION},
    }
}


def send_request(
    path: str, *bodies: bytes, method: str = "POST", form_status: int = 200
) -> tuple[int, bytes, bytes]:
    """Return the status, what was answered and what the application got."""
    events = [{"type": "http.request", "body": each, "more_body": True} for each in bodies]
    events[-1]["more_body"] = False
    answered: list[dict[str, Any]] = []
    got: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return events.pop(0) if events else {"type": "http.disconnect"}

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "GET":
            assert (scope["path"], scope["headers"]) == ("/api/deployments/6a0f", [LOGIN])
            await send({"type": "http.response.start", "status": form_status})
            await send({"type": "http.response.body", "body": json.dumps(DEPLOYMENT).encode()})
            return
        more = True
        while more:
            event = await receive()
            got.append(event["body"])
            more = event["more_body"]
        assert (await receive())["type"] == "http.disconnect", "what comes later comes through"
        await send({"type": "http.response.start", "status": 201})
        await send({"type": "http.response.body", "body": b"{}"})

    async def send(event: dict[str, Any]) -> None:
        answered.append(event)

    guard = FormGuard(application, "nl")
    headers = [LOGIN, (b"content-length", str(sum(map(len, bodies))).encode())]
    asyncio.run(guard({"type": "http", "method": method, "path": path, "headers": headers}, receive, send))
    return answered[0]["status"], answered[1]["body"], b"".join(got)


@pytest.mark.parametrize(
    "content",
    [
        {"parameters": {"group": "an@linde.example.org"}},
        {"parameters": {"decisions": [{"reason": "vraag het aan An <an@linde.be>."}]}},
        {"parameters": {"an@linde.be": "x"}},
        {"parameters": {"because": "an\uff20linde.be"}, "enforce_parameter_schema": False},
        {"name": "voor an@linde.be"},
        {"tags": ["an@linde.be"]},
        {"state": {"type": "SCHEDULED", "message": "an@linde.be"}},
        [{"schedule": {}, "parameters": {"today": "an@linde.be"}}],
    ],
)
@pytest.mark.parametrize("path", [START, "/api/deployments/6a0f/schedules", START + "/bulk", START + "/"])
def test_an_address_is_refused_before_prefect_sees_it(path: str, content: Any) -> None:
    body = json.dumps(content).encode()
    for bodies in ([body], [body[:9], body[9:]]):
        status, answer, got = send_request(path, *bodies)
        assert (status, got) == (422, b"")
        assert "geen mailadres" in json.loads(answer)["detail"]
        assert b"linde" not in answer
    for changed in ("PATCH", "PUT"):
        assert send_request("/api/deployments/6a0f", body, method=changed)[0] == 422


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (START, b'{"parameters": {"group": "D@IRT"}}'),
        (START, b'{"parameters": {"group": "3 @ 2.5"}}'),
        (START, b'{"job_variables": {"env": {"TERUGKOM_SMTP_URL": "smtp://an@mail.linde.be"}}}'),
        (START, b"no JSON: an@linde.be"),
        (START, b""),
        ("/api/deployments/6a0f", b'{"parameter_openapi_schema": {"pattern": "^[^@]*$"}}'),
        ("/api/flow_runs/6a0f/resume", b'{"run_input": {"remark": "vraag an@linde.be"}}'),
    ],
)
def test_all_else_is_passed_as_it_is(path: str, body: bytes) -> None:
    assert send_request(path, body[:5], body[5:]) == (201, b"{}", body)


@pytest.mark.parametrize("path", [START, START + "/"])
def test_a_field_that_does_not_exist_is_refused_with_those_that_do(path: str) -> None:
    status, answer, got = send_request(path, b'{"parameters": {"group": "KOP", "Bram": 1}}')
    assert (status, got) == (422, b"")
    assert json.loads(answer)["detail"] == (
        "dit formulier heeft geen veld met die naam; het heeft: municipality, group, meeting, present, "
        "decisions, because"
    )
    for known in (b'{"parameters": {"group": "KOP"}}', b'{"parameters": null}', b"[]", b"{}"):
        assert send_request(path, known) == (201, b"{}", known)
    for status in (401, 404, 503):
        answer = send_request(path, b'{"parameters": {"Bram": 1}}', form_status=status)
        assert (answer[0], answer[2]) == (status, b""), "what it takes is not known, so nothing is passed"


JSON_KIND = "__prefect_kind"


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        ({"group": "Bram Verlinden"}, "Groep: verwacht wordt: KOP, 3 @ 2.5, Deelgroep energie"),
        ({"group": "KOP\u00a0Bram"}, "Groep: verwacht wordt: KOP"),
        ({"municipality": "Bram Verlinden"}, "municipality: verwacht wordt: "),
        ({"meeting": "met Bram"}, "meeting: verwacht wordt: KOP/2027-03"),
        ({"present": ["BV", "Noor Aerden"]}, "Aanwezig: verwacht wordt: Hun codes."),
        ({"present": {JSON_KIND: "json", "value": '["BV", "Noor Aerden"]'}}, "Aanwezig: verwacht wordt"),
        ({"present": {JSON_KIND: "json", "value": "Noor Aerden"}}, "Aanwezig: verwacht wordt"),
        ({"decisions": [{"action": "die van Bram"}]}, "Beslist: verwacht wordt"),
        ({"decisions": [{"de actie": "E-01"}]}, "Beslist: verwacht wordt"),
    ],
)
@pytest.mark.parametrize("path", [START, START + "/bulk", "/api/deployments/6a0f/schedules"])
def test_a_name_where_a_code_belongs_is_refused_before_prefect_sees_it(
    path: str, parameters: Any, answer: str
) -> None:
    content = {"parameters": parameters}
    status, said, got = send_request(path, json.dumps(content if path == START else [content]).encode())
    assert (status, got) == (422, b"")
    assert json.loads(said)["detail"].startswith(answer)
    assert not any(word in said.decode() for word in ("Bram", "Noor", "die van"))


@pytest.mark.parametrize(
    "parameters",
    [
        {"group": "Deelgroep energie"},  # offered
        {"group": "NIEUW"},  # well-formed, and not in a list that is old
        {"group": None, "municipality": "", "meeting": " KOP/2027-06 "},
        {"present": ["BV", "LW"], "because": "We doen het, in twee stappen."},
        {"present": {JSON_KIND: "json", "value": '["BV", "LW"]'}},
        {"decisions": [{"kind": "nieuwe deadline", "action": "E-01", "text": "De leiding lag in de weg."}]},
    ],
)
def test_codes_days_and_free_text_come_through(parameters: Any) -> None:
    body = json.dumps({"parameters": parameters}).encode()
    assert send_request(START, body) == (201, b"{}", body)


@given(value=st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner)))
def test_an_address_is_found_wherever_it_stands(value: Any) -> None:
    around = {"parameters": {"a": [value, {"b": ["bel an@linde.be", value]}]}}
    assert has_address(json.dumps(around).encode())
