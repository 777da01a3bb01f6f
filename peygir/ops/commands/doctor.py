"""Say what is wrong with this installation, what it means and what to do; nothing is changed, no secret shown.

Works also when the database is down or the home half made. Exit code 1 when something is wrong, 0 for advice alone.
"""

import argparse

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the form, and whether to ask servers outside."""
    from peygir.ops.doctor.telling import add_arguments

    add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Examine and tell."""
    from peygir.ops.doctor.telling import tell

    return tell(is_json=args.json, is_outside=args.outside)
