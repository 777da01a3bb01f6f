"""A primary calls itself protected only when the standby has everything that was acknowledged before, too."""

import socket
import struct
from pathlib import Path

from peygir.ops import database
from peygir.ops.cluster import PORT, Cluster
from peygir.ops.standby.guarding import PairGuard, note_of
from peygir.ops.standby.peer import state_line
from peygir.ops.standing import STANDBY_ROLE, standing_of
from tests.paired import invited_pair


class SilentStandby:
    """A client of PostgreSQL's replication protocol that takes the log and says what it has only when told to."""

    def __init__(self, cluster: Cluster) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(30)
        self._socket.connect(f"{cluster.socket}/.s.PGSQL.{PORT}")
        parameters = {"user": STANDBY_ROLE, "replication": "true", "application_name": STANDBY_ROLE}
        body = b"".join(f"{name}\0{value}\0".encode() for name, value in parameters.items()) + b"\0"
        self._socket.sendall(struct.pack("!II", len(body) + 8, 196608) + body)
        self._read_until(b"Z")

    def follow(self, position: int) -> None:
        statement = f"START_REPLICATION SLOT {STANDBY_ROLE} PHYSICAL {position >> 32:X}/{position & 0xFFFFFFFF:X}\0"
        self._send(b"Q", statement.encode())
        self._read_until(b"W")

    def has(self, position: int) -> None:
        self._send(b"d", b"r" + struct.pack("!QQQQB", position, position, position, 0, 0))

    def close(self) -> None:
        self._socket.close()

    def _send(self, kind: bytes, body: bytes) -> None:
        self._socket.sendall(kind + struct.pack("!I", len(body) + 4) + body)

    def _read_until(self, awaited: bytes) -> None:
        while True:
            kind, size = struct.unpack("!cI", self._exactly(5))
            body = self._exactly(size - 4)
            assert kind != b"E", body
            if kind == awaited:
                return

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self._socket.recv(size - len(data))
            assert part
            data += part
        return data


def test_a_standby_that_has_not_said_what_it_has_protects_nothing(tmp_path: Path) -> None:
    first = invited_pair(tmp_path).first
    place = first.cluster.place
    with database.running_cluster(first.home) as cluster:
        guard = PairGuard(cluster)
        guard._look_as_primary()
        standby = SilentStandby(cluster)
        begun = position(first.query("SELECT pg_current_wal_lsn()"))
        first.query("INSERT INTO public.kept SELECT n, 'acknowledged alone' FROM generate_series(1, 300) AS n")
        standby.follow(begun)
        standby.has(begun)
        looks_until(guard, place, is_synchronous=True)
        alone = position(first.query("SELECT pg_current_wal_lsn()"))
        for _ in range(3):
            guard._look_as_primary()
            assert not note_of(place).is_protected
            assert b'"is_synchronous": false' in state_line(standing_of(place), web_port=0)
        standby.has(alone + 10_000_000)
        looks_until(guard, place, is_protected=True)
        assert note_of(place).is_protected
        standby.close()


def looks_until(guard: PairGuard, place: Path, **expected: bool) -> None:
    """Look until the standing is as expected."""
    for _ in range(200):
        guard._look_as_primary()
        if all(getattr(standing_of(place), name) == value for name, value in expected.items()):
            return
    raise AssertionError(standing_of(place))


def position(rows: list[tuple[object, ...]]) -> int:
    high, _slash, low = str(rows[0][0]).partition("/")
    return int(high, 16) << 32 | int(low, 16)
