"""What the two machines tell each other of themselves, and what the checks before a promotion or a start make of it."""

import json
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops.standby.pair import STATE, address_of, connected, pair_of
from peygir.ops.standing import PairStanding, refuse_unless_it_may_run, standing_of, write_standing

PATIENCE = 5.0
LONGEST_ANSWER = 4096


class OtherMachineDoesNotAnswer(Conflict):
    """Without the other machine it cannot be known whether it was promoted."""

    message = _(
        "The other machine ({address}) does not answer, so it cannot be known whether it was promoted meanwhile. Start "
        "it or mend the network. If you know that it was not promoted and is switched off: ./run standby --dismiss, "
        "then ./run serve."
    )


class BothArePrimaries(Conflict):
    """Each machine says that it is the primary, with the same epoch."""

    message = _(
        "Both machines say that they are the primary of epoch {epoch}. Start neither before you know which of them the "
        "city used last; on the other one run ./run rejoin --discard."
    )


@dataclass(frozen=True, slots=True)
class PeerState:
    """What a machine says of itself: its role and epoch, its web's port.

    `is_synchronous`: the other machine has everything that this one acknowledged.

    `is_lost`: as the primary, it no longer has the log that the standby needs.
    """

    role: str
    epoch: int
    is_synchronous: bool
    web_port: int = 0
    is_lost: bool = False


def state_line(standing: PairStanding, *, web_port: int, is_lost: bool = False) -> bytes:
    """Return the answer to a question for this machine's state."""
    state = PeerState(standing.role, standing.epoch, standing.is_protected, web_port, is_lost)
    return json.dumps(asdict(state)).encode() + b"\n"


def ask(place: Path, *, seconds: float = PATIENCE) -> PeerState | None:
    """Return the other machine's state, or None if it does not answer. Raises NoPair."""
    try:
        with connected(place, STATE, seconds=seconds) as secure, secure.makefile("rb") as answer:
            return PeerState(**json.loads(answer.readline(LONGEST_ANSWER)))
    except (OSError, ValueError, TypeError):
        return None


def accepts_connections(host: str, port: int, *, seconds: float = PATIENCE) -> bool:
    """Whether anything accepts a TCP connection there."""
    try:
        socket.create_connection((host, port), timeout=seconds).close()
    except OSError:
        return False
    return True


def refuse_unless_primary(place: Path) -> None:
    """Before a machine of a pair serves: ask the other one, and never serve beside a younger primary.

    Raises ThisMachineIsFenced (also at every later start), BothArePrimaries, OtherMachineDoesNotAnswer.
    """
    own = standing_of(place)
    if not own.is_primary:
        return
    state = ask(place)
    if state is not None:
        note_state(place, state)
        refuse_unless_it_may_run(place, as_standby=False)
        if state.role == own.role and state.epoch == own.epoch:
            raise BothArePrimaries(epoch=own.epoch)
    elif not own.is_dismissed:
        raise OtherMachineDoesNotAnswer(address=pair_of(place).other)


def note_state(place: Path, state: PeerState) -> bool:
    """Fence this machine off if the other one was promoted after it; whether that is so."""
    own = standing_of(place)
    if own.is_primary and state.epoch > own.epoch:
        write_standing(place, fenced_by=state.epoch)
        return True
    return False


def answering_addresses(place: Path, *, web_port: int) -> list[str]:
    """Return the addresses of the other machine at which something accepts connections: the link's and the web's."""
    host, port = address_of(pair_of(place).other)
    ports = [port, *([web_port] if web_port else [])]
    return [f"{host}:{number}" for number in ports if accepts_connections(host, number)]
