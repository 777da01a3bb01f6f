"""Puts together what shipping and recovering need: the vault, the keys and the cluster."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops import archiving, postgres
from peygir.ops.accounts import database_account
from peygir.ops.backups import keys as backup_keys
from peygir.ops.cluster import cluster_of
from peygir.ops.database import running_cluster
from peygir.ops.paths import make_home
from peygir.ops.recovery import bases, recovering
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.shipping import Shipping
from peygir.ops.recovery.vault import Vault, vault_at


class ArchivingIsOff(Conflict):
    """The running server was started without the setting."""

    message = _("The database was started without PEYGIR_RECOVERY: stop everything that uses it, and start it again.")


class FolderIsNotEmpty(Conflict):
    """The folder to recover into holds something."""

    message = _("The folder {folder} is not empty: recover into a new one.")


def shipping_of(place: RecoveryPlace, environment: Mapping[str, str], *, zone: str, keep: timedelta) -> Shipping:
    """Return the shipping of a running cluster, encrypted to the backup's public keys and this machine's drill key.

    `zone` is the city's, whose nights are meant; `keep` says for how long back a recovery stays possible.

    Raises NoVault, VaultIsMissing, NoBackupKey, KeyIsNotRight, ArchivingIsOff.
    """
    vault = vault_at(environment.get(archiving.SETTING, ""), environment)
    public = backup_keys.public_keys(environment.get(backup_keys.SETTING, ""))
    place.make()
    with postgres.connect(place.cluster) as connection:
        row = connection.execute("SHOW archive_library").fetchone()
    if row is None or not row[0]:
        raise ArchivingIsOff()
    return Shipping(place, vault, [*public, drill_line(place)], zone=zone, keep=keep)


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
    home: Path,
    vault: Vault,
    *,
    moment: datetime | None,
    keys: Sequence[X25519PrivateKey],
    say: Callable[[str], None] = lambda step: None,
) -> recovering.Recovered:
    """Recover database and files into a new home; the server is stopped at the end.

    Raises FolderIsNotEmpty, NoBaseBefore, RecoveryFailed, WrongKey, FileIsDamaged, OSError.
    """
    if home.exists() and any(home.iterdir()):
        raise FolderIsNotEmpty(folder=home)
    make_home(home)
    cluster = cluster_of(home, database_account())
    known = bases.bases_in(vault, cluster.place)
    chain = recovering.chosen(known, moment)
    say("files")
    files = recovering.recover_files(home, vault, moment=moment, keys=keys)
    try:
        done = recovering.recover_database(
            cluster, vault, chain, target=recovering.ReplayTarget(moment), keys=keys, say=say
        )
    finally:
        postgres.stop(cluster)
    done.files = files
    with running_cluster(home):
        pass  # it starts as any home does, without the recovery's settings
    return done
