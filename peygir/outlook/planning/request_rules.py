"""How a table of requests with answers is read: its columns, and which answer of the closed list each cell means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import search_key
from peygir.core.refusals import Invalid
from peygir.core.translation import Text, in_every, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.outlook.planning.rules import LONGEST_REASON, LONGEST_TITLE, checked_text, checked_title
from peygir.outlook.planning.states import PlanAnswer

REQUEST_COLUMNS: Final[Mapping[str, Text]] = {
    "reference": pgettext_lazy("column of requests", "reference"),
    "title": pgettext_lazy("column of requests", "title"),
    "text": pgettext_lazy("column of requests", "text"),
    "unit": pgettext_lazy("column of requests", "unit code"),
    "answer": pgettext_lazy("column of requests", "answer"),
    "reason": pgettext_lazy("column of requests", "reason"),
}
"""The columns of a table of requests: a heading is the English name, its translation, or what the mapping names."""
NEEDED: Final = ("reference", "title")
LONGEST_REFERENCE: Final = 60


class RequestColumnsAreMissing(Invalid):
    """The table has no column for something that every request has."""

    message = _("The table has no column “{columns}”. Name it in the mapping; its headings are: {headings}.")


class RequestHasNoReference(Invalid):
    """A request has no reference by which it is known when it is imported again."""

    message = _("The row has no reference, or one of more than {most} characters.")


class RequestIsTwice(Invalid):
    """Two rows have one reference."""

    message = _("The reference “{reference}” is in row {row} too.")


class RequestAnswerIsUnknown(Invalid):
    """The answer of a row is none of the closed list."""

    message = _("The answer “{answer}” is none of the list; name in the mapping what it means.")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request of a table; `answer` is a value of PlanAnswer, "" where none was given."""

    number: int
    reference: str
    title: str
    text: str
    unit_code: str
    answer: str
    reason: str


def request_places(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """The index of each column; `mapping`: our name → the table's heading. Raises RequestColumnsAreMissing."""
    keys = [search_key(heading) for heading in headings]
    places = {}
    for name, label in REQUEST_COLUMNS.items():
        labels = {name, *in_every(label).split(" · ")}
        known = {search_key(text) for text in ({mapping[name]} if mapping.get(name) else labels)}
        place = next((index for index, key in enumerate(keys) if key in known), None)
        if place is not None:
            places[name] = place
    if missing := [name for name in NEEDED if name not in places]:
        raise RequestColumnsAreMissing(columns="، ".join(missing), headings="، ".join(headings)[:300])
    return places


def request_of(number: int, cells: Sequence[str], places: Mapping[str, int], meanings: Mapping[str, str]) -> RequestRow:
    """The request that a row describes; `meanings`: a cell of the answers → a value of PlanAnswer.

    Raises RequestHasNoReference, TitleIsMissing, PlanTextIsTooLong, RequestAnswerIsUnknown.
    """
    values = {name: cells[place].strip() for name, place in places.items()}
    reference = values["reference"]
    if not says_something(reference) or len(reference) > LONGEST_REFERENCE:
        raise RequestHasNoReference(most=LONGEST_REFERENCE)
    return RequestRow(
        number=number,
        reference=reference,
        title=checked_title(values["title"], LONGEST_TITLE),
        text=checked_text(values.get("text", "")),
        unit_code=values.get("unit", ""),
        answer=answer_meant(values.get("answer", ""), meanings),
        reason=checked_text(values.get("reason", ""), LONGEST_REASON),
    )


def answer_meant(cell: str, meanings: Mapping[str, str]) -> str:
    """The answer that a cell means: by `meanings`, by its value, or by its label in any language; "" for none.

    Raises RequestAnswerIsUnknown.
    """
    if not says_something(cell):
        return ""
    key = search_key(cell)
    known = {search_key(text): value for text, value in meanings.items()}
    for value, label in PlanAnswer.labels().items():
        for text in (str(value), *in_every(label).split(" · ")):
            known.setdefault(search_key(text), str(value))
    if known.get(key, "") not in PlanAnswer.labels():
        raise RequestAnswerIsUnknown(answer=cell[:60])
    return known[key]
