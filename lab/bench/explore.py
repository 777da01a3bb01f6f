"""Fifty different questions to Explore of a running web server, one after the other: seconds, and its memory.

A home of its own with ten thousand cases is served by one worker, as the product serves it. The cases are drawn from a
seed, with topics, places and times, and the lake is written from them. Then a supervisor asks each question once as a
page; the memory of the worker and of the process that answers is read from /proc before and after.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import numpy as np

from lab.bench import homes
from lab.bench.process import figures_of
from lab.bench.served import Served, served
from peygir.core import clock
from peygir.outlook.insight.dimensions import DIMENSIONS, dimensions_of
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import LakeQuestion, text_of

if TYPE_CHECKING:
    from peygir.people.models import Staff
    from peygir.web.kit.session_store import SessionStore

CASES: Final = 10_000
QUESTIONS: Final = 50
WARM: Final = 8
"""Pages without a question before the memory is read: what every page loads is no growth."""
OK: Final = 200
MOST_SECONDS: Final = 2.0
MOST_GROWTH_MIB: Final = 150.0
SEED: Final = (137, 29)
"""Of the questions that are drawn."""
SHAPES: Final = ("", "table", "bar", "line", "multiples")
COMPARISONS: Final = ("", "", "before", "year", "average")


def questions() -> list[str]:
    """The addresses of fifty different questions: every metric by what it has, some compared, in several shapes."""
    draw = np.random.default_rng(SEED)
    addresses: dict[str, str] = {}
    metrics = list(METRICS.values())
    while len(addresses) < QUESTIONS:
        metric = metrics[len(addresses) % len(metrics)]
        codes = [one.code for one in dimensions_of(metric.grain)]
        by = tuple(dict.fromkeys(str(code) for code in draw.choice(codes, int(draw.integers(1, 4)))))
        comparison, shape = str(draw.choice(COMPARISONS)), str(draw.choice(SHAPES))
        if comparison in ("before", "year"):
            by = tuple(code for code in by if not DIMENSIONS[code].is_time)
        elif comparison == "average" and all(DIMENSIONS[code].is_time for code in by):
            comparison = ""
        question = LakeQuestion(metric.code, by, (), 14030101, 14041229)
        text = text_of(question)
        addresses.setdefault(text, urlencode({"q": text, "as": shape, "with": comparison}))
    return list(addresses.values())


def measured() -> dict[str, float]:
    """Serve a home of its own, ask it, and return every figure: seconds, and MiB before and after."""
    home = homes.make_ready("explore", CASES)
    figures: dict[str, float] = figures_of("explore", home=home)
    return figures


def is_good(figures: Mapping[str, float]) -> bool:
    """Whether each question was answered, soon, and the server stayed small."""
    is_soon = figures["question_p95_s"] <= MOST_SECONDS
    return is_soon and figures["growth_mib"] <= MOST_GROWTH_MIB and figures["answered"] == figures["questions"]


def main() -> None:
    """Write the lake of the home, serve it by one worker, ask, and print the figures as JSON."""
    from django.conf import settings

    from peygir.journey.lake import write_lake_now
    from peygir.people.models import Staff
    from peygir.web.kit.session_store import SessionStore

    run = write_lake_now(is_whole=True, progress=lambda _table, _rows: None)
    session = signed_in(SessionStore(), Staff.objects.get(username="supervisor"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    with served(Path(settings.HOME), workers=1) as house:
        asked = _ask(house, cookie)
    print(json.dumps({"cases": float(run.manifest.rows_of("case"))} | asked))


def _ask(house: Served, cookie: str) -> dict[str, float]:
    """Ask each question once, after some pages without one, and return the figures."""

    def get(query: str) -> int:
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"http://127.0.0.1:{house.port}/desk/explore/?{query}", headers={"Cookie": cookie, "Accept-Language": "fa"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                response.read()
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code

    for _turn in range(WARM):
        get("")
    web = processes_of(house.pid, "peygir.ops.web")
    before = sum(map(resident_mib, web))
    seconds, answered = [], 0
    for query in questions():
        began = clock.monotonic()
        answered += get(query) == OK
        seconds.append(clock.monotonic() - began)
    again = []
    for query in questions():
        began = clock.monotonic()
        get(query)
        again.append(clock.monotonic() - began)
    after = sum(map(resident_mib, web))
    answering = processes_of(house.pid, "engines.answering")
    return {
        "questions": float(len(seconds)),
        "answered": float(answered),
        "question_p95_s": _part(seconds, 0.95),
        "question_median_s": _part(seconds, 0.5),
        "question_most_s": max(seconds),
        "again_p95_s": _part(again, 0.95),
        "web_before_mib": before,
        "web_after_mib": after,
        "growth_mib": after - before,
        "answering_mib": sum(map(resident_mib, answering)),
    }


def signed_in(session: "SessionStore", person: "Staff") -> str:
    """Begin a session of a person, and return its key."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
    )
    session.save()
    return str(session.session_key)


def processes_of(parent: int, part: str) -> list[int]:
    """The processes below another one whose command has this part."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            commands[int(path.name)] = (path / "cmdline").read_text()
        except OSError:
            continue
    below = {parent}
    while more := {number for number, above in parents.items() if above in below} - below:
        below |= more
    return [number for number in below if part in commands.get(number, "")]


def resident_mib(process: int) -> float:
    """The resident memory of a process, in MiB; 0 for one that has ended."""
    try:
        rows = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS:")), 0.0)


def _part(values: list[float], share: float) -> float:
    """The quantile of some values."""
    return float(np.quantile(values, share))
