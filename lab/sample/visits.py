"""Drawn visits for one inspector of a city that is being served: reports, called done, and drawn.

`python -P -m lab.sample.visits make NAME VISITS` makes them and an inspector with a login, and prints the codes as
JSON; `told NAME` prints what that inspector's phone brought back; `colleague CODE` records another inspector's finding.
PEYGIR_HOME names the city.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from lab.sample.shift import CLERK, PASSWORD, TOPIC, UNIT, bring_reports
from peygir.core import clock

FIELDS: Final = (
    ("level", "هم‌سطح خیابان است", "Level with the road", "yes_no"),
    ("size", "اندازهٔ لکه", "Size of the patch", "number"),
)


def make_visits(name: str, count: int, *, password: str = "", photo: bytes | None = None) -> list[str]:
    """Make an inspector, `name`, and so many cases that are called done, each drawn with a chance of 1 and due today.

    The topic gets a form. The worker of the city must be running: it brings the reports to the unit. Returns the codes.
    """
    from django.conf import settings

    from peygir.cases.models import Case
    from peygir.city import queries as city
    from peygir.journey.commands import apply_command
    from peygir.people.actions import add_staff
    from peygir.people.models import Staff
    from peygir.people.queries import actor_of
    from peygir.people.rules import SYSTEM

    city_facts = city.current_city(settings.CITY)
    unit = next(unit for unit in city.units(city_facts.id) if unit.code == UNIT)
    secret = {"password": password} if password else {"encoded_password": "!"}
    add_staff(
        name,
        role="inspector",
        name=f"بازرس {name}"[:120],
        name_en=f"Inspector {name}"[:120],
        must_change=False,
        by=SYSTEM,
        **secret,
    )
    _set_form(city_facts.id)
    clerk = actor_of(Staff.objects.get(username=CLERK))
    codes = bring_reports(city_facts.code, unit.id, count, photo)
    for code in codes:
        apply_command(code, "accept", by=clerk, version=None)
        apply_command(code, "finish", by=clerk, version=None, note="چاله پر و غلتک زده شد.", form="آسفالت گرم")
    for case in Case.objects.filter(code__in=codes):
        _draw(case, on=city.day_of(city_facts.id, clock.now()))
    return codes


def _set_form(city_id: int) -> None:
    from peygir.city import queries as city
    from peygir.city.actions.turning import NothingDiffers
    from peygir.core.typed_fields import FormField
    from peygir.desks.inspection.actions import set_inspection_form
    from peygir.people.rules import SYSTEM

    fields = [FormField(*one) for one in FIELDS]
    with suppress(NothingDiffers):  # an earlier call has set it
        set_inspection_form(city_id, TOPIC, fields=fields, since=city.day_of(city_id, clock.now()), by=str(SYSTEM))


def _draw(case: Any, *, on: Any) -> None:
    """Draw one case for a visit that is due on a day, whatever its lot would be."""
    from peygir.desks.inspection.actions import prepare_plans
    from peygir.desks.inspection.models import InspectionDraw, InspectionPlan
    from peygir.history.kinds.case_moves import CaseFinished
    from peygir.history.queries import timeline

    prepare_plans(clock.now())
    plan = InspectionPlan.objects.filter(city_id=case.city_id, first_on__lte=on, last_on__gte=on).get()
    finish = [event for event in timeline("case", case.pk) if event.kind == CaseFinished.kind][-1]
    InspectionDraw.objects.update_or_create(
        case=case,
        number=finish.number,
        defaults={
            "plan": plan,
            "n": 1,
            "pseudonym": f"{case.pk:016x}",
            "unit_id": case.unit_id,
            "topic_id": case.topic_id,
            "called_done_at": finish.at,
            "marks": [],
            "weight": 1.0,
            "chance": 1.0,
            "lot": 0.0,
            "is_floor": True,
            "state": "waiting",
            "due_on": on,
        },
    )


def brought_back(name: str) -> dict[str, Any]:
    """What the phones of an inspector brought back: their commands by number, and the findings with their answers."""
    from peygir.desks.inspection.models import Inspection
    from peygir.history.queries import verify
    from peygir.people.models import Staff
    from peygir.storage.receipts.models import DeviceCommand

    staff = Staff.objects.get(username=name)
    commands = DeviceCommand.objects.filter(owner=f"staff:{staff.pk}").order_by("seq")
    rows = Inspection.objects.filter(inspector=staff).select_related("case", "draw").order_by("pk")
    return {
        "commands": [
            {
                "seq": row.seq,
                "code": row.target,
                "state": row.state,
                "photos": [digest for digest, _ in row.photos],
            }
            for row in commands
        ],
        "findings": [
            {
                "code": row.case.code,
                "finding": row.finding,
                "answers": row.answers or {},
                "drawn": row.draw.state if hasattr(row, "draw") else "",
                "state": row.case.state,
            }
            for row in rows
        ],
        "breaks": len(verify().breaks),
    }


def _colleague(code: str) -> None:
    from peygir.desks.inspection.actions import FilledForm
    from peygir.journey.inspecting import inspect
    from peygir.people.models import Staff
    from peygir.people.queries import actor_of

    by = actor_of(Staff.objects.get(username="inspector1"))
    inspect(code, finding="fixed", note="", filled=FilledForm(answers={"level": "yes"}), by=by)


def main(arguments: Sequence[str]) -> None:
    """Do one of the three."""
    from peygir.ops.cli import django_ready

    deed, name, *rest = arguments
    with django_ready():
        if deed == "make":
            photo = sys.stdin.buffer.read() or None
            print(json.dumps(make_visits(name, int(rest[0]), password=PASSWORD, photo=photo)))
        elif deed == "told":
            print(json.dumps(brought_back(name)))
        else:
            _colleague(name)


if __name__ == "__main__":
    main(sys.argv[1:])
