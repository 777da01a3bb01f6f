"""Who may make which move of a case now, and why not; the moves themselves are in `lifecycle`."""

from dataclasses import dataclass

from peygir.cases.lifecycle import BY_VERB, CENTRE, MANAGER_OF_OWNER, MOVES, OWNER, REPORTER, SYSTEM, Move
from peygir.cases.states import CaseState
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.people.roles import CENTRE_ROLES, HEAD_ROLES, UNIT_ROLES, Role
from peygir.people.rules import Actor, CaseVisibility, is_above_the_inspectorate, is_accused, may_see


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
    if actor.kind == "staff" and not is_accused(actor, visibility) and may_see(actor, visibility):
        if actor.role in CENTRE_ROLES:
            groups.add(CENTRE)
        if actor.role == Role.INSPECTORATE and visibility.is_confidential:
            # Only the inspectorate works on a confidential report: it is owner and centre in one.
            groups |= {OWNER, CENTRE}
        if is_above_the_inspectorate(actor, visibility):
            groups |= {OWNER, CENTRE}
        at_the_desk = actor.role in UNIT_ROLES | CENTRE_ROLES | HEAD_ROLES
        if at_the_desk and actor.unit_id is not None and actor.unit_id == visibility.unit_id:
            groups.add(OWNER)
            if actor.role == Role.MANAGER:
                groups.add(MANAGER_OF_OWNER)
    return frozenset(groups)


def judge(
    verb: str, *, state: str, actor: Actor, visibility: CaseVisibility, is_reporter: bool = False
) -> MoveJudgement:
    """Whether `verb` is open now: checked by the state first, then by the actor."""
    move = BY_VERB[verb]
    if state not in move.sources:
        return MoveJudgement(move, False, _("Not possible while “{text}”.", text=CaseState.labels()[state].inside()))
    if not move.who & groups_of(actor, visibility, is_reporter=is_reporter):
        return MoveJudgement(move, False, _("Not for your role or unit."))
    return MoveJudgement(move, True)


def judge_all(
    *, state: str, actor: Actor, visibility: CaseVisibility, is_reporter: bool = False
) -> list[MoveJudgement]:
    """The judgement of every move for this actor, in the table's order."""
    return [judge(m.verb, state=state, actor=actor, visibility=visibility, is_reporter=is_reporter) for m in MOVES]
