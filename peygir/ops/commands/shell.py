"""Open a Python shell with Django ready, on this city's data."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add a single line to run instead of a prompt."""
    parser.add_argument("-c", "--command", help="run this code and end")


def run(args: argparse.Namespace) -> int:
    """Run Django's own shell."""
    from django.core.management import call_command

    call_command("shell", command=args.command)
    return 0
