"""Owners of topics by district: the table on a day, and changes to a cell, a row, a column or a group."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.facts import OwnerFacts, TopicFacts
from peygir.core.refusals import Refusal
from peygir.history.kinds.city import OwnersChanged
from peygir.journey.two_person_calendar import is_undone_by_two, propose_undoing
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, named

ALL: Final = "*"
# Pages that list decisions; undoing a decision returns to its own page.
_BACK: Final = frozenset({"terms", "topics", "calendar", "office", "ladders", "seasons"})
ELSEWHERE: Final = "-"  # in the URL; in the table the empty district code: any other district, or none


@dataclass(frozen=True, slots=True)
class OwnerCell:
    """One cell of the table: the owner, since when, a planned change, and whether a person decided it."""

    name: str
    is_decided: bool
    is_whole_city: bool  # set by the row for any district
    since: date | None
    planned: str
    href: str


@dataclass(frozen=True, slots=True)
class TopicOwnersRow:
    """One topic with its cells."""

    topic: TopicFacts
    cells: list[OwnerCell]
    href: str


@dataclass(frozen=True, slots=True)
class OwnerChangeRow:
    """One row of a preview."""

    topic: str
    district: str
    before: str
    after: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class _OwnerInput:
    """The values of the form."""

    group: str
    topic: str
    district: str
    owner: str
    since: str


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_owners(request: HttpRequest) -> HttpResponse:
    """Show the table of a group on a day; POST previews a change, then makes it."""
    by, change_request = actor(request), _change_request(request)
    if request.method != "POST":
        return _page(request, change_request)
    if not may_administer(by):
        return _page(request, change_request, status=403, fault=_("The administrator changes ownership; you may look."))
    try:
        since = read_day(change_request.since)
    except forms.ValidationError as wrong:
        return _page(request, change_request, status=422, fault=" ".join(wrong.messages))
    cells = _cells(change_request)
    if request.POST.get("step") != "do":
        preview = _preview(cells, change_request.owner, since)
        fault = "" if any(not line.is_same for line in preview) else words_of(actions.NothingDiffers())
        return _page(request, change_request, preview=preview, fault=fault, status=422 if fault else 200)
    kind, _colon, code = change_request.owner.partition(":")
    try:
        actions.set_owners(
            current_city().id, cells, since=since, by=str(by), **{kind if kind == "agency" else "unit": code}
        )
    except Refusal as refusal:
        return _page(request, change_request, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The table is changed; it can be undone below."))
    return redirect(f"{reverse('admin_owners')}?{urlencode({'group': change_request.group})}")


@staff(Permission.ADMINISTER)
@require_POST
def admin_decision_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo one decision about the city's data; what two people decided is proposed to a second person."""
    asked = request.POST.get("back", "")
    back = f"admin_{asked}" if asked in _BACK else "admin_owners"
    if is_undone_by_two(current_city().id, number):
        why = _("Decision %(number)s is to be undone.") % {"number": number}
        confirmed(
            request,
            _("Proposed: a second person must confirm it; until then nothing changes."),
            lambda: propose_undoing(current_city().id, number, why=why, by=actor(request)),
        )
        return redirect(back)
    confirmed(
        request,
        _("The decision is undone."),
        lambda: actions.take_back_decision(current_city().id, number, by=str(actor(request))),
    )
    return redirect(back)


def _change_request(request: HttpRequest) -> _OwnerInput:
    given = request.POST if request.method == "POST" else request.GET
    groups = [code for _names, code, _topics in topic_groups()]
    group = given.get("group", "")
    names = ("topic", "district", "owner", "since")
    values = {name: given.get(name, "").strip()[:80] for name in names}
    return _OwnerInput(group if group in groups else (groups[0] if groups else ""), **values)


def _topics(group: str) -> list[TopicFacts]:
    return next((topics for _names, code, topics in topic_groups() if code == group), [])


