"""Keeps a second place for one database: another one, or a copy of the machine, must not write over its log.

The names of segments are the same in every database. The place is marked with the number that PostgreSQL gave the
database when it was made (`city/NUMBER`), which every standby and every recovered copy shares. A segment that is there
already is compared, and is replaced only if it is damaged.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core.translation import gettext_lazy as _
from peygir.ops.backups.age import FileIsDamaged, WrongKey
from peygir.ops.recovery import names, packing
from peygir.ops.recovery.vault import PlaceIsForeign, Vault

PREFIX: Final = "city/"


class PlaceOfAnotherDatabase(PlaceIsForeign):
    """The second place holds the log of another database."""

    message = _(
        "The second place belongs to the database {theirs}, and this one is {ours}: it would write over what is there. "
        "Put an empty folder or bucket into PEYGIR_RECOVERY. A city that was restored from a backup is a new database."
    )


class LogOfAnotherMachine(PlaceIsForeign):
    """A segment of this name is there, and another machine wrote it."""

    message = _(
        "{segment} of the log is in the second place already, with another content: a copy of this machine ships into "
        "it too. Stop the one that is not the city, and give the city an empty second place. Until then the log waits "
        "here."
    )


def claim(vault: Vault, system: str, folder: Path) -> None:
    """Mark a place as this database's, or see that it is; `folder` is for a moment. Raises PlaceOfAnotherDatabase."""
    owners = [kept.name.removeprefix(PREFIX) for kept in vault.kept(PREFIX)]
    if not owners:
        content = folder / "city.making"
        content.write_text(system, encoding="ascii")
        vault.put(f"{PREFIX}{system}", content)
        content.unlink()
    elif system not in owners:
        raise PlaceOfAnotherDatabase(theirs=", ".join(owners), ours=system)


def missing(vault: Vault, segments: Iterable[str]) -> list[str]:
    """Return those of some segments that the vault has not."""
    objects = {names.log_object(segment): segment for segment in segments}
    folders = {name.rpartition("/")[0] for name in objects}
    there = {kept.name for folder in folders for kept in vault.kept(f"{folder}/")}
    return [segment for name, segment in objects.items() if name not in there]


def has(vault: Vault, file: str) -> bool:
    """Whether a file of the log is in the vault."""
    return not missing(vault, [file])


def is_shipped(vault: Vault, path: Path, keys: Sequence[X25519PrivateKey]) -> bool:
    """Whether a file of the log is in the vault with the same content. Raises LogOfAnotherMachine.

    False also for a damaged one, which is to be replaced. The history of a timeline is there in each machine that came
    after it, so that another machine's key says nothing.
    """
    name = names.log_object(path.name)
    if not has(vault, path.name):
        return False
    with TemporaryFile() as packet, path.open("rb") as own:
        vault.fetch(name, packet)
        packet.seek(0)
        try:
            if packing.holds(packet, own, keys):
                return True
        except WrongKey:
            if not names.is_segment(path.name):
                return True
        except FileIsDamaged:
            return False
    raise LogOfAnotherMachine(segment=path.name)
