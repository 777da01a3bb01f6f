"""Take the database's log, base backups and files to the second place (PEYGIR_RECOVERY), until stopped."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to do once."""
    parser.add_argument("--base", action="store_true", help="take a base backup now and end")
    parser.add_argument("--full", action="store_true", help="with --base: a full one")


def run(args: argparse.Namespace) -> int:
    """Ship until stopped; with --base, once."""
    from peygir.core import clock
    from peygir.ops import logs
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.recovery.drill import WeeklyDrill
    from peygir.ops.recovery.setting_up import shipping_here
    from peygir.ops.stop_signals import stop_on_signals

    if not args.base:
        die_with_parent()
        logs.configure("ship")
    with shipping_here() as shipping:
        if not args.base:
            shipping.run(stop_on_signals(), beside=WeeklyDrill(shipping).begin_if_due)
            return 0
        shipping.files.ship()
        base = shipping.base([] if args.full else shipping.known(), clock.now())
    print(f"پشتیبان پایه · base backup {base.label}: {base.plain_bytes:,} → {base.stored_bytes:,} bytes")
    return 0
