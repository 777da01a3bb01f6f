"""The permission rules: who may see and do what, decided from plain values."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import Permission, RoleScope
from peygir.people.role_catalogue import rights_of

ActorKind = Literal["staff", "citizen", "anonymous", "contractor", "agency", "import", "clock", "system", "directory"]
Proof = Literal["", "before", "code", "call", "message", "claim", "link"]
"""How it was proven that a report's reporter holds the phone that came with it (see docs/proof.md).

"": not at all. "code": signed in by a one-time code. "call": the PBX gave the caller's number. "message": it came
by short message from the number, or a messenger vouched for it. Later: "claim", the signed-in holder said that the
report is theirs; "link", the signed link that was sent to the number was used. "before": older than this field.
"""
PROOFS: Final[tuple[str, ...]] = get_args(Proof)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a member of staff with a role and unit, a citizen, or the system itself.

    `unit_ids_below` are the ids of the units that report to `unit_id`, itself included (a deputy sees them all).
    `order_case_ids` are the ids of the cases in the work orders at hand, for whoever sees the own orders alone.
    """

    kind: ActorKind
    id: int = 0
    role: str = ""
    unit_id: int | None = None
    unit_ids_below: frozenset[int] = frozenset()
    order_case_ids: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def rights(self) -> RoleFacts:
        """The actor's role: its permissions and their scope."""
        return rights_of(self.role)

    def may(self, permission: str) -> bool:
        """Whether the actor's role has a permission; the system itself has no role, see `is_system`."""
        return permission in self.rights.permissions

    @property
    def is_system(self) -> bool:
        """Whether this is a process of the system itself, which the rules on rows do not restrict."""
        return self.kind in ("import", "clock", "system", "directory")


ANONYMOUS = Actor("anonymous")
CLOCK = Actor("clock")
DIRECTORY = Actor("directory")  # of the organisation: it says who works here, and in which groups
IMPORT = Actor("import")
SYSTEM = Actor("system")


@dataclass(frozen=True, slots=True)
class CaseVisibility:
    """The fields of a case that decide who may see it."""

    unit_id: int | None
    is_confidential: bool
    about_unit_id: int | None = None
    about_staff_id: int | None = None
    assignee_id: int | None = None
    case_id: int | None = None


def is_accused(actor: Actor, visibility: CaseVisibility) -> bool:
    """Whether the case complains about this person or the unit this person works in.

    Unless the case names the person, people of units above the accused unit, or of others, are not accused.
    """
    if actor.kind != "staff":
        return False
    if visibility.about_staff_id is not None and visibility.about_staff_id == actor.id:
        return True
    return visibility.about_unit_id is not None and visibility.about_unit_id == actor.unit_id


def may_see(actor: Actor, visibility: CaseVisibility) -> bool:
    """Whether the actor may open such a case at all."""
    if actor.is_system:
        return True
    if actor.kind == "contractor":
        is_complaint = visibility.about_unit_id is not None or visibility.about_staff_id is not None
        is_plain = not (visibility.is_confidential or is_complaint)
        return is_plain and visibility.case_id is not None and visibility.case_id in actor.order_case_ids
    if actor.kind != "staff" or is_accused(actor, visibility):
        return False
    if visibility.is_confidential:
        return actor.may(Permission.READ_CONFIDENTIAL) or is_above_the_inspectorate(actor, visibility)
    if not actor.may(Permission.READ_CASES):
        return False
    if actor.rights.scope == RoleScope.OWN_UNIT:
        return visibility.unit_id is not None and visibility.unit_id == actor.unit_id
    if actor.rights.scope == RoleScope.BELOW:
        return visibility.unit_id in actor.unit_ids_below
    if actor.rights.scope == RoleScope.OWN_ORDERS:
        return visibility.case_id in actor.order_case_ids
    return actor.rights.scope == RoleScope.CITY


def is_above_the_inspectorate(actor: Actor, visibility: CaseVisibility) -> bool:
    """Whether this is the mayor's desk with a confidential complaint that was given to it.

    Only a complaint about the inspectorate itself, or its people, comes there.
    """
    is_complaint = visibility.about_unit_id is not None or visibility.about_staff_id is not None
    at_its_desk = actor.unit_id is not None and actor.unit_id == visibility.unit_id
    may = actor.may(Permission.JUDGE_INSPECTORATE)
    return may and visibility.is_confidential and is_complaint and at_its_desk


def may_see_phone(actor: Actor, visibility: CaseVisibility) -> bool:
    """Whether the reporter's name is shown, and the number on request (each look is recorded).

    That is everybody who calls people back: the centre, the owning unit's people, and the inspectorate for its reports.
    """
    if not may_see(actor, visibility):
        return False
    if visibility.is_confidential:
        return actor.may(Permission.READ_CONFIDENTIAL)
    return actor.may(Permission.KNOW_REPORTERS)


def may_write(actor: Actor, visibility: CaseVisibility) -> bool:
    """Whether the actor may write anything into such a case: notes, drafts, moves, public texts.

    Members of the council watch the work and write nothing into it.
    """
    may = actor.is_system or actor.kind == "contractor" or actor.may(Permission.WRITE_CASES)
    return may and may_see(actor, visibility)


def may_plan_for(actor: Actor, unit_id: int | None) -> bool:
    """Whether the actor may plan, and end, works of a unit (None: of no unit): its manager, and the centre."""
    if actor.is_system or (actor.may(Permission.PLAN_WORKS) and actor.may(Permission.WORK_AT_CENTRE)):
        return True
    return actor.may(Permission.PLAN_WORKS) and unit_id is not None and unit_id == actor.unit_id


def may_keep_assets(actor: Actor, unit_id: int | None) -> bool:
    """Whether the actor may register, change and remove assets of a unit (None: of no unit): who leads it, and the
    administration.
    """
    if actor.is_system or actor.may(Permission.ADMINISTER):
        return True
    return actor.may(Permission.LEAD_UNIT) and unit_id is not None and unit_id == actor.unit_id


def may_manage_people(actor: Actor) -> bool:
    """Whether the actor may merge citizens, and see to what others wrote for them."""
    return actor.is_system or actor.may(Permission.MANAGE_PEOPLE)


def may_lead_centre(actor: Actor) -> bool:
    """Whether the actor leads the contact centre: everybody's contacts, its settings, roster, articles and reviews."""
    return actor.is_system or actor.may(Permission.LEAD_CENTRE)


def may_speak_for(actor: Actor, *, staff_id: int, unit_id: int | None) -> bool:
    """Whether the actor may record this person's absence: the person, who leads their unit, or an administrator."""
    if actor.is_system or actor.may(Permission.ADMINISTER):
        return True
    if actor.kind != "staff":
        return False
    is_leader = actor.may(Permission.LEAD_UNIT) or actor.may(Permission.LEAD_CENTRE)
    leads = is_leader and unit_id is not None and unit_id == actor.unit_id
    return staff_id == actor.id or leads


def may_administer(actor: Actor) -> bool:
    """Whether the actor may change accounts, ownership, hours and units; a supervisor may only read them."""
    return actor.is_system or actor.may(Permission.ADMINISTER)
