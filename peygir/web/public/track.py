"""Tracking a report by its code: the public story, without any person in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.queries import PublicCase
from peygir.cases.rules import colour_of
from peygir.cases.states import ASKED, ENDED, WORKABLE, CaseState, CloseKind, WaitReason
from peygir.core import clock
from peygir.core.codes import is_code, read_code
from peygir.desks.answers import queries as answers
from peygir.desks.objections import queries as objections
from peygir.desks.objections.rules import ObjectionLevel, grounds_for
from peygir.desks.promises import queries as promises
from peygir.people.actions import TRACKING, count_miss, refuse_if_over
from peygir.people.channels import Channel
from peygir.web.kit import durations
from peygir.web.kit.access import address_of, public
from peygir.web.kit.story import public_story
from peygir.web.kit.templatetags.ui import digits, in_language, language, within
from peygir.web.public.case_parts import everybodys
from peygir.web.public.own_reports import is_own as is_own_report

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
        return render(request, "public/track.html", {"typed": typed[:40], "fault": fault}, status=422)
    return HttpResponseRedirect(reverse("public_case", args=[code]))


@public()
@require_GET
def public_case(request: HttpRequest, code: str) -> HttpResponse:
    """Show the story of one report. Attempts with unknown codes are rate-limited."""
    case = case_of_code(request, code)
    context = {
        "asking": asking_part(request, case),
        "is_own": is_own_report(request, code),
        "may_join": may_join(case),
        "may_follow": not case.is_confidential and case.state not in ENDED,
        "objection": _objection(case),
    }
    return render(request, "public/case.html", seen(case) | everybodys(case) | context)


@dataclass(frozen=True, slots=True)
class ObjectionPart:
    """Where the reporter's objection waits and until when ("" and None: nothing waits), or that one may be made."""

    level: str
    due: datetime | None
    is_overdue: bool = False


def _objection(public_case: PublicCase) -> ObjectionPart | None:
    """Return where the objection of this report stands; None where none is open and none may be made."""
    own = objections.objection_of_report(public_case.report_id)
    if own is not None and not own.end and not public_case.is_confidential:
        waiting = own.waiting
        level = in_language(ObjectionLevel.of(own.level).label)
        return ObjectionPart(level, waiting.due_at if waiting else None, waiting is not None and waiting.is_overdue)
    is_late = public_case.due_at is not None and public_case.due_at < clock.now()
    if not grounds_for(public_case.state, is_late=is_late):
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
    closes_at: datetime
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
    return AskingPart(asking.channels, asking.closes_at, asking.has_code, is_own)


@dataclass(frozen=True, slots=True)
class PromiseNews:
    """The finish promise as the citizen sees it: the original date, why it is paused, the current date."""

    due: datetime | None
    paused_for: str
    paused_until: datetime | None
    pauses: int
    new: datetime | None
    is_late: bool

    @property
    def is_late_again(self) -> bool:
        """Whether the new date has passed as well."""
        return self.new is not None and self.new < clock.now()


def seen(public_case: PublicCase) -> dict[str, object]:
    """Return the context of a public case's page."""
    is_ended = public_case.state in ENDED
    lines = public_story(public_case.events, public_case.public_notes)
    is_told = not public_case.is_confidential and (not is_ended or public_case.state in FINISHED)
    clocks = promises.clocks_of(public_case.case_id) if is_told else None
    news = _news(clocks) if clocks is not None and not is_ended else None
    colour: str = (
        "none"
        if public_case.state not in WORKABLE
        else colour_of(public_case.opened_at, public_case.due_at, clock.now())
    )
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
    """How work ended: whether somebody confirmed it ("" while that is open), and how late it was done.

    `late` is in words, "" in time; None if no work was promised or done.
    """

    confirmed: str
    late: str | None


def _ending(public_case: PublicCase, clocks: promises.Clocks) -> EndingPart:
    """Return how the work of a finished case ended."""
    confirmed = in_language(CloseKind.of(public_case.close_kind).label) if public_case.close_kind else ""
    finish = clocks.finish
    if finish is None or finish.kept_at is None or finish.due_at is None:
        return EndingPart(confirmed, None)
    seconds = (finish.kept_at - finish.due_at).total_seconds()
    return EndingPart(confirmed, digits(durations.span(seconds, language())) if seconds > 0 else "")


def _news(clocks: promises.Clocks) -> PromiseNews | None:
    """Return the promise of an open case; None if there is none or it no longer matters."""
    finish = clocks.finish
    if finish is None or finish.kept_at is not None:
        return None
    pause = clocks.pause if finish.paused_at else None
    return PromiseNews(
        due=finish.due_at,
        paused_for=within(WaitReason.labels()[pause.reason]) if pause else "",
        paused_until=pause.until_at if pause else None,
        pauses=len([one for one in clocks.pauses if one.to_at]),
        new=finish.new_due_at,
        is_late=finish.broken_at is not None,
    )
