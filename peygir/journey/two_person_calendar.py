"""Days of the calendar and office hours that two people change, since deadlines move with them; and undoing either."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, time
from typing import Final

from django.db import transaction

from peygir.city.actions import set_days, set_hours, take_back_decision
from peygir.city.days_rules import DayChangeRequest, as_city_day, day_after, day_kind
from peygir.city.queries import day_of, forget
from peygir.core import clock
from peygir.desks.promises.calendar_changes import would_move
from peygir.history.kinds.city import CalendarDaysChanged, OfficeHoursChanged, PromiseHoursChanged
from peygir.history.queries import timeline
from peygir.people.actions.two_person_changes import propose_change
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.rules import Actor

CITY: Final = "*"
_UNDOING: Final = {
    PromiseHoursChanged.kind: TwoPersonKind.PROMISE_HOURS,
    OfficeHoursChanged.kind: TwoPersonKind.OFFICE_HOURS,
    CalendarDaysChanged.kind: TwoPersonKind.CALENDAR,
}


def days_need_two(city_id: int, days: Sequence[DayChangeRequest], *, moves: bool) -> bool:
    """Whether two people make this change of days.

    They do where open promises are to move with it, and where a day that open promises count already opens again or
    becomes shorter. That a day is shut, and promises stay, one person decides.
    """
    if moves:
        return True
    touched = {one.day: as_city_day(one.day.isoformat(), day_after(one)) for one in days if one.kind != "shut"}
    return bool(touched) and bool(would_move(city_id, touched))


def propose_days(city_id: int, days: Sequence[DayChangeRequest], *, moves: bool, why: str, by: Actor) -> int:
    """Propose a change of days (see `set_days`); returns the id of the proposal.

    Raises what `set_days` and `propose_change` do.
    """
    _rehearse(lambda: set_days(city_id, days, moves=moves, by=str(by)))
    content = {
        "days": [
            {
                "day": change_request.day.isoformat(),
                "kind": change_request.kind,
                "name_fa": change_request.name_fa,
                "name_en": change_request.name_en,
                "closes_at": _hour(change_request.closes_at),
            }
            for change_request in days
        ],
        "moves": moves,
    }
    first, last = days[0].day.isoformat(), days[-1].day.isoformat()
    subject = first if first == last else f"{first} {last}"
    return propose_change(city_id, TwoPersonKind.CALENDAR, subject, content, why=why, by=by)


def propose_office_hours(
    city_id: int,
    *,
    unit: str,
    opens: time | None,
    closes: time | None,
    week_off: Collection[int] | None,
    since: date,
    why: str,
    by: Actor,
) -> int:
    """Propose other hours of the city or a unit (see `set_hours`) from a day on; returns the id of the proposal.

    Raises what `set_hours` and `propose_change` do.
    """
    off = frozenset(week_off) if week_off is not None else None
    _rehearse(lambda: set_hours(city_id, unit=unit, opens=opens, closes=closes, week_off=off, since=since, by=str(by)))
    content = {
        "unit": unit,
        "opens": _hour(opens),
        "closes": _hour(closes),
        "week_off": sorted(off) if off is not None else None,
        "since": since.isoformat(),
    }
    return propose_change(city_id, TwoPersonKind.OFFICE_HOURS, unit or CITY, content, why=why, by=by)


def is_undone_by_two(city_id: int, number: int) -> bool:
    """Whether a decision about the city was made by two people, so that two people undo it."""
    return any(
        event.number == number
        and event.kind in _UNDOING
        and (event.kind != CalendarDaysChanged.kind or bool(event.data.get("moves")))
        for event in timeline("city", city_id)
    )


def propose_undoing(city_id: int, number: int, *, why: str, by: Actor) -> int:
    """Propose to undo a decision of two people by its number; returns the id of the proposal.

    Raises what `take_back_decision` and `propose_change` do.
    """
    _rehearse(lambda: take_back_decision(city_id, number, by=str(by)))
    kind = next(_UNDOING[one.kind] for one in timeline("city", city_id) if one.number == number)
    return propose_change(city_id, kind, f"#{number}", {"undoes": number}, why=why, by=by)


def carry_days(city_id: int, content: Mapping[str, object], by: Actor) -> None:
    """Make the confirmed change of days, or undo one. Raises what `set_days` and `take_back_decision` do."""
    if _undone(city_id, content, by):
        return
    days = content["days"]
    assert isinstance(days, list)
    wished = [
        DayChangeRequest(
            date.fromisoformat(stored_day["day"]),
            day_kind(stored_day["kind"]),
            stored_day["name_fa"],
            stored_day["name_en"],
            _time(stored_day["closes_at"]),
        )
        for stored_day in days
    ]
    set_days(city_id, wished, moves=bool(content["moves"]), by=str(by))


def carry_office_hours(city_id: int, content: Mapping[str, object], by: Actor) -> None:
    """Set the confirmed hours, or undo a decision about them; not from a day that passed while the proposal waited."""
    if _undone(city_id, content, by):
        return
    off = content["week_off"]
    set_hours(
        city_id,
        unit=str(content["unit"]),
        opens=_time(content["opens"]),
        closes=_time(content["closes"]),
        week_off=frozenset(int(one) for one in off) if isinstance(off, list) else None,
        since=max(date.fromisoformat(str(content["since"])), day_of(city_id, clock.now())),
        by=str(by),
    )


def _undone(city_id: int, content: Mapping[str, object], by: Actor) -> bool:
    if "undoes" not in content:
        return False
    take_back_decision(city_id, int(str(content["undoes"])), by=str(by))
    return True


def _rehearse(act: Callable[[], object]) -> None:
    """Do something and take it back, so that what refuses it refuses the proposal too."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)
    forget()


def _hour(when: time | None) -> str | None:
    return f"{when:%H:%M}" if when is not None else None


def _time(text: object) -> time | None:
    return time.fromisoformat(str(text)) if text else None
