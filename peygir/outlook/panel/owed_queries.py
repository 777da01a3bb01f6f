"""Questions about answers that units owe the panel, with the comparison of due and present moments."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.panel.finding_facts import OwedFacts
from peygir.outlook.panel.models import OwedAnswer
from peygir.outlook.panel.rules import lateness
from peygir.outlook.panel.states import OwedStage


def owed_facts(*, finding_ids: Collection[int] = (), petition_ids: Collection[int] = ()) -> list[OwedFacts]:
    """Return the answers about these findings or petitions, in their order; two statements at most."""
    if finding_ids:
        return _owed(OwedAnswer.objects.filter(finding_id__in=list(finding_ids)).order_by("number"))
    if petition_ids:
        return _owed(OwedAnswer.objects.filter(petition_id__in=list(petition_ids)).order_by("number"))
    return []


def owed(city_id: int, owed_id: int, *, with_closed: bool = False) -> OwedFacts | None:
    """Return one owed answer of this city; `with_closed`: with the words that are not public."""
    rows = OwedAnswer.objects.filter(pk=owed_id, unit__city_id=city_id)
    return next(iter(_owed(rows, with_closed=with_closed)), None)


def owed_by_units(city_id: int, unit_ids: Collection[int] | None, *, only_open: bool = False) -> list[OwedFacts]:
    """Return what units (None: all) owe or have answered, what is open first, the first due first."""
    rows = OwedAnswer.objects.filter(unit__city_id=city_id)
    rows = rows.filter(unit_id__in=list(unit_ids)) if unit_ids is not None else rows
    rows = rows.exclude(stage=OwedStage.ANSWERED) if only_open else rows
    return sorted(_owed(rows.order_by("due_at")[:300]), key=lambda row: (not row.is_open, row.due_at))


def subjects_of(owed_ids: Iterable[int]) -> dict[int, str]:
    """Return the titles of what these answers are about, by the answer's id; a statement only if there are any."""
    ids = list(owed_ids)
    rows = OwedAnswer.objects.filter(pk__in=ids).values_list("pk", "finding__title", "petition__title") if ids else []
    return {pk: finding or petition or "" for pk, finding, petition in rows}


def _owed(rows: QuerySet[OwedAnswer], *, with_closed: bool = False) -> list[OwedFacts]:
    now, facts = clock.now(), []
    for row in rows.select_related("finding", "petition", "unit"):
        subject = row.finding or row.petition
        city_id = row.unit.city_id
        week = city.office_week(city_id, row.unit_id, city.day_of(city_id, row.asked_at))
        facts.append(
            OwedFacts(
                id=row.pk,
                finding_id=row.finding_id,
                petition_id=row.petition_id,
                number=row.number,
                subject=subject.title if subject is not None else "",
                unit_id=row.unit_id,
                unit=city.names_of(row.unit),
                days=row.days,
                asked_at=row.asked_at,
                promised_at=row.promised_at,
                due_at=row.due_at,
                stage=row.stage,
                was_read=row.was_read,
                extended_why=row.extended_why,
                extended_note=row.extended_note,
                extended_by_id=row.extended_by_id,
                extended_at=row.extended_at,
                text=row.text if with_closed or not row.closed_why else "",
                closed_why=row.closed_why,
                answered_by_id=row.answered_by_id,
                answered_at=row.answered_at,
                late=lateness(row.due_at, row.answered_at or now, week),
            )
        )
    return facts
