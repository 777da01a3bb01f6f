"""One promise of a case as shown on a page: the share of its time used, and its state."""

from django.utils.translation import gettext as _

from peygir.cases import queries as cases
from peygir.cases.facts import CaseTimes
from peygir.cases.rules import colour_of
from peygir.cases.states import ENDED, WORKABLE
from peygir.core import clock
from peygir.desks.promises.facts import PromiseFacts
from peygir.web.kit.parts import ClockPart


def colour_now(case: CaseTimes) -> str:
    """Return the colour of the finish promise while there is work to do; finished and ended cases are never late."""
    return cases.colour(case, clock.now()) if case.state in WORKABLE else "none"


def clock_part(promise: PromiseFacts, case: CaseTimes) -> ClockPart:
    """Return a running, kept or broken promise; `share` is the percentage of its time used, 0 to 100."""
    name = {"ack": _("To take it in hand"), "visit": _("To visit the place"), "finish": _("To finish")}[promise.kind]
    new = promise.new_due_at
    if promise.kept_at:
        colour = "kept" if promise.kept_at <= promise.due_at else "broken"
        return ClockPart(name, colour, "green" if colour == "kept" else "red", None, promise.due_at, promise.kept_at)
    now = promise.paused_at or clock.now()
    whole = (promise.due_at - case.opened_at).total_seconds()
    used = (now - case.opened_at).total_seconds()
    share = 100 if whole <= 0 else max(0, min(100, round(100 * used / whole)))
    if promise.paused_at and case.state not in ENDED:
        return ClockPart(name, "paused", "quiet", share, promise.due_at, new=new)
    colour = "none" if case.state in ENDED else colour_of(case.opened_at, promise.due_at, now)
    return ClockPart(name, colour, "quiet" if colour == "none" else colour, share, promise.due_at, new=new)
