"""A crew calls a reporter through the exchange: when it can, for which cases, and that it is asked for."""

from collections.abc import Collection

from peygir.centre.contacts import queries as contacts
from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.desks.answers import queries as answers
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions.masked_calls import ask_for_masked_call
from peygir.people.rules import Actor


class ExchangeIsNotThere(Unavailable):
    """No exchange is configured, or its connection is down."""

    message = _("The centre's exchange cannot place calls now. Try again later.")


def has_exchange(city_id: int) -> bool:
    """Whether an exchange is there that can place calls now."""
    pbx_line = contacts.line_of(city_id)
    return pbx_line is not None and pbx_line.is_up


def callable_cases(case_ids: Collection[int]) -> frozenset[int]:
    """Those of the cases that have a reporter who may be called; two statements."""
    reports = worked.callable_reports(case_ids)
    withdrawn = _withdrawn(reports.values())
    return frozenset(case_id for case_id, of_case in reports.items() if not set(of_case) <= withdrawn)


def call_reporter(number: str, code: str, *, city_id: int, by: Actor) -> int:
    """Ask the exchange to connect the crew of an order with the reporter of one of its cases; returns the call's id.

    Raises ExchangeIsNotThere, and what `ask_for_masked_call` raises.
    """
    if not has_exchange(city_id):
        raise ExchangeIsNotThere()
    order = worked.work_order(number)
    case_ids = [one.case.pk for one in worked.cases_of_order(order.id)] if order is not None else []
    withdrawn = _withdrawn(worked.callable_reports(case_ids).values())
    return ask_for_masked_call(number, code, without=withdrawn, by=by)


def _withdrawn(reports: Collection[list[int]]) -> set[int]:
    return answers.taken_back([one for of_case in reports for one in of_case])
