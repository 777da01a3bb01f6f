"""Reads the body of a phone's command: its verb, and the values that the table of commands knows, in their types."""

from collections.abc import Mapping
from typing import Final, Literal, TypedDict, cast

from peygir.cases.commands import BY_COMMAND, FIELDS, VERBS
from peygir.cases.new_report import NewReport, Reporter
from peygir.core.moments import read_moment
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.journey.commands import CommandValues
from peygir.journey.sync.rules import INSPECT, ORDER_VERBS, REPORT

_REPORT_TEXTS: Final = ("text", "topic", "address", "place", "about_unit", "phone", "name", "language")
_REPORT_DEGREES: Final[tuple[Literal["lat", "lon"], ...]] = ("lat", "lon")
_LONGEST_ID: Final = 2**63 - 1


class CommandIsNotReadable(Invalid):
    """The verb of a phone's command is unknown, or a value is not of its type."""

    message = _("The server does not understand “{field}” of this entry. Update the page and enter it again.")


class _Degrees(TypedDict, total=False):
    lat: float
    lon: float


def verb_of(body: Mapping[str, object]) -> str:
    """Return the verb of a body. Raises CommandIsNotReadable."""
    verb = body.get("verb")
    if not isinstance(verb, str) or verb not in {*VERBS, *ORDER_VERBS, INSPECT, REPORT}:
        raise CommandIsNotReadable(field="verb")
    return verb


def values_of(body: Mapping[str, object]) -> CommandValues:
    """Return the values of a command on a case, by the keys of `cases.commands.FIELDS`. Raises CommandIsNotReadable."""
    verb = verb_of(body)
    kinds = {FIELDS[name].key: FIELDS[name].kind for name in (*BY_COMMAND[verb].fields, "note")}
    if "place" in kinds.values():
        kinds |= {"lat": "place", "lon": "place"}
    given: dict[str, object] = {}
    for name, value in body.items():
        if name != "verb" and value is not None and value != "":
            given[name] = _value(name, kinds.get(name, ""), value)
    missing = [name for name in BY_COMMAND[verb].required if not _is_given(name, given)]
    if missing:
        raise CommandIsNotReadable(field=FIELDS[missing[0]].key)
    return cast("CommandValues", given)


def _is_given(name: str, given: Mapping[str, object]) -> bool:
    if name == "form":
        return True  # a photo may stand in for it; the action looks
    return FIELDS[name].key in given or (name == "place" and {"lat", "lon"} <= given.keys())


def _value(name: str, kind: str, value: object) -> object:
    if kind == "place" and name != "label":
        return _number(name, value)
    if kind == "id" and isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LONGEST_ID:
        return value
    if kind == "day" and isinstance(value, str) and (moment := read_moment(value)):
        return moment
    if kind in ("text", "choice", "place") and isinstance(value, str):
        return value
    raise CommandIsNotReadable(field=name[:40])


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CommandIsNotReadable(field=name[:40])
    return float(value)


def report_of(body: Mapping[str, object], *, channel: str, key: str) -> NewReport:
    """Return the report of a body; `key` makes it one however often it comes. Raises CommandIsNotReadable."""
    for name, value in body.items():
        is_text = name in _REPORT_TEXTS and isinstance(value, str)
        if name != "verb" and value is not None and not is_text and name not in _REPORT_DEGREES:
            raise CommandIsNotReadable(field=name[:40])
    texts = {name: str(body.get(name) or "") for name in _REPORT_TEXTS}
    degrees = _Degrees()
    for axis in _REPORT_DEGREES:
        if body.get(axis) is not None:
            degrees[axis] = _number(axis, body[axis])
    return NewReport(
        channel=channel,
        text=texts["text"],
        topic_code=texts["topic"],
        address=texts["address"],
        place_label=texts["place"],
        about_unit_code=texts["about_unit"],
        language=texts["language"] or "fa",
        reporter=Reporter(phone=texts["phone"], name=texts["name"]),
        idempotency_key=key,
        **degrees,
    )
