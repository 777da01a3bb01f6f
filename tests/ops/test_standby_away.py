"""The standby is away: the primary goes on alone and says so, two primaries end as one, and nothing goes unasked."""

import re
import socket
import ssl
import struct
from pathlib import Path

import pytest

from lab.bench.pairs import kill_all_of, links_of, listens, run, running, wait_until
from peygir.core import clock
from peygir.ops import database, postgres
from peygir.ops.standby import building, epochs, guarding, pair
from peygir.ops.standing import STANDBY_ROLE, standing_of, write_standing
from peygir.storage.recovery_vitals import look_at_standby
from tests.paired import TwoMachines, invited_pair, rows

FENCED = ("--fenced", "the cable was pulled by Karimi")


@pytest.fixture
def two(tmp_path: Path) -> TwoMachines:
    return invited_pair(tmp_path)


def test_the_primary_goes_on_alone_and_what_it_had_alone_is_not_undone_unasked(two: TwoMachines) -> None:
    first, second = two.first, two.second
    with database.running_cluster(first.home):
        with running(first.home, "link"):
            wait_until(lambda: listens(first))
            with running(second.home, "standby", "--from", two.invitation):
                wait_until(first.is_protected)
                assert look_at_standby(first.home, clock.now()).is_unprotected is False
            first.query("INSERT INTO public.kept VALUES (1, 'waits until the primary goes on alone')")
            wait_until(lambda: not first.is_synchronous())
            wait_until(lambda: look_at_standby(first.home, clock.now()).is_unprotected is True)
        _split(two)
        with running(second.home, "link"), running(first.home, "link") as link:
            wait_until(lambda: standing_of(first.cluster.place).fenced_by == 2)
            wait_until(lambda: postgres.alive_pid(first.cluster) is None)
            assert link.wait(120) == 0
    with database.running_cluster(second.home), running(second.home, "link"):
        _comes_back_anew(two)


def _split(two: TwoMachines) -> None:
    """The network is cut, the primary lives on, and somebody promotes the other one all the same."""
    first, second = two.first, two.second
    first.query("INSERT INTO public.kept VALUES (2, 'acknowledged by the first alone')")
    with running(second.home, "standby") as following:
        wait_until(lambda: postgres.answers(second.cluster))
        with postgres.connect(second.cluster) as connection:
            connection.execute("SELECT pg_promote(true, 60)")  # as by a command that was killed after it
        promoted = run(second.home, "promote", *FENCED)
        assert promoted.returncode == 0, promoted.stderr
        assert following.wait(120) == 0
    with database.running_cluster(second.home):
        second.query("INSERT INTO public.kept VALUES (3, 'by the second')")


def _comes_back_anew(two: TwoMachines) -> None:
    first, second = two.first, two.second
    wait_until(lambda: listens(second))
    refused = run(first.home, "rejoin")
    assert refused.returncode == 2, refused.stderr
    counted = re.search(r"^(\d+) changes are on this machine alone", refused.stderr, re.MULTILINE)
    assert counted is not None, refused.stderr
    assert int(counted[1]) >= 2
    for segment in (first.cluster.data / "pg_wal").glob("0*"):
        segment.write_bytes(b"")  # so that pg_rewind cannot read where the two parted
    uncounted = run(first.home, "rejoin")
    assert (uncounted.returncode, "? changes" in uncounted.stderr) == (2, True)
    done = run(first.home, "rejoin", "--discard")
    assert done.returncode == 0, done.stderr
    assert "copied anew" in done.stdout
    with running(first.home, "standby"):
        wait_until(second.is_protected)
        wait_until(lambda: rows(first) == rows(second) == [(3, "by the second")])


