"""The JSON API: who may knock, and how a refusal reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import HttpBearer

from peygir.api import cases, reports
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed, Refusal, TooMany
from peygir.people.queries import SystemCaller, caller_of_token

STATUS = {Invalid: 422, NotAllowed: 403, Missing: 404, Conflict: 409, TooMany: 429}


class Token(HttpBearer):
    """`Authorization: Bearer …` with a system's token; request.auth is then its SystemCaller."""

    def authenticate(self, request: HttpRequest, token: str) -> SystemCaller | None:
        """The caller, or None for a token that we do not know or that was revoked."""
        return caller_of_token(token)


api = NinjaAPI(
    title="Peygir",
    version="1",
    description=f"A citizen's request, from first word to confirmed answer. City: {settings.CITY}.",
    auth=Token(),
    docs_url=None,
)
api.add_router("", reports.router)
api.add_router("", cases.router)


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Any) -> HttpResponse:
    """A refusal in both languages, with the status of its family."""
    status = next(code for family, code in STATUS.items() if isinstance(refusal, family))
    body = {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}
    return api.create_response(request, body, status=status)
