"""Tracking a report by its code: the public story, without any person in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.public_events import PublicEvent
from peygir.cases.queries import PublicCase
from peygir.cases.states import ASKED, ENDED, CaseState, CloseKind, WaitReason
from peygir.city import queries as city
from peygir.core.codes import is_code, read_code
from peygir.desks.answers import queries as answers
from peygir.desks.earlier.queries import has_earlier_numbers
from peygir.desks.objections import queries as objections
from peygir.desks.objections.rules import ObjectionLevel, grounds_for
from peygir.desks.promises import queries as promises
from peygir.people.actions import TRACKING, count_miss, refuse_if_over
from peygir.people.channels import Channel
from peygir.web.kit import durations
from peygir.web.kit.access import address_of, public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.public_story import public_story
from peygir.web.kit.templatetags.ui import digits, in_language, language, within
from peygir.web.public.case_parts import everybodys
from peygir.web.public.own_reports import is_own as is_own_report
from peygir.web.public.own_reports import is_reporter

# The states in which the work is over, or said to be.
FINISHED: Final = frozenset({CaseState.DONE, CaseState.CONFIRMED, CaseState.CLOSED})


@public()
@require_GET
def track(request: HttpRequest) -> HttpResponse:
    """Show the form for a code; a code in any digits, with blanks or dashes, redirects to its page."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "public/track.html", {"typed": "", "fault": ""})
    code = read_code(typed)
    if code is None:
        fault = _("This tracking code is not complete. It has ten digits; please check them.")
        context = {"typed": typed[:40], "fault": fault, "has_earlier": has_earlier_numbers()}
        return render(request, "public/track.html", context, status=422)
    return HttpResponseRedirect(reverse("public_case", args=[code]))


@public()
@require_GET
def public_case(request: HttpRequest, code: str) -> HttpResponse:
    """Show the story of one report. Attempts with unknown codes are rate-limited."""
    case = case_of_code(request, code)
    mine = cases.reporter_view(case) if is_reporter(request, code) else None
    events = case.events if mine is None else mine.events
    context = {
        "mine": mine,
        "asking": asking_part(request, case),
        "is_own": is_own_report(request, code),
        "may_join": may_join(case),
        "may_follow": not case.is_confidential and case.state not in ENDED,
        "objection": _objection(case),
    }
    return render(request, "public/case.html", seen(case, events) | everybodys(case, events) | context)


@dataclass(frozen=True, slots=True)
class ObjectionPart:
    """Where the reporter's objection waits and until when ("" and None: nothing waits), or that one may be made."""

    level: str
    due: date | None
    is_overdue: bool = False


def _objection(public_case: PublicCase) -> ObjectionPart | None:
    """Return where the objection of this report stands; None where none is open and none may be made."""
    own = objections.objection_of_report(public_case.report_id)
    if own is not None and not own.end and not public_case.is_confidential:
        waiting = own.waiting
        level = in_language(ObjectionLevel.of(own.level).label)
        return ObjectionPart(
            level, _day(waiting.due_at if waiting else None), waiting is not None and waiting.is_overdue
        )
    if not grounds_for(public_case.state, is_late=public_case.is_overdue):
        return None
    report = cases.report_of(public_case.report_id) if own is not None else None
    is_open = own is None or (report is not None and bool(objections.open_grounds(report)))
    return ObjectionPart("", None) if is_open else None


def may_join(public_case: PublicCase) -> bool:
    """Whether further reports may join: a case that everybody sees, and that has not ended."""
    return public_case.is_shown and public_case.state not in ENDED


def case_of_code(request: HttpRequest, code: str) -> PublicCase:
    """Return the public case of a code from a URL or a form.

    Raises NoSuchCase if no report has the code, and AskedTooOften for an address with too many unknown codes. Every
    page that reveals whether a code exists calls this, so that codes cannot be found by guessing.
    """
    refuse_if_over(TRACKING, address_of(request))
    public_case = cases.public_case(code) if is_code(code) else None
    if public_case is None:
        count_miss(TRACKING, address_of(request))
        raise NoSuchCase()
    return public_case


