"""Which cases of a unit go where when it is merged or split; plain values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

Fault = Literal["", "nothing", "oneself", "unknown", "special", "all_first"]


@dataclass(frozen=True, slots=True)
class UnitPart:
    """The share of one unit: the cases of these districts and of these groups of topics; empty: any."""

    to_unit_id: int
    districts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether it takes all remaining cases."""
        return not self.districts and not self.groups

    def fits(self, district: str, group: str) -> bool:
        """Whether it includes a case of this district and group."""
        return (not self.districts or district in self.districts) and (not self.groups or group in self.groups)


def part_for(parts: Sequence[UnitPart], district: str, group: str) -> UnitPart | None:
    """The first part that fits; None: the case stays where it is."""
    return next((part for part in parts if part.fits(district, group)), None)


def fault_in(
    parts: Sequence[UnitPart], unit_id: int, *, open_units: Collection[int], special: Collection[int]
) -> Fault:
    """The reason why a plan is impossible, or "": the centre, the inspectorate and the mayor's desk cannot be
    reorganised.
    """
    if not parts:
        return "nothing"
    if unit_id in special or any(part.to_unit_id in special for part in parts):
        return "special"
    if any(part.to_unit_id == unit_id for part in parts):
        return "oneself"
    if unit_id not in open_units or any(part.to_unit_id not in open_units for part in parts):
        return "unknown"
    # A part after one that takes all could never take anything.
    return "all_first" if any(part.is_all for part in parts[:-1]) else ""
