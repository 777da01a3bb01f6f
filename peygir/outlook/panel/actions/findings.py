"""Members propose findings and vote on them; a finding that is adopted makes its unit owe an answer."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from peygir.cases.actions.file import refuse_the_personal
from peygir.cases.models import Case
from peygir.cases.public import shown
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.panel import PanelFindingProposed, PanelMotionCounted, PanelMotionOpened
from peygir.outlook.panel.actions.interests import ThingIsUnknown
from peygir.outlook.panel.actions.opening import as_citizen, is_at_work, open_as_member, record_in, refuse_interest
from peygir.outlook.panel.actions.owed import owe_answer
from peygir.outlook.panel.interest_queries import with_interest
from peygir.outlook.panel.models import (
    PanelBallot,
    PanelFinding,
    PanelFindingCase,
    PanelMember,
    PanelMotion,
    PanelTerm,
)
from peygir.outlook.panel.rules import VoteCount, checked_words, quorum_of
from peygir.outlook.panel.states import FindingState, MemberState, MotionKind, MotionResult, PanelVote
from peygir.outlook.planning.models import Programme
from peygir.people.rules import CLOCK, Actor

MOST_CASES: Final = 30


class NoSuchPanelFinding(Missing):
    """There is no such finding."""

    message = _("There is no such finding of the panel.")


class NoSuchMotion(Missing):
    """There is no such vote."""

    message = _("There is no such vote of the panel.")


class CasesAreNotPublic(Invalid):
    """A code is none, or of a case that is not public."""

    message = _("Please give the codes of up to 30 public cases, with a space between them.")


class VoteIsOver(Conflict):
    """The vote has ended."""

    message = _("This vote is over.")


class VoteIsNotRight(Invalid):
    """The vote is none of the three."""

    message = _("Please choose yes, no or abstain.")


class NothingToSettle(Conflict):
    """The unit has not answered, or a vote is under way."""

    message = _("The panel decides whether a finding is settled after the unit has answered, in one vote at a time.")


@transaction.atomic
def propose_finding(
    term_id: int,
    *,
    title: str,
    text: str,
    unit_id: int,
    codes: Sequence[str],
    own: Collection[int],
    district_id: int | None = None,
    programme_id: int | None = None,
) -> int:
    """Propose a finding about a unit, shown by public cases, and open the vote; returns the finding's id.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, TextIsTooShort, WordsArePersonal, ThingIsUnknown,
    CasesAreNotPublic, MemberHasInterest.
    """
    term, member = open_as_member(own, term_id=term_id)
    title, text = checked_words(title, text)
    refuse_the_personal(f"{title}\n{text}")
    if not any(row.id == unit_id for row in city.units(term.city_id)):
        raise ThingIsUnknown()
    if district_id is not None and city.district(term.city_id, district_id) is None:
        raise ThingIsUnknown()
    is_public = Programme.objects.filter(pk=programme_id or 0, city_id=term.city_id, is_public=True)
    if programme_id is not None and not is_public.exists():
        raise ThingIsUnknown()
    refuse_interest(member, unit_id=unit_id, district_id=district_id, programme_id=programme_id)
    cases = list(Case.objects.filter(shown(term.city_id), city_id=term.city_id, code__in=codes[: MOST_CASES + 1]))
    if len(cases) != len(set(codes)) or len(cases) > MOST_CASES:
        raise CasesAreNotPublic()
    now = clock.now()
    last = PanelFinding.objects.filter(term=term).aggregate(last=Max("number"))["last"] or 0
    finding = PanelFinding(
        term=term,
        number=last + 1,
        title=title,
        text=text,
        unit_id=unit_id,
        district_id=district_id,
        programme_id=programme_id,
        proposer=member,
        state_at=now,
        made_at=now,
    )
    finding.save(force_insert=True)
    PanelFindingCase.objects.bulk_create([PanelFindingCase(finding=finding, case=case) for case in cases])
    by = as_citizen(member.citizen_id)
    record(finding, PanelFindingProposed(member=member.number, unit=unit_id), by=str(by), at=now)
    _open_motion(finding, MotionKind.ADOPT, member, term)
    return int(finding.pk)


@transaction.atomic
def propose_settling(term_id: int, finding_id: int, *, own: Collection[int]) -> int:
    """Open the vote on whether an answered finding is settled, of the own panel or one whose term is over.

    The members of the panel at work vote, by its quorum and days. Returns the motion's id.
    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, NoSuchPanelFinding, MemberHasInterest, NothingToSettle.
    """
    term, member = open_as_member(own, term_id=term_id)
    finding = _locked(finding_id, term)
    _refuse_interest(member, finding)
    if finding.state != FindingState.ANSWERED or finding.motions.filter(result=MotionResult.OPEN).exists():
        raise NothingToSettle()
    return int(_open_motion(finding, MotionKind.SETTLE, member, term).pk)


@transaction.atomic
def cast_vote(term_id: int, motion_id: int, *, vote: str, own: Collection[int]) -> None:
    """Vote, or change the own vote, while a vote is under way; it ends at once when everybody has voted.

    Raises NoSuchPanel, NotOfThePanel, PanelIsNotAtWork, NoSuchMotion, VoteIsOver, MemberHasInterest, VoteIsNotRight.
    """
    term, member = open_as_member(own, term_id=term_id)
    known = PanelMotion.objects.filter(pk=motion_id, proposer__term=term).values_list("finding_id", flat=True).first()
    if known is None:
        raise NoSuchMotion()
    finding = _locked(known, term)
    motion = PanelMotion.objects.get(pk=motion_id)
    now = clock.now()
    if motion.result != MotionResult.OPEN or now >= motion.closes_at:
        raise VoteIsOver()
    _refuse_interest(member, finding)
    if vote not in PanelVote.labels():
        raise VoteIsNotRight()
    PanelBallot.objects.update_or_create(motion=motion, member=member, defaults={"vote": vote, "at": now})
    if count_of(motion, finding, term).is_over:
        _end(motion, finding, term, now, by=as_citizen(member.citizen_id))


def count_due_motions(now: datetime) -> int:
    """End the votes whose time is over; returns how many."""
    due = list(PanelMotion.objects.filter(result=MotionResult.OPEN, closes_at__lte=now).values_list("pk", "finding_id"))
    for motion_id, finding_id in due:
        with transaction.atomic():
            finding = PanelFinding.objects.select_for_update(no_key=True).get(pk=finding_id)
            motion = PanelMotion.objects.select_related("proposer__term").get(pk=motion_id)
            if motion.result == MotionResult.OPEN:
                _end(motion, finding, motion.proposer.term, now, by=CLOCK)
    return len(due)


def count_of(motion: PanelMotion, finding: PanelFinding, term: PanelTerm) -> VoteCount:
    """Count a vote of this panel as it stands, without the members who have a conflict of interest."""
    members = set(PanelMember.objects.filter(term=term, state=MemberState.ACTIVE).values_list("pk", flat=True))
    out = with_interest(
        members, unit_id=finding.unit_id, district_id=finding.district_id, programme_id=finding.programme_id
    )
    eligible = members - out
    votes = [row.vote for row in motion.ballots.filter(member_id__in=eligible)]
    counts = {vote: votes.count(vote) for vote in PanelVote}
    return VoteCount(
        eligible=len(eligible),
        yes=counts[PanelVote.YES],
        no=counts[PanelVote.NO],
        abstain=counts[PanelVote.ABSTAIN],
        excluded=len(out),
        quorum=quorum_of(len(eligible), term.quorum),
    )


def _open_motion(finding: PanelFinding, kind: MotionKind, member: PanelMember, term: PanelTerm) -> PanelMotion:
    now = clock.now()
    motion = PanelMotion.objects.create(
        finding=finding,
        number=finding.motions.count() + 1,
        kind=kind,
        proposer=member,
        opens_at=now,
        closes_at=now + timedelta(days=term.voting_days),
    )
    panel = ABSENT if finding.term_id == term.pk else int(term.pk)
    event = PanelMotionOpened(motion=motion.number, vote=str(kind), member=member.number, panel=panel)
    record_in(finding, event, by=as_citizen(member.citizen_id))
    return motion


def _end(motion: PanelMotion, finding: PanelFinding, term: PanelTerm, now: datetime, *, by: Actor) -> None:
    """Fix the result of a vote of a locked finding, and do what follows from it."""
    count = count_of(motion, finding, term)
    motion.result, motion.counted_at = count.result.value, now
    for name in ("eligible", "excluded", "quorum", "yes", "no", "abstain"):
        setattr(motion, name, getattr(count, name))
    motion.save()
    has_passed = count.result == MotionResult.PASSED
    if motion.kind == MotionKind.ADOPT:
        finding.state = (FindingState.OWED if has_passed else FindingState.REJECTED).value
    else:
        # Not settled: the unit owes another answer.
        finding.state = (FindingState.SETTLED if has_passed else FindingState.OWED).value
    finding.state_at = now
    event = PanelMotionCounted(
        motion=motion.number,
        result=motion.result,
        eligible=count.eligible,
        excluded=count.excluded,
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
    )
    record_in(finding, event, by=by, write=["state", "state_at"])
    if finding.state == FindingState.OWED:
        owe_answer(term, unit_id=finding.unit_id, finding=finding, by=by)


def _locked(finding_id: int, term: PanelTerm) -> PanelFinding:
    """Return a locked finding of this panel, or of one of its city whose term is over. Raises NoSuchPanelFinding."""
    rows = PanelFinding.objects.select_for_update(no_key=True, of=("self",)).select_related("term")
    finding = rows.filter(pk=finding_id, term__city_id=term.city_id).first()
    if finding is None or (finding.term_id != term.pk and is_at_work(finding.term)):
        raise NoSuchPanelFinding()
    return finding


def _refuse_interest(member: PanelMember, finding: PanelFinding) -> None:
    refuse_interest(member, unit_id=finding.unit_id, district_id=finding.district_id, programme_id=finding.programme_id)
