"""The second person of changes that two people make."""

from peygir.journey.two_person import confirm_two_person_change
from peygir.people.two_person_queries import waiting_changes
from tests.town import Town


def confirmed_by_another(town: Town) -> None:
    """The inspectorate confirms the one change that waits."""
    (change,) = waiting_changes(town.city_id)
    assert not confirm_two_person_change(town.city_id, change.id, shown=change.shown, by=town.inspectorate)
