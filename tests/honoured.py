"""An edition of honours in the town: its office, rules that two people froze, and citizens whose reports helped."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.honours import actions
from peygir.outlook.honours.models import HonourCandidate
from peygir.outlook.honours.rules import FIRST_CATEGORIES, EditionTerms
from peygir.outlook.honours.usefulness import UsefulnessRules
from peygir.people.models import Citizen, Staff
from peygir.people.queries import actor_of
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

NAMES: Final = ("زهرا محمدی", "بابک شیرازی", "نرگس کاظمی")
TITLE: Final = "جشنوارهٔ شهریاران ۱۴۰۵"


def office(name: str = "honours_office") -> Actor:
    """Somebody of the honours office."""
    row, _is_new = Staff.objects.get_or_create(username=name, defaults={"role": "honours", "name_fa": f"دبیر {name}"})
    return actor_of(row)


def terms(town: Town, **given: Any) -> EditionTerms:
    """Rules of an edition that begins tomorrow and lasts sixty days, with a low minimum."""
    begins = city.day_of(town.city_id, clock.now()) + timedelta(days=1)
    values: dict[str, Any] = {
        "year": 1405,
        "title_fa": TITLE,
        "title_en": "Honours of 1405",
        "from_on": begins,
        "to_on": begins + timedelta(days=60),
        "places": 2,
        "rules": UsefulnessRules(minimum=0.3),
        "categories": FIRST_CATEGORIES,
    }
    return EditionTerms(**{**values, **given})


def frozen_edition(town: Town, **given: Any) -> int:
    """An edition whose rules the office proposed and the mayor's desk confirmed."""
    edition_id = actions.make_edition(town.city_id, terms(town, **given), by=office())
    actions.propose_edition(edition_id, by=office())
    actions.freeze_edition(edition_id, version=1, by=town.mayor)
    return edition_id


def helpful(
    town: Town, town_clock: TownClock, counts: Sequence[int] = (4, 3, 2), *, names: Sequence[str] = NAMES
) -> list[int]:
    """Citizens with so many finished first reports each, in different months and topics; returns their ids."""
    ids = []
    for number, (count, name) in enumerate(zip(counts, names, strict=True)):
        for place in range(count):
            town_clock.forward(days=1, hours=1)
            topic = ("CIV-01", "CLN-01")[place % 2]
            made = make.report(topic, phone=PHONES[number], name=name, proof="code", text=f"مشکل {number} {place}")
            drain()
            _finish(made.code, town)
        ids.append(Citizen.objects.get(phone=PHONES[number], name=name).pk)
    return ids


def _finish(code: str, town: Town) -> None:
    """The owning unit finishes the work."""
    unit_id = make.case(code).unit_id or 0
    who = Staff.objects.filter(unit_id=unit_id, role__in=["clerk", "manager"]).first()
    by = actor_of(who) if who is not None else town.clerk
    make.command(code, "accept", by)
    drain()
    make.command(code, "finish", by, note="انجام شد.", form="کار انجام شد")
    drain()


def counted_edition(town: Town, town_clock: TownClock, counts: Sequence[int] = (4, 3, 2), **given: Any) -> int:
    """A frozen edition, three citizens who helped, its days over, and its candidates found."""
    edition_id = frozen_edition(town, **given)
    helpful(town, town_clock, counts)
    town_clock.forward(days=62)
    actions.count_candidates(edition_id, by=office())
    return edition_id


def candidates_of(edition_id: int) -> list[HonourCandidate]:
    """The stored candidates, by place."""
    return list(HonourCandidate.objects.filter(edition_id=edition_id).order_by("place"))


def agree(candidate: HonourCandidate, answer: str = "named") -> None:
    """The citizen says yes."""
    own = [candidate.citizen_id or 0]
    actions.answer_consent(own[0], answer=answer, is_adult=answer == "named", own=own)


def decide(candidate: HonourCandidate, decision: str = "honoured") -> None:
    """The committee decides, after every open flag was looked at."""
    for kind in list(candidate.flags.filter(cleared_at=None).values_list("kind", flat=True)):
        actions.clear_flag(candidate.pk, kind=kind, reason="بررسی شد", by=office())
    actions.decide_candidate(candidate.pk, decision=decision, category="watchful", reason="گزارش‌های دقیق", by=office())


def sealed(town: Town, town_clock: TownClock) -> tuple[int, list[HonourCandidate]]:
    """A sealed edition: two honoured and one on the reserve list."""
    edition_id = counted_edition(town, town_clock)
    rows = candidates_of(edition_id)
    for row, decision in zip(rows, ("honoured", "honoured", "reserve"), strict=True):
        agree(row, "named" if row.place != 2 else "unnamed")
        decide(row, decision)
    actions.seal_edition(edition_id, by=town.mayor)
    return edition_id, rows


def today(town: Town) -> date:
    """The present day in the town."""
    return city.day_of(town.city_id, clock.now())
