"""Which units are compared with which: those of one kind and, where a scheme has classes of volume, of one class."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence


def peers_of(kind: str, cases: int, volumes: Sequence[int]) -> str:
    """The name of a group of peers: the kind of unit, with the number of its class where there are classes.

    `volumes` are the numbers of cases in a month at which the second and each further class begins, in ascending order.
    """
    return f"{kind}-{bisect_right(volumes, cases) + 1}" if volumes else kind


def groups_of(units: Mapping[int, int], kinds: Mapping[int, str], volumes: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """The units of each group; `units` are the numbers of cases by unit. A unit without a known kind stands alone."""
    groups: dict[str, list[int]] = {}
    for unit_id in sorted(units):
        kind = kinds.get(unit_id, "")
        groups.setdefault(peers_of(kind, units[unit_id], volumes) if kind else "", []).append(unit_id)
    return {name: tuple(members) for name, members in sorted(groups.items()) if name}
