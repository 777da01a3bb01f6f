"""The centre's knowledge articles: the list, a form for the next version, earlier versions, and searches without
results.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.centre.contacts.queries import article_uses
from peygir.centre.knowledge import actions, queries
from peygir.centre.knowledge.queries import ArticleFacts
from peygir.centre.knowledge.rules import NewArticle
from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import named


class ArticleForm(forms.Form):
    """An article, or the next version of one."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("Name in the address"),
        max_length=40,
        help_text=gettext_lazy("Like street-lights"),
    )
    title_fa = forms.CharField(label=gettext_lazy("Title in Persian"), max_length=160)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=160, required=False)
    body_fa = forms.CharField(
        label=gettext_lazy("Text in Persian"), max_length=6000, widget=forms.Textarea(attrs={"rows": 7})
    )
    body_en = forms.CharField(
        label=gettext_lazy("Text in English"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    words = forms.CharField(
        label=gettext_lazy("Words by which people ask for it"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Besides those of its title and text; other spellings need not be written."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Whose it is"), required=False)
    from_on = DayField(label=gettext_lazy("Valid from"))
    to_on = DayField(label=gettext_lazy("Last day"), required=False)
    review_on = DayField(label=gettext_lazy("Look at it again on"))
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read it"),
        required=False,
        help_text=gettext_lazy("Otherwise it is for operators alone."),
    )

    def __init__(self, data: QueryDict | None = None, *, facts: ArticleFacts | None = None) -> None:
        super().__init__(data, initial=_beginning(facts))
        units = [("", _("the centre")), *((str(one.id), named(one)) for one in city.units(current_city().id))]
        set_choices(self, "unit", units)

    def given(self) -> NewArticle:
        """Return the values as the action takes them."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "unit")}
        unit = self.cleaned_data["unit"]
        return NewArticle(**values, unit_id=int(unit) if unit else None)


@staff(Permission.LEAD_CENTRE)
@require_GET
def centre_answers(request: HttpRequest) -> HttpResponse:
    """List all articles with their use, and the searches without results."""
    here = current_city()
    lines = queries.article_lines(here.id, on=today(), used=article_uses(here.id))
    context = {"lines": lines, "gaps": queries.gaps(here.id)}
    return render(request, "centre/answers.html", context)


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def centre_answer_new(request: HttpRequest) -> HttpResponse:
    """Write a new article."""
    return _written(request, None)


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def centre_answer(request: HttpRequest, article: str) -> HttpResponse:
    """Show an article's versions and the form for the next one."""
    versions = queries.article_versions(current_city().id, article)
    if not versions:
        raise actions.NoSuchArticle()
    return _written(request, versions)


@staff(Permission.LEAD_CENTRE)
@require_POST
def centre_gap(request: HttpRequest, gap_id: int) -> HttpResponse:
    """Mark a search without results as dealt with."""
    actions.fill_gap(gap_id, by=actor(request))
    messages.success(request, _("The search is off the list."))
    return redirect("centre_answers")


def _written(request: HttpRequest, versions: list[ArticleFacts] | None) -> HttpResponse:
    latest = versions[0] if versions else None
    form = ArticleForm(request.POST if request.method == "POST" else None, facts=latest)
    if latest:
        form.fields["code"].disabled = True
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.keep_article(current_city().id, form.given(), seen=form.cleaned_data["seen"], by=actor(request))
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("This version is saved. Earlier ones can be read below."))
            return redirect("centre_answer", article=form.cleaned_data["code"])
    context = {"form": form, "latest": latest, "versions": versions or []}
    return render(request, "centre/answer.html", context, status=status)


def _beginning(facts: ArticleFacts | None) -> dict[str, Any]:
    if facts is None:
        day = today()
        review = written_day(queries.next_review(day))
        return {"seen": 0, "from_on": written_day(day), "review_on": review, "is_public": True}
    names = ("code", "title_fa", "title_en", "body_fa", "body_en", "words", "is_public")
    return {
        **{name: getattr(facts, name) for name in names},
        "seen": facts.number,
        "unit": str(facts.unit_id or ""),
        "from_on": written_day(facts.from_on),
        "to_on": written_day(facts.to_on) if facts.to_on else "",
        "review_on": written_day(facts.review_on),
    }
