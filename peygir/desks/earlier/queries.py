"""The numbers of earlier systems and their cases, remembered words, and which systems count."""

from collections.abc import Iterable
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.desks.earlier.models import EarlierNumber, EarlierSystem, EarlierWord

LONGEST: Final = 50


def words_of(city_id: int) -> dict[str, dict[str, str]]:
    """The remembered words by field, folded, with their codes; one statement."""
    codes: dict[str, dict[str, str]] = {}
    for field, key, code in EarlierWord.objects.filter(city_id=city_id).values_list("field", "key", "code"):
        codes.setdefault(field, {})[key] = code
    return codes


def is_counted(city_id: int, source: str) -> bool:
    """Whether the cases of an earlier system count in figures and marks; one statement."""
    return EarlierSystem.objects.filter(city_id=city_id, source=source, is_counted=True).exists()


def cases_of_number(text: str) -> list[int]:
    """The ids of the cases that had this number, in any digits, large or small letters; one statement."""
    number = " ".join(ascii_digits(text).split())
    if not number or len(number) > LONGEST:
        return []
    written = {number, number.upper(), number.lower()}
    return list(EarlierNumber.objects.filter(number__in=written).values_list("case_id", flat=True))


def numbers_of_case(case_id: int) -> list[tuple[str, str]]:
    """(source, number) of a case in earlier systems; one statement."""
    return list(EarlierNumber.objects.filter(case_id=case_id).order_by("source").values_list("source", "number"))


def earlier_numbers(case_ids: Iterable[int]) -> dict[int, str]:
    """The number that some cases had in an earlier system; one statement, and none for no case."""
    ids = list(case_ids)
    rows = EarlierNumber.objects.filter(case_id__in=ids).order_by("-source") if ids else EarlierNumber.objects.none()
    return dict(rows.values_list("case_id", "number"))


def has_earlier_numbers() -> bool:
    """Whether cases of an earlier system are here; one statement."""
    return EarlierNumber.objects.exists()


def cases_by_number(source: str) -> dict[str, int]:
    """The id of the case of each number of a system; one statement."""
    rows = EarlierNumber.objects.filter(source=source).values_list("number", "case_id")
    return dict(rows.iterator(chunk_size=5000))


def numbers_by_case(source: str, case_ids: Iterable[int]) -> dict[int, str]:
    """The numbers of some cases in a system; one statement."""
    rows = EarlierNumber.objects.filter(source=source, case_id__in=list(case_ids))
    return dict(rows.values_list("case_id", "number"))


def sources() -> list[str]:
    """The short names of the systems from which cases came; one statement."""
    return list(EarlierNumber.objects.order_by("source").values_list("source", flat=True).distinct())
