"""The builder of questions: a form, the answer in a sentence, as a chart and as a table, and the ways on from it."""

from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.engines.apart import make_ready
from peygir.outlook.insight.exploring.answers import ExploredAnswer
from peygir.outlook.insight.exploring.comparing import ComparedWith
from peygir.outlook.insight.exploring.reading import LakeAccess, state_of
from peygir.outlook.insight.exploring.rules import EXPLORERS
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.lake.manifest import NoLakeYet
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import LakeQuestion, text_of
from peygir.web.explore.asked import (
    AnswerShape,
    AskedAnswer,
    access_of,
    answer_to,
    asked_of,
    names_of_values,
    shapes_of,
)
from peygir.web.explore.building import FormOption, asked_by_form, default_days, fault_words, form_context, period_links
from peygir.web.explore.drawing import drawn
from peygir.web.explore.files import FORMS
from peygir.web.explore.naming import chips_of, sentence, title_of, value_words
from peygir.web.explore.shading import shaded_map
from peygir.web.explore.tables import change_words, table_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.templatetags.ui import in_language, language

OLD: Final = timedelta(days=2)
"""Data older than this are called old: the lake is written every night."""
LONG: Final = 24
"""A table of more groups is folded below its chart."""
BEGINNINGS: Final = (
    ("cases_opened", "month"),
    ("cases_opened", "topic"),
    ("cases_opened", "district"),
    ("reports_received", "hour_of_week"),
    ("promises_kept", "month"),
    ("time_to_finish", "unit"),
)
"""Questions with which somebody may begin: a metric and by what it is divided."""


@staff(*EXPLORERS)
@require_GET
def explore(request: HttpRequest) -> HttpResponse:
    """Show the form, and the answer to the question in the address; what the form sends becomes an address first."""
    access, names = access_of(actor(request)), names_of_values()
    fault, status = "", 200
    exploration: AskedAnswer | None = None
    try:
        if "metric" in request.GET:
            return redirect(asked_by_form(request.GET, default_days()).address())
        exploration = asked_of(request)
        answer = answer_to(request, exploration, names) if exploration is not None else None
    except ValidationError as error:
        answer, fault, status = None, fault_words(error, language()), 422
    except Refusal as refusal:
        answer, fault, status = None, fault_words(refusal, language()), status_of(refusal)
    context: dict[str, Any] = {
        **form_context(exploration, access, names),
        **_of_lake(access),
        "exploration": exploration,
        "kept": text_of(exploration.question) if exploration is not None else "",
        "chips": chips_of(exploration, names) if exploration is not None else [],
        "periods": period_links(exploration) if exploration is not None else [],
        "fault": fault,
        "fewest": access.fewest,
        "is_of_units": access.units is not None,
    }
    if exploration is None and not fault:
        make_ready()
        context["beginnings"] = _beginnings()
    if exploration is not None and answer is not None:
        context |= _answer(exploration, answer, names, access)
    return render(request, "explore/page.html", context, status=status)


def _of_lake(access: LakeAccess) -> dict[str, Any]:
    """When the data are of, and whether that is long ago; nothing where there is no lake yet."""
    try:
        state = state_of(access)
    except NoLakeYet:
        return {"has_lake": False}
    return {
        "has_lake": True,
        "as_of": state.as_of,
        "root": state.root,
        "is_old": clock.now() - state.as_of > OLD,
    }


def _beginnings() -> list[FormOption]:
    """The questions with which somebody may begin, as addresses."""
    links = []
    for code, dimension in BEGINNINGS:
        values = {"metric": in_language(METRICS[code].name), "dimension": in_language(DIMENSIONS[dimension].name)}
        exploration = AskedAnswer(LakeQuestion(code, (dimension,), (), *default_days()))
        links.append(FormOption(exploration.address(), _("%(metric)s, by %(dimension)s") % values))
    return links


def _answer(exploration: AskedAnswer, answer: ExploredAnswer, names: ValueNames, access: LakeAccess) -> dict[str, Any]:
    """The answer as the template takes it."""
    shapes = shapes_of(exploration.question)
    shape = exploration.shape if exploration.shape in shapes else shapes[0]
    title = title_of(exploration.question, names)
    table = answer.table
    whole = table.whole
    return {
        "answer": answer,
        "title": title,
        "sentence": sentence(answer, names),
        "whole": value_words(answer.metric, whole.value) if whole.value is not None else "",
        "whole_change": change_words(answer, whole.value, answer.whole_base),
        "shapes": [(one, in_language(one.label), exploration.shown_as(one), one is shape) for one in shapes],
        "shape": str(shape),
        "drawn": drawn(answer, shape, names, title),
        "shaded": shaded_map(answer, names) if shape is AnswerShape.MAP else None,
        "table": table_of(exploration, answer, names, may_drill=access.fewest == 1),
        "is_long": shape is not AnswerShape.TABLE and len(table.groups) > LONG,
        "hidden_count": sum(group.is_hidden for group in table.groups),
        "files": [(form, name, exploration.address("explore_file", form)) for form, name in FORMS],
        "without_people": answer.comparison is ComparedWith.PEOPLE and len(answer.rates) < len(table.groups),
        "has_no_people": answer.comparison is ComparedWith.PEOPLE and not answer.rates,
    }
