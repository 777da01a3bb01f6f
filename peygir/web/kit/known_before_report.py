"""What is already known of a place and a topic: possible duplicates, planned works, collection days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.city.local_knowledge_facts import CollectionFacts
from peygir.city.rules import next_collection
from peygir.core import clock, jalali, translation
from peygir.desks.understanding import queries as understanding
from peygir.desks.understanding.durations import says_how_long
from peygir.desks.understanding.proposing import proposal_for
from peygir.desks.understanding.queries import Likeness
from peygir.people import queries as people
from peygir.web.kit import citizen_session
from peygir.web.kit.asset_parts import NearAssetPart, near_parts
from peygir.web.kit.current_city import current_city, today, zone
from peygir.web.kit.heard import PossibleDuplicate, possible_duplicate
from peygir.web.kit.open_area import asks_area
from peygir.web.kit.templatetags.ui import digits, in_language, language, moment

SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class NoticeBeforeReport:
    """A notice shown before reporting; `is_answer` if it may be all that the citizen wanted."""

    icon: str
    tone: str
    title: str
    words: str
    more: str = ""
    is_answer: bool = True


@dataclass(frozen=True, slots=True)
class KnownBeforeReport:
    """All that is shown before a report is opened; empty if there is nothing to show."""

    notices: Sequence[NoticeBeforeReport] = ()
    heard: Sequence[PossibleDuplicate] = ()
    asks_area: bool = False  # the words do not tell the neighbourhood
    assets: Sequence[NearAssetPart] = ()  # that it may be about

    def __bool__(self) -> bool:
        return bool(self.notices or self.heard or self.asks_area or self.assets)

    @property
    def is_worth_a_stop(self) -> bool:
        """Whether the form stops to show this before the report is accepted."""
        return bool(self.heard or self.assets) or self.asks_area or any(notice.is_answer for notice in self.notices)

    @property
    def has_answer(self) -> bool:
        """Whether a notice may answer the citizen's question."""
        return any(notice.is_answer for notice in self.notices)

    @property
    def may_join(self) -> bool:
        """Whether there is a case to join."""
        return any(one.may_join for one in self.heard)


def known_of(request: HttpRequest, form_data: Mapping[str, object]) -> KnownBeforeReport:
    """Return what is known for a citizen's form (`lat`, `lon`, `area`, `topic`, `text`)."""

    def likely(values: ReportFormValues) -> Sequence[Likeness]:
        return understanding.likely_same_publicly(
            current_city().id,
            topic_id=values.topic_id,
            lat=values.lat,
            lon=values.lon,
            citizen_ids=people.citizen_ids_of_phone(citizen_session.phone_of(request)),
            at=clock.now(),
            limit=SHOWN,
        )

    return _known_of(form_data, likely, by_citizen=True)


def known_to_the_centre(form_data: Mapping[str, object], *, phone: str) -> KnownBeforeReport:
    """Return the same for an operator, with exact distances and text similarity; `phone` is the caller's."""

    def likely(form_values: ReportFormValues) -> Sequence[Likeness]:
        return understanding.likely_same(
            current_city().id,
            topic_id=form_values.topic_id,
            lat=form_values.lat,
            lon=form_values.lon,
            text=form_values.text,
            address=form_values.address,
            citizen_ids=people.citizen_ids_of_phone(phone) if phone else [],
            at=clock.now(),
            limit=SHOWN,
        )

    return _known_of(form_data, likely, by_citizen=False)


@dataclass(frozen=True, slots=True)
class ReportFormValues:
    """The form's values of one report: a point in degrees, and optionally topic and text."""

    topic_id: int | None
    lat: float
    lon: float
    text: str
    address: str


def _known_of(
    form_data: Mapping[str, object],
    likely: Callable[[ReportFormValues], Sequence[Likeness]],
    *,
    by_citizen: bool,
) -> KnownBeforeReport:
    city_facts, text = current_city(), str(form_data.get("text") or "")[:4000]
    topic = _topic(str(form_data.get("topic") or ""), text)
    lat, lon = _number(form_data.get("lat")), _number(form_data.get("lon"))
    has_point = lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180
    if topic is not None and (topic.is_confidential or not topic.needs_place):
        return KnownBeforeReport()
    if not has_point or lat is None or lon is None:
        place = (
            city.place_by_label(city_facts.id, str(form_data.get("area") or ""), on=today())
            if form_data.get("area")
            else None
        )
        return KnownBeforeReport(
            _notices(topic, text, neighbourhood_id=place.neighbourhood_id if place else None, lat=None, lon=None),
            asks_area=asks_area(form_data, by_citizen=by_citizen),
        )
    place = city.place_of(city_facts.id, lat, lon, on=today()) if city.has_polygons(city_facts.id) else None
    if place is None and city.has_polygons(city_facts.id):
        return KnownBeforeReport([_outside()])
    notices = _notices(topic, text, neighbourhood_id=place.neighbourhood_id if place else None, lat=lat, lon=lon)
    if topic is None and not text.strip():
        return KnownBeforeReport(notices)
    is_open = topic is not None and not form_data.get("asset")
    assets = near_parts(lat, lon, topic.id, chosen=str(form_data.get("near") or "")) if is_open and topic else []
    asked = ReportFormValues(topic.id if topic else None, lat, lon, text, str(form_data.get("address") or ""))
    return KnownBeforeReport(
        notices, [possible_duplicate(like, for_staff=not by_citizen) for like in likely(asked)], assets=assets
    )


