"""Questions about findings: those of a panel or a city, with their votes and answers, and a member's own vote."""

from collections import defaultdict

from django.db.models import Count, Q, QuerySet

from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.panel.finding_facts import MotionFacts, PanelFindingFacts
from peygir.outlook.panel.interest_queries import with_interest
from peygir.outlook.panel.models import PanelBallot, PanelFinding, PanelFindingCase, PanelMember, PanelMotion
from peygir.outlook.panel.owed_queries import owed_facts
from peygir.outlook.panel.states import FindingState, MemberState, MotionResult, PanelState

PUBLIC_STATES = (FindingState.OWED, FindingState.ANSWERED, FindingState.SETTLED)
"""Findings that the panel adopted; the others are seen by its members alone."""


_UNSETTLED = (FindingState.OWED, FindingState.ANSWERED)


def findings(term_id: int, *, only_public: bool = True) -> list[PanelFindingFacts]:
    """Return the findings of a panel, the newest first; everybody sees those that were adopted."""
    rows = PanelFinding.objects.filter(term_id=term_id)
    rows = rows.filter(state__in=PUBLIC_STATES) if only_public else rows
    return _findings(rows.order_by("-made_at", "-pk"))


def left_findings(city_id: int) -> list[PanelFindingFacts]:
    """Return the findings of panels whose terms are over that are not settled yet, the newest first."""
    today = city.day_of(city_id, clock.now())
    over = Q(term__state=PanelState.ENDED) | Q(term__state=PanelState.DRAWN, term__to_on__lt=today)
    rows = PanelFinding.objects.filter(over, term__city_id=city_id, state__in=_UNSETTLED)
    return _findings(rows.order_by("-made_at", "-pk"))


def finding(city_id: int, finding_id: int, *, only_public: bool = True) -> PanelFindingFacts | None:
    """Return one finding of this city; None for a number that is none, or for one that is not public."""
    rows = PanelFinding.objects.filter(pk=finding_id, term__city_id=city_id)
    rows = rows.filter(state__in=PUBLIC_STATES) if only_public else rows
    return next(iter(_findings(rows)), None)


def motion_of(term_id: int, motion_id: int) -> tuple[PanelFindingFacts, MotionFacts] | None:
    """Return a vote of this panel with its finding, which an earlier one may have found; None for no such vote."""
    rows = PanelFinding.objects.filter(motions__pk=motion_id, motions__proposer__term_id=term_id)
    facts = next(iter(_findings(rows)), None)
    motion = next((one for one in facts.motions if one.id == motion_id), None) if facts is not None else None
    return (facts, motion) if facts is not None and motion is not None else None


def own_vote(motion_id: int, member_id: int) -> str:
    """Return how a member votes until now; "" for not at all."""
    rows = PanelBallot.objects.filter(motion_id=motion_id, member_id=member_id)
    return rows.values_list("vote", flat=True).first() or ""


def open_motions(term_id: int, member_id: int) -> list[tuple[PanelFindingFacts, MotionFacts, str]]:
    """Return the votes under way in which a member may take part, with the own vote, the first to close first."""
    rows = PanelFinding.objects.filter(motions__proposer__term_id=term_id, motions__result=MotionResult.OPEN)
    opened = []
    for facts in _findings(rows):
        motion = facts.open_motion
        out = with_interest(
            [member_id], unit_id=facts.unit_id, district_id=facts.district_id, programme_id=facts.programme_id
        )
        if motion is not None and not out:
            opened.append((facts, motion, own_vote(motion.id, member_id)))
    return sorted(opened, key=lambda row: row[1].closes_at)


def has_interest(member_id: int, facts: PanelFindingFacts) -> bool:
    """Whether a member declared a conflict of interest with what a finding is about."""
    things = {"unit_id": facts.unit_id, "district_id": facts.district_id, "programme_id": facts.programme_id}
    return bool(with_interest([member_id], **things))


def count_members(term_id: int) -> int:
    """Return how many members have taken their seats."""
    return PanelMember.objects.filter(term_id=term_id, state=MemberState.ACTIVE).count()


def _findings(rows: QuerySet[PanelFinding]) -> list[PanelFindingFacts]:
    stored = list(rows.select_related("proposer", "district", "unit", "term").distinct())
    ids = [row.pk for row in stored]
    codes: dict[int, list[str]] = defaultdict(list)
    cases = PanelFindingCase.objects.filter(finding_id__in=ids).order_by("pk")
    for finding_id, code in cases.values_list("finding_id", "case__code"):
        codes[finding_id].append(code)
    motions: dict[int, list[MotionFacts]] = defaultdict(list)
    voted = PanelMotion.objects.filter(finding_id__in=ids).select_related("proposer__term").order_by("number")
    for motion in voted.annotate(voters=Count("ballots", filter=Q(result=MotionResult.OPEN))):
        motions[motion.finding_id].append(_motion(motion, motion.voters))
    answers = owed_facts(finding_ids=ids)
    return [
        PanelFindingFacts(
            id=row.pk,
            term_id=row.term_id,
            panel=row.term.title,
            number=row.number,
            title=row.title,
            text=row.text,
            unit_id=row.unit_id,
            unit=city.names_of(row.unit),
            district_id=row.district_id,
            district=city.names_of(row.district) if row.district is not None else None,
            programme_id=row.programme_id,
            proposer=row.proposer.number,
            state=row.state,
            state_at=row.state_at,
            made_at=row.made_at,
            codes=tuple(codes[row.pk]),
            motions=tuple(motions[row.pk]),
            answers=tuple(one for one in answers if one.finding_id == row.pk),
        )
        for row in stored
    ]


def _motion(row: PanelMotion, voters: int) -> MotionFacts:
    is_open = row.result == MotionResult.OPEN
    return MotionFacts(
        id=row.pk,
        finding_id=row.finding_id,
        number=row.number,
        kind=row.kind,
        term_id=row.proposer.term_id,
        panel=row.proposer.term.title,
        proposer=row.proposer.number,
        counted_at=row.counted_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        result=row.result,
        eligible=row.eligible,
        excluded=row.excluded,
        quorum=row.quorum,
        yes=row.yes,
        no=row.no,
        abstain=row.abstain,
        cast=voters if is_open else row.yes + row.no + row.abstain,
    )
