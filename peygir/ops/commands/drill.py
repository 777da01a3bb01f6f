"""Recover the city beside itself from the second place, compare it, and say how long it took; the city stays in use."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the drill takes what is there."""


def run(args: argparse.Namespace) -> int:
    """Hold the drill that the shipping process holds each week."""
    from peygir.ops.recovery import drill
    from peygir.ops.recovery.setting_up import shipping_here

    with shipping_here() as shipping:
        drilled = drill.hold(shipping)
    print(
        f"تمرین بازیابی · drill: {drilled.events:,} events compared, "
        f"recovered in {drilled.recovered_seconds:,.1f} s, {drilled.seconds:,.1f} s in all"
    )
    return 0
