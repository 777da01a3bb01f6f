"""Signals about evidence, for the unit's manager and the inspectorate: pictures side by side, figures, explanations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.cases import queries as cases
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.actions import explain_signal
from peygir.desks.fieldwork.evidence_words import EvidencePart, ExplainedWhy, SignalKind, StandInReason
from peygir.desks.fieldwork.queries import SignalFacts
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import who
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.signal_words import figure_words
from peygir.web.kit.templatetags.ui import digits, in_language, language, named

SHOWN: Final = 30
LONGEST_NOTE: Final = 400
COUNTED: Final = timedelta(days=90)
"""Over which stand-ins are counted."""


@dataclass(frozen=True, slots=True)
class SignalPicture:
    """A picture beside another; without an address, why it is not shown."""

    alt: str
    src: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One signal: its case, its pictures, its figures as words, and its explanation."""

    signal: SignalFacts
    code: str
    label: str
    about: str
    figures: str
    who: str
    pictures: Sequence[SignalPicture]
    other_code: str
    explained: str
    explained_by: str


@staff(Permission.LEAD_UNIT, Permission.READ_CONFIDENTIAL)
@require_GET
def evidence_signals(request: HttpRequest) -> HttpResponse:
    """List the signals that nobody has explained, or the explained ones; 30 on a page."""
    return _page(request)


@staff(Permission.LEAD_UNIT, Permission.READ_CONFIDENTIAL)
@require_POST
def evidence_signal_explain(request: HttpRequest, signal_id: int) -> HttpResponse:
    """Record how a signal is explained."""
    why, note = request.POST.get("why", ""), request.POST.get("note", "")[:LONGEST_NOTE]
    try:
        explain_signal(signal_id, why=why, note=note, by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), fault=words_of(refusal), typed=(signal_id, why, note))
    messages.success(request, _("The explanation is recorded."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    own = reverse("evidence_signals")
    wanted = request.POST.get("back", "")
    is_own = wanted.startswith(own) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_own else own


def _page(
    request: HttpRequest, *, status: int = 200, fault: str = "", typed: tuple[int, str, str] = (0, "", "")
) -> HttpResponse:
    by = actor(request)
    scope = fieldwork.scope_of_signals(by)
    kind = request.GET.get("kind", "")
    kind = kind if kind in SignalKind.values() else ""
    is_open = request.GET.get("state") != "explained"
    listed = fieldwork.signals(
        scope, kind=kind, is_open=is_open, before=whole(request.GET.get("before", "")), limit=SHOWN + 1
    )
    counts = fieldwork.signal_counts(scope)
    chosen = {"kind": kind} | ({} if is_open else {"state": "explained"})
    context = {
        "rows": _rows(listed[:SHOWN], by),
        "more": urlencode({**chosen, "before": str(listed[SHOWN - 1].id)}) if len(listed) > SHOWN else "",
        "kinds": [(one, in_language(one.label), digits(counts.get(one, 0))) for one in SignalKind],
        "kind": kind,
        "is_open": is_open,
        "back": f"{reverse('evidence_signals')}?{urlencode(chosen)}",
        "whys": [(one, in_language(one.label)) for one in ExplainedWhy],
        "fault": fault,
        "typed_id": typed[0],
        "typed_why": typed[1],
        "typed_note": typed[2],
        "stand_ins": _stand_ins(scope.unit_id),
        "days": COUNTED.days,
    }
    return render(request, "inspectorate/signals.html", context, status=status)


def _rows(listed: Sequence[SignalFacts], by: Actor) -> list[SignalRow]:
    """Return the signals of cases that this person may see, each with its pictures."""
    ids = {one.case_id for one in listed} | {one.other_case_id for one in listed if one.other_case_id is not None}
    codes = cases.codes_of(ids, seen_by=by)
    authors = {name for one in listed for name in (one.by, one.explained_by) if name.startswith("staff:")}
    staff_ids = {int(name.partition(":")[2]) for name in authors}
    names = staff_names(staff_ids, language())
    return [_row(one, codes, names) for one in listed if one.case_id in codes]


def _row(signal: SignalFacts, codes: Mapping[int, str], names: dict[int, str]) -> SignalRow:
    code = codes[signal.case_id]
    pictures = []
    if signal.is_photo:
        pictures.append(_picture(code, "work", signal.evidence_id, _("Photo of the work")))
    other_code = codes.get(signal.other_case_id, "") if signal.other_case_id is not None else ""
    if signal.other_number is not None:
        alt = _("The photo that came before")
        hidden = SignalPicture(_("A photo in a case that you may not see."))
        pictures.append(_picture(other_code, signal.other_kind, signal.other_number, alt) if other_code else hidden)
    kind = SignalKind.of(signal.kind)
    why = in_language(ExplainedWhy.labels()[signal.explained_why]) if signal.explained_why else ""
    return SignalRow(
        signal=signal,
        code=code,
        label=in_language(kind.label),
        about=in_language(kind.about),
        figures=figure_words(kind, signal.figures),
        who=who(signal.by, names),
        pictures=pictures,
        other_code=other_code if other_code != code else "",
        explained=why,
        explained_by=who(signal.explained_by, names) if why else "",
    )


def _picture(code: str, kind: str, number: int, alt: str) -> SignalPicture:
    small, full = (reverse("case_photo", args=[code, kind, number, size]) for size in ("thumb", "full"))
    return SignalPicture(alt, small, full)


def _stand_ins(unit_id: int | None) -> list[dict[str, Any]]:
    """Return how often a reason stood in for evidence in the last days, by unit."""
    now = clock.now()
    unit_ids = None if unit_id is None else [unit_id]
    parts, reasons = EvidencePart.labels(), StandInReason.labels()
    units = {counted.id: counted for counted in city.units(current_city().id)}
    return [
        {
            "unit": named(units[counted.unit_id]) if counted.unit_id in units else "—",
            "part": in_language(parts[counted.part]),
            "reason": in_language(reasons[counted.reason]),
            "count": digits(counted.count),
        }
        for counted in fieldwork.stand_in_counts(since=now - COUNTED, until=now, unit_ids=unit_ids)
    ]
