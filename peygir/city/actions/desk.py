"""What an administrator decides in the product, from a day on: who owns a topic where, and how long a topic may take.

A decision stands over the city's files: a load leaves it alone, and says so, until it is taken back here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models, transaction

from peygir.city import queries
from peygir.city.desk_rules import DESK, Span, turn_from
from peygir.city.models import Agency, City, Ownership, Topic, TopicTerms, Unit
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.history.actions import record
from peygir.history.queries import timeline

OWNERS_CHANGED: Final = "owners_changed"
TERMS_CHANGED: Final = "terms_changed"
LONGEST_HOURS: Final = 26_280
_REASON: Final = ("به تصمیم مدیر سامانه", "by the administrator's decision")
_OWNER_SAYS: Final = ("unit_id", "agency_id", "branch", "source", "reason_fa", "reason_en")
_TERMS_SAY: Final = ("urgency", "ack_hours", "visit_hours", "due_hours", "clock", "source")

Cell = tuple[str, str]  # a topic's code, and a district's (empty: in any other, or in none)


class DayIsPast(Invalid):
    """What was, was: a change begins today at the earliest."""

    fa = "تغییر از امروز یا روزی در آینده آغاز می‌شود، نه از گذشته."
    en = "A change begins today or on a day to come, not in the past."


class OwnerIsUnknown(Invalid):
    """Neither a unit nor an agency in force."""

    fa = "واحد یا دستگاهی را برگزینید که اکنون برقرار است."
    en = "Choose a unit or an agency that is in force."


class TopicIsUnknown(Missing):
    """No such topic in force, or no such district."""

    fa = "چنین موضوع یا منطقه‌ای برقرار نیست."
    en = "There is no such topic or district in force."


class HoursAreWrong(Invalid):
    """Below zero, longer than three years, or no clock that is known."""

    fa = "ساعت‌ها باید عددی از صفر تا {most} باشد."
    en = "Hours must be numbers from zero to {most}."


class TopicHasNoHours(Invalid):
    """A unit would be given a topic for which nothing is promised; whoever acts has hours to keep."""

    fa = "برای موضوع {topic} مهلتی تعیین نشده است؛ پیش از سپردن آن به یک واحد، مهلت‌هایش را بنویسید."
    en = "Topic {topic} has no hours; write them before a unit is given it."


class NothingDiffers(Invalid):
    """It stands so already from that day."""

    fa = "از آن روز همین برقرار است؛ چیزی تغییر نمی‌کند."
    en = "From that day it stands so already; nothing would change."


class DecidedSince(Conflict):
    """What shall be taken back was decided anew, or taken back, meanwhile."""

    fa = "پس از آن تصمیم دیگری گرفته یا همین بازگردانده شده است؛ نخست تازه‌ترین را بازگردانید."
    en = "It was decided anew or taken back since; take back the newest decision first."


@dataclass(frozen=True, slots=True)
class _Table:
    """How one table of versions is written: its model, what a version says, and what says whose version it is."""

    model: Any
    says: tuple[str, ...]
    kind: str


_OWNERS: Final = _Table(Ownership, _OWNER_SAYS, OWNERS_CHANGED)
_TERMS: Final = _Table(TopicTerms, _TERMS_SAY, TERMS_CHANGED)


def set_owners(city_id: int, cells: Collection[Cell], *, unit: str = "", agency: str = "", since: date, by: str) -> int:
    """From `since` on this unit or agency takes these topics in these districts; gives the number of the line.

    Raises DayIsPast, OwnerIsUnknown, TopicIsUnknown, TopicHasNoHours, NothingDiffers.
    """
    with transaction.atomic():
        city, today = _locked(city_id)
        _refuse_the_past(since, today)
        owner = _owner(city, unit, agency)
        topics = _topics(city, {topic for topic, _district in cells})
        districts = {row.code for row in queries.districts(city_id, on=max(since, today))} | {""}
        if not cells or not {district for _topic, district in cells} <= districts:
            raise TopicIsUnknown()
        _refuse_without_hours(topics, owner, since)
        wanted = {
            (topics[topic].pk, district): owner for topic, district in cells
            if not _is_inherited(city_id, topics[topic].pk, district, owner, since)
        }  # fmt: skip
        turned = _turn(_OWNERS, Ownership.objects.filter(city=city, topic__in=topics.values()), wanted, since,
                       lambda row: (row.topic_id, row.district_code),
                       lambda key: {"city": city, "topic_id": key[0], "district_code": key[1]})  # fmt: skip
        data = {"from": since.isoformat(), "cells": turned, "unit": owner["unit_id"], "agency": owner["agency_id"]}
        record(city, OWNERS_CHANGED, by=by, at=clock.now(), data=data)
    queries.forget()
    return city.event_count


def set_terms(city_id: int, topics: Collection[str], *, terms: Mapping[str, Any], since: date, by: str) -> int:
    """From `since` on these topics have these terms (`ack_hours`, `visit_hours`, `due_hours`, `clock`); what is not
    named stays. Cases that are open keep what they were promised. Gives the number of the line.

    Raises DayIsPast, TopicIsUnknown, HoursAreWrong, NothingDiffers.
    """
    with transaction.atomic():
        city, today = _locked(city_id)
        _refuse_the_past(since, today)
        rows = _topics(city, set(topics))
        _refuse_bad_terms(terms)
        wanted = {}
        for row in rows.values():
            now = queries.terms_of(row.pk, on=since)
            if now is None:
                raise TopicIsUnknown()
            if any(not value and getattr(now, name) for name, value in terms.items() if name.endswith("_hours")
                   and name != "visit_hours"):  # fmt: skip
                raise HoursAreWrong(most=LONGEST_HOURS)
            wanted[row.pk] = {name: getattr(now, name) for name in _TERMS_SAY} | dict(terms) | {"source": DESK}
        turned = _turn(_TERMS, TopicTerms.objects.filter(topic__in=rows.values()), wanted, since,
                       lambda row: row.topic_id, lambda key: {"topic_id": key})  # fmt: skip
        data = {"from": since.isoformat(), "topics": turned}
        record(city, TERMS_CHANGED, by=by, at=clock.now(), data=data)
    queries.forget()
    return city.event_count


def take_back_decision(city_id: int, number: int, *, by: str) -> int:
    """Set back what one decision changed, from today (or from its own day, if that is to come); a new decision.

    All of it or nothing. Raises DecidedSince.
    """
    with transaction.atomic():
        city, today = _locked(city_id)
        line = next((one for one in timeline("city", city_id) if one.number == number), None)
        table = next((one for one in (_OWNERS, _TERMS) if line is not None and one.kind == line.kind), None)
        if line is None or table is None:
            raise DecidedSince()
        rows = line.data["cells"] if table is _OWNERS else line.data["topics"]
        since = max(today, date.fromisoformat(line.data["from"]))
        done = []
        for *key, before_id, after_id in rows:
            fixed = _fixed(table, city, key)
            stands = table.model.objects.filter(valid_to=None, **fixed).first()
            if (stands.pk if stands is not None else None) != after_id:
                raise DecidedSince()
            done.append([*key, after_id, _set_back(table, stands, before_id, since, fixed)])
        data = {"from": since.isoformat(), "cells" if table is _OWNERS else "topics": done, "undoes": number}
        kind = OWNERS_CHANGED if table is _OWNERS else TERMS_CHANGED
        record(city, kind, by=by, at=clock.now(), data=data)
    queries.forget()
    return city.event_count


def _set_back(table: _Table, stands: Any, before_id: int | None, since: date, fixed: Mapping[str, Any]) -> int | None:
    """End what stands, if anything, and open again what stood before; gives the new row's id, None for nothing."""
    if stands is not None:
        stands.valid_to = max(since, stands.valid_from)
        stands.save(update_fields=["valid_to"])
    if before_id is None:
        return None
    before = table.model.objects.get(pk=before_id)
    row = table.model(valid_from=since, **fixed, **{name: getattr(before, name) for name in table.says})
    row.save(force_insert=True)
    return int(row.pk)


