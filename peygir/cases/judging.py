"""Who may make which move of a case now, and why not; the moves themselves are in `lifecycle`."""

from dataclasses import dataclass

from peygir.cases.lifecycle import BY_VERB, CENTRE, CREW, LEADER, MANAGER_OF_OWNER, MOVES, OWNER, REPORTER, SYSTEM, Move
from peygir.cases.states import CaseState
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, CaseVisibility, is_above_the_inspectorate, is_accused, may_write


@dataclass(frozen=True, slots=True)
class MoveJudgement:
    """Whether a move is open to an actor now, and if not, why."""

    move: Move
    is_allowed: bool
    why: Text | None = None


def groups_of(actor: Actor, visibility: CaseVisibility, *, is_reporter: bool = False) -> frozenset[str]:
    """The groups of the `who` column that this actor belongs to for such a case."""
    groups: set[str] = set()
    if actor.is_system:
        groups.add(SYSTEM)
    if is_reporter:
        groups.add(REPORTER)
    if actor.kind == "staff" and not is_accused(actor, visibility) and may_write(actor, visibility):
        if actor.may(Permission.WORK_AT_CENTRE):
            groups.add(CENTRE)
        if actor.may(Permission.STEER_CITY) and not visibility.is_confidential:
            groups.add(LEADER)
        if actor.may(Permission.READ_CONFIDENTIAL) and visibility.is_confidential:
            # Only the inspectorate works on a confidential report: it is owner and centre in one.
            groups |= {OWNER, CENTRE}
        if is_above_the_inspectorate(actor, visibility):
            groups |= {OWNER, CENTRE}
        if actor.may(Permission.WORK_ON_ORDERS) and visibility.case_id in actor.order_case_ids:
            groups.add(CREW)
        if actor.may(Permission.WORK_AT_DESK) and actor.unit_id is not None and actor.unit_id == visibility.unit_id:
            groups.add(OWNER)
            if actor.may(Permission.LEAD_UNIT):
                groups.add(MANAGER_OF_OWNER)
    return frozenset(groups)


def may_see_originals(actor: Actor, visibility: CaseVisibility) -> bool:
    """Whether the actor may open what shows who reported or was near: recordings, documents, uncovered photos.

    That is who also decides what is public: the owning unit and the centre, or who works on confidential reports.
    """
    return bool({OWNER, CENTRE} & groups_of(actor, visibility))


def judge(
    verb: str, *, state: str, actor: Actor, visibility: CaseVisibility, is_reporter: bool = False
) -> MoveJudgement:
    """Whether `verb` is open now: checked by the state first, then by the actor."""
    return _judge(BY_VERB[verb], state, groups_of(actor, visibility, is_reporter=is_reporter))


def judge_all(
    *, state: str, actor: Actor, visibility: CaseVisibility, is_reporter: bool = False
) -> list[MoveJudgement]:
    """The judgement of every move for this actor, in the table's order."""
    groups = groups_of(actor, visibility, is_reporter=is_reporter)
    return [_judge(move, state, groups) for move in MOVES]


def _judge(move: Move, state: str, groups: frozenset[str]) -> MoveJudgement:
    if state not in move.sources:
        return MoveJudgement(move, False, _("Not possible while “{text}”.", text=CaseState.labels()[state].inside()))
    if not move.who & groups:
        return MoveJudgement(move, False, _("Not for your role or unit."))
    return MoveJudgement(move, True)
