"""How members of staff sign in, and which post the groups of a directory give; plain values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.people.role_catalogue import highest_roles, needs_unit, open_roles

MOST_PASSKEYS: Final = 10
RECOVERY_CODES: Final = 10
PROVEN_SECONDS: Final = 900
"""An account without a password proves itself by a sign-in that is not older."""
LONGEST_GROUP: Final = 255
MOST_GROUPS: Final = 300
MOST_GROUPS_OF_ONE: Final = 1_100
"""Active Directory lets nobody in who is in more than 1,015."""
FEWEST_LEAVERS_STOPPED: Final = 5


class SignInWay(Vocabulary):
    """How a session was begun."""

    PASSWORD = "password", pgettext_lazy("way of signing in", "password")
    PASSKEY = "passkey", pgettext_lazy("way of signing in", "passkey")
    LDAP = "ldap", pgettext_lazy("way of signing in", "directory password")
    OIDC = "oidc", pgettext_lazy("way of signing in", "the organisation's sign-in page")


class DirectorySource(Vocabulary):
    """Who says that a person belongs to the organisation."""

    LDAP = "ldap", pgettext_lazy("source of accounts", "directory (LDAP)")
    OIDC = "oidc", pgettext_lazy("source of accounts", "sign-in page (OpenID Connect)")
    SCIM = "scim", pgettext_lazy("source of accounts", "provisioning (SCIM)")


@dataclass(frozen=True, slots=True)
class GroupPost:
    """What membership of a group gives: a role, and the unit in which (an empty code: the whole city)."""

    group: str
    role: str
    unit: str = ""


class GroupLineIsWrong(Invalid):
    """A line of the mapping has no group, no role, or more than three parts."""

    message = _("Line {line} is not right: write the group, the role and the unit, with semicolons between them.")


class GroupIsTwice(Invalid):
    """A group stands in the mapping twice."""

    message = _("The group “{group}” stands there twice; it can give one role.")


class GroupRoleIsUnknown(Invalid):
    """A mapping names a role that no post may be in."""

    message = _("Line {line}: the role “{role}” is not known.")


class GroupRoleIsGuarded(Invalid):
    """A mapping gives one of the highest roles."""

    message = _(
        "Line {line}: the role “{role}” is given by two people to each account, never by a group of the directory."
    )


class GroupNeedsUnit(Invalid):
    """A mapping gives a role that needs a unit, without one."""

    message = _("Line {line}: the role “{role}” needs the code of a unit that the city has.")


def read_group_lines(text: str, *, units: Collection[str]) -> list[GroupPost]:
    """The mapping from lines of “group ; role ; unit”, the first that fits wins.

    `units` are the codes that the city has. Raises GroupLineIsWrong, GroupIsTwice, GroupRoleIsUnknown,
    GroupRoleIsGuarded, GroupNeedsUnit.
    """
    posts = split_group_lines(text)
    groups: set[str] = set()
    for number, post in enumerate(posts, 1):
        _check(post, number, units)
        if post.group.casefold() in groups:
            raise GroupIsTwice(group=post.group)
        groups.add(post.group.casefold())
    return posts


def split_group_lines(text: str) -> list[GroupPost]:
    """The mapping as it is written, whatever the roles and units are by now. Raises GroupLineIsWrong."""
    posts: list[GroupPost] = []
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), 1):
        # A group's name may be a distinguished name with commas; the two parts after it never hold a semicolon.
        parts = [part.strip() for part in line.replace("؛", ";").rsplit(";", 2)]
        group, role, unit = [*parts, ""][:3] if len(parts) > 1 else ("", "", "")
        if not group or not role or len(group) > LONGEST_GROUP or number > MOST_GROUPS:
            raise GroupLineIsWrong(line=number)
        posts.append(GroupPost(group, role, unit))
    return posts


def group_lines(posts: Iterable[GroupPost]) -> str:
    """The mapping as lines, as `read_group_lines` takes them."""
    return "\n".join(" ; ".join(part for part in (one.group, one.role, one.unit) if part) for one in posts)


def post_of_groups(groups: Iterable[str], mapping: Iterable[GroupPost]) -> GroupPost | None:
    """The post that the first group of the mapping gives to a member of `groups`; None: no group gives one.

    Names are compared without case, as directories do; a distinguished name is compared whole. A role that is guarded
    by now, or retired, is given to nobody.
    """
    held = {group.casefold() for group in groups}
    barred = highest_roles()
    usable = {role.code for role in open_roles()} - barred
    return next((one for one in mapping if one.group.casefold() in held and one.role in usable), None)


def is_too_many(leavers: int, asked: int) -> bool:
    """Whether so many of the accounts would be closed at once that the directory, or its filter, is at fault."""
    return leavers >= FEWEST_LEAVERS_STOPPED and leavers * 2 > asked


def _check(post: GroupPost, number: int, units: Collection[str]) -> None:
    if post.role not in {role.code for role in open_roles()}:
        raise GroupRoleIsUnknown(line=number, role=post.role)
    if post.role in highest_roles():
        raise GroupRoleIsGuarded(line=number, role=post.role)
    if (post.unit and post.unit not in units) or (not post.unit and needs_unit(post.role)):
        raise GroupNeedsUnit(line=number, role=post.role)
