"""Puts together what shipping and recovering need: the vault, the keys and the cluster."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops import archiving, postgres
from peygir.ops.accounts import database_account
from peygir.ops.backups import keys as backup_keys
from peygir.ops.cluster import Cluster, cluster_of
from peygir.ops.database import running_cluster
from peygir.ops.paths import home, make_home
from peygir.ops.recovery import bases, owning, recovering, timelines
from peygir.ops.recovery.files_back import recover_files
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.recovering import ReplayTarget
from peygir.ops.recovery.shipping import Shipping
from peygir.ops.recovery.vault import FolderVault, Vault, VaultIsMissing, kind_of, vault_at
from peygir.ops.unfinished import unfinished

DAYS: Final = "PEYGIR_RECOVERY_DAYS"
USUAL_DAYS: Final = 35


class ArchivingIsOff(Conflict):
    """The running server was started without the setting."""

    message = _("The database was started without PEYGIR_RECOVERY: stop everything that uses it, and start it again.")


class DatabaseIsElsewhere(Conflict):
    """The database is a server of the city's own."""

    message = _(
        "The database at DATABASE_URL has tools of its own for base backups and a standby (pgBackRest, Patroni); "
        "PEYGIR_RECOVERY is for the embedded one. ./run recover --check says what can be seen of them from here."
    )


class FolderIsNotEmpty(Conflict):
    """The folder to recover into holds something."""

    message = _("The folder {folder} is not empty: recover into a new one.")


@contextmanager
def shipping_here() -> Iterator[Shipping]:
    """Yield the shipping of this home, by the environment, while its database runs; Django must be set up.

    Raises DatabaseIsElsewhere and what `shipping_of` raises.
    """
    if os.environ.get("DATABASE_URL"):
        raise DatabaseIsElsewhere()
    text = os.environ.get(DAYS, "")
    days = float(text) if text.replace(".", "", 1).isdigit() else USUAL_DAYS
    with running_cluster() as cluster:
        place = RecoveryPlace(home(), cluster)
        yield shipping_of(place, os.environ, zone=settings.TIME_ZONE, keep=timedelta(days=days))


def shipping_of(place: RecoveryPlace, environment: Mapping[str, str], *, zone: str, keep: timedelta) -> Shipping:
    """Return the shipping of a running cluster, encrypted to the backup's public keys and this machine's drill key.

    `zone` is the city's, whose nights are meant; `keep` says for how long back a recovery stays possible.

    Raises NoVault, VaultIsMissing, NoBackupKey, KeyIsNotRight, ArchivingIsOff, PlaceOfAnotherDatabase.
    """
    vault = vault_at(environment.get(archiving.SETTING, ""), environment)
    public = backup_keys.public_keys(environment.get(backup_keys.SETTING, ""))
    place.make()
    with postgres.connect(place.cluster) as connection:
        row = connection.execute("SHOW archive_library").fetchone()
    if row is None or not row[0]:
        raise ArchivingIsOff()
    if isinstance(vault, FolderVault):
        _see_that_it_is_mounted(place, vault)
    try:
        owning.claim(vault, bases.system_of(place.cluster), place.folder)
    except owning.PlaceOfAnotherDatabase as failure:
        place.write_note(fault=str(failure)[:300], fault_kind=kind_of(failure).value)
        raise
    return Shipping(place, vault, [*public, drill_line(place)], zone=zone, keep=keep)


def _see_that_it_is_mounted(place: RecoveryPlace, vault: FolderVault) -> None:
    """Mark a folder at its first use; one that was used and has lost its mark is not mounted. Raises VaultIsMissing."""
    if not vault.mark.exists():
        if place.note().marked == str(vault.mark.parent):
            raise VaultIsMissing(path=vault.mark.parent)
        vault.mark.touch(mode=0o600)
    place.write_note(marked=str(vault.mark.parent))


def drill_line(place: RecoveryPlace) -> str:
    """Return the public line of the drill's key, which is made on first use."""
    if not place.drill_key.exists():
        private, _public = backup_keys.new_key()
        making = place.drill_key.with_suffix(".making")
        descriptor = os.open(making, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{private}\n")
            file.flush()
            os.fsync(file.fileno())
        making.replace(place.drill_key)
        sync_folder(place.folder)
    return backup_keys.public_line(backup_keys.private_keys(place.drill_key)[0].public_key())


def recover_city(
    new_home: Path,
    vault: Vault,
    *,
    moment: datetime | None,
    timeline: int | None = None,
    keys: Sequence[X25519PrivateKey],
    say: Callable[[str], None] = lambda step: None,
) -> recovering.Recovered:
    """Recover database and files into a new home; the server is stopped at the end.

    Without a `timeline` it follows the one on which the city lived at the moment (None: the newest one).
    Files that cannot be read are left out and named. Raises FolderIsNotEmpty, NoSuchTimeline, NoBaseBefore,
    BaseIsUnreadable, RecoveryFailed, WrongKey, OSError.
    """
    if new_home.exists() and any(new_home.iterdir()):
        raise FolderIsNotEmpty(folder=new_home)
    known = bases.bases_in(vault)
    began = timelines.beginnings(vault, known)
    if timeline is not None and timeline not in began:
        raise timelines.NoSuchTimeline(timeline=timeline, known=", ".join(map(str, sorted(began))) or "–")
    lineage = timelines.lineage_of(vault, keys, timeline or timelines.lived_on(began, moment))
    recovering.chosen(known, moment, lineage)  # so that nothing is made if there is none
    cluster = cluster_of(make_home(new_home), database_account())
    with unfinished(new_home):
        try:
            done = _from_a_sound_base(cluster, vault, known, ReplayTarget(moment), lineage, keys=keys, say=say)
        finally:
            postgres.stop(cluster)
        say("files")
        done.files, missing = recover_files(new_home, vault, moment=moment, keys=keys)
    done.timeline, done.others = lineage.timeline, tuple(sorted(set(began) - {lineage.timeline}))
    done.missing = tuple(missing)
    with running_cluster(new_home):
        pass  # it starts as any home does, without the recovery's settings
    return done


def _from_a_sound_base(
    cluster: Cluster,
    vault: Vault,
    known: Sequence[bases.BaseBackup],
    target: ReplayTarget,
    lineage: timelines.Lineage,
    *,
    keys: Sequence[X25519PrivateKey],
    say: Callable[[str], None],
) -> recovering.Recovered:
    """Recover the database from the newest chain of base backups that can be read; the log is longer from an older one.

    Raises BaseIsUnreadable when there is none, and what `recover_database` raises.
    """
    unreadable: list[recovering.BaseIsUnreadable] = []
    while True:
        labels = [str(failure.details["label"]) for failure in unreadable]
        try:
            chain = recovering.chosen([base for base in known if base.label not in labels], target.moment, lineage)
        except recovering.NoBaseBefore:
            raise unreadable[0] from None
        try:
            done = recovering.recover_database(
                cluster, vault, chain, target=target, lineage=lineage, keys=keys, say=say
            )
        except recovering.BaseIsUnreadable as failure:
            unreadable.append(failure)
        else:
            done.passed_over = tuple(labels)
            return done
