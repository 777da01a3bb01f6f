"""Figures of agencies over spans of days, and the months whose letter was written."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.partners.agency_facts import AgencyFigures
from peygir.desks.partners.models import AgencyMonth, AgencyRequest, AgencyTerms


def month_before(day: date) -> tuple[date, date]:
    """(first day, first day after) of the Jalali month before that of a day."""
    here = to_jalali(day)
    first = to_gregorian(here.year, here.month, 1)
    before = to_jalali(date.fromordinal(first.toordinal() - 1))
    return to_gregorian(before.year, before.month, 1), first


def month_of_day(day: date) -> tuple[date, date]:
    """(first day, first day after) of the Jalali month of a day."""
    here = to_jalali(day)
    year, month = (here.year, here.month + 1) if here.month < 12 else (here.year + 1, 1)
    return to_gregorian(here.year, here.month, 1), to_gregorian(year, month, 1)


def figures_of(agency_id: int, *, first: date, until: date) -> AgencyFigures:
    """What became, until now, of the referrals that were sent to an agency from `first` up to, and without, `until`."""
    found = city.agency(agency_id)
    zone = ZoneInfo(city.city_by_id(found.city_id).time_zone) if found is not None else ZoneInfo("UTC")
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, until))
    rows = AgencyRequest.objects.filter(agency_id=agency_id, sent_at__gte=begins, sent_at__lt=ends)
    return figures_from(rows, now=clock.now(), zone=zone)


def figures_from(rows: Iterable[AgencyRequest], *, now: datetime, zone: ZoneInfo) -> AgencyFigures:
    """The figures of these requests at a moment; what was refused or taken back had no answer to give."""
    counts = dict.fromkeys(
        (
            "sent",
            "confirm_due",
            "confirm_kept",
            "answer_due",
            "answer_kept",
            "answered",
            "refused",
            "taken_back",
            "open",
            "escalated",
        ),
        0,
    )
    days = []
    for row in rows:
        first_word = min((at for at in (row.confirmed_at, row.answered_at, row.refused_at) if at), default=None)
        counts["sent"] += 1
        counts["answered"] += row.answered_at is not None
        counts["refused"] += row.refused_at is not None
        counts["taken_back"] += row.ended_at is not None
        is_open = row.answered_at is None and row.refused_at is None and row.ended_at is None
        counts["open"] += is_open
        counts["escalated"] += row.escalated_at is not None
        if row.answered_at is not None:
            days.append((row.answered_at.astimezone(zone).date() - row.sent_at.astimezone(zone).date()).days)
        _count_terms(row, first_word, now, counts)
    return AgencyFigures(**counts, days=tuple(sorted(days)))


def _count_terms(row: AgencyRequest, first_word: datetime | None, now: datetime, counts: dict[str, int]) -> None:
    """Count a request whose confirmation or answer was due by now, or came."""
    if row.confirm_due_at is not None and (first_word is not None or (row.confirm_due_at <= now and not row.ended_at)):
        counts["confirm_due"] += 1
        counts["confirm_kept"] += first_word is not None and first_word <= row.confirm_due_at
    if row.answer_due_at is None or row.refused_at is not None or row.ended_at is not None:
        return
    if row.answered_at is not None or row.answer_due_at <= now:
        counts["answer_due"] += 1
        counts["answer_kept"] += row.answered_at is not None and row.answered_at <= row.answer_due_at


def agencies_with_terms(city_id: int) -> list[int]:
    """The ids of the agencies of a city that are told by mail."""
    ids = {agency.id for agency in city.agencies(city_id)}
    return sorted(ids & set(AgencyTerms.objects.filter(valid_to=None).values_list("agency_id", flat=True)))


def letter_of_month(agency_id: int, first: date) -> str:
    """The number of the letter with an agency's figures of a month, "" if none was written."""
    rows = AgencyMonth.objects.filter(agency_id=agency_id, first_on=first)
    return rows.values_list("letter", flat=True).first() or ""


def months_written(agency_id: int, *, limit: int = 12) -> list[tuple[date, str, dict[str, object]]]:
    """(first day, number of the letter, figures) of the last months of an agency, the newest first."""
    rows = AgencyMonth.objects.filter(agency_id=agency_id).order_by("-first_on")
    return list(rows.values_list("first_on", "letter", "figures")[:limit])
