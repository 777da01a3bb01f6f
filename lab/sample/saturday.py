"""The weekly mails of a city that is being served, as if it were Saturday morning.

`python -P -m lab.sample.saturday USERNAME ADDRESS` gives somebody a mail address; without words it lets the clock's
part of the next Saturday be done now, and prints how many mails are to be sent. PEYGIR_HOME names the city.
"""

import sys


def give_address(username: str, address: str) -> None:
    """Give a member of staff a mail address."""
    from peygir.people.models import Staff

    Staff.objects.filter(username=username).update(email=address)


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
