"""A process that works at a simulated moment: all jobs that wait, or the erasures that are due."""

import argparse
import sys
from datetime import datetime


def main() -> int:
    """Work until nothing is left."""
    from peygir.ops.cli import django_ready

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moment", type=datetime.fromisoformat, help="the present moment, ISO 8601")
    parser.add_argument("--requests", action="store_true", help="carry out citizens' requests, beside a running city")
    given = parser.parse_args()
    with django_ready():
        from lab.erasure.working import work_off
        from peygir.core import clock
        from peygir.journey.retention.own_erasure import carry_out
        from peygir.people.retention_queries import erasures_due

        with clock.simulated(lambda: given.moment):
            print("working", flush=True)
            if given.requests:
                for request_id in erasures_due(given.moment):
                    carry_out(request_id)
            else:
                work_off()
    return 0


if __name__ == "__main__":
    sys.exit(main())
