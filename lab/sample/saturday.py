"""The weekly mails of a city that is being served, as if it were Saturday morning.

`python -P -m lab.sample.saturday USERNAME ADDRESS` gives somebody a mail address; without words it lets the clock's
part of the next Saturday be done now, and prints how many mails are to be sent. PEYGIR_HOME names the city.
"""

import sys


def give_address(username: str, address: str) -> None:
    """Give a member of staff without a unit a mail address. Raises NoSuchPerson, and what `change_staff` does."""
    from peygir.people.actions import NoSuchPerson, change_staff
    from peygir.people.queries import staff_by_id, staff_id_of_any
    from peygir.people.rules import SYSTEM

    person = staff_by_id(staff_id_of_any(username) or 0)
    if person is None:
        raise NoSuchPerson()
    names = {"name": person.name_fa, "name_en": person.name_en}
    change_staff(person.pk, role=person.role, unit_code="", email=address, by=SYSTEM, **names)


def plan_next_saturday() -> int:
    """Leave the jobs of all weekly mails that the next Saturday will find due; returns how many."""
    from peygir.outlook.insight.actions import plan_weekly_mails
    from peygir.outlook.insight.models import QuestionSubscription

    latest = QuestionSubscription.objects.filter(ended_at__isnull=True).order_by("-next_at").first()
    return plan_weekly_mails(latest.next_at) if latest is not None else 0


if __name__ == "__main__":
    from peygir.ops.cli import django_ready

    with django_ready():
        if sys.argv[1:]:
            give_address(*sys.argv[1:])
        else:
            print(plan_next_saturday())
