"""The proposal for a text, by a city's present open topics, their urgency, and its own reader."""

from datetime import date
from functools import lru_cache
from typing import Final

from django.conf import settings

from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core import clock
from peygir.desks.understanding.choosing import TopicProposal, TopicTraits, propose
from peygir.desks.understanding.learning.pairing import BOTH, paired
from peygir.desks.understanding.learning.reader import CityReader, is_loading, reader_of
from peygir.desks.understanding.stance import own_names_of

AGENCY: Final = "X"


def proposal_for(city_id: int, text: str, *, waits: bool = True) -> TopicProposal | None:
    """What `text` is about; None where the city has no reader, or the text is empty.

    `waits`: whether to wait, for seconds, while this process loads its reader; if not, None meanwhile.
    """
    if not waits and is_loading():
        return None
    city_facts = city.city_by_id(city_id)
    if not text.strip() or (city_reader := reader_of(city_facts.code, settings.HOME)) is None:
        return None
    if settings.READER == BOTH:
        city_reader = paired(city_reader, city_facts.code, settings.HOME)
    return propose(
        city_reader,
        text,
        traits_of(city_id, city_reader),
        own_names=own_names_of(city_facts.name_fa, city_facts.name_en),
    )


def traits_of(city_id: int, city_reader: CityReader) -> dict[str, TopicTraits]:
    """The traits of each open topic of a city, for `choosing.propose`."""
    city_facts = city.city_by_id(city_id)
    return _traits(
        city_id, city_facts.load_number, city.day_of(city_id, clock.now()), tuple(sorted(city_reader.kinds.items()))
    )


@lru_cache(maxsize=8)
def _traits(city_id: int, load_number: int, on: date, kinds: tuple[tuple[str, str], ...]) -> dict[str, TopicTraits]:
    # The import's number and the day are part of the key, so a cached value is never older than either.
    kind_of, traits_by_topic = dict(kinds), {}
    for topic in city.topics(city_id):
        terms = city.terms_of(topic.id, on=on)
        urgency = terms.urgency if terms else Urgency.NORMAL
        needs_care = urgency == Urgency.URGENT or topic.is_confidential or topic.unit_type == AGENCY
        traits_by_topic[topic.code] = TopicTraits(urgency, needs_care, kind_of.get(topic.code, "request"))  # type: ignore[arg-type]
    return traits_by_topic
