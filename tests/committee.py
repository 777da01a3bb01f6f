"""The committee of the inspectorate: its second member, and how its two people decide an appeal."""

from peygir.outlook.scoring import actions
from peygir.outlook.scoring.models import MarkAppeal
from peygir.people.acting import actor_of
from peygir.people.models import Staff
from peygir.people.rules import Actor
from tests.town import Town


def second_of_committee(town: Town) -> Actor:
    """Another member of the inspectorate than `town.inspectorate`."""
    names = {"name_fa": "نام عضو دوم", "name_en": "Second", "password": "!"}
    row, _is_new = Staff.objects.get_or_create(
        username="inspectorate_b",
        defaults={"role": "inspectorate", "unit_id": town.units["V-insp"], **names},
    )
    return actor_of(row)


def decide_appeal(town: Town, appeal_id: int, *, is_upheld: bool = True, answer: str = "درست است") -> MarkAppeal:
    """The committee decides: one person proposes it and another confirms."""
    row = actions.propose_decision(appeal_id, is_upheld=is_upheld, answer=answer, by=town.inspectorate)
    assert row.proposed_at is not None
    return actions.confirm_decision(appeal_id, as_read=row.proposed_at, by=second_of_committee(town))
