"""Public cases as rows of open data: what their public pages show, by days, without who, when and by which channel.

How many people reported a case and its moments to the minute are in neither: they would narrow down who reported it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from peygir.cases import listing, moves
from peygir.cases.listing import CaseFilter, CaseListEntry
from peygir.city import queries as city
from peygir.city.facts import CityFacts
from peygir.desks.intake.details.queries import public_photos, words_by_code
from peygir.outlook.insight.lake.calendar import LakeMonth

PAGE: Final = listing.MOST
Links = Mapping[str, Callable[..., str]]
"""Makes the addresses of a case by its code ("case"), and of a photo by code and number ("photo")."""
SHOWN_TEXTS: Final = ("answer", "words", "photos")
"""The columns whose content somebody may withdraw."""


def month_entries(city_facts: CityFacts, month: int) -> Iterator[list[CaseListEntry]]:
    """Yield the public cases opened in a month in pages, the newest day first, if their topic is read."""
    since, until = (edge(city_facts.time_zone) for edge in (LakeMonth(month).since, LakeMonth(month).until))
    for page in range(1, 10_000):
        entries = listing.entries(city_facts.id, CaseFilter(opened_from=since, opened_to=until, page=page))
        yield [one for one in entries if one.is_read]
        if len(entries) < PAGE:
            return


def records_of(city_facts: CityFacts, entries: Sequence[CaseListEntry], links: Links) -> list[dict[str, Any]]:
    """Return the rows of public cases; six statements for a page."""
    released_words = words_by_code([entry.code for entry in entries])
    photos = public_photos([entry.id for entry in entries])
    steps = moves.steps_of(city_facts.id, entries)
    return [
        {
            **_about(city_facts, entry),
            "url": links["case"](entry.code),
            "opened_on": entry.opened_on,
            "changed_on": entry.changed_on,
            "due_on": entry.due_on,
            "answer": entry.note or None,
            "words": released_words.get(entry.code) or None,
            "photos": " ".join(links["photo"](entry.code, number) for number in photos.get(entry.id, [])) or None,
            "history": " ".join(f"{step.on.isoformat()}:{step.state}" for step in steps[entry.code]),
        }
        for entry in entries
    ]


def _about(city_facts: CityFacts, entry: CaseListEntry) -> dict[str, Any]:
    """What a case is about, where it lies, and how far it came."""
    unit = city.unit(entry.unit_id) if entry.unit_id else None
    agency = city.agency(entry.agency_id) if entry.agency_id else None
    area = city.neighbourhood(city_facts.id, entry.neighbourhood_id) if entry.neighbourhood_id else None
    lat, lon = entry.point if entry.point is not None else (None, None)
    return {
        "code": entry.code,
        "topic": entry.topic.code,
        "topic_fa": entry.topic.name_fa,
        "topic_en": entry.topic.name_en,
        "topic_group": entry.topic.group_code,
        "state": entry.state,
        "closed_as": entry.close_kind or None,
        "unit": unit.code if unit else None,
        "agency": agency.code if agency else None,
        "district": city.district_code(city_facts.id, entry.district_id) if entry.district_id else None,
        "neighbourhood": area.code if area else None,
        "lat": lat,
        "lon": lon,
        "merged_into": entry.merged_into or None,
    }


def still_public(before: Mapping[str, Mapping[str, str | None]], now: Mapping[str, Mapping[str, str | None]]) -> bool:
    """Whether everything that a file shows of cases (by code: `SHOWN_TEXTS`) may still be shown.

    A case that is gone, and a text or photo that is gone or was covered since, may not; what was added may be.
    """
    for code, shown in before.items():
        shown_now = now.get(code)
        if shown_now is None:
            return False
        for name in SHOWN_TEXTS:
            was, is_now = shown.get(name) or "", shown_now.get(name) or ""
            if name == "photos":
                if not set(was.split()) <= set(is_now.split()):
                    return False
            elif was and was != is_now:
                return False
    return True
