"""Proposals of routes as pages read them, and the places where crews unload."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from peygir.desks.fieldwork.models import RoutePlan, UnloadingPlace


@dataclass(frozen=True, slots=True)
class ProposedHalt:
    """A halt of a proposed route: `kind` is job, dump or break, `key` the order's number; in seconds of the day."""

    kind: str
    key: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class ProposedRoute:
    """What is proposed for a crew: when it leaves and is back (seconds of the day), metres, and halts in order."""

    crew_id: int
    leaves: int
    back: int
    metres: int
    halts: tuple[ProposedHalt, ...]

    @property
    def numbers(self) -> list[str]:
        """The orders' numbers, in order."""
        return [halt.key for halt in self.halts if halt.kind == "job"]


@dataclass(frozen=True, slots=True)
class RoutePlanFacts:
    """A proposal of routes; empty until it is ready.

    `left_out` holds (number, reason of WhyUnplanned), `without_place` the numbers of orders without a point; `source`
    says where the travel times are from.
    """

    id: int
    unit_id: int
    on: date
    state: str
    asked_by: str
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    routes: tuple[ProposedRoute, ...]
    left_out: tuple[tuple[str, str], ...]
    without_place: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class UnloadingFacts:
    """A place where crews of a unit unload."""

    id: int
    name: str
    lat: float
    lon: float
    minutes: int
    opens: str
    closes: str


def route_plan(plan_id: int) -> RoutePlanFacts | None:
    """One proposal, or None; one statement."""
    return next(iter(_plans(RoutePlan.objects.filter(pk=plan_id))), None)


def latest_plan(unit_id: int, on: date) -> RoutePlanFacts | None:
    """The newest proposal of a unit for a day, or None; one statement."""
    return next(iter(_plans(RoutePlan.objects.filter(unit_id=unit_id, on=on).order_by("-pk")[:1])), None)


def _plans(rows: "Collection[RoutePlan]") -> list[RoutePlanFacts]:
    return [
        RoutePlanFacts(
            row.pk,
            row.unit_id,
            row.on,
            row.state,
            row.asked_by,
            row.asked_at,
            row.began_at,
            row.ended_at,
            tuple(
                ProposedRoute(
                    route["crew"],
                    route["leaves"],
                    route["back"],
                    route["metres"],
                    tuple(ProposedHalt(**halt) for halt in route["halts"]),
                )
                for route in row.result.get("routes", ())
            ),
            tuple((one["order"], one["why"]) for one in row.result.get("left_out", ())),
            tuple(row.result.get("without_place", ())),
            str(row.result.get("source", "")),
        )
        for row in rows
    ]


def unloading_places(unit_id: int) -> list[UnloadingFacts]:
    """Where the crews of a unit unload, by name; one statement."""
    rows = UnloadingPlace.objects.filter(unit_id=unit_id, is_active=True).order_by("name")
    return [
        UnloadingFacts(
            row.pk,
            row.name,
            row.lat,
            row.lon,
            row.minutes,
            f"{row.opens:%H:%M}" if row.opens else "",
            f"{row.closes:%H:%M}" if row.closes else "",
        )
        for row in rows
    ]
