"""Which processes of Peygir run on this machine for a home, by what the kernel says of them."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

KINDS: Final = {
    "peygir.ops.web": "web",
    "peygir.ops.live": "live",
    "peygir.ops work": "worker",
    "peygir.ops clock": "clock",
    "peygir.ops pbx": "pbx",
    "peygir.ops ship": "ship",
    "peygir.ops serve": "serve",
    "peygir.ops demo": "serve",
    "peygir serve": "serve",
    "peygir work": "worker",
    "peygir clock": "clock",
    "peygir pbx": "pbx",
    "peygir ship": "ship",
}
PROC: Final = Path("/proc")


@dataclass(frozen=True)
class RunningProcess:
    """A process of Peygir: its kind, its account, when it started (seconds since 1970), and its settings if they may
    be read.
    """

    pid: int
    kind: str
    uid: int
    started: float
    words: tuple[str, ...]
    environment: dict[str, str] = field(repr=False)

    def option(self, name: str, usual: str = "") -> str:
        """The value of an option of its command line, such as `--port`."""
        for number, word in enumerate(self.words):
            if word.startswith(f"{name}="):
                return word.partition("=")[2]
            if word == name and number + 1 < len(self.words):
                return self.words[number + 1]
        return usual


def running_processes(home: Path) -> list[RunningProcess]:
    """Return the processes that serve a home; those whose settings may not be read are taken for its own too."""
    processes = (_process(int(entry.name)) for entry in PROC.iterdir() if entry.name.isdigit()) if PROC.is_dir() else ()
    return [process for process in processes if process is not None and _is_of(process, home)]


def _is_of(process: RunningProcess, home: Path) -> bool:
    named = process.environment.get("PEYGIR_HOME", "")
    return Path(named).resolve() == home if named else not process.environment


def _process(pid: int) -> RunningProcess | None:
    folder = PROC / str(pid)
    try:
        arguments = tuple((folder / "cmdline").read_bytes().decode(errors="replace").split("\0"))
        line = " ".join(arguments)
        kind = next((kind for name, kind in KINDS.items() if f"{name} " in f"{line} "), "")
        if not kind or pid == os.getpid() or "doctor" in arguments:
            return None
        status = (folder / "stat").read_text().rpartition(")")[2].split()
        if status[0] == "Z" or _has_parent_of_its_kind(int(status[1]), kind):
            return None
        started = _boot_time() + int(status[19]) / os.sysconf("SC_CLK_TCK")
        uid = folder.stat().st_uid
    except (OSError, ValueError, IndexError):
        return None
    return RunningProcess(pid, kind, uid, started, arguments, _environment(folder))


def _has_parent_of_its_kind(parent: int, kind: str) -> bool:
    """Whether it is a worker of a web server, or a helper, whose parent counts."""
    try:
        command_line = (PROC / str(parent) / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return False
    return any(name in command_line for name, its_kind in KINDS.items() if its_kind == kind)


def _environment(folder: Path) -> dict[str, str]:
    try:
        pairs = (folder / "environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return {}
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def _boot_time() -> float:
    for line in (PROC / "stat").read_text().splitlines():
        if line.startswith("btime "):
            return float(line.split()[1])
    return 0.0


def served_settings(processes: list[RunningProcess]) -> dict[str, str]:
    """The settings of the supervisor, or of any process that runs alone; empty where they may not be read."""
    ordered = sorted(processes, key=lambda process: process.kind != "serve")
    return next((process.environment for process in ordered if process.environment), {})


def web_workers(home: Path) -> int:
    """How many web processes serve a home; 0 where none does."""
    return sum(int(web.option("--workers", "2")) for web in running_processes(home) if web.kind == "web")
