"""Questions about petitions: the public ones, those that wait, and whether a phone has signed."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from peygir.city import queries as city
from peygir.core.personal import cover
from peygir.outlook.panel.finding_facts import PetitionFacts, ReviewCounts
from peygir.outlook.panel.models import Petition, PetitionKey, PetitionSignature
from peygir.outlook.panel.owed_queries import owed_facts
from peygir.outlook.panel.rules import signer_of
from peygir.outlook.panel.states import PetitionState

_WAITS = Q(state=PetitionState.REVIEW) | Q(state=PetitionState.OPEN, opened_by_clock=True, looked_at=None)
_NOT_PUBLIC = (PetitionState.REVIEW, PetitionState.REFUSED)


def petitions(city_id: int) -> list[PetitionFacts]:
    """Return the petitions that were opened, those that can be signed first, then the newest."""
    rows = Petition.objects.filter(term__city_id=city_id).exclude(state__in=_NOT_PUBLIC).order_by("-opened_at")
    return sorted(_petitions(rows[:200]), key=lambda row: row.ended_at is not None)


def petition(city_id: int, petition_id: int) -> PetitionFacts | None:
    """Return one petition that was opened; None for any other."""
    rows = Petition.objects.filter(term__city_id=city_id, pk=petition_id).exclude(state__in=_NOT_PUBLIC)
    return next(iter(_petitions(rows)), None)


def petitions_of_panel(term_id: int) -> list[PetitionFacts]:
    """Return all petitions of a panel, the newest first."""
    return _petitions(Petition.objects.filter(term_id=term_id).order_by("-made_at")[:300])


def petitions_of_office(city_id: int) -> list[PetitionFacts]:
    """Return the petitions of all panels as who keeps the panel reads them: what waits first, the oldest of it."""
    waiting = Petition.objects.filter(term__city_id=city_id).filter(_WAITS).order_by("made_at")[:300]
    others = Petition.objects.filter(term__city_id=city_id).exclude(_WAITS).order_by("-made_at")[:300]
    return _petitions(waiting, is_raw=True) + _petitions(others, is_raw=True)


def count_reviews(city_id: int, now: datetime) -> ReviewCounts:
    """Return how many petitions wait for a look, how many of them too long, and how many opened by themselves."""
    rows = Petition.objects.filter(term__city_id=city_id)
    return ReviewCounts(
        **rows.aggregate(
            waiting=Count("pk", filter=Q(state=PetitionState.REVIEW)),
            late=Count("pk", filter=Q(state=PetitionState.REVIEW, review_due_at__lte=now)),
            opened=Count("pk", filter=Q(opened_by_clock=True)),
        )
    )


def titles_of(petition_ids: Iterable[int]) -> dict[int, str]:
    """Return the titles of petitions by their ids, for who keeps the panel; a statement only if there are any."""
    ids = list(petition_ids)
    return dict(Petition.objects.filter(pk__in=ids).values_list("pk", "title")) if ids else {}


def count_refused(city_id: int) -> dict[str, int]:
    """Return how many petitions were not opened, by the reason."""
    rows = Petition.objects.filter(term__city_id=city_id, state=PetitionState.REFUSED)
    return dict(rows.order_by().values_list("refused_why").annotate(count=Count("pk")))


def has_signed(petition_id: int, phone: str) -> bool:
    """Whether a proven phone has signed a petition that has not ended."""
    key = PetitionKey.objects.filter(petition_id=petition_id).values_list("key", flat=True).first()
    if key is None:
        return False
    return PetitionSignature.objects.filter(petition_id=petition_id, signer=signer_of(phone, bytes(key))).exists()


def _petitions(rows: QuerySet[Petition], *, is_raw: bool = False) -> list[PetitionFacts]:
    """`is_raw`: also the words of one that opened by itself as they were written."""
    stored = list(rows.select_related("unit"))
    ids = [row.pk for row in stored]
    counts = _counts(ids)
    answers = owed_facts(petition_ids=ids)

    def words_of(row: Petition) -> Callable[[str], str]:
        is_unseen = row.opened_by_clock and row.looked_at is None and not is_raw
        return cover if is_unseen else str

    return [
        PetitionFacts(
            id=row.pk,
            term_id=row.term_id,
            number=row.number,
            title=words_of(row)(row.title),
            text=words_of(row)(row.text),
            unit_id=row.unit_id,
            unit=city.names_of(row.unit) if row.unit is not None else None,
            threshold=row.threshold,
            state=row.state,
            refused_why=row.refused_why,
            made_at=row.made_at,
            review_due_at=row.review_due_at,
            opened_by_clock=row.opened_by_clock,
            looked_at=row.looked_at,
            opened_at=row.opened_at,
            closes_at=row.closes_at,
            reached_at=row.reached_at,
            ended_at=row.ended_at,
            count=row.signatures if row.signatures is not None else counts.get(row.pk, 0),
            answers=tuple(one for one in answers if one.petition_id == row.pk),
        )
        for row in stored
    ]


def _counts(ids: Iterable[int]) -> dict[int, int]:
    rows = PetitionSignature.objects.filter(petition_id__in=list(ids)).order_by()
    return dict(rows.values_list("petition_id").annotate(count=Count("pk")))
