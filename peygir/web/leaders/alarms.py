"""Alarms for those who lead units, the centre or the city: a list, and each with its series, map, cases and verdict."""

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.cases import queries as cases
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.insight.actions import NoSuchAlarm, judge_alarm
from peygir.outlook.insight.alarm_facts import AlarmFacts, AlarmRecord
from peygir.outlook.insight.alarm_queries import (
    MOST_ALARMS,
    alarm_of,
    alarm_record,
    alarms_for,
    cases_of_alarm,
    open_alarms,
    places_of_alarm,
)
from peygir.outlook.insight.alarm_rules import may_judge_alarm
from peygir.outlook.planning.rules import may_plan
from peygir.outlook.scoring.words import WasItReal
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.alarm_parts import (
    agreeing_words,
    alarm_chart,
    alarm_row,
    baseline_name,
    method_name,
    opinion_names,
    place_names,
)
from peygir.web.kit.city_figures import late_sketch
from peygir.web.kit.current_city import current_city
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.standing_words import decimal_words
from peygir.web.kit.templatetags.ui import day, digits, in_language, language

SEERS: Final = (
    Permission.LEAD_UNIT,
    Permission.STEER_CITY,
    Permission.LEAD_CENTRE,
    Permission.DECIDE_APPEALS,
    Permission.CONFIRM_ACCOUNTS,
)
"""Who has alarms of their own to see: `alarm_rules` says which."""
ANSWERS: Final = (WasItReal.REAL, WasItReal.NOT_REAL, WasItReal.UNCLEAR)
CASES: Final = 30
"""So many cases are on a page of an alarm."""


@staff(*SEERS)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """List the alarms that this person sees, those without a verdict or those with one, and how good alarms were."""
    by, city_id = actor(request), current_city().id
    is_open = request.GET.get("state") != "answered"
    rows = [alarm_row(one) for one in alarms_for(city_id, by, is_open=is_open)]
    context = {
        "rows": rows,
        "is_open": is_open,
        "open_count": open_alarms(city_id, by),
        "most": MOST_ALARMS if len(rows) == MOST_ALARMS else 0,
        **_record(alarm_record(city_id)),
    }
    return render(request, "leaders/alarms.html", context)


@staff(*SEERS)
@require_http_methods(["GET", "POST"])
def alarm(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Show an alarm with its series, map and cases, and keep the verdict whether it was real."""
    by = actor(request)
    fault, status, typed = "", 200, {"answer": "", "known": ""}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:20] for name in typed}
        try:
            judge_alarm(alarm_id, typed["answer"], known_on=_known_on(typed["known"]), by=by)
        except Missing:
            raise
        except ValidationError as error:
            fault, status = " ".join(error.messages), 422
        except Refusal as refusal:
            fault, status = words_of(refusal), status_of(refusal)
        else:
            messages.success(request, _("Your answer is recorded."))
            return redirect("alarms")
    facts = alarm_of(alarm_id, current_city().id, by)
    if facts is None:
        raise NoSuchAlarm()
    context = {
        "row": alarm_row(facts),
        "chart": alarm_chart(facts),
        "method": method_name(facts),
        "baseline": baseline_name(facts),
        "opinions": opinion_names(facts),
        "agreeing": agreeing_words(facts),
        "places": place_names(facts),
        "problem_url": _problem_url(facts, by),
        "sketch": late_sketch(places_of_alarm(alarm_id, by)),
        "may_answer": facts.answer == WasItReal.OPEN and may_judge_alarm(by, facts.unit_id),
        "answers": [(answer.value, in_language(answer.label)) for answer in ANSWERS],
        "answered_by": _answered_by(facts),
        "example": example_day(),
        "fault": fault,
        "typed": typed,
        **_cases(request, facts, by),
    }
    return render(request, "leaders/alarm.html", context, status=status)


def _problem_url(facts: AlarmFacts, by: Actor) -> str:
    """Return where a problem is made of the alarm; "" for who does not plan for its owner."""
    if not may_plan(by, facts.unit_id):
        return ""
    try:
        return f"{reverse('plan_problem_new')}?alarm={facts.id}"
    except NoReverseMatch:  # an installation without the pages of planning
        return ""


def _known_on(text: str) -> date | None:
    """Return the typed day; None for an empty field. Raises ValidationError for a text that is no day."""
    return read_day(text) if text.strip() else None


def _answered_by(facts: AlarmFacts) -> str:
    if facts.answered_by_id is None:
        return ""
    return staff_names({facts.answered_by_id}, language()).get(facts.answered_by_id, "—")


def _record(record: AlarmRecord) -> dict[str, Any]:
    """Return how good past alarms were as text, and when the last week was examined."""
    return {
        "answered_count": sum(record.answers.get(answer, 0) for answer in ANSWERS),
        "precision": _("%(real)s of %(judged)s") % {"real": digits(record.real), "judged": digits(record.judged)}
        if record.judged
        else "",
        "days_to_alarm": decimal_words(record.days_to_alarm, 0) if record.days_to_alarm is not None else "",
        "first_to_tell": digits(record.first_to_tell) if record.real else "",
        "days_ahead": decimal_words(record.days_ahead, 0) if record.days_ahead is not None else "",
        "examined": day(record.examined_on) if record.examined_on is not None else "",
    }


def _cases(request: HttpRequest, facts: AlarmFacts, by: Actor) -> dict[str, Any]:
    """Return the page of cases that the viewer may see, and how many others there are."""
    codes, count = cases_of_alarm(facts.id, by)
    number = min(max(1, whole(request.GET.get("page", "")) or 1), max(1, -(-len(codes) // CASES)))
    return {
        "cases": cases.cases_seen(by, codes[(number - 1) * CASES : number * CASES]),
        "case_count": len(codes),
        "hidden_count": count - len(codes),
        "page_number": number,
        "has_more": number * CASES < len(codes),
    }
