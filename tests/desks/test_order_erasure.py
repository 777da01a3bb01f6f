"""With the words of a case go those that its work orders hold, in every copy; the chain of the order stays whole."""

import pytest

from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork.actions import StreetResult
from peygir.desks.fieldwork.models import OrderNote, WorkOrder
from peygir.history.queries import verify
from tests import streets
from tests.drain import drain
from tests.retained import decide_all, end, marked_case, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def test_the_words_of_an_order_go_with_those_of_its_case(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق", is_ended=False)
    number = streets.sent(town, marked.code)
    said = StreetResult(result="partly", note=f"خانم {marked.words[1]} در را باز نکرد")
    fieldwork.give_result(number, marked.code, said, by=streets.member())
    fieldwork.finish_order(number, by=streets.member(), note=f"دوباره نزد {marked.words[1]} برویم")
    fieldwork.settle_order(number, by=town.clerk)
    drain()
    end(marked.code, town)
    assert OrderNote.objects.filter(text__contains=marked.words[1]).count() == 2
    assert marked.words[2] in WorkOrder.objects.get().address
    exact = WorkOrder.objects.get().lat
    decide_all(town)
    night(town_clock, days=70)
    assert places_of(list(marked.words)) == []
    order = WorkOrder.objects.get()
    assert (order.address, order.title, order.state) == ("", "", "settled")
    assert order.lat != exact or order.lat == round(order.lat or 0, 3)
    assert not OrderNote.objects.exclude(text="", salt="").exists()
    assert verify().breaks == []
