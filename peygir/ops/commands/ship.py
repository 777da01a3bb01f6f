"""Take the database's log, base backups and files to the second place (PEYGIR_RECOVERY), until stopped."""

import argparse
import os
from datetime import timedelta

NEEDS = "nothing"
DAYS = "PEYGIR_RECOVERY_DAYS"
USUAL_DAYS = 35


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to do once."""
    parser.add_argument("--base", action="store_true", help="take a base backup now and end")
    parser.add_argument("--full", action="store_true", help="with --base: a full one")


def run(args: argparse.Namespace) -> int:
    """Ship until stopped; with --base, once."""
    from peygir.core import clock
    from peygir.ops import logs, paths, ticking
    from peygir.ops.cli import django_ready
    from peygir.ops.database import running_cluster
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.recovery.drill import WeeklyDrill
    from peygir.ops.recovery.places import RecoveryPlace
    from peygir.ops.recovery.setting_up import shipping_of

    stopped = ticking.stop_on_signals()
    if not args.base:
        die_with_parent()
        logs.configure("ship")
    with running_cluster() as cluster, django_ready():
        from django.conf import settings

        shipping = shipping_of(
            RecoveryPlace(paths.home(), cluster), os.environ, zone=settings.TIME_ZONE, keep=timedelta(days=days_kept())
        )
        if not args.base:
            shipping.run(stopped, beside=WeeklyDrill(shipping).begin_if_due)
            return 0
        shipping.files.ship()
        base = shipping.base([] if args.full else shipping.known(), clock.now())
    print(f"پشتیبان پایه · base backup {base.label}: {base.plain_bytes:,} → {base.stored_bytes:,} bytes")
    return 0


def days_kept() -> float:
    """Return for how many days back the city can be recovered, by the environment."""
    text = os.environ.get(DAYS, "")
    return float(text) if text.replace(".", "", 1).isdigit() else USUAL_DAYS
