"""The sample's votes of citizens: one that was counted two months ago, and one that takes ballots now."""

import random
from datetime import datetime, timedelta
from typing import Final

from lab.sample.city_council import SECRETARY
from lab.sample.inspections import person
from lab.sample.lived import SimulatedTime
from peygir.city import queries as city
from peygir.core import clock
from peygir.journey.moments import old_moment
from peygir.outlook.planning import actions
from peygir.outlook.planning.models import VotingDay
from peygir.outlook.planning.rules import fiscal_year_of
from peygir.outlook.planning.voting_rules import BallotProjectTerms, VotingTerms
from peygir.people.queries import staff_id_of

BUDGET_OFFICE: Final = "budget"
BALLOTS: Final = 240
MILLION: Final = 10_000_000
"""A million tomans in rials."""
PROJECTS: Final = (
    ("روشنایی پارک محله", 900, "چهل چراغ کم‌مصرف برای مسیرهای پیاده."),
    ("زمین بازی کودکان", 1_400, "وسایل ایمن با کف‌پوش لاستیکی."),
    ("پیاده‌رو هموار جلوی مدرسه", 700, "سیصد متر پیاده‌رو بدون پله، با خط ویژهٔ نابینایان."),
    ("کاشت سایه‌درخت در بلوار", 500, "صد و بیست درخت با آبیاری قطره‌ای."),
    ("ایستگاه دوچرخه", 450, "بیست جای پارک دوچرخه کنار ایستگاه اتوبوس."),
    ("سرای محله: تجهیز کتابخانه", 1_100, "قفسه، میز مطالعه و هزار جلد کتاب."),
)
"""Title, cost in million tomans, and text of each project."""
WISHES: Final = (0.42, 0.35, 0.5, 0.3, 0.12, 0.2)
"""How many of the voters choose each project."""


def vote_sample(city_id: int, *, now: datetime) -> None:
    """Hold both votes; called again, nothing is added."""
    if VotingDay.objects.filter(city_id=city_id).exists() or staff_id_of(SECRETARY) is None:
        return
    time = SimulatedTime(now)
    with clock.simulated(time.now), old_moment() as drain:
        time.at = now - timedelta(days=70)
        past = _opened(city_id, "بودجهٔ مردمی: محله‌های مرکز شهر", days=6)
        time.at = now - timedelta(days=66)
        _vote(past, BALLOTS, seed=1)
        time.at = now - timedelta(days=63)
        _by_two(past, "close")
        drain()
        time.at = now - timedelta(days=2)
        present = _opened(city_id, "بودجهٔ مردمی: محله‌های شمال شهر", days=7)
        time.at = now - timedelta(days=1)
        _vote(present, BALLOTS // 4, seed=2)
        drain()


def _opened(city_id: int, title: str, *, days: int) -> int:
    """A vote that two people opened, from now on for so many days."""
    begins = clock.now()
    terms = VotingTerms(
        title=title,
        text="هر شهروند با شمارهٔ همراه خود یک برگهٔ رأی دارد. طرح‌هایی که انتخاب شوند در بودجهٔ سال آینده می‌آیند.",
        year=fiscal_year_of(city.day_of(city_id, begins)) + 1,
        budget=3_000 * MILLION,
        rule="approval",
        most=3,
        opens_at=begins,
        closes_at=begins + timedelta(days=days),
    )
    projects = [BallotProjectTerms(title=name, cost=cost * MILLION, text=text) for name, cost, text in PROJECTS]
    day_id = actions.make_voting(city_id, terms, projects, by=person(SECRETARY))
    _by_two(day_id, "open")
    return day_id


def _by_two(day_id: int, step: str) -> None:
    actions.ask_voting_step(day_id, step, by=person(SECRETARY))
    actions.confirm_voting_step(day_id, by=person(BUDGET_OFFICE))


def _vote(day_id: int, count: int, *, seed: int) -> None:
    """Cast so many ballots of made-up phones, by chances that differ between projects."""
    chance = random.Random(seed)  # noqa: S311 - seeded on purpose
    for number in range(count):
        liked = [place for place, share in enumerate(WISHES, start=1) if chance.random() < share]
        chosen = chance.sample(liked, min(len(liked), 3)) or [chance.randint(1, len(WISHES))]
        actions.cast_ballot(day_id, f"+98999{seed}{number:06d}", dict.fromkeys(chosen, 1))
