"""Looks at personal data for the inspectorate: citizens' objections, and whose looks of a month are unusual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.cases import queries as cases
from peygir.cases.looks import looks_of_month
from peygir.core import clock
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.core.refusals import Missing, Refusal
from peygir.people.actions.looks import NoSuchColleague, answer_objection, review_looks
from peygir.people.look_queries import (
    LookObjectionFacts,
    count_open_objections,
    open_objections,
    reviews_of,
)
from peygir.people.look_rules import AROUND_DAYS, LookFinding, LooksOfPerson, signs_of
from peygir.people.permissions import Permission
from peygir.people.posts import city_day_of
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.look_words import posts_on
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, language

MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class UnusualLooks:
    """A person whose looks of a month are unusual: the figures, why it is on the list, and what was found."""

    looks: LooksOfPerson
    name: str
    role: str
    signs: Sequence[str]
    finding: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class OpenObjection:
    """An objection that waits: who looked, in which post, and the case where the viewer may open it."""

    objection: LookObjectionFacts
    name: str
    post: str
    code: str
    is_late: bool


@staff(Permission.READ_CONFIDENTIAL)
@require_GET
def phone_looks(request: HttpRequest) -> HttpResponse:
    """Show open objections, and the unusual looks of a month: `?month=` (its first day; else the last whole month)."""
    return _page(request)


@staff(Permission.READ_CONFIDENTIAL)
@require_POST
def phone_look_answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Answer an objection; the citizen reads it."""
    finding, answer = request.POST.get("finding", ""), request.POST.get("answer", "")
    try:
        answer_objection(objection_id, finding=finding, answer=answer, by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        typed = (objection_id, finding, answer)
        return _page(request, status=status_of(refusal), fault=words_of(refusal), typed=typed)
    messages.success(request, _("Answered; the citizen gets a message, and reads it under “My reports”."))
    return redirect("phone_looks")


@staff(Permission.READ_CONFIDENTIAL)
@require_POST
def phone_looks_review(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Record what was found about a person's looks in a month. Raises NoSuchColleague for another month."""
    month = _month(request.POST.get("month", ""))
    if month.isoformat() != request.POST.get("month", ""):
        raise NoSuchColleague()
    try:
        review_looks(
            current_city().id,
            staff_id=staff_id,
            month=month,
            finding=request.POST.get("finding", ""),
            by=actor(request),
        )
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), fault=words_of(refusal), month=month)
    messages.success(request, _("The finding is recorded."))
    return redirect(f"{reverse('phone_looks')}?month={month.isoformat()}")


def count_waiting_looks() -> tuple[int, int]:
    """Return how much waits on this page (objections, and people of the last whole month without a finding), and how
    many of the objections are late.
    """
    city_id, month = current_city().id, _months()[0]
    found = reviews_of(city_id, month)
    unusual = [one for one in _looks(month) if signs_of(one) and one.staff_id not in found]
    waiting, late = count_open_objections(city_id, clock.now())
    return waiting + len(unusual), late


def _months() -> list[date]:
    """The first days of the last whole months, newest first."""
    now = to_jalali(today())
    numbers = (now.year * 12 + now.month - 1 - back for back in range(1, MONTHS + 1))
    return [to_gregorian(number // 12, number % 12 + 1, 1) for number in numbers]


def _month(text: str) -> date:
    """The month that is asked for, else the last whole one."""
    return next((first for first in _months() if first.isoformat() == text), _months()[0])


def _looks(month: date) -> list[LooksOfPerson]:
    jalali = to_jalali(month)
    year, next_month = (jalali.year, jalali.month + 1) if jalali.month < 12 else (jalali.year + 1, 1)
    end = start_of(to_gregorian(year, next_month, 1))
    return looks_of_month(current_city().id, start=start_of(month), end=end)


def _page(
    request: HttpRequest,
    *,
    status: int = 200,
    fault: str = "",
    typed: tuple[int, str, str] = (0, "", ""),
    month: date | None = None,
) -> HttpResponse:
    by, chosen = actor(request), month or _month(request.GET.get("month", ""))
    every = _looks(chosen)
    unusual = [(one, signs_of(one)) for one in every if signs_of(one)]
    waiting = open_objections(current_city().id)
    names = staff_names({one.staff_id for one, _ in unusual} | {one.staff_id for one in waiting}, language())
    reviews, labels = reviews_of(current_city().id, chosen), LookFinding.labels()
    context = {
        "objections": _objections(waiting, names, by),
        "months": [(one.isoformat(), month_label(one)) for one in _months()],
        "month": chosen.isoformat(),
        "month_name": month_label(chosen),
        "rows": [
            UnusualLooks(
                looks,
                names.get(looks.staff_id, ""),
                role_words(looks.role),
                [in_language(sign.label) for sign in signs],
                in_language(labels[reviews[looks.staff_id]]) if looks.staff_id in reviews else "",
                looks.staff_id == by.id,
            )
            for looks, signs in unusual
        ],
        "people": len(every),
        "looks": sum(one.looks for one in every),
        "findings": [(one.value, in_language(one.label)) for one in LookFinding],
        "days": AROUND_DAYS,
        "fault": fault,
        "typed_id": typed[0],
        "typed_finding": typed[1],
        "typed": typed[2],
    }
    return render(request, "inspectorate/looks.html", context, status=status)


def _objections(waiting: Sequence[LookObjectionFacts], names: dict[int, str], by: Actor) -> list[OpenObjection]:
    now = clock.now()
    codes = cases.codes_of([one.case_id for one in waiting], seen_by=by)
    posts = posts_on({(one.staff_id, city_day_of(one.looked_at)) for one in waiting})
    return [
        OpenObjection(
            objection,
            names.get(objection.staff_id, ""),
            posts[objection.staff_id, city_day_of(objection.looked_at)],
            codes.get(objection.case_id, ""),
            objection.is_late(now),
        )
        for objection in waiting
    ]
