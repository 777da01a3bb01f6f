"""Changes of staff accounts, made at once or proposed to a second person, for tests."""

from peygir.people.account_changes import waiting_change_of
from peygir.people.actions import add_staff, change_staff
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM, CaseVisibility, may_see
from tests.town import Town

SECRET = "JBSWY3DPEHPK3PXP"
CONFIDENTIAL = CaseVisibility(None, is_confidential=True)


def change(town: Town, who: str, *, by: str = "admin", **more: str) -> None:
    """Change an account in some of its fields and leave the others as they are."""
    person = Staff.objects.get(pk=town.staff[who])
    unit = next((code for code, pk in town.units.items() if pk == person.unit_id), "")
    given = {
        "role": person.role,
        "unit_code": unit,
        "name": person.name_fa,
        "name_en": person.name_en,
        "email": person.email,
        **more,
    }
    change_staff(person.pk, by=town.actors[by], **given)


def person(town: Town, name: str) -> Staff:
    return Staff.objects.get(pk=town.staff[name])


def proposal(town: Town, name: str) -> int:
    """The number of the proposal that waits for somebody's account."""
    found = waiting_change_of(town.staff[name])
    assert found is not None
    return found.id


def into_the_inspectorate(town: Town, name: str = "clerk") -> int:
    """The administrator proposes that somebody joins the inspectorate; the proposal's number."""
    change(town, name, role="inspectorate", unit_code="V-insp")
    return proposal(town, name)


def reads_confidential(staff_id: int) -> bool:
    row = Staff.objects.get(pk=staff_id)
    return row.is_active and may_see(actor_of(row), CONFIDENTIAL)


def make_second_inspector(town: Town) -> int:
    return add_staff("second", password="lantern-orchard-9", role="inspectorate", unit_code="V-insp", by=SYSTEM)
