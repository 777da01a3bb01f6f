"""Whom a crew may call through the exchange: reporters who left a number and did not ask to be left alone."""

from collections.abc import Collection, Mapping

from django.db.models.functions import Coalesce

from peygir.cases.models import Report
from peygir.people.channels import Channel


def callable_reports(case_ids: Collection[int]) -> Mapping[int, list[int]]:
    """By case: the ids of the reports whose reporters may be called, oldest first; one statement."""
    rows = Report.objects.filter(case_id__in=list(case_ids), citizen__isnull=False).exclude(channel=Channel.IMPORT)
    rows = rows.annotate(
        number=Coalesce("citizen__merged_into__phone", "citizen__phone"),
        is_quiet=Coalesce("citizen__merged_into__is_silent", "citizen__is_silent"),
    )
    reports: dict[int, list[int]] = {}
    for case_id, report_id in (
        rows.filter(is_quiet=False).exclude(number="").order_by("pk").values_list("case_id", "pk")
    ):
        reports.setdefault(case_id, []).append(report_id)
    return reports
