"""Change an account on the server: open or close it, set a password, take the second sign-in step off, change its role.

For accounts of the inspectorate and the mayor's office this is the way when nobody is left who could confirm a change
in the product. The account's history records it as done by the system, and the others of these roles get a notice.
"""

import argparse
import getpass
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the account and the change."""
    parser.add_argument("username")
    change = parser.add_mutually_exclusive_group(required=True)
    change.add_argument("--open", action="store_true", help="let this person sign in again")
    change.add_argument("--close", action="store_true", help="let this person sign in no more")
    change.add_argument("--password", action="store_true", help="set a password, which its holder must change")
    change.add_argument("--no-second-step", action="store_true", help="take the second sign-in step off (phone lost)")
    change.add_argument("--link-ldap", default="", metavar="NAME", help="this person signs in as NAME of the directory")
    change.add_argument("--link-oidc", default="", metavar="SUBJECT", help="… as SUBJECT (sub) of the sign-in page")
    change.add_argument("--unlink", action="store_true", help="remove all such links")
    change.add_argument("--role", default="", help="another role: operator, clerk, manager, …")
    parser.add_argument("--unit", default=None, help="with --role: the code of the unit (as it is, if left out)")


def run(args: argparse.Namespace) -> int:
    """Make one change to one account; asks for the password (or reads it from standard input)."""
    from peygir.people import actions
    from peygir.people.queries import staff_id_of_any
    from peygir.people.rules import SYSTEM

    staff_id = staff_id_of_any(args.username)
    if staff_id is None:
        raise actions.NoSuchPerson()
    if args.open or args.close:
        actions.open_account(staff_id, is_active=args.open, by=SYSTEM)
    elif args.no_second_step:
        actions.reset_second_step(staff_id, by=SYSTEM)
    elif args.password:
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        actions.reset_password(staff_id, password=password, by=SYSTEM)
    elif args.link_ldap or args.link_oidc or args.unlink:
        _link(staff_id, args)
    else:
        actions.change_role(staff_id, role=args.role, unit_code=args.unit, by=SYSTEM)
    print(f"{args.username}: done")
    return 0


def _link(staff_id: int, args: argparse.Namespace) -> None:
    from django.conf import settings

    from peygir.people.actions.directory import DirectoryVisitor, link_account, unlink_account
    from peygir.people.rules import SYSTEM
    from peygir.people.sign_in_rules import DirectorySource

    if args.unlink:
        for source in DirectorySource:
            unlink_account(staff_id, source, by=SYSTEM)
        return
    issuer = settings.OIDC.issuer if args.link_oidc and settings.OIDC is not None else ""
    source = DirectorySource.OIDC if args.link_oidc else DirectorySource.LDAP
    visitor = DirectoryVisitor(source, issuer, args.link_oidc, args.link_ldap, "", "", ())
    link_account(staff_id, visitor, follows=False, by=SYSTEM)
