"""The tables of the city's reports: of what blocks each kind is composed, the reports, and their files."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.insight.report_words import ReportFileForm, ReportKind, ReportState


class ReportTemplate(models.Model):
    """The blocks of a kind of report from a moment on; a city without a row has those that are shipped."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6)
    blocks = models.JSONField()
    by = models.CharField(max_length=32)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind"], name="one_report_template_in_force", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values()), name="template_report_kind_is_known"),
        ]


class CityReport(Chained):
    """A report of 137 about a period: ordered, composed, read and approved by another person, and then for everybody.

    `number` counts the reports of the same period. `blocks` are those it was composed of; `manifest` names the data
    (the lake's events, root and files) and the SHA-256 of its own files, once it is composed.
    """

    history_file: ClassVar[str] = "cityreport"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6)
    first_on = models.DateField()
    last_on = models.DateField()
    number = models.SmallIntegerField()
    state = models.CharField(max_length=9, default=ReportState.ORDERED.value)
    blocks = models.JSONField()
    manifest = models.JSONField(default=dict)
    made_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    drafted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")  # why it was refused, or could not be composed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "kind", "first_on", "number"], name="one_city_report_of_a_number"),
            models.UniqueConstraint(
                fields=["city", "kind", "first_on"],
                name="one_city_report_in_the_making",
                condition=Q(state__in=[ReportState.ORDERED.value, ReportState.DRAFT.value]),
            ),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values()), name="city_report_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values()), name="city_report_state_is_known"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="city_report_days_in_order"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("made_by")) | ~Q(state="published"),
                name="city_report_is_approved_by_another",
            ),
        ]


class CityReportFile(models.Model):
    """A file of a report in a form and a language; once the report is published it stays as it is."""

    report = models.ForeignKey(CityReport, on_delete=models.PROTECT, related_name="files", db_index=False)
    form = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    size = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "form", "language"], name="one_file_of_a_city_report"),
            models.CheckConstraint(condition=Q(form__in=ReportFileForm.values()), name="report_form_is_known"),
        ]
