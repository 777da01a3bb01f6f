"""Rules on a city's data: who owns a topic, what a load closes and opens, when waste is collected next.

Pure: rows in, decisions out.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from peygir.city.local_knowledge_facts import CollectionFacts
from peygir.city.rows import ANY_DISTRICT, AgencyRow, MarkRow, OwnershipRow, TopicRow

Key = TypeVar("Key", bound=Hashable)

OF_DISTRICT: Final = "D"
OF_CENTRE: Final = "C"
OF_AGENCY: Final = "X"
CENTRE_KIND: Final = "centre"

DEFAULT: Final = "default"
WEEK: Final = 7
CSV: Final = "csv"

_BRANCH: Final = re.compile(r"D-([a-z][a-z_-]{0,38})", re.ASCII)
_SECRET_WORDS: Final = ("محرمانه", "confidential")


@dataclass(frozen=True, slots=True)
class TopicOwner:
    """The owner of a topic in a district (empty: in any, or in none), by codes, and why."""

    topic: str
    district: str
    unit: str
    agency: str
    branch: str
    source: str
    reason_fa: str
    reason_en: str


def unit_of_district(code: str, units: Iterable[str], named: str = "") -> str | None:
    """The unit of a district: the one it names, else `D-01` for district `1`, `D-code`, or a unit of that code."""
    known = units if isinstance(units, set | frozenset) else set(units)
    if named:
        return named if named in known else None
    tries = [f"D-{int(code):02d}"] if code.isascii() and code.isdigit() else []
    return next((unit for unit in [*tries, f"D-{code}", code] if unit in known), None)


def branch_of(unit_type: str, units: Iterable[str]) -> str | None:
    """The branch in `D-civil`; empty for `D`; None where the type is not "the district of the place"."""
    if unit_type == OF_DISTRICT:
        return ""
    if unit_type in units:
        return None
    found = _BRANCH.fullmatch(unit_type)
    return found[1] if found else None


def is_unit_type(unit_type: str, units: Iterable[str]) -> bool:
    """Whether a topic's unit type is valid: D, D-branch, C, X, or a unit's code."""
    known = set(units)
    return unit_type in (OF_CENTRE, OF_AGENCY) or unit_type in known or branch_of(unit_type, known) is not None


def marks_of(topic: TopicRow, marks: Mapping[str, MarkRow]) -> MarkRow:
    """A topic's mark; without one, a topic whose name contains "confidential" is confidential, as a precaution.

    Without a mark only the centre's own topics (advice, suggestions) need no place.
    """
    if (mark := marks.get(topic.code)) is not None:
        return mark
    name = f"{topic.name_fa} {topic.name_en}".lower()
    return MarkRow(
        topic.code,
        needs_place=topic.unit_type != OF_CENTRE,
        is_confidential=any(word in name for word in _SECRET_WORDS),
    )


def agencies_of(topic: str, agencies: Iterable[AgencyRow]) -> list[AgencyRow]:
    """The agencies that list a topic, in the order of their codes."""
    return sorted((agency for agency in agencies if topic in agency.topics), key=lambda agency: agency.code)


def owners(
    topics: Sequence[TopicRow],
    districts: Mapping[str, str],
    agencies: Sequence[AgencyRow],
    centre: str,
    units: frozenset[str],
    overrides: Iterable[OwnershipRow],
) -> list[TopicOwner]:
    """The whole ownership table: by unit type, then the city's own rows over it; `districts` maps code to unit."""
    table: dict[tuple[str, str], TopicOwner] = {}
    for topic in topics:
        for owner in _default_owners(topic, districts, agencies, centre, units):
            table[owner.topic, owner.district] = owner
    for row in overrides:
        if row.district == ANY_DISTRICT:
            # "In any district" replaces the topic's whole ownership, the districts' own default rows included.
            for key in [key for key, owner in table.items() if key[0] == row.topic and owner.source == DEFAULT]:
                del table[key]
        table[row.topic, row.district] = TopicOwner(
            row.topic,
            row.district,
            row.unit,
            row.agency,
            row.branch,
            CSV,
            "به تصمیم شهر (جدول مالکیت)",
            "by the city's own ownership table",
        )
    return list(table.values())


def _default_owners(
    topic: TopicRow,
    districts: Mapping[str, str],
    agencies: Sequence[AgencyRow],
    centre: str,
    units: frozenset[str],
) -> Iterator[TopicOwner]:
    branch = branch_of(topic.unit_type, units)
    if branch is not None:
        for district, unit in districts.items():
            yield TopicOwner(topic.code, district, unit, "", branch, DEFAULT, "منطقهٔ محل", "the district of the place")
    elif topic.unit_type == OF_AGENCY:
        yield _agency_owner(topic.code, agencies_of(topic.code, agencies), centre)
    elif topic.unit_type == OF_CENTRE:
        yield TopicOwner(topic.code, ANY_DISTRICT, centre, "", "", DEFAULT, "کار خود مرکز", "the centre's own work")
    else:
        yield TopicOwner(
            topic.code,
            ANY_DISTRICT,
            topic.unit_type,
            "",
            "",
            DEFAULT,
            "واحد مسئول این موضوع در همهٔ شهر",
            "the unit for this topic in the whole city",
        )


