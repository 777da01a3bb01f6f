"""The table of editions: one year's thanks, and the rules by which it chooses."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.honours.states import EditionState


class HonourEdition(Chained):
    """One edition of the honours; a trigger refuses changes of its rules once two people have frozen them."""

    history_file: ClassVar[str] = "edition"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()  # of the Iranian calendar
    title_fa = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    from_on = models.DateField()  # the first day whose reports count
    to_on = models.DateField()  # the last one
    places = models.SmallIntegerField(default=18)  # how many are honoured
    rules = models.JSONField()  # of `usefulness.UsefulnessRules`
    categories = models.JSONField(default=list)  # of `rules.Category`
    version = models.IntegerField(default=1)
    state = models.CharField(max_length=8, default=EditionState.DRAFT.value)
    proposed_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    frozen_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    assessed = models.IntegerField(default=0)  # persons whose reports were weighed
    eligible = models.IntegerField(default=0)  # of these, those above the minimum
    sealed_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "year"], name="one_edition_per_year"),
            models.CheckConstraint(condition=Q(state__in=EditionState.values()), name="edition_state_is_known"),
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="edition_has_days"),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=500), name="edition_has_places"),
            models.CheckConstraint(
                condition=Q(frozen_by__isnull=True) | ~Q(frozen_by=F("proposed_by")), name="edition_by_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], frozen_at__isnull=True)
                | ~Q(state__in=["draft", "proposed"]) & Q(frozen_at__isnull=False, frozen_by__isnull=False),
                name="edition_is_frozen_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="sealed") | Q(sealed_at__isnull=False, sealed_by__isnull=False),
                name="edition_is_sealed_by_somebody",
            ),
        ]
