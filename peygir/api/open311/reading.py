"""GET requests and GET request: the city's public cases in the standard's format, without personal data, by days."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from peygir.api.open311.endpoint import Call
from peygir.api.open311.forms import answer
from peygir.cases import listing
from peygir.cases.listing import CaseFilter, CaseListEntry
from peygir.cases.moves import CaseMoments, PublicMove, moments_of, steps_of
from peygir.cases.new_report import AnsweredQuestion
from peygir.cases.of_asset import asset_tags
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import day_start, next_day_start, shifted, written
from peygir.core.personal import cover
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake.details.queries import answers_among, code_of_token, public_photos, sent_by, words_by_code

SPAN: Final = timedelta(days=90)
STATUSES: Final = {"open": False, "closed": True}
# Answers of these types are free text by the reporter.
_OWN_WORDS: Final = ("string", "text")


class SpanIsTooLong(Invalid):
    """A longer range than the standard allows in one request."""

    message = _("start_date and end_date may not span more than 90 days; ask in several parts.")


class DatesAreTurned(Invalid):
    """An end before its start."""

    message = _("“{last}” is before “{first}”.")


class StatusIsUnknown(Invalid):
    """A status that the standard does not have."""

    message = _("The status must be open or closed.")


class NoSuchRequest(Missing):
    """No public request has this id."""

    message = _("The service_request_id “{code}” was not found.")


def list_requests(call: Call) -> HttpResponse:
    """Return a page of requests, the newest day first: by default of the last 90 days, and at most 1,000.

    Ids override all other filters; invalid filters are refused even beside ids.
    """
    codes, asked = call.given.listed("service_request_id"), _asked(call)
    asked = CaseFilter(codes=codes[: listing.MOST]) if codes else _whole_days(call, _in_bounds(call, asked))
    return _answer(call, listing.entries(call.city_facts.id, asked))


def one_request(call: Call, code: str) -> HttpResponse:
    """Return a list with one request."""
    entries = listing.entries(call.city_facts.id, CaseFilter(codes=(code,)))
    if not entries and (known := code_of_token(code)) and known != code:
        entries = listing.entries(call.city_facts.id, CaseFilter(codes=(known,)))
    if not entries:
        raise NoSuchRequest(code=code[:80])
    return _answer(call, entries)


def _asked(call: Call) -> CaseFilter:
    """Return the filters as sent. Raises TimestampIsNotValid, NumberIsNotValid, StatusIsUnknown."""
    given = call.given
    statuses = given.listed("status")
    if not set(map(str.lower, statuses)) <= set(STATUSES):
        raise StatusIsUnknown()
    settled = {STATUSES[status.lower()] for status in statuses}
    return CaseFilter(
        topic_codes=given.listed("service_code"),
        is_settled=settled.pop() if len(settled) == 1 else None,
        opened_from=given.moment("start_date"),
        opened_to=given.moment("end_date"),
        changed_from=given.moment("updated_after"),
        changed_to=given.moment("updated_before"),
        page=given.whole("page", usual=1, most=100_000),
        size=given.whole("page_size", usual=listing.MOST, most=listing.MOST),
    )


def _in_bounds(call: Call, case_filter: CaseFilter) -> CaseFilter:
    """Limit the filters to 90 days, unless only moments of change are given. Raises DatesAreTurned, SpanIsTooLong."""
    _in_order(case_filter.opened_from, case_filter.opened_to, "start_date", "end_date")
    _in_order(case_filter.changed_from, case_filter.changed_to, "updated_after", "updated_before")
    if (case_filter.changed_from or case_filter.changed_to) and not call.given.text("start_date", "end_date"):
        return case_filter
    since, until = _ninety_days(case_filter.opened_from, case_filter.opened_to)
    return replace(case_filter, opened_from=since, opened_to=until)


def _whole_days(call: Call, case_filter: CaseFilter) -> CaseFilter:
    """Widen the bounds to whole days of the city: ever narrower ones would find the moment of a report."""
    opened_from, opened_to = whole_days(call, case_filter.opened_from, case_filter.opened_to)
    changed_from, changed_to = whole_days(call, case_filter.changed_from, case_filter.changed_to)
    return replace(
        case_filter, opened_from=opened_from, opened_to=opened_to, changed_from=changed_from, changed_to=changed_to
    )


def whole_days(call: Call, since: datetime | None, until: datetime | None) -> tuple[datetime | None, datetime | None]:
    """Return the first moment of the first day, and the one after the last; None stays None."""
    zone = call.city_facts.time_zone
    return since and day_start(since, zone), until and next_day_start(until, zone)


def span_of(call: Call, first: str, last: str) -> tuple[datetime | None, datetime | None]:
    """Return start and end, each None if not given. Raises DatesAreTurned."""
    since, until = call.given.moment(first), call.given.moment(last)
    _in_order(since, until, first, last)
    return since, until


def _in_order(since: datetime | None, until: datetime | None, first: str, last: str) -> None:
    if since and until and until < since:
        raise DatesAreTurned(first=first, last=last)


def _ninety_days(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """Return start and end; a missing one is 90 days from the other. Raises SpanIsTooLong."""
    if since and until:
        if until - since >= SPAN + timedelta(seconds=1):
            raise SpanIsTooLong()
        return since, until
    if since:
        return since, shifted(since, SPAN)
    until = until or clock.now()
    return shifted(until, -SPAN), until


def _answer(call: Call, entries: list[CaseListEntry]) -> HttpResponse:
    texts = words_by_code([one.code for one in entries if one.is_read])
    photos = public_photos([one.id for one in entries])
    moments = own_moments(call, {one.code for one in entries})
    rows = [
        line_of(call, one, texts.get(one.code, ""), photos.get(one.id, []), moments.get(one.code)) for one in entries
    ]
    if call.given.says("extensions"):
        answers = answers_among([one.code for one in entries])
        steps = steps_of(call.city_facts.id, entries)
        tags = asset_tags([one.id for one in entries])
        for one, row in zip(entries, rows, strict=True):
            row |= _extensions(call, one, answers.get(one.code, []), steps[one.code], moments.get(one.code))
            row["extended_attributes"]["asset"] = tags.get(one.id, "")
    return answer("service_requests", rows, call.form)


def own_moments(call: Call, codes: Collection[str]) -> dict[str, CaseMoments]:
    """Return the moments, by code, of those of these cases whose first report the call's own key sent."""
    sender = call.sender
    own = sent_by(sender, codes) if sender is not None else frozenset()
    return moments_of(own) if own else {}