def _agency_owner(topic: str, takers: Sequence[AgencyRow], centre: str) -> TopicOwner:
    """A single agency takes its topic; with several, or none, a person at the centre has to choose."""
    if len(takers) == 1:
        return TopicOwner(topic, ANY_DISTRICT, "", takers[0].code, "", DEFAULT, "دستگاه مسئول", "the agency in charge")
    names_fa = "، ".join(agency.name_fa for agency in takers)
    names_en = ", ".join(agency.name_en or agency.name_fa for agency in takers)
    if takers:
        fa = f"چند دستگاه مسئول این موضوع‌اند ({names_fa})؛ مرکز یکی را برمی‌گزیند"
        en = f"several agencies take this topic ({names_en}); the centre chooses one"
    else:
        fa = "هیچ دستگاهی برای این موضوع معرفی نشده است؛ مرکز تصمیم می‌گیرد"
        en = "no agency is named for this topic; the centre decides"
    return TopicOwner(topic, ANY_DISTRICT, centre, "", "", DEFAULT, fa[:400], en[:400])


def cycles(parents: Mapping[str, str]) -> list[list[str]]:
    """Every cycle in a child → parent map, each once, beginning at its first member in the map's order."""
    cycles_so_far: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        path: list[str] = []
        node = start
        while node in parents and node not in done and node not in path:
            path.append(node)
            node = parents[node]
        if node in path:
            ring = path[path.index(node) :]
            first = min(ring, key=list(parents).index)
            turn = ring.index(first)
            cycles_so_far.append(ring[turn:] + ring[:turn])
        done.update(path)
    return cycles_so_far


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """An open-ended version: its row's id, its first day, and its values."""

    id: int
    valid_from: date
    says: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DesiredVersion:
    """A desired version: its values, and the day from which the data itself dates it, if any."""

    says: Mapping[str, Any]
    since: date | None = None


@dataclass(frozen=True, slots=True)
class VersionPlan(Generic[Key]):
    """What a load closes (row id, day), what it opens (key, day), and which keys stay as they are."""

    close: list[tuple[Key, int, date]]
    open: list[tuple[Key, date]]
    same: list[Key]


def plan_versions(
    standing: Mapping[Key, OpenVersion],
    ended: Mapping[Key, date],
    wanted_versions: Mapping[Key, DesiredVersion],
    *,
    on: date,
    first: date,
) -> VersionPlan[Key]:
    """Close what differs or vanished and open what is new, so that a thing's versions never overlap.

    `ended` holds the last day on which an earlier version of a key ended. A new version begins on the date that
    the data names, else on `on`; a new key begins on `first` (before `on` only in a city's first
    load). A named date that the standing version already carries, or that lies before it, is an old one: history
    is not rewritten, and the change begins on `on`.
    """
    plan: VersionPlan[Key] = VersionPlan([], [], [])
    for key, want in wanted_versions.items():
        stands = standing.get(key)
        if stands is None:
            begins = want.since or (on if key in ended else first)
            plan.open.append((key, max(begins, ended.get(key, begins))))
            continue
        is_later = want.since is not None and want.since > stands.valid_from
        if want.says == stands.says and not is_later:
            plan.same.append(key)
            continue
        begins = want.since if is_later and want.since else max(on, stands.valid_from)
        plan.close.append((key, stands.id, begins))
        plan.open.append((key, begins))
    for key, stands in standing.items():
        if key not in wanted_versions:
            plan.close.append((key, stands.id, max(on, stands.valid_from)))
    return plan


def next_collection(facts: CollectionFacts, at: datetime) -> date:
    """The day of the next collection that has not begun, `at` on the city's wall clock.

    Today counts until its hour; without an hour, all day.
    """
    is_over = facts.from_time is not None and at.time() >= facts.from_time
    days = (at.date() + timedelta(days=ahead) for ahead in range(1 if is_over else 0, 2 * WEEK))
    return next(day for day in days if day.weekday() in facts.weekdays)


def last_collection(facts: CollectionFacts, at: datetime) -> date:
    """The day of the newest collection that has begun, `at` on the city's wall clock."""
    has_begun = facts.from_time is None or at.time() >= facts.from_time
    days = (at.date() - timedelta(days=back) for back in range(0 if has_begun else 1, 2 * WEEK))
    return next(day for day in days if day.weekday() in facts.weekdays)
