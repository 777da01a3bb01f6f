"""Refusals shared by the actions on staff, and an API key for another system."""

import hashlib
import secrets

from peygir.core import clock
from peygir.core.refusals import Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.people.models import ApiKey, Staff
from peygir.people.role_catalogue import open_roles


class NotYourWork(NotAllowed):
    """The actor's role does not allow this."""

    message = _("Your role does not cover this.")


class RoleIsUnknown(Invalid):
    """The role does not exist."""

    message = _("The role “{role}” is not known. Roles: {roles}")


def refuse_unknown_role(role: str) -> None:
    """Raise RoleIsUnknown for a role that no post may be in: an unknown one, or a retired one."""
    codes = [facts.code for facts in open_roles()]
    if role not in codes:
        raise RoleIsUnknown(role=role, roles=", ".join(codes))


class UnitIsMissing(Invalid):
    """The role needs a unit, and none was given or the city does not have it."""

    message = _("This role needs the code of a unit that the city has.")


class PasswordIsWeak(Invalid):
    """The password is refused by the validators."""

    message = _(
        "The password is too short or too common, or made of your own name, the service's or the city's; "
        "use at least 10 unusual characters."
    )


def make_system_token(
    name: str, *, channel: str, acts_as: Staff | None = None, may_report: bool = True, token: str = ""
) -> str:
    """Make an API key for a system; shown once, stored as a hash. `token`: a given one in place of a random one."""
    token = token or secrets.token_urlsafe(32)
    ApiKey.objects.create(
        name=name,
        digest=hashlib.sha256(token.encode()).hexdigest(),
        channel=channel,
        acts_as=acts_as,
        scopes=[*(["report"] if may_report else []), *(["work"] if acts_as else [])],
        created_at=clock.now(),
    )
    return token