def test_nobody_without_the_pair_s_key_gets_in_and_with_it_only_as_the_standby(two: TwoMachines) -> None:
    first = two.first
    place = first.cluster.place
    own = pair.address_of(pair.pair_of(place).own)
    with database.running_cluster(first.home), running(first.home, "link"):
        wait_until(lambda: listens(first))
        assert not _stranger_is_answered(own)
        for role, answers in ((STANDBY_ROLE, True), ("peygir", False), ("peygir_owner", False)):
            assert _startup_answered(place, own, role) is answers, role
        killed = links_of(first.home)
        assert len(killed) == 1
        kill_all_of(killed)


def _stranger_is_answered(address: tuple[str, int]) -> bool:
    """Whether somebody without the pair's certificate reads anything."""
    strange = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    strange.check_hostname, strange.verify_mode = False, ssl.CERT_NONE
    strange.set_alpn_protocols([pair.STATE])
    try:
        with socket.create_connection(address, timeout=10) as plain, strange.wrap_socket(plain) as secure:
            return bool(secure.recv(1))
    except OSError:
        return False


def _startup_answered(place: Path, address: tuple[str, int], role: str) -> bool:
    """Whether the database answers a first message for this role."""
    body = b"user\0" + role.encode() + b"\0database\0postgres\0\0"
    message = struct.pack("!II", len(body) + 8, 196608) + body
    with (
        socket.create_connection(address, timeout=10) as plain,
        pair.context_of(place, pair.DATABASE).wrap_socket(plain, server_hostname=pair.NAME) as secure,
    ):
        secure.sendall(message)
        return secure.recv(1) == b"R"  # an authentication message


def test_an_older_copy_of_the_database_does_not_serve(two: TwoMachines) -> None:
    first = two.first
    assert standing_of(first.cluster.place).epoch == 1
    write_standing(first.cluster.place, epoch=4)
    with database.running_cluster(first.home) as cluster, pytest.raises(epochs.DatabaseIsOlder):
        epochs.refuse_older_database(cluster)
    refused = run(first.home, "serve", "--port", "8998")
    assert (refused.returncode, "older copy" in refused.stderr) == (2, True)
    write_standing(first.cluster.place, epoch=1, is_dismissed=False)
    alone = run(first.home, "serve", "--port", "8998")
    assert (alone.returncode, "cannot be known whether it was promoted" in alone.stderr) == (2, True)
    assert run(first.home, "standby", "--dismiss").returncode == 0
    assert standing_of(first.cluster.place).is_dismissed


def test_a_damaged_invitation_and_an_unclear_address_are_refused(two: TwoMachines, tmp_path: Path) -> None:
    text = two.invitation.read_text()
    two.invitation.write_text(text[: len(text) // 2])
    with pytest.raises(pair.InvitationIsDamaged):
        pair.read_invitation(two.invitation)
    for address in ("10.0.0.1", "10.0.0.1:", ":8139", "10.0.0.1:99999", "10.0.0.1:۸۱۳۹"):
        with pytest.raises(pair.AddressIsNotClear):
            pair.address_of(address)
    with pytest.raises(pair.NoPair):
        pair.pair_of(tmp_path)
    with pytest.raises(building.ThereIsACity):
        building.accept(two.first.home, pair.new_pair("127.0.0.1:1", "127.0.0.1:2"))


@pytest.mark.parametrize(
    ("waits", "is_following", "lag", "away", "expected"),
    [
        (False, True, 0, 0.0, True),
        (False, True, 2**30, 0.0, False),  # still far behind: nobody waits for it
        (True, True, 2**30, 0.0, True),
        (True, False, 0, 19.0, True),
        (True, False, 0, 20.0, False),
        (False, False, 0, 0.0, False),
    ],
)
def test_commits_wait_while_it_follows_and_a_while_after(
    waits: bool, is_following: bool, lag: int, away: float, expected: bool
) -> None:
    outcome = guarding.waits_for_standby(waits, is_following=is_following, lag=lag, away=away, patience=20.0)
    assert outcome is expected


def test_the_wait_is_shorter_than_the_web_s_time_limit() -> None:
    assert [guarding.seconds_given(text) for text in ("", "x", "7", "0", "3600")] == [20.0, 20.0, 7.0, 2.0, 40.0]
