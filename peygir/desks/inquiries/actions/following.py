"""A member of staff follows a case, and leaves it."""

from peygir.cases.actions import NoSuchCase
from peygir.cases.queries import case_of, may_open
from peygir.core import clock
from peygir.desks.inquiries.models import FollowedCase
from peygir.people.rules import Actor


def follow_case(code: str, *, by: Actor) -> None:
    """Follow a case that one may see; doing it again changes nothing. Raises NoSuchCase."""
    case = case_of(code)
    if case is None or not may_open(by, case):
        raise NoSuchCase()
    FollowedCase.objects.get_or_create(staff_id=by.id, case_id=case.pk, defaults={"since_at": clock.now()})


def leave_case(code: str, *, by: Actor) -> None:
    """Follow a case no more; doing it again changes nothing."""
    case = case_of(code)
    if case is not None:
        FollowedCase.objects.filter(staff_id=by.id, case_id=case.pk).delete()
