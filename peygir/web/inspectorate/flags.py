"""Gaming flags for the inspectorate: those of a month by unit, one with its figures and cases, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.scoring import gaming_queries as gaming
from peygir.outlook.scoring.actions import judge_flag, set_gaming_rate
from peygir.outlook.scoring.gaming.words import FlagFinding, GamingKind
from peygir.outlook.scoring.gaming_queries import GamingFlagFacts
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, in_language, language, named

MOST_ODDS: Final = 1_000_000
"""Smaller p-values are told as this one: farther out in the tail no model of honest work is right."""


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One flag as it is shown: its name, its figures in a sentence, how rare that is, and what was found."""

    flag: GamingFlagFacts
    label: str
    about: str
    figures: str
    rarity: str
    finding: str


@staff(Permission.READ_CONFIDENTIAL)
@require_GET
def gaming_flags(request: HttpRequest) -> HttpResponse:
    """Show the flags of a tested month by unit: `?month=` (its first day; else the latest), `?unit=` (a code)."""
    return _list(request)


@staff(Permission.READ_CONFIDENTIAL)
@require_POST
def gaming_rate(request: HttpRequest) -> HttpResponse:
    """Set the rate of false alarms of one test, in percent, for months that are tested from now on."""
    kind, typed = request.POST.get("kind", ""), request.POST.get("percent", "")
    try:
        text = ascii_digits(typed).replace("٫", ".").strip()
        percent = float(text) if len(text) <= 8 and text.replace(".", "", 1).isdecimal() else 0.0
        set_gaming_rate(current_city().id, kind, percent / 100, by=actor(request))
    except Refusal as refusal:
        return _list(request, status=status_of(refusal), fault=words_of(refusal), typed={kind: typed[:8]})
    messages.success(request, _("The rate is set for the months that are tested from now on."))
    return redirect("gaming_flags")


@staff(Permission.READ_CONFIDENTIAL)
@require_GET
def gaming_flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Show one flag with its figures and its cases."""
    return _one(request, flag_id)


@staff(Permission.READ_CONFIDENTIAL)
@require_POST
def gaming_flag_judge(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Record what was found when somebody looked."""
    try:
        judge_flag(flag_id, request.POST.get("finding", ""), by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        return _one(request, flag_id, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The finding is recorded."))
    return redirect("gaming_flag", flag_id)


def _list(
    request: HttpRequest, *, status: int = 200, fault: str = "", typed: Mapping[str, str] = MappingProxyType({})
) -> HttpResponse:
    city_facts = current_city()
    months = gaming.gaming_months(city_facts.id)
    wanted = request.GET.get("month", "")
    month = next((one for one in months if one.first_on.isoformat() == wanted), months[0] if months else None)
    units = {unit.id: unit for unit in city.units(city_facts.id)}
    flags = gaming.flags_of_month(month.id) if month is not None else []
    unit_code = request.GET.get("unit", "")
    flags = [flag for flag in flags if not unit_code or _code_of(units, flag.unit_id) == unit_code]
    by_unit = [
        (_unit_name(units, unit_id), [_row(flag) for flag in own])
        for unit_id, own in groupby(flags, key=lambda flag: flag.unit_id)
    ]
    context = {
        "months": [(one.first_on.isoformat(), month_label(one.first_on)) for one in months],
        "month": month,
        "month_name": month_label(month.first_on) if month is not None else "",
        "by_unit": by_unit,
        "unit": unit_code,
        "rates": _rates(city_facts.id, typed),
        "fault": fault,
    }
    return render(request, "inspectorate/flags.html", context, status=status)


def _one(request: HttpRequest, flag_id: int, *, status: int = 200, fault: str = "") -> HttpResponse:
    by, city_facts = actor(request), current_city()
    flag = gaming.gaming_flag(city_facts.id, flag_id)
    if flag is None:
        raise Http404
    units = {unit.id: unit for unit in city.units(city_facts.id)}
    codes, total = gaming.cases_of_flag(flag_id, by)
    finder = staff_names({flag.found_by_id}, language()) if flag.found_by_id is not None else {}
    context = {
        "row": _row(flag),
        "unit": _unit_name(units, flag.unit_id),
        "month_name": month_label(flag.first_on),
        "back": f"{reverse('gaming_flags')}?month={flag.first_on.isoformat()}",
        "codes": codes,
        "hidden": total - len(codes),
        "finder": finder.get(flag.found_by_id or 0, ""),
        "findings": [(one.value, in_language(one.label)) for one in FlagFinding],
        "may_judge": gaming.may_judge_flag(by, flag.unit_id),
        "fault": fault,
    }
    return render(request, "inspectorate/flag.html", context, status=status)


def _row(flag: GamingFlagFacts) -> FlagRow:
    kind = GamingKind.of(flag.kind)
    odds = int(float(f"{1 / max(flag.p_value, 1 / MOST_ODDS):.2g}"))
    return FlagRow(
        flag=flag,
        label=in_language(kind.label),
        about=in_language(kind.about),
        figures=_figure_words(kind, flag.figures),
        rarity=_("Honest work looks like this in about one of %(odds)s unit-months, or less often.")
        % {"odds": digits(odds)},
        finding=in_language(FlagFinding.labels()[flag.finding]) if flag.finding else "",
    )


def _figure_words(kind: GamingKind, figures: Mapping[str, float]) -> str:
    """The numbers from which a flag was computed, in a sentence."""
    shown = {name: _number(f"{value:g}") for name, value in figures.items()}
    if kind == GamingKind.HEAPED:
        return (
            _("%(count)s of %(of)s closures came in the last %(hours)s hours before due; expected: %(expected)s.")
            % shown
        )
    if kind == GamingKind.SERIES:
        return (
            _("One account closed %(count)s cases within %(minutes)s minutes; expected by its pace: %(expected)s.")
            % shown
        )
    share = 100 * figures["count"] / figures["of"]
    shown |= {"share": _number(f"{share:.1f}"), "peers": _number(f"{100 * figures['peers_share']:.1f}")}
    return _("%(count)s of %(of)s, that is %(share)s percent; other units: %(peers)s percent.") % shown


def _rates(city_id: int, typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each test with its name and its rate in percent, or what was `typed` in its place and refused."""
    rates = gaming.rates_of(city_id)
    shown = {kind.value: _number(f"{100 * rates[kind.value]:g}") for kind in GamingKind} | dict(typed)
    return [(kind.value, in_language(kind.label), shown[kind.value]) for kind in GamingKind]


def _number(text: str) -> str:
    """A number with the digits and the decimal sign of the viewer's language."""
    return digits(text.replace(".", "٫") if language() == "fa" else text)


def _unit_name(units: Mapping[int, UnitFacts], unit_id: int) -> str:
    return named(units[unit_id]) if unit_id in units else "—"


def _code_of(units: Mapping[int, UnitFacts], unit_id: int) -> str:
    return units[unit_id].code if unit_id in units else ""
