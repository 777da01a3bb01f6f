"""A real Asterisk on the loopback for one run of tests: started, asked on its own console, killed, and stopped."""

import asyncio
import contextlib
import socket
import subprocess
import time
from pathlib import Path
from typing import Final

from tests.outside.asterisk_files import PHONES, Ports, write_settings
from tests.outside.sip_phone import HOST, SipPhone
from tests.outside.systems import program

PATIENCE: Final = 60.0
FIRST_PORT: Final = 15_060
LAST_PORT: Final = 15_099


class AsteriskDidNotStart(Exception):
    """The process ended, or its manager interface did not open in time; the text is the end of its own log."""


class AsteriskServer:
    """One Asterisk with its settings, records and log under a folder; phones are made with `phones`."""

    def __init__(self, folder: Path, dialplan: str) -> None:
        self.folder = folder
        self.program = Path(program("asterisk", "PEYGIR_ASTERISK")).resolve()
        free = _free_ports(3 + len(PHONES))
        self.ports = Ports(free[0], free[1], free[2], dict(zip(PHONES, free[3:], strict=True)), rtp=free[0] + 2000)
        self.main = write_settings(folder, self.ports, dialplan=dialplan, shared=self._shared())
        self.records = folder / "log" / "cdr-csv" / "Master.csv"
        self.queue_log = folder / "log" / "queue_log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes calls. Raises AsteriskDidNotStart."""
        with (self.folder / "console").open("ab") as console:
            self._process = subprocess.Popen(
                [self.program, "-f", "-C", self.main], stdin=subprocess.DEVNULL, stdout=console, stderr=console
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            if "fully booted" in self.ask("core waitfullybooted").lower():
                return
            time.sleep(0.2)
        raise AsteriskDidNotStart((self.folder / "console").read_text(errors="replace")[-2000:])

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def ask(self, command: str) -> str:
        """What its console answers."""
        done = subprocess.run(
            [self.program, "-C", self.main, "-rx", command],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        return done.stdout

    def forget(self) -> None:
        """Empty its records and its queues' log, so that no test makes good the calls of another."""
        for path in (self.records, self.queue_log):
            if path.exists():
                path.write_text("")

    def stop(self) -> None:
        """Hang everything up and wait until it is gone."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.ask("core stop now")
            self._process.wait(10)
        if self._process.poll() is None:
            self.kill()

    def kill(self) -> None:
        """End it at once, as a machine does whose power fails."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def phones(self) -> dict[str, SipPhone]:
        """The far end of the trunk ("trunk") and the phones of the house, by their number; not started yet."""
        found = {number: SipPhone(number, port, self.ports.sip) for number, port in self.ports.phones.items()}
        return found | {"trunk": SipPhone("trunk", self.ports.trunk, self.ports.sip)}

    def _shared(self) -> Path | None:
        root = self.program.parent.parent
        places = (
            root / "var/lib/asterisk",
            root / "share/asterisk",
            Path("/usr/share/asterisk"),
            Path("/var/lib/asterisk"),
        )
        return next((place for place in places if (place / "documentation").is_dir()), None)


def _free_ports(count: int) -> list[int]:
    ports: list[int] = []
    for port in range(FIRST_PORT, LAST_PORT + 1):
        with contextlib.suppress(OSError), socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind((HOST, port))
            udp.bind((HOST, port))
            ports.append(port)
        if len(ports) == count:
            return ports
    raise AsteriskDidNotStart(f"no {count} free ports between {FIRST_PORT} and {LAST_PORT}")


async def started(phones: dict[str, SipPhone]) -> None:
    """Open the ports of all phones."""
    await asyncio.gather(*(phone.start() for phone in phones.values()))
