"""Recover the city beside itself from the second place, compare it, and say how long it took; the city stays in use."""

import argparse
import os
from datetime import timedelta

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the drill takes what is there."""


def run(args: argparse.Namespace) -> int:
    """Hold the drill that the shipping process holds each week."""
    from peygir.ops import paths
    from peygir.ops.cli import django_ready
    from peygir.ops.commands.ship import days_kept
    from peygir.ops.database import running_cluster
    from peygir.ops.recovery import drill
    from peygir.ops.recovery.places import RecoveryPlace
    from peygir.ops.recovery.setting_up import shipping_of

    with running_cluster() as cluster, django_ready():
        from django.conf import settings

        shipping = shipping_of(
            RecoveryPlace(paths.home(), cluster), os.environ, zone=settings.TIME_ZONE, keep=timedelta(days=days_kept())
        )
        drilled = drill.hold(shipping)
    print(
        f"تمرین بازیابی · drill: {drilled.events:,} events compared, "
        f"recovered in {drilled.recovered_seconds:,.1f} s, {drilled.seconds:,.1f} s in all"
    )
    return 0
