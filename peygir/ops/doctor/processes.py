"""Looks at the running processes: which are missing, old or deaf, and whether the proxy fits."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from peygir.core.addresses import is_among, read_address, read_networks
from peygir.ops.doctor import reasons_texts as reasons
from peygir.ops.doctor import running_texts as texts
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault, listed
from peygir.ops.doctor.running import PROC, RunningProcess, running_processes

USUAL_PORT: Final = 8137
SECONDS: Final = 6.0
LATER: Final = 5.0
"""A file that was written while a process started does not make it old."""
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with the processes on this machine."""
    processes = running_processes(installation.home)
    yield from _ports(installation, processes)
    if not processes:
        if installation.home.is_dir():
            yield fault(texts.NOT_SERVING)
        return
    yield from _missing(installation, processes)
    web = next((process for process in processes if process.kind == "web"), None)
    if web is not None:
        yield from _web(installation, web)
    live = next((process for process in processes if process.kind == "live"), None)
    if live is not None and (port := live.option("--port")).isdigit():
        status, _ = _status(live.option("--host", "127.0.0.1"), int(port), "localhost", "/health")
        yield from [fault(texts.LIVE_DOES_NOT_ANSWER)] if status in (0, 500, 503) else []
    changed = _newest_code(installation.root)
    if old := {process.kind for process in processes if process.started + LATER < changed}:
        yield fault(texts.PROCESSES_OLDER_THAN_CODE, names=listed(old))


def _ports(installation: Installation, processes: list[RunningProcess]) -> Iterator[DoctorFinding]:
    """Ports that web or live stream would listen at, if they ran, and another program has."""
    supervisor = next((process for process in processes if process.kind == "serve"), None)
    if processes and supervisor is None:
        return  # each process alone: its unit says where it listens
    kinds = {process.kind for process in processes}
    given = installation.served_by or installation.environment
    ports = [supervisor.option("--port", str(USUAL_PORT)) if supervisor else str(USUAL_PORT)]
    ports = ports if "web" not in kinds else []
    ports += [given.get("PEYGIR_LIVE_PORT", "")] if "live" not in kinds else []
    for port in (int(port) for port in ports if port.isdigit()):
        holders = _holders(port)
        if holders and not holders.keys() & {process.pid for process in processes}:
            yield fault(texts.PORT_TAKEN, port=port, name=next(iter(holders.values())))


def _missing(installation: Installation, processes: list[RunningProcess]) -> Iterator[DoctorFinding]:
    kinds = {process.kind for process in processes}
    given = installation.served_by or installation.environment
    supervisor = next((process for process in processes if process.kind == "serve"), None)
    if supervisor is None and len(kinds) < 3 and installation.own_server:
        return  # one process on a machine of its own
    needed = ["web", "worker", "clock"]
    needed += ["live"] if given.get("PEYGIR_LIVE_PORT") != "off" and supervisor is not None else []
    needed += ["pbx"] if given.get("PEYGIR_PBX_URL") else []
    needed += ["ship"] if given.get("PEYGIR_RECOVERY", "").strip() and not given.get("DATABASE_URL") else []
    for name in needed:
        if name not in kinds:
            yield fault(texts.PROCESS_MISSING, name=name)


def _web(installation: Installation, web: RunningProcess) -> Iterator[DoctorFinding]:
    host, port = web.option("--host", "127.0.0.1"), int(web.option("--port", str(USUAL_PORT)))
    reached = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - what it listens on
    given = web.environment or dict(installation.environment)
    status, why = _status(reached, port, "localhost", "/health/serving")
    if status == 400:  # localhost may not be among the allowed names
        allowed = given.get("PEYGIR_HOSTS", "localhost").split(",")[0]
        status, why = _status(reached, port, allowed.lstrip("."), "/health/serving")
    if status == 0 or status >= 500:
        shown = why or reasons.REFUSED_STATUS.filled({"status": status})
        yield fault(texts.WEB_DOES_NOT_ANSWER, port=port, why=shown)
        return
    public = urlsplit(given.get("PEYGIR_PUBLIC_URL", ""))
    if public.hostname and _status(reached, port, public.netloc, "/health/serving")[0] == 400:
        yield fault(texts.WEB_REFUSES_PUBLIC_NAME, host=public.hostname)
    try:
        networks = read_networks(given.get("PEYGIR_PROXIES", ""))
    except ValueError:
        networks = ()
    is_believed = any(is_among(read_address(address), networks) for address in ("127.0.0.1", "::1"))
    if public.scheme == "https" and host in LOOPBACK and networks and not is_believed:
        yield fault(texts.PROXY_NOT_BELIEVED)
    if public.scheme == "https" and host not in LOOPBACK:
        yield fault(texts.PORT_OPEN_PAST_PROXY, host=host, port=port)
    if web.uid == 0:
        yield fault(texts.WEB_RUNS_AS_ROOT)


def _status(host: str, port: int, name: str, path: str) -> tuple[int, object]:
    """Return the status of a page (0: none), and why there is none."""
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.request("GET", path, headers={"Host": name})
        return connection.getresponse().status, None
    except TimeoutError:
        return 0, reasons.TIMED_OUT
    except (OSError, http.client.HTTPException) as failure:
        return 0, getattr(failure, "strerror", None) or type(failure).__name__
    finally:
        connection.close()


def _newest_code(root: Path) -> float:
    """When a source file of the package was last written."""
    return max((path.stat().st_mtime for path in (root / "peygir").glob("**/*.py")), default=0.0)


def _holders(port: int) -> dict[int, str]:
    """The programs that listen at a port, on any of this machine's addresses: their names by process, "?" if hidden."""
    nodes, holders = _listening(port), dict[int, str]()
    if not nodes:
        return {}
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if any(_link_of(entry) in nodes for entry in (folder / "fd").iterdir()):
                holders[int(folder.name)] = (folder / "comm").read_text().strip()
        except OSError:
            continue
    return holders or {0: "?"}


def _link_of(entry: Path) -> str:
    """Where an open file of a process leads; "" if it was closed meanwhile."""
    try:
        return str(entry.readlink())
    except OSError:
        return ""


def _listening(port: int) -> set[str]:
    nodes = set()
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(name).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in map(str.split, lines):
            if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port:
                nodes.add(f"socket:[{row[9]}]")
    return nodes