def notices_for(topic: TopicFacts | None, *, lat: float | None, lon: float | None) -> list[NoticeBeforeReport]:
    """Return the notices for a report that was just received."""
    return [notice for notice in _notices(topic, "", neighbourhood_id=None, lat=lat, lon=lon) if notice.is_answer]


def _topic(code: str, text: str) -> TopicFacts | None:
    """Return the chosen topic, else the one that the text surely means."""
    city_facts = current_city()
    if code:
        return city.topic_by_code(city_facts.id, code)
    proposal = proposal_for(city_facts.id, text)
    return city.topic_by_code(city_facts.id, proposal.chosen) if proposal and proposal.chosen else None


def _notices(
    topic: TopicFacts | None, text: str, *, neighbourhood_id: int | None, lat: float | None, lon: float | None
) -> list[NoticeBeforeReport]:
    """Return planned works and collection days; the next round is no answer to a text that says how long it lasts."""
    city_facts, now = current_city(), clock.now()
    if topic is None:
        return []
    notices = []
    has_place = neighbourhood_id is not None or (lat is not None and lon is not None)
    if has_place:
        works = city.planned_works(
            city_facts.id, at=now, topic_id=topic.id, lat=lat, lon=lon, neighbourhood_id=neighbourhood_id
        )
        for work in works:
            until = _("Until %(until)s.") % {"until": moment(work.to_at)}
            title, words = in_language((work.title_fa, work.title_en)), in_language((work.text_fa, work.text_en))
            notices.append(NoticeBeforeReport("construction", "tone-info", title, words, until))
    if kind := city.collection_kind_of(topic):
        if neighbourhood_id is None and lat is not None and lon is not None:
            place = city.place_of(city_facts.id, lat, lon, on=today())
            neighbourhood_id = place.neighbourhood_id if place else None
        days = city.collection(city_facts.id, neighbourhood_id, kind=kind, on=today()) if has_place else None
        if days is not None and (notice := _collection(days)):
            notices.append(replace(notice, is_answer=not says_how_long(text)))
    return notices


def _collection(days: CollectionFacts) -> NoticeBeforeReport | None:
    """Return the next collection; None once today's has begun, since a report is then justified."""
    wall = clock.now().astimezone(zone())
    upcoming = next_collection(days, wall)
    is_today = wall.weekday() in days.weekdays
    if is_today and upcoming != wall.date():
        return None
    lang = language()
    names = [jalali.weekday_name(wall.date() + timedelta(days=ahead), lang) for ahead in _ahead(wall.weekday(), days)]
    day_text = _every(names, lang)
    hour = _hour(days.from_time) if days.from_time else ""
    day_text = _("%(days)s, from %(hour)s") % {"days": day_text, "hour": hour} if hour else day_text
    if is_today:
        title = _("Today is collection day here")
        if hour:
            title = _("Today it is collected here from %(hour)s") % {"hour": hour}
    else:
        title = _("Today is not a collection day here")
    sentence = _("Here it is collected on %(days)s. The next collection is on %(day)s.") % {
        "days": day_text,
        "day": f"{jalali.weekday_name(upcoming, lang)} {jalali.format_day(upcoming, lang)}",
    }
    return NoticeBeforeReport(
        "calendar-days", "tone-info", title, sentence, _("If the last collection was missed too, please report it.")
    )


def _hour(at: time) -> str:
    """«۲۱», or «۲۱:۳۰»."""
    return digits(f"{at.hour}:{at.minute:02d}" if at.minute else at.hour)


def _ahead(today_is: int, days: CollectionFacts) -> list[int]:
    """Return how many days ahead each collection day is, in the order of an Iranian week (Saturday first)."""
    order = sorted(days.weekdays, key=lambda weekday: (weekday - 5) % 7)
    return [(weekday - today_is) % 7 for weekday in order]


def _every(names: Sequence[str], lang: str) -> str:
    """«شنبه‌ها، دوشنبه‌ها و چهارشنبه‌ها»."""
    many = [translation.gettext_lazy("{name}s", name=name).in_language(lang) for name in names]
    joint = translation.gettext_lazy(" and ").in_language(lang)
    return (
        joint.join([(translation.gettext_lazy(", ").in_language(lang)).join(many[:-1]), many[-1]])
        if len(many) > 1
        else many[0]
    )


def _outside() -> NoticeBeforeReport:
    return NoticeBeforeReport(
        "map-pin-off",
        "tone-orange",
        _("This point lies outside the city"),
        _(
            "The municipality works inside the city's boundary. If the pin slipped, please move it; you may also send"
            " the report as it is, and the centre tells you whose business it is."
        ),
        is_answer=False,
    )


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if number == number else None
