"""The second reading of answers: a person of the centre who did not write an answer gives it points on a form."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.cases.queries import codes_of, notes_of
from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.scoring import people_queries
from peygir.outlook.scoring.actions import NoSuchSampledAnswer, read_answer
from peygir.outlook.scoring.answer_rules import MOST_POINTS, AnswerQuestion
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language, named

SHOWN: Final = 50


class ReadingForm(forms.Form):
    """Points for each question: 2 for yes, 1 for partly, 0 for no."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        labels = {0: _("no"), 1: _("partly"), 2: _("yes")}
        choices = [(str(value), f"{digits(value)} · {labels[value]}") for value in range(MOST_POINTS + 1)]
        for question in AnswerQuestion:
            self.fields[question.value] = forms.ChoiceField(
                label=in_language(question.label), widget=forms.RadioSelect, choices=choices
            )

    def points(self) -> dict[str, int]:
        """Return question → points."""
        return {name: int(value) for name, value in self.cleaned_data.items()}


@staff(Permission.LEAD_CENTRE)
@require_GET
def answer_readings(request: HttpRequest) -> HttpResponse:
    """List the next drawn answer of each month and unit that waits for a second reader, if the viewer may read it."""
    by = actor(request)
    waiting = people_queries.answers_to_read(current_city().id, by, most=SHOWN)
    codes = codes_of({case_id for _id, case_id, _number, _unit in waiting}, seen_by=by)
    rows = [
        (answer_id, codes[case_id], named(city.unit(unit_id)))
        for answer_id, case_id, _number, unit_id in waiting
        if case_id in codes
    ]
    return render(request, "centre/readings.html", {"rows": rows})


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def answer_reading(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Show one answer with the form; POST keeps its points and opens the next one."""
    by = actor(request)
    waiting = people_queries.answers_to_read(current_city().id, by, most=None)
    row = next((one for one in waiting if one[0] == answer_id), None)
    if row is None:
        raise NoSuchSampledAnswer()
    form = ReadingForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            read_answer(answer_id, form.points(), by=by)
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The points are kept."))
            following = people_queries.answers_to_read(current_city().id, by, most=1)
            return redirect("answer_reading", answer_id=following[0][0]) if following else redirect("answer_readings")
    _id, case_id, number, unit_id = row
    note = notes_of(case_id).get(number)
    context = {
        "form": form,
        "answer_id": answer_id,
        "code": codes_of([case_id], seen_by=by).get(case_id, ""),
        "unit": named(city.unit(unit_id)),
        "words": note.text if note is not None else "",
        "left": people_queries.count_answers_to_read(current_city().id, by),
    }
    return render(request, "centre/reading.html", context, status=status)
