"""Issue a key for another system (shown this once), list the keys, or revoke one."""

import argparse
from datetime import datetime

from peygir.people.key_rules import SCOPES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the key's owner, scopes, rate limit and expiry."""
    parser.add_argument("name", nargs="?", default="", help="the system's name; none: list all keys")
    parser.add_argument("--owner", default="", help="who answers for it, and how they are reached")
    parser.add_argument("--scope", action="append", choices=list(SCOPES), help="may be given more than once")
    parser.add_argument("--acts-as", default="", help="the member of staff for whom it works (with --scope work)")
    parser.add_argument("--per-minute", type=int, default=None, help="uses in a minute; none: no limit")
    parser.add_argument("--per-day", type=int, default=None, help="uses in a day; none: no limit")
    parser.add_argument("--until", type=_day, default=None, help="the day on which it ends: 2027-03-21")
    parser.add_argument("--revoke", action="store_true", help="the key opens nothing any more")


def run(args: argparse.Namespace) -> int:
    """List, revoke, or issue and print the key."""
    from peygir.people.actions import issue_key, revoke_key
    from peygir.people.queries import keys
    from peygir.people.rules import SYSTEM

    if not args.name:
        for key in keys():
            state = "revoked" if key.revoked_at else f"last used {key.last_used_at or 'never'}"
            print(f"{key.name} · {key.owner} · {', '.join(key.scopes)} · {state}")
        return 0
    if args.revoke:
        revoke_key(args.name, by=SYSTEM)
        return 0
    print(
        issue_key(
            args.name,
            owner=args.owner,
            scopes=args.scope or ["report"],
            acts_as=args.acts_as,
            per_minute=args.per_minute,
            per_day=args.per_day,
            valid_until=args.until,
            by=SYSTEM,
        )
    )
    return 0


def _day(text: str) -> datetime:
    """Return a day as the moment at which it begins in the city."""
    return datetime.fromisoformat(text).astimezone()
