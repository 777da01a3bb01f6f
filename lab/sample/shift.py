"""A shift for one crew of a city that is being served: reports, orders in route order, a member with a login.

`python -P -m lab.sample.shift make NAME STOPS` makes it and prints it as JSON; `told NAME` prints what the phone of
that person brought back; `partly NAME NUMBER CODE` lets a clerk of the unit record another result. PEYGIR_HOME names
the city.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from peygir.core import clock

UNIT: Final = "D-01"
TOPIC: Final = "ASP-01"
CLERK: Final = "clerk-d01"
PASSWORD: Final = "nemune-137-shiraz"  # noqa: S105 - the sample's own
ROUTED_WITHIN: Final = 300.0
STEP: Final = 0.002
"""Degrees between two stops: about 200 metres."""
SAID: Final = "جلوی پلاک {number} چالهٔ عمیقی در آسفالت هست."


@dataclass(frozen=True, slots=True)
class ShiftStop:
    """One order of the shift, and the code of its case."""

    number: str
    code: str


def make_shift(name: str, stops: int, *, password: str = "", photo: bytes | None = None) -> list[ShiftStop]:
    """Make a crew with one member, `name`, and send it so many orders for today, each for a report of its own.

    The worker of the city must be running: it brings the reports to the unit. With `photo`, the first report has one.
    """
    from django.conf import settings

    from peygir.city import queries as city
    from peygir.desks.fieldwork import actions as fieldwork
    from peygir.desks.fieldwork.actions import CrewForm, OrderDetails, WorkPlan
    from peygir.people.models import Staff
    from peygir.people.queries import actor_of
    from peygir.people.rules import SYSTEM

    city_facts = city.current_city(settings.CITY)
    unit = next(unit for unit in city.units(city_facts.id) if unit.code == UNIT)
    today = city.day_of(city_facts.id, clock.now())
    staff_id = _worker(name, password)
    crew_id = fieldwork.keep_crew(
        unit.id, CrewForm(code=name[-20:], name=f"گروه {name}"[:80], vehicle="وانت"), by=SYSTEM
    )
    fieldwork.add_member(crew_id, staff_id, from_on=today, by=SYSTEM)
    planner = actor_of(Staff.objects.get(username=CLERK))
    codes = bring_reports(city_facts.code, unit.id, stops, photo)
    made = []
    for place, code in enumerate(codes):
        details = OrderDetails(
            lat=city_facts.centre_lat + STEP * (place % 5),
            lon=city_facts.centre_lon + STEP * (place // 5),
            address=f"بلوار چمران، پلاک {place + 1}",
        )
        number = fieldwork.make_order(city_facts.id, unit_id=unit.id, by=planner, codes=[code], details=details).number
        fieldwork.plan_order(number, WorkPlan(crew_id=crew_id, on=today, position=place + 1), by=planner)
        fieldwork.send_order(number, by=planner)
        made.append(ShiftStop(number, code))
    return made


def _worker(name: str, password: str) -> int:
    from peygir.people.actions import add_staff
    from peygir.people.rules import SYSTEM

    secret = {"password": password} if password else {"encoded_password": "!"}
    return add_staff(
        name,
        role="crew",
        unit_code=UNIT,
        name=f"عضو گروه {name}"[:120],
        name_en=f"Crew member {name}"[:120],
        must_change=False,
        by=SYSTEM,
        **secret,
    )


def bring_reports(city_code: str, unit_id: int, count: int, photo: bytes | None) -> list[str]:
    """Send reports, wait until the worker has brought them to the unit and prepared the photo; returns the codes."""
    from django.db import transaction

    from peygir.cases.models import Case
    from peygir.cases.new_report import NewReport
    from peygir.city import queries as city
    from peygir.desks.intake.actions import receive_report
    from peygir.desks.intake.models import Photo
    from peygir.people.rules import ANONYMOUS

    city_facts = city.current_city(city_code)
    district = next(one for one in city.districts(city_facts.id, on=clock.now().date()) if one.unit_id == unit_id)
    codes = []
    for number in range(count):
        report = NewReport(
            channel="web",
            text=SAID.format(number=number + 1),
            topic_code=TOPIC,
            place_label=district.code,
            address=f"بلوار چمران، پلاک {number + 1}",
            photos_raw=(photo,) if photo is not None and not number else (),
        )
        with transaction.atomic():
            codes.append(receive_report(city_code, report, by=ANONYMOUS).code)
            if report.photos_raw:  # before the worker hears of it: it may not read a file of root
                _give_to_the_server()
    until = clock.monotonic() + ROUTED_WITHIN
    waiting = Photo.objects.filter(report__code__in=codes).exclude(state="ready")
    while waiting.exists() or Case.objects.filter(code__in=codes, unit_id=unit_id).exclude(state="new").count() < count:
        if clock.monotonic() > until:
            raise TimeoutError("the worker did not bring the reports to the unit")
        clock.pause(0.3)
    return codes


def brought_back(name: str) -> dict[str, Any]:
    """What the phones of a person brought back: their commands by number, and the results of their orders."""
    from peygir.desks.fieldwork.models import OrderCase
    from peygir.history.queries import verify
    from peygir.people.models import Staff
    from peygir.storage.receipts.models import DeviceCommand

    person = f"staff:{Staff.objects.get(username=name).pk}"
    commands = DeviceCommand.objects.filter(owner=person).order_by("seq")
    places = OrderCase.objects.filter(order__crew__code=name[-20:]).select_related("order", "case").order_by("order_id")
    return {
        "commands": [
            {
                "seq": row.seq,
                "order": row.target,
                "verb": row.body.get("verb", ""),
                "state": row.state,
                "photos": [digest for digest, _ in row.photos],
            }
            for row in commands
        ],
        "results": [
            {
                "number": place.order.number,
                "state": place.order.state,
                "code": place.case.code,
                "result": place.result,
                "by": place.by == person,
            }
            for place in places
        ],
        "breaks": len(verify().breaks),
    }


def _partly(number: str, code: str) -> None:
    from peygir.desks.fieldwork import actions as fieldwork
    from peygir.desks.fieldwork.actions import StreetResult
    from peygir.people.models import Staff
    from peygir.people.queries import actor_of

    words = StreetResult(result="partly", note="همکار دیگری بخشی از آن را پر کرده بود.")
    fieldwork.give_result(number, code, words, by=actor_of(Staff.objects.get(username=CLERK)))


def _give_to_the_server() -> None:
    """Give what root has stored to the account that owns the folder, as which the server runs."""
    from django.conf import settings

    owner = Path(settings.UPLOADS).stat()
    if os.geteuid() == 0:
        for path in Path(settings.UPLOADS).rglob("*"):
            os.chown(path, owner.st_uid, owner.st_gid)


def main(arguments: Sequence[str]) -> None:
    """Do one of the three."""
    from peygir.ops.cli import django_ready

    deed, name, *rest = arguments
    with django_ready():
        if deed == "make":
            photo = sys.stdin.buffer.read() or None
            made = make_shift(name, int(rest[0]), password=PASSWORD, photo=photo)
            print(json.dumps([asdict(stop) for stop in made]))
        elif deed == "told":
            print(json.dumps(brought_back(name)))
        else:
            _partly(*rest)


if __name__ == "__main__":
    main(sys.argv[1:])
