"""What the days of crews and of inspectors have in common as JSON for a phone."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from peygir.cases.actions import NoSuchCase
from peygir.cases.facts import CaseFacts
from peygir.city import queries as city
from peygir.city.facts import CityFacts
from peygir.core.moments import written
from peygir.core.translation import AnyText
from peygir.core.vocabulary import Vocabulary
from peygir.desks.fieldwork import queries as worked
from peygir.desks.intake import queries as intake
from peygir.web.kit.stored_files import stored_file
from peygir.web.kit.street_map import street_map

_VERSION_LENGTH: Final = 16


def version_of(day: Mapping[str, object]) -> str:
    """Return a short digest of a day, which changes with anything in it."""
    text = json.dumps(day, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_VERSION_LENGTH]


def day_map(city_facts: CityFacts) -> Mapping[str, object]:
    """Return where the map of a day comes from, and where it begins."""
    tiles = street_map()
    return {
        "areas": reverse("areas") if city.has_polygons(city_facts.id) else "",
        "tiles": tiles.told if tiles is not None else "",
        "credit": tiles.credit if tiles is not None else "",
        "lat": city_facts.centre_lat,
        "lon": city_facts.centre_lon,
    }


def names_of(named: object) -> Mapping[str, str]:
    """Return the names of a topic, unit or area in both languages; empty ones for None."""
    fa, en = getattr(named, "name_fa", ""), getattr(named, "name_en", "")
    return {"fa": fa, "en": en or fa}


def texts_of(label: AnyText) -> Mapping[str, str]:
    """Return a text in both languages."""
    return {"fa": label.in_language("fa"), "en": label.in_language("en")}


def choices_of(vocabulary: Iterable[Vocabulary]) -> list[dict[str, str]]:
    """Return the members of a vocabulary with their labels."""
    return [{"value": one.value, **texts_of(one.label)} for one in vocabulary]


def moment_of(at: datetime | None) -> str:
    """Return a moment as JSON has it, "" for none."""
    return written(at) if at is not None else ""


def photos_of(url: str, code: str, reported: Sequence[int], work: Sequence[int]) -> list[dict[str, str]]:
    """Return the pictures of a case with their addresses; `url` is the name of the page that hands them out."""
    numbers = [("report", number) for number in reported] + [("work", number) for number in work]
    return [
        {
            "kind": kind,
            "thumb": reverse(url, args=[code, kind, number, "thumb"]),
            "full": reverse(url, args=[code, kind, number, "full"]),
        }
        for kind, number in numbers
    ]


def day_photo(request: HttpRequest, case: CaseFacts, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return a picture of a case as the public sees it; the caller has looked whether the person may see it.

    No cache keeps it but the phone's own store, which a withdrawn key empties. Raises NoSuchCase.
    """
    if kind not in ("report", "work"):
        raise NoSuchCase()
    picture = intake.picture(number) if kind == "report" else worked.evidence(number)
    if picture is None or picture.case_id != case.pk or picture.state != "ready":
        raise NoSuchCase()
    return stored_file(
        request,
        picture.public_name(is_small=size == "thumb"),
        content_type="image/jpeg",
        file_name=f"{case.code}-{number}.jpg",
    )
