"""The work of a crew member's day as JSON for the phone: what each stop needs, and nothing of who reported it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from peygir.assets.queries import tags_of
from peygir.city import queries as city
from peygir.city.facts import CityFacts, TopicFacts
from peygir.core.moments import written
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.evidence_words import StandInReason
from peygir.desks.fieldwork.order_states import IN_STREET, BlockedWhy, OrderResult
from peygir.desks.fieldwork.queries import CrewFacts, CrewStop, OrderedCase
from peygir.desks.intake.said_in_cases import pictures_in, said_in
from peygir.journey.masked_calls import callable_cases, has_exchange
from peygir.people.rules import Actor
from peygir.web.kit.current_city import end_of, zone
from peygir.web.kit.day_json import choices_of, day_map, moment_of, names_of, photos_of, texts_of


def day_of(by: Actor, crew_ids: Sequence[int], city_facts: CityFacts, on: date) -> Mapping[str, object]:
    """Return the day of the crews `crew_ids`, of which `by` is a member; about fifteen SQL statements for any number
    of stops, and one more for each topic.
    """
    crews = [crew for crew_id in crew_ids if (crew := worked.crew_by_id(crew_id, on=on)) is not None]
    stops = worked.stops_of_day([crew.id for crew in crews], on)
    case_ids = [each.case.pk for stop in stops for each in stop.cases]
    tags = tags_of([stop.order.asset_id for stop in stops if stop.order.asset_id is not None])
    reading = _Reading(said_in(case_ids), pictures_in(case_ids), worked.work_photos_in(case_ids), tags)
    reading.callable_cases = _callable(city_facts.id, crews, stops)
    topics = {topic.id: topic for topic in city.topics(city_facts.id)}
    return {
        "person": str(by),
        "on": on.isoformat(),
        "until": written(_until(crews, on)),
        "crews": [{"name": crew.name, "vehicle": crew.vehicle} for crew in crews],
        "stops": [_stop(stop, topics, reading) for stop in stops],
        "results": choices_of(OrderResult),
        "reasons": [
            {"value": one.value, **texts_of(one.label), "takes_day": bool(one.wait_reason)} for one in BlockedWhy
        ],
        "stand_ins": choices_of(StandInReason),
        "map": day_map(city_facts),
    }


class _Reading:
    """What was read for all stops at once, by case; the rules of evidence by topic and day."""

    def __init__(
        self,
        texts: Mapping[int, list[str]],
        report_photos: Mapping[int, list[int]],
        work_photos: Mapping[int, list[int]],
        tags: Mapping[int, str],
    ) -> None:
        self.texts, self.report_photos, self.work_photos, self.tags = texts, report_photos, work_photos, tags
        self.callable_cases: frozenset[int] = frozenset()
        self._needs: dict[tuple[int | None, date], Mapping[str, object]] = {}

    def needs_of(self, each: OrderedCase) -> Mapping[str, object]:
        """Return what "fixed" needs for a case."""
        key = (each.case.topic_id, each.case.opened_at.astimezone(zone()).date())
        if key not in self._needs:
            needs = worked.needs_of(each.case)
            self._needs[key] = {
                "before": needs.before,
                "after": needs.after,
                "signature": needs.signature,
                "place": needs.most_metres is not None,
                "fields": [field.row() for field in needs.fields],
                "stand_ins": list(needs.stand_ins),
            }
        return self._needs[key]


def _callable(city_id: int, crews: Sequence[CrewFacts], stops: Sequence[CrewStop]) -> frozenset[int]:
    """The open cases whose reporter can be called through the exchange: by crews that have a phone number."""
    with_phone = {crew.id for crew in crews if crew.phone}
    open_stops = [stop for stop in stops if stop.order.crew_id in with_phone and stop.order.state in IN_STREET]
    case_ids = [each.case.pk for stop in open_stops for each in stop.cases if each.is_open]
    return callable_cases(case_ids) if case_ids and has_exchange(city_id) else frozenset()


def _stop(stop: CrewStop, topics: Mapping[int, TopicFacts], reading: _Reading) -> Mapping[str, object]:
    order = stop.order
    topic = topics.get(order.topic_id or 0)
    hood = city.neighbourhood(order.city_id, order.neighbourhood_id) if order.neighbourhood_id else None
    return {
        "number": order.number,
        "version": order.version,
        "state": order.state,
        "title": order.title,
        "topic": names_of(topic),
        "urgency": order.urgency,
        "day_part": order.day_part,
        "on": order.planned_on.isoformat() if order.planned_on else "",
        "due_at": moment_of(order.due_at),
        "minutes": order.minutes,
        "lat": order.lat,
        "lon": order.lon,
        "address": order.address,
        "area": names_of(hood),
        "asset": reading.tags.get(order.asset_id or 0, ""),
        "cases": [_case(each, topics, reading) for each in stop.cases],
        "steps": [
            {
                "position": step.position,
                "text": step.text,
                "is_required": step.is_required,
                "is_done": step.is_done,
            }
            for step in stop.steps
        ],
        "materials": [
            {"item": used.item, "quantity": f"{used.quantity.normalize():f}", "measure": used.measure}
            for used in stop.materials
        ],
    }


def _case(each: OrderedCase, topics: Mapping[int, TopicFacts], reading: _Reading) -> Mapping[str, object]:
    case = each.case
    return {
        "code": case.code,
        "version": case.version,
        "topic": names_of(topics.get(case.topic_id or 0)),
        "address": case.address,
        "said": reading.texts.get(case.pk, []),
        "photos": photos_of(
            "crew_photo", case.code, reading.report_photos.get(case.pk, []), reading.work_photos.get(case.pk, [])
        ),
        "is_open": each.is_open,
        "result": each.result,
        "reason": each.reason,
        "at": moment_of(each.at),
        "by": each.by,
        "may_call": case.pk in reading.callable_cases,
        "needs": reading.needs_of(each),
    }


def _until(crews: Sequence[CrewFacts], on: date) -> datetime:
    """The end of the last shift of the crews on a day; the end of the day where no hours are known."""
    shifts = [shift for crew in crews if (shift := crew.shift_on(on)) is not None]
    ends = [
        datetime.combine(on + timedelta(days=int(shift.ends <= shift.begins)), shift.ends, zone()) for shift in shifts
    ]
    return max(ends, default=end_of(on))
