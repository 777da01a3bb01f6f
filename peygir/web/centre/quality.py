"""Reviews of contacts: supervisors sample and score, operators read their own and reply. There is no ranking."""

import secrets
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.centre.quality import actions
from peygir.centre.quality.queries import (
    Review,
    answered_lately,
    coming_form,
    form_in_force,
    lessons,
    own_reviews,
    review,
    samples,
    to_score,
)
from peygir.centre.quality.rules import MOST_EACH, MOST_POINTS, MOST_QUESTIONS
from peygir.core.refusals import Missing, Refusal
from peygir.journey.reviews import draw_reviews
from peygir.people.permissions import Permission
from peygir.people.rules import may_lead_centre
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.dates import read_day
from peygir.web.kit.form_fields import DayField, WholeNumber, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language

LEARNT_OVER: Final = timedelta(days=90)
NOT: Final = "-"


class ReviewSampleForm(forms.Form):
    """The days, the number of contacts for each operator, and the seed that makes the sample reproducible."""

    from_on = DayField(label=gettext_lazy("First day"))
    to_on = DayField(label=gettext_lazy("Last day"))
    each = WholeNumber(label=gettext_lazy("Calls of each operator"), min_value=1, max_value=MOST_EACH)
    seed = WholeNumber(
        label=gettext_lazy("Number of the draw"),
        min_value=0,
        max_value=10**9,
        help_text=gettext_lazy("The same number draws the same calls again, so anybody can check the draw."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"each": 2, "seed": secrets.randbelow(10**6)})
        with_example(self, "from_on")


