"""The rules of changing a role: what a role may hold together, what counts as the same person, and what was shown."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from peygir.core.persian import search_key
from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import GUARDED, NEEDED_BY, UNIT_SCOPES, Permission

ADD: Final = "add"
CHANGE: Final = "change"
RETIRE: Final = "retire"
DEEDS: Final = frozenset({ADD, CHANGE, RETIRE})
RoleDeed = Literal["add", "change", "retire"]
OUTCOMES: Final = frozenset({"confirmed", "refused", "withdrawn"})
LONGEST_NAME: Final = 60
LONGEST_REASON: Final = 300
_CODE: Final = re.compile(r"[a-z][a-z_]{1,11}", re.ASCII)

Combination = Literal["", "needs", "apart"]


@dataclass(frozen=True, slots=True)
class PersonTraits:
    """What tells whether two accounts may be one person's."""

    staff_id: int
    email: str
    name_fa: str
    name_en: str


def is_code(text: str) -> bool:
    """Whether a text can be the code of a role."""
    return _CODE.fullmatch(text) is not None


def completed(role: RoleFacts) -> RoleFacts:
    """The role with what always goes with its permissions and scope.

    Whoever signs in reads cases, if only those of an empty scope; a scope of the unit, and the mayor's desk, need one.
    """
    needs_unit = role.needs_unit or role.scope in UNIT_SCOPES or Permission.JUDGE_INSPECTORATE in role.permissions
    permissions = role.permissions | {str(Permission.READ_CASES)}
    return replace(
        role, permissions=permissions, needs_unit=needs_unit or role.is_sole, leads=role.leads or role.is_sole
    )


def fault_in_combination(role: RoleFacts) -> tuple[Combination, Permission | None, Permission | None]:
    """What is wrong with the permissions together, and the two it is about.

    "needs": the first means nothing without the second; "apart": whoever gives accounts their roles must not read or
    decide what is guarded, for then no second person would be left.
    """
    for one, other in NEEDED_BY.items():
        if role.may(one) and not role.may(other):
            return "needs", one, other
    if role.may(Permission.ADMINISTER):
        guarded = next((one for one in Permission if one in GUARDED and role.may(one)), None)
        if guarded is not None:
            return "apart", Permission.ADMINISTER, guarded
    return "", None, None


def namesake(role: RoleFacts, others: Iterable[RoleFacts]) -> RoleFacts | None:
    """Another role that is not retired and whose name, in any language, reads the same; None: there is none."""
    own = _name_keys(role)
    return next((one for one in others if not one.is_retired and one.code != role.code and own & _name_keys(one)), None)


def _name_keys(role: RoleFacts) -> set[str]:
    label = role.label
    return {search_key(label.in_language(language)).replace(" ", "") for language in ("fa", "en")} - {""}


def touches_guarded(before: RoleFacts, after: RoleFacts) -> bool:
    """Whether a change is of a role that is guarded before or afterwards."""
    return before.is_guarded or after.is_guarded


def gains_guarded(before: RoleFacts, after: RoleFacts) -> bool:
    """Whether a role would get a guarded permission that it has not."""
    return not GUARDED.isdisjoint(after.permissions - before.permissions)


def is_same_person(first: PersonTraits, second: PersonTraits) -> bool:
    """Whether two accounts may be one person's: one account, one mail address, or one name in either language."""
    if first.staff_id == second.staff_id:
        return True
    if first.email and first.email.strip().casefold() == second.email.strip().casefold():
        return True
    return any(
        bool(key) and key == search_key(other)
        for key, other in (
            (search_key(first.name_fa), second.name_fa),
            (search_key(first.name_en), second.name_en),
        )
    )


def digest_of(role: str, deed: str, base: int, content: Mapping[str, Any]) -> str:
    """A hash of what a proposal would do: the page that is confirmed carries it, and so does its event."""
    text = json.dumps([role, deed, base, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
