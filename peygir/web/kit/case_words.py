"""The events of a case's way through the units as text: referred, paused, returned, reopened, closed."""

from datetime import datetime

from django.utils.translation import gettext as _

from peygir.assets.queries import tags_of
from peygir.assets.tags import shown_tag
from peygir.cases.questions import SurveyAnswer
from peygir.cases.states import CloseKind, WaitReason
from peygir.city import queries as city
from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.web.kit.current_city import zone
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named, within


def _unit(data: JsonObject, key: str = "unit") -> str:
    """Return the unit, under its name when the event was written."""
    unit_id, at = number_in(data, key), data["at"]
    if not unit_id or not isinstance(at, datetime):
        return _("the responsible unit")
    return named(city.unit_on(unit_id, at.astimezone(zone()).date()))


def referred(data: JsonObject) -> str:
    """Return that the case was referred, and to which unit."""
    return _("It was given to %(unit)s.") % {"unit": _unit(data)}


def moved(data: JsonObject) -> str:
    """Return which unit has it since a reorganisation."""
    return _("With the reorganisation of the municipality it passed to %(unit)s.") % {"unit": _unit(data)}


def paused(data: JsonObject) -> str:
    """Return what the case waits for, and until when, if known."""
    reason = within(WaitReason.labels().get(text_in(data, "reason")))
    if text_in(data, "until"):
        until = day(datetime.fromisoformat(text_in(data, "until")))
        return _("It is waiting for %(reason)s, expected until %(until)s.") % {"reason": reason, "until": until}
    return _("It is waiting for %(reason)s.") % {"reason": reason}


def returned(data: JsonObject) -> str:
    """Return that a unit says the case is not theirs."""
    return _("%(unit)s says that it is not theirs; we look for the right one.") % {"unit": _unit(data)}


def reopened(data: JsonObject) -> str:
    """Return who says that it is not fixed, or only that it was reopened."""
    if data.get("why") == "not_fixed":
        return _("The citizen says that it is not fixed. The work goes on; the promise stays what it was.")
    if data.get("why") == "not_fixed_after":
        return _("Another of those who reported it says that it is not fixed. The work goes on.")
    if data.get("why") in ("objection", "objection_after"):
        return _("The citizen objected, and it is looked at again.")
    if data.get("why") == "survey":
        return _("Asked in the survey, the citizen says that it was not done. The work goes on.")
    if data.get("why") == "inspection":
        return _("An inspector of the city found that it is not fixed. The work goes on.")
    return _("It was opened again.")


def surveyed(data: JsonObject) -> str:
    """Return the reporter's answer in the survey."""
    return _("In the survey the reporter says: %(answer)s.") % {
        "answer": within(SurveyAnswer.labels().get(text_in(data, "answer")))
    }


def closed(data: JsonObject) -> str:
    """Return how the case was closed."""
    kind = CloseKind.labels().get(text_in(data, "kind"))
    return _("Closed: %(kind)s.") % {"kind": in_language(kind)} if kind else _("Closed.")


def covers(data: JsonObject) -> str:
    """Return how many parts of a photo are covered now."""
    count = int(str(data.get("covers", 0)))
    if not count:
        return _("All covers were taken off a photo.")
    return _("Parts of a photo were covered: %(count)s.") % {"count": digits(count)}


def files(data: JsonObject) -> str:
    """Return how many documents and recordings were added."""
    return _("Files that came with it: %(count)s.") % {"count": digits(data.get("count", 0))}


def photos(data: JsonObject) -> str:
    """Return how many photos were added."""
    return _("Photos that came with it: %(count)s.") % {"count": digits(data.get("count", 0))}


def asset_named(data: JsonObject) -> str:
    """Return which asset the case is about, or that it is about none any more."""
    asset_id = number_in(data, "asset")
    if not asset_id:
        return _("It is about no asset any more.")
    tag = tags_of([asset_id]).get(asset_id, "")
    return _("It is about the asset %(tag)s.") % {"tag": shown_tag(tag, language())}
