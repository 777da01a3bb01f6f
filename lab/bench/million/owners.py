"""The owner and the promises of a topic in a district, computed once for each pair by the desks' own rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.desks.promises.rules import Due, PromisedHours, promises_due
from peygir.desks.routing.rules import ChosenOwner, OwnershipEntry, OwnershipQuestion, choose_owner

INSPECTORATE: Final = "V-insp"


@dataclass(frozen=True, slots=True)
class AssignedOwner:
    """The owner and the promised hours of one topic in one district."""

    city_id: int
    answer: ChosenOwner
    returned: ChosenOwner
    terms: PromisedHours | None
    terms_id: int | None
    urgency: str

    @property
    def clock(self) -> str:
        """Return how the hours count: C, B, or "" without a promise."""
        return self.terms.clock if self.terms else ""

    def promises(self, opened_at: datetime) -> list[Due]:
        """Return what `promises.promise_case` would give a case opened then."""
        if self.terms is None:
            return []
        week = city.office_week(self.city_id, self.answer.unit_id, opened_at.date())
        return promises_due(self.terms, start=opened_at, week=week)


class Owners:
    """Cached owners and promised hours of one city."""

    def __init__(self, city_id: int) -> None:
        self.city_id = city_id
        self._centre = city.centre_of(city_id).id
        inspectorate = city.unit_by_code(city_id, INSPECTORATE)
        self._inspectorate = inspectorate.id if inspectorate else None
        self._known: dict[tuple[int, str], AssignedOwner] = {}

    def of(self, topic: TopicFacts | None, district_code: str, opened_at: datetime) -> AssignedOwner:
        """Return the owner of a topic (None: not clear) in a district, on the day a case is opened."""
        key = (topic.id if topic else 0, district_code)
        if key not in self._known:
            self._known[key] = self._find(topic, district_code, opened_at)
        return self._known[key]

    def _find(self, topic: TopicFacts | None, district_code: str, opened_at: datetime) -> AssignedOwner:
        on = opened_at.date()
        row = city.owner_of(topic.id, district_code, on=on) if topic else None
        entry = OwnershipEntry(row.unit_id, row.agency_id, row.branch) if row else None
        terms = city.terms_of(topic.id, on=on) if topic else None
        promises = bool(terms and (terms.ack_hours > 0 or terms.due_hours > 0))
        answer = self._choose(topic, district_code, entry)
        return AssignedOwner(
            self.city_id,
            answer,
            self._choose(topic, district_code, entry, returned_by=frozenset({answer.unit_id})),
            PromisedHours(terms.ack_hours, terms.due_hours, terms.clock, terms.visit_hours)
            if terms and promises
            else None,
            terms.id if terms and promises else None,
            terms.urgency if terms else "N",
        )

    def _choose(
        self,
        topic: TopicFacts | None,
        district_code: str,
        entry: OwnershipEntry | None,
        *,
        returned_by: frozenset[int] = frozenset(),
    ) -> ChosenOwner:
        question = OwnershipQuestion(
            topic_id=topic.id if topic else None,
            district_code=district_code,
            needs_district=topic is not None and topic.unit_type.startswith("D"),
            is_confidential=topic is not None and topic.is_confidential,
            returned_by=returned_by,
            was_announced=bool(returned_by),
        )
        return choose_owner(question, entry, centre_id=self._centre, inspectorate_id=self._inspectorate, above={})
