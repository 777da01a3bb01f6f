"""Bring the public record up to date, print its newest checkpoint and its key, or write what auditors need.

The record is a transparency log over every event (docs/record.md). The clock appends to it every night; this command
does it at once. `--dump FILE` writes every event with its body: confidential, for the auditors of the council or the
inspectorate. `--verifier FILE` writes the stand-alone check, one file for any Python. `--new-key` lets a fresh key
follow the present one, and `--new-log` begins a new log after a loss: both after two people agreed to it in the
administration (“The public record”).
"""

import argparse
import json
import sys
from pathlib import Path

from peygir.core.translation import in_every, pgettext_lazy

BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is written where, and the output format."""
    parser.add_argument("--dump", metavar="FILE", help="write every recorded event as JSON lines, for auditors")
    parser.add_argument("--verifier", metavar="FILE", help="write the stand-alone check, one Python file")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--new-key", action="store_true", help="let a fresh key follow the present one")
    what.add_argument("--new-log", action="store_true", help="begin a new log that commits to the last signed head")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Extend the record, print its checkpoint, and write what is asked for."""
    from django.conf import settings

    from peygir.core import clock
    from peygir.core.refusals import Refusal
    from peygir.history.record.auditing import dump_events
    from peygir.history.record.folder import RecordDoesNotFit
    from peygir.history.record.growing import extend_record, record_folder
    from peygir.history.record.keys import origin_of, record_keys
    from peygir.history.record.verifier.joining import one_file
    from peygir.ops import paths
    from peygir.ops.record_turns import begin_new_log, change_record_key, what_happened
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    home = Path(paths.home())
    folder = record_folder(home)
    try:
        if args.new_key or args.new_log:
            turned = (change_record_key if args.new_key else begin_new_log)(home)
            print(f"✓ {turned}", file=sys.stderr if args.json else sys.stdout)
        keys = record_keys(home, origin_of(settings.PUBLIC_URL))
        done = extend_record(home, keys, clock.now())
    except RecordDoesNotFit as why:
        print(f"✗ {in_every(pgettext_lazy('terminal', 'what is recorded does not fit the database'))}: {why}")
        for line in what_happened(home):
            print(f"  {line}")
        return BROKEN
    except Refusal as refusal:
        print(f"✗ {in_every(refusal.text)}")
        return BROKEN
    if args.verifier:
        Path(args.verifier).write_text(one_file(), encoding="utf-8")
    if args.dump:
        with Path(args.dump).open("w", encoding="utf-8") as file:
            dump_events(folder, keys, file)
    if args.json:
        found = {"new": done.new, "size": done.checkpoint.size, "root": done.checkpoint.root.hex()}
        print(json.dumps({**found, "origin": keys.origin, "key": str(keys.public)}))
    else:
        print(folder.checkpoint())
        print(f"{in_every(pgettext_lazy('terminal', 'public key'))}   {keys.public}")
        print(f"{in_every(pgettext_lazy('terminal', 'new entries'))}   {done.new:,}")
    return 0
