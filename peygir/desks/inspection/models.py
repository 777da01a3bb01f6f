"""What inspectors found, the monthly plans and draws of inspection, objections of units, and declared conflicts."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.city.models import Dated
from peygir.desks.inspection.rules import ConflictReason, DrawState, InspectionFinding, ObjectionOutcome
from peygir.history.models import Chained


class InspectionForm(Dated):
    """What an inspector fills in for a topic, from a day to a day; a topic without one has the finding alone."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)
    fields = models.JSONField()  # `typed_fields.FormField` of each

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(valid_to__isnull=True), name="one_open_inspection_form"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="inspection_form_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["topic", "valid_from"], name="inspection_form_by_date")]


class Inspection(models.Model):
    """One look at the place of a case that was called done; its words are the case's note of the same event."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that recorded it
    inspector = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    finding = models.CharField(max_length=15)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)  # when a phone without a connection entered it; null: at `at`
    form = models.ForeignKey(InspectionForm, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answers = models.JSONField(null=True)  # by the codes of the form's fields

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_inspection_per_event"),
            models.CheckConstraint(condition=Q(finding__in=InspectionFinding.values()), name="finding_is_known"),
        ]
        indexes = [models.Index(fields=["inspector", "-at"], name="inspection_of_inspector")]


class InspectionPlan(Chained):
    """How the inspections of one month are drawn; nothing of it changes once the seed is fixed (a trigger refuses)."""

    history_file: ClassVar[str] = "inspplan"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    last_on = models.DateField()
    version = models.IntegerField(default=1)
    visits = models.IntegerField()  # that the city can make in the month
    floor_percent = models.SmallIntegerField()  # of the visits, drawn with equal chances
    visit_days = models.SmallIntegerField()  # after which a drawn visit that was not made counts as missed
    expected_cases = models.IntegerField()  # that will be called done in the month
    mean_weight = models.FloatField(default=1.0)
    weights = models.JSONField()  # of `drawing.RiskWeights`
    key_digest = models.CharField(max_length=64)  # of the key that makes the codes of the cases
    proposed_seed = models.CharField(max_length=200, blank=True, default="")
    proposed_source = models.CharField(max_length=300, blank=True, default="")
    proposed_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=200, blank=True, default="")
    seed_kind = models.CharField(max_length=12, blank=True, default="")
    seed_source = models.CharField(max_length=300, blank=True, default="")
    seed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "first_on"], name="one_inspection_plan_per_month"),
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="inspection_month_is_a_month"),
            models.CheckConstraint(
                condition=Q(floor_percent__gte=20, floor_percent__lte=30), name="inspection_floor_is_a_floor"
            ),
            models.CheckConstraint(
                condition=Q(visits__gte=1, visit_days__gte=1, expected_cases__gte=1), name="inspection_plan_is_positive"
            ),
        ]


class InspectionDraw(models.Model):
    """One case called done, its chance of being inspected and its lot; drawn or not."""

    plan = models.ForeignKey(InspectionPlan, on_delete=models.PROTECT, related_name="draws", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that called the case done
    n = models.SmallIntegerField()  # how often the case has been called done
    pseudonym = models.CharField(max_length=16)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    called_done_at = models.DateTimeField()
    marks = models.JSONField()  # the reasons that went into the weight
    weight = models.FloatField()
    chance = models.FloatField()
    lot = models.FloatField()
    is_floor = models.BooleanField()  # the lot lies under the equal chance of all
    state = models.CharField(max_length=9)
    due_on = models.DateField(null=True)
    inspection = models.OneToOneField(Inspection, null=True, on_delete=models.PROTECT, related_name="draw")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_draw_per_finish"),
            models.UniqueConstraint(fields=["plan", "pseudonym"], name="one_code_per_draw"),
            models.CheckConstraint(condition=Q(state__in=DrawState.values()), name="draw_state_is_known"),
            models.CheckConstraint(condition=Q(chance__gt=0, chance__lte=1), name="draw_has_a_chance"),
            models.CheckConstraint(condition=Q(lot__gte=0, lot__lt=1), name="draw_has_a_lot"),
            models.CheckConstraint(
                condition=(Q(state="passed") & Q(lot__gte=F("chance")))
                | (~Q(state="passed") & Q(lot__lt=F("chance"), due_on__isnull=False)),
                name="lot_decides_the_draw",
            ),
            models.CheckConstraint(
                condition=Q(state="visited", inspection__isnull=False)
                | (~Q(state="visited") & Q(inspection__isnull=True)),
                name="visited_draw_has_a_finding",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="draw_waiting", condition=Q(state="waiting")),
            models.Index(fields=["unit", "called_done_at"], name="draw_of_unit"),
            models.Index(fields=["called_done_at"], name="draw_by_time"),
        ]


class FindingObjection(models.Model):
    """A unit's objection to the finding "not fixed", and the decision; the words are notes of the case."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="objection")
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event of the objection
    at = models.DateTimeField()
    by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=8, default="open")
    decided_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=ObjectionOutcome.values()), name="objection_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(outcome="open") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="objection_is_decided_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="objection_open", condition=Q(outcome="open"))]


class InspectorConflict(models.Model):
    """Where an inspector does not inspect: a unit's work, or a district, from a day to a day."""

    inspector = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=11)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=ConflictReason.values()), name="conflict_reason_is_known"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, district__isnull=False) | Q(unit__isnull=False, district__isnull=True),
                name="conflict_of_unit_or_district",
            ),
        ]