def _cells(change_request: _OwnerInput) -> list[tuple[str, str]]:
    """Return the (topic, district) cells to change: one topic or the group's topics, in one district, elsewhere, or
    everywhere.
    """
    topics = (
        [one.code for one in _topics(change_request.group)]
        if change_request.topic in ("", ALL)
        else [change_request.topic]
    )
    everywhere = [*(row.code for row in city.districts(current_city().id, on=today())), ""]
    chosen = {ALL: everywhere, "": everywhere, ELSEWHERE: [""]}.get(change_request.district, [change_request.district])
    return [(topic, district) for topic in topics for district in chosen]


def _preview(cells: list[tuple[str, str]], owner: str, since: date) -> list[OwnerChangeRow]:
    city_facts = current_city()
    names = {row.code: named(row) for row in city.districts(city_facts.id, on=today())}
    after = dict(_owners()).get(owner, "")
    lines = []
    for topic_code, district in cells:
        topic = city.topic_by_code(city_facts.id, topic_code)
        if topic is None:
            continue
        before = _owner_name(city.owner_of(topic.id, district, on=since))
        lines.append(OwnerChangeRow(named(topic), names.get(district, _("elsewhere")), before, after, before == after))
    return lines


def _owner_name(row: OwnerFacts | None) -> str:
    if row is None:
        return "—"
    return named(city.unit(row.unit_id) if row.unit_id is not None else city.agency(row.agency_id or 0))


def _owners() -> list[tuple[str, str]]:
    here = current_city().id
    units = [(f"unit:{one.code}", named(one)) for one in city.units(here)]
    return units + [(f"agency:{one.code}", named(one)) for one in city.agencies(here)]


def _page(
    request: HttpRequest,
    change_request: _OwnerInput,
    *,
    status: int = 200,
    fault: str = "",
    preview: list[OwnerChangeRow] | None = None,
) -> HttpResponse:
    city_facts, on, on_text = current_city(), today(), request.GET.get("on", "").strip()[:20]
    if on_text:
        try:
            on = read_day(on_text)
        except forms.ValidationError as wrong:
            fault, status = " ".join(wrong.messages), 422
    districts = city.districts(city_facts.id, on=on)
    topics = _topics(change_request.group)
    context = {
        "change_request": change_request,
        "fault": fault,
        "preview": preview,
        "on": on,
        "on_text": on_text,
        "example": example_day(),
        "groups": [(code, in_language(names)) for names, code, _topics in topic_groups()],
        "topics": [(one.code, named(one)) for one in topics],
        "columns": [(named(one), _change_href(change_request.group, ALL, one.code)) for one in districts]
        + [(_("elsewhere"), _change_href(change_request.group, ALL, ELSEWHERE))],
        "districts": [(one.code, named(one)) for one in districts],
        "rows": [_row(topic, [one.code for one in districts], on, change_request.group) for topic in topics],
        "owners": _owners(),
        "may_change": may_administer(actor(request)),
        "decisions": decisions(city_facts.id, OwnersChanged.kind),
    }
    return render(request, "admin/owners.html", context, status=status)


def _row(topic: TopicFacts, districts: list[str], on: date, group: str) -> TopicOwnersRow:
    cells = [_cell(topic, code, on, group) for code in [*districts, ""]]
    return TopicOwnersRow(topic, cells, _change_href(group, topic.code, ALL))


def _cell(topic: TopicFacts, district: str, on: date, group: str) -> OwnerCell:
    row = city.owner_of(topic.id, district, on=on)
    planned: Any = next(
        (
            one
            for one in city.owner_versions(topic.city_id, topic.id, district)
            if one.valid_from > on and one.valid_from != one.valid_to
        ),
        None,
    )
    return OwnerCell(
        _owner_name(row),
        row is not None and row.source == "desk",
        row is not None and bool(district) and row.district_code == "",
        row.valid_from if row is not None else None,
        _owner_name(planned) if planned is not None else "",
        _change_href(group, topic.code, district or ELSEWHERE),
    )


def _change_href(group: str, topic: str, district: str) -> str:
    query = urlencode({"group": group, "topic": topic, "district": district})
    return f"{reverse('admin_owners')}?{query}#change"
