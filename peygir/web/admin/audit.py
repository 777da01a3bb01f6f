"""Audit search: who did what and when, over every file; shows ids and codes, never personal text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.core.codes import read_code
from peygir.history.audit import AuditFilter, audit, kinds_of_people
from peygir.history.facts import EventFacts
from peygir.history.kinds.people import AbsenceRecorded
from peygir.people.permissions import Permission
from peygir.people.queries import staff_id_of_any, staff_names
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.current_city import current_city, end_of, start_of
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.event_kind_names import kind_name
from peygir.web.kit.event_words import event_words
from peygir.web.kit.templatetags.ui import language

_NAMES: Final = ("person", "kind", "file", "from", "to")
FILES: Final = {
    "article": pgettext_lazy("file of an event", "the knowledge base"),
    "asset": pgettext_lazy("file of an event", "an asset"),
    "budget": pgettext_lazy("file of an event", "a budget line"),
    "callback": pgettext_lazy("file of an event", "a call-back"),
    "callgoal": pgettext_lazy("file of an event", "the service goal"),
    "callterm": pgettext_lazy("file of an event", "the centre's settings"),
    "alarm": pgettext_lazy("file of an event", "an alarm"),
    "candidate": pgettext_lazy("file of an event", "a candidate for money"),
    "citizen": pgettext_lazy("file of an event", "a citizen"),
    "city": pgettext_lazy("file of an event", "the city"),
    "cityreport": pgettext_lazy("file of an event", "a report of the city"),
    "publication": pgettext_lazy("file of an event", "published figures"),
    "contact": pgettext_lazy("file of an event", "a contact"),
    "contract": pgettext_lazy("file of an event", "a contract"),
    "crew": pgettext_lazy("file of an event", "a crew"),
    "dropbox": pgettext_lazy("file of an event", "a drop box"),
    "dropkey": pgettext_lazy("file of an event", "a key of the drop box"),
    "edition": pgettext_lazy("file of an event", "an edition of honours"),
    "goal": pgettext_lazy("file of an event", "a goal"),
    "inspplan": pgettext_lazy("file of an event", "a month's plan of inspections"),
    "maintenance": pgettext_lazy("file of an event", "a maintenance rule"),
    "mark": pgettext_lazy("file of an event", "a caller's mark"),
    "menu": pgettext_lazy("file of an event", "the phone menu"),
    "letter": pgettext_lazy("file of an event", "a letter"),
    "order": pgettext_lazy("file of an event", "an order of a live session"),
    "panel": pgettext_lazy("file of an event", "a citizens' panel"),
    "panelowed": pgettext_lazy("file of an event", "an answer owed to the panel"),
    "petition": pgettext_lazy("file of an event", "a petition"),
    "pfinding": pgettext_lazy("file of an event", "a finding of the panel"),
    "portfolio": pgettext_lazy("file of an event", "a portfolio"),
    "privacy": pgettext_lazy("file of an event", "a citizen's own data"),
    "problem": pgettext_lazy("file of an event", "a problem"),
    "programme": pgettext_lazy("file of an event", "a programme"),
    "proposal": pgettext_lazy("file of an event", "a proposal to the council"),
    "qboard": pgettext_lazy("file of an event", "a board of questions"),
    "rainday": pgettext_lazy("file of an event", "the weather"),
    "roles": pgettext_lazy("file of an event", "the roles"),
    "roster": pgettext_lazy("file of an event", "the roster"),
    "scanswer": pgettext_lazy("file of an event", "a sample of answers"),
    "scappeal": pgettext_lazy("file of an event", "an appeal against a mark"),
    "scgaming": pgettext_lazy("file of an event", "the gaming flags of a month"),
    "scmonth": pgettext_lazy("file of an event", "the marks of a month"),
    "score": pgettext_lazy("file of an event", "a score"),
    "scorform": pgettext_lazy("file of an event", "the score form"),
    "scorsamp": pgettext_lazy("file of an event", "a sample of talks"),
    "scscheme": pgettext_lazy("file of an event", "a scheme of marks"),
    "scseason": pgettext_lazy("file of an event", "the ranking of a season"),
    "scweak": pgettext_lazy("file of an event", "a weak point"),
    "session": pgettext_lazy("file of an event", "a live session"),
    "shift": pgettext_lazy("file of an event", "a shift"),
    "sitting": pgettext_lazy("file of an event", "a session of the council"),
    "squestion": pgettext_lazy("file of an event", "a saved question"),
    "survey": pgettext_lazy("file of an event", "a survey"),
    "survterm": pgettext_lazy("file of an event", "the survey's settings"),
    "voting": pgettext_lazy("file of an event", "a vote of citizens"),
    "work_order": pgettext_lazy("file of an event", "a work order"),
}
"""What the files are that have no page of their own to lead to."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event: who, when, what and in which file, with a link where the viewer may open that file."""

    at: datetime
    who: str
    what: str
    kind: str
    file: str
    href: str


