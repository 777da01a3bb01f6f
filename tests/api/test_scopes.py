"""Every operation of the JSON API asks for a scope or is open on purpose, and a scope opens what the table says."""

from typing import Any, Final

import pytest
from ninja.operation import Operation

from peygir.api.endpoint import PREFIX, api
from peygir.api.scopes import OPEN_TO_ALL, OPENS, Needs
from peygir.people.actions import issue_key
from peygir.people.key_rules import FOR_STAFF, SCOPES, WIDER, opens
from peygir.people.rules import SYSTEM
from tests import make
from tests.api.caller import Caller, is_refusal
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
ELSEWHERE: Final = {"updates": "Open311's POST servicerequestupdates", "events": "webhooks", "accounts": "SCIM"}


def operations() -> list[tuple[str, Operation]]:
    """(method and path below the root, operation) for all that the document shows."""
    result = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for one in view.operations:
                if one.include_in_schema:
                    result += [(f"{method} {prefix.rstrip('/')}{path}", one) for method in one.methods]
    return result


def test_every_operation_names_its_scope_or_is_open_on_purpose() -> None:
    scope_by_operation = {deed: scope for scope, deeds in OPENS.items() for deed in deeds}
    assert not set(scope_by_operation) & set(OPEN_TO_ALL)
    assert {deed for deed, _ in operations()} == set(scope_by_operation) | set(OPEN_TO_ALL)
    for deed, operation in operations():
        if deed in OPEN_TO_ALL:
            assert not operation.auth_callbacks, deed
        else:
            [needs] = operation.auth_callbacks
            assert isinstance(needs, Needs), deed
            assert needs.scope == scope_by_operation[deed]


def test_every_scope_opens_something() -> None:
    assert set(OPENS) | set(ELSEWHERE) == set(SCOPES)
    assert FOR_STAFF.issubset(SCOPES)
    assert all(wide in SCOPES and narrow <= set(SCOPES) for wide, narrow in WIDER.items())
    assert opens(["work"], "read")
    assert not opens(["read"], "work")


def test_the_document_tells_the_scope() -> None:
    document: Any = api.get_openapi_schema()
    assert list(document["components"]["securitySchemes"]) == ["key"]
    for path, deeds in document["paths"].items():
        for method, deed in deeds.items():
            name = f"{method.upper()} {path.removeprefix(PREFIX)}"
            assert (deed.get("x-scope") is None) == (name in OPEN_TO_ALL)
            assert ("security" in deed) == ("x-scope" in deed)


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_key_with_one_scope_opens_that_alone(scope: str, town: Town) -> None:
    code = make.referred()
    acts_as = "clerk" if scope in FOR_STAFF else ""
    caller = Caller(issue_key("one", scopes=[scope], acts_as=acts_as, by=SYSTEM))
    for wanted_scope, deeds in OPENS.items():
        for deed in deeds:
            method, path = deed.split(" ")
            path = path.replace("{code}", code).replace("{form}", "geojson").replace("{tag}", "0000000")
            answer = caller.get(path) if method == "GET" else caller.send(method, path, {})
            if opens([scope], wanted_scope):
                assert answer[0] not in (401, 403), (deed, answer)
            else:
                assert is_refusal(*answer, 403, "KeyMayNot"), deed
