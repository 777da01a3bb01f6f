"""The text of the marks as the tables hold them, to be compared with what the snapshot gives."""

from peygir.outlook.scoring.mark_text import part_line, post_line, unit_line
from peygir.outlook.scoring.models import ManagerMark, MarkPart, UnitMark


def stored_units(month_id: int, number: int) -> dict[int, str]:
    """The lines of each unit's mark as it stands in a version of a month, in order of ids; two statements."""
    marks = UnitMark.objects.filter(month_id=month_id, number__lte=number).order_by("unit_id", "-number")
    standing = list(marks.distinct("unit_id"))
    parts: dict[int, list[MarkPart]] = {}
    for part in MarkPart.objects.filter(mark__in=standing):
        parts.setdefault(part.mark_id, []).append(part)
    texts = {}
    for unit_mark in standing:
        lines = [
            unit_line(
                unit_mark.unit_id, unit_mark.state, unit_mark.mark, unit_mark.low, unit_mark.high, unit_mark.cases
            )
        ]
        for part in sorted(parts.get(unit_mark.pk, []), key=lambda part: part.indicator):
            numbers = (part.value, part.low, part.high, part.score, part.weight, part.lost)
            lines.append(part_line(part.indicator, part.state, part.n, numbers))
        texts[unit_mark.unit_id] = "\n".join(lines)
    return texts


def stored_people(month_id: int, number: int) -> list[str]:
    """The line of each person's mark as it stands in a version of a month, in order of ids; one statement."""
    people = ManagerMark.objects.filter(version__month_id=month_id, version__number__lte=number)
    latest = people.order_by("staff_id", "unit_id", "from_on", "-version__number")
    return [
        post_line(one.staff_id, one.unit_id, one.from_on, one.to_on, one.units, one.mark)
        for one in latest.distinct("staff_id", "unit_id", "from_on")
    ]


def stored_text(month_id: int, number: int) -> str:
    """The text of all marks that stand in a version of a month; three statements."""
    lines = [*stored_units(month_id, number).values(), *stored_people(month_id, number)]
    return "".join(f"{line}\n" for line in lines)
