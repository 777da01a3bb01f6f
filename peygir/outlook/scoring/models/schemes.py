"""The table of schemes: which indicators make a mark, with which weights and targets, from which month on."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.scoring.words import SchemeState


class MarkScheme(Chained):
    """How marks are made from a month on, until that of a later scheme; one person proposes it, another decides.

    `content` is of `rules.SchemeContent`; a trigger of the database refuses to change it, and the whole row once it is
    decided. `digest` is the SHA-256 of its canonical JSON.
    """

    history_file: ClassVar[str] = "scscheme"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()  # the first day of its first month
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, default="proposed")
    proposed_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "from_on"], condition=Q(state="decided"), name="one_decided_scheme_per_month"
            ),
            models.CheckConstraint(condition=Q(state__in=SchemeState.values()), name="scheme_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="scheme_is_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | ~Q(decided_by=F("proposed_by")), name="scheme_has_two_people"
            ),
        ]
        indexes = [models.Index(fields=["city", "from_on"], name="scheme_by_month")]
