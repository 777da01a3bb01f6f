"""One search box: for a code, a phone number (if permitted), text in any spelling, a place, a person."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.actions.looking import look_up_phone
from peygir.core.codes import read_code
from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.core.refusals import Refusal
from peygir.desks.earlier.queries import cases_of_number
from peygir.web.clerk.rows import rows_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of

LONGEST = 200


@staff()
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Show what matches the text. Phone numbers are searched by POST alone; each such search is recorded."""
    text = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:LONGEST]
    if request.method == "POST":
        if not _is_phone(text):
            return HttpResponseRedirect(f"{reverse('search')}?{urlencode({'q': text})}")
        return _by_phone(request, text)
    by, city_id = actor(request), current_city().id
    shows_all = "all" in request.GET
    most = cases.MOST_FOUND if shows_all else cases.FIRST_FOUND
    result = cases.search(by, city_id, text, most=most) if text else cases.SearchResult([])
    if text and (known := cases_of_number(text)):  # the number that a case had in an earlier system
        earlier = cases.cases_found(by, city_id, known)
        others = [row for row in result.lines if row.pk not in {one.pk for one in earlier}]
        result = replace(result, lines=[*earlier, *others])
    may_show_more = result.has_more and not shows_all
    is_phone = _is_phone(text) and not result.lines
    is_elsewhere = result.is_code and not result.lines and cases.has_public_page(read_code(text) or "")
    context = {
        "q": text,
        "rows": rows_of(result.lines, {}),
        "has_more": result.has_more,
        "more": f"{reverse('search')}?{urlencode({'q': text, 'all': '1'})}" if may_show_more else "",
        "asks_phone": is_phone and cases.reporters_known_to(by) is not None,
        "elsewhere": read_code(text) if is_elsewhere else "",
        "refuses_phone": is_phone and cases.reporters_known_to(by) is None,
    }
    return render(request, "clerk/search.html", context)


def _by_phone(request: HttpRequest, text: str) -> HttpResponse:
    by, city_facts, status = actor(request), current_city(), 200
    context: dict[str, Any] = {"q": text, "rows": [], "is_by_phone": True}
    try:
        ids = look_up_phone(text, city_id=city_facts.id, region=city_facts.phone_region, by=by)
    except Refusal as refusal:
        status, context["fault"] = status_of(refusal), words_of(refusal)
    else:
        context["rows"] = rows_of(cases.cases_found(by, city_facts.id, ids), {})
    return render(request, "clerk/search.html", context, status=status)


def _is_phone(text: str) -> bool:
    """Whether the text is a phone number; ten digits that are a tracking code count as a code."""
    try:
        normalise_phone(text, current_city().phone_region)
    except PhoneIsNotValid:
        return False
    return read_code(text) is None or text.strip().startswith("+")
