"""Prints what the vault holds and what a recovery did."""

from pathlib import Path
from typing import Final

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops.recovery import bases, names, timelines
from peygir.ops.recovery.recovering import Recovered
from peygir.ops.recovery.vault import Vault

SHOWN: Final = 20


def list_contents(vault: Vault) -> int:
    """Print each base backup, the log with its gaps, and the number of versions of files."""
    known = bases.bases_in(vault)
    for base in known:
        builds_on = "" if base.is_full else f"  on {base.previous}"
        print(f"{base.label:26}  {base.ended_at:32}  {base.stored_bytes:>14,} bytes{builds_on}")
    for timeline, since in sorted(timelines.beginnings(vault, known).items()):
        print(f"timeline  {timeline:>8}  since {since.isoformat() if since else '–'}")
    segments = {file: kept for kept in vault.kept("wal/") if names.is_segment(file := names.log_file(kept.name) or "")}
    files = list(vault.kept("files/"))
    print(f"log       {len(segments):>8,} segments  {sum(kept.size for kept in segments.values()):>14,} bytes")
    for missing in names.gaps(segments):
        print(f"جای خالی · gap: {missing} is missing, and no recovery goes across it")
    print(f"files     {len(files):>8,} versions  {sum(kept.size for kept in files):>14,} bytes")
    return 0


def print_recovered(done: Recovered, home: Path) -> None:
    """Print the seconds of each step, the moment reached, and what to do next."""
    for step, seconds in done.seconds.items():
        print(f"{step:10} {seconds:>10,.2f} s")
    print(f"base       {done.base}\nsegments   {done.segments:,}\nfiles      {done.files:,}")
    for label in done.passed_over:
        print(f"خوانده نشد · passed over: the base backup {label} cannot be read, and an older one was taken")
    for path in done.missing[:SHOWN]:
        print(f"✗ {path}")
    if done.missing:
        sentence = _(
            "{count} files cannot be read in the second place and are missing here, such as these. Bring them from "
            "elsewhere (the old disk, a backup) into the home.",
            count=len(done.missing),
        )
        print(in_every(sentence, "\n"))
    print(f"timeline   {done.timeline}")
    if done.others:
        others = ", ".join(map(str, done.others))
        print(f"خط‌های زمانی دیگر · other timelines there: {others}; --timeline N takes one of them")
    if done.reached is not None:
        print(f"last change replayed: {done.reached.isoformat()}")
    print(f"بازیابی شد · recovered into {home}: check it with PEYGIR_HOME={home} ./run verify, then serve it")
