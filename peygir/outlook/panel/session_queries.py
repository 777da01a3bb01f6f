"""Questions about the panel's sessions and visits."""

from collections.abc import Collection

from django.db.models import QuerySet

from peygir.outlook.panel.finding_facts import AgendaItemOfPanel, PanelSessionFacts, VisitFacts
from peygir.outlook.panel.models import PanelSession, PanelVisit
from peygir.outlook.panel.states import PanelSessionState


def panel_sessions(term_id: int) -> list[PanelSessionFacts]:
    """Return the sessions of a panel, the latest first; three statements."""
    return _sessions(PanelSession.objects.filter(term_id=term_id).order_by("-held_on", "-number"))


def panel_session(city_id: int, session_id: int) -> PanelSessionFacts | None:
    """Return one session of this city; None for a number that is none."""
    return next(iter(_sessions(PanelSession.objects.filter(pk=session_id, term__city_id=city_id))), None)


def visits(term_id: int, *, code: str = "", most: int = 100) -> list[VisitFacts]:
    """Return the visits of a panel, or those of one case, the newest first."""
    rows = PanelVisit.objects.filter(term_id=term_id)
    return _visits((rows.filter(case__code=code) if code else rows).order_by("-at", "-pk")[:most])


def visits_of_cases(city_id: int, codes: Collection[str]) -> list[VisitFacts]:
    """Return the visits of all panels to these cases, the newest first."""
    rows = PanelVisit.objects.filter(term__city_id=city_id, case__code__in=list(codes)) if codes else None
    return _visits(rows.order_by("-at", "-pk")[:100]) if rows is not None else []


def visit_picture(city_id: int, visit_id: int, *, is_small: bool, only_public: bool = True) -> str:
    """Return the stored name of a visit's picture; "" if there is none, or none that is public."""
    rows = PanelVisit.objects.filter(pk=visit_id, term__city_id=city_id)
    rows = rows.filter(is_public=True) if only_public else rows
    return rows.values_list("thumb" if is_small else "picture", flat=True).first() or ""


def digests_of_visit(visit_id: int) -> list[str]:
    """Return the SHA-256 of what was sent as the photo of a visit, as the phone that sent it needs it."""
    digest = PanelVisit.objects.filter(pk=visit_id).values_list("sha256", flat=True).first()
    return [digest] if digest else []


def _visits(rows: QuerySet[PanelVisit]) -> list[VisitFacts]:
    return [
        VisitFacts(
            id=row.pk,
            code=row.case.code,
            member=row.member.number,
            saw=row.saw,
            note=row.note,
            at=row.at,
            has_photo=bool(row.picture),
            is_public=row.is_public,
            waits=bool(row.picture) and row.looked_at is None,
        )
        for row in rows.select_related("member").select_related("case")
    ]


def _sessions(rows: QuerySet[PanelSession]) -> list[PanelSessionFacts]:
    return [
        PanelSessionFacts(
            id=row.pk,
            term_id=row.term_id,
            number=row.number,
            held_on=row.held_on,
            begins_at=row.begins_at,
            place=row.place,
            state=row.state,
            minutes=row.minutes if row.state == PanelSessionState.HELD else "",
            final_at=row.final_at,
            items=tuple(
                AgendaItemOfPanel(item.number, item.title, item.finding_id, item.petition_id, item.decision)
                for item in sorted(row.items.all(), key=lambda item: item.number)
            ),
            present=tuple(sorted(one.member.number for one in row.attendances.all())),
        )
        for row in rows.prefetch_related("items", "attendances__member")
    ]
