"""Write the whole city (database and uploads) into one file, encrypted to the public key in PEYGIR_BACKUP_KEY."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every, pgettext_lazy

if TYPE_CHECKING:
    from peygir.ops.backups.restoring import Checked

NEEDS = "nothing"
ZONE = "Asia/Tehran"
MEGABYTE = 1024 * 1024


class NoFileGiven(Invalid):
    """No target file was given."""

    message = _("Say which file to write: ./run backup city.age")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the target, the public keys, and the options that make keys or check a backup."""
    help_of_file = "the file to write, which is not there yet, or a folder for a file named by the day and time"
    parser.add_argument("file", type=Path, nargs="?", help=help_of_file)
    parser.add_argument("--plain", action="store_true", help="write it unencrypted, for a medium that is encrypted")
    parser.add_argument("--key", type=Path, metavar="FILE", help="with --list: the file of the private key")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--new-key", action="store_true", help="make a pair of keys and print them; nothing is kept")
    what.add_argument("--list", action="store_true", help="read the file to its end and say what it holds")


def run(args: argparse.Namespace) -> int:
    """Back up (the city may be in use meanwhile), make keys, or check a backup."""
    if args.new_key:
        return _print_new_key()
    if args.file is None:
        raise NoFileGiven()
    if args.list:
        return _show(args.file.resolve(), args.key)
    return _write(target_of(args.file.resolve(), is_plain=args.plain), is_plain=args.plain)


def target_of(path: Path, *, is_plain: bool) -> Path:
    """Return the file to write: in a folder one that is named by the Jalali day and the time in Tehran."""
    from peygir.core import clock
    from peygir.core.jalali import local, to_jalali

    if not path.is_dir():
        return path
    moment = local(clock.now(), ZONE)
    day = "-".join(f"{part:02}" for part in to_jalali(moment.date()))
    return path / f"peygir-{day}-{moment:%H%M}.{'tar' if is_plain else 'age'}"


def _write(target: Path, *, is_plain: bool) -> int:
    from peygir.ops import paths
    from peygir.ops.backups import keys, writing
    from peygir.ops.bars import bar
    from peygir.ops.database import running_database
    from peygir.ops.sharing.keeping import share_once

    # Checked first: a missing key is reported before the database starts.
    public = [] if is_plain else keys.public_keys(os.environ.get(keys.SETTING, ""))
    share_once(paths.home())  # of several machines: what the others have written is in the backup too
    with running_database() as url:
        total = writing.size_of(url, paths.home())
        with bar(in_every(pgettext_lazy("terminal", "backup (MB)")), total // MEGABYTE) as show:
            counted = writing.write_backup(
                target, url=url, home=paths.home(), keys=public, progress=lambda done: show(done // MEGABYTE)
            )
    share_once(paths.home())  # and all of them know of it
    print(f"پشتیبان نوشته شد · {target}: {counted.size:,} bytes, the database and {counted.files:,} files")
    if public:
        print(f"رمز شده برای · encrypted to {', '.join(public)}")
    else:
        warning = _("Not encrypted: whoever has this file reads everything in it, the signing key included.")
        print(in_every(warning, "\n"))
    if bucket := os.environ.get("PEYGIR_S3_BUCKET"):
        print(in_every(_("Photos and files are in the bucket “{bucket}” and not in this backup.", bucket=bucket), "\n"))
    return 0


def _print_new_key() -> int:
    from peygir.core import clock
    from peygir.ops.backups import keys

    private, public = keys.new_key()
    print(f"# created: {clock.now():%Y-%m-%dT%H:%M:%SZ}\n# public key: {public}\n{private}", flush=True)
    for help_line in (
        "",
        f"{keys.SETTING}={public}",
        "",
        "سه خط بالا (با AGE-SECRET-KEY) را در گاوصندوق و جایی جز این دستگاه نگه دارید، دست‌کم دو نسخه.",
        f"خط {keys.SETTING} را در تنظیمات این دستگاه بگذارید.",
        "کلید خصوصی که گم شود، پشتیبان هم از دست رفته است؛ هیچ‌کس نمی‌تواند بازش کند.",
        "Keep the three lines above (with AGE-SECRET-KEY) in a safe, in two copies at least, and not on this machine.",
        f"Put the line {keys.SETTING} into this machine's settings.",
        "A lost private key is a lost backup: nobody can open it.",
    ):
        print(help_line, file=sys.stderr)
    return 0


def _show(source: Path, key: Path | None) -> int:
    from peygir.ops.backups import keys, restoring
    from peygir.ops.bars import bar

    remark = restoring.remark_of(source)
    if remark is not None and key is None:
        made_at, version, *public = [*remark, "?", "?"][: max(2, len(remark))]
        print(f"رمز شده · encrypted to {', '.join(public) or '?'}\nmade at  {made_at}\nversion  {version}")
        print(f"size     {source.stat().st_size:,} bytes")
        print("برای دیدن و آزمودن محتوا --key بدهید · give --key to see and prove what it holds")
        return 0
    private = keys.private_keys(key) if key is not None else []
    with bar(in_every(pgettext_lazy("terminal", "reading (MB)")), source.stat().st_size // MEGABYTE) as show:
        checked = restoring.check_backup(source, private, progress=lambda done: show(done // MEGABYTE))
    _print(source, checked)
    return 0


def _print(source: Path, checked: "Checked") -> None:
    header = checked.header
    print(
        f"encrypted to {', '.join(header.keys)}"
        if checked.is_encrypted
        else in_every(pgettext_lazy("terminal", "not encrypted"))
    )
    print(f"made at  {header.made_at}\nversion  {header.version}\nsize     {source.stat().st_size:,} bytes")
    for table, count in header.rows.items():
        print(f"rows     {count:>12,}  {table}")
    print(f"files    {len(checked.files):>12,}  {sum(member.kept for member in checked.files):,} bytes")
    print(in_every(pgettext_lazy("terminal", "whole and sound")))
