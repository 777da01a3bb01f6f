"""Reassigning the cases of a person, or unassigned ones, to others of the unit: chosen, previewed, then done one by
one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.queries import Filters, Narrowing, Tally
from peygir.cases.sharing_rules import share_out
from peygir.cases.states import WORKABLE
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.words import says_something
from peygir.journey.bulk_commands import MOST_AT_ONCE, BulkCommand, apply_commands
from peygir.people.facts import StaffFacts
from peygir.people.permissions import Permission
from peygir.people.queries import away_among, takers_in
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.clocks import colour_now
from peygir.web.kit.current_city import current_city, end_of, start_of, today
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.narrowing import NOBODY
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import named

NO_ONE: Final = 0


@dataclass(frozen=True, slots=True)
class CaseTaker:
    """A colleague who could take cases: their load now, and afterwards."""

    id: int
    name: str
    before: int
    after: int
    away: Any
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SharedCaseRow:
    """One case of the form, of the preview or of the result."""

    case: Any
    colour: str
    is_chosen: bool
    taker_id: int = NO_ONE
    taker: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _ShareInput:
    """The values of the form; invalid ones are dropped, so that a mistake never unassigns a case."""

    giver: str
    takers: tuple[int, ...]
    versions: dict[str, int]
    reason: str
    step: str


@staff(Permission.LEAD_UNIT)
@require_http_methods(["GET", "POST"])
def unit_share(request: HttpRequest) -> HttpResponse:
    """Choose cases, preview, reassign, and show the result of each."""
    by, share_input = actor(request), _read_share_input(request)
    people = {person.pk: person for person in takers_in(by.unit_id or 0)}
    load = _load(by, people)
    cases_found, has_more = _cases_of(by, share_input.giver)
    others = {pk: person for pk, person in people.items() if str(pk) != share_input.giver}
    takers = tuple(one for one in share_input.takers if one in others)
    context: dict[str, Any] = {
        "unit": city.unit(by.unit_id or 0),
        "giver": share_input.giver,
        "reason": share_input.reason,
        "most": MOST_AT_ONCE,
        "givers": _givers(people, load, share_input.giver),
        "has_more": has_more,
        "step": share_input.step,
    }
    if share_input.step == "do":
        return _done(request, by, share_input, people, context)
    chosen = [case for case in cases_found if case.code in share_input.versions]
    fault = _fault(share_input, takers, chosen)
    shared = (
        share_out([case.code for case in chosen], takers, load) if share_input.step == "preview" and not fault else {}
    )
    context |= {
        "fault": fault,
        "is_preview": bool(shared),
        "takers": _takers(others, load, takers, shared),
        "lines": [
            SharedCaseRow(
                case,
                colour_now(case),
                case.code in share_input.versions or not share_input.step,
                shared.get(case.code, NO_ONE),
                _name(people, shared.get(case.code, NO_ONE)),
            )
            for case in (chosen if shared else cases_found)
        ],
    }
    return render(request, "manager/share.html", context, status=422 if fault else 200)


def _read_share_input(request: HttpRequest) -> _ShareInput:
    form_data = request.POST if request.method == "POST" else request.GET
    versions = {}
    for value in request.POST.getlist("case")[: MOST_AT_ONCE + 1]:
        code, _colon, version = value.partition(":")
        if version.isascii() and version.isdigit() and len(version) < 9:
            versions[code[:10]] = int(version)
    takers = tuple(taker for one in request.POST.getlist("taker") if (taker := whole(one)) is not None)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    step = step if step in ("preview", "do", "back") else ""
    return _ShareInput(form_data.get("from", "")[:12], takers, versions, request.POST.get("reason", "")[:1000], step)


def _fault(share_input: _ShareInput, takers: tuple[int, ...], chosen: Sequence[object]) -> str:
    if share_input.step != "preview":
        return ""
    if not chosen:
        return _("Choose at least one case.")
    if not takers:
        return _("Choose who takes the cases.")
    return "" if says_something(share_input.reason) else _no_reason()


def _load(by: Actor, people: Mapping[int, StaffFacts]) -> dict[int, int]:
    day = (start_of(today()), end_of(today()))
    parts = cases.load_of(by, current_city().id, [by.unit_id or 0], now=clock.now(), tomorrow=day, next_day=day)
    found = cases.tallies(parts, lambda part: part.assignee_id)
    counts = {pk: found.get(pk, Tally()).to_do for pk in people}
    return counts | {NO_ONE: found.get(None, Tally()).to_do}


def _cases_of(by: Actor, giver: str) -> tuple[list[Any], bool]:
    """Return the open cases of the chosen person, soonest due first, up to the limit of one command."""
    if not giver:
        return [], False
    whose = (
        Narrowing(is_unassigned=True)
        if giver == NOBODY
        else Narrowing(assignee_ids=(int(giver),) if giver.isascii() and giver.isdigit() else (NO_ONE,))
    )
    cases_found: list[Any] = []
    page, has_more = 1, True
    while has_more and len(cases_found) < MOST_AT_ONCE:
        filters = Filters(states=tuple(sorted(WORKABLE)), unit_id=by.unit_id, narrowing=whose, page=page)
        shown = cases.inbox(by, current_city().id, filters)
        cases_found, page, has_more = cases_found + shown.cases, page + 1, shown.has_more
    return cases_found[:MOST_AT_ONCE], has_more


def _name(people: Mapping[int, StaffFacts], pk: int | None) -> str:
    person = people.get(pk or NO_ONE)
    return (named(person) or person.username) if person is not None else ""


def _givers(people: Mapping[int, StaffFacts], load: dict[int, int], giver: str) -> list[tuple[str, str, int, bool]]:
    """Return the possible givers: value, name, number of cases, whether chosen."""
    rows = [(NOBODY, _("with nobody yet"), load[NO_ONE], giver == NOBODY)]
    return rows + [(str(pk), _name(people, pk), load[pk], giver == str(pk)) for pk in people]


def _takers(
    people: Mapping[int, StaffFacts], load: dict[int, int], takers: tuple[int, ...], shared: dict[str, int]
) -> list[CaseTaker]:
    away = away_among(people, on=today())
    given = list(shared.values())
    return [
        CaseTaker(pk, _name(people, pk), load[pk], load[pk] + given.count(pk), away.get(pk), pk in takers)
        for pk in people
    ]


def _done(
    request: HttpRequest,
    by: Actor,
    share_input: _ShareInput,
    people: Mapping[int, StaffFacts],
    context: dict[str, object],
) -> HttpResponse:
    """Run each previewed assignment in its own transaction, and return a result for each."""
    if not says_something(share_input.reason):
        context |= {"fault": _no_reason(), "takers": [], "lines": []}
        return render(request, "manager/share.html", context, status=422)
    pressings = []
    for value in request.POST.getlist("give")[: MOST_AT_ONCE + 1]:
        code, _colon, rest = value.partition(":")
        version, _colon, taker = rest.partition(":")
        if all(one.isascii() and one.isdigit() and len(one) < 9 for one in (version, taker)):
            pressings.append(
                BulkCommand(code[:10], int(version), {"assignee_id": int(taker), "note": share_input.reason})
            )
    results = apply_commands(pressings, "assign", by=by)
    now = {case.code: case for case in cases.cases_seen(by, [one.code for one in results])}
    context["results"] = [
        {
            "code": outcome.code,
            "taker": _name(people, now[outcome.code].assignee_id) if outcome.code in now else "",
            "refusal": words_of(outcome.refusal) if outcome.refusal is not None else "",
        }
        for outcome in results
    ]
    context["again"] = [now[one.code] for one in results if one.refusal is not None and one.code in now]
    done = sum(one.refusal is None for one in results)
    context |= {"done": done, "stayed": len(results) - done}
    return render(request, "manager/share.html", context)


def _no_reason() -> str:
    return _("Give the reason: colleagues read it in the case.")
