"""The codes of public cases by their numbers: what lists of cases that were counted elsewhere begin with."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from peygir.cases.models import Case
from peygir.cases.public import shown

AT_ONCE: Final = 10_000


def public_codes(city_id: int, case_ids: Collection[int]) -> dict[int, tuple[str, datetime]]:
    """Return the code of each of these cases that public pages show, and when it was opened."""
    codes: dict[int, tuple[str, datetime]] = {}
    ids = sorted(frozenset(case_ids))
    for start in range(0, len(ids), AT_ONCE):
        rows = Case.objects.filter(shown(city_id), city_id=city_id, id__in=ids[start : start + AT_ONCE])
        codes |= {pk: (code, opened_at) for pk, code, opened_at in rows.values_list("id", "code", "opened_at")}
    return codes
