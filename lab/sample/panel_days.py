"""Lets days go by for an answer that a unit owes the citizens' panel: moves its days back; the clock looks at it.

`python -m lab.sample.panel_days TITLE DAYS`, beside a running city; for the stories, which cannot wait for weeks.
"""

import argparse
import sys
from datetime import timedelta

LOOKS = 3
"""Steps of an owed answer: late, very late, and one in which there is nothing left to do."""


def main() -> int:
    """Move the answer about the finding of this title back by so many days; 1 if there is none."""
    from peygir.ops.cli import django_ready

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("title", help="of the finding")
    parser.add_argument("days", type=int, help="days that go by")
    given = parser.parse_args()
    with django_ready():
        from peygir.core import clock
        from peygir.outlook.panel import actions
        from peygir.outlook.panel.models import OwedAnswer, PanelFinding

        by = timedelta(days=given.days)
        row = OwedAnswer.objects.filter(finding__title=given.title, answered_at=None).first()
        if row is None or row.next_at is None:
            return 1
        OwedAnswer.objects.filter(pk=row.pk).update(
            asked_at=row.asked_at - by,
            promised_at=row.promised_at - by,
            due_at=row.due_at - by,
            next_at=row.next_at - by,
        )
        finding = PanelFinding.objects.get(title=given.title)
        PanelFinding.objects.filter(pk=finding.pk).update(made_at=finding.made_at - by, state_at=finding.state_at - by)
        for _look in range(LOOKS):
            actions.follow_owed(clock.now())
    return 0


if __name__ == "__main__":
    sys.exit(main())