class _NotFound(Exception):
    """The search names a person or file that does not exist."""


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_audit(request: HttpRequest) -> HttpResponse:
    """Search the events; runs three SQL statements besides the one that lists the kinds."""
    by = actor(request)
    chosen = {name: request.GET.get(name, "").strip()[:60] for name in _NAMES}
    faults: dict[str, str] = {}
    audit_filter = _asked(chosen, request.GET.get("after", ""), faults, by)
    page = audit(audit_filter) if not faults else None
    events = page.lines if page is not None else []
    names = staff_names(staff_ids(events) | _named_in(events), language())
    codes = cases.codes_of({event.file_id for event in events if event.file == "case"}, seen_by=by)
    more = ""
    if page is not None and page.next_after is not None:
        at, number = page.next_after
        more = f"?{urlencode({**_kept(chosen), 'after': f'{at.astimezone(UTC).isoformat()}~{number}'})}"
    context = {
        "lines": [_line(event, names, codes) for event in events],
        "chosen": chosen,
        "faults": faults,
        "more": more,
        "is_first": audit_filter.after is None,
        "example": example_day(),
        "kinds": sorted(((kind, kind_name(kind)) for kind in kinds_of_people()), key=lambda pair: pair[1]),
        "back": f"?{urlencode(_kept(chosen))}",
    }
    return render(request, "admin/audit.html", context, status=422 if faults else 200)


def _kept(chosen: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if value}


def _asked(chosen: dict[str, str], after: str, faults: dict[str, str], by: Actor) -> AuditFilter:
    """Return the form's values as a filter; puts the error of each unreadable field into `faults`."""
    person, file, file_id = "", "", None
    if chosen["person"]:
        pk = staff_id_of_any(chosen["person"])
        if pk is None:
            faults["person"] = _("There is no account of this user name.")
        person = f"staff:{pk or 0}"
    if chosen["file"]:
        try:
            file, file_id = _file(chosen["file"], by)
        except _NotFound:
            faults["file"] = _(
                "There is no file of this code; write a tracking code, “staff:” and a user name, or “city”."
            )
    days: dict[str, datetime | None] = {"from": None, "to": None}
    for name, edge in (("from", start_of), ("to", end_of)):
        try:
            days[name] = edge(read_day(chosen[name])) if chosen[name] else None
        except forms.ValidationError as wrong:
            faults[name] = " ".join(wrong.messages)
    return AuditFilter(
        by=person,
        kinds=(chosen["kind"],) if chosen["kind"] else (),
        file=file,
        file_id=file_id,
        since=days["from"],
        until=days["to"],
        after=_after(after),
    )


def _file(text: str, by: Actor) -> tuple[str, int]:
    """Find a file by code or short name. Raises _NotFound, also for a case that the viewer may not see."""
    if text == "city":
        return "city", current_city().id
    kind, _colon, name = text.partition(":")
    if kind == "staff" and name:
        pk = staff_id_of_any(name)
        if pk is not None:
            return "staff", pk
    case = cases.case_of(read_code(text) or text)
    if case is not None and cases.may_open(by, case):
        return "case", case.pk
    raise _NotFound


def _after(text: str) -> tuple[datetime, int] | None:
    at, _tilde, number = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo is not None else None
    except ValueError:
        return None


def _named_in(events: Sequence[EventFacts]) -> set[int]:
    """Return the ids of staff named inside the events: an absence's deputy, and the account's owner."""
    deputies = (event.data.get("deputy") for event in events if event.kind == AbsenceRecorded.kind)
    return {pk for pk in deputies if isinstance(pk, int)} | {event.file_id for event in events if event.file == "staff"}


def _line(event: EventFacts, names: dict[int, str], codes: dict[int, str]) -> AuditLine:
    file, href = event.file, ""
    if event.file == "case":
        code = codes.get(event.file_id, "")
        file, href = (code, reverse("case", args=[code])) if code else (_("a case that is not yours to see"), "")
    elif event.file == "staff":
        file = names.get(event.file_id, _("an account"))
        href = reverse("admin_person", args=[event.file_id])
    elif event.file == "rule":
        file, href = _("a routing rule"), reverse("routing_rule", args=[event.file_id])
    else:
        file = str(FILES[event.file])
    # Of a case that the viewer may not see, show that something was done, but not what.
    is_hidden = event.file == "case" and not href
    what = _("An action was recorded.") if is_hidden else event_words(event, names)
    return AuditLine(event.at, who(event.by, names), what, "" if is_hidden else event.kind, file, href)
