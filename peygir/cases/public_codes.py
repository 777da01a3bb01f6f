"""The public ones among many cases by their numbers, and their codes: what lists that were counted elsewhere ask."""

from collections.abc import Collection, Sequence
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


def all_shown(city_id: int, case_ids: Sequence[int]) -> bool:
    """Whether public pages show each of these cases, named once each; one statement, also of many thousands.

    The ids are one array, as text: as parameters they would take longer to write down than to look up.
    """
    rows, ids = Case.objects.filter(shown(city_id), city_id=city_id), f"{{{','.join(map(str, case_ids))}}}"
    return rows.extra(where=["cases_case.id = ANY(%s::bigint[])"], params=[ids]).count() == len(case_ids)
