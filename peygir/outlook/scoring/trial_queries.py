"""Questions about trials of other schemes and deadlines; for those who decide about schemes."""

from peygir.outlook.scoring.models import MarkTrial
from peygir.outlook.scoring.stored_trials import TrialFacts, effect_from, months_from


def mark_trials(city_id: int) -> list[TrialFacts]:
    """The trials of a city that are kept, the latest one first; one statement."""
    return [_trial(row) for row in MarkTrial.objects.filter(city_id=city_id).order_by("-asked_at", "-pk")]


def mark_trial(city_id: int, trial_id: int) -> TrialFacts | None:
    """One trial; one statement."""
    row = MarkTrial.objects.filter(city_id=city_id, pk=trial_id).first()
    return _trial(row) if row is not None else None


def _trial(row: MarkTrial) -> TrialFacts:
    return TrialFacts(
        id=row.pk,
        kind=row.kind,
        asked=row.asked,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        done_at=row.done_at,
        months=months_from(row.result),
        effect=effect_from(row.result),
    )
