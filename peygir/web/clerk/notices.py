"""Notices for one person, such as notes that mention them, and the colleagues whom a note may mention."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.cases.rules import visibility_of
from peygir.desks.answers import actions as answers
from peygir.desks.answers import notices as notices_queries
from peygir.desks.answers.notices import NoticeLine
from peygir.desks.dropbox.rules import receivers_of
from peygir.desks.dropbox.waiting import DROP_KEY, waiting_boxes
from peygir.history.kinds.insight import AlarmRaised
from peygir.history.kinds.panel import PanelAnswerOwed, PetitionReviewLate
from peygir.outlook.insight.alarm_facts import AlarmFacts
from peygir.outlook.insight.alarm_queries import alarms_by_id
from peygir.outlook.panel.owed_queries import subjects_of
from peygir.outlook.panel.petition_queries import titles_of
from peygir.people.permissions import Permission
from peygir.people.queries import colleagues_at
from peygir.people.rules import Actor
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.alarm_parts import alarm_row
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.event_words import event_words
from peygir.web.kit.templatetags.ui import day, digits, language

ALARM: Final = AlarmRaised.file
"""The kind of file that notices of alarms are about."""
OWED: Final = PanelAnswerOwed.file
"""That of notices of answers owed to the citizens' panel."""
PETITION: Final = PetitionReviewLate.file
"""That of notices of petitions that nobody looked at in time."""


@staff()
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices, unseen ones first."""
    by = actor(request)
    lines = notices_queries.notices_of(by, language=language())
    alarms = alarms_by_id(line.file_id for line in lines if line.file == ALARM)
    owed = subjects_of(line.file_id for line in lines if line.file == OWED)
    petitions = titles_of(line.file_id for line in lines if line.file == PETITION)
    keys = [line.file_id for line in lines if line.file == DROP_KEY]
    waiting = dict.fromkeys(keys, _waiting_words(by) if keys else "")
    subjects = {OWED: owed, PETITION: petitions, DROP_KEY: waiting}
    rows = [
        (line, subjects[line.file].get(line.file_id, "") if line.file in subjects else _event_of(line, alarms))
        for line in lines
    ]
    return render(request, "clerk/notices.html", {"rows": rows, "has_new": any(line.is_new for line in lines)})


def _waiting_words(by: Actor) -> str:
    """How many boxes of the viewer's office wait now, and since when; "" for whoever may not see them any more."""
    waiting = waiting_boxes(current_city().id, before=today())
    own = [waiting[receiver] for receiver in receivers_of(by) if receiver in waiting]
    if not own:
        return _("Nothing waits any more.") if receivers_of(by) else ""
    values = {"count": digits(sum(one.count for one in own)), "day": day(min(one.since for one in own))}
    return _("Waiting for an answer: %(count)s. The oldest since %(day)s.") % values


def _event_of(notice: NoticeLine, alarms: Mapping[int, AlarmFacts]) -> str:
    """Return what happened to an account, or what an alarm says; "" for a notice of a case."""
    if notice.event is not None:
        return event_words(notice.event, {})
    alarm = alarms.get(notice.file_id) if notice.file == ALARM else None
    return alarm_row(alarm).sentence if alarm is not None else ""


@staff()
@require_POST
def notice_open(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as seen and redirect to its case, its alarm, or the account changes."""
    by = actor(request)
    code, is_of_account = notices_queries.notice_code(notice_id, by), notices_queries.is_of_account(notice_id, by)
    file, file_id = notices_queries.file_of_notice(notice_id, by)
    answers.see_notices(by=by, only=notice_id)
    if file == OWED:
        return redirect("panel_owed", owed_id=file_id)
    if file == PETITION:
        return redirect("panel_petitions")
    if file == DROP_KEY:
        return redirect("dropped")
    if file == ALARM:
        return redirect("alarm", alarm_id=file_id)
    if is_of_account and by.may(Permission.CONFIRM_ACCOUNTS):
        return redirect("account_changes")
    return redirect("case", code=code) if code else redirect("notices")


@staff()
@require_POST
def notices_seen(request: HttpRequest) -> HttpResponse:
    """Mark all notices as seen."""
    answers.see_notices(by=actor(request))
    messages.success(request, _("All notices are marked as seen."))
    return redirect("notices")


@staff()
@require_GET
def case_colleagues(request: HttpRequest, code: str) -> HttpResponse:
    """Return who may be mentioned in a note of this case."""
    by = actor(request)
    case = open_case_of(by, code)
    people = [person for person in colleagues_at(visibility_of(case)) if person.pk != by.id]
    is_part = bool(request.headers.get("HX-Request"))
    page = "clerk/colleagues.html" if is_part else "clerk/colleagues_page.html"
    return render(request, page, {"people": people, "case": case})
