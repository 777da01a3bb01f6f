"""The parts of an asset's page that tell its life, each from the package that knows it.

A further package adds one function to SECTIONS: it takes the asset and the viewer and returns its part of the page, or
None where it has nothing to tell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from peygir.assets.facts import AssetFacts
from peygir.cases.of_asset import cases_of_asset, times_reported
from peygir.core import clock
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class LifeSection:
    """One part of the page: its anchor, title and icon, and the template that shows its values."""

    anchor: str
    title: str
    icon: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)


def cases_section(asset: AssetFacts, by: Actor) -> LifeSection:
    """Return the cases of the asset that the viewer may see, and how often it was reported in a year."""
    now = clock.now()
    values = {"cases": cases_of_asset(asset.id, by), "times": times_reported([asset.id], now=now).get(asset.id, 0)}
    return LifeSection("cases", _("Cases"), "clipboard-list", "planner/asset_cases.html", values)


SECTIONS: Final[tuple[Callable[[AssetFacts, Actor], LifeSection | None], ...]] = (cases_section,)


def life_of(asset: AssetFacts, by: Actor) -> list[LifeSection]:
    """Return every part that has something to tell, in the order of SECTIONS."""
    return [part for section in SECTIONS if (part := section(asset, by)) is not None]
