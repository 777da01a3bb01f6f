"""The promised hours of a topic, to acknowledge, visit and finish, changed from a day on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, TypedDict

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.facts import TermsFacts, TopicFacts
from peygir.city.urgencies import CLOCKS, ClockKind
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Refusal
from peygir.history.kinds.city import PromiseHoursChanged
from peygir.journey.two_person import propose_promise_hours
from peygir.people.change_kinds import LONGEST_WHY
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import hours, in_language, named

HoursName = Literal["ack_hours", "visit_hours", "due_hours"]
ALL: Final = "*"
_HOURS: Final[tuple[HoursName, ...]] = ("ack_hours", "visit_hours", "due_hours")
_NAMES: Final = ("topic", *_HOURS, "clock", "since", "why")


class TypedTerms(TypedDict, total=False):
    """Promised hours as `set_terms` takes them; a missing key keeps the value in force.

    `visit_hours` None promises no visit.
    """

    ack_hours: Decimal
    visit_hours: Decimal | None
    due_hours: Decimal
    clock: str


@dataclass(frozen=True, slots=True)
class TopicPromisesRow:
    """One topic: its promised hours today, and the planned ones."""

    topic: TopicFacts
    terms: TermsFacts | None
    planned: TermsFacts | None


@dataclass(frozen=True, slots=True)
class PromiseChangeRow:
    """One row of a preview: each of the four values before and after, as text."""

    topic: str
    before: str
    after: str
    is_same: bool


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_terms(request: HttpRequest) -> HttpResponse:
    """Show the table of a group; POST previews a change, then proposes it to a second person."""
    change_request = _change_request(request)
    if request.method != "POST":
        return _page(request, change_request)
    if not may_administer(actor(request)):
        return _page(request, change_request, status=403, fault=_("The administrator changes hours; you may look."))
    try:
        since, terms = read_day(change_request["since"]), _terms(change_request)
    except forms.ValidationError as wrong:
        return _page(request, change_request, status=422, fault=" ".join(wrong.messages))
    topics = [one for one in _topics(change_request["group"]) if change_request["topic"] in (ALL, "", one.code)]
    if request.POST.get("step") != "do":
        preview = [_change(topic, terms, since) for topic in topics]
        fault = "" if any(not line.is_same for line in preview) else words_of(actions.NothingDiffers())
        return _page(request, change_request, preview=preview, fault=fault, status=422 if fault else 200)
    try:
        change_id = propose_promise_hours(
            current_city().id,
            [one.code for one in topics],
            terms=given_terms(terms),
            since=since,
            why=change_request["why"],
            by=actor(request),
        )
    except Refusal as refusal:
        return _page(request, change_request, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
    return redirect("admin_change", change_id=change_id)


def given_terms(terms: TypedTerms) -> dict[str, Decimal | str | None]:
    """The values that were filled in, by name."""
    values: dict[str, Decimal | str | None] = {name: terms[name] for name in _HOURS if name in terms}
    return values | ({"clock": terms["clock"]} if "clock" in terms else {})


def _change_request(request: HttpRequest) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    groups = [code for _names, code, _topics in topic_groups()]
    group = given.get("group", "")
    values = {name: given.get(name, "").strip()[: LONGEST_WHY if name == "why" else 40] for name in _NAMES}
    return {"group": group if group in groups else (groups[0] if groups else ""), **values}


def _topics(group: str) -> list[TopicFacts]:
    return next((topics for _names, code, topics in topic_groups() if code == group), [])


def _terms(change_request: dict[str, str]) -> TypedTerms:
    """Return the values that were filled in; an empty field keeps the current value. Raises ValidationError."""
    terms: TypedTerms = {}
    for name in _HOURS:
        text = ascii_digits(change_request[name]).replace("٫", ".")
        if text:
            try:
                terms[name] = Decimal(text).quantize(Decimal("0.01"))
            except InvalidOperation as wrong:
                raise forms.ValidationError(
                    _("“%(text)s” is no number of hours.") % {"text": change_request[name]}
                ) from wrong
    if change_request["clock"] in CLOCKS:
        terms["clock"] = change_request["clock"]
    return terms


def _change(topic: TopicFacts, terms: TypedTerms, since: date) -> PromiseChangeRow:
    now = city.terms_of(topic.id, on=since)
    if now is None:
        return PromiseChangeRow(named(topic), "—", "—", True)
    before: TypedTerms = {
        "ack_hours": now.ack_hours,
        "visit_hours": now.visit_hours,
        "due_hours": now.due_hours,
        "clock": now.clock,
    }
    after: TypedTerms = {**before, **terms}
    return PromiseChangeRow(named(topic), _words(before), _words(after), before == after)


def _words(terms: TypedTerms) -> str:
    clock = _("working time") if terms["clock"] == ClockKind.BUSINESS else _("every hour counts")
    visit = terms["visit_hours"]
    visiting = _("visit %(hours)s") % {"hours": hours(visit)} if visit is not None else _("no visit")
    return _("acknowledge %(ack)s · %(visit)s · finish %(due)s · %(clock)s") % {
        "ack": hours(terms["ack_hours"]),
        "visit": visiting,
        "due": hours(terms["due_hours"]),
        "clock": clock,
    }


def _page(
    request: HttpRequest,
    change_request: dict[str, str],
    *,
    status: int = 200,
    fault: str = "",
    preview: list[PromiseChangeRow] | None = None,
) -> HttpResponse:
    city_facts, on = current_city(), today()
    topics = _topics(change_request["group"])
    rows = []
    for topic in topics:
        ahead = (one for one in city.terms_versions(city_facts.id, topic.id) if one.valid_from > on)
        coming = next((one for one in ahead if one.valid_from != one.valid_to), None)
        rows.append(TopicPromisesRow(topic, city.terms_of(topic.id, on=on), coming))
    context = {
        "change_request": change_request,
        "fault": fault,
        "preview": preview,
        "example": example_day(),
        "rows": rows,
        "groups": [(code, in_language(names)) for names, code, _topics in topic_groups()],
        "topics": [(one.code, named(one)) for one in topics],
        "may_change": may_administer(actor(request)),
        "decisions": decisions(city_facts.id, PromiseHoursChanged.kind),
    }
    return render(request, "admin/promise_hours.html", context, status=status)
