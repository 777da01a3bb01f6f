"""The places where a unit's crews unload what they collected."""

from datetime import time
from typing import Final

from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.models import UnloadingPlace
from peygir.desks.fieldwork.order_rules import may_plan_orders
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor

MOST_PLACES: Final = 20


class UnloadingPlaceIsWrong(Invalid):
    """A place to unload lacks a name or a point, or its hours are in the wrong order."""

    message = _(
        "A place to unload needs a name of at most 80 characters, a point, and a closing time after its opening."
    )


class UnloadingPlacesAreTooMany(Invalid):
    """A unit has as many places to unload as it can have."""

    message = _("A unit has at most {most} places to unload.")


class NoSuchUnloadingPlace(Missing):
    """The place does not exist."""

    message = _("There is no such place to unload.")


def keep_unloading_place(
    unit_id: int,
    *,
    name: str,
    point: tuple[float, float] | None,
    minutes: int,
    opens: time | None = None,
    closes: time | None = None,
    by: Actor,
) -> int:
    """Keep a place where a unit's crews unload, by its name; returns its id.

    Raises NotYourWork, UnloadingPlaceIsWrong, UnloadingPlacesAreTooMany.
    """
    if not may_plan_orders(by, unit_id):
        raise NotYourWork()
    wrong = point is None or not says_something(name) or len(plain(name)) > 80 or not 0 <= minutes <= 24 * 60
    if wrong or (opens is not None and closes is not None and closes <= opens):
        raise UnloadingPlaceIsWrong()
    assert point is not None
    active = UnloadingPlace.objects.filter(unit_id=unit_id, is_active=True).exclude(name=plain(name))
    if active.count() >= MOST_PLACES:
        raise UnloadingPlacesAreTooMany(most=MOST_PLACES)
    values = {
        "lat": point[0],
        "lon": point[1],
        "minutes": minutes,
        "opens": opens,
        "closes": closes,
        "is_active": True,
    }
    row, _new = UnloadingPlace.objects.update_or_create(unit_id=unit_id, name=plain(name), defaults=values)
    return int(row.pk)


def end_unloading_place(place_id: int, *, by: Actor) -> None:
    """Use a place to unload no more; idempotent. Raises NoSuchUnloadingPlace, NotYourWork."""
    row = UnloadingPlace.objects.filter(pk=place_id).first()
    if row is None:
        raise NoSuchUnloadingPlace()
    if not may_plan_orders(by, row.unit_id):
        raise NotYourWork()
    UnloadingPlace.objects.filter(pk=place_id).update(is_active=False)
