"""The bench's million cases are rows as the actions would have left them: told from no others by `verify`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command

from lab.bench.million.bulk import CopyBuffer
from lab.bench.million.filling import Filler
from lab.sample.making import load_sample_city
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.promises.actions import promise_case, settle_promises
from peygir.desks.promises.models import EscalationStep, Promise
from peygir.history.catalogue import read
from peygir.history.kinds.case_work import CaseEscalated
from peygir.history.models import Event
from peygir.history.queries import timeline, verify

CASES = 120
MADE_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def filled(transactional_db: None) -> Iterator[None]:
    """A city with cases by COPY."""
    call_command("flush", interactive=False, verbosity=0)
    city.forget()
    with clock.simulated(lambda: MADE_AT):
        load_sample_city("shiraz")
        city.forget()
        Filler(0, 1, CASES).fill()
        yield


@pytest.mark.usefixtures("tables_owner", "filled")
@pytest.mark.slow
def test_the_promise_desk_finds_its_clocks_as_it_would_have_left_them() -> None:
    def clocks() -> list[dict[str, object]]:
        models: tuple[Any, ...] = (Promise, EscalationStep)
        return [row for model in models for row in model.objects.order_by("pk").values()]

    assert Case.objects.count() == CASES
    assert Promise.objects.filter(broken_at__isnull=False).exists()
    assert EscalationStep.objects.filter(state="fired").exists()
    assert set(Case.objects.values_list("close_kind", flat=True)) >= {"", "silence", "outside"}
    before = clocks()
    for case in Case.objects.all():
        settle_promises(case.pk, 0)
        promise_case(case.pk, 0)
        assert case.state == [event.data["to"] for event in timeline("case", case.pk) if "to" in event.data][-1]
    assert [pair for pair in zip(before, clocks(), strict=True) if pair[0] != pair[1]] == []
    assert verify().breaks == []


@pytest.mark.usefixtures("tables_owner", "filled")
@pytest.mark.slow
def test_every_event_can_be_read_and_steps_are_those_of_the_table() -> None:
    events = [read(event.kind, event.data) for event in Event.objects.defer(None)]
    steps = dict(EscalationStep.objects.values_list("pk", "promise_id"))
    climbed = [event for event in events if isinstance(event, CaseEscalated)]
    assert climbed
    assert [event for event in climbed if steps.get(event.step) != event.promise] == []


def test_a_row_with_a_name_the_table_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        CopyBuffer()[Evidence].add(colour="red")
