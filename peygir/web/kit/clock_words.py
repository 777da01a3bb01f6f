"""The events of a promise as text: promised, paused, late, extended, escalated."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from peygir.cases.states import ReplanReason, WaitReason
from peygir.core import clock
from peygir.core.json_values import JsonObject, text_in
from peygir.web.kit.templatetags.ui import day, digits, in_language, within
from peygir.web.kit.templatetags.ui import due as due_moment

_SOON: Final = timedelta(days=2)  # nearer dates are shown with the hour
Words = Callable[[JsonObject], str]


def due_of(data: JsonObject) -> str:
    """Return when the work is due, with the hour if that is near; "" without a date."""
    finish = text_in(data, "finish")
    if not finish:
        return ""
    due = datetime.fromisoformat(finish)
    return due_moment(due) if (due - clock.now()) < _SOON else day(due)


def promised(data: JsonObject) -> str:
    """Return by when the city promised to finish."""
    due = due_of(data)
    return _("We promise to finish by %(due)s.") % {"due": due} if due else _("The promises were written down.")


def renewed(data: JsonObject) -> str:
    """Return the new promise after a correction of the topic, still counted from the first report."""
    due = due_of(data)
    if not due:
        return _("The topic was corrected. The new one has no promised time; the first promise stays on record.")
    return _("The topic was corrected. The promise is given anew, still counted from the first word: by %(due)s.") % {
        "due": due
    }


def stopped(data: JsonObject) -> str:
    """Return why the promise is paused."""
    reason = within(WaitReason.labels().get(text_in(data, "reason")))
    return _("The clock is paused meanwhile (%(reason)s).") % {"reason": reason}


def goes_on(data: JsonObject) -> str:
    """Return the date to which a pause has moved the promise; a date that had passed by then is told as passed."""
    due, finish, resumed_at = due_of(data), text_in(data, "finish"), text_in(data, "to")
    if new := text_in(data, "new"):
        return f"{_('The clock is running again; the promised time has passed.')} {_named_date(new)}"
    if finish and resumed_at and datetime.fromisoformat(finish) <= datetime.fromisoformat(resumed_at):
        return _("The clock is running again; the promised time has passed.")
    if not due:
        return _("The clock is running again.")
    return _("The clock is running again; with the pause added, it is now due by %(due)s.") % {"due": due}


def moved_with_days(data: JsonObject) -> str:
    """Return that a new day off in the calendar has moved the promise."""
    due = due_of(data)
    if not due:
        return _("The days of the calendar changed, and the promises moved with them.")
    return _("The days of the calendar changed; the work is now due by %(due)s.") % {"due": due}


def broken(data: JsonObject) -> str:
    """Return which promise was broken, and the new date."""
    if data.get("promise") != "finish":
        kinds = {
            "ack": _("Nobody took it in hand in the promised time."),
            "visit": _("Nobody visited in the promised time."),
        }
        return kinds.get(text_in(data, "promise"), _("The promised time passed; the case is late."))
    parts = [_("The promised time passed; the case is late.")]
    if new := text_in(data, "new"):
        parts.append(_named_date(new))
    return " ".join(parts)


def _named_date(new: str) -> str:
    """Return a sentence with a new date; one that has passed is told as the date that was named then."""
    at = datetime.fromisoformat(new)
    sentence = _("The date that was named then: %(new)s") if at < clock.now() else _("New date: %(new)s")
    return sentence % {"new": day(at)} + "."


def more_time(text: str) -> Words:
    """Return a function for more time asked for, granted or refused, with the reason and the date."""

    def tell(data: JsonObject) -> str:
        reason = in_language(ReplanReason.labels().get(text_in(data, "reason")))
        until = text_in(data, "new") or text_in(data, "until")
        return _(text) % {"reason": reason, "due": day(datetime.fromisoformat(until)) if until else "—"}

    return tell


def escalated(data: JsonObject) -> str:
    """Return how much of the time is used, and to whom the case was escalated."""
    people = {
        "clerk": _("the clerk"),
        "manager": _("the manager"),
        "deputy": _("the deputy"),
        "mayor": _("the mayor's desk"),
    }
    return _("%(percent)s%% of the promised time has passed: the case was escalated to %(who)s.") % {
        "percent": digits(data.get("percent", 0)),
        "who": people.get(text_in(data, "reached"), "—"),
    }
