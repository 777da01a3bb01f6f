"""Questions about schools and nominated pupils, for the honours office alone."""

from peygir.core.phones import mask_phone
from peygir.outlook.honours.facts import PupilFacts, SchoolFacts
from peygir.outlook.honours.models import Pupil, School


def schools(city_id: int) -> list[SchoolFacts]:
    """Return the open schools of a city, by district and name."""
    rows = School.objects.filter(city_id=city_id, is_open=True).order_by("district_id", "name_fa", "pk")
    return [_school(row) for row in rows]


def pupils(edition_id: int) -> list[PupilFacts]:
    """Return the pupils of an edition whose data are there, in the order of nomination; two statements."""
    rows = Pupil.objects.filter(edition_id=edition_id, erased_at=None).order_by("pk")
    return [_pupil(row) for row in rows.select_related("school", "certificate").prefetch_related("tasks")]


def pupil(pupil_id: int) -> PupilFacts | None:
    """Return one pupil; None for a number that is none, or whose data were erased."""
    rows = Pupil.objects.filter(pk=pupil_id, erased_at=None).select_related("school", "certificate")
    row = rows.prefetch_related("tasks").first()
    return None if row is None else _pupil(row)


def _school(row: School) -> SchoolFacts:
    return SchoolFacts(row.pk, row.code, row.district_id, row.name_fa, row.name_en)


def _pupil(row: Pupil) -> PupilFacts:
    return PupilFacts(
        id=row.pk,
        edition_id=row.edition_id,
        school=_school(row.school),
        honour=row.honour,
        nominated_by=row.nominated_by,
        name=row.name,
        grade=row.grade,
        guardian_name=row.guardian_name,
        guardian_phone=mask_phone(row.guardian_phone) if row.guardian_phone else "",
        consent=row.consent,
        tasks=tuple(sorted(task.kind for task in row.tasks.all())),
        decision=row.decision,
        reason=row.reason,
        certificate=row.certificate.code if hasattr(row, "certificate") else "",
        is_erased=row.erased_at is not None,
    )
