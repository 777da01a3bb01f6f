"""Early warnings: where the same topic returns soon after a repair, and where patrols find what nobody reports."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Case as Choose
from django.db.models import Count, DurationField, Exists, F, OuterRef, Q, Value, When

from peygir.assets.queries import warranties
from peygir.cases.models import Case, Report
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core.vocabulary import plain
from peygir.desks.inspection.rules import FINISHED, WORK_DONE
from peygir.people.channels import Channel

WARRANTY: Final = timedelta(days=30)
"""Within so long after a repair the same topic at the same place counts as a return, where a topic has no own time."""
LATELY: Final = timedelta(days=90)
FEWEST_RETURNS: Final = 2
FEWEST_PATROLS: Final = 3
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class PlaceWarning:
    """A topic in a neighbourhood: how many cases returned, or were found on patrol, and of how many."""

    topic_id: int
    neighbourhood_id: int
    count: int
    of: int


def returning_places(city_id: int, *, now: datetime) -> list[PlaceWarning]:
    """Return where the same topic was reported again in the same cell within its warranty; the worst first.

    The warranty is the topic's own, as repairs of assets have it today; WARRANTY where it has none. `of` is the number
    of cases of the topic there. Three statements.
    """
    own = warranties(city_id, on=city.day_of(city_id, now))
    warranty = Choose(
        *(When(topic_id=topic_id, then=Value(timedelta(days=days))) for topic_id, days in own.items()),
        default=Value(WARRANTY),
        output_field=DurationField(),
    )
    done = Q(state__in=plain(FINISHED)) | Q(state=CaseState.CLOSED, close_kind__in=plain(WORK_DONE))
    earlier = Case.objects.filter(
        done,
        city_id=city_id,
        cell=OuterRef("cell"),
        topic_id=OuterRef("topic_id"),
        state_at__lt=OuterRef("opened_at"),
        state_at__gt=OuterRef("opened_at") - warranty,
        opened_at__gt=now - LATELY - timedelta(days=365),
    )
    recent = Case.objects.filter(
        city_id=city_id,
        opened_at__gt=now - LATELY,
        cell__isnull=False,
        topic__isnull=False,
        neighbourhood__isnull=False,
        is_confidential=False,
    )
    places = ("topic_id", "neighbourhood_id")
    counted = recent.filter(Exists(earlier)).values_list(*places).annotate(count=Count("pk")).order_by()
    returned = {(topic, area): count for topic, area, count in counted if count >= FEWEST_RETURNS}
    if not returned:
        return []
    areas = {area for _topic, area in returned}
    totals = recent.filter(neighbourhood_id__in=areas).values_list(*places).annotate(count=Count("pk")).order_by()
    of = {(topic, area): count for topic, area, count in totals}
    return _worst([PlaceWarning(*place, count, of.get(place, count)) for place, count in returned.items()])


def found_by_patrols_alone(city_id: int, *, now: datetime) -> list[PlaceWarning]:
    """Return where patrols found at least half of what is known of a topic; the worst first. One statement."""
    rows = Report.objects.filter(
        case__city_id=city_id,
        received_at__gt=now - LATELY,
        case__topic__isnull=False,
        case__neighbourhood__isnull=False,
        case__is_confidential=False,
    )
    counted = (
        rows.values_list("case__topic_id", "case__neighbourhood_id")
        .annotate(found=Count("pk", filter=Q(channel=Channel.PATROL)), of=Count("pk"))
        .filter(Q(found__gte=FEWEST_PATROLS) & Q(of__lte=F("found") * 2))
        .order_by()
    )
    return _worst([PlaceWarning(*row) for row in counted])


def patrol_counts(city_id: int, since: datetime, until: datetime) -> tuple[int, int]:
    """Return (reports of patrols, all reports) of a period; one statement."""
    rows = Report.objects.filter(case__city_id=city_id, received_at__gte=since, received_at__lt=until)
    counts = rows.aggregate(patrols=Count("pk", filter=Q(channel=Channel.PATROL)), of=Count("pk"))
    return counts["patrols"], counts["of"]


def _worst(warnings: list[PlaceWarning]) -> list[PlaceWarning]:
    return sorted(warnings, key=lambda row: (-row.count, row.topic_id, row.neighbourhood_id))[:MOST]
