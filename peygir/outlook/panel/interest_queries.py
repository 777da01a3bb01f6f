"""Which members take no part in what concerns a unit, a programme or a place."""

from collections.abc import Collection

from peygir.outlook.panel.models import PanelInterest


def with_interest(
    member_ids: Collection[int], *, unit_id: int | None, district_id: int | None, programme_id: int | None = None
) -> set[int]:
    """Return those of these members who have a declared conflict with any of these today; one statement."""
    if not member_ids:
        return set()
    rows = PanelInterest.objects.filter(member_id__in=list(member_ids), to_on=None)
    return {
        member_id
        for member_id, unit, district, programme in rows.values_list(
            "member_id", "unit_id", "district_id", "programme_id"
        )
        if (unit is not None and unit == unit_id)
        or (district is not None and district == district_id)
        or (programme is not None and programme == programme_id)
    }
