"""What the operator reads out to the caller: who has a case, until when, how it stands, and the answer code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.desks.answers import queries as answers
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.numbers import next_try


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def console_outcome(request: HttpRequest, code: str) -> HttpResponse:
    """Show what to tell the caller of a report or case. Raises NoSuchCase, also for what the operator may not open."""
    plain = read_code(code) or code
    report = cases.report_by_code(plain)
    case = report.case if report is not None else cases.case_of(plain)
    if case is None or not cases.may_open(actor(request), case):
        raise NoSuchCase()
    is_new = case.state == CaseState.NEW
    answer_code = ""
    if report is not None and answers.has_answer_code(report.pk):
        digits = answers.answer_code_of(report.pk)
        answer_code = f"{digits[:3]} {digits[3:]}"
    context = {
        "code": plain,
        "case": case,
        "unit": city.unit(case.unit_id) if case.unit_id else None,
        "agency": city.agency(case.agency_id) if case.agency_id else None,
        "is_new": is_new,
        "next_try": next_try(request) if is_new else 0,
        "answer_code": answer_code,
    }
    return render(request, "operator/outcome.html", context)
