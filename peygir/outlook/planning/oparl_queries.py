"""Reads the public part of the council for OParl: what was public once stays known, as deleted, with its moments.

Spec: https://oparl.org/spezifikation/. What was never public is nowhere here.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final, TypeVar, cast

from django.db.models import OuterRef, QuerySet, Subquery

from peygir.history.models import Event
from peygir.outlook.planning.models import AgendaItem, CouncilDecision, CouncilSession, Proposal
from peygir.outlook.planning.oparl_facts import (
    OparlCommission,
    OparlCouncil,
    OparlItem,
    OparlMeeting,
    OparlPaper,
    OparlStamps,
)
from peygir.people.permissions import Permission
from peygir.people.public_offices import public_officers
from peygir.people.role_catalogue import roles_with

_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The moments of a council of which nothing is public yet."""


def oparl_council(city_id: int) -> OparlCouncil:
    """Return everything that OParl shows of a city's council; about seven statements, whatever their number."""
    items = _items(city_id)
    meetings = _meetings(city_id, items)
    papers = tuple(_paper(row) for row in _with_moments("proposal", Proposal.objects.filter(city_id=city_id)))
    commissions = _commissions(meetings, papers)
    members = tuple(public_officers(roles_with(Permission.WATCH_CITY)))
    moments = [row.stamps for row in meetings] + [row.stamps for row in items] + [row.stamps for row in papers]
    first = min((one.created for one in moments), default=_BEGINNING)
    last = max((one.modified for one in moments), default=first)
    return OparlCouncil(OparlStamps(created=first, modified=last), meetings, items, papers, commissions, members)


Row = TypeVar("Row", CouncilSession, Proposal)


def _with_moments(file: str, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """The rows that were public once, with the moment of their last event, by number."""
    last = Event.objects.filter(file=file, file_id=OuterRef("pk"), number=OuterRef("event_count")).values("at")[:1]
    public = rows.filter(published_at__isnull=False).annotate(changed_at=Subquery(last)).order_by("pk")
    return cast("QuerySet[Row]", public)


def _stamps(row: CouncilSession | Proposal, *more: datetime) -> OparlStamps:
    created = row.published_at or row.made_at
    if row.hidden_at is not None:
        return OparlStamps(created=created, modified=row.hidden_at, is_deleted=True)
    changed: datetime = row.changed_at or created  # type: ignore[union-attr]  # annotated
    return OparlStamps(created=created, modified=max([created, changed, *more]))


def _meetings(city_id: int, items: Sequence[OparlItem]) -> tuple[OparlMeeting, ...]:
    changed: dict[int, list[datetime]] = {}
    for item in items:
        changed.setdefault(item.meeting_id, []).append(item.stamps.modified)
    rows = _with_moments("sitting", CouncilSession.objects.filter(city_id=city_id))
    return tuple(
        OparlMeeting(
            row.pk,
            row.number,
            row.commission,
            row.held_on,
            row.begins_at,
            row.place,
            row.state,
            _stamps(row, *changed.get(row.pk, ())),
        )
        for row in rows
    )


def _items(city_id: int) -> tuple[OparlItem, ...]:
    """The items about what was public once; of questions, those about problems that everybody may read."""
    rows = AgendaItem.objects.filter(session__city_id=city_id, session__published_at__isnull=False)
    rows = rows.filter(proposal__published_at__isnull=False) | rows.filter(question__problem__is_public=True)
    rows = rows.select_related("session", "proposal", "question__problem")
    decisions = {one.item_id: one for one in CouncilDecision.objects.filter(item__session__city_id=city_id)}
    return tuple(_item(row, decisions.get(row.pk)) for row in rows.order_by("pk"))


def _item(row: AgendaItem, decision: CouncilDecision | None) -> OparlItem:
    paper, question = row.proposal, row.question
    published = [row.session.published_at, paper.published_at if paper is not None else None]
    created = max([row.added_at, *(moment for moment in published if moment is not None)])
    gone = [row.removed_at, row.session.hidden_at, paper.hidden_at if paper is not None else None]
    ended = [moment for moment in gone if moment is not None]
    changes = [decision.at if decision is not None else None, question.answered_at if question is not None else None]
    modified = max([created, *(moment for moment in (*changes, *ended) if moment is not None)])
    resolution = "\n".join(filter(None, (decision.amendments, decision.reason))) if decision is not None else ""
    return OparlItem(
        row.pk,
        row.session_id,
        row.number or 0,
        paper.title if paper is not None else question.problem.title if question is not None else "",
        paper.pk if paper is not None else None,
        decision.outcome if decision is not None else question.answer if question is not None else "",
        resolution,
        (decision.votes_for, decision.votes_against, decision.votes_abstained) if decision is not None else None,
        OparlStamps(created=created, modified=modified, is_deleted=bool(ended)),
    )


def _paper(row: Proposal) -> OparlPaper:
    return OparlPaper(
        row.pk, row.title, row.letter_number, row.letter_on, row.commission, row.unit_id, row.amount, _stamps(row)
    )


def _commissions(meetings: Iterable[OparlMeeting], papers: Iterable[OparlPaper]) -> tuple[OparlCommission, ...]:
    """The commissions by name, known since the first public session or paper of theirs; gone with the last one."""
    stamps: dict[str, list[OparlStamps]] = {}
    known = [(row.commission, row.stamps) for row in meetings] + [(row.commission, row.stamps) for row in papers]
    for name, moments in known:
        if name:
            stamps.setdefault(name, []).append(moments)
    return tuple(
        OparlCommission(
            name,
            OparlStamps(
                created=min(one.created for one in moments),
                modified=max(one.modified for one in moments),
                is_deleted=all(one.is_deleted for one in moments),
            ),
        )
        for name, moments in sorted(stamps.items())
    )
