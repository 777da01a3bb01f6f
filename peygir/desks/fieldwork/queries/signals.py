"""The signals about evidence: whose they are, how many, and who may explain them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from peygir.cases.owned_pictures import OwnedPicture
from peygir.desks.fieldwork.evidence_words import EvidenceRole
from peygir.desks.fieldwork.models import Evidence, EvidenceSignal
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, CaseVisibility, may_write


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """One signal: the photo that it is about, the one that was compared, its figures and its explanation."""

    id: int
    case_id: int
    unit_id: int | None
    evidence_id: int
    is_photo: bool
    kind: str
    figures: dict[str, Any]
    other_case_id: int | None
    other_kind: str
    other_number: int | None
    by: str
    at: datetime
    explained_why: str
    explained_by: str
    explained_at: datetime | None


def may_explain(actor: Actor, visibility: CaseVisibility, *, author: str) -> bool:
    """Whether the actor may explain a signal: the unit's manager or the inspectorate, nobody one about the own work."""
    if str(actor) == author or not may_write(actor, visibility):
        return False
    if actor.may(Permission.READ_CONFIDENTIAL):
        return True
    return actor.may(Permission.LEAD_UNIT) and actor.unit_id is not None and actor.unit_id == visibility.unit_id


@dataclass(frozen=True, slots=True)
class SignalScope:
    """Whose signals: those of a unit or (None) of all; those about confidential cases only for who may read them."""

    unit_id: int | None
    with_confidential: bool


def scope_of_signals(actor: Actor) -> SignalScope:
    """Those that an actor may look through: the inspectorate all, others their own unit's."""
    if actor.may(Permission.READ_CONFIDENTIAL):
        return SignalScope(None, with_confidential=True)
    return SignalScope(actor.unit_id if actor.unit_id is not None else 0, with_confidential=False)


def signals(
    scope: SignalScope, *, kind: str = "", is_open: bool = True, before: int | None = None, limit: int
) -> list[SignalFacts]:
    """Signals of a scope, the latest first: of one kind or all, those `before` an id.

    `is_open`: those that nobody has explained; else the explained ones.
    """
    rows = _within(scope).filter(explained_at__isnull=is_open)
    if kind:
        rows = rows.filter(kind=kind)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_facts(row) for row in rows.order_by("-pk").select_related("evidence")[:limit]]


def signals_of(case_ids: Collection[int]) -> list[SignalFacts]:
    """All signals of some cases, oldest first."""
    rows = EvidenceSignal.objects.filter(case_id__in=case_ids).order_by("pk").select_related("evidence")
    return [_facts(row) for row in rows]


def signal_counts(scope: SignalScope) -> dict[str, int]:
    """How many signals of each kind nobody has explained."""
    counted = _within(scope).filter(explained_at=None).values_list("kind").annotate(count=Count("pk"))
    return dict(counted)


def owners_of_pictures(names: Collection[str]) -> Sequence[OwnedPicture]:
    """The photos of the work that are stored under these names."""
    rows = Evidence.objects.filter(picture__in=names, kind="photo", state="ready").order_by("pk")
    before = (EvidenceRole.BEFORE.value, EvidenceRole.VISIT.value)
    return [
        OwnedPicture(row.picture, row.thumb, "work", row.pk, row.case_id, row.at, row.role in before) for row in rows
    ]


def _within(scope: SignalScope) -> QuerySet[EvidenceSignal]:
    rows = EvidenceSignal.objects.all()
    if not scope.with_confidential:
        rows = rows.filter(case__is_confidential=False)
    return rows if scope.unit_id is None else rows.filter(unit_id=scope.unit_id)


def _facts(row: EvidenceSignal) -> SignalFacts:
    return SignalFacts(
        row.pk,
        row.case_id,
        row.unit_id,
        row.evidence_id,
        row.evidence.kind == "photo",
        row.kind,
        row.figures,
        row.other_case_id,
        row.other_kind,
        row.other_number,
        row.by,
        row.at,
        row.explained_why,
        row.explained_by,
        row.explained_at,
    )