@dataclass(frozen=True, slots=True)
class AskingPart:
    """How reporters are asked whether it is done; `is_own`: this browser may answer, `has_code`: with a code."""

    channels: tuple[str, ...]
    closes_on: date
    has_code: bool
    is_own: bool

    @property
    def is_by_sms(self) -> bool:
        """Whether somebody was asked by SMS, and so can also answer by signing in with the number."""
        return Channel.SMS in self.channels


def asking_part(request: HttpRequest, public_case: PublicCase) -> AskingPart | None:
    """Return how reporters are asked now; None if nothing is asked."""
    if public_case.state not in ASKED:
        return None
    asking = answers.asking_of(public_case.case_id, report_id=public_case.report_id)
    if asking is None:
        return None
    is_own = asking.has_code and is_own_report(request, public_case.code)
    return AskingPart(asking.channels, city.day_of(current_city().id, asking.closes_at), asking.has_code, is_own)


@dataclass(frozen=True, slots=True)
class PromiseNews:
    """The finish promise as the citizen sees it, by days: the original date, why it is paused, the current date.

    `is_late_again`: the new date has passed as well.
    """

    due: date | None
    paused_for: str
    paused_until: date | None
    new: date | None
    is_late: bool
    is_late_again: bool


def seen(public_case: PublicCase, events: Sequence[PublicEvent]) -> dict[str, object]:
    """Return the context of a public case's page; `events` are those that the visitor may know."""
    is_ended = public_case.state in ENDED
    lines = public_story(events, public_case.public_notes)
    is_told = not public_case.is_confidential and (not is_ended or public_case.state in FINISHED)
    clocks = promises.clocks_of(public_case.case_id) if is_told else None
    news = _news(clocks) if clocks is not None and not is_ended else None
    colour = public_case.colour
    if news is not None and (news.paused_for or news.is_late):
        colour = "paused" if news.paused_for else "red"
    ending = _ending(public_case, clocks) if clocks is not None and public_case.state in FINISHED else None
    return {
        "case": public_case,
        "is_ended": is_ended,
        "colour": colour,
        "lines": lines[::-1],
        "news": news,
        "ending": ending,
    }


@dataclass(frozen=True, slots=True)
class EndingPart:
    """How work ended: whether somebody confirmed it ("" while that is open), and whether it was late, by days.

    `is_late` is None if no work was promised or done, `late_days` 0 also for work that was late on the promised day.
    """

    confirmed: str
    is_late: bool | None = None
    late_days: int = 0

    @property
    def late(self) -> str:
        """Return how late it was, in words."""
        return digits(durations.span(self.late_days * durations.DAY, language()))


def _ending(public_case: PublicCase, clocks: promises.Clocks) -> EndingPart:
    """Return how the work of a finished case ended."""
    confirmed = in_language(CloseKind.of(public_case.close_kind).label) if public_case.close_kind else ""
    finish = clocks.finish
    if finish is None or finish.kept_at is None or finish.due_at is None:
        return EndingPart(confirmed)
    due, kept = _day(finish.due_at), _day(finish.kept_at)
    is_late = finish.kept_at > finish.due_at
    return EndingPart(confirmed, is_late, (kept - due).days if is_late and kept and due else 0)


def _news(clocks: promises.Clocks) -> PromiseNews | None:
    """Return the promise of an open case; None if there is none or it no longer matters."""
    finish = clocks.finish
    if finish is None or finish.kept_at is not None:
        return None
    pause = clocks.pause if finish.paused_at else None
    return PromiseNews(
        due=_day(finish.due_at),
        paused_for=within(WaitReason.labels()[pause.reason]) if pause else "",
        paused_until=_day(pause.until_at if pause else None),
        new=_day(finish.new_due_at),
        is_late=finish.broken_at is not None and _is_over(finish.due_at),
        is_late_again=_is_over(finish.new_due_at),
    )


def _is_over(due_at: datetime | None) -> bool:
    """Whether the day of a promise is over: by its moment everybody would know the hour from which it counts."""
    due = _day(due_at)
    return due is not None and due < today()


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else city.day_of(current_city().id, moment)
