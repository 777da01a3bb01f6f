"""What was read, beside what is in force."""

from peygir.understanding.models import Reading


def readings_of(case_id: int) -> list[Reading]:
    """All readings of a case, oldest first."""
    return list(Reading.objects.select_related("topic").filter(case_id=case_id).order_by("number"))
