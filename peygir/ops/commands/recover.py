"""Bring the city back as it was at a moment, from the second place (PEYGIR_RECOVERY), into a new home.

./run recover --to "1405-09-06 10:15" --key key.txt --into /srv/peygir-recovered
./run recover --check --key key.txt   whether the key of the safe opens what lies there
./run recover --check     also for a server in DATABASE_URL, where it says what to use instead
"""

import argparse
import os
from datetime import datetime
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

NEEDS = "nothing"
ZONE = "Asia/Tehran"


class NotEverythingSaid(Invalid):
    """An argument that a recovery needs is missing."""

    message = _(
        "Say the moment, the private key and an empty folder: ./run recover --to “1405-09-06 10:15” "
        "--key key.txt --into FOLDER; or --list to see what there is."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the moment, the key, the place to read and the home to make."""
    parser.add_argument("--to", metavar="MOMENT", help="such as 1405-09-06 10:15 (Iran's time) or 2026-11-27T10:15Z")
    parser.add_argument("--latest", action="store_true", help="to the end of what was shipped")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the private key; with --check it is tried")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="the new home; it must be empty or not be there")
    parser.add_argument("--place", metavar="PLACE", default="", help="the second place (by default PEYGIR_RECOVERY)")
    parser.add_argument("--zone", default=ZONE, help=f"the zone of a moment without one ({ZONE})")
    parser.add_argument(
        "--timeline", type=int, metavar="N", help="follow this timeline and not the one the city lived on then"
    )
    parser.add_argument("--check", action="store_true", help="say what of the recovery is in order here")
    parser.add_argument("--list", action="store_true", help="say which base backups and how much log there are")


def run(args: argparse.Namespace) -> int:
    """List what can be recovered, check what is set up, or recover; nothing that exists is changed."""
    if args.check:
        return _check(args)
    from peygir.ops.archiving import SETTING
    from peygir.ops.recovery.moments import moment_of
    from peygir.ops.recovery.vault import vault_at

    vault = vault_at(args.place or os.environ.get(SETTING, ""), os.environ)
    if args.list:
        from peygir.ops.recovery.listing import list_contents

        return list_contents(vault)
    if args.key is None or args.into is None or not (args.to or args.latest):
        raise NotEverythingSaid()
    moment = None if args.latest else moment_of(args.to, args.zone)
    return _recover(args, moment)


def _check(args: argparse.Namespace) -> int:
    from peygir.ops.archiving import SETTING
    from peygir.ops.backups.keys import private_keys
    from peygir.ops.recovery.checking import check_recovery
    from peygir.ops.recovery.vault import vault_at

    if args.key is None:
        return check_recovery()
    keys = private_keys(args.key)
    return check_recovery(vault_at(args.place or os.environ.get(SETTING, ""), os.environ), keys)


def _recover(args: argparse.Namespace, moment: datetime | None) -> int:
    from peygir.ops.archiving import SETTING
    from peygir.ops.backups.keys import private_keys
    from peygir.ops.recovery.listing import print_recovered
    from peygir.ops.recovery.setting_up import recover_city
    from peygir.ops.recovery.vault import vault_at

    keys = private_keys(args.key)
    vault = vault_at(args.place or os.environ.pop(SETTING, ""), os.environ)
    os.environ.pop(SETTING, None)  # the recovered server does not archive into the same place
    done = recover_city(
        args.into.resolve(),
        vault,
        moment=moment,
        timeline=args.timeline,
        keys=keys,
        say=lambda step: print(f"… {step}"),
    )
    print_recovered(done, args.into)
    return 1 if done.missing else 0