def _fixed(table: _Table, city: City, key: Sequence[Any]) -> dict[str, Any]:
    """What never changes of a thing's versions, from its key in a line of history."""
    if table is _OWNERS:
        return {"city": city, "topic_id": key[0], "district_code": key[1]}
    return {"topic_id": key[0]}


def _turn(
    table: _Table, there: models.QuerySet[Any], wanted: Mapping[Any, Mapping[str, Any]], since: date, key_of: Any,
    fixed: Any,
) -> list[list[Any]]:  # fmt: skip
    """Close and open until, from `since` on, each key says what is wanted; gives [key…, before id, after id]."""
    versions: dict[Any, list[Any]] = {}
    for row in there.order_by("valid_from", "id"):
        versions.setdefault(key_of(row), []).append(row)
    closing, opening, turned = [], [], []
    for key, says in wanted.items():
        rows = {row.pk: row for row in versions.get(key, [])}
        turn = turn_from((Span(row.pk, row.valid_from, row.valid_to) for row in rows.values()), since)
        before = rows.get(turn.before) if turn.before is not None else None
        differs = before is None or any(
            getattr(before, name) != says[name] for name in table.says if name not in _UNSAID
        )
        if not differs and (before is None or before.valid_to is None):
            continue
        for pk, day in turn.close:
            rows[pk].valid_to = day
            closing.append(rows[pk])
        opening.append(table.model(valid_from=since, **fixed(key), **_branched(says, before)))
        turned.append([*(key if isinstance(key, tuple) else (key,)), before.pk if before is not None else None])
    if not opening:
        raise NothingDiffers()
    table.model.objects.bulk_update(closing, ["valid_to"], batch_size=500)
    # Written after the closing: only one version of a thing may stand open.
    made: Sequence[Any] = table.model.objects.bulk_create(opening)
    return [[*row, int(new.pk)] for row, new in zip(turned, made, strict=True)]


