"""POST request: a report by any app, with its answers, its pictures and the sender's token."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from peygir.api.open311.endpoint import Call
from peygir.api.open311.forms import answer
from peygir.api.open311.services import ASSET, notice_of, questions_of, service_of
from peygir.cases import listing
from peygir.cases.listing import CaseFilter
from peygir.cases.new_report import Details, NewReport, Reporter
from peygir.core.codes import is_code
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake.details.actions import key_of
from peygir.desks.intake.details.queries import code_of_token
from peygir.desks.intake.details_rules import LONGEST_ID, checked_answers
from peygir.desks.intake.rules import MAX_NAME
from peygir.journey.receiving import LeftOut, receive_told
from peygir.people.actions import TRACKING, count_miss, refuse_if_over


class TokenIsTooLong(Invalid):
    """The sender's token is too long."""

    message = _("The token is longer than {limit} characters.")


class NoSuchToken(Missing):
    """No report was sent with this token."""

    message = _("The token was not found.")


def create_request(call: Call) -> HttpResponse:
    """Create a report; a token that was used before returns the id it got then."""
    system, given = call.key("report"), call.given
    topic = service_of(call, given.text("service_code"))
    token = given.text("token") or call.request.headers.get("Idempotency-Key", "").strip()
    if len(token) > LONGEST_ID:
        raise TokenIsTooLong(limit=LONGEST_ID)
    answers = checked_answers(questions_of(call, topic), given.attributes)
    report = NewReport(
        channel=system.channel,
        text=given.text("description"),
        lat=given.degrees(90, "lat", "latitude"),
        lon=given.degrees(180, "long", "lng", "lon", "longitude"),
        address=(given.text("address_string", "address") or given.text("address_id"))[:300],
        topic_code=topic.code,
        asset_tag=next(iter(given.attributes.get(ASSET, ())), "")[:40].strip(),
        reporter=_reporter(call),
        language=call.language,
        idempotency_key=key_of(f"open311 {system.key_id}", token) if token else "",
        may_publish=given.text("public_anonymity_required").lower() not in ("true", "1"),
        details=Details(
            key_id=system.key_id,
            token=token,
            answers=answers,
            media_urls=given.each("media_url"),
            address_id=given.text("address_id"),
            came_from=system.name,
        ),
    )
    taken = receive_told(call.city_facts.code, report, by=system.actor, photos_raw=pictures_of(call))
    made: dict[str, Any] = {"service_request_id": taken.receipt.code}
    danger = _notice(call, taken.receipt.emergency_phone) or notice_of(call, topic)
    if notice := " ".join(filter(None, (danger, _left_out(call, taken.left_out)))):
        made["service_notice"] = notice
    return answer("service_requests", [made], call.form)


def find_token(call: Call, token: str) -> HttpResponse:
    """Return the id of a sender's token; the id of a public case is its own token.

    Open to all: without a key it finds only what the public list shows, and misses are counted, so that ids cannot be
    found by guessing. Raises NoSuchToken, AskedTooOften, and what `use_key` raises for a given key.
    """
    refuse_if_over(TRACKING, call.address)
    code = _code_behind(call, token)
    if code is None:
        count_miss(TRACKING, call.address)
        raise NoSuchToken()
    return answer("service_requests", [{"service_request_id": code, "token": token}], call.form)


def _code_behind(call: Call, token: str) -> str | None:
    """Return the public case's id, or with the sender's key the id of what it sent with this token."""
    if call.has_key and not is_code(token):
        return code_of_token(token, key_id=call.key("report").key_id)
    code = code_of_token(token)
    return code if code and listing.entries(call.city_facts.id, CaseFilter(codes=(code,))) else None


def _notice(call: Call, phone: str) -> str:
    return call.words(_("If there is danger call {phone} now.", phone=phone)) if phone else ""


def _left_out(call: Call, parts: Sequence[LeftOut]) -> str:
    """Return what of the report could not be kept, and why; "" if all was kept."""
    if not parts:
        return ""
    lead = call.words(_("The report is taken; this part of it is not kept:"))
    return f"{lead} {reasons(call, parts)}"


def reasons(call: Call, parts: Sequence[LeftOut]) -> str:
    """Return why these parts are not kept, each reason once."""
    return " ".join(dict.fromkeys(part.refusal.words(call.language) for part in parts))


def _reporter(call: Call) -> Reporter:
    """Return the reporter."""
    first, last, phone, email = map(call.given.text, ("first_name", "last_name", "phone", "email"))
    return Reporter(phone=phone, name=f"{first} {last}".strip()[:MAX_NAME], email=email)


def pictures_of(call: Call) -> Sequence[bytes]:
    """Return every non-empty file of the form, whatever its field name."""
    files = (file for name in call.request.FILES for file in call.request.FILES.getlist(name))
    return [content for file in files if (content := file.read())]
