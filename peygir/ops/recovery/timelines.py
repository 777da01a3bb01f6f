"""Which of the database's timelines a recovery follows: the one on which the city lived at the moment.

Each recovery and each promotion begins a timeline. After a recovery the log of the timeline before it is still there:
a moment that passed before that recovery lies on it and not on the newest one, which PostgreSQL would follow. When a
timeline began is kept as the name of an object, `wal/began/TIMELINE@MOMENT`.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.ops.recovery import names, packing
from peygir.ops.recovery.bases import BaseBackup
from peygir.ops.recovery.vault import Vault

BEGAN: Final = "wal/began/"
_STAMP: Final = "%Y%m%dT%H%M%S%fZ"


class NoSuchTimeline(Missing):
    """The vault has neither a base backup nor the history of a timeline."""

    message = _("The second place has no timeline {timeline}; it has {known}.")


@dataclass(frozen=True)
class Lineage:
    """A timeline with those before it: each of them up to the position at which the next one left it."""

    timeline: int
    left_at: Mapping[int, str] = field(default_factory=dict)

    def has_file(self, name: str) -> bool:
        """Whether a file of the log belongs to it."""
        timeline = int(name[:8], 16)
        if not names.is_segment(name) or timeline == self.timeline:
            return timeline in {self.timeline, *self.left_at}
        left = self.left_at.get(timeline)
        return left is not None and name <= names.segment_of(left, timeline)

    def has_base(self, base: BaseBackup) -> bool:
        """Whether a base backup was taken on it, before the next timeline left."""
        timeline = int(base.first_segment[:8], 16)
        if timeline == self.timeline:
            return True
        left = self.left_at.get(timeline)
        if left is None:
            return False
        if base.ended_lsn:
            return _number(base.ended_lsn) <= _number(left)
        return base.last_segment <= names.segment_of(left, timeline)

    def target_from(self, base: BaseBackup) -> str:
        """Return PostgreSQL's recovery_target_timeline for a recovery from a base backup."""
        return "current" if int(base.first_segment[:8], 16) == self.timeline else str(self.timeline)


def note_beginning(vault: Vault, history: Path, packet: Path) -> None:
    """Keep when the timeline of a history, which is shipped for the first time, began: when the server wrote it."""
    began = datetime.fromtimestamp(history.stat().st_mtime, UTC)
    vault.put(f"{BEGAN}{history.name[:8]}@{began:{_STAMP}}", packet)


def beginnings(vault: Vault, known: Iterable[BaseBackup]) -> dict[int, datetime | None]:
    """Return when each timeline began; None for the first one, and where it is not known."""
    began: dict[int, datetime | None] = dict.fromkeys((int(base.first_segment[:8], 16) for base in known), None)
    for kept in vault.kept("wal/history/"):
        if name := names.log_file(kept.name):
            began.setdefault(int(name[:8], 16), None)
    for kept in vault.kept(BEGAN):
        timeline, _at, stamp = kept.name.removeprefix(BEGAN).partition("@")
        began[int(timeline, 16)] = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    return began


def lived_on(began: Mapping[int, datetime | None], moment: datetime | None) -> int:
    """Return the timeline on which the city lived at a moment; None: the newest one."""
    fitting = [timeline for timeline, since in began.items() if moment is None or since is None or since <= moment]
    return max(fitting, default=1)


def lineage_of(vault: Vault, keys: Sequence[X25519PrivateKey], timeline: int) -> Lineage:
    """Return a timeline with those before it, from its history. Raises WrongKey, FileIsDamaged, OSError."""
    name = names.log_object(f"{timeline:08X}.history")
    if not any(kept.name == name for kept in vault.kept("wal/history/")):
        return Lineage(timeline)
    packet = io.BytesIO()
    vault.fetch(name, packet)
    packet.seek(0)
    with packing.unpacked(packet, keys) as plain:
        rows = [line.split() for line in plain.read().decode("utf-8", "replace").splitlines()]
    return Lineage(timeline, {int(row[0]): row[1] for row in rows if len(row) >= 2 and row[0].isdigit()})


def _number(lsn: str) -> int:
    high, _slash, low = lsn.partition("/")
    return int(high, 16) << 32 | int(low, 16)
