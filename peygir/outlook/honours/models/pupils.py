"""The tables of schools and of the pupils whom the city thanks; a minor's data are erased by rule."""

from django.db import models
from django.db.models import Q

from peygir.outlook.honours.models.editions import HonourEdition
from peygir.outlook.honours.states import GuardianConsent, HonourDecision, NominatedBy, PupilHonour, PupilTaskKind


class School(models.Model):
    """A school of a district that may nominate pupils."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    district = models.ForeignKey("city.District", on_delete=models.PROTECT, related_name="+", db_index=False)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True, default="")
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="one_school_per_code")]


class Pupil(models.Model):
    """A nominated pupil: shown to the honours office alone, and emptied some days after the edition (`erasing`)."""

    edition = models.ForeignKey(HonourEdition, on_delete=models.PROTECT, related_name="pupils")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    honour = models.CharField(max_length=10)
    nominated_by = models.CharField(max_length=9)
    name = models.CharField(max_length=120, blank=True)
    grade = models.SmallIntegerField()
    guardian_name = models.CharField(max_length=120, blank=True, default="")
    guardian_phone = models.CharField(max_length=16, blank=True, default="")
    consent = models.CharField(max_length=7, default=GuardianConsent.NONE.value)
    consent_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    consent_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, default=HonourDecision.NONE.value)
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(honour__in=PupilHonour.values()), name="pupil_honour_is_known"),
            models.CheckConstraint(condition=Q(nominated_by__in=NominatedBy.values()), name="nomination_is_known"),
            models.CheckConstraint(condition=Q(consent__in=GuardianConsent.values()), name="guardian_consent_known"),
            models.CheckConstraint(condition=Q(decision__in=HonourDecision.values()), name="pupil_decision_is_known"),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=12), name="pupil_is_in_a_grade"),
            models.CheckConstraint(
                condition=~Q(decision="honoured") | Q(consent__in=["paper", "code"]), name="pupil_needs_a_guardian"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", guardian_name="", guardian_phone=""),
                name="erased_pupil_is_empty",
            ),
        ]


class PupilTask(models.Model):
    """A simple task that a pupil has done."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    kind = models.CharField(max_length=6)
    done_on = models.DateField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PupilTaskKind.values()), name="pupil_task_is_known"),
            models.UniqueConstraint(fields=["pupil", "kind"], name="one_task_of_a_kind"),
        ]
