"""Single commands of people in the simulated year, with their texts and target units."""

from collections import deque
from typing import Final

from lab.bench.year_desks import Desks, WorkedCase
from lab.bench.year_reports import YearOfReports
from peygir.city import queries as city
from peygir.core import clock

NEIGHBOURS: Final = 40
"""How many of the latest cases may accept a further report or a merged case."""


class SingleCommands(Desks):
    """The staff with the texts of the year and the latest cases."""

    def __init__(self, year: YearOfReports) -> None:
        super().__init__(year.city_id)
        self.year, self.words = year, year.words
        self.recent: deque[WorkedCase] = deque(maxlen=NEIGHBOURS)
        self._topics = [
            topic for topic in city.topics(year.city_id) if not topic.is_confidential and not topic.agency_id
        ]

    def note(self, life: WorkedCase) -> None:
        """Write a note for staff."""
        self.act(life, "note", self.owner(life), note=self.words.say("notes", life.rng))

    def visit(self, life: WorkedCase) -> None:
        """Record a visit by the unit."""
        self.act(life, "visit", self.owner(life), note="")

    def correct(self, life: WorkedCase) -> None:
        """Correct the topic."""
        life.topic = life.rng.choice(self._topics)
        self.act(life, "topic", self.owner(life), topic_id=life.topic.id, note="موضوع دیگری بود.")

    def transfer(self, life: WorkedCase) -> None:
        """Transfer to any other unit."""
        units = sorted(unit for unit in self.at_unit if unit != self.look(life).unit_id)
        self.refer(life, life.rng.choice(units))

    def pass_on(self, life: WorkedCase) -> None:
        """Refer the case, by an operator, to its owner in the table, else to the unit of the district."""
        seen = self.look(life)
        district = city.district(self.year.city_id, seen.district_id) if seen.district_id else None
        owner = city.owner_of(life.topic.id, district.code if district else "", on=clock.now().date())
        unit_id = owner.unit_id if owner is not None else None
        if unit_id is None or unit_id == seen.unit_id:
            unit_id = district.unit_id if district else life.rng.choice(sorted(self.at_unit))
        self.refer(life, unit_id)

    def refer(self, life: WorkedCase, unit_id: int) -> None:
        """Refer it, by an operator, to a unit."""
        self.act(life, "refer", self.operator(life.rng), unit_id=unit_id, note=self.words.say("referrals", life.rng))

    def merge(self, life: WorkedCase) -> bool:
        """Merge with one of the latest cases, if one is about the same; whether it was done."""
        others = [other for other in self.recent if other is not life and other.topic == life.topic]
        return bool(others) and self.act(
            life, "merge", self.operator(life.rng), into=life.rng.choice(others).code, note="همان است."
        )