# What tells of who decided, and not of what.
_UNSAID: Final = frozenset({"source", "reason_fa", "reason_en", "branch"})


def _is_inherited(city_id: int, topic_id: int, district: str, owner: Mapping[str, Any], since: date) -> bool:
    """Whether the row for any district says so already, and the district has no row of its own, nor is to have one."""
    row = queries.owner_of(topic_id, district, on=since)
    own = [one for one in queries.owner_versions(city_id, topic_id, district) if one.valid_to is None]
    is_same = row is not None and (row.unit_id, row.agency_id) == (owner["unit_id"], owner["agency_id"])
    return bool(district) and not own and is_same and row is not None and row.district_code == ""


def _branched(says: Mapping[str, Any], before: Any) -> dict[str, Any]:
    """A branch (`civil`) belongs to the topic's work in a district's unit, and goes on in another district's."""
    branch = getattr(before, "branch", "") if before is not None else ""
    if "branch" not in says or not branch:
        return dict(says)
    unit = queries.unit(says["unit_id"]) if says["unit_id"] is not None else None
    return {**says, "branch": branch if unit is not None and unit.kind == Unit.Kind.DISTRICT else ""}


def _owner(city: City, unit: str, agency: str) -> dict[str, Any]:
    found_unit = Unit.objects.filter(city=city, code=unit, valid_to=None).first() if unit else None
    found_agency = Agency.objects.filter(city=city, code=agency, valid_to=None).first() if agency else None
    if (found_unit is None) == (found_agency is None):
        raise OwnerIsUnknown()
    return {
        "unit_id": found_unit.pk if found_unit is not None else None,
        "agency_id": found_agency.pk if found_agency is not None else None,
        "branch": "", "source": DESK, "reason_fa": _REASON[0], "reason_en": _REASON[1],
    }  # fmt: skip


def _topics(city: City, codes: set[str]) -> dict[str, Topic]:
    rows = {row.code: row for row in Topic.objects.filter(city=city, code__in=codes, valid_to=None)}
    if not codes or codes != set(rows):
        raise TopicIsUnknown()
    return rows


def _refuse_without_hours(topics: Mapping[str, Topic], owner: Mapping[str, Any], since: date) -> None:
    """As with the city's files: a topic answered on the spot needs none, and the centre may take what has none."""
    unit = queries.unit(owner["unit_id"]) if owner["unit_id"] is not None else None
    if unit is None or unit.kind == Unit.Kind.CENTRE:
        return
    for code, topic in topics.items():
        terms = queries.terms_of(topic.pk, on=since)
        if terms is not None and terms.urgency != "I" and not (terms.ack_hours and terms.due_hours):
            raise TopicHasNoHours(topic=code)


def _refuse_bad_terms(terms: Mapping[str, Any]) -> None:
    hours = [value for name, value in terms.items() if name.endswith("_hours") and value is not None]
    is_right = all(isinstance(one, Decimal) and 0 <= one <= LONGEST_HOURS for one in hours)
    has_none = any(terms.get(name, 0) is None for name in ("ack_hours", "due_hours"))
    if not is_right or has_none or terms.get("clock", "B") not in ("B", "C"):
        raise HoursAreWrong(most=LONGEST_HOURS)


def _locked(city_id: int) -> tuple[City, date]:
    city = City.objects.select_for_update(no_key=True).get(pk=city_id)
    return city, queries.day_of(city_id, clock.now())


def _refuse_the_past(since: date, today: date) -> None:
    if since < today:
        raise DayIsPast()
