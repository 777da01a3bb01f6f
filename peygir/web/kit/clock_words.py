"""The events of a promise as text: promised, paused, late, extended, escalated."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from peygir.cases.states import ReplanReason, WaitReason
from peygir.core import clock
from peygir.web.kit.templatetags.ui import day, digits, in_language, moment, within

_SOON: Final = timedelta(days=2)  # nearer dates are shown with the hour
Words = Callable[[Mapping[str, Any]], str]


def due_of(data: Mapping[str, Any]) -> str:
    """Return when the work is due, with the hour if that is near; "" without a date."""
    finish = data.get("finish")
    if not finish:
        return ""
    due = datetime.fromisoformat(finish)
    return moment(due) if (due - clock.now()) < _SOON else day(due)


def promised(data: Mapping[str, Any]) -> str:
    """Return by when the city promised to finish."""
    due = due_of(data)
    return _("We promise to finish by %(due)s.") % {"due": due} if due else _("The promises were written down.")


def renewed(data: Mapping[str, Any]) -> str:
    """Return the new promise after a correction of the topic, still counted from the first report."""
    due = due_of(data)
    if not due:
        return _("The topic was corrected. The new one has no promised time; the first promise stays on record.")
    return _("The topic was corrected. The promise is given anew, still counted from the first word: by %(due)s.") % {
        "due": due
    }


def stopped(data: Mapping[str, Any]) -> str:
    """Return why the promise is paused."""
    reason = within(WaitReason.labels().get(str(data.get("reason")), ("", "")))
    return _("The clock is paused meanwhile (%(reason)s).") % {"reason": reason}


def goes_on(data: Mapping[str, Any]) -> str:
    """Return the date to which a pause has moved the promise."""
    due = due_of(data)
    if not due:
        return _("The clock is running again.")
    return _("The clock is running again; with the pause added, it is now due by %(due)s.") % {"due": due}


def moved_with_days(data: Mapping[str, Any]) -> str:
    """Return that a new day off in the calendar has moved the promise."""
    due = due_of(data)
    if not due:
        return _("The days of the calendar changed, and the promises moved with them.")
    return _("The days of the calendar changed; the work is now due by %(due)s.") % {"due": due}


def broken(data: Mapping[str, Any]) -> str:
    """Return which promise was broken, and the new date."""
    if data.get("promise") != "finish":
        kinds = {
            "ack": _("Nobody took it in hand in the promised time."),
            "visit": _("Nobody visited in the promised time."),
        }
        return kinds.get(str(data.get("promise")), _("The promised time passed; the case is late."))
    parts = [_("The promised time passed; the case is late.")]
    if data.get("new"):
        parts.append(_("New date: %(new)s") % {"new": day(datetime.fromisoformat(data["new"]))} + ".")
    return " ".join(parts)


def more_time(text: str) -> Words:
    """Return a function for more time asked for, granted or refused, with the reason and the date."""

    def tell(data: Mapping[str, Any]) -> str:
        reason = in_language(ReplanReason.labels().get(str(data.get("reason")), ("", "")))
        until = data.get("new") or data.get("until")
        return _(text) % {"reason": reason, "due": day(datetime.fromisoformat(until)) if until else "—"}

    return tell


def escalated(data: Mapping[str, Any]) -> str:
    """Return how much of the time is used, and to whom the case was escalated."""
    people = {
        "clerk": _("the clerk"),
        "manager": _("the manager"),
        "deputy": _("the deputy"),
        "mayor": _("the mayor's desk"),
    }
    return _("%(percent)s%% of the promised time is used: it climbed to %(who)s.") % {
        "percent": digits(data.get("percent", 0)),
        "who": people.get(str(data.get("reached")), "—"),
    }
