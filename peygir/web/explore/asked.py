"""What an address of Explore asks: the question, how its answer is shown, and what it is compared with."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from peygir.city import queries as city
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.journey.answers_of_lake import lake_access
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.answers import ExploredAnswer, explored
from peygir.outlook.insight.exploring.comparing import ComparedWith
from peygir.outlook.insight.exploring.population import people_of_places
from peygir.outlook.insight.exploring.reading import LakeAccess
from peygir.outlook.insight.exploring.rules import lake_scope
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.questions import LakeQuestion, metric_of, question_from, text_of
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor
from peygir.web.kit.access import actor
from peygir.web.kit.current_city import current_city, today

PLACES: Final = ("district", "neighbourhood", "cell_7", "cell_8")


class AnswerShape(Vocabulary):
    """How an answer is shown; `icon` is its sign."""

    TABLE = "table", pgettext_lazy("shape of an answer", "Table")
    LINE = "line", pgettext_lazy("shape of an answer", "Line")
    BAR = "bar", pgettext_lazy("shape of an answer", "Bars")
    HEAT = "heat", pgettext_lazy("shape of an answer", "Hours of the week")
    MAP = "map", pgettext_lazy("shape of an answer", "Map")
    MULTIPLES = "multiples", pgettext_lazy("shape of an answer", "Small charts")


class ValueIsUnknown(Invalid):
    """The question names a value that nobody knows, and the lake has no row of it."""

    message = gettext_lazy("Nothing is known of “{value}” ({dimension}).")


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """A question with how its answer is shown (None: as suits it) and what it is compared with."""

    question: LakeQuestion
    shape: AnswerShape | None = None
    comparison: ComparedWith | None = None

    def address(self, name: str = "explore", *args: str, question: LakeQuestion | None = None) -> str:
        """Return the address of this, or of another question shown in the same way."""
        values = [("q", text_of(question or self.question))]
        values += [("as", str(self.shape))] if self.shape is not None else []
        values += [("with", str(self.comparison))] if self.comparison is not None else []
        return f"{reverse(name, args=args)}?{urlencode(values)}"

    def shown_as(self, shape: AnswerShape) -> str:
        """Return the address of the same answer in another shape."""
        return replace(self, shape=shape).address()

    def compared_with(self, comparison: ComparedWith | None) -> str:
        """Return the address of the same answer compared with something else, or with nothing."""
        return replace(self, comparison=comparison).address()


def asked_of(request: HttpRequest) -> AskedAnswer | None:
    """Return what an address asks, None where it asks nothing. Raises QuestionIsNotRight."""
    text = request.GET.get("q", "")
    if not text:
        return None
    shape, comparison = request.GET.get("as", ""), request.GET.get("with", "")
    return AskedAnswer(
        question_from(text),
        AnswerShape.of(shape) if shape in AnswerShape.labels() else None,
        ComparedWith.of(comparison) if comparison in ComparedWith.labels() else None,
    )


def access_of(by: Actor) -> LakeAccess:
    """Return what of the lake somebody sees. Raises NotYourWork for a role that explores nothing."""
    scope = lake_scope(by)
    if scope is None:
        raise NotYourWork()
    units = None
    if scope.unit_ids is not None:
        facts = (city.unit(unit_id) for unit_id in scope.unit_ids)
        units = frozenset(unit.code for unit in facts if unit is not None)
    return lake_access(units, 1 if scope.is_exact else max(1, settings.FEWEST_SHOWN))


def names_of_values() -> ValueNames:
    """Return the names of the city's values today."""
    return ValueNames(current_city().id, today())


def answer_to(request: HttpRequest, exploration: AskedAnswer, names: ValueNames) -> ExploredAnswer:
    """Return the answer as the viewer may see it. Raises what `explored` does, PopulationIsNotRight, ValueIsUnknown."""
    is_of_people = exploration.comparison is ComparedWith.PEOPLE
    metric = metric_of(exploration.question)
    answer = explored(
        access_of(actor(request)),
        exploration.question,
        comparison=exploration.comparison,
        people=people_of_places(Path(settings.HOME)) if is_of_people else None,
        places={code: len(names.known(metric, code)) for code in ("district", "neighbourhood")},
    )
    if not answer.table.groups or answer.table.whole.n == 0:
        for own in exploration.question.filters:
            known = names.known(metric, own.dimension)
            for value in own.values:
                if known and value is not None and value not in known:
                    raise ValueIsUnknown(value=value[:40], dimension=DIMENSIONS[own.dimension].name)
    return answer


def shapes_of(question: LakeQuestion) -> list[AnswerShape]:
    """Return the shapes in which an answer can be shown, the one that suits it best first."""
    times = [code for code in question.by if DIMENSIONS[code].is_time]
    runs = [code for code in times if code != "hour_of_week"]
    shapes = []
    if question.by == ("hour_of_week",):
        shapes.append(AnswerShape.HEAT)
    if len(question.by) == 1 and question.by[0] in PLACES:
        shapes.append(AnswerShape.MAP)
    if runs:
        shapes.append(AnswerShape.LINE)
    if question.by:
        shapes.append(AnswerShape.BAR)
    if len(question.by) > 1:
        shapes.append(AnswerShape.MULTIPLES)
    return [*shapes, AnswerShape.TABLE]