def line_of(
    call: Call, entry: CaseListEntry, text: str, photos: list[int], moments: CaseMoments | None = None
) -> dict[str, Any]:
    """Return a public case as a service request, with its public text and the first of its public photos.

    Its timestamps are the first moments of their days in the city, or `moments`.
    """
    row: dict[str, Any] = {
        "service_request_id": entry.asked_as,
        "status": "closed" if entry.is_settled else "open",
        "status_notes": notes_on(call, entry.state, entry.note, entry.merged_into),
        "service_name": call.words(city.names_of(entry.topic)),
        "service_code": entry.topic.code,
        "description": text[:4000],
        "agency_responsible": _responsible(call, entry),
        "service_notice": _notice(call, entry),
        "requested_datetime": written(moments.opened_at) if moments else call.written_day(entry.opened_on),
        "updated_datetime": written(moments.state_at) if moments else call.written_day(entry.changed_on),
    }
    if moments is not None and moments.due_at is not None:
        row["expected_datetime"] = written(moments.due_at)
    elif entry.due_on is not None:
        row["expected_datetime"] = call.written_day(entry.due_on)
    row |= {"address": _address(call, entry), "address_id": "", "zipcode": ""}
    if entry.point is not None:
        row["lat"], row["long"] = entry.point
    if photos:
        row["media_url"] = _photo(entry, photos[0])
    return row


def notes_on(call: Call, state: str, note: str, merged_into: str = "") -> str:
    """Return the state as text, with the latest answer to the citizen."""
    label = call.words(CaseState.labels()[state])
    if merged_into:
        return call.words(_("{label}: duplicate of {merged_into}", label=label, merged_into=merged_into))
    return f"{label}. {note}" if note else label


def _responsible(call: Call, one: CaseListEntry) -> str:
    agency = city.agency(one.agency_id) if one.agency_id else None
    owner = agency or (city.unit(one.unit_id) if one.unit_id else None)
    return call.words(city.names_of(owner)) if owner else ""


def _notice(call: Call, entry: CaseListEntry) -> str:
    if entry.due_on is None or entry.is_settled:
        return ""
    return call.words(_("To be dealt with by {day}", day=entry.due_on.isoformat()))


def _address(call: Call, entry: CaseListEntry) -> str:
    """Return the address from the neighbourhood up; a house number could identify a person."""
    area = city.neighbourhood(call.city_facts.id, entry.neighbourhood_id) if entry.neighbourhood_id else None
    district = city.district(call.city_facts.id, entry.district_id) if entry.district_id else None
    names = [call.words(city.names_of(place)) for place in (area, district, call.city_facts) if place]
    return call.words("، ".join(names), ", ".join(names))


def _photo(one: CaseListEntry, place: int) -> str:
    return _whole(reverse("public_photo", args=[one.code, "report", place, "full"]))


def _whole(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def _extensions(
    call: Call,
    entry: CaseListEntry,
    answers: list[AnsweredQuestion],
    steps: list[PublicMove],
    moments: CaseMoments | None,
) -> dict[str, Any]:
    return {
        "attributes": [_attribute(call, told, value) for told in answers for value in told["values"]],
        "extended_attributes": {
            "state": entry.state,
            "state_name": call.words(CaseState.labels()[entry.state]),
            "is_shared": entry.is_shared,
            "duplicate_of": entry.merged_into,
            "url": _whole(reverse("public_case", args=[entry.code])),
        },
        "notes": [
            {
                "datetime": moved_at(call, step, moments),
                "description": notes_on(call, step.state, step.note),
                "type": step.kind.removeprefix("case_"),
            }
            for step in steps
        ],
    }


def moved_at(call: Call, step: PublicMove, moments: CaseMoments | None) -> str:
    """Return the day of a move as a timestamp, or its moment."""
    return written(moments.moves[step.number - 1]) if moments is not None else call.written_day(step.on)


def _attribute(call: Call, attribute: AnsweredQuestion, value: dict[str, str]) -> dict[str, str]:
    """Return one answer: choices, numbers and dates as they are, the reporter's free text with personal data masked."""
    code, text = value["key"], call.words(value["fa"], value["en"])
    if attribute["datatype"] in _OWN_WORDS:
        code = text = cover(text)
    return {
        "code": code,
        "name": attribute["code"],
        "label": call.words(attribute["fa"], attribute["en"]),
        "value": text,
    }
