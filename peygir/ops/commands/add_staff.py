"""Add a member of staff: user name, role and unit; asks for the password."""

import argparse
import getpass
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the account's name, role and unit."""
    parser.add_argument("username")
    parser.add_argument(
        "--role", required=True, help="operator, clerk, manager, inspector, supervisor, council, admin, …"
    )
    parser.add_argument(
        "--unit", default="", help="the unit's code, for clerks, managers and deputies: D-01, O-waste, …"
    )
    parser.add_argument("--name", default="", help="the name on screen")


def run(args: argparse.Namespace) -> int:
    """Ask for the password (or read it from standard input if that is no terminal) and add the person."""
    from peygir.people.actions import add_staff
    from peygir.people.rules import SYSTEM

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    add_staff(args.username, password=password, role=args.role, unit_code=args.unit, name=args.name, by=SYSTEM)
    print(f"{args.username} · {args.role} {args.unit}".rstrip())
    return 0
