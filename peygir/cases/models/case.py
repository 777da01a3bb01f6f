"""The case: one problem in the city."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.cases.states import ENDED, OPEN, CaseState, CloseKind
from peygir.city.urgencies import Urgency
from peygir.core.vocabulary import plain
from peygir.history.models import Chained


class Case(Chained):
    """One problem to be solved, with its current state and owner; its events are in `history`."""

    history_file: ClassVar[str] = "case"

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=10, unique=True)  # the tracking code of the report that opened it
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=14, default=CaseState.NEW.value)
    state_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_kind = models.CharField(max_length=10, blank=True)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=1, default=Urgency.NORMAL.value)
    district = models.ForeignKey("city.District", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    neighbourhood = models.ForeignKey(
        "city.Neighbourhood", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lat = models.FloatField(null=True, blank=True)  # degrees, WGS84
    lon = models.FloatField(null=True, blank=True)
    cell = models.BigIntegerField(null=True, blank=True)  # the point's H3 cell (core.geometry.cell): what is near
    address = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    branch = models.CharField(max_length=20, blank=True)
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True, blank=True)  # the finish promise in force; inboxes sort by it
    until = models.DateTimeField(null=True, blank=True)  # when a wait is expected to end
    is_confidential = models.BooleanField(default=False)
    about_unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    about_staff = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asset = models.ForeignKey("assets.Asset", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    season_code = models.CharField(max_length=40, blank=True, default="")  # the season in which its promises were given
    incident_code = models.CharField(max_length=20, blank=True, default="")  # the incident it belongs to
    report_count = models.IntegerField(default=1)
    return_count = models.IntegerField(default=0)
    version = models.IntegerField(default=1)  # incremented by each change that a person could have overlooked

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values()), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(close_kind__in=["", *CloseKind.values()]), name="close_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False) & ~Q(close_kind="")
                | ~Q(state=CaseState.CLOSED) & Q(closed_at__isnull=True, close_kind=""),
                name="closed_has_time_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.MERGED, merged_into__isnull=False)
                | ~Q(state=CaseState.MERGED) & Q(merged_into__isnull=True),
                name="merged_has_a_target",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="point_is_whole",
            ),
        ]
        indexes = [
            # Inbox: a unit's open cases, due soonest first. Ended cases are not in the index.
            models.Index(fields=["unit", "due_at", "id"], name="case_inbox", condition=Q(state__in=plain(OPEN))),
            models.Index(fields=["city", "due_at", "id"], name="case_city_inbox", condition=Q(state__in=plain(OPEN))),
            models.Index(fields=["city", "opened_at"], name="case_by_time"),
            # Duplicate search: recently opened cases in a cell and around.
            models.Index(fields=["city", "cell", "opened_at"], name="case_near", condition=Q(cell__isnull=False)),
            models.Index(fields=["incident_code"], name="case_incident", condition=~Q(incident_code="")),
            # The life of an asset.
            models.Index(fields=["asset", "opened_at"], name="case_of_asset", condition=Q(asset__isnull=False)),
            # Map bounds: by latitude, then filtered; only open ones.
            models.Index(fields=["lat", "lon"], name="case_map", condition=Q(state__in=plain(OPEN))),
            # Recently changed: for polling systems, the public map and the month's metrics.
            models.Index(fields=["city", "state_at"], name="case_changed"),
            models.Index(fields=["merged_into"], name="case_merged", condition=Q(merged_into__isnull=False)),
            # Search in a unit's ended cases, newest first; the city's have that order by primary key.
            models.Index(fields=["unit", "id"], name="case_archive", condition=Q(state__in=plain(ENDED))),
            models.Index(fields=["city", "id"], name="case_open", condition=Q(state__in=plain(OPEN))),
            # For proposed drafts; for the confidential desk.
            models.Index(fields=["unit", "topic", "id"], name="case_confirmed", condition=Q(close_kind="confirmed")),
            models.Index(fields=["city", "due_at"], name="case_confidential", condition=Q(is_confidential=True)),
        ]

    def __str__(self) -> str:
        return self.code
