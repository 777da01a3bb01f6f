"""An appeal is decided by two people of the committee, of whom neither is in the unit or above it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from peygir.history.queries import timeline, verify
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.appealing import may_decide_appeal
from peygir.outlook.scoring.models import MarkAppeal, ScoredMonth
from peygir.outlook.scoring.people_queries import appeal_totals, open_appeals
from tests import make
from tests.committee import decide_appeal, second_of_committee
from tests.drain import drain
from tests.scores import close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REASON = "کارگاه تعطیل بود"


@pytest.fixture
def row(town: Town, town_clock: TownClock) -> MarkAppeal:
    """An appeal by rule of district 1 against its mark of Khordad."""
    decide_scheme(town)
    live_khordad(town, town_clock)
    unit_id = town.units["D-01"]
    return actions.appeal(close(town).pk, unit_id, "reopened", why="reopened", reason=REASON, by=town.manager)


def propose(town: Town, row: MarkAppeal, *, is_upheld: bool = True, answer: str = "درست است") -> MarkAppeal:
    """The first person proposes a decision."""
    return actions.propose_decision(row.pk, is_upheld=is_upheld, answer=answer, by=town.inspectorate)


def test_one_person_of_the_committee_alone_decides_nothing(town: Town, row: MarkAppeal) -> None:
    proposed = propose(town, row)
    assert proposed.proposed_at is not None
    drain()
    assert ScoredMonth.objects.get().version == 1
    assert [facts.id for facts in open_appeals(town.city_id)] == [row.pk]
    with make.refused(actions.DecisionNeedsSecondPerson):
        actions.confirm_decision(row.pk, as_read=proposed.proposed_at, by=town.inspectorate)
    for who in (town.manager, town.mayor, town.admin):
        with make.refused(actions.AppealNotYours):
            actions.confirm_decision(row.pk, as_read=proposed.proposed_at, by=who)
    second = second_of_committee(town)
    decided = actions.confirm_decision(row.pk, as_read=proposed.proposed_at, by=second)
    assert (decided.outcome, decided.decided_by_id, decided.proposed_by_id) == (
        "upheld",
        second.id,
        town.inspectorate.id,
    )
    drain()
    assert ScoredMonth.objects.get().version == 2
    events = timeline("scappeal", row.pk)
    assert [event.kind for event in events] == [
        "score_appeal_made",
        "score_appeal_decision_proposed",
        "score_appeal_decided",
    ]
    assert (events[2].data["proposer"], events[2].by) == (town.inspectorate.id, str(second))
    assert events[1].data["note"] == events[2].data["note"]
    with make.refused(actions.AppealIsDecided):
        propose(town, row)
    assert verify().breaks == []


def test_nobody_confirms_what_they_have_not_read(town: Town, row: MarkAppeal, town_clock: TownClock) -> None:
    second = second_of_committee(town)
    with make.refused(actions.DecisionIsAnother):
        actions.confirm_decision(row.pk, as_read=row.made_at, by=second)
    first = propose(town, row)
    assert first.proposed_at is not None
    town_clock.forward(minutes=5)
    propose(town, row, is_upheld=False, answer="پرونده دوباره باز شد")
    with make.refused(actions.DecisionIsAnother):
        actions.confirm_decision(row.pk, as_read=first.proposed_at, by=second)
    assert MarkAppeal.objects.get().outcome == "open"
    other = actions.propose_decision(row.pk, is_upheld=True, answer="حق با واحد است", by=second)
    assert other.proposed_at is not None
    with make.refused(actions.DecisionNeedsSecondPerson):
        actions.confirm_decision(row.pk, as_read=other.proposed_at, by=second)
    decided = actions.confirm_decision(row.pk, as_read=other.proposed_at, by=town.inspectorate)
    assert (decided.outcome, decided.answer) == ("upheld", "حق با واحد است")
    drain()


def test_whoever_is_above_the_unit_decides_nothing(town: Town, row: MarkAppeal) -> None:
    above = replace(town.inspectorate, unit_ids_below=frozenset({town.units["D-01"], town.units["D-02"]}))
    assert may_decide_appeal(town.inspectorate, unit_id=row.unit_id, made_by_id=row.made_by_id)
    with make.refused(actions.AppealNotYours):
        actions.propose_decision(row.pk, is_upheld=True, answer="درست است", by=above)
    proposed = propose(town, row)
    assert proposed.proposed_at is not None
    second = replace(second_of_committee(town), unit_ids_below=above.unit_ids_below)
    with make.refused(actions.AppealNotYours):
        actions.confirm_decision(row.pk, as_read=proposed.proposed_at, by=second)


def test_a_proposal_ends_with_the_appeal_and_an_erased_one_is_not_confirmed(town: Town, row: MarkAppeal) -> None:
    proposed = propose(town, row)
    assert proposed.proposed_at is not None
    MarkAppeal.objects.update(reason="", answer="", salt="")  # as the erasure of a case's words does
    with make.refused(actions.DecisionIsAnother):
        actions.confirm_decision(row.pk, as_read=proposed.proposed_at, by=second_of_committee(town))
    propose(town, row)
    assert len(MarkAppeal.objects.get().salt) == 32
    actions.withdraw_appeal(row.pk, by=town.manager)
    kept = MarkAppeal.objects.get()
    assert (kept.outcome, kept.proposed, kept.proposed_by_id, kept.answer) == ("withdrawn", "", None, "")
    assert appeal_totals(town.city_id).withdrawn == 1
    assert verify().breaks == []


def test_the_database_refuses_a_decision_of_one_person(town: Town, row: MarkAppeal) -> None:
    decide_appeal(town, row.pk, is_upheld=False)
    wrong: tuple[dict[str, object], ...] = (
        {"decided_by_id": town.inspectorate.id},
        {"outcome": "upheld"},
        {"proposed_by_id": None},
        {"proposed_at": None},
        {"decided_at": None},
    )
    for values in wrong:
        with pytest.raises(DatabaseError, match="violates check constraint"), transaction.atomic():
            MarkAppeal.objects.update(**values)
    MarkAppeal.objects.update(decided_at=row.made_at + timedelta(days=1))  # as another moment is no fault
