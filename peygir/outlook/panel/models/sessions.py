"""The tables of the panel's sessions: the day, the agenda with its decisions, who was there, and the minutes."""

from django.db import models
from django.db.models import Q

from peygir.outlook.panel.models.findings import PanelFinding
from peygir.outlook.panel.models.petitions import Petition
from peygir.outlook.panel.models.terms import PanelMember, PanelTerm
from peygir.outlook.panel.states import PanelSessionState


class PanelSession(models.Model):
    """A session of the panel; once it is held, minutes and decisions stay as they are."""

    term = models.ForeignKey(PanelTerm, on_delete=models.PROTECT, related_name="sessions", db_index=False)
    number = models.SmallIntegerField()
    held_on = models.DateField()
    begins_at = models.TimeField()
    place = models.CharField(max_length=200)
    state = models.CharField(max_length=7, default=PanelSessionState.PLANNED.value)
    minutes = models.CharField(max_length=8000, blank=True, default="")
    final_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    final_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="one_panel_session_of_a_number"),
            models.CheckConstraint(
                condition=Q(state__in=PanelSessionState.values()), name="panel_session_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", final_at__isnull=True)
                | Q(state="held", final_at__isnull=False, final_by__isnull=False) & ~Q(minutes=""),
                name="held_session_has_minutes",
            ),
        ]


class PanelAgendaItem(models.Model):
    """One item of an agenda, about a finding, a petition or neither, and what was decided."""

    session = models.ForeignKey(PanelSession, on_delete=models.PROTECT, related_name="items", db_index=False)
    number = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    finding = models.ForeignKey(PanelFinding, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    petition = models.ForeignKey(Petition, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decision = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_panel_item_of_a_number"),
            models.UniqueConstraint(
                fields=["petition"], condition=Q(petition__isnull=False), name="petition_is_on_one_agenda"
            ),
        ]


class PanelAttendance(models.Model):
    """That a member took part in a session."""

    session = models.ForeignKey(PanelSession, on_delete=models.PROTECT, related_name="attendances", db_index=False)
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="one_attendance_of_a_member")]
