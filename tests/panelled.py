"""A citizens' panel in the town: its terms, its volunteers, and the way to members who are at work."""

from datetime import date, timedelta
from typing import Any, Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.inspection.actions.planning import month_of
from peygir.outlook.panel import actions
from peygir.outlook.panel.models import PanelMember, PanelMotion, PanelTerm
from peygir.outlook.panel.rules import AGES, PanelTerms
from peygir.people.actions import find_or_make_citizen
from peygir.people.models import Staff
from peygir.people.queries import actor_of, citizen_ids_of_phone
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

SEED: Final = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
VOLUNTEERS: Final = 12
ANSWER: Final = "ده چاله بازدید و شش چالهٔ بازشده با قیر گرم دوباره پر شد."
AGES_IN_TURN: Final = ("18-29", "30-44", "45-59", "60+")


def secretary() -> Actor:
    """The panel's secretary."""
    row, _is_new = Staff.objects.get_or_create(
        username="panel_office", defaults={"role": "panel_office", "name_fa": "دبیر کارگروه", "password": "!"}
    )
    return actor_of(row)


def today(town: Town) -> date:
    """The town's day."""
    return city.day_of(town.city_id, clock.now())


def terms(town: Town, **given: Any) -> PanelTerms:
    """A small panel: sign-up for three days, the lot a day later, the term from the sixth day on."""
    day = today(town)
    values: dict[str, Any] = {
        "title": "کارگروه شهروندی گلگشت",
        "from_on": day + timedelta(days=5),
        "to_on": day + timedelta(days=365),
        "sign_up_until": day + timedelta(days=2),
        "seed_on": day + timedelta(days=3),
        "seed_kind": "public",
        "seed_source": "شاخص کل بورس",
        "seats": 6,
        "honoured_seats": 0,
        "threshold": 3,
        "sample_size": 4,
        "population": {"1": 40_000, "2": 30_000, "3": 20_000},
        "population_source": "سرشماری ۱۳۹۵",
        "ages": dict(AGES),
    }
    return PanelTerms(**{**values, **given})


def join(term_id: int, number: int, **given: Any) -> str:
    """The holder of a phone enters the lot."""
    values: dict[str, Any] = {
        "name": f"شهروند {number}",
        "district": str(number % 3 + 1),
        "age": AGES_IN_TURN[number % 4],
        "sex": "fm"[number % 2],
        "agrees": True,
    }
    return actions.join_lot(term_id, PHONES[number], **{**values, **given})


def closed_list(town: Town, town_clock: TownClock, **given: Any) -> int:
    """A panel whose list of a dozen volunteers is closed."""
    term_id = actions.make_panel(town.city_id, terms(town, **given), by=secretary())
    for number in range(VOLUNTEERS):
        join(term_id, number)
    town_clock.forward(days=3)
    actions.close_list(term_id, by=secretary())
    return term_id


def drawn(town: Town, town_clock: TownClock, **given: Any) -> int:
    """A panel whose lot was drawn."""
    term_id = closed_list(town, town_clock, **given)
    town_clock.forward(days=1)
    actions.draw_lot(term_id, seed=SEED, by=secretary())
    return term_id


def at_work(town: Town, town_clock: TownClock, **given: Any) -> int:
    """A panel whose members have all taken their seats, on the first day of its term."""
    term_id = drawn(town, town_clock, **given)
    town_clock.forward(days=1)
    for own in members(term_id):
        actions.answer_seat(term_id, accepts=True, conduct=True, own=own)
    drain()
    return term_id


def members(term_id: int) -> list[list[int]]:
    """The own ids of each member, by number, as a proven phone has them."""
    rows = PanelMember.objects.filter(term_id=term_id).order_by("number")
    return [[row.citizen_id or 0] for row in rows]


def phone_of(term_id: int, number: int) -> str:
    """The phone of a member."""
    citizen = PanelMember.objects.get(term_id=term_id, number=number).citizen
    assert citizen is not None
    return citizen.phone


def adopted(term_id: int, town: Town, *, unit: str = "D-01", codes: tuple[str, ...] = (), **given: Any) -> int:
    """A finding that all members adopted: the unit owes an answer."""
    values: dict[str, Any] = {
        "title": "چاله‌ها دوباره باز می‌شوند",
        "text": "از ده چاله که پر شده، چند چاله در یک ماه دوباره باز شده است.",
        "unit_id": town.units[unit],
        "codes": codes,
    }
    people = members(term_id)
    finding_id = actions.propose_finding(term_id, own=people[0], **{**values, **given})
    vote(term_id, finding_id, "yes")
    drain()
    return finding_id


def vote(term_id: int, finding_id: int, how: str) -> None:
    """All members vote in the open vote of a finding."""
    motion = PanelMotion.objects.get(finding_id=finding_id, result="open")
    for own in members(term_id):
        motion.refresh_from_db()
        if motion.result == "open":
            actions.cast_vote(term_id, motion.pk, vote=how, own=own)


def somebody(number: int) -> list[int]:
    """A citizen with a proven phone who is no member."""
    find_or_make_citizen(PHONES[number], name="رهگذر", is_proven=True, at=clock.now())
    return citizen_ids_of_phone(PHONES[number])


def term_row(term_id: int) -> PanelTerm:
    """The row of a panel."""
    return PanelTerm.objects.get(pk=term_id)


def judged_month(town: Town, town_clock: TownClock, term_id: int) -> tuple[int, date]:
    """Eight finished cases of a month, and the sample that was drawn of them."""
    first_on, last_on = month_of(today(town))
    for number in range(8):
        make.done(phone=PHONES[40 + number], text=f"چالهٔ شمارهٔ {number} در خیابان")
    town_clock.forward(days=(last_on - today(town)).days + 1)
    sample_id = actions.draw_sample(term_id, first_on=first_on, last_on=last_on, seed=SEED, by=secretary())
    return sample_id, first_on
