"""What the page of a case shows of legal holds and of erased words."""

from collections.abc import Sequence
from typing import Any

from peygir.cases.facts import CaseFacts
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.json_values import list_in
from peygir.history.facts import EventFacts
from peygir.history.kinds.cases import CaseHoldPlaced, DataErased
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.retention_kinds import RetentionKind
from peygir.people.retention_queries import holds_of_case
from peygir.people.rules import Actor, may_manage_people
from peygir.people.two_person_queries import waiting_changes


def hold_parts(case: CaseFacts, by: Actor, events: Sequence[EventFacts]) -> dict[str, Any]:
    """Return the holds in force, whether the person may place one, and whether the reporters' words were erased."""
    was_held = any(event.kind == CaseHoldPlaced.kind for event in events)  # most never were: no statement then
    return {
        "holds": holds_of_case(case.pk, city.day_of(case.city_id, clock.now())) if was_held else [],
        "may_hold": may_manage_people(by),
        "waiting_lifts": _waiting_lifts(case.city_id) if was_held else frozenset(),
        "are_words_erased": any(
            event.kind == DataErased.kind and RetentionKind.WORDS in list_in(event.data, "kinds") for event in events
        ),
    }


def _waiting_lifts(city_id: int) -> frozenset[int]:
    """The ids of the holds that somebody proposed to lift."""
    lifts = (one for one in waiting_changes(city_id) if one.kind == TwoPersonKind.HOLD_LIFT)
    return frozenset(int(one.subject) for one in lifts)
