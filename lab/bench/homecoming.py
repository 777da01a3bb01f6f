"""Crews' phones come back within a minute, each with a shift's results and photos; nothing may be lost or come twice.

Meanwhile citizens open pages; with kills, web and worker processes are ended by SIGKILL half-way. Afterwards the rows
are compared with what the phones sent.
"""

import io
import os
import random
import signal
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PIL import Image

from lab.bench.client import ServerWentAway, Wire, request
from lab.bench.homecoming_phones import HomePhone, filled
from lab.bench.process_tree import below
from lab.bench.report import tell
from lab.bench.served import HOST, Served, served
from lab.bench.storm_operators import session_of
from lab.sample.shift import ShiftStop, make_shift
from peygir.core import clock
from peygir.desks.fieldwork.models import Evidence, OrderCase
from peygir.history.queries import verify
from peygir.ops.processes import wait_until_served
from peygir.people.models import Staff
from peygir.storage.receipts.models import DeviceCommand

PHOTO_BYTES: Final = 150_000
USUAL_SECONDS: Final = 20.0
PAGE_EVERY: Final = 0.25
KILLED: Final = ("peygir.ops.web", "peygir.ops work")
MOST_RESULT_MS: Final = 500.0
MOST_TIMES: Final = 2.0
"""Citizens' pages may take so many times their usual time."""


def main(phones: str, results: str, minutes: str, kills: str, form: str = "") -> None:
    """Run the step; exits with 1 when something is lost, comes twice, or takes too long."""
    measured = homecoming(
        Path(os.environ["PEYGIR_HOME"]),
        phones=int(phones),
        results=int(results),
        minutes=float(minutes),
        kills=int(kills),
    )
    tell(measured, as_json=form == "--json")


def homecoming(home: Path, *, phones: int, results: int, minutes: float, kills: int) -> dict[str, Any]:
    """Make the shifts, let the phones come back, and compare."""
    rng, picture = random.Random(phones), _picture()  # noqa: S311 - when each phone comes back
    with served(home) as house:
        shifts = {f"home-{number}": make_shift(f"home-{number}", results) for number in range(phones)}
        usual = _pages_of(house, shifts)
        usual.start()
        clock.pause(USUAL_SECONDS)
        usual.stop()
        coming = [
            HomePhone(number, _session(name), stops, picture, delay=rng.uniform(0, 60 * minutes))
            for number, (name, stops) in enumerate(shifts.items())
        ]
        busy = _pages_of(house, shifts)
        busy.start()
        began = clock.monotonic()
        for phone in coming:
            phone.begin(house.port)
        killed = 0
        for _ in range(kills):
            clock.pause(60 * minutes / (kills + 1))
            killed += _kill(house)
            wait_until_served(HOST, house.port)
        for phone in coming:
            phone.join()
        took = clock.monotonic() - began
        busy.stop()
        audited = audit(shifts, coming)
    return _figures(coming, usual, busy) | {"seconds": round(took, 1), "killed": killed} | audited


def _figures(coming: list[HomePhone], usual: "PageReader", busy: "PageReader") -> dict[str, Any]:
    times = [phone.times for phone in coming]
    before, during = _p95(usual.times), _p95(busy.times)
    return {
        "phones": len(coming),
        "results": sum(len(each.results) for each in times),
        "p95_of_a_result_ms": _p95([one for each in times for one in each.results]),
        "p95_of_a_request_with_results_ms": _p95([one for each in times for one in each.commands]),
        "p95_of_a_photo_ms": _p95([one for each in times for one in each.photos]),
        "citizens_usual_p95_ms": before,
        "citizens_p95_ms": during,
        "citizens_pages": len(busy.times),
        "citizens_failed": busy.failed,
        "sent_again": sum(phone.again for phone in coming),
    }


def audit(shifts: dict[str, list[ShiftStop]], coming: list[HomePhone]) -> dict[str, Any]:
    """Compare the rows with what the phones sent: each result once, with both of its photos."""
    sent_stops = {stop.number: stop.code for stops in shifts.values() for stop in stops}
    places = OrderCase.objects.filter(order__number__in=sent_stops).select_related("order", "case")
    fixed = Counter(place.order.number for place in places if place.result == "fixed")
    finished = sum(place.order.state == "finished" for place in places)
    commands = DeviceCommand.objects.filter(target__in=sent_stops, body__verb="order_result")
    digests = {row.target: [digest for digest, _ in row.photos] for row in commands}
    sent = {number: photos for phone in coming for number, photos in phone.photos.items()}
    cases = [place.case_id for place in places]
    pictures = Counter(Evidence.objects.filter(case_id__in=cases, kind="photo").values_list("case_id", flat=True))
    lost = [number for number in sent_stops if not fixed[number]]
    twice = [number for number, count in fixed.items() if count > 1] + [
        str(case_id) for case_id, count in pictures.items() if count > 2
    ]
    not_whole = [number for number, photos in sent.items() if digests.get(number) != photos]
    without_photos = [case_id for case_id in cases if pictures[case_id] != 2]
    breaks = verify().breaks
    refused = [one for phone in coming for one in phone.conflicts]
    return {
        "lost": len(lost),
        "twice": len(twice),
        "photos_not_as_sent": len(not_whole),
        "cases_without_both_photos": len(without_photos),
        "orders_finished": finished,
        "refused_or_in_conflict": len(refused),
        "first_refusal": refused[0].get("en", "") if refused else "",
        "chain_breaks": len(breaks),
        "is_clean": not (lost or twice or not_whole or without_photos or refused or breaks)
        and finished == len(sent_stops),
    }


@dataclass
class PageReader:
    """A citizen who opens pages one after the other, in a thread of its own."""

    port: int
    paths: list[str]
    times: list[float] = field(default_factory=list)
    failed: int = 0

    def start(self) -> None:
        """Start reading."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the page that is being read."""
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        wire: Wire | None = None
        place = 0
        while not self._over.wait(PAGE_EVERY):
            path, place = self.paths[place % len(self.paths)], place + 1
            began = clock.monotonic()
            try:
                wire = wire or Wire(HOST, self.port)
                status = wire.ask(request("GET", path)).status
            except (ServerWentAway, OSError):
                wire, status = None, 0
            if status == 200:
                self.times.append(clock.monotonic() - began)
            else:
                self.failed += 1


def _pages_of(house: Served, shifts: dict[str, list[ShiftStop]]) -> PageReader:
    code = next(iter(shifts.values()))[0].code
    return PageReader(house.port, ["/", "/report/", f"/t/{code}/", "/map/"])


def _picture() -> bytes:
    """A photo of about PHOTO_BYTES: a plain picture, and comments that fill it."""
    kept = io.BytesIO()
    Image.linear_gradient("L").resize((1024, 768)).convert("RGB").save(kept, "JPEG", quality=80)
    return filled(kept.getvalue(), PHOTO_BYTES)


def _session(name: str) -> str:
    return str(session_of(Staff.objects.get(username=name)))


def _p95(times: list[float]) -> float:
    ordered = sorted(times)
    return round(1000 * ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)], 1) if ordered else 0.0


def _kill(house: Served) -> int:
    """End one web and one worker process."""
    count = 0
    for name in KILLED:
        for pid in below(house.pid):
            try:
                line = (Path("/proc") / str(pid) / "cmdline").read_bytes().decode().replace("\0", " ")
                if name in line:
                    os.kill(pid, signal.SIGKILL)
                    count += 1
                    break
            except OSError:
                continue
    return count
