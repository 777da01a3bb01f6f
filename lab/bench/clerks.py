"""Sends many concurrent commands of clerks to a few cases, and checks that each gets a correct response.

All who saw the same version of a case submit at once: one succeeds, the others get 409, nobody gets 500, and nothing is
overwritten: the story of each case and its state must agree.
"""

import json
import os
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from lab.bench.client import Wire, request
from lab.bench.homes import CLERK_TOKEN, CLERKS_AT_ONCE, CLERKS_UNIT
from lab.bench.measure import wait_until_quiet
from lab.bench.report import tell
from lab.bench.served import HOST, Served, served
from peygir.cases.models import Case
from peygir.cases.new_report import NewReport
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.intake.actions import receive_report
from peygir.history.queries import timeline, verify
from peygir.people.rules import ANONYMOUS

TOPIC: Final = "ASP-01"
UNTIL: Final = f"{clock.now() + timedelta(days=9):%FT%TZ}"
# Each form is valid, so that only the state or the version can cause a refusal.
VERBS: Final[tuple[dict[str, str], ...]] = (
    {"verb": "accept"},
    {
        "verb": "wait",
        "reason": "weather",
        "until": f"{clock.now() + timedelta(days=9):%FT%TZ}",
        "note": "زمین خیس است.",
    },
    {"verb": "schedule", "note": "در برنامهٔ سه‌ماهه قرار گرفت."},
    {"verb": "finish", "form": "لکه‌گیری شد.", "note": "چاله پر شد."},
    {"verb": "note", "note": "اکیپ اعزام شد."},
)


def main(moves: str, cases: str, bursts: str, form: str = "") -> None:
    """Run the step; exits with 1 when a response or a story is wrong."""
    found = clerks(Path(os.environ["PEYGIR_HOME"]), moves=int(moves), cases=int(cases), bursts=int(bursts))
    tell(found, as_json=form == "--json")


def clerks(home: Path, *, moves: int, cases: int, bursts: int) -> dict[str, Any]:
    """Send some bursts of concurrent moves, then compare stories and states."""
    codes = new_cases(cases)
    statuses: Counter[int] = Counter()
    with served(home) as house:
        wait_until_quiet()
        for burst in range(bursts):
            seen = dict(Case.objects.filter(code__in=codes).values_list("code", "version"))
            statuses += _press(house, seen, moves, burst)
        wait_until_quiet()
    wrong = [code for code in codes if not _agrees(code)]
    breaks = verify().breaks
    answers = {str(status): count for status, count in sorted(statuses.items())}
    return {
        "moves": moves * bursts,
        "cases": cases,
        "answers": answers,
        "stories_that_disagree": wrong,
        "chain_breaks": len(breaks),
        "is_clean": set(statuses) <= {200, 409} and statuses[200] > 0 and not wrong and not breaks,
    }


def new_cases(count: int) -> list[str]:
    """Create cases of one topic in one district, for the worker to route."""
    city_facts = city.current_city(settings.CITY)
    district = next(
        one for one in city.districts(city_facts.id, on=clock.now().date()) if _unit_code(one.unit_id) == CLERKS_UNIT
    )
    return [
        receive_report(
            city_facts.code,
            NewReport(channel="web", topic_code=TOPIC, place_label=district.code),
            by=ANONYMOUS,
        ).code
        for _ in range(count)
    ]


def _unit_code(unit_id: int) -> str:
    unit = city.unit(unit_id)
    return unit.code if unit else ""


def _press(house: Served, seen: dict[str, int], moves: int, burst: int) -> Counter[int]:
    """Send all moves at the same moment, each from a connection of its own; counts the responses by status."""
    unit = city.unit_by_code(city.current_city(settings.CITY).id, CLERKS_UNIT)
    assert unit is not None
    codes = sorted(seen)
    gate, answers = threading.Barrier(moves), list[int]()

    def go(number: int) -> None:
        code = codes[number % len(codes)]
        body = {**VERBS[(number // len(codes) + burst) % len(VERBS)], "version": seen[code]}
        token = f"{CLERK_TOKEN}{unit.id}-{number % CLERKS_AT_ONCE}"
        raw = request("POST", f"/api/v1/cases/{code}/moves", token=token, body=json.dumps(body).encode())
        wire = Wire(HOST, house.port)
        gate.wait()
        answer = wire.ask(raw)
        answers.append(answer.status)
        if answer.status not in (200, 409):
            print(answer.body.decode(), file=sys.stderr)
        wire.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(answers)


def _agrees(code: str) -> bool:
    """Whether a case's state follows from its story, with one version for each move of a person or the system."""
    case = Case.objects.get(code=code)
    moved = [line.data for line in timeline("case", case.pk) if {"from", "to"} <= line.data.keys()]
    at = "new"
    for data in moved:
        if data["from"] != at:
            return False
        at = data["to"]
    return at == case.state and case.version == 1 + len(moved)
