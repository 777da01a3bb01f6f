"""What is known about the text typed so far: topics, place, danger, possible duplicates, and the read-back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.queries import CallerPlace
from peygir.centre.knowledge import queries as knowledge
from peygir.centre.knowledge.queries import ArticleFacts
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core.persian import normalise
from peygir.desks.intake.rules import told_emergency
from peygir.desks.understanding.choosing import TopicProposal
from peygir.desks.understanding.proposing import proposal_for
from peygir.desks.understanding.rules import match_name
from peygir.desks.understanding.suggesting import SuggestedPlace, place_told
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.contact_forms import PARTS
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.known_before_report import KnownBeforeReport, known_to_the_centre
from peygir.web.kit.templatetags.ui import named
from peygir.web.operator.screen import MOST_OFFERED

MOST_TOPICS: Final = 3
MOST_ARTICLES: Final = 3
WORTH_SHOWING: Final = 0.04
# The access keys that join a possible duplicate.
JOIN_KEYS: Final = (7, 8, 9)


@dataclass(frozen=True, slots=True)
class DetectedValues:
    """The values detected in the text; a topic or place chosen by hand takes precedence."""

    topics: list[TopicFacts] = field(default_factory=list)
    topic: TopicFacts | None = None  # chosen by hand, or clearly meant
    place: SuggestedPlace | None = None
    address: str = ""
    area: str = ""
    lat: str = ""
    lon: str = ""
    call: str = ""
    known: KnownBeforeReport = field(default_factory=KnownBeforeReport)
    articles: list[ArticleFacts] = field(default_factory=list)
    also: TopicFacts | None = None  # a second topic in the text
    stance: str = ""  # the kind of message: report, deny, ask …
    offered: list[CallerPlace] = field(default_factory=list)  # places of the caller, where the words tell none

    @property
    def same(self) -> list[tuple[int, Any]]:
        """Return (key, case) of the cases that may be joined."""
        return list(zip(JOIN_KEYS, (one for one in self.known.heard if one.may_join), strict=False))

    @property
    def where(self) -> str:
        """Return the place as text, to be read back to the caller."""
        row = city.place_by_label(current_city().id, self.area, on=today()) if self.area else None
        area = city.neighbourhood(current_city().id, row.neighbourhood_id) if row and row.neighbourhood_id else None
        words = [self.address, named(self.place) if self.place else "", named(area)]
        place_names: list[str] = []
        for one in words:
            if one and not any(one in before for before in place_names):
                place_names.append(one)
        return _(", ").join(place_names)


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def console_help(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Return the fragment of the form that is updated while typing."""
    contact = queries.contact(contact_id, actor(request))
    if contact is None:
        raise actions.NoSuchContact()
    part = request.POST.get("part", "")
    detected = told_by(request.POST, part if part in PARTS else "", phone=contact.phone)
    if detected.known.asks_area and not part:
        offered = queries.places_of_caller(contact.phone, detected.address, by=actor(request))
        detected = replace(detected, offered=offered[:MOST_OFFERED])
    return render(request, "operator/help.html", {"told": detected, "contact": contact, "part": part})


def told_by(sent: Mapping[str, object], part: str, *, phone: str) -> DetectedValues:
    """Return the values detected in one part of the form."""
    city_id, typed = current_city().id, _typed_part(sent, part)
    text = typed.values["text"][:4000]
    proposal = proposal_for(city_id, text, waits=False)
    topics = _topics(city_id, text, proposal)
    topic = _topic(city_id, text, proposal, typed)
    detected = _place(city_id, text, typed)
    field_values = {
        "lat": detected.lat,
        "lon": detected.lon,
        "area": detected.area,
        "topic": topic.code if topic else "",
        "text": text,
        "address": detected.address,
        "asset": typed.values["asset"],
        "near": typed.values["near"],
    }
    known = known_to_the_centre(field_values, phone=phone) if text or topic else KnownBeforeReport()
    call = told_emergency(normalise(text), city.emergencies(city_id)) if text else ""
    articles_matched = (
        knowledge.articles_found(city_id, text, on=today(), is_public=False, limit=MOST_ARTICLES) if text else []
    )
    also = city.topic_by_code(city_id, proposal.also.code) if proposal and proposal.also and not part else None
    return DetectedValues(
        topics=topics,
        topic=topic,
        place=detected.place,
        address=detected.address,
        area=detected.area,
        lat=detected.lat,
        lon=detected.lon,
        call=call or (topic.emergency_phone if topic else ""),
        known=known,
        articles=articles_matched,
        also=also,
        stance=proposal.stance if proposal else "",
    )


_NAMES: Final = ("text", "topic", "address", "place", "lat", "lon", "asset", "near")


@dataclass(frozen=True, slots=True)
class _TypedPart:
    """The fields of one part of the form by name, and which of them were set by hand."""

    values: dict[str, str]
    by_hand: frozenset[str]


def _typed_part(sent: Mapping[str, object], part: str) -> _TypedPart:
    chosen = str(sent.get("chosen") or "").split(",")
    values = {name: str(sent.get(f"{name}{part}") or "") for name in _NAMES}
    return _TypedPart(values, frozenset(name for name in _NAMES if f"{name}{part}" in chosen))


@dataclass(frozen=True, slots=True)
class _DetectedPlace:
    """Where it is: `place` is what the text names, unless the place was set by hand; `lat`, `lon` are degrees."""

    place: SuggestedPlace | None
    address: str
    area: str
    lat: str
    lon: str


def _place(city_id: int, text: str, typed: _TypedPart) -> _DetectedPlace:
    address = typed.values["address"] if "address" in typed.by_hand else ""
    place, place_text = place_told(city_id, f"{address}\n{text}", on=today())
    if "address" not in typed.by_hand:
        address = place_text
    if "place" in typed.by_hand:
        return _DetectedPlace(None, address, typed.values["place"], typed.values["lat"], typed.values["lon"])
    if place is None:
        return _DetectedPlace(None, address, "", "", "")
    lat, lon = (str(place.lat), str(place.lon)) if place.is_point else ("", "")
    return _DetectedPlace(place, address, place.area_code, lat, lon)


def _topic(city_id: int, text: str, proposal: TopicProposal | None, typed: _TypedPart) -> TopicFacts | None:
    """Return the topic set by hand, or else the one that the text clearly means."""
    if "topic" not in typed.by_hand:
        return _sure(city_id, text, proposal)
    return city.topic_by_code(city_id, typed.values["topic"]) if typed.values["topic"] else None


def _topics(city_id: int, text: str, proposal: TopicProposal | None) -> list[TopicFacts]:
    if proposal is not None:
        codes = [one.code for one in proposal.guesses if one.confidence >= WORTH_SHOWING]
        rows = [city.topic_by_code(city_id, code) for code in codes]
        return [row for row in rows if row is not None][:MOST_TOPICS]
    topic = _named(city_id, text)
    return [topic] if topic else []


def _sure(city_id: int, text: str, proposal: TopicProposal | None) -> TopicFacts | None:
    """Return the topic that the text clearly means."""
    if proposal is not None:
        return city.topic_by_code(city_id, proposal.chosen) if proposal.chosen else None
    return _named(city_id, text)


def _named(city_id: int, text: str) -> TopicFacts | None:
    number = match_name(normalise(text), city.topic_names(city_id)) if text.strip() else None
    return city.topic(city_id, number) if number else None
