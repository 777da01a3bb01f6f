"""Commands of a device by JSON, with the key of a system: scopes, and the shape of requests and answers."""

import uuid
from typing import Any

import pytest

from peygir.api.endpoint import api
from tests import make
from tests.api.caller import Caller, is_refusal, token_for
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def command(code: str, seq: int, body: dict[str, Any]) -> dict[str, Any]:
    version = make.case(code).version if not code.startswith("local:") else None
    given = {"uuid": str(uuid.uuid4()), "device": "d", "branch": "b", "seq": seq, "order": code, "body": body}
    return {**given, "base_version": version}


def test_by_json_with_a_key(town: Town) -> None:
    code = make.referred()
    system, given = Caller(token_for("clerk")), command(code, 1, {"verb": "accept"})
    for known in (False, True):
        status, answer = system.post("/commands", {"commands": [given]})
        [result] = answer["results"]
        assert (status, result["result"], result["known"]) == (200, "applied", known)
    assert make.case(code).state == "in_hand"


def test_a_key_without_the_scope_sends_nothing_and_one_without_report_opens_no_case(town: Town) -> None:
    code = make.referred()
    body = {"commands": [command(code, 1, {"verb": "accept"})]}
    assert is_refusal(*Caller(token_for("")).post("/commands", body), 403, "KeyMayNot")
    report = {"verb": "report", "text": "چاله", "topic": "CIV-01", "address": "زند"}
    only_works = Caller(token_for("supervisor", may_report=False))
    sent = {"commands": [command("local:x", 1, report), command(code, 2, {"verb": "note", "note": "x"})]}
    status, answer = only_works.post("/commands", sent)
    assert status == 200
    assert [result["result"] for result in answer["results"]] == ["refused", "applied"]
    assert answer["results"][0]["error"] == "KeyMayNot"


@pytest.mark.parametrize("broken", [{}, {"commands": []}, {"commands": [{"uuid": "x"}]}, {"commands": "x"}])
def test_a_body_that_is_not_as_documented_is_refused_whole(clerk: Caller, broken: dict[str, Any]) -> None:
    assert is_refusal(*clerk.post("/commands", broken), 422, "FieldsAreWrong")


def test_the_document_has_the_operation() -> None:
    described: Any = api.get_openapi_schema()["paths"]["/api/v1/commands"]["post"]
    assert described["x-scope"] == "work"
