"""What of the panel falls due next, and which uploads its visits still need."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min
from django.db.models.functions import Coalesce

from peygir.outlook.panel.models import OwedAnswer, PanelMotion, PanelVisit, Petition
from peygir.outlook.panel.states import MotionResult, PetitionState


def next_panel_at() -> datetime | None:
    """Return the earliest moment at which a vote, an owed answer, a petition or the look at one falls due."""
    moments: tuple[datetime | None, ...] = (
        OwedAnswer.objects.filter(next_at__isnull=False).aggregate(at=Min("next_at"))["at"],
        PanelMotion.objects.filter(result=MotionResult.OPEN).aggregate(at=Min("closes_at"))["at"],
        Petition.objects.filter(state=PetitionState.REVIEW).aggregate(at=Min(Coalesce("review_next_at", "made_at")))[
            "at"
        ],
        Petition.objects.filter(ended_at=None).aggregate(at=Min("closes_at"))["at"],
    )
    return min((moment for moment in moments if moment is not None), default=None)


def raw_names_of_visits(names: Collection[str]) -> set[str]:
    """Return those of these raw uploads whose picture of a visit is not made yet."""
    return set(PanelVisit.objects.filter(raw__in=list(names)).values_list("raw", flat=True))


def pictures_of_visits(names: Collection[str]) -> set[str]:
    """Return those of these files that a visit shows."""
    return {
        name
        for column in ("raw", "picture", "thumb")
        for name in PanelVisit.objects.filter(**{f"{column}__in": list(names)}).values_list(column, flat=True)
    }
