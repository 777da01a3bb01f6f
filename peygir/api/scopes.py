"""The scopes of API keys: each operation names the scope it requires, or is listed as open to all."""

from typing import Final

from django.http import HttpRequest
from ninja.security import HttpBearer

from peygir.people.actions import KeyMayNot, count_key
from peygir.people.key_rules import SCOPES
from peygir.people.queries import SystemCaller, caller_of_token

# scope → its operations; `tests/api/test_scopes.py` compares this with the document.
OPENS: Final[dict[str, tuple[str, ...]]] = {
    "report": ("POST /reports", "GET /nearby"),
    "read": ("GET /cases", "GET /cases/{code}", "GET /findings"),
    "work": ("POST /cases/{code}/moves", "POST /commands"),
    "orders": ("GET /orders", "GET /orders/{number}"),
    "order_work": ("POST /orders", "POST /orders/{number}/moves", "POST /orders/{number}/results"),
    "costs": ("GET /orders/{number}/costs", "GET /costs", "GET /prices", "GET /claims", "GET /claims/parties"),
    "cost_work": ("POST /orders/{number}/costs",),
    "assets": ("GET /assets", "GET /assets/near", "GET /assets/{tag}", "GET /asset-types"),
    "keep_assets": ("POST /assets", "PUT /assets/{tag}", "POST /assets/{tag}/removal"),
    "export": ("GET /export/cases.{form}",),
}
# Open to everybody on purpose, with the reason.
OPEN_TO_ALL: Final[dict[str, str]] = {
    "GET /reports/{code}": "whoever holds a code may follow it; nothing personal is told",
    "GET /map": "the city's open cases, as its public map shows them",
    "GET /data": "which months of figures are published, with their files",
    "GET /data/{month}": "the published figures of a month",
}


class Needs(HttpBearer):
    """`Authorization: Bearer …` with a system's key that has a scope; request.auth is then its SystemCaller."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> SystemCaller | None:
        """Return the caller and count the use; None for a key that is unknown, expired or revoked.

        Raises KeyMayNot, AskedTooOften.
        """
        caller = caller_of_token(token)
        if caller is None:
            return None
        count_key(caller)
        if not caller.may(self.scope):
            raise KeyMayNot(scope=SCOPES[self.scope])
        return caller


def caller_of(request: HttpRequest) -> SystemCaller:
    """Return the system that called an operation with a scope."""
    caller: SystemCaller = request.auth  # type: ignore[attr-defined]
    return caller
