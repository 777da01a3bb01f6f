"""Going through a list case by case: what stands beside a case, and where a command leads afterwards."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from peygir.cases.beside import beside
from peygir.cases.facts import CaseFacts
from peygir.people.rules import Actor
from peygir.web.clerk.inbox_filters import LONGEST_LIST, list_of
from peygir.web.kit.access import actor
from peygir.web.kit.current_city import current_city


@dataclass(frozen=True, slots=True)
class ListTurn:
    """The addresses beside a case; "" where the list ends. `kept` is the list's query, which the forms keep."""

    kept: str
    back: str
    previous: str
    next: str


def turn_of(request: HttpRequest, by: Actor, case: CaseFacts) -> ListTurn | None:
    """Return what stands beside the case in the list from which this person came; None if they came otherwise."""
    came_from = list_of(request.POST if request.method == "POST" else request.GET, by)
    if came_from is None:
        return None
    filters, query = came_from
    around = beside(by, current_city().id, filters, case)
    back = f"{reverse('inbox')}?{query}" if query else reverse("inbox")
    return ListTurn(query, back, case_address(around.previous, query), case_address(around.next, query))


def case_address(code: str, query: str | None) -> str:
    """Return the address of a case's page, with the list from which one came; "" without a code."""
    if not code:
        return ""
    return reverse("case", args=[code]) + ("" if query is None else "?" + urlencode({"list": query}))


def address_after(request: HttpRequest, case: CaseFacts) -> str:
    """Return where “and next” leads: to the next case of the list, or to the list; "" if it was not pressed."""
    if request.POST.get("then") != "next":
        return ""
    turn = turn_of(request, actor(request), case)
    return (turn.next or turn.back) if turn is not None else ""


def same_case(request: HttpRequest, code: str) -> str:
    """Return the address of the case on which a command was run, with its list."""
    kept = request.POST.get("list")
    return case_address(code, kept if kept is None else kept[:LONGEST_LIST])