class PointsForm(forms.Form):
    """The scores of one review: points for each question, and a comment."""

    comment = forms.CharField(
        label=gettext_lazy("What was good, and what to try next time"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, shown_review: Review, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"comment": shown_review.comment})
        for question in shown_review.questions:
            choices = [(str(value), digits(value)) for value in range(question.most + 1)]
            self.fields[f"q-{question.id}"] = forms.ChoiceField(
                label=in_language(question.words),
                widget=forms.RadioSelect,
                choices=[*choices, (NOT, _("does not apply"))],
                initial=""
                if shown_review.scored_at is None
                else NOT
                if question.points is None
                else str(question.points),
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return the fields of the questions."""
        return [box for box in self if box.name.startswith("q-")]

    def points(self) -> dict[int, int | None]:
        """Return question id → points; None where the question did not apply."""
        given = {name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("q-")}
        return {int(question): None if value == NOT else int(value) for question, value in given.items()}


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Show waiting reviews, past samples and lessons learnt; to an operator, their own reviews."""
    return _page(request, ReviewSampleForm())


@staff(Permission.LEAD_CENTRE)
@require_POST
def quality_draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample."""
    form = ReviewSampleForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        draw_reviews(current_city().id, by=actor(request), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("The sample is drawn."))
    return redirect("centre_quality")


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def quality_score(request: HttpRequest, score_id: int) -> HttpResponse:
    """Show a review; a supervisor's POST gives the scores."""
    by, shown_review = actor(request), _of(request, score_id)
    may_score = may_lead_centre(by) and by.id != shown_review.operator_id and shown_review.answered_at is None
    if request.method != "POST":
        return _one(request, shown_review, PointsForm(shown_review), may_score=may_score)
    form = PointsForm(shown_review, request.POST)
    if not form.is_valid():
        return _one(request, shown_review, form, may_score=may_score, status=422)
    try:
        actions.score_contact(score_id, points=form.points(), comment=form.cleaned_data["comment"], by=by)
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _one(request, shown_review, form, may_score=may_score, status=status_of(refusal))
    messages.success(request, _("The review is saved; the operator can read it now."))
    return redirect("centre_quality")


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def quality_answer(request: HttpRequest, score_id: int) -> HttpResponse:
    """Save the operator's reply."""
    shown_review, answer_text = _of(request, score_id), request.POST.get("answer", "")[:4000]
    try:
        actions.answer_score(score_id, text=answer_text, by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        return _one(
            request,
            shown_review,
            PointsForm(shown_review),
            status=status_of(refusal),
            fault=words_of(refusal),
            typed=answer_text,
        )
    messages.success(request, _("Your answer is saved."))
    return redirect("centre_quality_score", score_id=score_id)


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def quality_form(request: HttpRequest) -> HttpResponse:
    """Show the questions in force and the form that writes the next version."""
    if request.method != "POST":
        return _questions(request)
    rows = [[request.POST.get(f"{name}-{place}", "")[:400] for name in ("fa", "en", "most")] for place in _rows()]
    typed = request.POST.get("from_on", "")
    try:
        day = read_day(typed) if typed.strip() else today()
        if day < today():
            raise forms.ValidationError(_("A form begins today or later."))
        actions.keep_score_form(current_city().id, _given(rows), from_on=day, by=actor(request))
    except forms.ValidationError as wrong:
        return _questions(request, rows, typed, fault=str(wrong.messages[0]), status=422)
    except Refusal as refusal:
        return _questions(request, rows, typed, fault=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("The questions are saved; samples drawn from then on are scored by them."))
    return redirect("centre_quality_form")


def _rows() -> range:
    return range(MOST_QUESTIONS)


def _given(rows: list[list[str]]) -> list[tuple[str, str, int]]:
    """Return the rows that are filled in; points that are not a number become None, which the action refuses."""
    return [
        (fa, en, int(most) if most.strip().isdecimal() and len(most) < 4 else 0)
        for fa, en, most in rows
        if fa.strip() or en.strip()
    ]


def _of(request: HttpRequest, score_id: int) -> Review:
    shown_review = review(score_id, actor(request))
    if shown_review is None:
        raise actions.NoSuchScore()
    return shown_review


def _page(request: HttpRequest, form: ReviewSampleForm, *, status: int = 200) -> HttpResponse:
    by, city_facts = actor(request), current_city()
    since = start_of(today() - LEARNT_OVER)
    context: dict[str, Any] = {"may_lead": may_lead_centre(by), "form": form}
    if may_lead_centre(by):
        context |= {
            "waiting": to_score(city_facts.id, by),
            "samples": samples(city_facts.id),
            "answers": answered_lately(city_facts.id),
            "lessons": lessons(city_facts.id, since),
            "force": form_in_force(city_facts.id, today()),
        }
    else:
        context |= {"own": own_reviews(city_facts.id, by.id), "lessons": lessons(city_facts.id, since, staff_id=by.id)}
    return render(request, "centre/quality.html", context, status=status)


def _one(
    request: HttpRequest,
    shown_review: Review,
    form: PointsForm,
    *,
    may_score: bool = False,
    status: int = 200,
    fault: str = "",
    typed: str = "",
) -> HttpResponse:
    by = actor(request)
    is_own = by.id == shown_review.operator_id
    context = {
        "review": shown_review,
        "form": form,
        "may_score": may_score,
        "fault": fault,
        "typed": typed,
        "is_own": is_own,
        "may_answer": is_own and shown_review.scored_at is not None and shown_review.answered_at is None,
    }
    return render(request, "centre/quality_score.html", context, status=status)


def _questions(
    request: HttpRequest, rows: list[list[str]] | None = None, typed: str = "", *, fault: str = "", status: int = 200
) -> HttpResponse:
    city_facts = current_city()
    force = form_in_force(city_facts.id, today())
    if rows is None:
        rows = [[one.words_fa, one.words_en, str(one.most)] for one in force[1]] if force else []
        rows += [["", "", ""]] * (MOST_QUESTIONS - len(rows))
    context = {
        "force": force,
        "coming": coming_form(city_facts.id, today()),
        "fault": fault,
        "typed": typed,
        "rows": list(enumerate(rows)),
        "points": range(1, MOST_POINTS + 1),
        # One empty row more than there are questions; further rows appear on request.
        "shown": 1 + max((place for place, row in enumerate(rows, 1) if row[0].strip() or row[1].strip()), default=0),
    }
    return render(request, "centre/quality_form.html", context, status=status)
