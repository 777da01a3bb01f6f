"""The centre's public answers: the list, a search, and single answers that ask whether they helped."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.centre.knowledge import actions, queries
from peygir.city import queries as city
from peygir.people.actions import AskedTooOften, count_use
from peygir.web.kit.access import address_of, public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.numbers import number_of
from peygir.web.public.human_visits import is_person

LONGEST: Final = 120
MOST_IN_VAIN: Final = 60
"""Searches without results of one address that are reported in an hour; a whole office may share an address."""
HOUR: Final = 3600
DAY: Final = 24 * HOUR


@public()
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """List all answers, or those that match the text; a search without results is reported to the centre."""
    city_facts, text = current_city(), request.GET.get("q", "").strip()[:LONGEST]
    if not text:
        matching_articles = queries.articles_in_force(city_facts.id, on=today(), is_public=True)
    else:
        matching_articles = queries.articles_found(city_facts.id, text, on=today(), is_public=True)
        if not matching_articles:
            _tell_in_vain(request, city_facts.id, text)
    return render(request, "public/answers.html", {"found": matching_articles, "asked": text})


@public("answered", limit=120, window_seconds=600)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, article: str) -> HttpResponse:
    """Show one answer; POST records whether it helped."""
    city_facts = current_city()
    article_facts = queries.article_in_force(city_facts.id, article, on=today(), is_public=True)
    if article_facts is None:
        raise actions.NoSuchArticle()
    if request.method == "POST":
        number, word = number_of(request.POST.get("number", "")), request.POST.get("helped", "")
        if word in ("yes", "no"):
            actions.say_whether_it_helped(
                city_facts.id, article, number=number or article_facts.number, is_yes=word == "yes"
            )
            messages.success(request, _("Thank you. The centre reads all of these comments."))
        return redirect("answer", article=article)
    unit = city.unit(article_facts.unit_id) if article_facts.unit_id else None
    return render(request, "public/answer.html", {"article": article_facts, "unit": unit})


def _tell_in_vain(request: HttpRequest, city_id: int, text: str) -> None:
    """Report a search without results to the centre, once a day for equal text from one address; never raises."""
    if not is_person(request):
        return
    address = address_of(request)
    try:
        count_use("in_vain", address, MOST_IN_VAIN, HOUR)
        # The text itself is not stored beside an address.
        count_use("in_vain_words", salted_hmac("in_vain", f"{address}\n{text}").hexdigest(), 1, DAY)
    except AskedTooOften:
        return
    actions.note_gap(city_id, text)
