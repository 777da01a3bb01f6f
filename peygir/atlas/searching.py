"""Searches the named places: those of the street map in the database, those of the city's own files in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from peygir.atlas.facts import FoundPlace
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.name_index import PlaceRow, alleys_of, begins_with, resembles, rows_named, streets_by_id
from peygir.atlas.names import name_keys
from peygir.atlas.own_places import OwnPlace, OwnPlaces, own_places
from peygir.atlas.ranking import ACCEPTED, GOOD, likeness, score
from peygir.atlas.street_areas import codes_along
from peygir.atlas.wanted import Wanted, read_wanted
from peygir.core.geometry import metres_between
from peygir.core.sounds import sound_key
from peygir.core.translation import Names

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

MOST: Final = 6
_SHORTEST_STORED: Final = 3  # letters from which the map's names are searched
_LONGEST_FUZZY: Final = 20  # letters; a longer text is an address, of which the parts are looked for
_MOST_STREETS: Final = 12
_MOST_PARTS: Final = 16
_SAME_METRES: Final = 600.0
_LESS: Final = 0.1  # what a place loses that is only part of what was asked for
_PREFERRED: Final = 0.01
_LONG: Final = frozenset({PlaceKind.STREET, PlaceKind.NEIGHBOURHOOD, PlaceKind.WATER, PlaceKind.TOWN})

Rated = tuple[float, PlaceRow]


def found_places(
    city_id: int, typed: str, *, on: date, near: Point | None = None, limit: int = MOST
) -> list[FoundPlace]:
    """The places that a typed or spoken text may mean, the likeliest first; of equal ones the one near `near`.

    Empty where nothing is like it. At most eight statements, each by an index.
    """
    own = own_places(city_id, on=on)
    query = read_wanted(typed, without=own.city_words)
    if query.is_empty:
        return []
    hits = _whole(query, own, near, inside="")
    if not _is_sure(hits):
        hits += _within_a_neighbourhood(query, own, near)
    if not hits and len(query.words) > 1:
        hits = _parts(query, own, near)
    return _with_neighbourhoods(city_id, _distinct(hits)[:limit], on=on)


def _with_neighbourhoods(city_id: int, places: list[FoundPlace], *, on: date) -> list[FoundPlace]:
    """The places, streets with the neighbourhoods that they run through."""
    streets = [place.row_id for place in places if place.kind == PlaceKind.STREET and place.row_id is not None]
    codes = codes_along(city_id, streets, on=on)
    return [replace(place, through=codes.get(place.row_id or 0, ())) for place in places]


def _is_sure(hits: Sequence[FoundPlace]) -> bool:
    return any(place.score >= GOOD and not place.is_alley_missing for place in hits)


def _whole(query: Wanted, own: OwnPlaces, near: Point | None, *, inside: str) -> list[FoundPlace]:
    """Places whose name is like the whole text, and alleys of the streets that it names."""
    key = sound_key([*query.words, *query.numbers[-1:]]) if query.numbers and query.words else query.key
    hits = _named(key, own, near, inside)
    if not query.street or not (query.numbers or query.alley_name):
        return hits
    streets = [(rate, row) for rate, row in _rated(query.street, near) if row.kind != PlaceKind.BUSINESS]
    alleys = _alleys(query, streets, near, inside)
    hits += alleys
    if not alleys and query.numbers:
        hits += [_of_row(row, rate - _LESS, near, inside, query=query) for rate, row in streets if _is_line(row)]
        hits += [
            _of_own(place, rate - _LESS, near, inside, query=query)
            for rate, place in _own_rated(query.street, own)
            if place.kind is PlaceKind.STREET
        ]
    return hits


def _is_line(row: PlaceRow) -> bool:
    return row.kind in (PlaceKind.STREET, PlaceKind.SQUARE)


def _alleys(query: Wanted, streets: Sequence[Rated], near: Point | None, inside: str) -> list[FoundPlace]:
    rates = {row.id: rate for rate, row in streets[:_MOST_STREETS]}
    rows = alleys_of(list(rates), numbers=query.numbers, name=query.alley_name) if rates else []
    by_id = {row.id: row for _, row in streets}
    # «کوچه ۱۶/۲» is there as such, or the second number is the house's.
    known = [number for number in query.numbers if any(row.number == number for row in rows)]
    rows = [row for row in rows if not known or row.number == known[0]]
    plate = query.plate or (query.second if known and "/" not in known[0] else "")
    return [
        _of_row(row, rates[row.parent_id], near, inside, street=by_id[row.parent_id], plate=plate)
        for row in rows
        if row.parent_id is not None
    ]


def _named(key: str, own: OwnPlaces, near: Point | None, inside: str) -> list[FoundPlace]:
    rated = _rated(key, near)
    streets = streets_by_id(row.parent_id for _, row in rated if row.parent_id is not None)
    hits = [_of_row(row, rate, near, inside, street=streets.get(row.parent_id or 0)) for rate, row in rated]
    return hits + [_of_own(place, rate, near, inside) for rate, place in _own_rated(key, own)]


def _rated(key: str, near: Point | None) -> list[Rated]:
    """Rows of the map whose names are like a key; vaguer ones only where no name is meant."""
    if len(key) < _SHORTEST_STORED:
        return []
    rows = begins_with(key, near)
    rated = _accepted(key, rows)
    if len(key) <= _LONGEST_FUZZY and (not rated or rated[0][0] < GOOD):
        rated = _accepted(key, [*rows, *resembles(key)])
    return rated


def _accepted(key: str, rows: Sequence[PlaceRow]) -> list[Rated]:
    unique = {row.id: row for row in rows}
    rated = [(likeness(key, row.keys), row) for row in unique.values()]
    return sorted((pair for pair in rated if pair[0] >= ACCEPTED), key=lambda pair: -pair[0])


def _own_rated(key: str, own: OwnPlaces) -> list[tuple[float, OwnPlace]]:
    rated = [(likeness(key, place.keys), place) for place in own.places]
    return [pair for pair in rated if pair[0] >= ACCEPTED]


def _within_a_neighbourhood(query: Wanted, own: OwnPlaces, near: Point | None) -> list[FoundPlace]:
    """«معالی‌آباد خیابان بهار»: one of the words is a neighbourhood, and the rest is looked for there first."""
    for window in query.windows():
        if (code := own.neighbourhoods.get(sound_key(window))) is None:
            continue
        at = next(at for at in range(len(query.words)) if query.words[at : at + len(window)] == window)
        rest = query.words[:at] + query.words[at + len(window) :]
        if rest:
            key = sound_key(rest)
            return _whole(replace(query, words=rest, key=key, street=key, alley_name=""), own, near, inside=code)
    return []


def _parts(query: Wanted, own: OwnPlaces, near: Point | None) -> list[FoundPlace]:
    """«نانوایی سنگک میدان نمازی»: a part of the text is exactly a name."""
    sizes = {sound_key(window): len(window) for window in query.windows()}
    keys = dict([(key, size) for key, size in sizes.items() if len(key) > _SHORTEST_STORED][:_MOST_PARTS])
    rows = rows_named(list(keys)) if keys else []
    streets = streets_by_id(row.parent_id for row in rows if row.parent_id is not None)
    hits = []
    for row in rows:
        share = max(keys[key] for key in row.keys if key in keys) / len(query.words)
        hits.append(_of_row(row, ACCEPTED + 0.2 * share, near, "", street=streets.get(row.parent_id or 0)))
    shares = [(max(keys.get(key, 0) for key in place.keys), place) for place in own.places if place.keys]
    return hits + [_of_own(place, ACCEPTED + 0.2 * size / len(query.words), near, "") for size, place in shares if size]


def _of_row(
    row: PlaceRow,
    rate: float,
    near: Point | None,
    inside: str,
    *,
    street: PlaceRow | None = None,
    plate: str = "",
    query: Wanted | None = None,
) -> FoundPlace:
    """A row as an answer; with `query` it is the street of an alley that the map does not have."""
    place = _found(row, row.name_in_all, rate, near, inside, query)
    return replace(
        place,
        street=street.name_in_all if street is not None else None,
        number=place.number or (row.number if row.kind == PlaceKind.ALLEY else ""),
        plate=plate or place.plate,
    )


def _of_own(
    place: OwnPlace, rate: float, near: Point | None, inside: str, *, query: Wanted | None = None
) -> FoundPlace:
    rate += _PREFERRED if place.kind is PlaceKind.NEIGHBOURHOOD else -_PREFERRED
    return _found(place, place.name, rate, near, inside, query)


def _found(
    place: PlaceRow | OwnPlace, name: Names, rate: float, near: Point | None, inside: str, query: Wanted | None
) -> FoundPlace:
    metres = None
    if near is not None and place.lat is not None and place.lon is not None:
        metres = metres_between(*near, place.lat, place.lon)
    is_inside = bool(inside) and place.neighbourhood_code == inside
    return FoundPlace(
        kind=str(place.kind),
        name=name,
        street=None,
        number=query.numbers[-1] if query is not None else "",
        is_alley_missing=query is not None,
        plate=(query.plate or query.second) if query is not None else "",
        lat=place.lat,
        lon=place.lon,
        is_point=place.kind not in _LONG and place.lat is not None,
        neighbourhood_code=place.neighbourhood_code,
        is_approximate=place.is_approximate,
        score=score(rate, place.kind, metres=metres, is_inside=is_inside),
        row_id=place.id if isinstance(place, PlaceRow) else None,
    )


def _distinct(hits: Sequence[FoundPlace]) -> list[FoundPlace]:
    """The best first; of two with one name at one place only the better."""
    kept: list[FoundPlace] = []
    for place in sorted(hits, key=lambda place: -place.score):
        if not any(_is_same(place, other) for other in kept):
            kept.append(place)
    return kept


def _is_same(place: FoundPlace, other: FoundPlace) -> bool:
    if _title(place) != _title(other):
        return False
    if place.lat is None or place.lon is None or other.lat is None or other.lon is None:
        return True
    is_area = place.kind == other.kind == PlaceKind.NEIGHBOURHOOD
    reach = _SAME_METRES * (5 if is_area or place.kind == PlaceKind.STREET else 1)
    return metres_between(place.lat, place.lon, other.lat, other.lon) < reach


def _title(place: FoundPlace) -> Any:
    street = name_keys(place.street.in_language(""))[-1] if place.street is not None else ""
    return street, place.number, name_keys(place.name.in_language(""))[-1]
