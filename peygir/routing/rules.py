"""Who should own a case, from plain values, always with an answer and a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

# reason → (Persian, English); format strings over topic, district, unit
REASONS: Final[dict[str, tuple[str, str]]] = {
    "owner_found": (
        "موضوع «{topic}» در «{district}» با «{unit}» است.",
        "“{topic}” in “{district}” belongs to “{unit}”.",
    ),
    "agency_found": (
        "موضوع «{topic}» کار دستگاه دیگری است: «{unit}». مرکز آن را اعلام و پیگیری می‌کند.",
        "“{topic}” is the business of another agency, “{unit}”. The centre announces and follows it.",
    ),
    "no_topic": ("موضوع روشن نیست؛ مرکز تصمیم می‌گیرد.", "The topic is not clear; the centre decides."),
    "no_district": ("محل در هیچ منطقه‌ای شناخته نشد؛ مرکز تصمیم می‌گیرد.", "The place is in no known district; the centre decides."),
    "no_owner": (
        "برای موضوع «{topic}» در «{district}» مسئولی تعیین نشده است؛ مرکز تصمیم می‌گیرد.",
        "No owner is set for “{topic}” in “{district}”; the centre decides.",
    ),
    "confidential": ("گزارش محرمانه است و تنها بازرسی آن را می‌بیند.", "The report is confidential: the inspectorate alone sees it."),
    "about_owner": (
        "گزارش دربارهٔ خود واحد مسئول است؛ به واحد بالاتر «{unit}» رفت.",
        "The report is about the responsible unit; it went to the one above, “{unit}”.",
    ),
    "returned": ("واحد آن را برگرداند؛ مرکز تصمیم می‌گیرد.", "The unit returned it; the centre decides."),
    "person": ("با تصمیم همکار ارجاع شد.", "Referred by a person's decision."),
    "import": ("در پروندهٔ شهر چنین ثبت شده است.", "So recorded in the city's own file."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known when an owner is wanted."""

    topic_id: int | None
    district_code: str
    needs_district: bool
    is_confidential: bool
    about_unit_id: int | None
    was_returned: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What the ownership table says for (topic, district); None where it says nothing."""

    unit_id: int | None = None
    agency_id: int | None = None
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The chosen owner: a unit (the centre at the least), perhaps an agency to announce to, and why."""

    unit_id: int
    how: str
    why: str
    agency_id: int | None = None
    branch: str = ""


def choose_owner(
    asked: Asked,
    found: Found | None,
    *,
    centre_id: int,
    inspectorate_id: int | None,
    above: Mapping[int, tuple[int, ...]],
) -> Answer:
    """The owner; never nobody. `above` gives the units over a unit, nearest first.

    A complaint about the owner, be it the centre, goes to the nearest unit above it, never to the owner itself.
    """
    answer = _by_the_table(asked, found, centre_id=centre_id, inspectorate_id=inspectorate_id)
    if answer.unit_id != asked.about_unit_id:
        return answer
    others = (*above.get(answer.unit_id, ()), inspectorate_id or centre_id, centre_id)
    other = next((unit for unit in others if unit != asked.about_unit_id), answer.unit_id)
    if answer.agency_id is not None:
        return replace(answer, unit_id=other)
    return Answer(other, "above", "about_owner")


def _by_the_table(asked: Asked, found: Found | None, *, centre_id: int, inspectorate_id: int | None) -> Answer:
    """The owner before it is asked whom the complaint is about."""
    if asked.is_confidential:
        return Answer(
            inspectorate_id or centre_id, "centre" if inspectorate_id is None else "ownership", "confidential"
        )
    if asked.was_returned:
        return Answer(centre_id, "centre", "returned")
    if asked.topic_id is None:
        return Answer(centre_id, "centre", "no_topic")
    if found is None or (found.unit_id is None and found.agency_id is None):
        is_lost = asked.needs_district and not asked.district_code
        return Answer(centre_id, "centre", "no_district" if is_lost else "no_owner")
    if found.agency_id is not None:
        return Answer(found.unit_id or centre_id, "agency", "agency_found", agency_id=found.agency_id)
    assert found.unit_id is not None
    return Answer(found.unit_id, "ownership", "owner_found", branch=found.branch)
