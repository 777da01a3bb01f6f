"""Public cases as service requests for a file of open data: what GET requests gives, in the city's language."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from peygir.api.open311.asking import Given
from peygir.api.open311.endpoint import Call
from peygir.api.open311.reading import line_of
from peygir.cases.listing import CaseListEntry
from peygir.city.facts import CityFacts
from peygir.desks.intake.details.queries import public_photos, words_by_code


def requests_of(city_facts: CityFacts, entries: Sequence[CaseListEntry]) -> list[dict[str, Any]]:
    """Return service requests, each as one of a list of GeoReport v2 without extensions; two statements."""
    call = Call(HttpRequest(), city_facts, "json", Given({}), city_facts.language)
    words, photos = words_by_code([one.code for one in entries]), public_photos([one.id for one in entries])
    return [line_of(call, one, words.get(one.code, ""), photos.get(one.id, [])) for one in entries]
