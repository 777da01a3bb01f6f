"""What was said and shown in cases, for those who work on them and must not know who said it."""

from collections.abc import Mapping, Sequence
from typing import Final

from peygir.cases.models import Report
from peygir.core.personal import cover
from peygir.desks.intake.models import Photo

MOST_TEXTS: Final = 3
"""Of one case: the first ones that came."""
MOST_PICTURES: Final = 8
"""Of one case."""


def said_in(case_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The texts of the first reports by case, with everything masked that is or may be personal; one statement."""
    masked_texts: dict[int, list[str]] = {}
    rows = Report.objects.filter(case_id__in=list(case_ids)).exclude(text="").order_by("case_id", "pk")
    for case_id, text in rows.values_list("case_id", "text"):
        texts = masked_texts.setdefault(case_id, [])
        if len(texts) < MOST_TEXTS and (masked := cover(text)) not in texts:
            texts.append(masked)
    return masked_texts


def pictures_in(case_ids: Sequence[int]) -> Mapping[int, list[int]]:
    """The ids of the reporters' photos that are ready, by case, in the order they came; one statement."""
    photo_ids: dict[int, list[int]] = {}
    rows = Photo.objects.filter(case_id__in=list(case_ids), state="ready").order_by("case_id", "report_id", "position")
    for case_id, number in rows.values_list("case_id", "pk"):
        numbers = photo_ids.setdefault(case_id, [])
        if len(numbers) < MOST_PICTURES:
            numbers.append(number)
    return photo_ids
