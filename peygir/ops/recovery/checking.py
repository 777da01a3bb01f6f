"""Prints what of the recovery is in order: of the embedded database by its notes, of another server by asking it."""

import os
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core import clock
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops.backups.age import FileIsDamaged, WrongKey
from peygir.ops.backups.keys import public_line
from peygir.ops.paths import home
from peygir.ops.recovery import bases, mirror, names, own_server, packing
from peygir.ops.recovery.due import LONGEST_GAP
from peygir.ops.recovery.own_server import ServerFinding
from peygir.ops.recovery.places import note_in
from peygir.ops.recovery.vault import Vault
from peygir.ops.roles import OWNER_URL
from peygir.ops.standby.guarding import note_of
from peygir.ops.standing import standing_of
from peygir.storage.recovery_vitals import (
    DRILL_LATE,
    LOG_LATE,
    SETTING,
    ShippingFault,
    database_place,
    look_at_recovery,
    look_at_standby,
)

OPENED = 20
"""So many files the key is tried on, spread over the time at which they were written."""
_SIGNS = {True: "✓", False: "✗", None: "?"}


def check_recovery(vault: Vault | None = None, keys: Sequence[X25519PrivateKey] = ()) -> int:
    """Print a line for each finding; 1 if one of them is bad. Raises ServerDoesNotAnswer.

    With a second place and private keys also whether these open what lies there.
    """
    findings = recovery_findings(home())
    findings += [key_finding(vault, keys)] if vault is not None else []
    for finding in findings:
        print(f"{_SIGNS[finding.is_good]} {finding.name:<10} {in_every(finding.sentence, chr(10) + ' ' * 13)}")
    return 1 if any(finding.is_good is False for finding in findings) else 0


def recovery_findings(folder: Path) -> list[ServerFinding]:
    """Return the findings of a home, or of the server in DATABASE_URL. Raises ServerDoesNotAnswer."""
    if url := os.environ.get("DATABASE_URL"):
        return own_server.look(os.environ.get(OWNER_URL) or url, now=clock.now())
    return [*_second_place(folder), *_second_machine(folder)]


def key_finding(vault: Vault, keys: Sequence[X25519PrivateKey]) -> ServerFinding:
    """Open the newest piece of the log and some files to their end, and compare the keys of the newest base backups.

    After a change of the key the log is encrypted to the new one at once, and files that were shipped before never.
    Raises Refusal, OSError.
    """
    log = [kept.name for kept in vault.kept("wal/") if names.is_segment(names.log_file(kept.name) or "")]
    files = [version.object for version in sorted(mirror.versions_in(vault), key=lambda version: version.at)]
    some = [*log[-1:], *files[:: max(1, len(files) // OPENED)], *files[-1:]]
    if not some:
        return ServerFinding("key", None, _("Nothing is in the second place yet that the key could open."))
    for name in some:
        try:
            _read_to_the_end(vault, name, keys)
        except WrongKey:
            return _not_opened(name, log)
        except (FileIsDamaged, OSError, EOFError, zlib.error):
            return ServerFinding("key", False, _("{name} in the second place is damaged.", name=name))
    public = {public_line(key.public_key()) for key in keys}
    for base in _newest_chain(vault):
        if base.keys and not public & set(base.keys):
            return _not_opened(base.object, log)
    return ServerFinding("key", True, _("The private key opens {name}.", name=some[0]))


def _read_to_the_end(vault: Vault, name: str, keys: Sequence[X25519PrivateKey]) -> None:
    with TemporaryFile() as file:
        vault.fetch(name, file)
        file.seek(0)
        with packing.unpacked(file, keys) as plain:
            while plain.read(packing.BLOCK):
                pass


def _not_opened(name: str, log: Sequence[str]) -> ServerFinding:
    if name in log:
        sentence = _("The private key does not open {name}: without the right one nothing can be recovered.")
    else:
        sentence = _(
            "The private key does not open {name}, which was encrypted to another key, such as an earlier one: keep "
            "that too, as a line of the same file."
        )
    return ServerFinding("key", False, sentence.filled({"name": name}))


def _newest_chain(vault: Vault) -> Sequence[bases.BaseBackup]:
    known = bases.bases_in(vault)
    try:
        return bases.chain_to(known[-1], known) if known else ()
    except KeyError:
        return known[-1:]


def _second_place(folder: Path) -> Iterator[ServerFinding]:
    seen = look_at_recovery(folder, clock.now())
    if not seen.is_wanted or seen.log_age is None or seen.drill_age is None:
        sentence = _("No second place is set (PEYGIR_RECOVERY): with the disk, all since the last backup is lost.")
        yield ServerFinding("place", False, sentence)
        return
    if seen.fault in ShippingFault.labels():
        yield ServerFinding("place", False, ShippingFault.of(seen.fault).label)
    if _is_on_the_same_disk(folder):
        sentence = _("The second place is on the same disk as the database, and is lost with it.")
        yield ServerFinding("place", None, sentence)
    is_new = seen.log_age <= LOG_LATE
    good, bad = _("The log reaches the second place."), _("The log does not reach the second place: is ship running?")
    yield ServerFinding("log", is_new, good if is_new else bad)
    based_at = note_in(database_place(folder)).based_at
    if not based_at:
        sentence = _("There is no base backup yet: the first one follows the start at once.")
        yield ServerFinding("base", False, sentence)
    else:
        is_recent = clock.now() - datetime.fromisoformat(based_at) <= LONGEST_GAP
        good = _("There is a base backup.")
        bad = _("The last base backup is older than three days: ./run ship --base takes one, or says why it cannot.")
        yield ServerFinding("base", is_recent, good if is_recent else bad)
    is_drilled = seen.drill_age <= DRILL_LATE
    good, bad = _("The last drill succeeded."), _("No drill succeeded in the last 15 days: ./run drill says why.")
    yield ServerFinding("drill", is_drilled, good if is_drilled else bad)


def _is_on_the_same_disk(folder: Path) -> bool:
    place = Path(os.environ.get(SETTING, "").strip()).expanduser()
    database = database_place(folder)
    return place.is_dir() and database.is_dir() and place.stat().st_dev == database.stat().st_dev


def _second_machine(folder: Path) -> Iterator[ServerFinding]:
    standing = standing_of(database_place(folder))
    seen = look_at_standby(folder, clock.now())
    if not standing.is_paired:
        sentence = _("There is no second machine: a lost machine means a recovery of minutes to hours.")
        yield ServerFinding("standby", None, sentence)
    elif standing.fenced_by > standing.epoch:
        yield ServerFinding("standby", False, _("This machine is fenced off: run ./run rejoin."))
    elif note_of(database_place(folder)).is_lost:
        sentence = _("The standby was away for so long that its log is gone: run ./run standby --anew there.")
        yield ServerFinding("standby", False, sentence)
    elif seen.is_unprotected:
        sentence = _("Unprotected: the second machine is away, and newer changes are on this machine alone.")
        yield ServerFinding("standby", False, sentence)
    else:
        yield ServerFinding("standby", True, _("The second machine has every change before it is acknowledged."))
